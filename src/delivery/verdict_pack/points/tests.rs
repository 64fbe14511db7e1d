//! Each point is met by what is recorded alone, and says what is missing where it is not.

use super::*;
use crate::stores::room::Contents;
use crate::stores::room::SectionId;
use crate::stores::room::tests::{example, sealed};

fn of(snapshot: &Snapshot, point: Point) -> Met {
    points(&Basis::of(snapshot)).into_iter().find(|met| met.point == point).unwrap()
}

/// A version that is told like this.
fn told(presentation: Presentation) -> Snapshot {
    let usual = sealed(example());
    let contents = Contents { presentation, ..usual.contents().clone() };
    Snapshot::seal(usual.id(), contents).unwrap()
}

#[test]
fn there_are_nine_and_each_says_something() {
    let all = points(&Basis::of(&sealed(example())));
    assert_eq!(all.len(), 9);
    for met in all {
        assert!(!met.told.is_empty() || !met.missing.is_empty(), "{}", met.point);
        assert!(met.told.len() <= MOST + 1 && met.missing.len() <= MOST + 1);
    }
}

#[test]
fn what_only_the_publisher_can_say_is_missing_until_they_say_it() {
    let points = [Point::Question, Point::Signed];
    let before = sealed(example());
    assert!(points.iter().all(|point| !of(&before, *point).is_met()));
    let after = told(Presentation {
        question: "Why do orders arrive twice".into(),
        asked_by: "Nordlicht’s managing director".into(),
        signed: true,
        ..Presentation::default()
    });
    for point in points {
        assert!(of(&after, point).is_met(), "{:?}", of(&after, point));
    }
    let said = of(&after, Point::Question).told;
    assert_eq!(said, ["Why do orders arrive twice.", "Asked by Nordlicht’s managing director."]);
}

#[test]
fn nothing_is_signed_before_it_is_published() {
    let snapshot = told(Presentation { signed: true, ..Presentation::default() });
    let draft = Basis { published: None, ..Basis::of(&snapshot) };
    let signed = points(&draft).into_iter().find(|met| met.point == Point::Signed).unwrap();
    assert!(!signed.is_met() && signed.told.is_empty(), "{signed:?}");
}

#[test]
fn grounds_that_the_documents_leave_out_are_missing_by_name() {
    let left_out = vec![SectionId::Evidence, SectionId::Glossary];
    let met = of(&told(Presentation { left_out, ..Presentation::default() }), Point::ReliedUpon);
    assert_eq!(met.missing, ["PDF, Word and text leave out “What went wrong”."]);
}

#[test]
fn a_version_that_is_judged_otherwise_today_is_not_said_to_be_reproducible() {
    let usual = sealed(example());
    assert!(of(&usual, Point::Reproducible).is_met());
    let mut contents = usual.contents().clone();
    contents.assessment.verdict.says = "Everything is fine.".into();
    let other = Snapshot::seal(usual.id(), contents).unwrap();
    assert!(!of(&other, Point::Reproducible).is_met());
}

#[test]
fn contrary_evidence_that_nobody_answered_is_missing() {
    let mut doc = example();
    let pattern = &mut doc.samples.patterns[0];
    pattern.count += 4;
    let at = pattern.integration;
    let named = doc.integrations.iter().find(|one| Some(one.id) == at).unwrap().name.clone();
    let met = of(&sealed(doc), Point::Contrary);
    let lacks = |says: &String| says.contains(&named) && says.contains("reported failures wait");
    assert!(met.missing.iter().any(lacks), "{met:?}");
}

#[test]
fn what_was_not_looked_at_is_a_limit() {
    let mut doc = example();
    let scope = doc.integrations[0].name.clone();
    doc.integrations[0].in_scope = false;
    let met = of(&sealed(doc), Point::Limits);
    assert!(
        met.told.iter().any(|limit| limit.starts_with("Not looked at:") && limit.contains(&scope)),
        "{met:?}"
    );
}
