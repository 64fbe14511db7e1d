//! Why a private PostgreSQL could not be started: one sentence each, saying what the reader can do.
//! It must never show a Rust type's debug text.

use std::io;
use std::path::{Path, PathBuf};

/// A reason for not starting.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No `initdb` anywhere we look.
    #[error(
        "No PostgreSQL found: install it (Debian: apt-get install postgresql), set PG_BIN_DIR to the folder of \
         initdb, or set DATABASE_URL to a server that runs elsewhere."
    )]
    NoPostgres,
    /// We are root, which PostgreSQL refuses to be, and there is no account for it.
    #[error(
        "PostgreSQL does not run as root, and there is no account postgres to run it as: install PostgreSQL's package, \
         start Faultline as another user, or set DATABASE_URL to a server that runs elsewhere."
    )]
    NoAccount,
    /// No programs that can dump and restore.
    #[error(
        "pg_dump and pg_restore of PostgreSQL {0} or newer are needed: install them (Debian: apt-get install \
         postgresql-client), or set PG_BIN_DIR to their folder."
    )]
    NoDump(u32),
    /// The programs are older than what row-level security here relies on.
    #[error("PostgreSQL {found} is too old: version {needed} or newer is needed.")]
    TooOld {
        /// The major version found.
        found: u32,
        /// The oldest that will do.
        needed: u32,
    },
    /// The data folder was made by a major version that is not installed (any more).
    #[error(
        "{} was made by PostgreSQL {cluster}, but only version {installed} is installed: install version {cluster} \
         again, or move the data with pg_dump and pg_restore.", .folder.display()
    )]
    OtherVersion {
        /// The cluster's folder.
        folder: PathBuf,
        /// The version that made it.
        cluster: u32,
        /// The newest version installed.
        installed: u32,
    },
    /// A folder or file of ours cannot be written.
    #[error("{} is not writable ({reason}): give it to this user or choose another folder with --data-dir.", .path.display())]
    NotWritable {
        /// The folder or file.
        path: PathBuf,
        /// What the operating system says.
        reason: io::Error,
    },
    /// No space left where the data lies.
    #[error("The disk that holds {0} is full: free some space and start again.")]
    DiskFull(String),
    /// PostgreSQL did not come up.
    #[error("The local PostgreSQL did not start: {reason} ({} has the details).", .log.display())]
    NotStarted {
        /// The last thing it said.
        reason: String,
        /// Its log file.
        log: PathBuf,
    },
    /// PostgreSQL was not told to stop: it ends with us, by the signal that our death sends it.
    #[error("The local PostgreSQL could not be told to stop ({0}).")]
    NotStopped(String),
    /// Another process holds the data folder and does not let go.
    #[error("{} is being set up or shut down by another process: wait for it, or choose another folder with --data-dir.", .0.display())]
    InUse(PathBuf),
}

impl Error {
    /// Explains why a file or folder of ours could not be made or written.
    pub(crate) fn writing(path: impl Into<PathBuf>, reason: io::Error) -> Self {
        let path = path.into();
        match reason.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(path.display().to_string())
            }
            _ => Self::NotWritable { path, reason },
        }
    }

    /// A program that could not be run, or that gave up without a word.
    pub(crate) fn not_started(reason: impl Into<String>, log: &Path) -> Self {
        Self::NotStarted { reason: reason.into(), log: log.to_owned() }
    }
}

/// Turns what PostgreSQL wrote before it gave up into one sentence.
pub(crate) fn explain(said: &str, log: &Path) -> Error {
    if said.contains("No space left on device") {
        return Error::DiskFull(log.parent().unwrap_or(log).display().to_string());
    }
    let telling = |line: &&str| {
        ["FATAL:", "PANIC:", "ERROR:", "error:"].iter().any(|word| line.contains(word))
    };
    let lines = || said.lines().filter(|line| !line.trim().is_empty());
    let line = lines().find(telling).or_else(|| lines().next_back()).unwrap_or("it said nothing");
    let reason = line.rsplit_once(":  ").map_or(line, |(_, rest)| rest).trim_end_matches('.');
    Error::not_started(reason.trim(), log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_telling_line_becomes_the_reason() {
        let said = "2026-11-22 10:00:00 UTC [1] FATAL:  could not create lock file: Read-only file system\n\
                    2026-11-22 10:00:00 UTC [1] LOG:  database system is shut down\n";
        let sentence = explain(said, Path::new("data/postgres/log")).to_string();
        let expected = "could not create lock file: Read-only file system (data/postgres/log";
        assert!(sentence.contains(expected), "{sentence}");
    }

    #[test]
    fn a_full_disk_is_told_from_a_forbidden_folder() {
        let full = Error::writing("data", io::ErrorKind::StorageFull.into());
        let forbidden = Error::writing("data", io::ErrorKind::PermissionDenied.into());
        assert!(matches!(full, Error::DiskFull(_)), "{full}");
        assert!(matches!(forbidden, Error::NotWritable { .. }), "{forbidden}");
    }

    #[test]
    fn a_full_disk_is_called_so() {
        let said =
            "PANIC:  could not write to file \"pg_wal/xlogtemp.7\": No space left on device\n";
        assert!(matches!(explain(said, Path::new("data/postgres/log")), Error::DiskFull(_)));
    }
}
