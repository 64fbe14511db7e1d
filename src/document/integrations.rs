//! Integrations: the boundaries that are judged (domain §3).
//! An integration joins exactly two systems; a chain is several integrations.

use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{DataTypeId, IntegrationId, SystemId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use crate::platform::boundary::{Direction, Middleware, Timing, Transport};

catalogue! {
    /// How much moves each time.
    pub enum Extent {
        Full => "full", "Full";
        Incremental => "incremental", "Incremental";
    }
}

catalogue! {
    /// What the business loses when it breaks; decides which controls are expected (domain §8).
    pub enum Criticality {
        Critical => "critical", "Critical";
        Important => "important", "Important";
        Convenience => "convenience", "Convenience";
    }
}

catalogue! {
    /// Whether something needed for the work is there.
    pub enum Availability {
        Yes => "yes", "Yes";
        No => "no", "No";
        Unknown => "unknown", "We don't know yet";
    }
}

catalogue! {
    /// The four things of an integration that need an owner.
    pub enum Ownership {
        Logic => "logic", "Integration logic";
        DataQuality => "data_quality", "Data quality";
        Incidents => "incidents", "Incident response and escalation";
        Exceptions => "exceptions", "Exception-queue triage";
    }
}

/// A boundary between two systems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Integration {
    /// Its id.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// Where the data comes from.
    pub source: SystemId,
    /// Where the data goes to.
    pub destination: SystemId,
    /// What stands between.
    pub middleware: Middleware,
    /// How the data travels.
    pub transport: Transport,
    /// Which side moves it.
    pub direction: Direction,
    /// How often.
    pub timing: Timing,
    /// Full or incremental.
    pub extent: Extent,
    /// What the business loses when it breaks.
    pub criticality: Criticality,
    /// Whether it is in the scope of the engagement's verdict.
    #[serde(default = "yes")]
    pub in_scope: bool,
    /// Data types carried.
    #[serde(default)]
    pub carries: Vec<DataTypeId>,
    /// Records a month, once known.
    #[serde(default)]
    pub monthly_volume: Option<i64>,
    /// Whether its code can be had.
    #[serde(default = "unknown")]
    pub code: Availability,
    /// Whether credentials can be had (never the credentials themselves).
    #[serde(default = "unknown")]
    pub credentials: Availability,
    /// Whether the original developer can be reached.
    #[serde(default = "unknown")]
    pub developer: Availability,
    /// Whether it can be maintained.
    #[serde(default = "unknown")]
    pub maintainable: Availability,
    /// First question: what happens when it breaks.
    #[serde(default)]
    pub when_it_breaks: String,
    /// Second question: who owns the other end.
    #[serde(default)]
    pub other_end: String,
    /// Third question: what data flows, in which direction, how often.
    #[serde(default)]
    pub what_flows: String,
    /// The four owners; one that is absent or empty is unassigned.
    #[serde(default)]
    pub owners: BTreeMap<Ownership, String>,
}

fn yes() -> bool {
    true
}

fn unknown() -> Availability {
    Availability::Unknown
}

impl Integration {
    /// The ownerships nobody has, in catalogue order.
    #[must_use]
    pub fn unassigned(&self) -> Vec<Ownership> {
        Ownership::ALL.iter().copied().filter(|of| self.owner(*of).is_none()).collect()
    }

    /// Who has an ownership; `None` is unassigned.
    #[must_use]
    pub fn owner(&self, of: Ownership) -> Option<&str> {
        self.owners.get(&of).map(|name| name.trim()).filter(|name| !name.is_empty())
    }
}
