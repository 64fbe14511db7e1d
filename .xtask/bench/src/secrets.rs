//! Redaction of made-up payloads with planted secrets: how many survive, how many look-alikes are changed, MB/s.
//! Peers that are installed (detect-secrets, ripsecrets, secretlint) find what they find in the same files.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use xtask::product::Build;
use xtask::run::{Failure, find, output, run};

use crate::parts::{median, peers, setting, work};

/// A file and a line of it.
type Line = (String, u64);

pub fn measure() -> Result<(), Failure> {
    let Some(peers) = peers("secrets") else {
        println!("SKIPPED redaction: BENCH_PEERS names no folder with secrets/");
        return Ok(());
    };
    let work = work()?.join("secrets");
    let (parts, out) = (work.join("parts"), work.join("out"));
    let _ = fs::remove_dir_all(&work);
    for seed in setting("BENCH_SECRETS_SEEDS", "11 12 13".to_owned()).split(' ') {
        for folder in [&parts, &out] {
            let _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder)?;
        }
        let mut make = Command::new("python3");
        make.arg(peers.join("gen_secrets.py")).arg(setting("BENCH_SECRETS_MB", 24).to_string());
        output(make.arg(&parts).arg(seed))?;
        score(seed, &peers, &parts, &out)?;
    }
    let all = work.join("all");
    fs::write(&all, files(&parts)?.iter().map(fs::read).collect::<Result<Vec<_>, _>>()?.concat())?;
    let megabytes = fs::metadata(&all)?.len() as f64 / 1e6;
    let rounds = setting("BENCH_ROUNDS", 3);
    let rates: Result<Vec<f64>, Failure> =
        (0..rounds).map(|_| Ok(megabytes / redact(&all, &work.join("redacted"))?)).collect();
    println!("faultline      {:7.1} MB/s, median of {rounds} runs", median(rates?));
    let parts_as_text = parts.display().to_string();
    let pattern = format!("{parts_as_text}/*.jsonl");
    for (name, arguments) in [
        ("detect-secrets", vec!["scan", "--all-files", &parts_as_text]),
        ("ripsecrets", vec![&parts_as_text]),
        ("secretlint", vec!["--format", "unix", &pattern]),
    ] {
        peer(name, &arguments, megabytes, &work)?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|it| it.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

/// The seconds that one run of the program takes for a file.
fn redact(from: &Path, to: &Path) -> Result<f64, Failure> {
    let begun = Instant::now();
    let mut program = Command::new(Build::Release.program());
    program.args(["redact", "--key", "bench"]).stderr(Stdio::null());
    run(program.stdin(File::open(from)?).stdout(File::create(to)?))?;
    Ok(begun.elapsed().as_secs_f64())
}

fn score(seed: &str, peers: &Path, parts: &Path, out: &Path) -> Result<(), Failure> {
    for file in files(parts)? {
        redact(&file, &out.join(file.file_name().unwrap_or_default()))?;
    }
    let mut score = Command::new("python3");
    score.arg(peers.join("score.py")).arg(parts).arg(out).arg("0");
    let score: Value = serde_json::from_str(&output(&mut score)?)?;
    let of = |key: &str| score[key].as_u64().unwrap_or_default();
    let (planted, survived) = (of("planted"), of("survived"));
    let (alike, changed) = (of("lookalikes"), of("lookalikes_changed"));
    let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    println!(
        "seed {seed}: {} of {planted} secrets gone ({:.2} %), {changed} of {alike} look-alikes changed ({:.2} %)",
        planted - survived,
        share(planted - survived, planted),
        share(changed, alike)
    );
    Ok(())
}

/// The time a peer takes for the same files, and how many of the planted secrets it points at.
fn peer(name: &str, arguments: &[&str], megabytes: f64, work: &Path) -> Result<(), Failure> {
    if find(name).is_none() {
        println!("{name} is not installed");
        return Ok(());
    }
    let begun = Instant::now();
    // Some end with a failure when they find something.
    let said = Command::new(name).args(arguments).stderr(Stdio::null()).output()?;
    let took = begun.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let found = if name == "detect-secrets" { in_json(&said)? } else { in_lines(&said) };
    let truth: Value = serde_json::from_str(&fs::read_to_string(work.join("truth_secrets.json"))?)?;
    let planted = truth.as_array().cloned().unwrap_or_default();
    let hit = planted.iter().filter(|it| {
        let file = it["file"].as_str().unwrap_or_default().to_owned();
        found.contains(&(file, it["line"].as_u64().unwrap_or_default()))
    });
    let hit = hit.count();
    println!("{name:<14} {:7.1} MB/s, {hit} of {} secrets found", megabytes / took, planted.len());
    Ok(())
}

fn in_json(said: &str) -> Result<BTreeSet<Line>, Failure> {
    let said: Value = serde_json::from_str(said)?;
    let mut found = BTreeSet::new();
    for (file, secrets) in said["results"].as_object().into_iter().flatten() {
        let file = file.rsplit('/').next().unwrap_or_default();
        for secret in secrets.as_array().into_iter().flatten() {
            found.extend(secret["line_number"].as_u64().map(|line| (file.to_owned(), line)));
        }
    }
    Ok(found)
}

/// From lines such as `folder/file.jsonl:12:3: …`.
fn in_lines(said: &str) -> BTreeSet<Line> {
    let place = |line: &str| {
        let mut parts = line.rsplit('/').next()?.split(':');
        Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?))
    };
    said.lines().filter_map(place).collect()
}
