//! One-time links and pass phrases: shown to whoever started the program at a terminal, else kept in a file of theirs.
//! What a service writes is kept in its journal, which others may read: no secret may go there.

use crate::failure::Failure;
use crate::output;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{IsTerminal, Write, stdout};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

/// The file in the data folder.
const FILE: &str = "first-sign-in.txt";

/// Shows a text with secrets on the terminal. Without one, it is added to a file that only this user can read, unless
/// it shall be printed all the same.
///
/// # Errors
/// A sentence, when it can be shown nowhere.
pub fn show(data_dir: &Path, print: bool, text: &str) -> Result<(), Failure> {
    if print || stdout().is_terminal() {
        return output::say_line(text);
    }
    let file = data_dir.join(FILE);
    keep(data_dir, &file, text)
        .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
    let told = "How to sign in for the first time is told in a file that only this user can read";
    output::say_line(&format!("{told}: {}", file.display()))
}

fn keep(data_dir: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    if !data_dir.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(data_dir)?;
    }
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    writeln!(file, "{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_kept_can_be_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("data").join(FILE));
        keep(&data, &file, "a link").unwrap();
        keep(&data, &file, "another").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "a link\n\nanother\n\n");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
    }
}
