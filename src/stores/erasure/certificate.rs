//! The certificate of an erasure: what was erased, when and for whom, sealed with its SHA-256.
//! It holds no text of what was erased. Its hash shows a change; it is no signature, and does not say who wrote it.

use super::{Counted, Sealed};
use crate::platform::ids::{ErasureId, PersonId};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

mod words;

pub use words::kind_label;

/// What every certificate begins with.
const KIND: &str = "faultline erasure certificate";
/// The number of the form it has.
const FORMAT: u32 = 1;

/// What an erasure leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// That it is one.
    pub kind: String,
    /// The number of its form.
    pub format: u32,
    /// The program that wrote it, by its version.
    pub program: String,
    /// The erasure's id.
    pub id: ErasureId,
    /// Its number at this server.
    pub number: i32,
    /// What was erased.
    pub scope: Scope,
    /// The id it had.
    pub subject: Uuid,
    /// The SHA-256 of the erasure's id, a colon and the name it had: see [`name_hash`].
    pub name_sha256: String,
    /// Who had it erased.
    pub asked_by: Asker,
    /// When that was recorded.
    pub asked_at: DateTime<Utc>,
    /// When the last of it was gone.
    pub erased_at: DateTime<Utc>,
    /// Rows of the database by table, in the order of their names.
    pub rows: Vec<Rows>,
    /// Entries of the audit whose texts were taken out: that something was done, by whom and when stays.
    pub audit_entries_emptied: i64,
    /// Files of the file store.
    pub files: FilesErased,
    /// What backups hold.
    pub backups: Backups,
    /// What was not reached.
    pub not_reached: Vec<String>,
}

/// What an erasure was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All that was kept of a client.
    Client,
    /// One engagement.
    Engagement,
}

/// Who had something erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asker {
    /// Their account's id.
    pub id: PersonId,
    /// What they were called.
    pub name: String,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// The table.
    pub kind: String,
    /// How many.
    pub rows: i64,
    /// What they took, in bytes.
    pub bytes: i64,
}

/// Files that were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesErased {
    /// Files that the database told of.
    pub recorded: i64,
    /// Files that lay in the file store and were removed.
    pub removed: i64,
    /// What they took, in bytes.
    pub bytes: i64,
    /// The file store, by the name it gave itself.
    pub store: Uuid,
}

/// What is known of backups, which no erasure reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backups {
    /// How many days the operator said that they are kept; nothing when nobody said so.
    pub kept_days: Option<i32>,
    /// The day on which by that word the last one that holds the data is gone.
    pub gone_on: Option<NaiveDate>,
}

impl Backups {
    /// What follows for data that was erased at a time.
    #[must_use]
    pub fn of(kept_days: Option<i32>, erased_at: DateTime<Utc>) -> Self {
        let days = kept_days.map(|days| TimeDelta::days(i64::from(days) + 1));
        let gone_on = days.and_then(|days| erased_at.checked_add_signed(days));
        Self { kept_days, gone_on: gone_on.map(|at| at.date_naive()) }
    }

    /// The same as sentences.
    #[must_use]
    pub fn says(&self) -> String {
        let held = "Backups that were made before the erasure still hold the data.";
        match (self.kept_days, self.gone_on) {
            (Some(days), Some(gone)) => format!(
                "{held} The operator says that backups are kept for {days} days: by that word the last of them is gone on \
                 {gone}. Nobody checked it."
            ),
            _ => format!("{held} The operator has not said how long they are kept."),
        }
    }
}

/// What no erasure reaches, beside backups.
pub const NOT_REACHED: [&str; 6] = [
    "Files, exports and mails that people downloaded or received.",
    "Texts that people typed and did not save, which their own browsers may keep.",
    "The firm's settings, and saved views and templates that tell whose it was otherwise than by a name in full, of three letters or more.",
    "Lines of the log that somebody keeps: they hold ids and network addresses, and no texts.",
    "Documents that servers made of it and hold in memory until they are started again, for nobody who could ask.",
    "Space that the database and the disk have freed and not used again, and what the database notes of its columns to plan by.",
];

/// Why a file is not taken for a whole certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// It is none.
    #[error("It is no certificate of an erasure, or one that was changed: {0}.")]
    Unreadable(String),
    /// Its words are others than those that were sealed.
    #[error("It was changed: its words have the SHA-256 {found}, and it says {says}.")]
    Changed {
        /// What its words come to.
        found: String,
        /// What it says.
        says: String,
    },
    /// Its words are those that were sealed, written otherwise.
    #[error(
        "It is not as it was written: its words are whole, but their form was changed. Download it again."
    )]
    Rewritten,
}

/// A certificate with its hash, as a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    certificate: Certificate,
    sha256: String,
}

impl Certificate {
    /// That it is one of this program's.
    #[must_use]
    pub fn head() -> (String, u32, String) {
        (KIND.to_owned(), FORMAT, env!("CARGO_PKG_VERSION").to_owned())
    }

    /// Its one text: JSON with sorted keys and without spaces.
    ///
    /// # Errors
    /// Never for what is made of texts and numbers.
    pub fn canonical(&self) -> serde_json::Result<String> {
        // A value keeps its fields sorted, unless serde_json is built to keep their order: a test says so then.
        Ok(serde_json::to_value(self)?.to_string())
    }
}

impl From<Counted> for Rows {
    fn from(counted: Counted) -> Self {
        let Counted { kind, rows, bytes } = counted;
        Self { kind, rows, bytes }
    }
}

/// The hash by which somebody who knows the name can tell what a certificate is about.
#[must_use]
pub fn name_hash(id: ErasureId, name: &str) -> Vec<u8> {
    Sha256::digest(format!("{id}:{name}").as_bytes()).to_vec()
}

/// The file of a sealed certificate.
#[must_use]
pub fn file(sealed: &Sealed) -> String {
    written(&sealed.text, &hex::encode(&sealed.hash))
}

fn written(text: &str, hash: &str) -> String {
    format!("{{\"certificate\":{text},\"sha256\":\"{hash}\"}}\n")
}

/// The hash of a certificate's text.
#[must_use]
pub fn hash(text: &str) -> Vec<u8> {
    Sha256::digest(text.as_bytes()).to_vec()
}

/// Reads a file, and says whether it is a whole certificate: what it says, and its hash.
///
/// # Errors
/// [`NotWhole`] when a byte of it was changed.
pub fn verify(text: &str) -> Result<(Certificate, String), NotWhole> {
    let unreadable = |error: serde_json::Error| NotWhole::Unreadable(error.to_string());
    let File { certificate, sha256 } = serde_json::from_str(text).map_err(unreadable)?;
    if certificate.kind != KIND || certificate.format != FORMAT {
        return Err(NotWhole::Unreadable("its kind or form is not known here".into()));
    }
    let canonical = certificate.canonical().map_err(unreadable)?;
    let found = hex::encode(hash(&canonical));
    if found != sha256 {
        return Err(NotWhole::Changed { found, says: sha256 });
    }
    // A line break at the end is lost or gained by whatever carries it.
    if text.trim_end() != written(&canonical, &found).trim_end() {
        return Err(NotWhole::Rewritten);
    }
    Ok((certificate, found))
}

#[cfg(test)]
mod tests;
