//! Erasure: all that is kept of a client, or of one engagement, is taken away, and a certificate says what that was.
//! It is recorded before anything is erased; whoever finds it unfinished goes on with it, and nobody calls it back.

use crate::platform::ids::{ClientId, EngagementId, ErasureId, TemplateId};
use chrono::{DateTime, Utc};

pub mod carry_out;
pub mod certificate;
pub mod retention;
mod steps;
mod store;

pub use certificate::Certificate;
pub use store::{Due, ask, due, get, list, mentions, preview, sealed, subject};

/// What an erasure is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// All that is kept of a client, its people's accounts included.
    Client(ClientId),
    /// One engagement; its client and the client's people stay.
    Engagement(EngagementId),
}

/// What is erased, as it is called: its name is typed to confirm that it is meant.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The client that it is, or belongs to.
    pub client: ClientId,
    /// The engagement, if it is one.
    pub engagement: Option<EngagementId>,
    /// What it is called.
    pub name: String,
}

/// Rows of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The table.
    pub kind: String,
    /// How many rows.
    pub rows: i64,
    /// What they take in the database, in bytes.
    pub bytes: i64,
}

/// Something outside the engagements that names what is erased. It stays, with [`ERASED`] in the place of the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mention {
    /// A saved view, by its name or the words it looks for: nobody but its person reads these.
    SavedView {
        /// Whose it is, by name.
        of: String,
    },
    /// A template of the firm, by its name or a text in it.
    Template {
        /// The template.
        id: TemplateId,
        /// What it is called.
        name: String,
    },
}

/// What stands in the place of a name that was erased; the functions of the database write it.
pub const ERASED: &str = "[erased]";

/// An erasure as it stands.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// Its id.
    pub id: ErasureId,
    /// Its number, rising with time.
    pub number: i32,
    /// The engagement, when it is of one.
    pub engagement: Option<EngagementId>,
    /// Who had it erased.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Engagements whose rows are gone.
    pub rooms_gone: i64,
    /// Files that were found in the file store, and those of them that are removed.
    pub files_found: i64,
    /// See [`Self::files_found`].
    pub files_removed: i64,
    /// The end of it, once all is erased; its certificate is [`sealed`] then.
    pub ended: Option<Ended>,
}

/// The end of an erasure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When all was erased.
    pub erased_at: DateTime<Utc>,
    /// The SHA-256 of the certificate.
    pub hash: Vec<u8>,
}

/// A certificate as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The exact text that was hashed.
    pub text: String,
    /// Its SHA-256.
    pub hash: Vec<u8>,
    /// When all was erased.
    pub erased_at: DateTime<Utc>,
}

/// Why nothing is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotErased {
    /// What was typed is not its name.
    #[error("Type the name exactly as it is shown.")]
    OtherName,
    /// Another erasure of this client is under way.
    #[error("An erasure of this client is under way. Wait until it has ended.")]
    UnderWay,
}
