//! Sweeps over every symptom and cause, and documents of our own that tell a situation each.
//! What is asserted is what a consultant would say of the kind, not of one case.

use super::testing::{
    Broken, ERP, SHOP, SHOP_TO_ERP, TOTAL, batch, confirmed, example, integration, may, sound,
};
use super::{Assessment, assess};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality, Transport};
use crate::document::samples::{Cause, Compared, Origin, Pattern, Symptom};
use crate::document::truth::{Right, Standing};
use crate::judgement::findings::FindingKind;
use crate::judgement::verdict::{ActionKind, Answer, PlanStage};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SystemId};

mod single;

fn lacking(doc: Engagement, of: impl Fn(Control) -> bool) -> Engagement {
    let controls = Control::ALL.iter().copied().filter(|control| of(*control));
    controls.fold(doc, |doc, control| doc.control(control, ControlState::Missing))
}

fn pairs() -> impl Iterator<Item = (Symptom, Cause)> {
    let causes = |symptom: &Symptom| {
        let symptom = *symptom;
        Cause::ALL.iter().map(move |cause| (symptom, *cause))
    };
    Symptom::ALL.iter().flat_map(causes)
}

fn all_documents(pattern: &Pattern) -> Vec<Engagement> {
    let origins = Origin::ALL.iter().map(|origin| Pattern { origin: *origin, ..pattern.clone() });
    let weighed = |pattern: Pattern| {
        Criticality::ALL.iter().map(move |criticality| {
            let doc = sound().with(pattern.clone());
            doc.integration(|one| one.criticality = *criticality)
        })
    };
    origins.flat_map(weighed).collect()
}

#[test]
fn fifty_confirmed_samples_are_evidence_enough_whatever_they_are() {
    for (symptom, cause) in pairs() {
        for doc in all_documents(&confirmed(50, symptom, cause)) {
            let doc = lacking(doc, |control| control.family() != Family::Visibility);
            let told = assess(&doc);
            assert_ne!(told.verdict.answer, Answer::NotEnoughEvidence, "{symptom} {cause}");
            assert!(!told.verdict.says.is_empty());
        }
    }
}

#[test]
fn no_control_that_is_in_place_is_ever_prescribed() {
    for (symptom, cause) in pairs() {
        for doc in all_documents(&confirmed(50, symptom, cause)) {
            let told = assess(&doc);
            let prescribed = told.verdict.plan.iter().filter(|action| !action.controls.is_empty());
            assert_eq!(prescribed.count(), 0, "{symptom} {cause}");
        }
    }
}

fn first(told: &Assessment) -> (PlanStage, ActionKind) {
    let first = &told.verdict.plan[0];
    (first.stage, first.kind)
}

fn kinds(told: &Assessment) -> Vec<FindingKind> {
    told.integrations[0].verdict.findings.iter().map(|finding| finding.kind).collect()
}

#[test]
fn where_nobody_has_looked_the_plan_begins_with_looking() {
    let doc = sound().with(confirmed(14, Symptom::Duplicate, Cause::Replayed)).but(|doc| {
        doc.control_sheets[0].controls.clear();
    });
    let told = assess(&doc.control(Control::IdempotencyKey, ControlState::Missing));
    assert_eq!(told.verdict.answer, Answer::Stabilise);
    assert_eq!(kinds(&told), [FindingKind::DuplicatePosting]);
    assert_eq!(first(&told), (PlanStage::FindOut, ActionKind::FindOut));
    assert!(told.verdict.plan[0].says.contains("can be seen"), "{}", told.verdict.plan[0].says);
    let stages: Vec<_> = told.verdict.plan.iter().map(|action| action.stage).collect();
    assert!(stages.is_sorted());
}

#[test]
fn a_time_out_that_is_handled_does_not_hide_the_patch() {
    let doc = sound().with(confirmed(22, Symptom::Wrong, Cause::WrongMapping)).with(confirmed(
        1,
        Symptom::Late,
        Cause::Timeout,
    ));
    let told = assess(&doc);
    assert_eq!(
        (told.verdict.answer, kinds(&told)),
        (Answer::Patch, vec![FindingKind::OneMappingError])
    );
    assert_eq!(first(&told), (PlanStage::Change, ActionKind::RepairScript));
}

#[test]
fn what_is_lost_on_the_way_is_kept_first_and_handled_then() {
    let of = [Control::ErrorsClassified, Control::RetriesWithBackoff, Control::DeadLetterQueue];
    let doc = sound().with(confirmed(200, Symptom::Missing, Cause::RateLimited));
    let told = assess(&lacking(doc, |control| of.contains(&control)));
    assert_eq!(kinds(&told), [FindingKind::FailuresNotHandled]);
    assert_eq!(first(&told), (PlanStage::Contain, ActionKind::Isolate));
    let change = told.verdict.plan.iter().find(|action| action.stage == PlanStage::Change).unwrap();
    assert_eq!(change.controls, of);
}

#[test]
fn a_convenience_never_lifts_the_verdict_and_is_told_beside_it() {
    let newsletter = IntegrationId::new();
    let doc = sound().with(confirmed(9, Symptom::Wrong, Cause::WrongMapping)).but(|doc| {
        let mut one = integration(newsletter, "Newsletter", Criticality::Convenience);
        one.code = Availability::No;
        doc.integrations.push(one);
        let mut bad = confirmed(5, Symptom::Wrong, Cause::WrongAssumption);
        bad.integration = Some(newsletter);
        doc.samples.patterns.push(bad);
    });
    let told = assess(&doc);
    assert_eq!(
        (told.verdict.answer, told.verdict.standing),
        (Answer::Patch, Some(VerdictPath::Patch))
    );
    assert_eq!(told.verdict.decided_by, [SHOP_TO_ERP]);
    assert!(
        told.verdict.says.contains("as a convenience: “Newsletter” (rebuild)"),
        "{}",
        told.verdict.says
    );
}

#[test]
fn a_simple_thing_that_works_is_left_alone() {
    let doc = sound().but(|doc| {
        doc.control_sheets[0].controls.retain(|control, _| *control == Control::FinalOutcome);
        doc.integrations[0].criticality = Criticality::Convenience;
        doc.integrations[0].carries.clear();
        doc.matchings.clear();
    });
    let told = assess(&doc);
    assert_eq!(told.verdict.answer, Answer::Sound);
    assert_eq!(first(&told), (PlanStage::Watch, ActionKind::Watch));
    assert!(told.is_final, "{:?}", told.provisional);
    let says = serde_json::to_string(&(&told.gates, &told.steps)).unwrap();
    assert!(!says.contains("no contract") && !says.contains("failure sample"), "{says}");
    let open = |gate: &crate::judgement::gates::Gate| gate.is_open();
    assert!(
        told.gates
            .iter()
            .filter(|gate| gate.kind != crate::judgement::gates::GateKind::FactsBeforeScope)
            .all(open)
    );
}

#[test]
fn silence_is_seen_before_anything_else() {
    let of = [Control::FinalOutcome, Control::AlertOnAbsence];
    let mut pattern = confirmed(12, Symptom::Silent, Cause::WebhookNotDelivered);
    pattern.unnoticed = 12;
    let told = assess(&lacking(sound().with(pattern), |control| of.contains(&control)));
    assert_eq!(kinds(&told), [FindingKind::MissingLogs, FindingKind::FailuresNotSeen]);
    assert_eq!(first(&told), (PlanStage::See, ActionKind::AddControl));
    assert_eq!(told.verdict.plan[1].controls, [Control::AlertOnAbsence]);
}

#[test]
fn while_two_teams_dispute_a_field_nothing_is_coded() {
    let doc = sound().with(confirmed(18, Symptom::Wrong, Cause::UnclearRule)).field(|field| {
        field.standing = Standing::Disputed;
        field.rights.values_mut().for_each(|right| *right = Right::Owns);
    });
    let told = assess(&doc);
    assert_eq!(
        (told.verdict.answer, kinds(&told)),
        (Answer::Stabilise, vec![FindingKind::TruthUnsettled])
    );
    assert_eq!(first(&told), (PlanStage::Settle, ActionKind::SettleTruth));
}

#[test]
fn a_field_is_open_only_where_samples_differ_on_it() {
    let open = |field: &mut crate::document::truth::Field| field.standing = Standing::Unassigned;
    let doc = sound().with(confirmed(9, Symptom::Wrong, Cause::DirtyValue)).field(open);
    assert_eq!(kinds(&assess(&doc)), []);
    let named = doc.but(|doc| {
        let summary = "The total differs between shop and ERP.".into();
        doc.samples.examples.push(crate::document::samples::Sample {
            cause: Cause::DirtyValue,
            summary,
            ..example()
        });
    });
    assert_eq!(kinds(&assess(&named)), [FindingKind::TruthUnsettled]);
}

#[test]
fn a_comparison_that_differs_on_an_open_field_is_evidence_without_any_sample() {
    let open = sound().field(|field| field.standing = Standing::Disputed);
    assert_eq!(kinds(&assess(&open)), []);
    let compared = |systems| {
        let found = Compared { field: TOTAL, systems, differ: 14, on: may(25) };
        assess(&open.clone().but(|doc| doc.samples.compared.push(found)))
    };
    let elsewhere = compared([SHOP, SystemId::new()]);
    assert_eq!(kinds(&elsewhere), [], "of other systems");
    let told = compared([ERP, SHOP]);
    assert_eq!(kinds(&told), [FindingKind::TruthUnsettled]);
    let verdict = &told.integrations[0].verdict;
    let says = &verdict.findings[0].because[0].says;
    assert!(
        says.ends_with("The comparison of 25 May 2026 found 14 records that differ on it."),
        "{says}"
    );
    let sure = &verdict.certainty.as_ref().unwrap().says;
    assert_eq!(sure, "High. The strongest evidence is two exports that disagree.");
}
