//! What is not established says what is in its way: nothing is recorded, it waits for somebody, or it is answered.

use super::*;
use crate::document::engagement::Engagement;
use crate::document::matching::Judgement;
use crate::document::samples::Symptom;
use crate::document::truth::Standing;
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, confirmed, sound};
use crate::judgement::findings::{FindingKind as K, Reading, not_established};

/// Why a finding is not established.
fn why(doc: &Engagement, kind: FindingKind) -> String {
    let absent = not_established(&Reading::of(doc).in_scope[0].facts);
    absent.into_iter().find(|one| one.kind == kind).unwrap().says
}

fn failing(symptom: Symptom, cause: Cause) -> Engagement {
    sound().with(confirmed(3, symptom, cause))
}

fn waiting(count: i64, symptom: Symptom, cause: Cause) -> Engagement {
    let mut pattern = confirmed(count, symptom, cause);
    pattern.confirmed = 0;
    sound().with(pattern)
}

fn unknown(doc: Engagement, of: &[Control]) -> Engagement {
    of.iter().fold(doc, |doc, one| doc.control(*one, ControlState::Unknown))
}

#[test]
fn samples_establish_nothing_while_there_are_none_they_wait_or_they_are_answered() {
    let none = "No silent failure or one that customers found is confirmed.";
    assert_eq!(why(&sound(), K::FailuresNotSeen), none);
    let late = waiting(3, Symptom::Late, Cause::DirtyValue);
    assert_eq!(why(&late, K::FailuresNotSeen), none);
    let says = |count| why(&waiting(count, Symptom::Silent, Cause::DirtyValue), K::FailuresNotSeen);
    assert_eq!(says(1), "1 sample points this way but is not confirmed.");
    assert_eq!(says(3), "3 samples point this way but are not confirmed.");
    let lost = waiting(3, Symptom::Missing, Cause::RateLimited);
    assert_eq!(why(&lost, K::FailuresNotHandled), says(3));
    let answered = failing(Symptom::Duplicate, Cause::Replayed);
    let told = "It is confirmed, but what answers it is recorded as in place.";
    assert_eq!(why(&answered, K::DuplicatePosting), told);
    let open = unknown(answered, &[Control::DuplicateCheck]);
    let told = format!(
        "It is confirmed, but we don’t know yet how it stands with “{}”.",
        Control::DuplicateCheck
    );
    assert_eq!(why(&open, K::DuplicatePosting), told);
}

#[test]
fn a_difference_that_nobody_judged_is_told_before_all_else() {
    let told = "1 map difference is not judged yet; none so far is a wrong assumption.";
    assert_eq!(why(&sound().shadow(None), K::WrongAssumptions), told);
    let judged = sound().shadow(Some(Judgement::Workaround));
    let told = "No judged map difference and no confirmed sample says so.";
    assert_eq!(why(&judged, K::WrongAssumptions), told);
    let told = "2 samples point this way but are not confirmed.";
    assert_eq!(why(&waiting(2, Symptom::Wrong, Cause::WrongAssumption), K::WrongAssumptions), told);
}

#[test]
fn whether_it_can_be_changed_and_maintained_is_told_as_it_is_known() {
    let known = |code, credentials| {
        let doc = sound().integration(|one| (one.code, one.credentials) = (code, credentials));
        why(&doc, K::NoCodeOrAccess)
    };
    let (yes, no, open) = (Availability::Yes, Availability::No, Availability::Unknown);
    assert_eq!(known(yes, yes), "It can be changed, and the credentials can be had.");
    assert_eq!(known(no, open), "Nothing asks for a change of it.");
    assert_eq!(known(yes, open), "We don’t know yet whether the credentials can be had.");
    assert_eq!(
        known(open, open),
        "We don’t know yet whether it can be changed and the credentials can be had."
    );
    let kept = |at| why(&sound().integration(|one| one.maintainable = at), K::CannotBeMaintained);
    assert_eq!(kept(yes), "It can be maintained.");
    assert_eq!(kept(open), "We don’t know yet whether it can be maintained.");
    assert_eq!(kept(no), "Nothing asks for a change of its code.");
}

#[test]
fn controls_that_nobody_looked_at_are_counted() {
    let told = "No visibility control that is expected here is lacking.";
    assert_eq!(why(&sound(), K::MissingLogs), told);
    let says = |of: &[Control]| why(&unknown(sound(), of), K::MissingLogs);
    let one = "1 visibility control is not looked at yet.";
    assert_eq!(says(&[Control::RetryCount]), one);
    assert_eq!(says(&[Control::RetryCount, Control::DuplicateCheck]), one);
    assert_eq!(
        says(&[Control::RetryCount, Control::TimeReceived]),
        "2 visibility controls are not looked at yet."
    );
}

#[test]
fn an_open_field_says_that_no_sample_differs_on_it() {
    let told = "No field it carries is known to be disputed, unowned or doubly owned.";
    assert_eq!(why(&sound(), K::TruthUnsettled), told);
    let disputed = sound().field(|field| field.standing = Standing::Disputed);
    let one =
        "1 field it carries is open, but no confirmed sample and no comparison differs on it.";
    assert_eq!(why(&disputed, K::TruthUnsettled), one);
    let two = disputed.but(|doc| {
        let mut other = doc.fields[0].clone();
        (other.id, other.name) = (crate::platform::ids::FieldId::new(), "tax".into());
        doc.fields.push(other);
    });
    let told =
        "2 fields it carries are open, but no confirmed sample and no comparison differs on them.";
    assert_eq!(why(&two, K::TruthUnsettled), told);
}

#[test]
fn a_single_point_says_what_bridges_an_outage_or_what_nobody_knows() {
    let lacking = |of: &[Control]| {
        let doc = BRIDGES.iter().fold(sound(), |doc, one| doc.control(*one, ControlState::Missing));
        of.iter().fold(doc, |doc, one| doc.control(*one, ControlState::InPlace))
    };
    let convenience = sound().integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(why(&convenience, K::SinglePoint), "It is not critical.");
    let copy = inside(Control::LocalCopy.label());
    let bridged = why(&lacking(&[Control::LocalCopy]), K::SinglePoint);
    assert_eq!(bridged, format!("An outage is bridged: {copy}."));
    let open = unknown(lacking(&[]), &[Control::LocalCopy]);
    let told = format!("We don’t know yet how it stands with {copy}.");
    assert_eq!(why(&open, K::SinglePoint), told);
    let no_map = lacking(&[]).but(|doc| doc.maps.truncate(1));
    let told = "No outage is confirmed, and no actual map shows that there is no other way.";
    assert_eq!(why(&no_map, K::SinglePoint), told);
}

#[test]
fn manual_steps_that_take_less_than_a_day_are_told_in_whole_hours() {
    assert_eq!(why(&sound(), K::WorkByHand), "No manual work at it is timed.");
    let taking = |hours| {
        let doc = sound().actual(|map| {
            let step = &mut map.steps[1];
            step.kind = StepKind::CopyPaste;
            (step.facts.minutes_per_run, step.facts.runs_per_month) = (Some(60.0), Some(hours));
        });
        why(&doc, K::WorkByHand)
    };
    assert_eq!(taking(0.9), "No manual work at it is timed.");
    assert_eq!(taking(1.0), "Manual steps at it take 1 hour a month, which is less than 8.");
    assert_eq!(taking(7.5), "Manual steps at it take 7 hours a month, which is less than 8.");
}

#[test]
fn a_mapping_says_what_stands_beside_it_and_what_is_in_the_way_of_its_repair() {
    let one = failing(Symptom::Wrong, Cause::WrongMapping);
    let two = one.clone().with(confirmed(2, Symptom::Missing, Cause::WrongMapping));
    let told = |doc: &Engagement| why(doc, K::OneMappingError);
    assert_eq!(told(&sound()), "No wrong mapping is confirmed.");
    assert_eq!(told(&two), "There are 2 mapping errors, not one.");
    assert_eq!(why(&one, K::SeveralMappingErrors), "There is one mapping error, not several.");
    let waits = waiting(1, Symptom::Wrong, Cause::WrongMapping);
    assert_eq!(told(&waits), "1 sample points this way but is not confirmed.");
    let unexplained = confirmed(1, Symptom::Late, Cause::Unknown);
    let alone = sound().with(unexplained.clone());
    assert_eq!(told(&alone), "The cause of the confirmed samples is not known yet.");
    assert_eq!(
        told(&one.clone().with(unexplained.clone())),
        "A wrong mapping is confirmed; the cause of other confirmed samples is not known yet."
    );
    let dirty = alone.with(confirmed(1, Symptom::Wrong, Cause::DirtyValue));
    let other = format!("The confirmed samples have another cause: “{}”.", Cause::DirtyValue);
    assert_eq!(told(&dirty), other);
    let (no, open) = (Availability::No, Availability::Unknown);
    let known = |code, maintainable| {
        let doc = one.clone();
        told(&doc.integration(|one| (one.code, one.maintainable) = (code, maintainable)))
    };
    assert_eq!(known(no, open), "The mapping is wrong, but it cannot be changed.");
    assert_eq!(
        known(Availability::Yes, open),
        "The mapping is wrong, but we don’t know yet whether it can be maintained."
    );
    assert_eq!(
        known(Availability::Yes, Availability::DoesNotApply),
        "The mapping is wrong, but there is nothing in it to repair."
    );
}
