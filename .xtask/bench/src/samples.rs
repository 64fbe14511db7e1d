//! The list of failure samples of an engagement with a million of them, signed in, as a browser asks for it.
//! The peers serve the same page in the same rounds: bare axum and sqlx under row-level security in a transaction that
//! says whose rows are meant (bare) or on a connection that always says so (plain), and Django, which has none.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use faultline_postgres::{DATABASE, ThrowAway};
use xtask::product::Build;
use xtask::run::{Failure, find, output, run};
use xtask::served::Served;

use crate::parts::{Peer, median, peers, psql, python, setting, sql, wait_for, work};

/// Who is asked, with which cookie, at which address.
type Page = (&'static str, String, String);

pub fn measure() -> Result<(), Failure> {
    if find("wrk").is_none() {
        return Err("wrk is missing (Debian: apt-get install wrk)".into());
    }
    let (work, rows) = (work()?, setting("BENCH_ROWS", 1_000_000_u32));
    let rounds = setting("BENCH_ROUNDS", 3_u32);
    let postgres = ThrowAway::start(Some(55_433))?;
    let served = Served::start(Build::Release, 8100, &work, |it| {
        it.env("DATABASE_URL", postgres.url());
    })?;
    let product = fill(&served, &postgres, rows)?;
    let mut pages: Vec<Page> = vec![("faultline", served.cookie()?, product)];
    let started = peers("http").map(|peers| start_peers(&peers, &work, &postgres, rows));
    let started = started.transpose()?;
    if started.is_some() {
        let of =
            |name, path: &str| (name, "sid=s77".to_owned(), format!("http://127.0.0.1:{path}"));
        pages.extend([
            of("bare", "8101/page-rls"),
            of("plain", "8101/page"),
            of("django", "8102/page"),
        ]);
    }
    let mut rates: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for _ in 0..rounds {
        for (name, cookie, url) in &pages {
            rates.entry(name).or_default().push(rate(name, cookie, url)?);
        }
    }
    println!("Medians of {rounds} rounds, {rows} samples, 16 connections");
    let ours = median(rates.get("faultline").cloned().unwrap_or_default());
    for (name, rates) in rates {
        let theirs = median(rates);
        println!(
            "{name:<10} {theirs:9.0} requests/s   faultline reaches {:.2} of it",
            ours / theirs
        );
    }
    Ok(())
}

/// Sets the product up the way a person does, writes the rows straight into the table, and gives the page's address.
fn fill(served: &Served, postgres: &ThrowAway, rows: u32) -> Result<String, Failure> {
    let engagement = served.set_up()?;
    let id = engagement.rsplit('/').next().unwrap_or_default();
    println!("Writing {rows} samples");
    let mut fill = psql(postgres, DATABASE);
    fill.args(["-v", "ON_ERROR_STOP=1", "-v", &format!("rows={rows}")]);
    run(fill.args(["-v", &format!("engagement={id}"), "-f", ".xtask/bench/samples.sql"]))?;
    // A person reviews one of them, as after every import: what lists show above their rows is counted anew.
    let one = "select id || '.' || version from sample where state = 'new' limit 1";
    let row = sql(postgres, DATABASE, one)?;
    let review = [("row", row.as_str()), ("state", "confirmed")];
    served.follow(&format!("{engagement}/samples/review"), &review)?;
    Ok(format!("{engagement}/{}", setting("BENCH_PAGE", "samples".to_owned())))
}

fn start_peers(
    peers: &Path,
    work: &Path,
    postgres: &ThrowAway,
    rows: u32,
) -> Result<[Peer; 2], Failure> {
    println!("Building the peers");
    let target = work.join("rust");
    let mut build = Command::new("cargo");
    build.args(["build", "--quiet", "--locked", "--release", "--bin", "httpbench"]);
    build.arg("--manifest-path").arg(peers.join("rust/Cargo.toml"));
    run(build.env("CARGO_TARGET_DIR", &target))?;
    let python =
        python(work, &["django", "psycopg[binary]", "gunicorn"], "django, psycopg, gunicorn")?;
    let csv = work.join(format!("samples-{rows}.csv"));
    let import = peers.join("../import");
    if !csv.is_file() {
        let mut make = Command::new("python3");
        run(make.arg(import.join("gen_samples.py")).arg(rows.to_string()).arg(&csv))?;
    }
    sql(postgres, DATABASE, "create role postgres superuser login; \n create database bench;")?;
    run(psql(postgres, "bench").args(["-o", "/dev/null", "-f"]).arg(import.join("schema.sql")))?;
    let columns =
        "engagement_id,occurred_at,system,severity,kind,record_key,message,payload,status";
    let copy = format!(
        "\\copy failure_sample({columns}) from '{}' with (format csv, header)",
        csv.display()
    );
    run(psql(postgres, "bench").args(["-c", &copy]))?;
    run(psql(postgres, "bench").args(["-o", "/dev/null", "-f"]).arg(peers.join("seed.sql")))?;
    sql(postgres, "bench", "grant select on engagement, app_session to app;")?;
    let port = postgres.postgres().port();
    let url = format!("postgres://app@127.0.0.1:{port}/bench?options=-c%20app.engagements%3D38");
    let bare =
        Command::new(target.join("release/httpbench")).env("TBA", "0").env("DSN", url).spawn()?;
    let mut gunicorn = Command::new(python.with_file_name("gunicorn"));
    gunicorn.arg("--chdir").arg(peers.join("django")).args(["-w", "2", "-b", "127.0.0.1:8102"]);
    gunicorn.args(["--log-level", "error", "app:application"]).env("PGPORT", port.to_string());
    let started = [Peer(bare), Peer(gunicorn.spawn()?)];
    wait_for("http://127.0.0.1:8101/plaintext")?;
    wait_for("http://127.0.0.1:8102/plaintext")?;
    Ok(started)
}

/// Requests per second of one run.
fn rate(name: &str, cookie: &str, url: &str) -> Result<f64, Failure> {
    let wrk = |seconds: u32| {
        let mut wrk = Command::new("wrk");
        wrk.args(["-t1", "-c16", &format!("-d{seconds}s"), "--latency", "-H"]);
        output(wrk.arg(format!("Cookie: {cookie}")).arg(url))
    };
    wrk(1)?;
    let said = wrk(setting("BENCH_SECONDS", 5))?;
    if said.contains("Non-2xx") {
        return Err(format!("{name} answered with errors").into());
    }
    let of = |key: &str| said.lines().find_map(|line| line.trim().strip_prefix(key)).map(str::trim);
    let rate: f64 = of("Requests/sec:").ok_or("wrk says no rate")?.parse()?;
    let (half, most) = (of("50%").unwrap_or_default(), of("99%").unwrap_or_default());
    println!("{name:<10} {rate:9.0} requests/s   p50 {half:>8}   p99 {most:>8}");
    Ok(rate)
}
