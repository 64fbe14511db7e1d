//! API tokens: one person's key to one engagement, for a purpose and a time (issue 4 §1).
//! A token can do what its person may do at that moment, and never more than its scopes; only its hash is kept.

use crate::document::engagement::Problem;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{EngagementId, TokenId};
use crate::stores::access::Actor;
use chrono::{DateTime, Utc};

mod answers;
pub mod store;
#[cfg(test)]
mod tests;

pub use answers::{Begun, Key, begin, keep};

catalogue! {
    /// What a token is for.
    pub enum Scope {
        Write => "samples:write", "Send failure samples";
        Read => "samples:read", "Read failure samples";
    }
}

catalogue! {
    /// How long a token lives.
    pub enum Lifetime {
        Week => "week", "One week";
        Month => "month", "30 days";
        Quarter => "quarter", "90 days";
        Year => "year", "One year";
    }
}

impl Lifetime {
    /// How many days that is.
    #[must_use]
    pub fn days(self) -> i64 {
        match self {
            Self::Week => 7,
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }
}

/// Longest name of a token, in characters.
pub const NAME: usize = 100;
/// Living tokens that one engagement may have.
pub const TOKEN_LIMIT: i64 = 50;
/// Most tokens of an engagement that are listed, those that ended among them: the newest.
pub const LISTED: i64 = 200;
/// Requests that a token may make within a minute, on all servers together.
pub const REQUESTS_A_MINUTE: i32 = 600;

/// A new token, parsed.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is called: the program that will use it.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// How long it lives.
    pub lifetime: Lifetime,
}

impl NewToken {
    /// Everything that keeps it from being made; empty when nothing does.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let length = self.name.trim().chars().count();
        if !(1..=NAME).contains(&length) || self.name.chars().any(char::is_control) {
            let message = "Name the program that will use it, in at most 100 characters.";
            problems.push(Problem::new("name", message));
        }
        if self.scopes.is_empty() {
            problems.push(Problem::new("scopes", "Tick at least one thing it may do."));
        }
        problems
    }
}

/// A token as the people of its engagement see it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its id, which opens nothing.
    pub id: TokenId,
    /// The engagement it is for.
    pub engagement: EngagementId,
    /// That engagement's title.
    pub title: String,
    /// What it is called.
    pub name: String,
    /// Whose it is, by name.
    pub person: String,
    /// What it is for: keys of [`Scope`].
    pub scopes: Vec<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it is revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Listed {
    /// Whether it can still be used.
    #[must_use]
    pub fn is_living(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }

    /// What it is for, in words.
    #[must_use]
    pub fn purposes(&self) -> String {
        let labels = Scope::ALL.iter().filter(|scope| self.scopes.iter().any(|s| s == scope.key()));
        labels.map(|scope| scope.label()).collect::<Vec<_>>().join(", ")
    }
}

/// A living token that was presented.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Which.
    pub id: TokenId,
    /// The engagement it is for.
    pub engagement: EngagementId,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// Whose it is, with what they may reach now.
    pub actor: Actor,
    /// Until when it has asked too often.
    pub wait_until: Option<DateTime<Utc>>,
}
