//! Spans are as long and meet, and what is few or open tells nothing.

use super::*;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn one(at: NaiveDate, failures: i64, recoveries: &[i64]) -> Day {
    Day {
        day: at,
        failures,
        duplicates: failures / 2,
        interventions: failures,
        minutes: failures * 10,
        recoveries: recoveries.to_vec(),
        waiting: 0,
        waiting_duplicates: 0,
        waiting_interventions: 0,
        waiting_recovered: 0,
    }
}

#[test]
fn what_waits_for_review_makes_nothing_fewer_and_nothing_more() {
    let waits = |at, count| Day { waiting: count, waiting_recovered: count, ..one(at, 0, &[]) };
    let sure = [one(day(4, 30), 20, &[600; 9]), one(day(5, 1), 3, &[30; 9])];
    assert_eq!(compared(&sure, day(5, 1), day(5, 10)).change(Figure::Failures), Change::Fewer);
    let mut open = sure.to_vec();
    open.push(waits(day(5, 2), 12));
    let told = compared(&open, day(5, 1), day(5, 10));
    assert_eq!(told.change(Figure::Failures), Change::TooFew);
    assert_eq!(told.says(Figure::Failures), "too few to tell: 12 samples wait for review");
    assert_eq!(told.change(Figure::Recovery), Change::TooFew);
    let mut few = sure.to_vec();
    few.push(waits(day(5, 2), 1));
    let told = compared(&few, day(5, 1), day(5, 10));
    assert_eq!(told.says(Figure::Failures), "fewer than before", "one more changes nothing");
    let more = [one(day(4, 30), 3, &[]), one(day(5, 1), 20, &[]), waits(day(4, 29), 12)];
    let told = compared(&more, day(5, 1), day(5, 10));
    assert_eq!(told.change(Figure::Failures), Change::TooFew, "the baseline may grow");
}

#[test]
fn the_spans_are_as_long_and_meet() {
    let days = [one(day(4, 30), 20, &[]), one(day(5, 1), 3, &[]), one(day(5, 10), 2, &[])];
    let told = compared(&days, day(5, 1), day(5, 10));
    assert_eq!((told.before.first, told.before.last), (day(4, 21), day(4, 30)));
    assert_eq!((told.now.first, told.now.last), (day(5, 1), day(5, 10)));
    assert_eq!(told.before.days(), told.now.days());
    assert_eq!((told.before.failures, told.now.failures), (20, 5));
    assert_eq!(told.says(Figure::Failures), "fewer than before");
}

#[test]
fn after_a_long_time_the_newest_days_are_held_against_those_before_the_change() {
    let told = compared(&[], NaiveDate::from_ymd_opt(2025, 1, 1).unwrap(), day(5, 10));
    assert_eq!(told.before.days(), told.now.days());
    assert_eq!(told.now.days(), 180);
    assert_eq!(told.before.last, NaiveDate::from_ymd_opt(2024, 12, 31).unwrap());
    let ahead = compared(&[], day(6, 1), day(5, 10));
    assert_eq!((ahead.now.first, ahead.now.last), (day(5, 10), day(5, 10)));
}

#[test]
fn few_of_them_tell_nothing() {
    let few = [one(day(4, 30), 3, &[60, 60]), one(day(5, 1), 1, &[10, 20])];
    let told = compared(&few, day(5, 1), day(5, 10));
    for figure in [Figure::Failures, Figure::Recovery, Figure::Duplicates, Figure::Manual] {
        assert_eq!(told.says(figure), "too few to tell", "{figure}");
    }
}

#[test]
fn recoveries_are_held_against_those_of_before_in_pairs() {
    let days = [one(day(4, 30), 9, &[600; 9]), one(day(5, 1), 9, &[30; 9])];
    let told = compared(&days, day(5, 1), day(5, 10));
    assert_eq!((told.faster, told.slower), (9, 0));
    assert_eq!(told.says(Figure::Recovery), "faster than before");
    assert_eq!(told.now.recovery.map(|it| it.value), Some(30));
}

#[test]
fn a_target_is_held_against_what_was_counted() {
    let span = Span::of(&[one(day(5, 1), 4, &[120, 180])], day(5, 1), day(5, 31));
    assert_eq!(keeps(&span, Figure::Failures, 4), Some(true));
    assert_eq!(keeps(&span, Figure::Failures, 3), Some(false));
    assert_eq!(keeps(&span, Figure::Recovery, 2), Some(false));
    assert_eq!(keeps(&span, Figure::Recovery, 3), Some(true));
    let none = Span::of(&[], day(5, 1), day(5, 31));
    assert_eq!(
        (keeps(&none, Figure::Recovery, 1), keeps(&none, Figure::Manual, 0)),
        (None, Some(true))
    );
}

#[test]
fn the_months_end_today() {
    let months = months(&[one(day(5, 31), 4, &[])], day(6, 2));
    assert_eq!(months.len(), MONTHS);
    assert_eq!(months[11].first, day(6, 1));
    assert_eq!((months[11].last, months[10].last), (day(6, 2), day(5, 31)));
    assert_eq!((months[10].failures, months[11].failures), (4, 0));
}
