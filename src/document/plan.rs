//! The 60-day plan as it is kept (domain §11): its first day, and what was recorded of its lines.
//! Which lines there are is judged from the gaps; here stands who does each, when, and how far it has come.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{IntegrationId, PartId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The days that a plan has.
pub const DAYS: i64 = 60;
/// The last day that a line can begin on or end with: what does not fit in is planned all the same.
pub const LAST_DAY: i64 = 366;

catalogue! {
    /// A phase of the plan, in order.
    pub enum Phase {
        Inventory => "inventory", "Inventory and failure points";
        Contracts => "contracts", "Contracts and ownership";
        Protection => "protection", "Retries, failure queues, duplicate protection";
        HandOver => "hand_over", "Monitoring, runbooks, hand-over";
    }
}

impl Phase {
    /// Its first and its last day.
    #[must_use]
    pub fn days(self) -> (i64, i64) {
        match self {
            Self::Inventory => (1, 15),
            Self::Contracts => (16, 30),
            Self::Protection => (31, 45),
            Self::HandOver => (46, DAYS),
        }
    }
}

catalogue! {
    /// Whom a line waits for.
    pub enum WaitsFor {
        Client => "client", "The client";
        Firm => "firm", "Us";
        ThirdParty => "third_party", "A third party";
    }
}

catalogue! {
    /// How far a line has come.
    pub enum LineState {
        Open => "open", "Open";
        UnderWay => "under_way", "Under way";
        Done => "done", "Done";
    }
}

/// The plan: when it begins. There is one at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Plan {
    /// Its id.
    pub id: PartId,
    /// Its first day; every date of the plan is counted from it.
    #[serde(default)]
    pub starts_on: Option<NaiveDate>,
}

/// What was recorded of a line: of one that the gaps ask for, or of one that was added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PlanLine {
    /// Its id. That of a line that the gaps ask for follows from its key.
    pub id: PartId,
    /// The key of the line that the gaps ask for; empty where the line was added.
    #[serde(default)]
    pub key: String,
    /// What is done: as it was written, or as the gaps said when this was recorded.
    pub says: String,
    /// The integration that an added line is for.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// The phase that an added line belongs to.
    #[serde(default = "first")]
    pub phase: Phase,
    /// Whom it waits for, where that is another than usual.
    #[serde(default)]
    pub waits_for: Option<WaitsFor>,
    /// Who does it, by name.
    #[serde(default)]
    pub owner: String,
    /// The day of the plan on which it begins, where that was decided.
    #[serde(default)]
    pub starts: Option<i64>,
    /// The days that it takes, where that was decided.
    #[serde(default)]
    pub days: Option<i64>,
    /// The lines that have to be done before, beside those that always do.
    #[serde(default)]
    pub after: Vec<PartId>,
    /// How far it has come.
    #[serde(default = "open")]
    pub state: LineState,
    /// The day on which it was done.
    #[serde(default)]
    pub done_on: Option<NaiveDate>,
}

fn first() -> Phase {
    Phase::Inventory
}

fn open() -> LineState {
    LineState::Open
}

impl PlanLine {
    /// A line of which nothing is recorded yet; without a key it is one that is added.
    #[must_use]
    pub fn blank(id: PartId, key: &str, says: &str) -> Self {
        Self {
            id,
            key: key.to_owned(),
            says: says.to_owned(),
            integration: None,
            phase: first(),
            waits_for: None,
            owner: String::new(),
            starts: None,
            days: None,
            after: Vec::new(),
            state: open(),
            done_on: None,
        }
    }

    /// Whether it was added rather than asked for by a gap.
    #[must_use]
    pub fn is_added(&self) -> bool {
        self.key.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;

    #[test]
    fn the_phases_follow_one_another_and_fill_sixty_days() {
        let mut next = 1;
        for phase in Phase::ALL {
            let (first, last) = phase.days();
            assert_eq!(first, next, "{phase}");
            next = last + 1;
        }
        assert_eq!(next, DAYS + 1);
    }
}
