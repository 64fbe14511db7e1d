use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::engagement::Stage;
use crate::document::integrations::Criticality;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Symptom};
use crate::document::truth::Standing;
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, confirmed, example, sound, step_id};

fn steps(doc: &Engagement) -> Vec<StepReport> {
    super::steps(&Reading::of(doc))
}

fn step(doc: &Engagement, step: AuditStep) -> StepReport {
    steps(doc).into_iter().find(|report| report.step == step).unwrap()
}

fn empty() -> Engagement {
    sound().but(|doc| {
        doc.systems.clear();
        doc.integrations.clear();
        doc.workflows.clear();
        doc.maps.clear();
        doc.matchings.clear();
        doc.data_types.clear();
        doc.fields.clear();
        doc.control_sheets.clear();
    })
}

fn decided() -> Engagement {
    sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping)).but(|doc| {
        doc.samples.examples.push(example());
        doc.stage = Stage::Decided;
    })
}

#[test]
fn an_empty_engagement_has_seven_steps_not_started_each_with_a_next_thing_to_do() {
    for report in steps(&empty()) {
        assert_eq!(report.state, StepState::NotStarted, "{}", report.step);
        assert!(report.next.is_some(), "{}", report.step);
    }
}

#[test]
fn a_decided_engagement_has_seven_steps_done() {
    for report in steps(&decided()) {
        assert_eq!(report.state, StepState::Done, "{}: {:?}", report.step, report.missing);
        assert_eq!(report.done, report.of);
    }
}

#[test]
fn an_intended_map_without_an_end_is_evidence_and_not_done() {
    let doc = decided().but(|doc| doc.maps[0].steps[3].kind = StepKind::Task);
    let report = step(&doc, AuditStep::IntendedFlow);
    assert_eq!(report.state, StepState::EvidenceRecorded);
    assert_eq!(report.progress, "0 of 1 workflows with an intended map");
}

#[test]
fn the_real_flow_is_done_only_when_matched_and_judged() {
    let unmatched = decided().but(|doc| doc.matchings.clear());
    assert_eq!(step(&unmatched, AuditStep::RealFlow).state, StepState::EvidenceRecorded);
    let unjudged = decided().shadow(None);
    let report = step(&unjudged, AuditStep::RealFlow);
    assert_eq!(report.next.unwrap().says, "Judge 1 map difference of “Order to invoice”.");
    let judged = decided().shadow(Some(Judgement::Fine));
    assert_eq!(step(&judged, AuditStep::RealFlow).state, StepState::Done);
}

#[test]
fn a_wrong_assumption_that_reaches_no_integration_is_told() {
    let doc = decided().shadow(Some(Judgement::WrongAssumption)).actual(|map| {
        map.flows.retain(|flow| flow.to != step_id(2009));
    });
    let report = step(&doc, AuditStep::RealFlow);
    assert_eq!(report.state, StepState::EvidenceRecorded);
    assert!(report.missing[0].says.contains("so that it counts"), "{:?}", report.missing);
}

#[test]
fn sample_progress_counts_confirmed_samples_up_to_what_is_asked_for() {
    let mut pattern = confirmed(9, Symptom::Wrong, Cause::WrongMapping);
    pattern.confirmed = 2;
    let report = step(&sound().with(pattern), AuditStep::FailureSamples);
    assert_eq!(report.state, StepState::EvidenceRecorded);
    assert_eq!(report.progress, "2 of 3 confirmed samples");
    let next = "Review the 7 samples that wait at “Shop to ERP”; 1 more to confirm.";
    assert_eq!(report.next.unwrap().says, next);
    assert_eq!(step(&decided(), AuditStep::FailureSamples).done, 3);
}

#[test]
fn samples_that_name_no_integration_are_told() {
    let doc = decided().but(|doc| {
        let mut pattern = doc.samples.patterns[0].clone();
        pattern.integration = None;
        doc.samples.patterns.push(pattern);
    });
    assert_eq!(step(&doc, AuditStep::FailureSamples).state, StepState::EvidenceRecorded);
}

#[test]
fn logs_have_evidence_only_with_a_payload() {
    let doc = decided().but(|doc| doc.samples.examples.clear());
    assert_eq!(step(&doc, AuditStep::LogsAndPayloads).state, StepState::InProgress);
    let doc = decided().control(Control::StatusView, ControlState::Unknown);
    let report = step(&doc, AuditStep::LogsAndPayloads);
    assert_eq!(report.state, StepState::EvidenceRecorded);
    assert_eq!((report.done, report.of), (6, 7));
}

#[test]
fn a_disputed_field_is_evidence_and_an_unassigned_one_is_not() {
    let disputed = decided().field(|field| field.standing = Standing::Disputed);
    assert_eq!(step(&disputed, AuditStep::SourceOfTruth).state, StepState::EvidenceRecorded);
    let unassigned = decided().field(|field| field.standing = Standing::Unassigned);
    assert_eq!(step(&unassigned, AuditStep::SourceOfTruth).state, StepState::NotStarted);
}

#[test]
fn validation_needs_duplicates_and_validation_looked_at_before_a_verdict_rests_on_it() {
    let doc = decided().control(Control::BoundaryValidation, ControlState::Unknown);
    assert_eq!(step(&doc, AuditStep::Validation).state, StepState::InProgress);
    let doc = decided().control(Control::LocalCopy, ControlState::Unknown);
    assert_eq!(step(&doc, AuditStep::Validation).state, StepState::EvidenceRecorded);
}

#[test]
fn a_convenience_integration_is_asked_for_little() {
    let doc = decided().integration(|one| one.criticality = Criticality::Convenience);
    let doc = doc.control(Control::BoundaryValidation, ControlState::Unknown);
    assert_eq!(step(&doc, AuditStep::Validation).state, StepState::Done);
    assert_eq!(step(&doc, AuditStep::LogsAndPayloads).of, 2);
}

#[test]
fn a_decision_without_findings_is_not_started() {
    let open = sound().but(|doc| doc.control_sheets.clear());
    assert_eq!(step(&open, AuditStep::Decision).state, StepState::NotStarted);
    let report = step(&sound(), AuditStep::Decision);
    assert_eq!(report.state, StepState::EvidenceRecorded, "sound is a decision too");
    let active = decided().but(|doc| doc.stage = Stage::Active);
    assert_eq!(step(&active, AuditStep::Decision).state, StepState::EvidenceRecorded);
}
