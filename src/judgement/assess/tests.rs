use super::*;
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState};
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, Symptom};
use crate::document::truth::Standing;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, confirmed, sound};

fn troubled() -> Engagement {
    sound()
        .with(confirmed(7, Symptom::Duplicate, Cause::Replayed))
        .integration(|one| one.credentials = Availability::Unknown)
        .control(Control::CorrelationId, ControlState::Missing)
        .control(Control::IdempotencyKey, ControlState::Missing)
        .shadow(None)
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let doc = troubled();
    let bytes = || serde_json::to_vec(&assess(&doc)).unwrap();
    assert_eq!(bytes(), bytes());
    let read: Engagement = serde_json::from_slice(&serde_json::to_vec(&doc).unwrap()).unwrap();
    assert_eq!(bytes(), serde_json::to_vec(&assess(&read)).unwrap());
}

#[test]
fn an_assessment_can_be_read_back_from_its_json() {
    let assessment = assess(&troubled());
    let read: Assessment =
        serde_json::from_str(&serde_json::to_string(&assessment).unwrap()).unwrap();
    assert_eq!(read, assessment);
}

#[test]
fn only_integrations_in_scope_are_assessed() {
    assert_eq!(assess(&troubled()).integrations.len(), 1);
    let doc = troubled().integration(|one| one.in_scope = false);
    let assessment = assess(&doc);
    assert!(assessment.integrations.is_empty());
    assert_eq!(assessment.verdict.computed, None);
}

#[test]
fn a_verdict_is_final_once_nothing_is_missing_and_says_what_is_until_then() {
    let doc = sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
    let told = assess(&doc);
    assert_eq!((told.verdict.standing, told.is_final), (Some(VerdictPath::Patch), true));
    let says = |doc: Engagement| -> Vec<String> {
        let told = assess(&doc);
        assert!(!told.is_final);
        told.provisional.into_iter().map(|one| one.says).collect()
    };
    let bare = doc.clone().but(|doc| {
        doc.samples.patterns[0].confirmed = 1;
        doc.maps.iter_mut().for_each(|map| map.steps.truncate(1));
    });
    let missing = [
        "“Shop to ERP” needs 2 more confirmed samples: 1 of 3.",
        "Draw the intended map of “Order to invoice”.",
    ];
    assert_eq!(says(bare), missing);
    let unseen = doc.clone().control(Control::RetryCount, ControlState::Unknown);
    assert_eq!(says(unseen), ["Find out whether “Shop to ERP” has retry count."]);
    let disputed = doc.clone().field(|field| field.standing = Standing::Disputed);
    assert_eq!(says(disputed), ["Decide which system owns “Order: total”."]);
    let nowhere = doc.clone().but(|doc| {
        doc.workflows.clear();
        doc.maps.clear();
        doc.matchings.clear();
    });
    assert_eq!(says(nowhere), ["Show on the maps of a workflow where “Shop to ERP” runs."]);
    assert_eq!(says(doc.shadow(None)), ["Judge 1 map difference of “Order to invoice”."]);
}

#[test]
fn the_next_thing_to_do_is_that_of_the_first_step_without_evidence() {
    let doc = sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
    let told = assess(&doc);
    let (step, next) = told.next().unwrap();
    assert_eq!(step.step, crate::judgement::steps::AuditStep::LogsAndPayloads);
    let says = "Record the payload, the log line or the correlation id of a confirmed sample.";
    assert_eq!(next.says, says);
}

#[test]
fn what_is_closed_and_flagged_for_an_integration_is_told_with_it() {
    let assessment = assess(&troubled());
    let one = assessment.of(SHOP_TO_ERP).unwrap();
    assert!(one.closed_gates.contains(&GateKind::VisibilityBeforeLogic));
    assert!(one.flags.iter().any(|key| key.starts_with("control_missing:control/")));
    let about = Subject::Control { integration: SHOP_TO_ERP, control: Control::CorrelationId };
    assert_eq!(assessment.flags_about(&about).count(), 1);
}

#[test]
fn an_empty_engagement_can_be_assessed() {
    let doc = Engagement {
        systems: Vec::new(),
        integrations: Vec::new(),
        workflows: Vec::new(),
        maps: Vec::new(),
        matchings: Vec::new(),
        data_types: Vec::new(),
        fields: Vec::new(),
        control_sheets: Vec::new(),
        ..sound()
    };
    let assessment = assess(&doc);
    assert_eq!(assessment.verdict.says, "Not enough evidence: no integration is in scope.");
    assert_eq!(assessment.next().unwrap().1.says, "Name the workflow that breaks.");
}
