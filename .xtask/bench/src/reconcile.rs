//! `faultline reconcile` on two exports with known differences, with rules for spaces, capitals, numbers and dates,
//! beside `DuckDB`, polars and datacompy, which compare exactly, in the same rounds.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use xtask::product::Build;
use xtask::run::{Failure, output, run};

use crate::parts::{median, peers, python, setting, work};

const RULES: [&str; 4] =
    ["*=trim,case", "amount=trim,number", "quantity=trim,number", "updated_at=trim,date"];

/// `RECONCILE_ROWS=10000000 RECONCILE_PEERS=` measures a large pair alone.
pub fn measure() -> Result<(), Failure> {
    let Some(scripts) = peers("reconcile") else {
        println!("SKIPPED reconciliation: BENCH_PEERS names no folder with reconcile/");
        return Ok(());
    };
    let work = work()?;
    let rows = setting("RECONCILE_ROWS", 1_000_000_u32).to_string();
    let rounds = setting("RECONCILE_ROUNDS", 5);
    let wanted =
        setting("RECONCILE_PEERS", "duckdb polars datacompy-polars datacompy-pandas".to_owned());
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    let data = work.join("csv").join(&rows);
    fs::create_dir_all(work.join("out"))?;
    fs::create_dir_all(&data)?;
    if !data.join("truth.json").is_file() {
        println!("Writing two exports of {rows} rows");
        let mut make = Command::new("python3");
        run(make.arg(scripts.join("gen_csv.py")).arg(&rows).arg(&data))?;
    }
    if !wanted.is_empty() {
        let packages = ["duckdb", "polars", "pandas", "pyarrow", "datacompy"];
        python(&work, &packages, "datacompy, duckdb, polars")?;
    }
    let program = script(&work, &data)?;
    let mut runs = Vec::new();
    for _ in 0..rounds {
        let mut ours = Command::new("python3");
        ours.arg(scripts.join("run_one.py")).args(["faultline", "1", "--"]).arg(&program);
        runs.extend(json_lines(&output(&mut ours)?)?);
        if !wanted.is_empty() {
            let mut theirs = Command::new(scripts.join("run_all.sh"));
            theirs.args([rows.as_str(), "1"]).args(&wanted).env("BENCH_DIR", &work);
            runs.extend(json_lines(&output(&mut theirs)?)?);
        }
    }
    table(&runs);
    compare(&work.join("out/ours.json"), &data.join("truth.json"))
}

/// The program with its arguments as one file: what measures it takes no more.
fn script(work: &Path, data: &Path) -> Result<PathBuf, Failure> {
    let script = work.join("reconcile-ours");
    let rules: String = RULES.iter().map(|rule| format!(" --rule '{rule}'")).collect();
    let (data, out) = (data.display(), work.join("out/ours.json"));
    let program = Build::Release.program();
    let mut file = File::create(&script)?;
    let exports = format!("{data}/a.csv {data}/b.csv");
    writeln!(file, "#!/bin/sh")?;
    writeln!(
        file,
        "exec {program} reconcile {exports} --key order_id --json{rules} >{}",
        out.display()
    )?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}

pub fn json_lines(text: &str) -> Result<Vec<Value>, Failure> {
    Ok(text
        .lines()
        .filter(|line| !line.is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

fn table(runs: &[Value]) {
    let mut labels: Vec<&str> = Vec::new();
    for label in runs.iter().filter_map(|it| it["label"].as_str()) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let of = |label: &str, key: &str| -> Vec<f64> {
        runs.iter().filter(|it| it["label"] == label).filter_map(|it| it[key].as_f64()).collect()
    };
    let ours = median(of("faultline", "wall_med"));
    println!("{:20}{:>9}{:>9}{:>8}{:>12}", "", "seconds", "CPU", "MB", "times ours");
    for label in labels {
        if let Some(failed) = runs.iter().find(|it| it["label"] == label && it["rc"] != 0) {
            println!("{label:20} failed: {}", failed["out"].as_str().unwrap_or_default());
            continue;
        }
        let (wall, cpu) = (median(of(label, "wall_med")), median(of(label, "cpu_med")));
        let memory = of(label, "rss_mb").into_iter().fold(0.0, f64::max);
        println!("{label:20}{wall:9.2}{cpu:9.2}{memory:8.0}{:12.1}", wall / ours);
    }
}

/// Whether every count that both have is the same.
fn compare(ours: &Path, truth: &Path) -> Result<(), Failure> {
    let read = |file: &Path| -> Result<Value, Failure> {
        Ok(serde_json::from_str(&fs::read_to_string(file)?)?)
    };
    let (ours, truth) = (read(ours)?, read(truth)?);
    let mut wrong = differences(&ours["summary"], &truth);
    if !truth["cells"].is_null() {
        wrong.extend(differences(&ours["cells"], &truth["cells"]));
    }
    if wrong.is_empty() {
        println!("faultline: every count is as the truth has it");
        return Ok(());
    }
    Err(format!("faultline is wrong: {}", wrong.join(", ")).into())
}

fn differences(ours: &Value, truth: &Value) -> Vec<String> {
    let both =
        ours.as_object().into_iter().flatten().filter(|(key, _)| !truth[key.as_str()].is_null());
    both.filter(|(key, value)| truth[key.as_str()] != **value)
        .map(|(key, value)| format!("{key} is {value}, not {}", truth[key.as_str()]))
        .collect()
}
