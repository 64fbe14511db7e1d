//! Why the process could not start: one sentence each, saying what the reader can do.
//! It must never show a password, nor a Rust type's debug text.

use std::{io, net::SocketAddr, path::PathBuf};

/// A reason for not starting. Printed as it is, then the process ends with a failure.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Another process listens on the address.
    #[error(
        "{0} is already in use: stop the other process or choose another address with --listen."
    )]
    PortTaken(SocketAddr),
    /// The operating system refuses the address, for example a port below 1024.
    #[error("Cannot listen on {address}: {reason}. Choose another address with --listen.")]
    CannotListen {
        /// The configured address.
        address: SocketAddr,
        /// What the operating system says.
        reason: io::Error,
    },
    /// No `initdb` anywhere we look.
    #[error(
        "No PostgreSQL found: install it (Debian: apt-get install postgresql), set PG_BIN_DIR to the folder of \
         initdb, or set DATABASE_URL to a server that runs elsewhere."
    )]
    NoPostgres,
    /// The programs or the server are older than what row-level security here relies on.
    #[error("PostgreSQL {found} is too old: version {needed} or newer is needed.")]
    PostgresTooOld {
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
    ClusterOfOtherVersion {
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
    /// The private PostgreSQL did not come up.
    #[error("The local PostgreSQL did not start: {reason} ({} has the details).", .log.display())]
    LocalPostgres {
        /// The last thing it said.
        reason: String,
        /// Its log file.
        log: PathBuf,
    },
    /// Another process holds the data folder and does not let go.
    #[error("{} is being set up or shut down by another process: wait for it, or choose another folder with --data-dir.", .0.display())]
    DataInUse(PathBuf),
    /// `DATABASE_URL` or `DATABASE_APP_URL` cannot be read.
    #[error(
        "{name} is not a PostgreSQL address: it should look like postgres://user:password@host/database."
    )]
    BadUrl {
        /// Which of the two.
        name: &'static str,
    },
    /// Nothing answers at the database's address.
    #[error(
        "No PostgreSQL answers at {place} ({reason}): check DATABASE_URL and that the server runs."
    )]
    Unreachable {
        /// Host and port, or the socket.
        place: String,
        /// What the operating system or TLS says.
        reason: String,
    },
    /// The database does not accept the name and password.
    #[error("PostgreSQL refused the sign-in of {user}: check the name and password in {name}.")]
    WrongPassword {
        /// The role that was refused.
        user: String,
        /// The setting it came from.
        name: &'static str,
    },
    /// The server is there, the database is not.
    #[error("The database {0} does not exist: create it, or name another one in DATABASE_URL.")]
    NoSuchDatabase(String),
    /// The server has no connection left for us.
    #[error("PostgreSQL has no free connection: close some, or raise its max_connections.")]
    TooManyConnections,
    /// A newer Faultline has already changed this database.
    #[error(
        "The database was last used by a newer Faultline (it has migration {0}, which this one does not know): start \
         that version or a later one."
    )]
    DatabaseTooNew(i64),
    /// An applied migration is not the one this binary carries.
    #[error(
        "Migration {0} was applied to this database in another form than this Faultline has: it is not one of ours, \
         or it was changed by hand; restore a backup or use another database."
    )]
    MigrationChanged(i64),
    /// A migration failed; it was rolled back.
    #[error("Migration {version} failed and was undone: {reason}.")]
    MigrationFailed {
        /// The migration's number.
        version: i64,
        /// What PostgreSQL says.
        reason: String,
    },
    /// The owner in `DATABASE_URL` may not do what start-up needs.
    #[error(
        "The role {owner} in DATABASE_URL may not {action}: let an administrator do it, or use a role that may."
    )]
    OwnerMayNot {
        /// The owner's name.
        owner: String,
        /// The refused action as an infinitive.
        action: &'static str,
    },
    /// The app's own role could read around row-level security.
    #[error(
        "The role {0} must not be a superuser, bypass row-level security or own tables: what one client may not see \
         depends on it. Give the app a plain role in DATABASE_APP_URL."
    )]
    AppRoleTooStrong(String),
    /// No way to sign in as the app's role without making its password guessable.
    #[error(
        "DATABASE_URL has no password to derive that of {0} from: set DATABASE_APP_URL to the address with a role of \
         its own for the app."
    )]
    NoAppPassword(&'static str),
    /// Anything PostgreSQL says that none of the above covers.
    #[error("PostgreSQL says: {0}.")]
    Database(String),
}

impl StartError {
    /// Explains why a listener could not be opened on `address`.
    #[must_use]
    pub fn listening(address: SocketAddr, reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::AddrInUse => Self::PortTaken(address),
            _ => Self::CannotListen { address, reason },
        }
    }

    /// Explains why a file or folder of ours could not be made or written.
    #[must_use]
    pub fn writing(path: impl Into<PathBuf>, reason: io::Error) -> Self {
        let path = path.into();
        match reason.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(path.display().to_string())
            }
            _ => Self::NotWritable { path, reason },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_says_which_and_what_to_do() {
        let address = SocketAddr::from(([127, 0, 0, 1], 3000));
        let error = StartError::listening(address, io::ErrorKind::AddrInUse.into());
        let sentence = error.to_string();
        assert!(sentence.contains("127.0.0.1:3000") && sentence.contains("--listen"), "{sentence}");
    }

    #[test]
    fn a_full_disk_is_told_from_a_forbidden_folder() {
        let full = StartError::writing("data", io::ErrorKind::StorageFull.into());
        let forbidden = StartError::writing("data", io::ErrorKind::PermissionDenied.into());
        assert!(matches!(full, StartError::DiskFull(_)), "{full}");
        assert!(matches!(forbidden, StartError::NotWritable { .. }), "{forbidden}");
    }
}
