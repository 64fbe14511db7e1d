//! One-time links and pass phrases: shown to whoever started the program at a terminal, else kept in a file of theirs.
//! What a service writes is kept in its journal, which others may read: no secret may go there.

use crate::failure::Failure;
use crate::output;
use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::{IsTerminal, Write, stdout};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

/// The file in the data folder.
const FILE: &str = "first-sign-in.txt";

/// Where secrets are shown.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct SecretArgs {
    /// Print one-time links and the demo's pass phrases even where standard output is no terminal. Without it they are
    /// written to a file in the data folder then, because a service's journal may be read by others.
    #[arg(long, env = "FAULTLINE_SHOW_SECRETS")]
    show_secrets: bool,
}

impl SecretArgs {
    /// Shows a text with secrets on the terminal. Without one, it is added to a file that only this user can read,
    /// unless it shall be printed all the same.
    ///
    /// # Errors
    /// A sentence, when it can be shown nowhere.
    pub fn show(self, data_dir: &Path, text: &str) -> Result<(), Failure> {
        if self.show_secrets || stdout().is_terminal() {
            return output::say_line(text);
        }
        let file = data_dir.join(FILE);
        keep(data_dir, &file, text)
            .map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
        let told = "How to sign in is told in a file that only this user can read";
        output::say_line(&format!("{told}: {}", file.display()))
    }
}

fn keep(data_dir: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    if !data_dir.is_dir() {
        DirBuilder::new().recursive(true).mode(0o700).create(data_dir)?;
    }
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    // One that was there before may have been opened to others.
    file.set_permissions(Permissions::from_mode(0o600))?;
    writeln!(file, "{text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_can_be_read_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let (data, file) = (folder.path().join("data"), folder.path().join("data").join(FILE));
        keep(&data, &file, "a link").unwrap();
        std::fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
        keep(&data, &file, "another").unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "a link\n\nanother\n\n");
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&data), mode(&file)), (0o700, 0o600));
    }
}
