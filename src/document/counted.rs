//! What was counted of confirmed samples: from one day to another, before against now, and by the month.
//! What waits for review is counted apart: it may still become either.

use crate::document::measures::Figure;
use crate::platform::statistics::Median;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Samples that wait for review, and what they would count as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waiting {
    /// All of them.
    pub failures: u64,
    /// Duplicates.
    pub duplicates: u64,
    /// Those that people put right by hand.
    pub interventions: u64,
    /// Those of which it is known how long it took to put them right.
    pub recovered: u64,
}

/// What was counted from one day to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// Confirmed samples.
    pub failures: u64,
    /// Duplicates among them.
    pub duplicates: u64,
    /// Those that people put right by hand.
    pub interventions: u64,
    /// Minutes of that.
    pub minutes: u64,
    /// Those of which it is known how long it took to put them right.
    pub recovered: u64,
    /// The median of the minutes that it took.
    pub recovery: Option<Median>,
    /// What waits for review.
    #[serde(default)]
    pub waiting: Waiting,
}

impl Span {
    /// How many samples are behind a figure.
    #[must_use]
    pub fn count(&self, figure: Figure) -> u64 {
        match figure {
            Figure::Failures => self.failures,
            Figure::Recovery => self.recovered,
            Figure::Duplicates => self.duplicates,
            Figure::Manual => self.interventions,
        }
    }

    /// How many samples that wait for review would be behind a figure.
    #[must_use]
    pub fn waiting(&self, figure: Figure) -> u64 {
        match figure {
            Figure::Failures => self.waiting.failures,
            Figure::Recovery => self.waiting.recovered,
            Figure::Duplicates => self.waiting.duplicates,
            Figure::Manual => self.waiting.interventions,
        }
    }

    /// How many days it has.
    #[must_use]
    pub fn days(&self) -> i64 {
        (self.last - self.first).num_days() + 1
    }
}

/// Two spans of the same length, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The baseline.
    pub before: Span,
    /// Now.
    pub now: Span,
    /// Recoveries that were faster than the one of before that each is paired with, the newest with the newest.
    pub faster: u64,
    /// Recoveries that were slower.
    pub slower: u64,
}

/// The figures, as they were when a version was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Before against now.
    pub compared: Compared,
    /// The months, the earliest first; the last one ends on the day of counting.
    pub months: Vec<Span>,
}

impl Counted {
    /// Whether nothing was confirmed in any of it, and nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let spans = [&self.compared.before, &self.compared.now];
        let mut spans = spans.into_iter().chain(&self.months);
        spans.all(|span| span.failures == 0 && span.waiting.failures == 0)
    }
}
