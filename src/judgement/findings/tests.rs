use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality};
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, PartOf, Pattern, Symptom};
use crate::judgement::assess::testing::{Broken, confirmed, sound};
use crate::platform::ids::PatternId;

fn of(doc: &Engagement, at: usize) -> Vec<Established> {
    Reading::of(doc).in_scope[at].findings.clone()
}

fn kinds(doc: &Engagement) -> Vec<FindingKind> {
    of(doc, 0).iter().map(|finding| finding.kind).collect()
}

fn reasons(doc: &Engagement, kind: FindingKind) -> Vec<String> {
    let found = of(doc, 0).into_iter().find(|finding| finding.kind == kind);
    found.unwrap().because.into_iter().map(|evidence| evidence.says).collect()
}

#[test]
fn nothing_is_established_where_nothing_is_wrong() {
    assert_eq!(kinds(&sound()), []);
}

#[test]
fn one_wrong_mapping_in_repairable_code_is_one_mapping_error() {
    let doc = sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
    assert_eq!(kinds(&doc), [FindingKind::OneMappingError]);
    let says = "4 confirmed samples of “Wrong” in 3 weeks, all with the cause “Wrong mapping”.";
    assert_eq!(reasons(&doc, FindingKind::OneMappingError)[0], says);
}

#[test]
fn a_second_pattern_is_not_one_mapping_error_unless_it_is_a_failure_of_transport() {
    let doc = |cause| {
        let mapping = confirmed(4, Symptom::Wrong, Cause::WrongMapping);
        sound().with(mapping).with(confirmed(1, Symptom::Late, cause))
    };
    assert_eq!(kinds(&doc(Cause::DirtyValue)), []);
    assert_eq!(kinds(&doc(Cause::Unknown)), []);
    assert_eq!(kinds(&doc(Cause::Timeout)), [FindingKind::OneMappingError]);
}

#[test]
fn patterns_that_a_person_merged_are_one_mapping_error_and_their_parts_still_count() {
    let part_of = |pattern: Pattern| {
        let part_of = Some(PartOf { id: PatternId(uuid::Uuid::nil()), name: "Prices".into() });
        Pattern { part_of, ..pattern }
    };
    let wrong = part_of(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
    let missing = part_of(confirmed(2, Symptom::Missing, Cause::WrongMapping));
    let doc = sound().with(wrong.clone()).with(missing);
    assert_eq!(kinds(&doc), [FindingKind::OneMappingError]);
    assert_eq!(reasons(&doc, FindingKind::OneMappingError).len(), 4);
    let other = part_of(confirmed(2, Symptom::Missing, Cause::DirtyValue));
    assert_eq!(kinds(&sound().with(wrong.clone()).with(other)), []);
    // What was merged away by name is a duplicate all the same.
    let twice = part_of(confirmed(1, Symptom::Duplicate, Cause::WrongMapping));
    let doc = sound().with(wrong).with(twice);
    let doc = doc.control(Control::IdempotencyKey, ControlState::Missing);
    assert!(kinds(&doc).contains(&FindingKind::DuplicatePosting));
}

#[test]
fn samples_that_a_person_split_off_are_a_second_pattern() {
    let all = confirmed(4, Symptom::Wrong, Cause::WrongMapping);
    let part_of = Some(PartOf { id: PatternId(uuid::Uuid::nil()), name: "Returns".into() });
    let split = Pattern { part_of, ..confirmed(1, Symptom::Wrong, Cause::WrongMapping) };
    assert_eq!(kinds(&sound().with(all).with(split)), [FindingKind::SeveralMappingErrors]);
}

#[test]
fn an_unconfirmed_second_pattern_does_not_stand_against_one_mapping_error() {
    let mut late = confirmed(1, Symptom::Late, Cause::Timeout);
    late.confirmed = 0;
    let doc = sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping)).with(late);
    assert_eq!(kinds(&doc), [FindingKind::OneMappingError]);
}

#[test]
fn a_mapping_error_without_code_or_without_anyone_to_maintain_it_is_no_patch() {
    for at in [Availability::No, Availability::Unknown] {
        let doc = sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
        let doc = doc.integration(|one| one.maintainable = at);
        assert!(!kinds(&doc).contains(&FindingKind::OneMappingError));
        let doc = doc.integration(|one| (one.code, one.maintainable) = (at, Availability::Yes));
        assert!(!kinds(&doc).contains(&FindingKind::OneMappingError));
    }
}

#[test]
fn an_expected_visibility_control_that_is_missing_is_missing_logs() {
    let doc = sound().control(Control::RetryCount, ControlState::Missing);
    assert_eq!(kinds(&doc), [FindingKind::MissingLogs]);
}

#[test]
fn a_visibility_control_nobody_expects_or_nobody_checked_is_no_finding() {
    let doc = sound().control(Control::RetryCount, ControlState::Missing);
    assert_eq!(kinds(&doc.integration(|one| one.criticality = Criticality::Convenience)), []);
    assert_eq!(kinds(&sound().control(Control::RetryCount, ControlState::Unknown)), []);
}

#[test]
fn a_convenience_integration_is_still_asked_for_its_final_outcome() {
    let doc = sound().control(Control::FinalOutcome, ControlState::Missing);
    let doc = doc.integration(|one| one.criticality = Criticality::Convenience);
    assert_eq!(kinds(&doc), [FindingKind::MissingLogs]);
}

#[test]
fn a_confirmed_duplicate_is_duplicate_posting_while_nothing_stops_it() {
    let doc = sound().with(confirmed(7, Symptom::Duplicate, Cause::Replayed));
    assert_eq!(kinds(&doc), []);
    let doc = doc.control(Control::DuplicateCheck, ControlState::Partial);
    assert_eq!(kinds(&doc), [FindingKind::DuplicatePosting]);
    let says = [
        "7 duplicates in 3 weeks, all after a replay.",
        "“Duplicate check before insert” is only partly there.",
    ];
    assert_eq!(reasons(&doc, FindingKind::DuplicatePosting), says);
    let at_source = doc.but(|doc| {
        doc.samples.patterns[0].origin = crate::document::samples::Origin::Source;
        doc.samples.patterns[0].cause = Cause::DuplicateRecord;
    });
    assert_eq!(kinds(&at_source), [FindingKind::BadAtSource]);
}

#[test]
fn an_unconfirmed_duplicate_establishes_nothing() {
    let mut pattern = confirmed(7, Symptom::Duplicate, Cause::Replayed);
    pattern.confirmed = 0;
    let doc = sound().with(pattern).control(Control::IdempotencyKey, ControlState::Missing);
    assert_eq!(kinds(&doc), []);
}

#[test]
fn replays_are_duplicate_posting_only_without_idempotency() {
    let doc = sound().with(confirmed(2, Symptom::Late, Cause::Replayed));
    assert_eq!(kinds(&doc), []);
    for state in [ControlState::Missing, ControlState::Partial] {
        let doc = doc.clone().control(Control::IdempotencyKey, state);
        assert_eq!(kinds(&doc), [FindingKind::DuplicatePosting]);
    }
    assert_eq!(kinds(&doc.control(Control::IdempotencyKey, ControlState::Unknown)), []);
}

#[test]
fn a_sample_that_a_validation_should_have_blocked_is_bad_records() {
    let doc = sound().with(confirmed(3, Symptom::Wrong, Cause::DirtyValue));
    assert_eq!(kinds(&doc), []);
    let lacking = doc.control(Control::BoundaryValidation, ControlState::Missing);
    assert_eq!(kinds(&lacking), [FindingKind::BadRecords]);
}

#[test]
fn a_wrong_mapping_is_bad_records_only_where_a_sample_names_the_validation() {
    let mut pattern = confirmed(3, Symptom::Wrong, Cause::WrongMapping);
    let lacking = sound().control(Control::BoundaryValidation, ControlState::Missing);
    assert_eq!(kinds(&lacking.clone().with(pattern.clone())), [FindingKind::OneMappingError]);
    pattern.missing_controls = [(Control::BoundaryValidation, 1)].into();
    let both = [FindingKind::BadRecords, FindingKind::OneMappingError];
    assert_eq!(kinds(&lacking.with(pattern)), both);
}

#[test]
fn a_difference_judged_a_wrong_assumption_is_a_finding_and_an_unjudged_one_is_not() {
    assert_eq!(kinds(&sound().shadow(None)), []);
    assert_eq!(kinds(&sound().shadow(Some(Judgement::Workaround))), []);
    let doc = sound().shadow(Some(Judgement::WrongAssumption));
    assert_eq!(kinds(&doc), [FindingKind::WrongAssumptions]);
}

#[test]
fn a_judged_difference_that_no_longer_differs_counts_for_nothing() {
    let doc = sound().shadow(Some(Judgement::WrongAssumption)).actual(|map| {
        map.steps.pop();
        map.flows.pop();
    });
    assert_eq!(kinds(&doc), []);
}

#[test]
fn a_difference_counts_at_the_integration_nearest_to_it_only() {
    let other = crate::platform::ids::IntegrationId::new();
    let doc = sound().shadow(Some(Judgement::WrongAssumption)).but(|doc| {
        doc.integrations.push(crate::judgement::assess::testing::integration(
            other,
            "Stock",
            Criticality::Important,
        ));
    });
    assert_eq!(kinds(&doc), [FindingKind::WrongAssumptions]);
    assert_eq!(of(&doc, 1), []);
}

#[test]
fn a_confirmed_wrong_assumption_is_a_finding_and_an_unclear_rule_is_not() {
    let doc = sound().with(confirmed(1, Symptom::Wrong, Cause::WrongAssumption));
    assert_eq!(kinds(&doc), [FindingKind::WrongAssumptions]);
    assert_eq!(kinds(&sound().with(confirmed(1, Symptom::Wrong, Cause::UnclearRule))), []);
}

#[test]
fn code_or_credentials_that_cannot_be_had_is_a_finding_once_a_change_is_asked_for() {
    let mapping = || sound().with(confirmed(4, Symptom::Wrong, Cause::WrongMapping));
    let no = Availability::No;
    assert_eq!(kinds(&sound().integration(|one| (one.code, one.credentials) = (no, no))), []);
    let without_code = mapping().integration(|one| one.code = no);
    assert_eq!(kinds(&without_code), [FindingKind::NoCodeOrAccess]);
    let without_credentials = mapping().integration(|one| one.credentials = no);
    let both = [FindingKind::NoCodeOrAccess, FindingKind::OneMappingError];
    assert_eq!(kinds(&without_credentials), both);
    assert_eq!(kinds(&mapping().integration(|one| one.code = Availability::Unknown)), []);
}

#[test]
fn logging_can_be_put_around_what_has_no_code_but_not_where_nobody_gets_in() {
    let doc = sound().control(Control::RetryCount, ControlState::Missing);
    let without_code = doc.clone().integration(|one| one.code = Availability::No);
    assert_eq!(kinds(&without_code), [FindingKind::MissingLogs]);
    let without_credentials = doc.integration(|one| one.credentials = Availability::No);
    let both = [FindingKind::NoCodeOrAccess, FindingKind::MissingLogs];
    assert_eq!(kinds(&without_credentials), both);
}

#[test]
fn a_success_status_is_never_counted_as_proof() {
    let plain = sound().with(confirmed(7, Symptom::Duplicate, Cause::Replayed));
    let trusted = plain.clone().but(|doc| doc.samples.patterns[0].trusted_success = 7);
    assert_eq!(kinds(&plain), kinds(&trusted));
    let (before, after) =
        (crate::judgement::assess::assess(&plain), crate::judgement::assess::assess(&trusted));
    assert_eq!(before.verdict, after.verdict);
    assert_eq!(before.gates, after.gates);
    assert!(after.flags.len() > before.flags.len(), "it counts against the integration");
}

#[test]
fn every_finding_is_either_established_or_says_why_not() {
    let doc = sound().integration(|one| one.code = Availability::Unknown);
    let reading = Reading::of(&doc);
    let absent = not_established(&reading.in_scope[0].facts);
    let all = FindingKind::ALL.len();
    assert_eq!(absent.len() + reading.in_scope[0].findings.len(), all);
    let code = absent.iter().find(|one| one.kind == FindingKind::NoCodeOrAccess).unwrap();
    assert_eq!(code.says, "We don’t know yet whether it can be changed.");
}

#[test]
fn without_a_day_of_the_repair_it_must_have_been_quiet_for_as_long_as_it_went_on() {
    let quiet = |days: u64| {
        let doc = sound().with(confirmed(20, Symptom::Wrong, Cause::ApiChanged));
        doc.but(|doc| {
            doc.systems[1].version_pinned = Some(false);
            let today = doc.samples.patterns[0].last_seen + chrono::Days::new(days);
            doc.as_of = today.and_hms_opt(9, 0, 0).unwrap().and_utc();
        })
    };
    assert_eq!(kinds(&quiet(21)), [FindingKind::OtherSideChanges], "it went on for 22 days");
    assert_eq!(kinds(&quiet(22)), []);
}
