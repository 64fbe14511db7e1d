//! A symptom that was ticked stays a question until something that is recorded shows where it comes from.

use super::*;
use crate::document::controls::ControlState;
use crate::document::engagement::Engagement;
use crate::document::integrations::Ownership;
use crate::judgement::assess::testing::{Broken, ERP, confirmed, sound, step};
use crate::platform::ids::LaneId;
use uuid::Uuid;

/// What is still to be looked for, once this symptom is ticked; nothing where it is explained.
fn asked(doc: &Engagement, complaint: Complaint) -> Option<String> {
    let doc = doc.clone().but(|doc| doc.brief.complaints = vec![complaint]);
    let raised = raise(&Reading::of(&doc));
    raised.first().map(|one| one.because[0].says.clone())
}

fn is_open(doc: &Engagement, complaint: Complaint) -> bool {
    asked(doc, complaint).is_some()
}

fn failing(symptom: Symptom, cause: Cause) -> Engagement {
    sound().with(confirmed(3, symptom, cause))
}

/// A step of this kind on the intended or on the actual map.
fn with_step(side: usize, kind: StepKind) -> Engagement {
    let lane = LaneId(Uuid::from_u128(2091));
    sound().but(|doc| doc.maps[side].steps.push(step(2009, lane, "Look at it again", kind)))
}

#[test]
fn a_symptom_says_what_to_look_for() {
    use Complaint as C;
    let bare = sound().field(|field| {
        field.rights.remove(&ERP);
    });
    let told = |complaint| asked(&bare, complaint).unwrap();
    let name_it = "Name the field and each system’s right to it.";
    assert_eq!([C::SameRecordInSeveralSystems, C::TruthDisputed].map(told), [name_it; 2]);
    let by_hand = [C::ComparedByHand, C::DoubleCheckSheet, C::TypedTwice, C::InconsistentMessages];
    assert_eq!(
        by_hand.map(told),
        ["Put the step on the actual map, with its minutes and runs."; 4]
    );
    let owner = "Name who owns it, or leave the owner open.";
    assert_eq!([C::StitchedQuietly, C::NoVisibleOwner].map(told), [owner; 2]);
    assert_eq!(told(C::OneOutageStopsAll), "Record an outage, and what bridged it.");
    assert_eq!(told(C::CleanUpGrows), "Record the minutes that clearing up takes.");
    assert_eq!(told(C::FailsSilently), "Confirm a sample that shows it.");
}

#[test]
fn samples_explain_the_symptoms_that_they_show_and_no_others() {
    use Complaint as C;
    let (data, transport) =
        (failing(Symptom::Wrong, Cause::DirtyValue), failing(Symptom::Silent, Cause::Timeout));
    for explained in [C::ReportsNotTrusted, C::StockWrong, C::StatusesDisagree] {
        assert_eq!([&data, &transport].map(|doc| is_open(doc, explained)), [false, true]);
    }
    for explained in [C::SyncsSometimes, C::FailsSilently, C::CreatedHereMissingThere] {
        assert_eq!([&data, &transport].map(|doc| is_open(doc, explained)), [true, false]);
    }
    let replayed = failing(Symptom::Late, Cause::Replayed);
    let twice = failing(Symptom::Duplicate, Cause::DirtyValue);
    assert_eq!(
        [&replayed, &twice, &data].map(|doc| is_open(doc, C::RunsTwice)),
        [false, false, true]
    );
    assert_eq!([&replayed, &twice].map(|doc| is_open(doc, C::DuplicateOrders)), [true, false]);
    let changed = failing(Symptom::Wrong, Cause::InconsistentFormat);
    assert_eq!([&changed, &data].map(|doc| is_open(doc, C::BrokeAfterChange)), [false, true]);
    let ids = failing(Symptom::Wrong, Cause::MissingIdentifier);
    assert_eq!([&ids, &data].map(|doc| is_open(doc, C::MismatchedIds)), [false, true]);
}

#[test]
fn minutes_of_clearing_up_and_customers_who_noticed_explain_what_they_are_counted_for() {
    let doc = failing(Symptom::Wrong, Cause::DirtyValue);
    let minutes = doc.clone().but(|doc| doc.samples.patterns[0].manual_minutes = 1);
    let noticed = doc.clone().but(|doc| doc.samples.patterns[0].unnoticed = 1);
    let open = |complaint| [&doc, &minutes, &noticed].map(|doc| is_open(doc, complaint));
    assert_eq!(open(Complaint::CleanUpGrows), [true, false, true]);
    assert_eq!(open(Complaint::CustomersNotice), [true, true, false]);
}

#[test]
fn a_step_explains_what_people_do_only_where_it_is_on_the_actual_map() {
    use Complaint as C;
    for (complaint, kind) in [
        (C::ComparedByHand, StepKind::Check),
        (C::DoubleCheckSheet, StepKind::SpreadsheetEdit),
        (C::TypedTwice, StepKind::CopyPaste),
        (C::InconsistentMessages, StepKind::Notification),
    ] {
        assert!(is_open(&sound(), complaint), "{complaint}");
        assert!(is_open(&with_step(0, kind), complaint), "{complaint}: it was only intended");
        assert!(!is_open(&with_step(1, kind), complaint), "{complaint}");
    }
}

#[test]
fn an_owner_that_is_open_a_dispute_and_a_right_too_many_explain_what_is_said_of_them() {
    use Complaint as C;
    let unowned = sound().integration(|one| {
        one.owners.remove(&Ownership::Logic);
    });
    for complaint in [C::StitchedQuietly, C::NoVisibleOwner] {
        assert_eq!([&sound(), &unowned].map(|doc| is_open(doc, complaint)), [true, false]);
    }
    let disputed = sound().field(|field| field.standing = Standing::Disputed);
    assert_eq!([&sound(), &disputed].map(|doc| is_open(doc, C::TruthDisputed)), [true, false]);
    let once = sound().field(|field| {
        field.rights.remove(&ERP);
    });
    let several = C::SameRecordInSeveralSystems;
    assert_eq!([&once, &sound()].map(|doc| is_open(doc, several)), [true, false]);
}

#[test]
fn an_outage_that_stops_all_is_explained_once_neither_a_copy_nor_a_reduced_form_bridges_it() {
    let lacking = |of: &[Control]| {
        of.iter().fold(sound(), |doc, one| doc.control(*one, ControlState::Missing))
    };
    let (copy, reduced) = (Control::LocalCopy, Control::DegradesGracefully);
    let open = |of: &[Control]| is_open(&lacking(of), Complaint::OneOutageStopsAll);
    assert_eq!(
        [open(&[]), open(&[copy]), open(&[reduced]), open(&[copy, reduced])],
        [true, true, true, false]
    );
}
