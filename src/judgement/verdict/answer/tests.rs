use super::*;
use crate::document::engagement::Engagement;
use crate::document::samples::{Cause, Symptom};
use crate::judgement::assess::testing::{Broken, confirmed, sound};
use crate::judgement::findings::Reading;

fn answer(doc: &Engagement) -> Answer {
    let reading = Reading::of(doc);
    let one = &reading.in_scope[0];
    of(&one.facts, &one.findings).answer
}

fn repaired(days_ago: i64) -> Engagement {
    let doc = sound().with(confirmed(20, Symptom::Duplicate, Cause::Replayed));
    doc.but(|doc| {
        doc.as_of = doc.samples.patterns[0].last_seen.and_hms_opt(9, 0, 0).unwrap().and_utc()
            + chrono::Duration::days(days_ago);
    })
}

fn in_place_since(doc: Engagement, days_after: i64) -> Engagement {
    doc.but(|doc| {
        let since = doc.samples.patterns[0].last_seen + chrono::Duration::days(days_after);
        doc.control_sheets[0].controls.values_mut().for_each(|one| one.since = Some(since));
    })
}

#[test]
fn nothing_wrong_and_everything_in_place_is_sound() {
    assert_eq!(answer(&sound()), Answer::Sound);
    assert_eq!(answer(&sound().but(|doc| doc.control_sheets.clear())), Answer::NotEnoughEvidence);
    let unowned = sound().integration(|one| one.owners.clear());
    assert_eq!(answer(&unowned), Answer::NotEnoughEvidence);
}

#[test]
fn what_was_looked_at_before_its_evidence_ran_out_is_not_told_as_never_looked_at() {
    use crate::document::controls::ControlState;
    let told = |again: usize, never: usize| {
        let doc = sound().but(|doc| {
            let yesterday = doc.as_of.date_naive().pred_opt();
            let controls = doc.control_sheets[0].controls.values_mut();
            for (at, found) in controls.take(again + never).enumerate() {
                if at < again {
                    found.holds_until = yesterday;
                } else {
                    found.state = ControlState::Unknown;
                }
            }
        });
        let reading = Reading::of(&doc);
        let one = &reading.in_scope[0];
        of(&one.facts, &one.findings).because[0].says.clone()
    };
    let ran_out = "again: the evidence no longer holds.";
    assert_eq!(told(0, 1), "1 of the 35 controls expected here is not looked at yet.");
    assert_eq!(
        told(2, 0),
        format!("2 of the 35 controls expected here are to be looked at {ran_out}")
    );
    assert_eq!(
        told(2, 1),
        format!("3 of the 35 controls expected here are to be looked at, 2 of them {ran_out}")
    );
}

#[test]
fn silence_is_a_repair_only_once_chance_is_ruled_out() {
    assert_eq!(answer(&in_place_since(repaired(2), 1)), Answer::Watched);
    assert_eq!(answer(&in_place_since(repaired(20), 1)), Answer::Repaired);
    assert_eq!(answer(&repaired(20)), Answer::CauseNotKnown, "nobody said since when");
    assert_eq!(answer(&repaired(21)), Answer::CauseNotKnown, "it went on for 22 days");
    assert_eq!(answer(&repaired(22)), Answer::Repaired);
}

#[test]
fn what_has_stopped_for_good_is_not_prescribed_the_other_half_of_its_answer() {
    use crate::document::controls::ControlState;
    let half = |doc: Engagement| doc.control(Control::DuplicateCheck, ControlState::Missing);
    let since = |days_ago| half(in_place_since(repaired(days_ago), 1));
    assert_eq!(answer(&since(60)), Answer::Repaired);
    assert_eq!(answer(&since(2)), Answer::Stabilise);
    assert_eq!(answer(&half(repaired(60))), Answer::Stabilise, "what was there repaired nothing");
}

#[test]
fn what_goes_on_after_the_repair_was_no_repair() {
    assert_eq!(answer(&in_place_since(repaired(60), -3)), Answer::CauseNotKnown);
}

#[test]
fn what_nobody_needs_is_retired_whatever_fails() {
    let doc = sound().with(confirmed(20, Symptom::Wrong, Cause::WrongMapping));
    assert_eq!(answer(&doc.integration(|one| one.needed = Availability::No)), Answer::NotNeeded);
}

#[test]
fn enough_samples_of_an_unknown_cause_ask_for_a_diagnosis_and_few_for_more_evidence() {
    let doc = |n| sound().with(confirmed(n, Symptom::Wrong, Cause::Unknown));
    assert_eq!(
        (answer(&doc(5)), answer(&doc(1))),
        (Answer::CauseNotKnown, Answer::NotEnoughEvidence)
    );
}

#[test]
fn evidence_that_no_longer_holds_is_asked_for_again() {
    let doc = sound().but(|doc| {
        let until = doc.as_of.date_naive().pred_opt();
        doc.control_sheets[0].controls.values_mut().for_each(|one| one.holds_until = until);
    });
    assert_eq!(answer(&doc), Answer::NotEnoughEvidence);
}

#[test]
fn a_convenience_is_sound_with_one_owner_and_what_matters_needs_all_of_them() {
    use crate::document::integrations::Criticality;
    let owned = |criticality, by: usize| {
        let doc = sound().integration(|one| one.criticality = criticality);
        answer(
            &doc.integration(|one| one.owners = one.owners.clone().into_iter().take(by).collect()),
        )
    };
    assert_eq!(owned(Criticality::Convenience, 1), Answer::Sound);
    assert_eq!(owned(Criticality::Convenience, 0), Answer::NotEnoughEvidence);
    assert_eq!(owned(Criticality::Important, 3), Answer::NotEnoughEvidence);
    assert_eq!(owned(Criticality::Important, 4), Answer::Sound);
}
