//! The client room: published snapshots, and what the client says of them.
//! A snapshot never changes once it is published; what the working document says later is no part of it.

use crate::document::counted::Counted;
use crate::document::engagement::Engagement;
use crate::judgement::assess::Assessment;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{CommentId, SnapshotId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod changes;
mod draft;
mod hash;
mod internal;
pub mod mention;
#[cfg(feature = "ssr")]
mod named;
mod presentation;
#[cfg(feature = "ssr")]
pub mod store;

pub use changes::{Change, Changes, PathChange, changes};
pub use draft::{Draft, DraftSeen};
pub use hash::{Hash, NotAHash};
#[cfg(feature = "ssr")]
pub use named::{MOST as MOST_NAMED, Named, Place, named};
pub use presentation::{Presentation, SectionId};

catalogue! {
    /// The part of the room that a comment is about.
    pub enum About {
        Summary => "summary", "Summary";
        Map => "map", "Map";
        Evidence => "evidence", "Evidence";
        Truth => "truth", "Source of truth";
        Verdict => "verdict", "Verdict";
        Decision => "decision", "Decision";
    }
}

catalogue! {
    /// What the client answers to a snapshot (domain §10, last line before the gates).
    pub enum Answer {
        Accept => "accept", "Accept";
        Decline => "decline", "Decline";
        Ask => "ask", "Ask";
    }
}

/// The contents of a snapshot, in the order in which it is written and hashed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The form of these contents; a later form gets a higher number.
    pub format: i32,
    /// Its number in the room, from 1.
    pub number: i32,
    /// What the consultant says about it.
    pub note: String,
    /// Who published it, by name.
    pub published_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
    /// The document.
    pub document: Engagement,
    /// What was judged of it then.
    pub assessment: Assessment,
    /// How its documents are told.
    #[serde(default, skip_serializing_if = "Presentation::is_usual")]
    pub presentation: Presentation,
    /// The figures as they were counted then; none in what was published before there were any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Counted>,
}

/// The form of [`Contents`] that is written now.
pub const FORMAT: i32 = 1;

/// A published snapshot whose hash was checked.
#[derive(Debug, Clone)]
pub struct Snapshot {
    id: SnapshotId,
    text: String,
    hash: Hash,
    contents: Contents,
    withdrawn: Option<Withdrawn>,
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
        Ok(Self { id, text, hash, contents, withdrawn: None })
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
        Ok(Self { id, text, hash, contents, withdrawn: None })
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
}

/// What somebody said, as it stood from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Wording {
    /// What it said.
    pub body: String,
    /// From when on.
    pub at: DateTime<Utc>,
}

/// A reply to a decision or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reply {
    /// Its id.
    pub id: Uuid,
    /// What it said, the oldest first; the last is what it says.
    pub versions: Vec<Wording>,
    /// Who wrote it, by name.
    pub person: String,
    /// Whether they are of the firm.
    pub of_firm: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the reader wrote it and may still change it.
    pub may_edit: bool,
}

impl Reply {
    /// What it says.
    #[must_use]
    pub fn body(&self) -> &str {
        self.versions.last().map_or("", |version| &version.body)
    }
}

/// That a thread was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// By whom, by name.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A comment in the room.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// The number of the snapshot its writer read.
    pub number: i32,
    /// A key of [`About`].
    pub about: String,
    /// The anchor of what it is pinned to; empty for the whole part.
    pub pin: String,
    /// What it said, the oldest first; the last is what it says.
    pub versions: Vec<Wording>,
    /// Who, by name.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was replied to it, the oldest first.
    pub replies: Vec<Reply>,
    /// Whether the reader wrote it and may still change it.
    pub may_edit: bool,
    /// That it was resolved, as long as nobody said more since.
    pub resolved: Option<Resolved>,
}

impl Comment {
    /// What it says.
    #[must_use]
    pub fn body(&self) -> &str {
        self.versions.last().map_or("", |version| &version.body)
    }
}

/// A decision of the client; the newest one stands, the older ones stay on record.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The number of the snapshot it is about.
    pub number: i32,
    /// Its own number among the decisions of the engagement.
    pub decision: i32,
    /// The number of the quote it is about, if it is about one.
    pub quote: Option<i32>,
    /// A key of [`Answer`].
    pub answer: String,
    /// Why, or what they ask.
    pub reason: String,
    /// Who, by name.
    pub person: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether their password was set by a link of staff within the week before.
    pub after_reset: bool,
    /// What was replied to it, the oldest first.
    pub replies: Vec<Reply>,
}

#[cfg(test)]
pub(crate) mod tests;
