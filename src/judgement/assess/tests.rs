use super::*;
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState};
use crate::document::integrations::Availability;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, batch, confirmed, example, sound};

fn troubled() -> Engagement {
    sound()
        .with(confirmed(7, Symptom::Duplicate, Cause::Replayed))
        .integration(|one| one.credentials = Availability::Unknown)
        .control(Control::CorrelationId, ControlState::Missing)
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
fn a_verdict_is_final_only_behind_the_gate_of_the_seven_steps() {
    let doc =
        sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping)).call(None, "", batch());
    let open = assess(&doc);
    assert_eq!((open.verdict.standing, open.is_final), (Some(VerdictPath::Patch), false));
    let (step, next) = open.next().unwrap();
    assert_eq!(step.step, crate::judgement::steps::AuditStep::LogsAndPayloads);
    assert_eq!(
        next.says,
        "Record the payload, the log line or the correlation id of a confirmed sample."
    );
    let doc = doc.but(|doc| doc.samples.examples.push(example()));
    assert!(assess(&doc).is_final);
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
