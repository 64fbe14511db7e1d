//! Measures the product, beside its peers where they are there: a module for each topic.
//! `BENCH_PEERS` names a folder with the peers; a topic that needs something that is not here says so.

mod documents;
mod evidence;
mod graph;
mod import;
mod parts;
mod reconcile;
mod samples;
mod secrets;
mod sprint;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use xtask::run::{Failure, Interrupt};

/// A topic's name, and what measures it.
type Topic = (&'static str, fn() -> Result<(), Failure>);

const TOPICS: [Topic; 8] = [
    ("documents", documents::measure),
    ("evidence", evidence::measure),
    ("graph", graph::measure),
    ("import", import::measure),
    ("reconcile", reconcile::measure),
    ("samples", samples::measure),
    ("secrets", secrets::measure),
    ("sprint", sprint::measure),
];

fn main() -> ExitCode {
    let wanted: Vec<String> = env::args().skip(1).collect();
    match go(&wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn go(wanted: &[String]) -> Result<(), Failure> {
    env::set_current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?;
    // A signal ends what is running, and what was started for it goes away as after any failure.
    let _interrupt = Interrupt::listen()?;
    if let Some(unknown) = wanted.iter().find(|name| TOPICS.iter().all(|it| it.0 != **name)) {
        return Err(format!("There is nothing to measure called {unknown}").into());
    }
    for (name, measure) in TOPICS {
        if wanted.is_empty() || wanted.iter().any(|it| it == name) {
            println!("== {name}");
            measure()?;
        }
    }
    Ok(())
}
