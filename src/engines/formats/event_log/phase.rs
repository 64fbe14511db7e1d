//! The phases of one activity: a log may tell that it was planned, begun and ended, each with an event of its own.
//! What such a log tells several times happened once.

use std::collections::{BTreeMap, VecDeque};

/// What an event says of its activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It happened.
    Whole,
    /// It is meant to happen, or goes on: nothing of it is done by that.
    Planned,
    /// It began.
    Begun,
    /// It came to an end, whichever.
    Ended,
    /// It began, and the same event has room for an end and tells none.
    Open,
    /// It was left out on purpose.
    Skipped,
}

impl Phase {
    /// The phase of a word as logs write it (XES’s standard lifecycle and what programs make of it).
    pub fn of(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "start" | "started" | "begin" | "began" | "begun" | "in progress" | "running" => {
                Self::Begun
            }
            "complete" | "completed" | "end" | "ended" | "finish" | "finished" | "done"
            | "closed" | "withdraw" | "withdrawn" | "ate_abort" | "pi_abort" | "abort"
            | "aborted" | "cancelled" | "canceled" => Self::Ended,
            "schedule" | "scheduled" | "assign" | "assigned" | "reassign" | "reassigned"
            | "suspend" | "suspended" | "resume" | "resumed" | "enabled" | "offered"
            | "allocated" | "created" => Self::Planned,
            "autoskip" | "manualskip" | "skip" | "skipped" => Self::Skipped,
            _ => Self::Whole,
        }
    }
}

/// When an activity began and when it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The activity.
    pub activity: u32,
    /// When it began, or when it is first told of.
    pub begun: i64,
    /// When it ended.
    pub at: i64,
}

/// What is open of an activity.
#[derive(Debug, Default)]
struct Open {
    planned: VecDeque<i64>,
    begun: VecDeque<Span>,
}

/// The activities of one case, once each, and how many began and did not end, and were planned and did not begin.
#[derive(Debug, Default)]
pub struct Paired {
    /// What happened.
    pub spans: Vec<Span>,
    /// How many began and are still open; each is among the spans.
    pub open: u64,
    /// How many were planned only; none is among the spans.
    pub planned: u64,
}

/// Pairs the beginnings and ends of one case, in the order in which they are told.
pub fn paired(told: impl Iterator<Item = (Phase, Span)>) -> Paired {
    let (mut found, mut open) = (Paired::default(), BTreeMap::<u32, Open>::new());
    for (phase, span) in told {
        let known = open.entry(span.activity).or_default();
        match phase {
            Phase::Whole => found.spans.push(span),
            Phase::Open => {
                found.spans.push(span);
                found.open += 1;
            }
            Phase::Planned if known.planned.is_empty() && known.begun.is_empty() => {
                known.planned.push_back(span.begun);
            }
            Phase::Planned | Phase::Skipped => {}
            Phase::Begun => {
                known.planned.pop_front();
                known.begun.push_back(span);
            }
            Phase::Ended => {
                let planned = known.planned.pop_front();
                let begun = known.begun.pop_front().map(|span| span.begun).or(planned);
                found.spans.push(Span { begun: begun.unwrap_or(span.begun), ..span });
            }
        }
    }
    for left in open.into_values() {
        found.planned += left.planned.len() as u64;
        found.open += left.begun.len() as u64;
        found.spans.extend(left.begun);
    }
    found
}
