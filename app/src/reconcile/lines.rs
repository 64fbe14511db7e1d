//! What the list of comparisons shows of each: one column says the same on the page and in the file.

use super::system;
use crate::listing::{Sortable, Value};
use crate::ui::Tone;
use faultline::document::engagement::Engagement;
use faultline::stores::jobs::JobState;
use faultline::stores::reconciliation::Listed;

/// A comparison, as its list shows it.
pub struct ComparisonLine {
    /// What is stored of it.
    pub listed: Listed,
    /// “Shop and Books”.
    pub systems: String,
}

impl ComparisonLine {
    /// These comparisons, with the names of their systems.
    pub fn all(document: &Engagement, listed: Vec<Listed>) -> Vec<Self> {
        let line = |listed: Listed| {
            let [a, b] = listed.systems.map(|id| system(document, id));
            Self { listed, systems: format!("{a} and {b}") }
        };
        listed.into_iter().map(line).collect()
    }

    /// How far it has come.
    pub fn state(&self) -> (Tone, &'static str) {
        match (&self.listed.counted, self.listed.job) {
            (Some(Ok(_)), _) => (Tone::Sound, "compared"),
            (Some(Err(_)), _) => (Tone::Doubt, "compared by another version"),
            (None, Some(JobState::Queued | JobState::Running)) => (Tone::Doubt, "being compared"),
            (None, Some(JobState::Failed)) => (Tone::Fault, "could not be done"),
            (None, Some(JobState::Cancelled)) => (Tone::Plain, "cancelled"),
            (None, _) => (Tone::Unknown, "to be checked"),
        }
    }

    /// Records that only one of the two has.
    pub fn only_in_one(&self) -> Option<u64> {
        let summary = &self.listed.counts()?.summary;
        Some((summary.only_a + summary.only_b).saturating_sub(2 * summary.mismatched_ids))
    }

    /// Records that both have and that differ.
    pub fn different(&self) -> Option<u64> {
        Some(self.listed.counts()?.summary.changed_rows)
    }

    /// Ids that came more than once.
    pub fn duplicates(&self) -> Option<u64> {
        let summary = &self.listed.counts()?.summary;
        Some(summary.dup_keys_a + summary.dup_keys_b)
    }

    /// Records that go by another id on the other side.
    pub fn other_ids(&self) -> Option<u64> {
        Some(self.listed.counts()?.summary.mismatched_ids)
    }

    /// Differences that a comparison before had too.
    pub fn still_there(&self) -> Option<u64> {
        Some(self.listed.counts()?.changes?.remains.unsigned_abs())
    }
}

/// The columns of the list.
pub const COMPARISON_COLUMNS: [Sortable<ComparisonLine>; 8] = [
    Sortable { key: "systems", label: "Systems", of: |line| line.systems.as_str().into() },
    Sortable { key: "brought", label: "Brought", of: |line| line.listed.created_at.into() },
    Sortable { key: "state", label: "State", of: |line| line.state().1.into() },
    Sortable { key: "only", label: "Only in one", of: |line| figure(line.only_in_one()) },
    Sortable { key: "different", label: "Different", of: |line| figure(line.different()) },
    Sortable { key: "duplicates", label: "Duplicates", of: |line| figure(line.duplicates()) },
    Sortable { key: "ids", label: "Other ids", of: |line| figure(line.other_ids()) },
    Sortable { key: "remains", label: "Still there", of: |line| figure(line.still_there()) },
];

/// A number; blank while nothing is compared.
fn figure(number: Option<u64>) -> Value {
    let counted = |number| Value::Number(i64::try_from(number).unwrap_or(i64::MAX));
    number.map_or_else(|| "".into(), counted)
}
