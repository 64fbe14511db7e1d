//! Files of the repository.
//! In order of their names, so that what is made of them is the same every time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::Failure;

/// The files below a folder whose name ends so, in order.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(below(&path, ending)?);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
