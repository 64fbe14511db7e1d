//! An import of a million failure samples, as a person does it: sent, looked at, stored by a job under row-level
//! security, redacted, into the real table. In the same rounds the owner copies the very same rows into it.

mod form;
mod rows;

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use faultline_postgres::{DATABASE, ThrowAway};
use xtask::product::Build;
use xtask::run::{Failure, output, run};
use xtask::served::Served;

use crate::parts::{median, psql, setting, sql, work};

/// What a row of an import has.
const COLUMNS: &str = "id, engagement_id, integration_id, step_id, symptom, origin, cause, error_class, occurred_at, \
    detected_at, recovered_at, detected_by, retries, outcome, status_said_success, correlation_id, records, \
    manual_minutes, missing_control, summary, evidence, evidence_kind, evidence_on, evidence_from, state, rejected_because, \
    fingerprint, import_id";

pub fn measure() -> Result<(), Failure> {
    let (work, rows) = (work()?, setting("BENCH_ROWS", 1_000_000_u32));
    let rounds = setting("BENCH_ROUNDS", 3_u32);
    let csv = work.join(format!("import-{rows}.csv"));
    if !csv.is_file() {
        rows::write(&csv, rows)?;
    }
    let postgres = ThrowAway::start(None)?;
    let port = setting("BENCH_PORT", 8110);
    let served = Served::start(Build::Release, port, &work, |it| {
        it.env("DATABASE_URL", postgres.url());
    })?;
    let engagement = served.set_up()?;
    let bytes = fs::metadata(&csv)?.len();
    println!("Importing {rows} rows ({} MB), {rounds} rounds", bytes / 1_000_000);
    let mut shares = Vec::new();
    for _ in 0..rounds {
        let import = Import { postgres: &postgres, served: &served, engagement: &engagement };
        shares.push(import.round(&csv, rows, &work.join("import.bin"))?);
    }
    println!("Median: {:.2} of COPY BINARY by the owner into the same table", median(shares));
    Ok(())
}

struct Import<'a> {
    postgres: &'a ThrowAway,
    served: &'a Served,
    engagement: &'a str,
}

impl Import<'_> {
    /// Imports once, copies once, and gives the rate of the first as a share of the second.
    fn round(&self, csv: &Path, rows: u32, binary: &Path) -> Result<f64, Failure> {
        self.empty()?;
        let process = format!("/proc/{}", self.served.id());
        // Where the operating system knows the most that was ever used, it forgets it first.
        let _ = fs::write(format!("{process}/clear_refs"), "5");
        let before = memory(&process, "VmRSS:");
        let begun = Instant::now();
        let mut send = self.served.curl();
        send.arg("-F").arg(format!("file=@{}", csv.display()));
        let address = format!("{}/samples/import", self.engagement);
        let shown = self.served.follow_with(&mut send, &address)?;
        let received = begun.elapsed().as_secs_f64();
        let ours = self.store(&shown, rows)?;
        let more = memory(&process, "VmHWM:").saturating_sub(before);
        let theirs = self.copy(binary)?;
        let rows = f64::from(rows);
        println!(
            "import {:8.0} rows/s   COPY BINARY {:8.0} rows/s   {:.2} of it   received and redacted in {received:.1} s   \
             {more} MB more memory",
            rows / ours,
            rows / theirs,
            theirs / ours
        );
        Ok(theirs / ours)
    }

    fn sql(&self, text: &str) -> Result<String, Failure> {
        sql(self.postgres, DATABASE, text)
    }

    fn empty(&self) -> Result<(), Failure> {
        self.sql("truncate sample, sample_tally;\n checkpoint;").map(drop)
    }

    /// Accepts what the page suggests, waits for the job, and gives the seconds it took.
    fn store(&self, shown: &str, rows: u32) -> Result<f64, Failure> {
        let fields = form::fields(&self.served.get(shown)?);
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let job = self.served.follow(shown, &fields)?;
        let id = job.rsplit('/').next().unwrap_or_default();
        let of_job = |what: &str| self.sql(&format!("select {what} from job where id = '{id}'"));
        while of_job("state in ('done', 'failed', 'cancelled')")? != "t" {
            sleep(Duration::from_millis(200));
        }
        if of_job("state")? != "done" {
            return Err(of_job("error")?.into());
        }
        if self.sql("select count(*) from sample")? != rows.to_string() {
            return Err("not every row is there".into());
        }
        Ok(of_job("extract(epoch from ended_at - started_at)")?.parse()?)
    }

    /// Copies the rows out and in again as the owner, and gives the seconds that the latter took.
    fn copy(&self, binary: &Path) -> Result<f64, Failure> {
        let file = binary.display();
        let out = format!(
            "\\copy (select {COLUMNS} from sample order by id) to '{file}' with (format binary)"
        );
        run(psql(self.postgres, DATABASE).args(["-c", &out]))?;
        self.empty()?;
        let back = format!("\\copy sample ({COLUMNS}) from '{file}' with (format binary)");
        let said = output(psql(self.postgres, DATABASE).args(["-c", "\\timing on", "-c", &back]))?;
        fs::remove_file(binary)?;
        let time =
            said.lines().find_map(|line| line.strip_prefix("Time: ")).ok_or("psql says no time")?;
        Ok(time.split(' ').next().unwrap_or_default().parse::<f64>()? / 1000.0)
    }
}

/// What the process uses or used, in MB; nothing where the operating system does not say.
fn memory(process: &str, key: &str) -> u64 {
    let status = fs::read_to_string(format!("{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() / 1024
}
