//! Risks of controls that are lacking, or that nobody has looked at.

use super::*;

#[test]
fn a_critical_integration_without_copy_and_without_degradation_is_a_single_point() {
    let doc = sound().control(Control::LocalCopy, ControlState::Missing);
    assert_eq!(rules(&doc), [FlagRule::ControlMissing]);
    let doc = doc.control(Control::DegradesGracefully, ControlState::Missing);
    let flag =
        only(&doc.clone().but(|doc| doc.brief.complaints.push(Complaint::OneOutageStopsAll)));
    assert_eq!(flag.rule, FlagRule::SinglePoint);
    assert_eq!(flag.because.len(), 3);
    assert_eq!(rules(&doc.integration(|one| one.criticality = Criticality::Important)), []);
}

#[test]
fn a_critical_integration_that_nobody_looked_at_is_flagged_as_such() {
    let doc = sound().but(|doc| doc.control_sheets[0].controls.clear());
    assert_eq!(only(&doc).rule, FlagRule::ControlsNotLookedAt);
    assert_eq!(only(&doc).says, "0 of the 35 controls expected of “Shop to ERP” were looked at.");
    assert_eq!(rules(&doc.integration(|one| one.criticality = Criticality::Important)), []);
}

#[test]
fn what_was_shipped_before_its_failure_controls_is_named() {
    let family = Control::of(crate::document::controls::Family::FailureHandling);
    let doc = family.fold(sound(), |doc, control| doc.control(control, ControlState::Missing));
    assert!(!rules(&doc).contains(&FlagRule::ShippedEarly));
    let failed = doc.with(confirmed(2, Symptom::Missing, Cause::Timeout));
    assert!(rules(&failed).contains(&FlagRule::ShippedEarly));
}

#[test]
fn alerts_only_on_total_failure_are_flagged_as_such() {
    let doc = sound().control(Control::AlertOnPartialFailure, ControlState::Missing);
    assert_eq!(only(&doc).rule, FlagRule::AlertsOnlyOnTotal);
    let none = doc.control(Control::AlertOnTotalFailure, ControlState::Missing);
    assert_eq!(rules(&none), [FlagRule::ControlMissing, FlagRule::ControlMissing]);
}

#[test]
fn a_missing_manual_fallback_is_no_manual_recovery() {
    let doc = sound().control(Control::ManualFallback, ControlState::Missing);
    assert_eq!(only(&doc).rule, FlagRule::NoManualRecovery);
    assert_eq!(rules(&convenience(doc)), []);
}

#[test]
fn an_expected_control_that_is_missing_is_flagged_and_one_that_is_partial_more_lightly() {
    let missing = only(&sound().control(Control::DeadLetterQueue, ControlState::Missing));
    let partial = only(&sound().control(Control::DeadLetterQueue, ControlState::Partial));
    assert_eq!((missing.rule, partial.rule), (FlagRule::ControlMissing, FlagRule::ControlMissing));
    assert!(missing.severity < partial.severity);
    assert_eq!(missing.key, partial.key, "a decision stays attached");
    assert_eq!(
        rules(&convenience(sound().control(Control::DeadLetterQueue, ControlState::Missing))),
        []
    );
    assert_eq!(rules(&sound().control(Control::DeadLetterQueue, ControlState::Unknown)), []);
}

#[test]
fn samples_that_a_control_should_have_blocked_make_its_flag_more_severe() {
    let doc = sound().control(Control::EventGuard, ControlState::Missing);
    assert_eq!(only(&doc).severity, Severity::High);
    let mut pattern = confirmed(2, Symptom::OutOfOrder, Cause::DeliveredOutOfOrder);
    pattern.missing_controls = [(Control::EventGuard, 2)].into();
    let flag = only(&doc.with(pattern));
    assert_eq!((flag.severity, flag.because.len()), (Severity::Critical, 2));
}
