//! The layout of maps beside Graphviz dot, elkjs, dagre and viz.js, in one run over the same graphs: without lanes, with
//! lanes beside dagre whose drawing is cut into lanes afterwards, and on processes with pools and messages. JavaScript
//! runs the peers that are written in it.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use xtask::product::Build;
use xtask::run::{Failure, find, output, run};

use crate::parts::{peers, setting, work};
use crate::reconcile::json_lines;

/// `BENCH_ENGINES` and `BENCH_GRAPHS` choose among them.
pub fn measure() -> Result<(), Failure> {
    let Some(peers) = peers("graph") else {
        println!("SKIPPED: BENCH_PEERS names no folder with graph/");
        return Ok(());
    };
    if find("node").is_none() {
        println!("SKIPPED: node is missing");
        return Ok(());
    }
    if find("dot").is_none() {
        println!("Without Graphviz dot (Debian: apt-get install graphviz)");
    }
    let work = work()?;
    install(&work.join("js"))?;
    let program = Path::new(Build::Release.program()).canonicalize()?;
    let node = || {
        let mut node = Command::new("node");
        node.env("BENCH_DIR", &work).env("BENCH_METRICS", peers.join("metrics.mjs"));
        node.env("EXT", format!("faultline={} layout", program.display()));
        node
    };
    let graphs = work.join("graphs");
    output(node().arg(peers.join("gen.mjs")).arg(&graphs))?;
    let chosen = setting("BENCH_GRAPHS", "-50-|-200-|-1000-|workflow-5000".to_owned());
    let mut rows = Vec::new();
    for engine in
        setting("BENCH_ENGINES", "faultline,dagre,elk-ortho,dot,viz-wasm".to_owned()).split(',')
    {
        let mut bench = node();
        bench.arg(peers.join("bench.mjs")).arg(&graphs).args([engine, &chosen, "3", "120"]);
        match output(&mut bench) {
            Ok(said) => rows.extend(json_lines(&said)?),
            Err(_) => println!("{engine} failed"),
        }
    }
    table(&rows);
    run(node().arg(".xtask/bench/lanes.mjs").arg(&graphs).arg(&program))?;
    processes(node().env("BENCH_ENGINES_FILE", peers.join("engines.mjs")), &program)?;
    round_trips(node().env("BENCH_JS", work.join("js")), &program)
}

/// Processes with pools and messages that are made up, and those of the folders that `BENCH_BPMN` names (apart by
/// colons), as people drew them and as the engines draw them. `BENCH_PROCESSES` is how many are made up.
fn processes(node: &mut Command, program: &Path) -> Result<(), Failure> {
    let peers = "dot,elk-ortho-t50";
    run(node.arg(".xtask/bench/people.mjs").arg(program).arg(peers).args(bpmn_folders()))
}

/// The files of the same folders, taken in and out again: what bpmn-js warns of, what is left of each kind, and what a
/// drawing linter would warn of.
fn round_trips(node: &mut Command, program: &Path) -> Result<(), Failure> {
    run(node.arg(".xtask/bench/round-trip.mjs").arg(program).args(bpmn_folders()))
}

fn bpmn_folders() -> Vec<String> {
    let folders = setting("BENCH_BPMN", String::new());
    folders.split(':').filter(|folder| !folder.is_empty()).map(ToOwned::to_owned).collect()
}

fn install(folder: &Path) -> Result<(), Failure> {
    if folder.join("node_modules/bpmn-js").is_dir() {
        return Ok(());
    }
    run(Command::new("npm").args(["init", "-y"]).current_dir(folder).stdout(Stdio::null()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund"]).current_dir(folder);
    run(npm.args(["@dagrejs/dagre@3", "elkjs@0.12", "@viz-js/viz@3", "bpmn-js@18", "jsdom@26"]))
}

/// Means by family of graphs and engine.
fn table(rows: &[Value]) {
    println!("graphs            engine      crossings       ms  through steps  overlaps  bends");
    let (mut families, mut engines) = (Vec::new(), Vec::new());
    for row in rows {
        for (all, one) in [(&mut families, family(row)), (&mut engines, text(row, "engine"))] {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    for family_name in families {
        for engine in &engines {
            let own = |row: &&Value| family(row) == family_name && text(row, "engine") == *engine;
            line(family_name, engine, &rows.iter().filter(own).collect::<Vec<_>>());
        }
    }
}

fn line(family: &str, engine: &str, rows: &[&Value]) {
    if rows.is_empty() || rows.iter().any(|row| row["crossings"].is_null()) {
        let reason = rows.iter().find_map(|row| row["fail"].as_str()).unwrap_or("not measured");
        println!("{family:<17} {engine:<10}  failed: {reason}");
        return;
    }
    let mean = |key: &str| {
        rows.iter().filter_map(|row| row[key].as_f64()).sum::<f64>() / rows.len() as f64
    };
    println!(
        "{family:<17} {engine:<10} {:10.1} {:8.1} {:14.1} {:9.1} {:6.0}",
        mean("crossings"),
        mean("ms"),
        mean("nodeHits"),
        mean("overlaps"),
        mean("bends")
    );
}

fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

/// A graph's name without the seed it was made from.
fn family(row: &Value) -> &str {
    let name = text(row, "graph");
    match name.rsplit_once("-s") {
        Some((family, seed)) if seed.bytes().all(|it| it.is_ascii_digit()) => family,
        _ => name,
    }
}
