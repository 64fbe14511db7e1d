//! Event logs: what really happened, case by case, as a map with frequencies and waiting times.
//! Case ids are compared and forgotten: nothing of a log is kept but activities, counts and times.

mod conformance;
mod csv;
mod discover;
mod draft;
mod log;
mod phase;
mod select;
#[cfg(test)]
mod tests;
pub mod words;
mod xes;

pub use conformance::{Conformance, Deviation};
pub use discover::{Activity, Discovered, Edge, End, Variant};
pub use log::Log;

use super::Unreadable;
use crate::engines::tables::DateOrder;

/// The most events of a log.
pub const MOST_EVENTS: usize = 1_000_000;
/// The most different activities of a log.
pub const MOST_ACTIVITIES: usize = 10_000;
/// The most activities that a map of a log shows.
pub const MOST_STEPS: usize = 300;
/// The most flows that a map of a log shows.
pub const MOST_FLOWS: usize = 1_000;

/// How a log is read and how much of it a map shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The column with the case; empty to find it by its name.
    pub case: String,
    /// The column with the activity.
    pub activity: String,
    /// The column with the time.
    pub time: String,
    /// The column with the system or team that becomes the lane.
    pub lane: String,
    /// Which comes first where a date could be read either way.
    pub order: Option<DateOrder>,
    /// The most activities shown, the most frequent first.
    pub steps: usize,
    /// The most flows shown, as long as every step stays connected.
    pub flows: usize,
    /// Only cases that follow one of this many most frequent variants; 0 for all.
    pub variants: usize,
}

impl Default for Options {
    fn default() -> Self {
        let (case, activity, time, lane) = Default::default();
        Self { case, activity, time, lane, order: None, steps: 30, flows: 60, variants: 0 }
    }
}

/// Reads a log, CSV or XES, whichever it is.
///
/// # Errors
/// When it is neither, or when its columns cannot be told.
pub fn read(text: &str, options: &Options) -> Result<Log, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('<') { xes::read(text) } else { csv::read(text, options) }
}
