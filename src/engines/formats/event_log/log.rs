//! A log in memory: activities by number, and for each case what happened when.
//! It is built event by event, so that a large file is never held twice.

use super::phase::{Phase, Span, paired};
use super::{MOST_ACTIVITIES, MOST_EVENTS};
use crate::engines::formats::Unreadable;
use crate::engines::formats::draft::clean;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// An activity that happened.
pub type Event = Span;

/// What happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    /// The activities, in the order first seen.
    pub activities: Vec<String>,
    /// The lane of each activity, where the log tells.
    pub lanes: Vec<Option<String>>,
    /// Whether the lanes are those who did the work, rather than systems or teams.
    pub people: bool,
    /// The events of each case, in the order of their times.
    pub cases: Vec<Vec<Event>>,
    /// Whether the log tells times; without them its order is the order.
    pub timed: bool,
    /// How many activities began and did not end; each is counted once.
    pub open: u64,
    /// What was left out: the line of the first, how many, and why.
    pub left_out: Vec<(u32, u64, &'static str)>,
}

/// When an event happened, as far as the log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// In milliseconds since 1970.
    At(i64),
    /// What stands there is no time.
    Unreadable,
    /// Nothing of the kind is told.
    NotTold,
}

/// An event as the file tells it.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Its case, as the builder gave it.
    pub case: u32,
    /// What was done.
    pub activity: &'t str,
    /// When it was done.
    pub when: When,
    /// When it began, where the same event tells.
    pub begun: Option<i64>,
    /// What it says of the activity.
    pub phase: Phase,
    /// The system, role or team; empty when not told.
    pub lane: &'t str,
    /// Who did it; empty when not told.
    pub resource: &'t str,
    /// The line it stands on.
    pub line: u32,
}

/// An event until the case is whole.
#[derive(Debug, Clone, Copy)]
struct Raw {
    activity: u32,
    at: Option<i64>,
    begun: Option<i64>,
    phase: Phase,
    line: u32,
}

/// Builds a log.
#[derive(Debug, Default)]
pub struct Builder {
    log: Log,
    told: Vec<Vec<Raw>>,
    numbers: HashMap<String, u32>,
    /// Cases by a hash of their id: the id itself is nobody's business.
    cases: HashMap<u64, u32>,
    hasher: RandomState,
    events: usize,
    lanes: Counts,
    resources: Counts,
}

/// How often an activity was done in each lane.
type Counts = HashMap<(u32, String), u32>;

impl Builder {
    /// The case of this id, made when it is new.
    pub fn case(&mut self, id: &str) -> u32 {
        let hash = self.hasher.hash_one(id);
        match self.cases.get(&hash) {
            Some(case) => *case,
            None => {
                let case = self.new_case();
                self.cases.insert(hash, case);
                case
            }
        }
    }

    /// A case without an id.
    pub fn new_case(&mut self) -> u32 {
        self.told.push(Vec::new());
        u32::try_from(self.told.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds an event.
    ///
    /// # Errors
    /// When there are too many.
    pub fn event(&mut self, told: Told<'_>) -> Result<(), Unreadable> {
        let Told { activity, when, phase, line, .. } = told;
        let at = match when {
            _ if activity.is_empty() => return self.leave_out(line, "no activity"),
            _ if phase == Phase::Skipped => return self.leave_out(line, "skipped"),
            When::Unreadable => return self.leave_out(line, NO_TIME),
            When::At(at) => Some(at),
            When::NotTold => None,
        };
        self.events += 1;
        if self.events > MOST_EVENTS {
            let message = "It has more than 1,000,000 events. Export a shorter time.";
            return Err(Unreadable::at(line, message));
        }
        let activity = self.activity(activity, line)?;
        count(&mut self.lanes, activity, told.lane);
        count(&mut self.resources, activity, told.resource);
        if let Some(case) = self.told.get_mut(told.case as usize) {
            case.push(Raw { activity, at, begun: told.begun, phase, line });
        }
        Ok(())
    }

    fn activity(&mut self, name: &str, line: u32) -> Result<u32, Unreadable> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        if self.numbers.len() >= MOST_ACTIVITIES {
            let message =
                "It has more than 10,000 different activities. Is the activity in another column?";
            return Err(Unreadable::at(line, message));
        }
        let number = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        self.numbers.insert(name.to_owned(), number);
        self.log.activities.push(clean(name, "Unnamed"));
        Ok(number)
    }

    /// Notes a row or event that is left out.
    ///
    /// # Errors
    /// Never; it ends the reading of an event like any other.
    pub fn leave_out(&mut self, line: u32, why: &'static str) -> Result<(), Unreadable> {
        self.left_out(line, 1, why);
        Ok(())
    }

    fn left_out(&mut self, line: u32, many: u64, why: &'static str) {
        match self.log.left_out.iter_mut().find(|(.., known)| *known == why) {
            Some((_, times, _)) => *times += many,
            None => self.log.left_out.push((line, many, why)),
        }
    }

    /// The log, if anything is in it.
    ///
    /// # Errors
    /// When nothing is.
    pub fn finish(mut self) -> Result<Log, Unreadable> {
        let told = std::mem::take(&mut self.told);
        self.log.timed = told.iter().flatten().any(|event| event.at.is_some());
        // Where no end is told, a beginning is all that is ever told of an activity.
        let ends = told.iter().flatten().any(|event| event.phase == Phase::Ended);
        for case in told {
            self.take(case, ends);
        }
        if self.log.cases.is_empty() {
            return Err(Unreadable::whole(
                "No event could be read. Each needs a case, an activity and a time.",
            ));
        }
        // Who did it becomes the lane where nothing tells a system, a role or a team.
        self.log.people = self.lanes.is_empty();
        let lanes = if self.log.people { self.resources } else { self.lanes };
        let mut lanes: Vec<_> = lanes.into_iter().collect();
        lanes.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        self.log.lanes = vec![None; self.log.activities.len()];
        for ((activity, lane), _) in lanes {
            self.log.lanes[activity as usize].get_or_insert(lane);
        }
        Ok(self.log)
    }

    /// Takes a case in: its events in order, each activity once.
    fn take(&mut self, mut case: Vec<Raw>, ends: bool) {
        if self.log.timed {
            for event in case.iter().filter(|event| event.at.is_none()) {
                self.left_out(event.line, 1, NO_TIME);
            }
            case.retain(|event| event.at.is_some());
        }
        case.sort_by_key(|event| event.at);
        let line = case.first().map_or(1, |event| event.line);
        let spans = case.iter().map(|event| {
            let whole = !ends && event.phase == Phase::Begun;
            let phase = if whole { Phase::Whole } else { event.phase };
            let at = event.at.unwrap_or_default();
            let begun = event.begun.unwrap_or(at).min(at);
            (phase, Span { activity: event.activity, begun, at })
        });
        let mut found = paired(spans);
        if found.planned > 0 {
            self.left_out(line, found.planned, "planned, and never begun");
        }
        self.log.open += found.open;
        if self.log.timed {
            found.spans.sort_by_key(|span| span.at);
        }
        if !found.spans.is_empty() {
            self.log.cases.push(found.spans);
        }
    }
}

fn count(counts: &mut Counts, activity: u32, lane: &str) {
    if !lane.is_empty() && counts.len() < MOST_ACTIVITIES {
        *counts.entry((activity, clean(lane, ""))).or_default() += 1;
    }
}

/// Why an event is left out whose time cannot be told.
const NO_TIME: &str = "no time that can be read";
