//! The digest of an engagement's samples: what the list shows above its rows without counting a million of them.
//! It is kept with every change of a sample, in the same transaction; it decides nothing.

use super::{Pattern, ReviewState};
use serde::{Deserialize, Serialize};

/// Patterns that the list shows.
pub const LARGEST: usize = 5;

/// Samples counted by review state, and their largest patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleDigest {
    /// Nobody has looked at these yet.
    pub new: i64,
    /// These happened.
    pub confirmed: i64,
    /// These happened, and the cause is known.
    pub diagnosed: i64,
    /// These are no samples after all.
    pub rejected: i64,
    /// How many patterns there are.
    pub patterns: i64,
    /// The largest of them.
    pub largest: Vec<Pattern>,
}

impl SampleDigest {
    /// All samples.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.new + self.confirmed + self.diagnosed + self.rejected
    }

    /// How many are in a state.
    #[must_use]
    pub fn in_state(&self, state: ReviewState) -> i64 {
        match state {
            ReviewState::New => self.new,
            ReviewState::Confirmed => self.confirmed,
            ReviewState::Diagnosed => self.diagnosed,
            ReviewState::Rejected => self.rejected,
        }
    }
}
