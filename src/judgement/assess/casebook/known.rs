//! Cases of how a failure is known: told or reproduced, fresh or old, confirmed or waiting.

use super::Case;
use super::samples::{failing, followed, lacking, open, seen};
use crate::document::controls::{Control, ControlState, Finding};
use crate::document::evidence::Kind;
use crate::document::samples::{Cause, Known, Origin, Pattern, ReviewState, Sample, Symptom};
use crate::document::truth::Standing;
use crate::judgement::assess::testing::{Broken, confirmed, example, may, sound};
use chrono::Days;

pub(super) fn cases() -> Vec<Case> {
    kinds().into_iter().chain(waiting()).collect()
}

fn kinds() -> Vec<Case> {
    let known = |kind: Kind, count, last| {
        seen(failing(8, Symptom::Wrong, Cause::WrongMapping), |one| {
            one.known = [(kind, Known { count, last })].into();
        })
    };
    let shot = |days| {
        sound().but(|doc| {
            let seen_on = Some(doc.as_of.date_naive() - Days::new(days));
            let found = Finding::new(ControlState::Missing, "A screenshot of the log.");
            let found = Finding { kind: Some(Kind::Screenshot), seen_on, ..found };
            doc.control_sheets[0].controls.insert(Control::RetryCount, found);
        })
    };
    vec![
        ("Eight samples, told by a person", known(Kind::Told, 8, may(25))),
        ("Eight samples of which one was reproduced", known(Kind::Reproduced, 1, may(25))),
        ("Eight samples, logged long ago", known(Kind::Logged, 8, may(25) - Days::new(300))),
        (
            "Eight samples, and nobody knows where they arise",
            followed(seen(known(Kind::Logged, 8, may(25)), |one| one.origin = Origin::Unknown)),
        ),
        ("A control that was seen on a fresh screenshot", shot(10)),
        ("A control that was seen on an old screenshot", shot(200)),
    ]
}

/// Samples that do not count, or not yet.
fn waiting() -> Vec<Case> {
    let waiting = open(6, Symptom::Duplicate, Cause::Replayed);
    let rejected = Pattern { count: 0, ..waiting.clone() };
    vec![
        (
            "Samples that wait for somebody",
            lacking(sound().with(waiting), &[Control::IdempotencyKey]),
        ),
        (
            "Samples that were all rejected",
            lacking(sound().with(rejected), &[Control::IdempotencyKey]),
        ),
        (
            "Samples of another integration only",
            sound().with(Pattern {
                integration: None,
                ..confirmed(9, Symptom::Wrong, Cause::Timeout)
            }),
        ),
        (
            "Samples as many as are asked for, seven",
            followed(failing(5, Symptom::Wrong, Cause::WrongMapping))
                .but(|doc| doc.brief.samples_needed = 7),
        ),
        ("A total that nobody owns, named in a sample that nobody confirmed", {
            let (cause, state) = (Cause::DirtyValue, ReviewState::New);
            failing(3, Symptom::Wrong, Cause::DirtyValue)
                .field(|field| field.standing = Standing::Unassigned)
                .but(|doc| doc.samples.examples = vec![Sample { cause, state, ..example() }])
        }),
        (
            "A total that nobody owns, named in the samples",
            followed(failing(3, Symptom::Wrong, Cause::DirtyValue))
                .but(|doc| doc.samples.examples[0].cause = Cause::DirtyValue)
                .field(|field| field.standing = Standing::Unassigned),
        ),
    ]
}
