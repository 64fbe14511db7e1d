//! The client room: published snapshots, and what the client says of them.
//! A snapshot never changes once it is published; what the working document says later is no part of it.

use crate::document::counted::Counted;
use crate::document::engagement::Engagement;
use crate::judgement::assess::Assessment;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::CommentId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

mod changes;
mod draft;
mod files;
mod hash;
mod internal;
pub mod mention;
#[cfg(feature = "ssr")]
mod named;
mod presentation;
mod snapshot;
#[cfg(feature = "ssr")]
pub mod store;

pub use changes::{Change, Changes, PathChange, changes};
pub use draft::{Draft, DraftSeen};
pub use files::{HandedOut, MOST as MOST_FILES, MOST_BYTES as MOST_FILE_BYTES, States};
pub use hash::{Hash, NotAHash};
#[cfg(feature = "ssr")]
pub use named::{MOST as MOST_NAMED, Named, Place, named};
pub use presentation::{Presentation, SectionId};
pub use snapshot::{Damaged, Left, Snapshot, Withdrawn};

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
    /// The files beside failures that it hands out; none unless its publisher chose some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<HandedOut>,
}

/// The form of [`Contents`] that is written now.
pub const FORMAT: i32 = 1;

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
