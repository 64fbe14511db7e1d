//! What the kind of evidence makes of certainty, and when it no longer does.

use super::{Certainty, Level, StepKind};
use crate::document::evidence::Kind;
use crate::document::samples::{Cause, Known, Symptom};
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, confirmed, example, may, sound};
use chrono::Days;

/// How sure a mapping error is whose eight samples are known so: kind, how many, and days before it is judged.
fn certainty(known: &[(Kind, i64, u64)], followed: bool) -> Certainty {
    let mut pattern = confirmed(8, Symptom::Wrong, Cause::WrongMapping);
    let today = may(31) + Days::new(1);
    let known = known
        .iter()
        .map(|(kind, count, ago)| (*kind, Known { count: *count, last: today - Days::new(*ago) }));
    pattern.known = known.collect();
    let doc = sound().with(pattern).but(|doc| doc.samples.examples.extend(followed.then(example)));
    assess(&doc).integrations.remove(0).verdict.certainty.unwrap()
}

fn kinds(certainty: &Certainty) -> Vec<StepKind> {
    certainty.steps.iter().map(|step| step.kind).collect()
}

#[test]
fn it_starts_from_the_strongest_kind_that_somebody_recorded() {
    for (kind, level) in [
        (Kind::Reproduced, Level::High),
        (Kind::Reconciled, Level::High),
        (Kind::Logged, Level::High),
        (Kind::Screenshot, Level::Moderate),
        (Kind::Told, Level::VeryLow),
    ] {
        assert_eq!(certainty(&[(kind, 8, 3)], false).level, level, "{kind}");
    }
    let both = certainty(&[(Kind::Told, 7, 3), (Kind::Reproduced, 1, 3)], false);
    assert_eq!(both.says, "High. The strongest evidence is a failure that was reproduced.");
}

#[test]
fn what_was_told_is_second_hand_even_with_a_text_beside_it() {
    let told = certainty(&[(Kind::Told, 8, 3)], true);
    assert_eq!(kinds(&told), [StepKind::Start, StepKind::SecondHand]);
    assert!(told.says.contains("what the samples say was told by a person"), "{}", told.says);
}

#[test]
fn where_nobody_said_the_kind_what_the_samples_carry_says_it() {
    assert_eq!(certainty(&[], true).level, Level::High);
    assert_eq!(certainty(&[], false).level, Level::VeryLow);
    assert_eq!(certainty(&[(Kind::Told, 7, 3)], true).level, Level::High, "one was not said");
}

#[test]
fn each_kind_counts_a_step_less_once_its_half_life_has_passed() {
    for (kind, half_life) in [
        (Kind::Reproduced, 180),
        (Kind::Reconciled, 180),
        (Kind::Logged, 120),
        (Kind::Screenshot, 120),
    ] {
        let level = |ago| certainty(&[(kind, 8, ago)], false).level;
        let fresh = level(0);
        assert_eq!(level(half_life), fresh, "{kind}");
        assert_eq!(level(half_life + 1), fresh.lowered(), "{kind}");
        assert_eq!(level(2 * half_life + 1), fresh.lowered().lowered(), "{kind}");
    }
    let stale = certainty(&[(Kind::Reproduced, 8, 200)], false);
    assert!(
        stale.says.contains("Stale: such evidence was last seen on 13 November 2025, 200 days ago; the half-life of a failure that was reproduced is 180 days."),
        "{}",
        stale.says
    );
}

#[test]
fn fresh_evidence_goes_before_stale_evidence_of_a_stronger_kind() {
    let both = certainty(&[(Kind::Reproduced, 4, 400), (Kind::Logged, 4, 10)], false);
    assert_eq!(both.says, "High. The strongest evidence is a log or payload.");
    let old = certainty(&[(Kind::Told, 4, 3), (Kind::Logged, 4, 300)], false);
    assert!(
        old.says.starts_with("Low. The strongest evidence is a log or payload."),
        "{}",
        old.says
    );
}
