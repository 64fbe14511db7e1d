//! Integrations: the boundaries that are judged (domain §3).
//! An integration joins exactly two systems; a chain is several integrations.

use crate::document::questions::IntegrationQuestion;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{DataTypeId, IntegrationId, SystemId};
use chrono::NaiveDate;
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
        DoesNotApply => "does_not_apply", "Does not apply";
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

/// A named document that both sides go by, with who approved it and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Agreement {
    /// What the document is called, and where it is.
    pub document: String,
    /// Who approved it.
    pub approved_by: String,
    /// On which day.
    pub approved_on: Option<NaiveDate>,
}

impl Agreement {
    /// Whether nothing of it is recorded.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is named and approved.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        let named = [&self.document, &self.approved_by].iter().all(|text| !text.trim().is_empty());
        named && self.approved_on.is_some()
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
    /// Whether it can be changed: its code can be had, or its configuration for a vendor's connector or no-code tool.
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
    /// Whether anybody still needs what it delivers.
    #[serde(default = "unknown", skip_serializing_if = "is_unknown")]
    pub needed: Availability,
    /// Who needs it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub needed_by: String,
    /// For how many days its platform keeps a history, once known; what is not exported before is lost as evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history_days: Option<i64>,
    /// The contract with the other side, as far as one is recorded.
    #[serde(default, skip_serializing_if = "Agreement::is_blank")]
    pub contract: Agreement,
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
    /// Who of the client told what of it, and when, as far as it is still what they told.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub told: BTreeMap<IntegrationQuestion, String>,
}

fn yes() -> bool {
    true
}

fn unknown() -> Availability {
    Availability::Unknown
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference, which is the smaller one on some machines"
)]
fn is_unknown(at: &Availability) -> bool {
    *at == Availability::Unknown
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
