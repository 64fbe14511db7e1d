//! The stages before a change: hold what does harm, and see what happens.
//! Neither changes what the integration does with a record that is right.

use super::{Action, ActionKind, PlanStage};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, Family};
use crate::document::samples::Symptom;
use crate::judgement::findings::{Established, Facts, FindingKind, rules};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed};

/// What to hold back until the change stands.
pub(super) fn contain(facts: &Facts, findings: &[Established]) -> Option<Action> {
    use FindingKind as K;
    let has = |kind| findings.iter().any(|finding| finding.kind == kind);
    let rebuild = findings.iter().find(|finding| finding.path == VerdictPath::Rebuild);
    let (finding, says) = if let Some(finding) = rebuild {
        (finding.kind, isolate(finding.kind, has(K::CannotBeMaintained)))
    } else if has(K::FailuresNotHandled) && is_lost(facts) {
        let says = "Keep what fails: slow down to what the other side takes, note each record that was refused, and send it again.";
        (K::FailuresNotHandled, says)
    } else if has(K::DuplicatePosting) {
        let says = "Hold repeated messages back, with a limited number of records, until each can be told from a new one.";
        (K::DuplicatePosting, says)
    } else if has(K::BadRecords) {
        (
            K::BadRecords,
            "Let a limited number of records through, and set aside those that look wrong.",
        )
    } else {
        return None;
    };
    let action = Action::new(facts, PlanStage::Contain, ActionKind::Isolate, says);
    Some(action.for_finding(finding))
}

fn isolate(kind: FindingKind, unmaintainable: bool) -> &'static str {
    if unmaintainable {
        "Isolate it: limited records, a check on what it writes, nothing new built on it. Where that costs less than a rebuild, it may stay so."
    } else if kind == FindingKind::WrongAssumptions {
        "Isolate it until the flow is redesigned: limited records, and a person looks at what it writes."
    } else {
        "Isolate it until the rebuild stands, so that it writes no more wrong records."
    }
}

/// Whether transport failures leave records behind that are not where they belong.
fn is_lost(facts: &Facts) -> bool {
    let lost = |symptom| matches!(symptom, Symptom::Missing | Symptom::Partial | Symptom::Silent);
    facts
        .confirmed()
        .any(|one| rules::is_unhandled(one) && (lost(one.symptom) || one.manual_minutes > 0))
}

/// Logging first, then alerts.
pub(super) fn see(facts: &Facts, findings: &[Established]) -> Vec<Action> {
    let has = |kind| findings.iter().any(|finding| finding.kind == kind);
    let names = |controls: &[Control]| {
        listed(&controls.iter().map(|control| inside(control.label())).collect::<Vec<_>>())
    };
    let see = |kind, says, controls| {
        Action::new(facts, PlanStage::See, ActionKind::AddControl, says)
            .for_finding(kind)
            .with(controls)
    };
    let mut actions = Vec::new();
    let logs = facts.lacking(facts.expected_of(Family::Visibility));
    if has(FindingKind::MissingLogs) {
        let says =
            format!("Finish visibility before any business logic is changed: {}.", names(&logs));
        actions.push(see(FindingKind::MissingLogs, says, logs));
    }
    let alerts = facts.lacking(rules::ALERTS);
    if has(FindingKind::FailuresNotSeen) {
        let says = format!("Raise an alarm before customers do: {}.", names(&alerts));
        actions.push(see(FindingKind::FailuresNotSeen, says, alerts));
    }
    actions
}
