//! `faultline convert --check`: every file of a folder, read and counted by other means.
//! It changes nothing and keeps nothing; what a file holds is not shown.

use crate::failure::Failure;
use crate::output;
use faultline::engines::formats::count::{Count, count};
use faultline::engines::formats::event_log::Options;
use faultline::engines::formats::{From, read, source};
use faultline::platform::catalogue::Catalogue;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The most files that are looked at.
const FILES: usize = 100_000;

/// The largest file that is looked at, in bytes.
const BYTES: usize = 256 << 20;

/// How many files came out which way.
#[derive(Debug, Default)]
struct Sum {
    same: usize,
    differ: usize,
    uncounted: usize,
    no_map: usize,
    unreadable: usize,
}

/// Prints a line for each file below a folder, and the sum. Ends with 0 when every count is the same, with 1 when one
/// differs, and with 2 when a file could not be read at all.
///
/// # Errors
/// When the folder cannot be read.
pub fn run(folder: &Path) -> Result<ExitCode, Failure> {
    let mut sum = Sum::default();
    output::say_line("steps read/counted\tflows read/counted\tfile")?;
    for file in files(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let told = match super::read(&file, BYTES) {
            Ok(bytes) => From::guess(&name, &bytes).map(|from| one(from, bytes, &mut sum)),
            Err(error) => {
                sum.unreadable += 1;
                Some(format!("could not be read\t{error}"))
            }
        };
        if let Some(told) = told {
            output::say_line(&format!("{told}\t{}", file.display()))?;
        }
    }
    output::say_line(&sum.to_string())?;
    Ok(sum.code())
}

impl Sum {
    fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self { unreadable: 1.., .. } => 2,
            Self { differ: 1.., .. } => 1,
            _ => 0,
        })
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { same, differ, uncounted, no_map, unreadable } = self;
        let files = same + differ + uncounted + no_map + unreadable;
        write!(
            f,
            "{files} files: {same} the same, {differ} different, {uncounted} without an independent count, \
             {no_map} without a map, {unreadable} that could not be read"
        )
    }
}

/// What came out for one file. One that is refused has no map, unless steps are counted in it.
fn one(from: From, bytes: Vec<u8>, sum: &mut Sum) -> String {
    let text = source::text(bytes.clone(), from.most_bytes());
    let counted = text.ok().and_then(|source| count(from, &source.text));
    let (read, refused) = match read(from, bytes, &Options::default()) {
        Ok(draft) => (Some(Count { steps: draft.steps.len(), flows: draft.flows.len() }), None),
        Err(error) => (None, Some(error)),
    };
    let same = match (read, counted) {
        (Some(_), None) => None,
        (Some(read), Some(counted)) => Some(read == counted),
        (None, counted) => Some(counted.is_none_or(|counted| counted.steps == 0)),
    };
    *match (same, read) {
        (None, _) => &mut sum.uncounted,
        (Some(false), _) => &mut sum.differ,
        (Some(true), Some(_)) => &mut sum.same,
        (Some(true), None) => &mut sum.no_map,
    } += 1;
    let shown = |count: Option<Count>, part: fn(Count) -> usize| {
        count.map_or_else(|| "–".to_owned(), |count| part(count).to_string())
    };
    let beside = |part| format!("{}/{}", shown(read, part), shown(counted, part));
    let (steps, flows) = (beside(|count| count.steps), beside(|count| count.flows));
    let mark = if same == Some(false) { " differs" } else { "" };
    let refused =
        refused.map_or_else(String::new, |error| format!(" not read as {}: {error}", from.label()));
    format!("{steps}\t{flows}{mark}{refused}")
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

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_STEPS: &str = r#"{"nodes": [{"name": "A", "type": "n.set", "parameters": {}},
        {"name": "B", "type": "n.set", "parameters": {}}], "connections": {"A": {"main": [[{"node": "B"}]]}}}"#;

    /// How a check of a folder with these files ends.
    fn ended(files: &[(&str, &str)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        format!("{:?}", run(folder.path()).unwrap())
    }

    #[test]
    fn the_check_ends_with_what_it_found() {
        let code = |code: u8| format!("{:?}", ExitCode::from(code));
        assert_eq!(ended(&[("same.json", TWO_STEPS), ("notes.md", "# Notes")]), code(0));
        // A node without a name: two others are counted, and the file is refused.
        let unnamed = TWO_STEPS.replacen("\"nodes\": [", "\"nodes\": [{\"type\": \"n.set\"},", 1);
        assert_eq!(ended(&[("same.json", TWO_STEPS), ("odd.json", &unnamed)]), code(1));
        assert!(run(Path::new("/nowhere/at/all")).is_err());
    }

    #[test]
    fn a_file_that_is_refused_differs_only_when_steps_are_counted_in_it() {
        let mut sum = Sum::default();
        let empty = "<definitions><process id='p'/></definitions>";
        let told = one(From::Bpmn, empty.into(), &mut sum);
        assert!(told.contains("not read as BPMN"), "{told}");
        one(From::Bpmn, "<definitions><process id='p'><task id='t'/>".into(), &mut sum);
        assert_eq!((sum.no_map, sum.differ, sum.same), (1, 1, 0));
        assert_eq!(format!("{:?}", sum.code()), format!("{:?}", ExitCode::from(1)));
        let unreadable = Sum { unreadable: 1, differ: 1, ..Sum::default() };
        assert_eq!(format!("{:?}", unreadable.code()), format!("{:?}", ExitCode::from(2)));
    }
}
