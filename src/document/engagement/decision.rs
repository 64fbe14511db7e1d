//! What people decided about a risk flag, with its history.
//! A decision never closes a flag on its own for good: time and new evidence open it again.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::PartId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

catalogue! {
    /// How a risk flag stands.
    pub enum FlagState {
        Open => "open", "Open";
        Accepted => "accepted", "Accepted";
        Mitigated => "mitigated", "Mitigated";
        Dismissed => "dismissed", "Dismissed";
    }
}

/// One decision about a flag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Decided {
    /// What was decided.
    pub state: FlagState,
    /// By whom.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
    /// Until when a risk is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why, or how it was mitigated.
    #[serde(default)]
    pub why: String,
    /// The id that decisions made together share: they can be taken back together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<PartId>,
}

/// The decisions about one flag, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct FlagDecision {
    /// Its id.
    pub id: PartId,
    /// The flag, by its key: rule and subject.
    pub flag: String,
    /// Every decision, the newest last.
    #[serde(default)]
    pub history: Vec<Decided>,
}

impl FlagDecision {
    /// The decision that stands, if there is one.
    #[must_use]
    pub fn latest(&self) -> Option<&Decided> {
        self.history.last()
    }
}

impl Decided {
    /// Whether it still holds on a day, given the day of the newest evidence behind the flag.
    #[must_use]
    pub fn holds(&self, day: NaiveDate, evidence: Option<NaiveDate>) -> bool {
        let in_time = self.until.is_none_or(|until| day <= until);
        let news = evidence.is_some_and(|evidence| evidence > self.on);
        match self.state {
            FlagState::Open => true,
            // Who accepts a risk accepts that it happens.
            FlagState::Accepted => in_time,
            FlagState::Mitigated | FlagState::Dismissed => !news,
        }
    }
}
