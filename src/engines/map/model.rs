//! A map: lanes, steps in lanes, and flows between steps (domain §4).
//! A position on the page is never part of a map; the program lays it out.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{
    DataTypeId, FlowId, IntegrationId, LaneId, MapId, StepId, SystemId, WorkflowId,
};
use serde::{Deserialize, Serialize};

mod forms;

pub use forms::{Beside, BesideKind, FlowKind, Form};

catalogue! {
    /// Which of a workflow's two maps it is.
    pub enum Side {
        Intended => "intended", "Intended";
        Actual => "actual", "Actual";
    }
}

catalogue! {
    /// Who a lane stands for.
    pub enum LaneKind {
        System => "system", "System";
        Team => "team", "Team";
        Person => "person", "Person";
    }
}

catalogue! {
    /// What kind of step it is. The nine from copy-paste to notification are manual work.
    pub enum StepKind {
        Start => "start", "Start";
        End => "end", "End";
        Task => "task", "Automated task";
        Decision => "decision", "Decision";
        Wait => "wait", "Wait";
        CopyPaste => "copy_paste", "Copy-paste";
        SpreadsheetEdit => "spreadsheet_edit", "Spreadsheet edit";
        Export => "export", "Export";
        Import => "import", "Import";
        Approval => "approval", "Approval";
        ExceptionHandling => "exception_handling", "Exception handling";
        Retry => "retry", "Retry";
        Check => "check", "Check";
        Notification => "notification", "Notification";
        Detection => "detection", "Detection";
    }
}

impl StepKind {
    /// Whether a person does it by hand, so that its time belongs in the manual-work ledger.
    #[must_use]
    pub fn is_manual(self) -> bool {
        use StepKind as K;
        match self {
            K::CopyPaste | K::SpreadsheetEdit | K::Export | K::Import | K::Approval => true,
            K::ExceptionHandling | K::Retry | K::Check | K::Notification => true,
            K::Start | K::End | K::Task | K::Decision | K::Wait | K::Detection => false,
        }
    }
}

catalogue! {
    /// What a step does to a kind of record.
    pub enum TouchKind {
        Creates => "creates", "Creates";
        Updates => "updates", "Updates";
    }
}

/// The intended or the actual map of a workflow: lanes, steps in lanes, flows between steps.
///
/// The order of steps is the order in which people told them; the text form keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Map {
    /// Its id.
    pub id: MapId,
    /// The workflow it belongs to.
    pub workflow: WorkflowId,
    /// Intended or actual.
    pub side: Side,
    /// What was noted before the first step.
    #[serde(default)]
    pub note: String,
    /// Lanes from top to bottom.
    #[serde(default)]
    pub lanes: Vec<Lane>,
    /// Steps in the order told.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Flows, those of one step in the order told.
    #[serde(default)]
    pub flows: Vec<Flow>,
}

/// A lane: a system, team or person that takes part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Lane {
    /// Its id.
    pub id: LaneId,
    /// What is written beside it.
    pub name: String,
    /// The system it stands for, when it is one that is known.
    #[serde(default)]
    pub system: Option<SystemId>,
    /// System, team or person.
    pub kind: LaneKind,
}

/// A step in a lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Step {
    /// Its id, kept when the text is edited; samples refer to it.
    pub id: StepId,
    /// The lane it is in.
    pub lane: LaneId,
    /// What happens.
    pub name: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// What it is drawn as, where its kind does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
    /// What is known of it.
    #[serde(default)]
    pub facts: StepFacts,
    /// What was noted beside it.
    #[serde(default)]
    pub note: String,
    /// What lies beside it in the drawing: notes for everyone, and the data that it works with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Beside>,
}

/// What is known of a step (domain §4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct StepFacts {
    /// It happens only when somebody remembers.
    pub relies_on_memory: bool,
    /// Who may trigger it; empty when nobody said.
    pub trigger: String,
    /// The kinds of records it creates or updates.
    pub touches: Vec<Touch>,
    /// Somebody must approve before it moves on.
    pub needs_approval: bool,
    /// It must leave an audit trail.
    pub needs_audit_trail: bool,
    /// Minutes that one run takes a person.
    pub minutes_per_run: Option<f64>,
    /// Runs in a month.
    pub runs_per_month: Option<f64>,
}

/// A kind of record that a step creates or updates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Touch {
    /// Creates or updates.
    pub kind: TouchKind,
    /// The kind of record as it was named.
    pub data: String,
    /// The data type of the registry, when the name is one of it.
    #[serde(default)]
    pub data_type: Option<DataTypeId>,
}

/// A flow from one step to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Flow {
    /// Its id.
    pub id: FlowId,
    /// Where it leaves.
    pub from: StepId,
    /// Where it arrives.
    pub to: StepId,
    /// When it is taken; empty means always.
    #[serde(default)]
    pub condition: String,
    /// The integration it uses when it crosses systems.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// Whether work goes on along it, a message does, or it leads to what interrupts the step.
    #[serde(default, skip_serializing_if = "FlowKind::is_sequence")]
    pub kind: FlowKind,
}

impl Flow {
    /// A plain flow that is always taken.
    #[must_use]
    pub fn between(from: StepId, to: StepId) -> Self {
        let (condition, integration, kind) = (String::new(), None, FlowKind::Sequence);
        Self { id: FlowId::new(), from, to, condition, integration, kind }
    }
}

impl Map {
    /// A map with nothing in it yet.
    #[must_use]
    pub fn empty(workflow: WorkflowId, side: Side) -> Self {
        let (note, lanes, steps, flows) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        Self { id: MapId::new(), workflow, side, note, lanes, steps, flows }
    }

    /// The lane with this id.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> Option<&Lane> {
        self.lanes.iter().find(|lane| lane.id == id)
    }

    /// The step with this id.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }
}

impl Step {
    /// A step of which nothing more is known.
    #[must_use]
    pub fn new(lane: LaneId, name: impl Into<String>, kind: StepKind) -> Self {
        let (facts, note, beside) = (StepFacts::default(), String::new(), Vec::new());
        Self { id: StepId::new(), lane, name: name.into(), kind, form: None, facts, note, beside }
    }

    /// Hours a month that it takes, when its minutes and its runs are known.
    #[must_use]
    pub fn hours_a_month(&self) -> Option<f64> {
        Some(self.facts.minutes_per_run? * self.facts.runs_per_month? / 60.0)
    }
}
