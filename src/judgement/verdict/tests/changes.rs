//! What would change a verdict.

use super::*;

#[test]
fn if_the_code_could_be_had_a_rebuild_becomes_what_is_left() {
    let doc = sound()
        .integration(|one| one.code = Availability::No)
        .control(Control::IdempotencyKey, ControlState::Missing)
        .with(confirmed(7, Symptom::Duplicate, Cause::Replayed));
    let change = &verdict(&doc).would_change[0];
    assert_eq!(
        (change.from, change.to),
        (Some(VerdictPath::Rebuild), Some(VerdictPath::Stabilise))
    );
    let says = "If it could be changed, the finding “No code or no access” falls away and the verdict is stabilise.";
    assert_eq!(change.says, says);
}

#[test]
fn two_rebuild_findings_must_both_fall_to_change_the_verdict() {
    let doc = sound()
        .integration(|one| one.code = Availability::No)
        .shadow(Some(Judgement::WrongAssumption));
    let changes = verdict(&doc).would_change;
    let (flips, stays): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.flips());
    assert_eq!(flips[0].loses, [FindingKind::WrongAssumptions, FindingKind::NoCodeOrAccess]);
    assert!(stays.iter().any(|change| change.loses == [FindingKind::NoCodeOrAccess]));
}

#[test]
fn an_unknown_fact_is_named_when_it_could_raise_the_verdict() {
    let doc = mapping_error().integration(|one| one.credentials = Availability::Unknown);
    let changes = verdict(&doc).would_change;
    let change =
        changes.iter().find(|change| change.gains == [FindingKind::NoCodeOrAccess]).unwrap();
    assert_eq!((change.from, change.to), (Some(VerdictPath::Patch), Some(VerdictPath::Rebuild)));
}

#[test]
fn what_would_change_the_verdict_is_what_recording_it_does() {
    let doc = sound().with(confirmed(7, Symptom::Duplicate, Cause::Unknown)).shadow(None);
    let changes = verdict(&doc).would_change;
    let change = changes.iter().find(|change| change.to == Some(VerdictPath::Rebuild)).unwrap();
    assert!(change.says.contains("judged “wrong assumption”"), "{}", change.says);
    let recorded = sound()
        .with(confirmed(7, Symptom::Duplicate, Cause::Unknown))
        .shadow(Some(Judgement::WrongAssumption));
    assert_eq!(verdict(&recorded).computed, change.to);
}

#[test]
fn without_evidence_the_changes_say_what_would_give_a_verdict() {
    let changes = verdict(&sound()).would_change;
    let paths: Vec<_> = changes.iter().map(|change| change.to).collect();
    for path in [VerdictPath::Patch, VerdictPath::Stabilise, VerdictPath::Rebuild] {
        assert!(paths.contains(&Some(path)), "{path} in {paths:?}");
    }
}
