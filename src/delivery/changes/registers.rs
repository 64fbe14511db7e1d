//! Where a version keeps items of their own, by what each is told apart from the others, and what it is called by.
//! What is not named here is a field of the item around it, so that nothing new in a document is passed over.

use super::{Area, Area as A};

/// How the items of a register are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// There is one.
    One,
    /// In a list; these fields tell them apart.
    List(&'static [&'static str]),
    /// By key.
    ByKey,
}

/// A place at which a version keeps items.
#[derive(Debug, Clone, Copy)]
pub(super) struct Register {
    /// Where: the names of the fields on the way.
    pub at: &'static str,
    /// The part that its items belong to.
    pub area: Area,
    /// What one of them is.
    pub kind: &'static str,
    /// How they are kept.
    pub kept: Kept,
    /// The fields that say what one is called.
    pub named: &'static [&'static str],
    /// The anchor of one in the recommendation, before what stands in a field.
    pub anchor: Option<(&'static str, &'static str)>,
    /// Whether their order says something.
    pub ordered: bool,
}

const BY_ID: Kept = Kept::List(&["id"]);

const fn list(at: &'static str, area: Area, kind: &'static str, kept: Kept) -> Register {
    Register { at, area, kind, kept, named: &["name"], anchor: None, ordered: false }
}

const fn one(at: &'static str, area: Area, kind: &'static str) -> Register {
    Register { at, area, kind, kept: Kept::One, named: &[], anchor: None, ordered: false }
}

impl Register {
    const fn named(self, named: &'static [&'static str]) -> Self {
        Self { named, ..self }
    }

    const fn anchored(self, before: &'static str, field: &'static str) -> Self {
        Self { anchor: Some((before, field)), ..self }
    }

    const fn ordered(self) -> Self {
        Self { ordered: true, ..self }
    }
}

/// Every register.
const REGISTERS: &[Register] = &[
    one("document", A::About, "Engagement"),
    one("document.brief", A::About, "Brief"),
    list("document.systems", A::Systems, "System", BY_ID),
    list("document.integrations", A::Integrations, "Integration", BY_ID)
        .anchored("integration-", "id"),
    list("document.workflows", A::Maps, "Workflow", BY_ID).anchored("workflow-", "id"),
    list("document.workflows.hidden_rules", A::Maps, "Rule asked for", Kept::List(&["topic"]))
        .named(&["topic"]),
    list("document.maps", A::Maps, "Map", BY_ID)
        .named(&["workflow", "side"])
        .anchored("workflow-", "workflow"),
    list("document.maps.lanes", A::Maps, "Lane", BY_ID).ordered(),
    list("document.maps.steps", A::Maps, "Step", BY_ID).anchored("", "id").ordered(),
    list("document.maps.flows", A::Maps, "Flow", BY_ID).named(&["from", "to"]).anchored("", "from"),
    list("document.matchings", A::Maps, "Matching", BY_ID)
        .named(&["workflow"])
        .anchored("workflow-", "workflow"),
    list("document.matchings.pairs", A::Maps, "Pair", Kept::List(&["intended", "actual"]))
        .named(&["intended", "actual"]),
    list(
        "document.matchings.rejected",
        A::Maps,
        "Rejected pair",
        Kept::List(&["intended", "actual"]),
    )
    .named(&["intended", "actual"]),
    list(
        "document.matchings.differences",
        A::Maps,
        "Judgement",
        Kept::List(&["intended", "actual"]),
    )
    .named(&["intended", "actual"]),
    list("document.data_types", A::Truth, "Data type", BY_ID).anchored("type-", "id"),
    list("document.fields", A::Truth, "Field", BY_ID)
        .named(&["data_type", "name"])
        .anchored("field-", "id"),
    list("document.fields.positions", A::Truth, "Position", Kept::List(&["team"])).named(&["team"]),
    list("document.control_sheets", A::Controls, "Controls", BY_ID)
        .named(&["integration"])
        .anchored("controls-", "integration"),
    list("document.control_sheets.controls", A::Controls, "Control", Kept::ByKey),
    list("document.calls", A::Verdict, "Call", BY_ID)
        .named(&["integration"])
        .anchored("integration-", "integration"),
    list("document.flag_decisions", A::Risks, "Decision about a risk", BY_ID).named(&["flag"]),
    list("document.launch_sheets", A::Gates, "Launch approvals", BY_ID).named(&["integration"]),
    list("document.launch_sheets.approvals", A::Gates, "Approval", Kept::ByKey),
    list("document.tasks", A::Plan, "Task", BY_ID).named(&["question"]),
    list("document.quotes", A::Quote, "Drafted quote", BY_ID).named(&[]),
    list("document.plans", A::Plan, "Plan", BY_ID).named(&[]),
    list("document.plan_lines", A::Plan, "Record of a line", BY_ID).named(&["says"]),
    list("document.measures", A::Figures, "Targets and measurements", BY_ID).named(&[]),
    list("document.access.requests", A::Access, "Access", BY_ID)
        .named(&["system_name", "purpose"])
        .anchored("access-", "id"),
    list("document.access.areas", A::Access, "Area", BY_ID).named(&["system_name", "says"]),
    one("document.samples", A::Samples, "Samples"),
    list(
        "document.samples.patterns",
        A::Samples,
        "Pattern",
        Kept::List(&["integration", "symptom", "origin", "cause", "part_of"]),
    )
    .named(&["integration", "symptom", "cause"]),
    list("document.samples.examples", A::Samples, "Example", BY_ID).named(&["summary"]),
    list(
        "document.samples.compared",
        A::Samples,
        "Field that differs",
        Kept::List(&["field", "systems"]),
    )
    .named(&["field"]),
    list("document.samples.secrets", A::Samples, "Secrets replaced", Kept::List(&["kind"]))
        .named(&["kind"]),
    one("assessment", A::Verdict, "Assessment"),
    one("assessment.verdict", A::Verdict, "Verdict of the whole"),
    list("assessment.integrations", A::Verdict, "Verdict", Kept::List(&["integration"]))
        .named(&["integration"])
        .anchored("integration-", "integration"),
    list("assessment.integrations.findings", A::Verdict, "Finding", Kept::List(&["kind"]))
        .named(&["kind"]),
    list(
        "assessment.integrations.not_established",
        A::Verdict,
        "Finding not established",
        Kept::List(&["kind"]),
    )
    .named(&["kind"]),
    list("assessment.integrations.launch", A::Gates, "Launch check", Kept::List(&["check"]))
        .named(&["check"]),
    list("assessment.steps", A::Verdict, "Audit step", Kept::List(&["step"])).named(&["step"]),
    list("assessment.gates", A::Gates, "Gate", Kept::List(&["kind"])).named(&["kind"]),
    list("assessment.flags", A::Risks, "Risk", Kept::List(&["key"])).named(&["says"]),
    list("assessment.closed_flags", A::Risks, "Closed risk", Kept::List(&["flag"]))
        .named(&["flag"]),
    list(
        "assessment.truth",
        A::Truth,
        "Problem of a field",
        Kept::List(&["kind", "field", "systems"]),
    )
    .named(&["says"])
    .anchored("field-", "field"),
    list("assessment.comparisons", A::Maps, "Comparison of maps", Kept::List(&["workflow"]))
        .named(&["workflow"])
        .anchored("workflow-", "workflow"),
    list(
        "assessment.comparisons.differences",
        A::Maps,
        "Difference of maps",
        Kept::List(&["kind", "intended", "actual"]),
    )
    .named(&["says"]),
    one("plan", A::Plan, "Dated plan"),
    list("plan.lines", A::Plan, "Line of the plan", BY_ID).named(&["says"]),
    one("figures", A::Figures, "Figures"),
    list("figures.months", A::Figures, "Month", Kept::List(&["first"])).named(&["first"]),
    list("files", A::Samples, "File handed out", BY_ID),
    one("presentation", A::About, "How the documents are told"),
    one("quote", A::Quote, "Quote"),
    list("quote.quote.lines", A::Quote, "Line of the quote", BY_ID).named(&["says"]),
    list("quote.quote.assumptions", A::Quote, "Assumption", BY_ID).named(&["says"]),
    list("quote.appraisal.lines", A::Quote, "Weight of a line", Kept::List(&["line"]))
        .named(&["line"]),
];

/// What is not compared: ids and moments that differ although nobody changed anything, what stands elsewhere too, and
/// numbers that only say at which place of a list something stands. Where a sentence leads (`about`) is read by nobody.
const NOT_COMPARED: [&str; 14] = [
    "document.id",
    "document.as_of",
    "document.access.requests.version",
    "document.access.areas.version",
    "assessment.engagement",
    "assessment.title",
    "assessment.as_of",
    "assessment.integrations.name",
    "assessment.integrations.criticality",
    "assessment.flags.number",
    "quote.format",
    "quote.title",
    "quote.client",
    "quote.basis.hash",
];

/// The register at a place, if there is one.
pub(super) fn at(path: &str) -> Option<&'static Register> {
    REGISTERS.iter().find(|register| register.at == path)
}

/// Whether what stands at a place is compared.
pub(super) fn is_compared(path: &str) -> bool {
    !NOT_COMPARED.contains(&path) && !path.ends_with(".about")
}
