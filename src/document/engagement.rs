//! The engagement: the document every judgement is a function of (the one idea of this program).
//! It is read from recorded rows, changed a part at a time, and never judges itself.

use crate::document::access_ledger::AccessLedger;
use crate::document::call::Call;
use crate::document::controls::ControlSheet;
use crate::document::integrations::Integration;
use crate::document::launch::LaunchSheet;
use crate::document::matching::Matching;
use crate::document::measures::Measures;
use crate::document::plan::{Plan, PlanLine};
use crate::document::quote::Quote;
use crate::document::samples::SampleSummary;
use crate::document::systems::System;
use crate::document::truth::{DataType, Field};
use crate::document::workflow::Workflow;
use crate::engines::map::Map;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{EngagementId, IntegrationId, PartId};
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod complaint;
mod decision;
mod part;
mod task;

pub use complaint::{Complaint, ComplaintGroup};
pub use decision::{Decided, FlagDecision, FlagState};
pub use part::{PARTS, Part, PartKind, Problem};
pub use task::Task;

catalogue! {
    /// How far an engagement has come.
    pub enum Stage {
        Active => "active", "Active";
        Decided => "decided", "Decided";
        Archived => "archived", "Archived";
    }
}

catalogue! {
    /// A kind of thing that nobody knows yet and that a verdict may turn on.
    pub enum UnknownKind {
        Visibility => "visibility", "A visibility control";
        Control => "control", "Another control";
        Changeable => "changeable", "Whether it can be changed";
        Credentials => "credentials", "Whether credentials can be had";
        Maintainable => "maintainable", "Whether it can be maintained";
        Difference => "difference", "A map difference";
        Sample => "sample", "Samples that wait for review";
        Cause => "cause", "The cause of confirmed samples";
    }
}

/// What is assumed of a kind of unknown until somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Assumption {
    /// How likely the bad answer is, in per cent.
    pub percent: i64,
    /// Minutes that it takes to find out.
    pub minutes: i64,
}

/// What the engagement is about, in the consultant's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Brief {
    /// Its id.
    pub id: PartId,
    /// The situation, as the client's room opens with it.
    #[serde(default)]
    pub situation: String,
    /// Ticked complaints.
    #[serde(default)]
    pub complaints: Vec<Complaint>,
    /// What an hour of manual work costs the client.
    #[serde(default)]
    pub hourly_cost: Option<Decimal>,
    /// Currency of every amount, an ISO 4217 code.
    #[serde(default = "euro")]
    pub currency: String,
    /// Confirmed samples needed for an integration in scope before a quote (domain §10; three unless agreed otherwise).
    #[serde(default = "three")]
    pub samples_needed: i64,
    /// What is assumed of unknowns here, where it differs from what is usual.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub assumptions: BTreeMap<UnknownKind, Assumption>,
}

fn euro() -> String {
    "EUR".into()
}

fn three() -> i64 {
    3
}

impl Default for Brief {
    fn default() -> Self {
        Self {
            id: PartId(uuid::Uuid::nil()),
            situation: String::new(),
            complaints: Vec::new(),
            hourly_cost: None,
            currency: euro(),
            samples_needed: three(),
            assumptions: BTreeMap::new(),
        }
    }
}

/// One rescue triage, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// What people call it.
    pub title: String,
    /// The client's name.
    pub client: String,
    /// How far it has come.
    pub stage: Stage,
    /// When the document was read: freshness of evidence is judged against this.
    pub as_of: DateTime<Utc>,
    /// What it is about.
    #[serde(default)]
    pub brief: Brief,
    /// Systems.
    #[serde(default)]
    pub systems: Vec<System>,
    /// Integrations.
    #[serde(default)]
    pub integrations: Vec<Integration>,
    /// Workflows.
    #[serde(default)]
    pub workflows: Vec<Workflow>,
    /// Intended and actual maps.
    #[serde(default)]
    pub maps: Vec<Map>,
    /// Confirmed matchings of the maps.
    #[serde(default)]
    pub matchings: Vec<Matching>,
    /// Data types.
    #[serde(default)]
    pub data_types: Vec<DataType>,
    /// Fields and who owns them.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Controls per integration.
    #[serde(default)]
    pub control_sheets: Vec<ControlSheet>,
    /// The consultant's calls per integration.
    #[serde(default)]
    pub calls: Vec<Call>,
    /// What was decided about risk flags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flag_decisions: Vec<FlagDecision>,
    /// Approvals of launch checks, per integration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub launch_sheets: Vec<LaunchSheet>,
    /// Questions that were made tasks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Task>,
    /// The quote that is being drafted; there is one at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// The 60-day plan; there is one at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
    /// What was recorded of the plan's lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plan_lines: Vec<PlanLine>,
    /// Targets of the figures and who measured what; there is one at most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measures>,
    /// Access that was asked for, and areas that are forbidden or need care.
    #[serde(default, skip_serializing_if = "AccessLedger::is_empty")]
    pub access: AccessLedger,
    /// Failure samples in summary.
    #[serde(default)]
    pub samples: SampleSummary,
}

impl Engagement {
    /// The integrations the verdict is about.
    pub fn in_scope(&self) -> impl Iterator<Item = &Integration> {
        self.integrations.iter().filter(|integration| integration.in_scope)
    }

    /// The control sheet of an integration.
    #[must_use]
    pub fn controls(&self, integration: IntegrationId) -> Option<&ControlSheet> {
        self.control_sheets.iter().find(|sheet| sheet.integration == integration)
    }

    /// The consultant's call on an integration.
    #[must_use]
    pub fn call(&self, integration: IntegrationId) -> Option<&Call> {
        self.calls.iter().find(|call| call.integration == integration)
    }

    /// The approvals of an integration's launch checks.
    #[must_use]
    pub fn launch_sheet(&self, integration: IntegrationId) -> Option<&LaunchSheet> {
        self.launch_sheets.iter().find(|sheet| sheet.integration == integration)
    }

    /// A system by id.
    #[must_use]
    pub fn system(&self, id: crate::platform::ids::SystemId) -> Option<&System> {
        self.systems.iter().find(|system| system.id == id)
    }

    /// An integration by id.
    #[must_use]
    pub fn integration(&self, id: IntegrationId) -> Option<&Integration> {
        self.integrations.iter().find(|integration| integration.id == id)
    }

    /// A workflow's map of one side.
    #[must_use]
    pub fn map(
        &self,
        workflow: crate::platform::ids::WorkflowId,
        side: crate::engines::map::Side,
    ) -> Option<&Map> {
        self.maps.iter().find(|map| map.workflow == workflow && map.side == side)
    }
}

/// The JSON Schema of the document.
#[cfg(feature = "ssr")]
#[must_use]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Engagement)
}
