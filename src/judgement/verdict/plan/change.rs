//! The stages that change something: settle the truth, change, prove it on a controlled batch.
//! Below a rebuild nothing else is built, and an override replaces what it overrides.

use super::{Action, ActionKind, PlanStage};
use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Established, Facts, FindingKind, MOST_PATCHES, rules};
use crate::judgement::verdict::{Override, dominant};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

/// What the findings ask to settle, to change and to prove.
pub(super) fn of(facts: &Facts, findings: &[Established]) -> Vec<Action> {
    let Some(path) = dominant(findings) else { return Vec::new() };
    let mut actions: Vec<_> = findings.iter().filter_map(|one| settle(facts, one)).collect();
    if path == VerdictPath::Rebuild {
        actions.extend(rebuild(facts, findings));
    } else {
        let changes: Vec<_> =
            findings.iter().filter_map(|finding| change(facts, finding.kind)).collect();
        let proven = !changes.is_empty();
        actions.extend(changes);
        actions.extend(proven.then(|| prove(facts, path)));
    }
    actions
}

fn settle(facts: &Facts, finding: &Established) -> Option<Action> {
    if finding.kind != FindingKind::TruthUnsettled {
        return None;
    }
    let about = finding.because.first().map_or(Subject::Truth, |first| first.about.clone());
    let open = facts
        .unsettled
        .iter()
        .filter(|field| finding.because.iter().any(|evidence| evidence.about == field.about));
    let (names, told): (Vec<_>, Vec<_>) =
        open.map(|field| (format!("“{}”", field.name), field.says.as_str())).unzip();
    let says = format!(
        "Name the owner of {} first; nothing is coded before that. {}",
        listed(&names),
        told.join(" ")
    );
    let action = Action::new(facts, PlanStage::Settle, ActionKind::SettleTruth, says);
    Some(action.for_finding(finding.kind).about(about))
}

fn names(controls: &[Control]) -> String {
    listed(&controls.iter().map(|control| inside(control.label())).collect::<Vec<_>>())
}

/// “Add …: a, b and c.”, or nothing when all of it is there.
fn add(facts: &Facts, kind: FindingKind, what: &str, controls: Vec<Control>) -> Option<Action> {
    let says = format!("{what}: {}.", names(&controls));
    let action = Action::new(facts, PlanStage::Change, ActionKind::AddControl, says);
    (!controls.is_empty()).then(|| action.for_finding(kind).with(controls))
}

/// The change that a finding below a rebuild asks for.
fn change(facts: &Facts, kind: FindingKind) -> Option<Action> {
    use FindingKind as K;
    let plain = |action, says: String| {
        Some(Action::new(facts, PlanStage::Change, action, says).for_finding(kind))
    };
    match kind {
        K::DuplicatePosting => {
            let what = "Make a repeated message harmless, with unique external references";
            add(facts, kind, what, absent(facts, rules::ONCE))
        }
        K::FailuresNotHandled => handle(facts),
        K::BadRecords => {
            let blamed = facts.confirmed().flat_map(rules::blamed);
            let what = "Check records at the boundary, and let the bad ones wait in a queue that somebody looks at";
            add(facts, kind, what, absent(facts, blamed))
        }
        K::BadAtSource => plain(
            ActionKind::AddControl,
            format!(
                "Check records where they are made, in “{}”: {}.",
                facts.source,
                at_source(facts)
            ),
        ),
        K::OtherSideChanges => pin(facts),
        K::SinglePoint => {
            let what =
                "Isolate it from the rest of the flow, keep a local copy and write the fallback";
            add(facts, kind, what, facts.lacking(rules::BRIDGES))
        }
        K::WorkByHand => plain(ActionKind::ReplaceManualStep, by_hand(facts).into()),
        K::OneMappingError => plain(
            ActionKind::RepairScript,
            "Repair the mapping and try it on a controlled batch first.".into(),
        ),
        K::SeveralMappingErrors => plain(ActionKind::RepairScript, several(facts)),
        _ => None,
    }
}

/// Those of these controls that are neither in place nor unknown, each once.
fn absent(facts: &Facts, of: impl IntoIterator<Item = Control>) -> Vec<Control> {
    let mut controls = facts.lacking(of);
    controls.sort_unstable();
    controls.dedup();
    controls
}

fn several(facts: &Facts) -> String {
    let errors = rules::mapping_errors(facts);
    let told = counted(errors as i64, "mapping error", "mapping errors");
    if errors > MOST_PATCHES {
        format!(
            "Agree the contract first, field by field; then repair the {told} one at a time, each on a controlled batch."
        )
    } else {
        format!("Repair the {told} one at a time, each tried on a controlled batch of its own.")
    }
}

fn handle(facts: &Facts) -> Option<Action> {
    let unhandled = || facts.confirmed().filter(|one| rules::is_unhandled(one));
    let controls = absent(facts, unhandled().flat_map(rules::handling));
    let escalated = facts.has(Control::EscalationToPerson);
    let what =
        "Tell errors apart, try again what passes by itself, keep the rest and tell a person";
    let action = add(facts, FindingKind::FailuresNotHandled, what, controls)?;
    let kept = "What stays in the queue goes to the escalation that is in place.";
    let says = if escalated { format!("{} {kept}", action.says) } else { action.says.clone() };
    Some(Action { says, ..action })
}

fn by_hand(facts: &Facts) -> &'static str {
    if facts.by_hand {
        "Replace carrying by hand: a program for it, or a small internal tool at the hand-off."
    } else {
        "Take the manual steps over, the longest first, or build a small internal tool at the hand-off."
    }
}

fn at_source(facts: &Facts) -> &'static str {
    let mut made = facts.confirmed().filter(|one| rules::is_at_source(one));
    if made.any(rules::is_duplicate) {
        "a duplicate check before a new record is saved"
    } else {
        "required values and formats before a record is saved"
    }
}

fn pin(facts: &Facts) -> Option<Action> {
    let controls = absent(facts, rules::AGREED);
    let what = "Pin the version, agree how changes are announced, and check for drift";
    let kind = FindingKind::OtherSideChanges;
    add(facts, kind, what, controls).or_else(|| {
        let says = match &facts.unpinned {
            Some(system) => format!("Pin the API version of “{system}”, and check for drift."),
            None => "Agree a contract with the other side, and check for drift.".into(),
        };
        let action = Action::new(facts, PlanStage::Change, ActionKind::AddControl, says);
        Some(action.for_finding(kind))
    })
}

/// One rebuild or redesign, with what the other findings lack built in from the start.
fn rebuild(facts: &Facts, findings: &[Established]) -> Vec<Action> {
    let leading = findings.iter().filter(|finding| finding.path == VerdictPath::Rebuild);
    let lower = findings.iter().filter(|finding| finding.path != VerdictPath::Rebuild);
    let mut controls: Vec<Control> =
        lower.filter_map(|one| change(facts, one.kind)).flat_map(|one| one.controls).collect();
    controls.sort_unstable();
    controls.dedup();
    let mut actions: Vec<Action> = Vec::new();
    for finding in leading {
        let says = match finding.action {
            ActionKind::RedesignFlow => {
                "Redesign the flow with the people who work in it, before anything is coded."
            }
            _ => "Rebuild it around documented rules.",
        };
        if actions.iter().all(|action| action.kind != finding.action) {
            let action = Action::new(facts, PlanStage::Change, finding.action, says);
            actions.push(action.for_finding(finding.kind));
        }
    }
    // What is redesigned is built once: the controls go with the last of the two.
    if let Some(last) = actions.pop() {
        let built_in = format!("{} Build in from the start: {}.", last.says, names(&controls));
        let says = if controls.is_empty() { last.says.clone() } else { built_in };
        actions.push(Action { says, ..last.with(controls) });
    }
    actions.push(prove(facts, VerdictPath::Rebuild));
    actions
}

fn prove(facts: &Facts, path: VerdictPath) -> Action {
    let says = match path {
        VerdictPath::Patch => {
            "Prove the repair on a controlled batch: these records, this check, this way back; then the rest."
        }
        VerdictPath::Stabilise => {
            "Prove it on a controlled batch: send the confirmed samples through again, and see each end as it should."
        }
        VerdictPath::Rebuild => {
            "Prove it beside the old way: the same records through both, compared, before the old way is switched off."
        }
    };
    let about = Subject::Call { integration: facts.integration };
    Action::new(facts, PlanStage::Prove, ActionKind::Prove, says).about(about)
}

/// The plan under an override: actions of other paths are set aside, and the decided path comes in their place.
pub(super) fn decided(
    facts: &Facts,
    instead: &Override,
    plan: Vec<Action>,
) -> (Vec<Action>, Vec<Action>) {
    let replaced = |action: &Action| match action.stage {
        PlanStage::Change => action.finding.map(FindingKind::path) != Some(instead.path),
        PlanStage::Contain => {
            instead.path != VerdictPath::Rebuild
                && action.finding.map(FindingKind::path) == Some(VerdictPath::Rebuild)
        }
        PlanStage::Prove => true,
        _ => false,
    };
    let (aside, mut kept): (Vec<_>, Vec<_>) = plan.into_iter().partition(replaced);
    let aside: Vec<_> = aside.into_iter().filter(|one| one.stage != PlanStage::Prove).collect();
    let own = kept.iter().any(|action| action.stage == PlanStage::Change);
    if !own {
        let kind = match instead.path {
            VerdictPath::Rebuild => ActionKind::Rebuild,
            VerdictPath::Stabilise => ActionKind::AddControl,
            VerdictPath::Patch => ActionKind::RepairScript,
        };
        let says =
            format!("{}, as it was decided: {}", instead.path.label(), instead.reason.trim());
        let about = Subject::Call { integration: facts.integration };
        kept.push(Action::new(facts, PlanStage::Change, kind, says).about(about));
    }
    kept.push(prove(facts, instead.path));
    kept.sort_by_key(|action| action.stage);
    (kept, aside)
}
