//! The verdict on an integration and on an engagement, over documents in which one thing is wrong.

use super::*;
use crate::document::controls::{Control, ControlState, Finding};
use crate::document::engagement::Engagement;
use crate::document::evidence::Kind;
use crate::document::integrations::Availability;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{
    Broken, SHOP_TO_ERP, batch, confirmed, example, integration, sound,
};
use crate::judgement::findings::FindingKind;

mod any_document;
mod changes;
mod overrides;
mod sure;

fn verdicts(doc: &Engagement) -> Vec<IntegrationVerdict> {
    let reading = Reading::of(doc);
    reading.in_scope.iter().map(|one| of(&reading, one)).collect()
}

fn verdict(doc: &Engagement) -> IntegrationVerdict {
    verdicts(doc).remove(0)
}

fn mapping_error() -> Engagement {
    sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping))
}

#[test]
fn without_a_finding_and_without_a_look_there_is_not_enough_evidence() {
    let verdict = verdict(&sound().but(|doc| doc.control_sheets.clear()));
    assert_eq!((verdict.computed, verdict.answer), (None, Answer::NotEnoughEvidence));
    assert!(verdict.says.starts_with("Not enough evidence"));
    assert_eq!(verdict.certainty, None);
    assert!(verdict.plan.iter().all(|action| action.stage == PlanStage::FindOut));
    assert!(!verdict.plan.is_empty());
}

#[test]
fn rebuild_dominates_stabilise_and_stabilise_dominates_patch() {
    let doc = mapping_error();
    assert_eq!(verdict(&doc).computed, Some(VerdictPath::Patch));
    let doc = doc.control(Control::TimeReceived, ControlState::Missing);
    assert_eq!(verdict(&doc).computed, Some(VerdictPath::Stabilise));
    let doc = doc.integration(|one| one.credentials = Availability::No);
    let verdict = verdict(&doc);
    assert_eq!(verdict.computed, Some(VerdictPath::Rebuild));
    assert_eq!(verdict.findings.len(), 3);
    assert_eq!(verdict.findings[0].path, VerdictPath::Rebuild);
}

#[test]
fn the_work_is_seen_before_it_is_changed_whatever_the_verdict() {
    let doc = mapping_error()
        .with(confirmed(2, Symptom::Duplicate, Cause::Replayed))
        .integration(|one| one.code = Availability::No)
        .control(Control::IdempotencyKey, ControlState::Missing)
        .control(Control::TimeReceived, ControlState::Missing);
    let verdict = verdict(&doc);
    assert_eq!(verdict.computed, Some(VerdictPath::Rebuild));
    let stages: Vec<_> = verdict.plan.iter().map(|action| (action.stage, action.kind)).collect();
    assert_eq!(stages[0], (PlanStage::Contain, ActionKind::Isolate));
    assert_eq!(stages[1], (PlanStage::See, ActionKind::AddControl));
    assert_eq!(stages[2], (PlanStage::Change, ActionKind::Rebuild));
    assert_eq!(verdict.plan[1].controls, [Control::TimeReceived]);
    assert_eq!(verdict.plan[2].controls, [Control::IdempotencyKey], "built in from the start");
}

#[test]
fn the_engagement_follows_the_dominating_integration_and_names_those_without_evidence() {
    let other = crate::platform::ids::IntegrationId::new();
    let doc = mapping_error().but(|doc| {
        doc.integrations.push(integration(
            other,
            "Stock",
            crate::document::integrations::Criticality::Important,
        ));
    });
    let whole = whole(&verdicts(&doc));
    assert_eq!(whole.computed, Some(VerdictPath::Patch));
    assert_eq!(whole.decided_by, [SHOP_TO_ERP]);
    assert_eq!(whole.without_evidence, [other]);
    let says = "Patch: “Shop to ERP” of 2 integrations in scope decides it. Not enough evidence yet on “Stock”.";
    assert_eq!(whole.says, says);
}

#[test]
fn a_manual_step_worth_hours_near_the_integration_is_proposed_for_replacement() {
    let timed = |minutes| {
        mapping_error().shadow(Some(Judgement::Fine)).actual(move |map| {
            map.steps[4].facts.minutes_per_run = Some(minutes);
            map.steps[4].facts.runs_per_month = Some(20.0);
        })
    };
    let replaces = |doc| verdict(&doc).plan.iter().any(|a| a.kind == ActionKind::ReplaceManualStep);
    assert!(replaces(timed(30.0)));
    assert!(!replaces(timed(3.0)));
}
