//! What the plan proposes for work by hand, and what it keeps where somebody decided otherwise.

use super::*;
use crate::document::call::{ControlledBatch, VerdictPath};
use crate::document::controls::ControlState;
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality, Timing, Transport};
use crate::document::samples::{Cause, Symptom};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, confirmed, sound};
use crate::judgement::verdict;
use crate::platform::catalogue::Catalogue;

fn told(doc: &Engagement) -> verdict::IntegrationVerdict {
    let reading = Reading::of(doc);
    verdict::of(&reading, &reading.in_scope[0])
}

fn plan(doc: &Engagement) -> Vec<String> {
    told(doc).plan.into_iter().map(|action| action.says).collect()
}

/// An integration with a finding, next to a step that takes so many hours a month.
fn taking(hours: f64, kind: StepKind) -> Engagement {
    let doc = sound().control(Control::RetryCount, ControlState::Missing);
    doc.actual(|map| {
        let step = &mut map.steps[1];
        step.kind = kind;
        (step.facts.minutes_per_run, step.facts.runs_per_month) = (Some(60.0), Some(hours));
    })
}

#[test]
fn every_kind_of_action_has_plain_words_of_its_own() {
    let says: std::collections::BTreeSet<_> =
        ActionKind::ALL.iter().map(|kind| kind.plain()).collect();
    assert_eq!(says.len(), ActionKind::ALL.len());
    assert!(says.iter().all(|one| one.contains(' ')), "{says:?}");
}

#[test]
fn what_is_typed_is_replaced_from_half_a_day_a_month_and_a_hand_off_gets_a_tool_where_it_matters() {
    let has = |doc: &Engagement, says: &str| plan(doc).iter().any(|one| one == says);
    let replace = "Replace the manual step “Send order”, which takes 4 hours a month.";
    assert!(has(&taking(4.0, StepKind::CopyPaste), replace));
    let proposed = |doc: &Engagement| plan(doc).iter().any(|one| one.contains("“Send order”"));
    assert!(!proposed(&taking(3.9, StepKind::CopyPaste)));
    assert!(!proposed(&taking(4.0, StepKind::Task)));
    let tool = "Build a small internal tool for “Send order”, which takes 4 hours a month.";
    let check = taking(4.0, StepKind::Check);
    assert!(has(&check, tool));
    let important =
        |doc: Engagement| doc.integration(|one| one.criticality = Criticality::Important);
    assert!(!proposed(&important(check)));
    let nothing_wrong = taking(4.0, StepKind::CopyPaste);
    let nothing_wrong = nothing_wrong.control(Control::RetryCount, ControlState::InPlace);
    assert!(!proposed(&nothing_wrong));
}

#[test]
fn carrying_by_hand_is_replaced_and_steps_beside_it_are_taken_over() {
    let carried =
        "Replace carrying by hand: a program for it, or a small internal tool at the hand-off.";
    for doc in [
        sound().integration(|one| one.transport = Transport::CopyPaste),
        sound().integration(|one| one.timing = Timing::ByHand),
    ] {
        assert!(plan(&doc).iter().any(|one| one == carried), "{:?}", plan(&doc));
    }
    let steps = "Take the manual steps over, the longest first, or build a small internal tool at the hand-off.";
    let beside = taking(8.0, StepKind::CopyPaste);
    assert!(plan(&beside).iter().any(|one| one == steps), "{:?}", plan(&beside));
}

#[test]
fn what_was_decided_instead_sets_the_change_of_the_computed_way_aside() {
    let doc = sound()
        .with(confirmed(9, Symptom::Wrong, Cause::WrongAssumption))
        .integration(|one| one.code = Availability::No);
    let computed = told(&doc);
    assert_eq!(computed.computed, Some(VerdictPath::Rebuild));
    let batch = ControlledBatch::default();
    let instead = told(&doc.call(Some(VerdictPath::Stabilise), "It ends in May.", batch));
    let at = |plan: &[Action], stage| plan.iter().filter(|one| one.stage == stage).count();
    assert_eq!(at(&instead.plan, PlanStage::Prove), 1);
    let change: Vec<_> = instead.plan.iter().filter(|one| one.stage == PlanStage::Change).collect();
    assert_eq!(change.len(), 1);
    assert!(change[0].says.ends_with(", as it was decided: It ends in May."), "{change:?}");
}
