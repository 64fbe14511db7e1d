//! The access ledger: what access is asked for, what the client answered, and areas that are forbidden or need care
//! (domain §11). It says in words how a credential is handed over, and never holds one.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{AccessAreaId, AccessRequestId, SystemId};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Days before its end from which on an access is said to end soon.
const SOON: Days = Days::new(14);

catalogue! {
    /// How far an access reaches, the narrowest first.
    pub enum AccessScope {
        Sandbox => "sandbox", "Sandbox only";
        LimitedRecords => "limited_records", "Limited records";
        ReadOnly => "read_only", "Read only";
        ReadWrite => "read_write", "Read and write";
    }
}

catalogue! {
    /// How an access stands. That it expired follows from its last day, that it was withdrawn from its never having been
    /// granted: neither is ever stored.
    pub enum AccessState {
        Asked => "asked", "Asked";
        Granted => "granted", "Granted";
        Refused => "refused", "Refused";
        Revoked => "revoked", "Revoked";
        Expired => "expired", "Expired";
        Withdrawn => "withdrawn", "Withdrawn";
    }
}

catalogue! {
    /// What an area of a system asks of whoever works in it.
    pub enum Care {
        Forbidden => "forbidden", "Forbidden";
        Caution => "caution", "With caution";
    }
}

impl AccessScope {
    /// Whether this reaches further than what was asked for: anything else does, save a sandbox and what is less than
    /// reading and writing everything.
    #[must_use]
    pub fn is_wider_than(self, asked: Self) -> bool {
        self != asked && self != Self::Sandbox && asked != Self::ReadWrite
    }
}

/// An access that was asked for, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct AccessRequest {
    /// Its id.
    pub id: AccessRequestId,
    /// The system.
    pub system_id: SystemId,
    /// What the system is called.
    pub system_name: String,
    /// What it is needed for.
    pub purpose: String,
    /// In which environment and on which records, in words.
    #[serde(default)]
    pub environment: String,
    /// How far it is to reach.
    pub scope: AccessScope,
    /// The last day on which it is needed.
    pub needed_until: NaiveDate,
    /// Who can grant it, in words.
    #[serde(default)]
    pub asked_of: String,
    /// How credentials are handed over outside this tool, in words.
    #[serde(default)]
    pub hand_over: String,
    /// How it stands, as recorded.
    pub state: AccessState,
    /// Who asked, by name.
    pub asked_by_name: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who granted or refused, by name.
    #[serde(default)]
    pub answered_by_name: String,
    /// When.
    #[serde(default)]
    pub answered_at: Option<DateTime<Utc>>,
    /// How far the access reaches that was granted.
    #[serde(default)]
    pub granted_scope: Option<AccessScope>,
    /// The last day of the access that was granted.
    #[serde(default)]
    pub granted_until: Option<NaiveDate>,
    /// What the client says to it: conditions, or why not.
    #[serde(default)]
    pub answer: String,
    /// Who took it back, by name.
    #[serde(default)]
    pub ended_by_name: String,
    /// When.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
    /// Why, and how that was done.
    #[serde(default)]
    pub ended_because: String,
    /// The version of its row.
    pub version: i32,
}

impl AccessRequest {
    /// How it stands on a day.
    #[must_use]
    pub fn standing(&self, day: NaiveDate) -> AccessState {
        let over = self.granted_until.is_some_and(|until| until < day);
        match self.state {
            AccessState::Granted if over => AccessState::Expired,
            AccessState::Revoked if !self.was_granted() => AccessState::Withdrawn,
            state => state,
        }
    }

    /// Whether it was granted, whatever became of it since.
    #[must_use]
    pub fn was_granted(&self) -> bool {
        self.granted_scope.is_some()
    }

    /// Whether it holds on a day and ends within two weeks.
    #[must_use]
    pub fn ends_soon(&self, day: NaiveDate) -> bool {
        let soon = |until| day.checked_add_days(SOON).is_some_and(|bound| until <= bound);
        self.standing(day) == AccessState::Granted && self.granted_until.is_some_and(soon)
    }

    /// The last day: of what was granted, or else of what was asked for.
    #[must_use]
    pub fn until(&self) -> NaiveDate {
        self.granted_until.unwrap_or(self.needed_until)
    }

    /// How far it reaches: what was granted, or else what was asked for.
    #[must_use]
    pub fn reach(&self) -> AccessScope {
        self.granted_scope.unwrap_or(self.scope)
    }
}

/// An area of a system that is forbidden, or in which care is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct AccessArea {
    /// Its id.
    pub id: AccessAreaId,
    /// The system.
    pub system_id: SystemId,
    /// What the system is called.
    pub system_name: String,
    /// What it asks.
    pub care: Care,
    /// Which area it is.
    pub says: String,
    /// Why.
    #[serde(default)]
    pub because: String,
    /// Who recorded it, by name.
    pub recorded_by_name: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// The version of its row.
    pub version: i32,
}

/// The ledger of an engagement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AccessLedger {
    /// What was asked for, in the order of asking.
    pub requests: Vec<AccessRequest>,
    /// Areas that are forbidden or need care.
    pub areas: Vec<AccessArea>,
}

impl AccessLedger {
    /// Whether nothing is recorded in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.areas.is_empty()
    }

    /// A request by id.
    #[must_use]
    pub fn request(&self, id: AccessRequestId) -> Option<&AccessRequest> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// An area by id.
    #[must_use]
    pub fn area(&self, id: AccessAreaId) -> Option<&AccessArea> {
        self.areas.iter().find(|area| area.id == id)
    }

    /// The areas of a system, the forbidden ones first.
    #[must_use]
    pub fn areas_of(&self, system: SystemId) -> Vec<&AccessArea> {
        let mut areas: Vec<_> = self.areas.iter().filter(|area| area.system_id == system).collect();
        areas.sort_by_key(|area| area.care);
        areas
    }

    /// How many entries name a system.
    #[must_use]
    pub fn naming(&self, system: SystemId) -> usize {
        let requests = self.requests.iter().filter(|request| request.system_id == system).count();
        requests + self.areas_of(system).len()
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
