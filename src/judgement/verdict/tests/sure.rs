//! How sure a verdict is.

use super::*;

#[test]
fn certainty_is_high_only_with_enough_fresh_samples_that_can_be_followed() {
    let seen = |n| {
        let doc = sound().with(confirmed(n, Symptom::Wrong, Cause::WrongMapping));
        doc.but(|doc| doc.samples.examples.push(example()))
    };
    let level = |doc: &Engagement| verdict(doc).certainty.unwrap().level;
    assert_eq!(level(&seen(8)), Level::High);
    assert_eq!(level(&seen(4)), Level::Moderate, "few");
    assert_eq!(level(&seen(1)), Level::Low, "fewer than asked for");
    assert_eq!(
        level(&seen(8).but(|doc| doc.as_of += chrono::Duration::days(150))),
        Level::Moderate
    );
    assert_eq!(level(&seen(8).but(|doc| doc.as_of += chrono::Duration::days(300))), Level::Low);
    assert_eq!(level(&seen(8).but(|doc| doc.samples.examples.clear())), Level::VeryLow);
    let steps: Vec<_> = verdict(&seen(4)).certainty.unwrap().steps;
    let says = "Few: 4 of 4, which proves no more than 47 %; 6 alike would tell nine in ten from a coin toss, 14 prove 80 %.";
    assert_eq!(steps[1].because.says, says);
}

#[test]
fn evidence_of_a_control_ages_by_its_kind_and_never_counts_less_than_none() {
    let told = |kind: Option<Kind>, days: i64| {
        let doc = sound().but(|doc| {
            let seen_on = Some(doc.as_of.date_naive() - chrono::Duration::days(days));
            let found = Finding::new(ControlState::Missing, "The log of one afternoon.");
            let found = Finding { kind, seen_on, ..found };
            doc.control_sheets[0].controls.insert(Control::RetryCount, found);
        });
        verdict(&doc).certainty.unwrap()
    };
    for (kind, fresh, stale) in [
        (Some(Kind::Logged), 120, 121),
        (Some(Kind::Screenshot), 120, 121),
        (Some(Kind::Reproduced), 180, 181),
        (None, 180, 1_000),
    ] {
        assert_eq!(told(kind, fresh).level, Level::High, "{kind:?}");
        let stale = told(kind, stale);
        assert_eq!(stale.level, Level::Moderate, "{kind:?}");
        assert_eq!(stale.steps[1].kind, StepKind::Stale);
    }
    let second_hand = told(Some(Kind::Told), 1);
    assert_eq!(second_hand.steps[1].kind, StepKind::SecondHand);
    let none = verdict(&sound().control(Control::RetryCount, ControlState::Missing));
    let none = none.certainty.unwrap().level;
    assert!([second_hand.level, told(Some(Kind::Told), 400).level].iter().all(|one| *one >= none));
    let says = "Stale: “Retry count” was last looked at on";
    assert!(told(None, 400).steps[1].because.says.starts_with(says));
}
