//! A log in memory: activities by number, and for each case what happened when.
//! It is built event by event, so that a large file is never held twice.

use super::{MOST_ACTIVITIES, MOST_EVENTS};
use crate::engines::formats::Unreadable;
use crate::engines::formats::draft::clean;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// An event: which activity, and when in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// The position of the activity in [`Log::activities`].
    pub activity: u32,
    /// Milliseconds since 1970.
    pub at: i64,
}

/// What happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    /// The activities, in the order first seen.
    pub activities: Vec<String>,
    /// The lane of each activity, where the log tells.
    pub lanes: Vec<Option<String>>,
    /// The events of each case, in the order of their times.
    pub cases: Vec<Vec<Event>>,
    /// What was left out: the line of the first, how many, and why.
    pub left_out: Vec<(u32, u64, &'static str)>,
}

/// Builds a log.
#[derive(Debug, Default)]
pub struct Builder {
    log: Log,
    numbers: HashMap<String, u32>,
    /// Cases by a hash of their id: the id itself is nobody's business.
    cases: HashMap<u64, u32>,
    hasher: RandomState,
    events: usize,
    lane_counts: HashMap<(u32, String), u32>,
}

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
        self.log.cases.push(Vec::new());
        u32::try_from(self.log.cases.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds an event.
    ///
    /// # Errors
    /// When there are too many.
    pub fn event(
        &mut self,
        case: u32,
        activity: &str,
        at: i64,
        lane: &str,
        line: u32,
    ) -> Result<(), Unreadable> {
        self.events += 1;
        if self.events > MOST_EVENTS {
            let message = "It has more than 1,000,000 events. Export a shorter time.";
            return Err(Unreadable::at(line, message));
        }
        let activity = self.activity(activity, line)?;
        if !lane.is_empty() && self.lane_counts.len() < MOST_ACTIVITIES {
            *self.lane_counts.entry((activity, clean(lane, ""))).or_default() += 1;
        }
        if let Some(case) = self.log.cases.get_mut(case as usize) {
            case.push(Event { activity, at });
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

    /// Notes a row or event that was left out.
    pub fn leave_out(&mut self, line: u32, why: &'static str) {
        match self.log.left_out.iter_mut().find(|(.., known)| *known == why) {
            Some((_, times, _)) => *times += 1,
            None => self.log.left_out.push((line, 1, why)),
        }
    }

    /// The log, if anything is in it.
    ///
    /// # Errors
    /// When nothing is.
    pub fn finish(mut self) -> Result<Log, Unreadable> {
        self.log.cases.retain(|case| !case.is_empty());
        if self.log.cases.is_empty() {
            return Err(Unreadable::whole(
                "No event could be read. Each needs a case, an activity and a time.",
            ));
        }
        for case in &mut self.log.cases {
            case.sort_by_key(|event| event.at);
        }
        let mut lanes: Vec<_> = self.lane_counts.into_iter().collect();
        lanes.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        self.log.lanes = vec![None; self.log.activities.len()];
        for ((activity, lane), _) in lanes {
            self.log.lanes[activity as usize].get_or_insert(lane);
        }
        Ok(self.log)
    }
}
