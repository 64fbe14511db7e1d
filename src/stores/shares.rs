//! Links by which one item of a version is shared with whoever has the link, for a time.
//! Only a link's hash is kept, and a link can do no more than its maker can at that moment.

use crate::document::engagement::Problem;
use crate::platform::ids::{EngagementId, ShareId};
use crate::stores::access::Actor;
use chrono::{DateTime, Utc};
use serde::Deserialize;

pub mod store;
#[cfg(test)]
mod tests;

/// Longest word on whom a link is for, and longest name of a reader, in characters.
pub const TEXT: usize = 200;
/// The most days that a link lives.
pub const MOST_DAYS: i64 = 90;
/// The days that a link lives when nobody says otherwise.
pub const USUAL_DAYS: i64 = 14;
/// Living links that one person may have in an engagement.
pub const LIVING: i64 = 100;
/// Living links that one engagement may have: fewer than are listed, so that staff see each.
pub const LIVING_OF_ALL: i64 = 190;
/// How often a link is opened before it ends; the database has the same bound.
pub const OPENINGS: i64 = 500;
/// Most links that are listed: the living, then the newest.
pub const LISTED: i64 = 200;
/// Openings of one link that are listed: the newest.
pub const SHOWN: i64 = 50;

/// A new link, parsed.
#[derive(Debug, Clone)]
pub struct NewShare {
    /// The number of the version.
    pub version: i32,
    /// The key of the item.
    pub item: String,
    /// What the item is called.
    pub label: String,
    /// Whom it is for, as far as its maker says so.
    pub note: String,
    /// How many days it lives.
    pub days: i64,
    /// Whether whoever opens it is asked for their name.
    pub asks_name: bool,
}

impl NewShare {
    /// Everything that keeps it from being made; empty when nothing does.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if !(1..=MOST_DAYS).contains(&self.days) {
            problems.push(Problem::new("days", "Give a number of days from 1 to 90."));
        }
        if self.note.chars().count() > TEXT || self.note.chars().any(char::is_control) {
            problems.push(Problem::new("note", "Say it on one line, in at most 200 characters."));
        }
        problems
    }
}

/// A link as those who may see it do.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id, which opens nothing.
    pub id: ShareId,
    /// The number of the version.
    pub version: i32,
    /// What is shared.
    pub label: String,
    /// Whom it is for.
    pub note: String,
    /// Who made it, by name.
    pub person: String,
    /// Whether its maker may still share.
    pub maker_may: bool,
    /// Whether the engagement is archived, and shares nothing meanwhile.
    pub archived: bool,
    /// Whether it has a password.
    pub has_password: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Since when it is revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// How often it was opened.
    pub times: i64,
    /// Who opened it, the newest first.
    pub openings: Vec<Opening>,
}

/// That somebody opened a link.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Opening {
    /// The name that they typed; empty where none was asked for.
    pub name: String,
    /// The network that they came from, which many others share.
    pub network: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareState {
    /// It can be opened.
    InForce,
    /// Somebody revoked it.
    Revoked,
    /// Its time is over.
    Expired,
    /// It was opened as often as a link can be.
    UsedUp,
    /// Its maker may not share any more.
    MakerGone,
    /// The engagement is archived.
    Archived,
}

impl Listed {
    /// How it stands at a moment.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> ShareState {
        match self {
            Self { revoked_at: Some(_), .. } => ShareState::Revoked,
            Self { expires_at, .. } if *expires_at <= now => ShareState::Expired,
            Self { times, .. } if *times >= OPENINGS => ShareState::UsedUp,
            Self { maker_may: false, .. } => ShareState::MakerGone,
            Self { archived: true, .. } => ShareState::Archived,
            _ => ShareState::InForce,
        }
    }
}

/// A living link that was presented.
#[derive(Debug, Clone)]
pub struct Link {
    /// Which.
    pub id: ShareId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The number of the version.
    pub version: i32,
    /// The key of the item.
    pub item: String,
    /// What the item is called.
    pub label: String,
    /// Whether whoever opens it is asked for their name.
    pub asks_name: bool,
    /// The hash of its password, if it has one.
    pub password_hash: Option<String>,
    /// Who made it, with what they may reach now.
    pub maker: Actor,
}
