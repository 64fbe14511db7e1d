//! What to find out next: how long `faultline assess --next` takes to rank what a bare engagement does not know.
//! The document is the demo's of which nobody has looked at anything yet, with every cause of one integration open.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use xtask::product::Build;
use xtask::run::Failure;

use crate::parts::{median, setting, work};

/// What ranking may take, in milliseconds.
const ALLOWED: f64 = 5.0;
/// Where the demo's document is.
const DEMO: &str = "server/src/demo/engagement.json";
/// Symptoms whose causes are open.
const SYMPTOMS: [&str; 7] =
    ["wrong", "duplicate", "missing", "late", "partial", "out_of_order", "silent"];

/// `BENCH_ROUNDS` are the runs of each document.
pub fn measure() -> Result<(), Failure> {
    let rounds = setting("BENCH_ROUNDS", 20);
    println!("document            median      worst  (of {rounds} runs; {ALLOWED} ms are allowed)");
    for (name, causes) in [("nothing known", false), ("causes open", true)] {
        let document = work()?.join("evidence.json");
        fs::write(&document, bare(causes)?)?;
        let (mut times, mut told) = (Vec::new(), String::new());
        for _ in 0..rounds {
            let (said, took) = next(&document)?;
            told = said;
            times.push(took);
        }
        let worst = times.iter().copied().fold(0.0, f64::max);
        let middle = median(times);
        let word = if middle <= ALLOWED { "" } else { "TOO LONG" };
        println!("{name:<14} {middle:9.1} ms {worst:7.1} ms  {told} {word}");
    }
    Ok(())
}

/// What one run tells, and the milliseconds that it says it took.
fn next(document: &Path) -> Result<(String, f64), Failure> {
    let mut program = Command::new(Build::Release.program());
    let said = program.args(["assess", "--next"]).arg(document).output()?;
    let told = String::from_utf8(said.stderr)?;
    if !said.status.success() {
        return Err(format!("faultline assess failed ({}): {told}", said.status).into());
    }
    let last = told.trim().rsplit_once(", in ").and_then(|(said, took)| {
        let took = took.strip_suffix(" ms")?.parse().ok()?;
        Some((said.to_owned(), took))
    });
    last.ok_or_else(|| format!("faultline assess told no time: {told}").into())
}

/// The demo's document without a known control or fact; with `causes`, also with samples of every symptom at its first
/// integration, confirmed without a cause and supposed with some.
fn bare(causes: bool) -> Result<String, Failure> {
    let mut document: Value = serde_json::from_str(&fs::read_to_string(DEMO)?)?;
    for sheet in rows(&mut document, "/control_sheets")? {
        sheet["controls"] = json!({});
    }
    for integration in rows(&mut document, "/integrations")? {
        for fact in ["code", "credentials", "maintainable"] {
            integration[fact] = json!("unknown");
        }
    }
    if causes {
        let integration = document["integrations"][0]["id"].clone();
        let patterns = SYMPTOMS.iter().flat_map(|symptom| {
            let causes = [("unknown", 5), ("wrong_mapping", 0), ("timeout", 0), ("dirty_value", 0)];
            causes.map(|(cause, confirmed)| {
                json!({
                    "integration": integration, "symptom": symptom, "origin": "middleware", "cause": cause,
                    "missing_controls": {}, "count": 5, "confirmed": confirmed, "trusted_success": 0,
                    "unnoticed": 0, "manual_minutes": 0, "records": 5,
                    "first_seen": "2026-08-06", "last_seen": "2026-09-14",
                })
            })
        });
        let patterns: Vec<Value> = patterns.collect();
        document["samples"]["patterns"] = patterns.into();
    }
    Ok(document.to_string())
}

fn rows<'d>(document: &'d mut Value, path: &str) -> Result<&'d mut Vec<Value>, Failure> {
    let rows = document.pointer_mut(path).and_then(Value::as_array_mut);
    rows.ok_or_else(|| format!("{DEMO} has nothing at {path}").into())
}
