//! What a consultant decided instead.

use super::*;

#[test]
fn an_override_with_a_reason_stands_beside_the_computed_verdict() {
    let reason = "The vendor ends it in spring.";
    let verdict = verdict(&mapping_error().call(Some(VerdictPath::Rebuild), reason, batch()));
    assert_eq!(
        (verdict.computed, verdict.standing),
        (Some(VerdictPath::Patch), Some(VerdictPath::Rebuild))
    );
    assert!(verdict.plan.iter().any(|action| action.kind == ActionKind::Rebuild));
}

#[test]
fn an_override_without_a_reason_does_not_count() {
    let verdict = verdict(&mapping_error().call(Some(VerdictPath::Rebuild), "  ", batch()));
    assert_eq!(
        (verdict.computed, verdict.standing),
        (Some(VerdictPath::Patch), Some(VerdictPath::Patch))
    );
    assert!(!verdict.overridden.unwrap().counts);
}

#[test]
fn the_certainty_of_the_evidence_is_not_told_as_that_of_what_was_decided_instead() {
    let reason = "The vendor ends it in spring.";
    let decided = |doc: Engagement, path| verdict(&doc.call(Some(path), reason, batch()));
    let rebuilt = decided(sound(), VerdictPath::Rebuild);
    assert_eq!(rebuilt.certainty.as_ref().map(|sure| sure.level), Some(Level::High));
    let says = "This is the certainty of what the evidence says, not of “Rebuild”, which was decided instead.";
    assert_eq!(rebuilt.certainty_about().as_deref(), Some(says));
    let same = decided(mapping_error(), VerdictPath::Patch);
    assert_eq!(same.certainty_about(), None, "decided as found");
    let alone = mapping_error().call(Some(VerdictPath::Rebuild), "  ", batch());
    assert_eq!(verdict(&alone).certainty_about(), None, "it does not count");
}
