//! What to do, in order: the actions inside a verdict (domain §10).
//! Missing logs always come first; no business logic is changed before the work can be seen.

use super::Override;
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::integrations::Criticality;
use crate::engines::map::{Map, Side, Step, StepKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Established, Facts, FindingKind, InScope, Reading};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{inside, listed};
use serde::{Deserialize, Serialize};

/// Hours a month from which replacing a manual step is worth proposing.
const WORTH_REPLACING: f64 = 4.0;

catalogue! {
    /// An action inside a verdict.
    pub enum ActionKind {
        RepairScript => "repair_script", "Repair a script";
        Isolate => "isolate", "Isolate a risky integration";
        ReplaceManualStep => "replace_manual_step", "Replace a manual step";
        SmallTool => "small_tool", "Small internal tool at the critical hand-off";
        AddControl => "add_control", "Add a control";
        RedesignFlow => "redesign_flow", "Redesign a flow";
        Rebuild => "rebuild", "Rebuild";
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Action {
    /// Its place: lower comes first, also across integrations.
    pub rank: u8,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// The integration it is for.
    pub integration: IntegrationId,
    /// The finding that leads to it; without one it follows from the map or the consultant's call.
    pub finding: Option<FindingKind>,
    /// What to do, in a sentence.
    pub says: String,
    /// Where in the document it belongs.
    pub about: Subject,
    /// The controls it puts in place.
    pub controls: Vec<Control>,
}

/// The actions of an integration, in order.
pub(super) fn of(
    reading: &Reading<'_>,
    one: &InScope<'_>,
    overridden: Option<&Override>,
) -> Vec<Action> {
    let (facts, findings) = (&one.facts, &one.findings);
    let mut actions: Vec<_> =
        findings.iter().map(|finding| for_finding(facts, finding.kind)).collect();
    actions.extend(isolate(facts, findings));
    if !findings.is_empty() {
        actions.extend(by_hand(reading, facts));
    }
    actions.extend(
        overridden
            .filter(|instead| instead.counts)
            .and_then(|instead| decided(facts, findings, instead)),
    );
    actions.sort_by_key(|action| action.rank);
    actions
}

fn for_finding(facts: &Facts, kind: FindingKind) -> Action {
    let (rank, says, controls) = match kind {
        FindingKind::MissingLogs => {
            let controls = facts.expected(Family::Visibility, ControlState::Missing);
            (
                0,
                format!("Add logging before any business logic is changed: {}.", names(&controls)),
                controls,
            )
        }
        FindingKind::WrongAssumptions => (
            2,
            "Redesign the flow with the people who work in it, before anything is coded.".into(),
            Vec::new(),
        ),
        FindingKind::NoCodeOrAccess => (3, "Rebuild around documented rules.".into(), Vec::new()),
        FindingKind::DuplicatePosting => {
            let controls = lacking(facts, Family::Duplicates);
            (4, with("Add idempotency and unique external references", &controls), controls)
        }
        FindingKind::BadRecords => {
            let controls = lacking(facts, Family::Validation);
            (
                5,
                with(
                    "Validate records at the boundary and send bad ones to an exception queue",
                    &controls,
                ),
                controls,
            )
        }
        FindingKind::OneMappingError => {
            (6, "Repair the mapping and try it on a controlled batch first.".into(), Vec::new())
        }
    };
    let about = if controls.is_empty() {
        Subject::Integration { integration: facts.integration }
    } else {
        Subject::Controls { integration: facts.integration }
    };
    Action {
        rank,
        kind: kind.action(),
        integration: facts.integration,
        finding: Some(kind),
        says,
        about,
        controls,
    }
}

fn names(controls: &[Control]) -> String {
    use crate::platform::catalogue::Catalogue;
    listed(&controls.iter().map(|control| inside(control.label())).collect::<Vec<_>>())
}

fn with(what: &str, controls: &[Control]) -> String {
    if controls.is_empty() { format!("{what}.") } else { format!("{what}: {}.", names(controls)) }
}

/// The controls of a family that are not there, whatever the criticality: a finding asks for them.
fn lacking(facts: &Facts, family: Family) -> Vec<Control> {
    let there = |control: &Control| {
        matches!(facts.state(*control), ControlState::InPlace | ControlState::NotApplicable)
    };
    Control::of(family).filter(|control| !there(control)).collect()
}

/// A rebuild takes time: what writes wrong records meanwhile is isolated first.
fn isolate(facts: &Facts, findings: &[Established]) -> Option<Action> {
    let rebuild = findings.iter().any(|finding| finding.path == VerdictPath::Rebuild);
    let harmful = |kind| matches!(kind, FindingKind::DuplicatePosting | FindingKind::BadRecords);
    let harm = findings.iter().find(|finding| harmful(finding.kind))?;
    let says =
        "Isolate it until the rebuild stands, so that it writes no more wrong records.".to_owned();
    rebuild.then(|| plain(facts, 1, ActionKind::Isolate, Some(harm.kind), says))
}

fn plain(
    facts: &Facts,
    rank: u8,
    kind: ActionKind,
    finding: Option<FindingKind>,
    says: String,
) -> Action {
    let about = Subject::Integration { integration: facts.integration };
    Action {
        rank,
        kind,
        integration: facts.integration,
        finding,
        says,
        about,
        controls: Vec::new(),
    }
}

/// Manual work nearest to the integration on the actual maps that is worth taking over.
fn by_hand(reading: &Reading<'_>, facts: &Facts) -> Vec<Action> {
    let actual = reading.doc.maps.iter().filter(|map| map.side == Side::Actual);
    let steps = actual.flat_map(|map| map.steps.iter().map(move |step| (map, step)));
    steps.filter_map(|(map, step)| replace(reading, facts, map, step)).collect()
}

fn replace(reading: &Reading<'_>, facts: &Facts, map: &Map, step: &Step) -> Option<Action> {
    let hand_off = matches!(step.kind, StepKind::ExceptionHandling | StepKind::Check);
    let typed = matches!(
        step.kind,
        StepKind::CopyPaste | StepKind::SpreadsheetEdit | StepKind::Export | StepKind::Import
    );
    let critical = facts.criticality == Criticality::Critical;
    let hours = step.hours_a_month().filter(|hours| *hours >= WORTH_REPLACING)?;
    let reach = reading.reach(map.workflow, map.side)?;
    let near = reach.nearest(step.id).any(|integration| integration == facts.integration);
    if !near || !(typed || hand_off && critical) {
        return None;
    }
    let (kind, what) = if typed {
        (ActionKind::ReplaceManualStep, "Replace the manual step")
    } else {
        (ActionKind::SmallTool, "Build a small internal tool for")
    };
    let says = format!("{what} “{}”, which takes {hours:.0} hours a month.", step.name);
    let about = Subject::Step { workflow: map.workflow, side: map.side, step: step.id };
    Some(Action { about, ..plain(facts, 7, kind, None, says) })
}

/// What an override asks for when no finding asks for it.
fn decided(facts: &Facts, findings: &[Established], instead: &Override) -> Option<Action> {
    if findings.iter().any(|finding| finding.path == instead.path) {
        return None;
    }
    let (rank, kind) = match instead.path {
        VerdictPath::Rebuild => (3, ActionKind::Rebuild),
        VerdictPath::Stabilise => (4, ActionKind::AddControl),
        VerdictPath::Patch => (6, ActionKind::RepairScript),
    };
    let says = format!("{}, as the consultant decided: {}", instead.path, instead.reason);
    Some(Action {
        about: Subject::Call { integration: facts.integration },
        ..plain(facts, rank, kind, None, says)
    })
}
