//! Each row of the table with the evidence that establishes it, and beside it what is not enough.

use super::*;
use crate::document::engagement::Engagement;
use crate::document::integrations::{Agreement, Criticality, Timing, Transport};
use crate::document::truth::Standing;
use crate::engines::map::{Flow, StepKind};
use crate::judgement::assess::testing::{Broken, confirmed, example, may, sound, step, step_id};
use crate::judgement::findings::Reading;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::FlowId;
use uuid::Uuid;

/// The reasons for a finding; none where it is not established.
fn found(doc: &Engagement, kind: FindingKind) -> Vec<String> {
    let findings = Reading::of(doc).in_scope[0].findings.clone();
    let own = findings.into_iter().filter(|one| one.kind == kind);
    own.flat_map(|one| one.because).map(|evidence| evidence.says).collect()
}

fn lacking(doc: Engagement, of: &[Control]) -> Engagement {
    of.iter().fold(doc, |doc, one| doc.control(*one, ControlState::Missing))
}

fn failing(count: i64, symptom: Symptom, cause: Cause) -> Engagement {
    sound().with(confirmed(count, symptom, cause))
}

#[test]
fn every_finding_has_its_own_plain_words_and_its_own_rule() {
    let all = FindingKind::ALL;
    for told in [FindingKind::plain, FindingKind::rule] {
        let says: BTreeSet<_> = all.iter().map(|kind| told(*kind)).collect();
        assert_eq!(says.len(), all.len());
        assert!(says.iter().all(|one| one.ends_with('.')), "{says:?}");
    }
}

#[test]
fn failures_without_a_sign_or_first_found_by_customers_are_not_seen_while_an_alert_is_lacking() {
    let kind = FindingKind::FailuresNotSeen;
    let alert = Control::AlertOnAbsence;
    let silent = failing(3, Symptom::Silent, Cause::DirtyValue);
    assert_eq!(found(&silent, kind), [""; 0]);
    let says = found(&lacking(silent, &[alert]), kind);
    assert!(says[0].ends_with(" They gave no sign."), "{says:?}");
    assert_eq!(says[1..], [format!("“{alert}” is missing.")]);
    let noticed = |unnoticed| {
        let doc = failing(3, Symptom::Wrong, Cause::DirtyValue);
        lacking(doc.but(|doc| doc.samples.patterns[0].unnoticed = unnoticed), &[alert])
    };
    assert_eq!(found(&noticed(0), kind), [""; 0]);
    let says = found(&noticed(2), kind);
    assert!(says[0].ends_with(" 2 of 3 were found by customers, or by nobody."), "{says:?}");
}

#[test]
fn what_has_been_quiet_since_a_control_was_put_in_place_is_no_finding_any_more() {
    let doc = |since: Option<u32>, days: i64| {
        lacking(failing(20, Symptom::Silent, Cause::DirtyValue), &[Control::AlertOnAbsence]).but(
            |doc| {
                doc.as_of += chrono::Duration::days(days);
                let sheet = &mut doc.control_sheets[0].controls;
                sheet.get_mut(&Control::AlertOnTotalFailure).unwrap().since = since.map(may);
            },
        )
    };
    let open = |doc: &Engagement| !found(doc, FindingKind::FailuresNotSeen).is_empty();
    assert!(!open(&doc(Some(26), 30)));
    assert!(open(&doc(Some(25), 30)), "it was there when the last sample came");
    assert!(open(&doc(None, 30)), "nobody said since when");
    let unproven = doc(Some(26), 30).but(|doc| {
        let sheet = &mut doc.control_sheets[0].controls;
        sheet.get_mut(&Control::AlertOnTotalFailure).unwrap().evidence.clear();
    });
    assert!(open(&unproven), "nothing shows that it is there");
}

#[test]
fn without_a_day_all_controls_must_stand_and_silence_must_last_as_long_as_the_samples_did() {
    let doc = |days: i64| {
        failing(20, Symptom::Late, Cause::ApiChanged).but(|doc| {
            let last = doc.samples.patterns[0].last_seen.and_hms_opt(9, 0, 0).unwrap();
            doc.as_of = last.and_utc() + chrono::Duration::days(days);
            doc.integrations[0].contract = Agreement::default();
        })
    };
    let open = |doc: &Engagement| !found(doc, FindingKind::OtherSideChanges).is_empty();
    // From 4 to 25 May are 22 days.
    assert_eq!([21, 22].map(|days| open(&doc(days))), [true, false]);
    assert!(open(&lacking(doc(22), &[Control::VersionPinned])));
}

#[test]
fn failures_of_transport_are_not_handled_while_what_would_handle_them_is_lacking() {
    let kind = FindingKind::FailuresNotHandled;
    let queue = [Control::DeadLetterQueue];
    let late = |succeeded, minutes| {
        failing(4, Symptom::Late, Cause::Timeout).but(|doc| {
            let pattern = &mut doc.samples.patterns[0];
            (pattern.succeeded, pattern.manual_minutes) = (succeeded, minutes);
        })
    };
    assert_eq!(found(&late(0, 0), kind), [""; 0]);
    assert_eq!(found(&lacking(late(4, 0), &queue), kind), [""; 0], "all ended well");
    let says = found(&lacking(late(3, 0), &queue), kind);
    assert_eq!(says.len(), 2);
    assert!(says[0].ends_with("“Timeout”."), "{says:?}");
    assert_eq!(says[1], format!("“{}” is missing.", Control::DeadLetterQueue));
    for (minutes, told) in [(29, "29 minutes"), (30, "1 hour"), (89, "1 hour"), (90, "2 hours")] {
        let says = found(&lacking(late(0, minutes), &queue), kind);
        assert!(says[0].ends_with(&format!(" Clearing up took {told}.")), "{says:?}");
    }
    let data = failing(4, Symptom::Late, Cause::DirtyValue);
    assert_eq!(found(&lacking(data, &queue), kind), [""; 0]);
    let replayed = failing(4, Symptom::Late, Cause::Replayed);
    assert_eq!(found(&lacking(replayed, &queue), kind), [""; 0]);
}

#[test]
fn only_events_in_another_order_ask_for_what_makes_their_order_harmless() {
    let both = failing(4, Symptom::Late, Cause::Timeout).with(confirmed(
        2,
        Symptom::OutOfOrder,
        Cause::DeliveredOutOfOrder,
    ));
    let says = found(&lacking(both, &[Control::EventGuard]), FindingKind::FailuresNotHandled);
    assert_eq!(says.len(), 2, "{says:?}");
    assert!(says[0].starts_with("2 confirmed samples"), "{says:?}");
}

#[test]
fn a_changed_interface_is_a_finding_while_neither_version_nor_contract_holds_it() {
    let kind = FindingKind::OtherSideChanges;
    let changed = || failing(2, Symptom::Wrong, Cause::ApiChanged);
    assert_eq!(found(&changed(), kind), [""; 0]);
    let reason = |doc: Engagement| found(&doc, kind)[1..].to_vec();
    let told = format!("“{}” is missing.", Control::ContractChange);
    assert_eq!(reason(lacking(changed(), &[Control::ContractChange])), [told]);
    let unpinned = changed().but(|doc| doc.systems[1].version_pinned = Some(false));
    assert_eq!(reason(unpinned), ["The API version of “ERP” is recorded as not pinned."]);
    let alone = |doc: Engagement| doc.integration(|one| one.contract = Agreement::default());
    assert_eq!(reason(alone(changed())), ["No contract with the other side is recorded."]);
    let format = || alone(failing(2, Symptom::Wrong, Cause::InconsistentFormat));
    assert_eq!(found(&format(), kind), [""; 0], "nobody says that something changed");
    let ticked =
        |doc: Engagement| doc.but(|doc| doc.brief.complaints = vec![Complaint::BrokeAfterChange]);
    assert_eq!(reason(ticked(format())), ["No contract with the other side is recorded."]);
    let dirty = alone(failing(2, Symptom::Wrong, Cause::DirtyValue));
    assert_eq!(found(&ticked(dirty), kind), [""; 0]);
}

#[test]
fn what_cannot_be_maintained_is_a_finding_once_a_change_is_asked_for() {
    let kind = FindingKind::CannotBeMaintained;
    let kept = |doc: Engagement| doc.integration(|one| one.maintainable = Availability::No);
    assert_eq!(found(&kept(sound()), kind), [""; 0]);
    let mapping = kept(failing(2, Symptom::Wrong, Cause::WrongMapping));
    let asked = |by: &str| format!("A change is asked for by “{by}”.");
    let told = |by| ["The code cannot be maintained.".to_owned(), asked(by)];
    assert_eq!(found(&mapping, kind), told("One mapping error"));
    let two = mapping.with(confirmed(2, Symptom::Missing, Cause::WrongMapping));
    assert_eq!(found(&two, kind), told("Several mapping errors"));
    let changed = || kept(failing(2, Symptom::Late, Cause::ApiChanged));
    let agreed = lacking(changed(), &[Control::ContractChange]);
    assert_eq!(found(&agreed, kind), [""; 0], "a contract is agreed between people");
    let pinned = lacking(changed(), &[Control::VersionPinned]);
    assert_eq!(found(&pinned, kind), told("The other side changes"));
    let other =
        lacking(kept(failing(2, Symptom::Wrong, Cause::DirtyValue)), &[Control::VersionPinned]);
    assert_eq!(found(&other, kind), [""; 0], "nothing changed");
    let no_code = sound()
        .with(confirmed(2, Symptom::Wrong, Cause::WrongAssumption))
        .integration(|one| (one.code, one.credentials) = (Availability::No, Availability::No));
    assert_eq!(
        found(&no_code, FindingKind::NoCodeOrAccess),
        [
            "It cannot be changed.".to_owned(),
            "The credentials cannot be had.".into(),
            asked("Workflow assumptions wrong")
        ]
    );
}

#[test]
fn up_to_three_mapping_errors_are_patched_and_with_a_fourth_the_contract_comes_first() {
    let symptoms = [Symptom::Wrong, Symptom::Missing, Symptom::Partial, Symptom::Late];
    let path = |count: usize| {
        let with = |doc: Engagement, symptom: &Symptom| {
            doc.with(confirmed(2, *symptom, Cause::WrongMapping))
        };
        let doc = symptoms[..count].iter().fold(sound(), with);
        let findings = &Reading::of(&doc).in_scope[0].findings;
        findings.iter().map(|one| (one.kind, one.path)).collect::<Vec<_>>()
    };
    assert_eq!(path(1), [(FindingKind::OneMappingError, VerdictPath::Patch)]);
    let several = FindingKind::SeveralMappingErrors;
    assert_eq!(path(3), [(several, VerdictPath::Patch)]);
    assert_eq!(path(4), [(several, VerdictPath::Stabilise)]);
}

#[test]
fn a_disputed_field_is_a_finding_once_confirmed_samples_differ_on_it() {
    let kind = FindingKind::TruthUnsettled;
    let disputed = |cause| {
        failing(1, Symptom::Wrong, cause).field(|field| field.standing = Standing::Disputed)
    };
    assert_eq!(found(&disputed(Cause::DirtyValue), kind), [""; 0]);
    for cause in [Cause::Unknown, Cause::UnclearRule] {
        assert_eq!(found(&disputed(cause), kind).len(), 2, "{cause}");
    }
    let settled = failing(1, Symptom::Wrong, Cause::Unknown);
    assert_eq!(found(&settled, kind), [""; 0]);
    let elsewhere = disputed(Cause::Unknown).integration(|one| one.carries.clear());
    assert_eq!(found(&elsewhere, kind), [""; 0]);
    let late = failing(1, Symptom::Late, Cause::Unknown);
    let late = late.field(|field| field.standing = Standing::Disputed);
    assert_eq!(found(&late, kind), [""; 0]);
    // “The total was wrong” names the field.
    let named = disputed(Cause::WrongMapping).but(|doc| doc.samples.examples.push(example()));
    assert_eq!(found(&named, kind).len(), 2);
    let of_another_cause =
        named.clone().but(|doc| doc.samples.examples[0].cause = Cause::DirtyValue);
    assert_eq!(found(&of_another_cause, kind), [""; 0]);
    let of_another = named.but(|doc| doc.samples.examples[0].integration = None);
    assert_eq!(found(&of_another, kind), [""; 0]);
}

#[test]
fn a_critical_integration_is_a_single_point_where_nothing_bridges_it_and_there_is_no_other_way() {
    let kind = FindingKind::SinglePoint;
    let alone = || lacking(sound(), &BRIDGES);
    let says = found(&alone(), kind);
    assert_eq!(says[0], "The actual map has no other way from start to end.");
    assert_eq!(says.len(), 1 + BRIDGES.len());
    assert_eq!(found(&lacking(sound(), &BRIDGES[1..]), kind), [""; 0]);
    let important = alone().integration(|one| one.criticality = Criticality::Important);
    assert_eq!(found(&important, kind), [""; 0]);
    let ticked = alone().but(|doc| doc.brief.complaints = vec![Complaint::OneOutageStopsAll]);
    assert_eq!(found(&ticked, kind).len(), says.len() + 1);
    let nowhere = alone().actual(|map| {
        map.flows.pop();
    });
    assert_eq!(found(&nowhere, kind), [""; 0], "no end is reached at all");
    let unused = alone().actual(|map| {
        map.flows.remove(1);
    });
    assert_eq!(found(&unused, kind), [""; 0]);
    let around = alone().actual(|map| {
        let shop = map.lanes[0].id;
        map.steps.push(step(2008, shop, "Sold over the counter", StepKind::End));
        let (from, to) = (step_id(2001), step_id(2008));
        map.flows.push(Flow { id: FlowId(Uuid::from_u128(2058)), ..Flow::between(from, to) });
    });
    assert_eq!(found(&around, kind), [""; 0]);
    let slow = around.clone().with(confirmed(2, Symptom::Late, Cause::Timeout));
    assert_eq!(found(&slow, kind), [""; 0], "that is no outage");
    let outage = around.with(confirmed(2, Symptom::Late, Cause::Unreachable));
    assert_eq!(found(&outage, kind).len(), 1 + BRIDGES.len());
}

#[test]
fn work_by_hand_is_a_finding_where_people_carry_records_or_spend_a_day_a_month_on_them() {
    let kind = FindingKind::WorkByHand;
    let carried = ["People carry the records across by hand."];
    let copied = sound().integration(|one| one.transport = Transport::CopyPaste);
    assert_eq!(found(&copied, kind), carried);
    assert_eq!(found(&sound().integration(|one| one.timing = Timing::ByHand), kind), carried);
    let simple = copied.integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(found(&simple, kind), [""; 0]);
    let on = |side: usize, kind, hours: f64| {
        sound().but(|doc| {
            let step = &mut doc.maps[side].steps[1];
            step.kind = kind;
            (step.facts.minutes_per_run, step.facts.runs_per_month) = (Some(60.0), Some(hours));
        })
    };
    let told = "Manual steps at it take 8 hours a month; from 8 on that is a finding.";
    for manual in [StepKind::CopyPaste, StepKind::Export, StepKind::Check] {
        assert_eq!(found(&on(1, manual, 8.0), kind), [told], "{manual}");
        assert_eq!(found(&on(1, manual, 7.9), kind), [""; 0], "{manual}");
    }
    for other in [StepKind::Task, StepKind::Approval] {
        assert_eq!(found(&on(1, other, 8.0), kind), [""; 0], "{other}");
    }
    assert_eq!(found(&on(0, StepKind::CopyPaste, 8.0), kind), [""; 0], "it was only intended");
    let failing = confirmed(2, Symptom::Wrong, Cause::DirtyValue);
    let with = |kind| on(1, kind, 8.0).with(failing.clone());
    assert_eq!(found(&with(StepKind::Check), kind), [""; 0], "the check falls away with it");
    assert_eq!(found(&with(StepKind::CopyPaste), kind), [told]);
}
