//! The smallest sprint out of two hundred actions: how long `faultline quote` takes to work one out, for each bound.
//! The document is the demo's with its integrations repeated, so that it asks for at least as many actions.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use xtask::product::Build;
use xtask::run::Failure;

use crate::parts::{median, setting, work};

/// What a sprint may take to be worked out, in milliseconds.
const ALLOWED: f64 = 50.0;
/// Where the demo's document is.
const DEMO: &str = "server/src/demo/engagement.json";

/// `SPRINT_HOURS` are the bounds, `SPRINT_COPIES` how often the integrations are repeated, `BENCH_ROUNDS` the runs of each.
pub fn measure() -> Result<(), Failure> {
    let document = work()?.join("sprint.json");
    fs::write(&document, repeated(setting("SPRINT_COPIES", 5))?)?;
    let rounds = setting("BENCH_ROUNDS", 5);
    println!("bound            median      worst  (of {rounds} runs; {ALLOWED} ms are allowed)");
    for hours in setting("SPRINT_HOURS", "40 100 250 600 1500".to_owned()).split(' ') {
        let mut times = Vec::new();
        let mut told = String::new();
        for _ in 0..rounds {
            let (said, took) = quote(&document, hours)?;
            told = said;
            times.push(took);
        }
        let worst = times.iter().copied().fold(0.0, f64::max);
        let middle = median(times);
        let word = if middle <= ALLOWED { "" } else { "TOO LONG" };
        println!("{hours:>6} h {middle:12.1} ms {worst:7.1} ms  {told} {word}");
    }
    Ok(())
}

/// What one run tells, and the milliseconds that it says it took.
fn quote(document: &Path, hours: &str) -> Result<(String, f64), Failure> {
    let mut program = Command::new(Build::Release.program());
    let said = program.arg("quote").arg(document).args(["--hours", hours]).output()?;
    let told = String::from_utf8(said.stderr)?;
    if !said.status.success() {
        return Err(format!("faultline quote failed ({}): {told}", said.status).into());
    }
    let told = told.trim();
    let last = told.rsplit_once(", in ").and_then(|(said, took)| {
        let took = took.strip_suffix(" ms")?.parse().ok()?;
        Some((said.to_owned(), took))
    });
    last.ok_or_else(|| format!("faultline quote told no time: {told}").into())
}

/// The demo's document with its integrations, their controls and their patterns so many times.
fn repeated(copies: u32) -> Result<String, Failure> {
    let mut document: Value = serde_json::from_str(&fs::read_to_string(DEMO)?)?;
    for path in ["/integrations", "/control_sheets", "/samples/patterns"] {
        let rows = document.pointer_mut(path).and_then(Value::as_array_mut);
        let rows = rows.ok_or_else(|| format!("{DEMO} has nothing at {path}"))?;
        let once = serde_json::to_string(&rows)?;
        for copy in 1..copies {
            // Integrations and control sheets of a copy have ids of their own.
            let mut text = once.clone();
            for kind in ["a003", "a009"] {
                let of = |copy: u32| format!("{kind}-{copy:04x}-7000");
                text = text.replace(&of(0), &of(copy));
            }
            rows.append(&mut serde_json::from_str(&text)?);
        }
    }
    Ok(document.to_string())
}
