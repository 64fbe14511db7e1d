//! Risks that samples, ticked symptoms and what was sent tell of.

use super::*;

#[test]
fn a_success_status_on_wrong_records_is_flagged() {
    let pattern = confirmed(4, Symptom::Wrong, Cause::WrongMapping);
    assert_eq!(rules(&sound().with(pattern.clone())), []);
    let trusted = |confirmed| {
        let mut pattern = pattern.clone();
        (pattern.trusted_success, pattern.confirmed) = (2, confirmed);
        sound().with(pattern)
    };
    let flag = only(&trusted(4));
    assert_eq!((flag.rule, flag.severity), (FlagRule::SuccessTrusted, Severity::Critical));
    assert_eq!(flag.because[0].says, "2 of the 4 confirmed samples of “Wrong” in 3 weeks.");
    assert_eq!(rules(&trusted(0)), [], "nobody confirmed it");
}

#[test]
fn a_secret_in_evidence_is_flagged_and_says_rotate() {
    let day = sound().as_of.date_naive();
    let seen = SecretsSeen {
        kind: "api key".into(),
        samples: 2,
        first: day,
        last: day,
        newest: SampleId(uuid::Uuid::from_u128(7)),
    };
    let flag = only(&sound().but(|doc| doc.samples.secrets.push(seen)));
    assert_eq!((flag.rule, flag.severity), (FlagRule::SecretInEvidence, Severity::Critical));
    assert!(flag.says.contains("Rotate") && flag.good.contains("Rotate"));
    assert_eq!(flag.because[0].says, "A secret was found in 2 samples: api key.");
}

#[test]
fn a_confirmed_silent_failure_is_flagged() {
    let flag = only(&sound().with(confirmed(2, Symptom::Silent, Cause::Timeout)));
    assert_eq!(flag.rule, FlagRule::SilentFailures);
}

#[test]
fn failures_that_customers_noticed_first_are_flagged() {
    let mut pattern = confirmed(4, Symptom::Late, Cause::Timeout);
    pattern.unnoticed = 3;
    assert_eq!(only(&sound().with(pattern)).rule, FlagRule::NobodyNotices);
}

#[test]
fn evidence_that_the_platform_forgets_is_flagged_before_it_is_lost() {
    let kept = |days| sound().integration(|one| one.history_days = Some(days));
    assert_eq!(only(&kept(14)).rule, FlagRule::EvidenceExpires);
    assert_eq!(rules(&kept(90)), []);
}

#[test]
fn a_ticked_symptom_is_flagged_until_something_explains_it() {
    let doc = sound().but(|doc| doc.brief.complaints.push(Complaint::RunsTwice));
    assert_eq!(only(&doc).rule, FlagRule::SymptomUnexplained);
    assert_eq!(only(&doc).says, "Ticked and not explained yet: runs twice.");
    assert_eq!(rules(&doc.with(confirmed(2, Symptom::Duplicate, Cause::Replayed))), []);
}

#[test]
fn working_today_without_a_visible_outcome_is_flagged_until_a_sample_shows_otherwise() {
    let doc = sound().control(Control::FinalOutcome, ControlState::Missing);
    assert!(rules(&doc).contains(&FlagRule::WorksToday));
    let doc = doc.with(confirmed(1, Symptom::Late, Cause::Timeout));
    assert!(!rules(&doc).contains(&FlagRule::WorksToday));
}

#[test]
fn trying_again_what_can_never_succeed_is_flagged() {
    use crate::document::samples::ErrorClass;
    use crate::judgement::assess::testing::example;
    let tried = |class, retries| {
        let mut sample = example();
        (sample.error_class, sample.retries) = (Some(class), retries);
        sound().but(move |doc| doc.samples.examples.push(sample))
    };
    assert_eq!(rules(&tried(ErrorClass::Transient, 3)), []);
    assert_eq!(rules(&tried(ErrorClass::Permanent, 0)), []);
    let flag = only(&tried(ErrorClass::Validation, 3));
    assert_eq!(flag.rule, FlagRule::RetriedInVain);
    assert_eq!(flag.because[0].says, "1 sample with a lasting error, tried again 3 times.");
}
