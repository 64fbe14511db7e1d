//! A published version: the bytes that were hashed, what they say, and what became of it since.
//! What is stored is opened only when its hash is right.

use super::files::{HandedOut, States};
use super::{Contents, Hash};
use crate::document::engagement::Engagement;
use crate::judgement::assess::Assessment;
use crate::platform::ids::{AttachmentId, SnapshotId};
use chrono::{DateTime, Utc};

/// A published snapshot whose hash was checked.
#[derive(Debug, Clone)]
pub struct Snapshot {
    id: SnapshotId,
    text: String,
    hash: Hash,
    contents: Contents,
    withdrawn: Option<Withdrawn>,
    files: States,
}

/// A text was redacted in a version after it was published: what is left of it is shown as withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withdrawn {
    /// When that was done first.
    pub at: DateTime<Utc>,
    /// The hash that it was published with, which stays on record.
    pub published: Hash,
}

/// What is stored of a withdrawn version beside its bytes.
#[derive(Debug, Clone)]
pub struct Left {
    /// When it was withdrawn.
    pub at: DateTime<Utc>,
    /// The hash of what is left.
    pub hash: Vec<u8>,
}

/// A stored snapshot is not what was published; it must not be shown.
#[derive(Debug, thiserror::Error)]
pub enum Damaged {
    /// Its bytes have another hash.
    #[error("the bytes of snapshot {0} do not have the hash they were published with")]
    Hash(SnapshotId),
    /// Its bytes cannot be read.
    #[error("snapshot {0} cannot be read")]
    Contents(SnapshotId, #[source] serde_json::Error),
}

impl Snapshot {
    /// Seals contents: from here on they are the bytes that were hashed.
    ///
    /// # Errors
    /// When a number in them cannot be written as JSON.
    pub fn seal(id: SnapshotId, contents: Contents) -> Result<Self, serde_json::Error> {
        let text = serde_json::to_string(&contents)?;
        let hash = Hash::of(&text);
        Ok(Self { id, text, hash, contents, withdrawn: None, files: States::new() })
    }

    /// Opens stored bytes.
    ///
    /// # Errors
    /// [`Damaged`] when they are not what was published.
    pub fn open(id: SnapshotId, text: String, hash: &[u8]) -> Result<Self, Damaged> {
        let hash = Hash::from_bytes(hash)
            .filter(|hash| *hash == Hash::of(&text))
            .ok_or(Damaged::Hash(id))?;
        let contents = serde_json::from_str(&text).map_err(|error| Damaged::Contents(id, error))?;
        Ok(Self { id, text, hash, contents, withdrawn: None, files: States::new() })
    }

    /// Opens what is left of a version that was withdrawn.
    ///
    /// # Errors
    /// [`Damaged`] when it is not what was left, or the hash of what was published is none.
    pub fn open_left(
        id: SnapshotId,
        text: String,
        published: &[u8],
        left: &Left,
    ) -> Result<Self, Damaged> {
        let published = Hash::from_bytes(published).ok_or(Damaged::Hash(id))?;
        let snapshot = Self::open(id, text, &left.hash)?;
        Ok(Self { withdrawn: Some(Withdrawn { at: left.at, published }), ..snapshot })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> SnapshotId {
        self.id
    }

    /// The exact bytes that were hashed, or what is left of them: the JSON download.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Their hash.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Whether a text was redacted in them after they were published.
    #[must_use]
    pub fn withdrawn(&self) -> Option<Withdrawn> {
        self.withdrawn
    }

    /// What they say.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Engagement {
        &self.contents.document
    }

    /// What was judged of it.
    #[must_use]
    pub fn assessment(&self) -> &Assessment {
        &self.contents.assessment
    }

    /// The same, with what became of the files that it hands out.
    #[must_use]
    pub fn with_files(self, files: States) -> Self {
        Self { files, ..self }
    }

    /// What became of the files that it hands out, as far as that was looked up.
    #[must_use]
    pub fn files(&self) -> &States {
        &self.files
    }

    /// A file that it hands out and that can still be had.
    #[must_use]
    pub fn file(&self, id: AttachmentId) -> Option<&HandedOut> {
        let kept = self.files.get(&id).is_some_and(Option::is_none);
        self.contents.files.iter().find(|file| kept && file.id == id)
    }

    /// When a file that it handed out was withdrawn, if it was.
    #[must_use]
    pub fn file_withdrawn(&self, id: AttachmentId) -> Option<DateTime<Utc>> {
        self.files.get(&id).copied().flatten()
    }
}
