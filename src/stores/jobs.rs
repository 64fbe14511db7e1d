//! Jobs: work that outlives a request, such as importing a file. Any server may do it, as the person who started it.
//! A job carries ids only; what it works on is read, under row-level security, from where it is.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{EngagementId, JobId};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

#[cfg(feature = "ssr")]
pub mod store;

catalogue! {
    /// What a job does.
    pub enum JobKind {
        Import => "import", "Import of failure samples";
        Reconciliation => "reconciliation", "Comparison of two exports";
        Differences => "differences", "Samples from differences";
        Redaction => "redaction", "Search of text files";
    }
}

impl JobKind {
    /// Whether it stores what it has done as it goes; everything else is stored at the end, or not at all.
    #[must_use]
    pub fn stores_midway(self) -> bool {
        matches!(self, Self::Redaction)
    }
}

catalogue! {
    /// How far a job is.
    pub enum JobState {
        Queued => "queued", "Waiting";
        Running => "running", "Running";
        Done => "done", "Done";
        Failed => "failed", "Failed";
        Cancelled => "cancelled", "Cancelled";
    }
}

impl JobState {
    /// Whether nothing more will happen.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job, as those who work on its engagement see it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// The engagement it belongs to.
    pub engagement: EngagementId,
    /// What it does.
    pub kind: JobKind,
    /// What it works on: what the id names depends on the kind.
    pub subject: Uuid,
    /// How far it is.
    pub state: JobState,
    /// How much is done, in whatever the kind counts.
    pub done: i64,
    /// Of how much; 0 while that is not known.
    pub total: i64,
    /// What it says of itself while it runs: “310,000 rows read”.
    pub note: String,
    /// Why it failed, and what to do.
    pub error: String,
    /// What it came to, once done.
    pub result: Option<Value>,
    /// Whether someone asked to cancel it.
    pub cancel_asked: bool,
    /// When it was started.
    pub created_at: DateTime<Utc>,
}

impl Job {
    /// How much is done, in hundredths; `None` while the whole is not known.
    #[must_use]
    pub fn percent(&self) -> Option<i64> {
        (self.total > 0).then(|| (self.done.clamp(0, self.total)).saturating_mul(100) / self.total)
    }
}
