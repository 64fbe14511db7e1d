//! A recommendation of some twenty and of some two hundred pages as a PDF, warm, beside Chromium that prints a report of as
//! many pages, in the same rounds: the next version of one that was set before, and the first of an engagement after others.
//! Chromium starts each time; what an empty page takes it is told apart.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::Value;
use xtask::product::Build;
use xtask::run::{Failure, find, output};

use crate::parts::{median, peers, setting, work};

/// An engagement of some twenty pages.
const EXAMPLE: &str = "src/stores/room/example.json";
/// The parts of it that are told page after page.
const REPEATED: [&str; 10] = [
    "systems",
    "integrations",
    "workflows",
    "maps",
    "matchings",
    "data_types",
    "fields",
    "control_sheets",
    "calls",
    "launch_sheets",
];

/// `BENCH_ROUNDS` says how often each is made.
pub fn measure() -> Result<(), Failure> {
    let work = work()?.join("documents");
    fs::create_dir_all(&work)?;
    let rounds = setting("BENCH_ROUNDS", 5_usize);
    let chromium = peers("pdf").filter(|_| find("chromium").is_some());
    if chromium.is_none() {
        println!("Without Chromium: it is not installed, or BENCH_PEERS names no folder with pdf/");
    }
    let empty = chromium.as_deref().map(|peers| started(peers, &work, rounds)).transpose()?;
    println!("          pages       ms   ms a page   (of it an empty page)");
    for copies in [1, setting("BENCH_COPIES", 10)] {
        let file = engagement(&work, copies)?;
        let (mut ours, mut first) = (Vec::new(), Vec::new());
        let (mut theirs, mut pages) = (Vec::new(), (0, 0));
        for _ in 0..rounds {
            let (took, bytes) = typeset(&file, &work)?;
            first.push(took.first);
            ours.push(took.next);
            pages.0 = count(&bytes);
            if let Some(peers) = &chromium {
                let report = report(peers, &work, pages.0)?;
                let (took, bytes) = printed(peers, &report, &work)?;
                theirs.push(took);
                pages.1 = count(&bytes);
            }
        }
        line("faultline", pages.0, median(ours), None);
        line("its first", pages.0, median(first), None);
        if chromium.is_some() {
            line("chromium", pages.1, median(theirs), empty);
        }
    }
    Ok(())
}

fn line(name: &str, pages: usize, took: f64, empty: Option<f64>) {
    let of_it = empty.map(|empty| format!("   {empty:.0}")).unwrap_or_default();
    println!("{name:<10} {pages:4} {took:8.0} {:11.2}{of_it}", took / pages.max(1) as f64);
}

/// The example, so many times over: each copy has ids of its own and is told in full.
fn engagement(work: &Path, copies: usize) -> Result<PathBuf, Failure> {
    let mut whole: Value = serde_json::from_str(&fs::read_to_string(EXAMPLE)?)?;
    let one = whole.clone();
    for copy in 1..copies {
        let mut text = one.to_string();
        // What its ids have in common is their beginning.
        text = text.replace("\"0193", &format!("\"{:04x}", 0x0200 + copy));
        let next: Value = serde_json::from_str(&text)?;
        for part in REPEATED {
            extend(whole.get_mut(part), &next[part]);
        }
        for part in ["patterns", "examples"] {
            extend(whole["samples"].get_mut(part), &next["samples"][part]);
        }
    }
    let file = work.join(format!("engagement-{copies}.json"));
    fs::write(&file, whole.to_string())?;
    Ok(file)
}

/// A part that the example does not have stays away.
fn extend(all: Option<&mut Value>, more: &Value) {
    if let (Some(Value::Array(all)), Some(more)) = (all, more.as_array()) {
        all.extend(more.iter().cloned());
    }
}

/// The milliseconds that documents of an engagement take in a process that has made others.
struct Took {
    first: f64,
    /// The middle one of a few versions after it.
    next: f64,
}

fn typeset(file: &Path, work: &Path) -> Result<(Took, Vec<u8>), Failure> {
    let made = work.join("ours.pdf");
    let mut program = Command::new(Build::Release.program());
    program.arg("document").arg(file).args(["--kind", "pdf", "--timed", "5"]);
    let child = program.stdout(fs::File::create(&made)?).stderr(Stdio::piped()).spawn()?;
    let done = child.wait_with_output()?;
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    let times = told.lines().filter_map(|line| line.trim().strip_suffix(" ms"));
    let times: Vec<f64> =
        times.filter_map(|time| time.trim_start_matches("first ").parse().ok()).collect();
    match times[..] {
        [first, next] if done.status.success() => Ok((Took { first, next }, fs::read(&made)?)),
        _ => Err(format!("faultline document failed: {told}").into()),
    }
}

/// The peers' report of so many sections, each of which is about a page, as HTML.
fn report(peers: &Path, work: &Path, sections: usize) -> Result<PathBuf, Failure> {
    let folder = work.join(format!("report-{sections}"));
    if !folder.join("report.html").is_file() {
        let mut make = Command::new("python3");
        output(make.arg(peers.join("gen_report.py")).arg(&folder).arg(sections.to_string()))?;
    }
    Ok(folder.join("report.html"))
}

fn printed(peers: &Path, page: &Path, work: &Path) -> Result<(f64, Vec<u8>), Failure> {
    let made = work.join("theirs.pdf");
    let mut chromium = Command::new(peers.join("chromium.sh"));
    chromium.arg(page).arg(&made).env("BENCH_DIR", work).stderr(Stdio::null());
    let start = Instant::now();
    output(&mut chromium)?;
    Ok((start.elapsed().as_secs_f64() * 1e3, fs::read(&made)?))
}

/// What Chromium takes for a page with nothing on it.
fn started(peers: &Path, work: &Path, rounds: usize) -> Result<f64, Failure> {
    let page = work.join("empty.html");
    fs::write(&page, "<!DOCTYPE html><title>Empty</title>")?;
    let took = (0..rounds).map(|_| printed(peers, &page, work).map(|(took, _)| took));
    Ok(median(took.collect::<Result<_, _>>()?))
}

/// The pages of a PDF whose objects are not compressed.
fn count(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let pages = |mark: &str| {
        text.match_indices(mark).filter(|(at, _)| !text[at + mark.len()..].starts_with('s')).count()
    };
    pages("/Type/Page") + pages("/Type /Page")
}
