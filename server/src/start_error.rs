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
    /// The private PostgreSQL cannot be had, or what it lies on.
    #[error(transparent)]
    Postgres(#[from] faultline_postgres::Error),
    /// Another process serves from the data folder.
    #[error(
        "{} is served by another Faultline (process {process}): stop that one, or choose another folder with --data-dir. \
         Several servers share one database in DATABASE_URL.", .folder.display()
    )]
    FolderServed {
        /// The data folder.
        folder: PathBuf,
        /// The other process, by its number.
        process: String,
    },
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
    /// The server has a known hole in what keeps one client's rows from another's.
    #[error(
        "PostgreSQL {major}.{minor} has a known hole in row-level security, which keeps clients apart: update it to \
         {major}.{needed} or later. Its data stays as it is."
    )]
    Unpatched {
        /// Its major version.
        major: u32,
        /// Its minor version.
        minor: u32,
        /// The first minor version without the hole.
        needed: u32,
    },
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
}
