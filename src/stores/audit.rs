//! The audit: who did what to what, and how it was before and after; written in the transaction of the change.
//! It is append-only, and no password, token or unredacted text ever reaches it.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{EngagementId, PersonId};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

mod revision;
mod store;

pub use revision::revision;
pub use store::{
    Asked, FILE, PAGE, entry, page_of_engagement, page_of_firm, record, record_all, recorded,
};

catalogue! {
    /// What was done.
    pub enum AuditAction {
        Added => "added", "added";
        Changed => "changed", "changed";
        Removed => "removed", "removed";
        Erased => "erased", "had erased";
        Restored => "restored", "restored";
        Imported => "imported", "imported";
        Compared => "compared", "compared";
        Published => "published", "published";
        Commented => "commented", "commented on";
        Decided => "decided", "decided on";
        Answered => "answered", "answered";
        Downloaded => "downloaded", "downloaded";
        Opened => "opened", "opened";
        Shared => "shared", "made";
        Revoked => "revoked", "revoked";
        LetIn => "let_in", "let a reader in by";
        Invited => "invited", "invited";
        Joined => "joined", "joined";
        Disabled => "disabled", "disabled";
        Enabled => "enabled", "enabled";
        SignedIn => "signed_in", "signed in";
        SignedOut => "signed_out", "signed out";
    }
}

/// An entry that is about to be recorded.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// Who did it.
    pub person: PersonId,
    /// In which engagement, if in one.
    pub engagement: Option<EngagementId>,
    /// What was done.
    pub action: AuditAction,
    /// To what kind of thing.
    pub kind: &'a str,
    /// To which.
    pub subject: Option<Uuid>,
    /// What people call it.
    pub name: &'a str,
    /// How it was.
    pub before: Option<&'a Value>,
    /// How it is.
    pub after: Option<&'a Value>,
}

/// A recorded entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its number, rising with time.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, by name; `None` when they are not visible to the reader.
    pub person: Option<String>,
    /// In which engagement.
    pub engagement: Option<EngagementId>,
    /// What was done, a key of [`AuditAction`].
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which.
    pub subject: Option<Uuid>,
    /// What people called it.
    pub name: String,
    /// How it was.
    pub before: Option<Value>,
    /// How it became.
    pub after: Option<Value>,
}
