//! Cases of whole engagements: several integrations, and what somebody decided instead.

use super::Case;
use super::samples::{failing, lacking};
use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Pattern, Symptom};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{
    Broken, batch, confirmed, example, in_place, integration, sound,
};
use crate::platform::ids::IntegrationId;
use uuid::Uuid;

const STOCK: IntegrationId = IntegrationId(Uuid::from_u128(11));
const LETTERS: IntegrationId = IntegrationId(Uuid::from_u128(12));

pub(super) fn cases() -> Vec<Case> {
    beside().into_iter().chain(decided()).collect()
}

fn and(doc: Engagement, id: IntegrationId, name: &str, criticality: Criticality) -> Engagement {
    doc.but(|doc| doc.integrations.push(integration(id, name, criticality)))
}

fn at(id: IntegrationId, count: i64, symptom: Symptom, cause: Cause) -> Pattern {
    Pattern { integration: Some(id), ..confirmed(count, symptom, cause) }
}

fn beside() -> Vec<Case> {
    let (important, convenience) = (Criticality::Important, Criticality::Convenience);
    let mapping = || failing(8, Symptom::Wrong, Cause::WrongMapping);
    let stock = |doc| and(doc, STOCK, "Stock", important);
    let letters = |doc| and(doc, LETTERS, "Newsletter", convenience);
    let looked_at = |doc: Engagement, id| doc.but(|doc| doc.control_sheets.push(in_place(id)));
    let wrong = |id| at(id, 5, Symptom::Wrong, Cause::WrongAssumption);
    vec![
        ("One of two is checked by hand", {
            let doc = looked_at(stock(mapping()), STOCK);
            doc.with(at(STOCK, 8, Symptom::Missing, Cause::WrongMapping)).actual(|map| {
                let step = &mut map.steps[1];
                step.kind = StepKind::Check;
                (step.facts.minutes_per_run, step.facts.runs_per_month) = (Some(60.0), Some(5.0));
            })
        }),
        ("No integration in scope", sound().integration(|one| one.in_scope = false)),
        ("One is patched, of another nothing is known", stock(mapping())),
        ("One is sound, of another nothing is known", stock(sound())),
        ("Two are patched, one more surely than the other", {
            looked_at(stock(mapping()), STOCK)
                .with(at(STOCK, 2, Symptom::Wrong, Cause::WrongMapping))
                .but(|doc| doc.samples.examples.push(example()))
        }),
        (
            "The important one comes first in the list, and the critical one first in the plan",
            looked_at(stock(mapping()), STOCK)
                .with(at(STOCK, 8, Symptom::Missing, Cause::WrongMapping))
                .but(|doc| doc.integrations.reverse()),
        ),
        ("A convenience is worse than what matters", letters(mapping()).with(wrong(LETTERS))),
        ("A convenience is the same as what matters", {
            let doc = looked_at(letters(mapping()), LETTERS);
            doc.with(at(LETTERS, 2, Symptom::Wrong, Cause::WrongMapping))
        }),
        ("Of a convenience nothing is known", letters(mapping())),
        ("Conveniences alone", {
            let doc = letters(mapping()).with(wrong(LETTERS));
            doc.integration(|one| one.criticality = convenience)
        }),
        ("One is not needed any more, the other is sound", {
            let doc = stock(sound());
            doc.but(|doc| doc.integrations[1].needed = Availability::No)
        }),
    ]
}

fn decided() -> Vec<Case> {
    let mapping = || failing(8, Symptom::Wrong, Cause::WrongMapping);
    let twice =
        || lacking(failing(7, Symptom::Duplicate, Cause::Replayed), &[Control::IdempotencyKey]);
    let stuck = || twice().integration(|one| one.code = Availability::No);
    let why = " The vendor ends it in spring. ";
    let instead = |doc: Engagement, path| doc.call(Some(path), why, batch());
    vec![
        ("Rebuilt by decision instead of patched", instead(mapping(), VerdictPath::Rebuild)),
        ("Stabilised by decision instead of patched", instead(mapping(), VerdictPath::Stabilise)),
        ("Patched by decision instead of stabilised", instead(twice(), VerdictPath::Patch)),
        ("Stabilised by decision instead of rebuilt", instead(stuck(), VerdictPath::Stabilise)),
        ("Decided as computed", instead(mapping(), VerdictPath::Patch)),
        ("Rebuilt by decision though nothing is wrong", instead(sound(), VerdictPath::Rebuild)),
        ("A decision without a reason", mapping().call(Some(VerdictPath::Rebuild), "No.", batch())),
        ("A decision that nobody else agrees with", {
            let doc = instead(mapping(), VerdictPath::Rebuild);
            doc.but(|doc| doc.calls[0].agreed_by = " ".into())
        }),
        ("A plan for a batch, and no other decision", mapping().call(None, "", batch())),
    ]
}
