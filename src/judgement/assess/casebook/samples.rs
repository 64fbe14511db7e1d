//! Cases of records that are wrong, missing or there twice, and of what was done about it.

use super::Case;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::Criticality;
use crate::document::samples::{Cause, Origin, PartOf, Pattern, Symptom};
use crate::judgement::assess::testing::{Broken, confirmed, example, may, sound};
use crate::platform::ids::PatternId;
use chrono::{Days, NaiveDate};

pub(super) fn failing(count: i64, symptom: Symptom, cause: Cause) -> Engagement {
    sound().with(confirmed(count, symptom, cause))
}

/// The first of these missing, the others partly there.
pub(super) fn lacking(doc: Engagement, of: &[Control]) -> Engagement {
    let state = |at| if at == 0 { ControlState::Missing } else { ControlState::Partial };
    of.iter().enumerate().fold(doc, |doc, (at, one)| doc.control(*one, state(at)))
}

pub(super) fn unknown(doc: Engagement, of: &[Control]) -> Engagement {
    of.iter().fold(doc, |doc, one| doc.control(*one, ControlState::Unknown))
}

/// The first pattern changed.
pub(super) fn seen(doc: Engagement, change: impl FnOnce(&mut Pattern)) -> Engagement {
    doc.but(|doc| change(&mut doc.samples.patterns[0]))
}

/// Samples that nobody has confirmed.
pub(super) fn open(count: i64, symptom: Symptom, cause: Cause) -> Pattern {
    Pattern { confirmed: 0, ..confirmed(count, symptom, cause) }
}

/// Judged so many days after the last sample, with every control in place since a day.
fn later(doc: Engagement, days: u64, since: Option<NaiveDate>) -> Engagement {
    doc.but(|doc| {
        let today = doc.samples.patterns[0].last_seen + Days::new(days);
        doc.as_of = today.and_hms_opt(9, 0, 0).unwrap().and_utc();
        doc.control_sheets[0].controls.values_mut().for_each(|found| found.since = since);
    })
}

pub(super) fn followed(doc: Engagement) -> Engagement {
    doc.but(|doc| doc.samples.examples.push(example()))
}

pub(super) fn cases() -> Vec<Case> {
    [mappings(), duplicates(), repairs(), records()].into_iter().flatten().collect()
}

fn mappings() -> Vec<Case> {
    let wrong = || failing(4, Symptom::Wrong, Cause::WrongMapping);
    let also = |doc: Engagement, symptom, cause| doc.with(confirmed(2, symptom, cause));
    let two = || also(wrong(), Symptom::Missing, Cause::WrongMapping);
    let four = [Symptom::Missing, Symptom::Partial, Symptom::Late];
    let four = four.into_iter().fold(wrong(), |doc, one| also(doc, one, Cause::WrongMapping));
    let prices = PartOf { id: PatternId(uuid::Uuid::nil()), name: "Prices".into() };
    let merged = two().but(|doc| {
        doc.samples.patterns.iter_mut().for_each(|one| one.part_of = Some(prices.clone()));
    });
    vec![
        ("One mapping error, followed through the systems", followed(wrong())),
        ("Two mapping errors", two()),
        ("Two that a person put together", merged),
        ("Three mapping errors", also(two(), Symptom::Late, Cause::WrongMapping)),
        ("Four mapping errors beside a time-out, and a fifth that waits", {
            also(four.clone(), Symptom::Silent, Cause::Timeout).with(open(
                3,
                Symptom::OutOfOrder,
                Cause::WrongMapping,
            ))
        }),
        ("Four mapping errors", four),
        ("A mapping error beside samples of an unknown cause", {
            also(wrong(), Symptom::Late, Cause::Unknown)
        }),
        ("A mapping error, while others wait", {
            let wait = [
                (Symptom::Missing, Cause::WrongMapping),
                (Symptom::Late, Cause::Unknown),
                (Symptom::Partial, Cause::WrongAssumption),
                (Symptom::Wrong, Cause::UnclearRule),
            ];
            wait.into_iter()
                .fold(wrong(), |doc, (symptom, cause)| doc.with(open(2, symptom, cause)))
        }),
        ("A mapping error, while one of an unknown cause waits", {
            wrong().with(open(2, Symptom::Late, Cause::Unknown))
        }),
        ("A single sample of an unknown cause", failing(1, Symptom::Wrong, Cause::Unknown)),
        ("Enough samples of an unknown cause", failing(3, Symptom::Wrong, Cause::Unknown)),
    ]
}

fn duplicates() -> Vec<Case> {
    let (key, check) = (Control::IdempotencyKey, Control::DuplicateCheck);
    let at_source = |doc: Engagement| seen(doc, |one| one.origin = Origin::Source);
    vec![
        (
            "Replays that nothing stops",
            lacking(failing(7, Symptom::Duplicate, Cause::Replayed), &[check, key]),
        ),
        (
            "One duplicate, nobody knows why",
            lacking(failing(1, Symptom::Duplicate, Cause::Unknown), &[key]),
        ),
        (
            "Late because replayed, where nobody looked at the key",
            unknown(failing(3, Symptom::Late, Cause::Replayed), &[key]),
        ),
        (
            "Duplicates that are typed at the source",
            at_source(failing(5, Symptom::Duplicate, Cause::DuplicateRecord)),
        ),
        (
            "Values missing at the source, and more that wait",
            at_source(failing(5, Symptom::Missing, Cause::MissingIdentifier)).with(Pattern {
                origin: Origin::Source,
                ..open(3, Symptom::Wrong, Cause::DirtyValue)
            }),
        ),
        ("Replays at the source", at_source(failing(5, Symptom::Late, Cause::Replayed))),
    ]
}

fn repairs() -> Vec<Case> {
    let twice = || failing(20, Symptom::Duplicate, Cause::Replayed);
    let half = |doc: Engagement| doc.control(Control::DuplicateCheck, ControlState::Missing);
    let claimed = |days| {
        later(twice(), days, Some(may(26))).but(|doc| {
            let controls = doc.control_sheets[0].controls.values_mut();
            controls.for_each(|found| found.evidence.clear());
        })
    };
    vec![
        ("Repaired the day after, quiet for twenty days", later(twice(), 20, Some(may(26)))),
        ("Repaired the day after, quiet for two days", later(twice(), 2, Some(may(26)))),
        ("In place before the last one", later(twice(), 60, Some(may(25)))),
        ("In place, nobody said since when, quiet for two days", later(twice(), 2, None)),
        ("In place, nobody said since when, quiet for sixty days", later(twice(), 60, None)),
        ("Half of it repaired, quiet for sixty days", half(later(twice(), 60, Some(may(26))))),
        ("Half of it there, nobody said since when", half(later(twice(), 60, None))),
        ("Half of it in place on the day of the last one", {
            half(later(twice(), 60, Some(may(25))))
        }),
        ("Repaired without evidence of it, quiet for four days", claimed(4)),
        ("Repaired without evidence of it, quiet for the five days it takes", claimed(5)),
        (
            "Two in a year, repaired and quiet for a month",
            seen(
                later(failing(2, Symptom::Duplicate, Cause::Replayed), 30, Some(may(26))),
                |one| {
                    one.first_seen = one.last_seen - Days::new(364);
                },
            ),
        ),
    ]
}

fn records() -> Vec<Case> {
    let (boundary, queue) = (Control::BoundaryValidation, Control::ExceptionQueue);
    let dirty = |count| failing(count, Symptom::Wrong, Cause::DirtyValue);
    let named =
        |doc: Engagement, control| seen(doc, |one| one.missing_controls = [(control, 1)].into());
    let mapping = || failing(4, Symptom::Wrong, Cause::WrongMapping);
    vec![
        ("A bad record that nothing stops", lacking(dirty(1), &[boundary])),
        ("Bad records that are let in by half", lacking(dirty(3), &[boundary, queue])),
        ("Bad records where nobody looked", unknown(dirty(3), &[queue])),
        ("Bad records though all is in place", dirty(3)),
        (
            "A wrong mapping that a validation should have blocked",
            lacking(named(mapping(), boundary), &[boundary]),
        ),
        (
            "Samples name a control that is recorded as in place",
            named(mapping(), Control::EventGuard),
        ),
        ("One of nine names a control that is recorded as in place", {
            let doubted =
                named(failing(1, Symptom::Missing, Cause::WrongMapping), Control::EventGuard);
            followed(doubted.with(confirmed(8, Symptom::Wrong, Cause::WrongMapping)))
        }),
        ("Samples name a log that nobody looked at", {
            named(unknown(dirty(3), &[Control::RetryCount]), Control::RetryCount)
        }),
        ("Samples of a convenience name a log that nobody looked at", {
            named(unknown(dirty(3), &[Control::RetryCount]), Control::RetryCount)
                .integration(|one| one.criticality = Criticality::Convenience)
        }),
        ("Nobody decides the rule", failing(3, Symptom::Wrong, Cause::UnclearRule)),
        (
            "The flow rests on a wrong assumption",
            failing(2, Symptom::Wrong, Cause::WrongAssumption),
        ),
    ]
}
