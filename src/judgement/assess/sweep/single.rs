//! Documents in which a single fact beside the failures decides.

use super::*;

#[test]
fn what_nobody_can_maintain_is_isolated_and_rebuilt() {
    let doc = sound()
        .with(confirmed(11, Symptom::Wrong, Cause::WrongMapping))
        .integration(|one| one.maintainable = Availability::No);
    let told = assess(&doc);
    assert_eq!(
        (told.verdict.answer, kinds(&told)),
        (Answer::Rebuild, vec![FindingKind::CannotBeMaintained])
    );
    assert_eq!(first(&told), (PlanStage::Contain, ActionKind::Isolate));
}

#[test]
fn what_is_wrong_where_it_is_made_is_checked_there() {
    let mut pattern = confirmed(40, Symptom::Duplicate, Cause::DuplicateRecord);
    pattern.origin = Origin::Source;
    let told = assess(&sound().with(pattern));
    assert_eq!(
        (told.verdict.answer, kinds(&told)),
        (Answer::Stabilise, vec![FindingKind::BadAtSource])
    );
    assert!(told.verdict.plan[0].says.contains("“Shop”"), "{}", told.verdict.plan[0].says);
}

#[test]
fn no_code_alone_is_no_reason_to_rebuild() {
    let doc = sound().integration(|one| one.code = Availability::No);
    assert_eq!(assess(&doc).verdict.answer, Answer::Sound);
    let doc = doc.with(confirmed(9, Symptom::Wrong, Cause::WrongMapping));
    assert_eq!(kinds(&assess(&doc)), [FindingKind::NoCodeOrAccess]);
}

#[test]
fn four_mapping_errors_ask_for_a_contract_first() {
    let doc = |errors: usize| {
        let symptoms = [Symptom::Wrong, Symptom::Missing, Symptom::Partial, Symptom::Late];
        symptoms
            .iter()
            .take(errors)
            .fold(sound(), |doc, symptom| doc.with(confirmed(4, *symptom, Cause::WrongMapping)))
    };
    for (errors, answer) in [(1, Answer::Patch), (3, Answer::Patch), (4, Answer::Stabilise)] {
        assert_eq!(assess(&doc(errors)).verdict.answer, answer, "{errors}");
    }
}

#[test]
fn an_outage_without_any_bridge_is_a_single_point_of_failure() {
    let of = [Control::LocalCopy, Control::DegradesGracefully, Control::ManualFallback];
    let doc = lacking(sound(), |control| of.contains(&control));
    let other_way = doc.clone().actual(|map| {
        map.flows[1].integration = None;
        map.lanes[1].system = None;
    });
    assert_eq!(kinds(&assess(&doc)), [FindingKind::SinglePoint]);
    assert_eq!(kinds(&assess(&other_way)), []);
    let outage = other_way.with(confirmed(3, Symptom::Missing, Cause::Unreachable));
    assert!(kinds(&assess(&outage)).contains(&FindingKind::SinglePoint));
}

#[test]
fn a_boundary_carried_by_hand_is_a_finding_unless_it_is_a_small_convenience() {
    let doc = sound().integration(|one| one.transport = Transport::CopyPaste);
    assert_eq!(kinds(&assess(&doc)), [FindingKind::WorkByHand]);
    let small = doc.integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(kinds(&assess(&small)), []);
}

#[test]
fn an_override_replaces_the_plan_of_what_it_overrides() {
    let doc = sound()
        .with(confirmed(11, Symptom::Wrong, Cause::WrongMapping))
        .integration(|one| one.maintainable = Availability::No)
        .call(
            Some(VerdictPath::Patch),
            "The vendor ends it in spring, so a patch has to do.",
            batch(),
        );
    let told = assess(&doc);
    assert_eq!(
        (told.verdict.computed, told.verdict.standing),
        (Some(VerdictPath::Rebuild), Some(VerdictPath::Patch))
    );
    assert!(told.verdict.plan.iter().all(|action| action.kind != ActionKind::Rebuild));
    assert!(
        told.integrations[0].verdict.set_aside.iter().any(|one| one.kind == ActionKind::Rebuild)
    );
    let alone = doc.but(|doc| doc.calls[0].agreed_by.clear());
    assert_eq!(assess(&alone).verdict.standing, Some(VerdictPath::Rebuild));
}

#[test]
fn what_ended_well_by_itself_is_handled() {
    let mut pattern = confirmed(8, Symptom::Late, Cause::Timeout);
    pattern.succeeded = 8;
    let doc = lacking(sound().with(pattern), |control| control == Control::DeadLetterQueue);
    assert_eq!(kinds(&assess(&doc)), []);
}
