//! `faultline convert --check`: every file of a folder, read and counted by other means.
//! It changes nothing and keeps nothing; what a file holds is not shown.

use crate::failure::Failure;
use crate::output;
use faultline::engines::formats::count::count;
use faultline::engines::formats::event_log::Options;
use faultline::engines::formats::{From, read, source};
use faultline::platform::catalogue::Catalogue;
use std::path::{Path, PathBuf};

/// The most files that are looked at.
const FILES: usize = 100_000;

/// The largest file that is looked at, in bytes.
const BYTES: usize = 256 << 20;

/// How many files came out which way.
#[derive(Default)]
struct Sum {
    same: usize,
    differ: usize,
    uncounted: usize,
    refused: usize,
}

/// Prints a line for each file below a folder, and the sum.
///
/// # Errors
/// When the folder cannot be read.
pub fn run(folder: &Path) -> Result<(), Failure> {
    let mut sum = Sum::default();
    output::say_line("steps read/counted\tflows read/counted\tfile")?;
    for file in files(folder)? {
        let bytes = super::read(&file, BYTES)?;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if let Some(from) = From::guess(&name, &bytes) {
            output::say_line(&format!("{}\t{}", one(from, bytes, &mut sum), file.display()))?;
        }
    }
    let Sum { same, differ, uncounted, refused } = sum;
    output::say_line(&format!(
        "{} files: {same} the same, {differ} different, {uncounted} without an independent count, {refused} not read",
        same + differ + uncounted + refused
    ))
}

/// What came out for one file.
fn one(from: From, bytes: Vec<u8>, sum: &mut Sum) -> String {
    let text = source::text(bytes.clone(), from.most_bytes());
    let counted = text.ok().and_then(|source| count(from, &source.text));
    let draft = match read(from, bytes, &Options::default()) {
        Ok(draft) => draft,
        Err(error) => {
            sum.refused += 1;
            return format!("not read as {}\t{error}", from.label());
        }
    };
    let (steps, flows) = (draft.steps.len(), draft.flows.len());
    let Some(counted) = counted else {
        sum.uncounted += 1;
        return format!("{steps}/–\t{flows}/–");
    };
    let same = (steps, flows) == (counted.steps, counted.flows);
    if same {
        sum.same += 1;
    } else {
        sum.differ += 1;
    }
    let mark = if same { "" } else { " differs" };
    format!("{steps}/{}\t{flows}/{}{mark}", counted.steps, counted.flows)
}

/// The files below a folder, in the order of their names; links are not followed.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let failed =
            |error: std::io::Error| format!("{} cannot be read: {error}.", folder.display());
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                open.push(entry.path());
            } else if kind.is_file() && found.len() < FILES {
                found.push(entry.path());
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}
