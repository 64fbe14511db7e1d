//! Where a version has keys of our catalogues: in which field, or as the names in which object, and of which catalogue.
//! Nothing is looked up by the key alone: catalogues share keys, and a text may happen to be one.

use crate::document::access_ledger::{AccessScope, AccessState, Care};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::{Complaint, FlagState, Stage, UnknownKind};
use crate::document::evidence::Kind;
use crate::document::files::Format;
use crate::document::integrations::{
    Availability, Criticality, Direction, Extent, Middleware, Ownership, Timing, Transport,
};
use crate::document::launch::LaunchCheck;
use crate::document::matching::Judgement;
use crate::document::measures::Figure;
use crate::document::plan::{LineState, Phase, WaitsFor};
use crate::document::questions::IntegrationQuestion;
use crate::document::quote::{AssumptionState, QuoteGate, Work};
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Symptom,
};
use crate::document::systems::{ApiAccess, Delivery, DiscoveryFact, SystemKind};
use crate::document::truth::{Right, Standing};
use crate::document::workflow::HiddenRuleTopic;
use crate::engines::map::{BesideKind, FlowKind, Form, LaneKind, Side, StepKind, TouchKind};
use crate::judgement::findings::FindingKind;
use crate::judgement::flags::{FlagRule, Reference, Severity};
use crate::judgement::gates::launch::LaunchState;
use crate::judgement::gates::{Blocked, GateKind, GateState};
use crate::judgement::matching::DifferenceKind;
use crate::judgement::steps::{AuditStep, StepState};
use crate::judgement::truth::TruthIssueKind;
use crate::judgement::verdict::{self, ActionKind, Answer, Level, PlanStage};
use crate::platform::catalogue::Catalogue;
use crate::stores::room::SectionId;

/// The label of a key, in one catalogue.
type Label = fn(&str) -> Option<&'static str>;

/// A catalogue and the places that have keys of it; `*` stands for any name in an object that is kept by name.
type Places = (Label, &'static [&'static str]);

fn of<T: Catalogue>(key: &str) -> Option<&'static str> {
    T::from_key(key).ok().map(T::label)
}

/// Fields, or lists, of keys.
pub(super) const VALUES: &[Places] = &[
    (of::<Stage>, &["document.stage"]),
    (of::<Complaint>, &["document.brief.complaints"]),
    (of::<SystemKind>, &["document.systems.kind"]),
    (of::<ApiAccess>, &["document.systems.api_access"]),
    (of::<Delivery>, &["document.systems.delivery"]),
    (of::<Middleware>, &["document.integrations.middleware"]),
    (of::<Transport>, &["document.integrations.transport"]),
    (of::<Direction>, &["document.integrations.direction"]),
    (of::<Timing>, &["document.integrations.timing"]),
    (of::<Extent>, &["document.integrations.extent"]),
    (
        of::<Criticality>,
        &["document.integrations.criticality", "assessment.integrations.criticality"],
    ),
    (
        of::<Availability>,
        &[
            "document.integrations.code",
            "document.integrations.credentials",
            "document.integrations.developer",
            "document.integrations.maintainable",
            "document.integrations.needed",
        ],
    ),
    (of::<HiddenRuleTopic>, &["document.workflows.hidden_rules.topic"]),
    (of::<Side>, &["document.maps.side"]),
    (of::<LaneKind>, &["document.maps.lanes.kind"]),
    (of::<StepKind>, &["document.maps.steps.kind"]),
    (of::<Form>, &["document.maps.steps.form"]),
    (of::<BesideKind>, &["document.maps.steps.beside.kind"]),
    (of::<FlowKind>, &["document.maps.flows.kind"]),
    (of::<TouchKind>, &["document.maps.steps.facts.touches.kind"]),
    (
        of::<Judgement>,
        &[
            "document.matchings.differences.judgement",
            "assessment.comparisons.differences.judgement",
        ],
    ),
    (of::<Right>, &["document.fields.rights.*"]),
    (of::<Standing>, &["document.fields.standing"]),
    (of::<ControlState>, &["document.control_sheets.controls.state"]),
    (
        of::<Kind>,
        &[
            "document.control_sheets.controls.kind",
            "document.samples.examples.evidence_kind",
            "document.launch_sheets.approvals.kind",
            "assessment.integrations.launch.approval.kind",
        ],
    ),
    (
        of::<VerdictPath>,
        &[
            "document.calls.instead",
            "assessment.verdict.computed",
            "assessment.verdict.standing",
            "assessment.integrations.computed",
            "assessment.integrations.standing",
            "assessment.integrations.overridden.path",
            "assessment.integrations.findings.path",
            "assessment.integrations.not_established.path",
            "assessment.integrations.would_change.from",
            "assessment.integrations.would_change.to",
        ],
    ),
    (
        of::<FlagState>,
        &[
            "document.flag_decisions.history.state",
            "assessment.flags.state",
            "assessment.flags.history.state",
            "assessment.closed_flags.history.state",
        ],
    ),
    (of::<UnknownKind>, &["document.tasks.kind"]),
    (of::<Work>, &["document.quotes.lines.work", "quote.quote.lines.work"]),
    (
        of::<AssumptionState>,
        &["document.quotes.assumptions.state", "quote.quote.assumptions.state"],
    ),
    (of::<Phase>, &["document.plan_lines.phase", "plan.lines.phase"]),
    (of::<WaitsFor>, &["document.plan_lines.waits_for", "plan.lines.waits_for"]),
    (of::<LineState>, &["document.plan_lines.state", "plan.lines.state"]),
    (
        of::<AccessScope>,
        &["document.access.requests.scope", "document.access.requests.granted_scope"],
    ),
    (of::<AccessState>, &["document.access.requests.state"]),
    (of::<Care>, &["document.access.areas.care"]),
    (of::<Symptom>, &["document.samples.patterns.symptom", "document.samples.examples.symptom"]),
    (of::<Origin>, &["document.samples.patterns.origin", "document.samples.examples.origin"]),
    (of::<Cause>, &["document.samples.patterns.cause", "document.samples.examples.cause"]),
    (of::<ErrorClass>, &["document.samples.examples.error_class"]),
    (of::<DetectedBy>, &["document.samples.examples.detected_by"]),
    (of::<Outcome>, &["document.samples.examples.outcome"]),
    (of::<ReviewState>, &["document.samples.examples.state"]),
    (
        of::<Control>,
        &[
            "document.samples.examples.missing_control",
            "assessment.verdict.plan.controls",
            "assessment.integrations.plan.controls",
            "assessment.integrations.set_aside.controls",
        ],
    ),
    (of::<Answer>, &["assessment.verdict.answer", "assessment.integrations.answer"]),
    (
        of::<Level>,
        &[
            "assessment.verdict.certainty",
            "assessment.integrations.certainty.level",
            "assessment.integrations.certainty.steps.level",
        ],
    ),
    (of::<verdict::StepKind>, &["assessment.integrations.certainty.steps.kind"]),
    (
        of::<PlanStage>,
        &[
            "assessment.verdict.plan.stage",
            "assessment.integrations.plan.stage",
            "assessment.integrations.set_aside.stage",
        ],
    ),
    (
        of::<ActionKind>,
        &[
            "assessment.verdict.plan.kind",
            "assessment.integrations.plan.kind",
            "assessment.integrations.set_aside.kind",
            "assessment.integrations.findings.action",
        ],
    ),
    (
        of::<FindingKind>,
        &[
            "assessment.verdict.plan.finding",
            "assessment.integrations.plan.finding",
            "assessment.integrations.set_aside.finding",
            "assessment.integrations.findings.kind",
            "assessment.integrations.not_established.kind",
            "assessment.integrations.would_change.gains",
            "assessment.integrations.would_change.loses",
        ],
    ),
    (of::<GateKind>, &["assessment.integrations.closed_gates", "assessment.gates.kind"]),
    (of::<Blocked>, &["assessment.gates.blocks"]),
    (of::<GateState>, &["assessment.gates.state"]),
    (
        of::<LaunchCheck>,
        &["assessment.integrations.launch.check", "assessment.gates.missing.check"],
    ),
    (of::<LaunchState>, &["assessment.integrations.launch.state"]),
    (of::<AuditStep>, &["assessment.steps.step"]),
    (of::<StepState>, &["assessment.steps.state"]),
    (of::<FlagRule>, &["assessment.flags.rule"]),
    (of::<Severity>, &["assessment.flags.severity"]),
    (of::<Reference>, &["assessment.flags.references"]),
    (of::<TruthIssueKind>, &["assessment.truth.kind"]),
    (of::<DifferenceKind>, &["assessment.comparisons.differences.kind"]),
    (of::<SectionId>, &["presentation.left_out"]),
    (of::<Format>, &["files.format"]),
];

/// Objects that are kept by key.
pub(super) const NAMES: &[Places] = &[
    (of::<Kind>, &["document.samples.patterns.known"]),
    (of::<UnknownKind>, &["document.brief.assumptions"]),
    (of::<DiscoveryFact>, &["document.systems.facts"]),
    (of::<Ownership>, &["document.integrations.owners"]),
    (of::<IntegrationQuestion>, &["document.integrations.told"]),
    (
        of::<Control>,
        &["document.control_sheets.controls", "document.samples.patterns.missing_controls"],
    ),
    (of::<LaunchCheck>, &["document.launch_sheets.approvals"]),
    (of::<QuoteGate>, &["document.quotes.overrides", "quote.quote.overrides"]),
    (of::<Figure>, &["document.measures.targets"]),
];

/// The label of what stands at a place, when keys of a catalogue stand there.
pub(super) fn value(path: &str, key: &str) -> Option<&'static str> {
    label(VALUES, path, key)
}

/// The label of a name in an object, when it is kept by keys of a catalogue.
pub(super) fn name(path: &str, key: &str) -> Option<&'static str> {
    label(NAMES, path, key)
}

fn label(places: &[Places], path: &str, key: &str) -> Option<&'static str> {
    let (label, _) = places.iter().find(|(_, at)| at.iter().any(|place| is_at(place, path)))?;
    label(key)
}

/// Whether a place is the one that a path leads to.
fn is_at(place: &str, path: &str) -> bool {
    let (mut place, mut path) = (place.split('.'), path.split('.'));
    loop {
        match (place.next(), path.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(expected), Some(found)) if expected == found => {}
            _ => return false,
        }
    }
}
