//! Cases of the boundary itself: what stands at it, who can change it, and what the maps and the registry say of it.

use super::Case;
use super::samples::{failing, lacking, seen, unknown};
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::{Availability, Criticality, Ownership, Transport};
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, Compared, Origin, Pattern, Symptom};
use crate::document::truth::Standing;
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, ERP, SHOP, TOTAL, confirmed, may, sound};
use crate::judgement::findings::rules::BRIDGES;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::FieldId;

const NO: Availability = Availability::No;
const OPEN: Availability = Availability::Unknown;

pub(super) fn cases() -> Vec<Case> {
    [looked_at(), controls(), changing(), maps(), truth()].into_iter().flatten().collect()
}

fn convenience(doc: Engagement) -> Engagement {
    doc.integration(|one| one.criticality = Criticality::Convenience)
}

fn without_owner(doc: Engagement, of: &[Ownership]) -> Engagement {
    doc.integration(|one| of.iter().for_each(|of| drop(one.owners.remove(of))))
}

fn looked_at() -> Vec<Case> {
    let (retries, view, check) =
        (Control::RetryCount, Control::StatusView, Control::DuplicateCheck);
    let simple = || convenience(without_owner(sound(), Ownership::ALL));
    let unproven = sound().but(|doc| {
        let found = doc.control_sheets[0].controls.get_mut(&view);
        found.into_iter().for_each(|found| found.evidence.clear());
    });
    let expired = unknown(sound(), &[check]).but(|doc| {
        let until = Some(may(31));
        doc.control_sheets[0].controls.values_mut().take(9).for_each(|one| one.holds_until = until);
    });
    vec![
        ("Nothing is wrong", sound()),
        ("Nothing is wrong, and one control is only said to be there", unproven),
        ("Nobody looked at anything", sound().but(|doc| doc.control_sheets.clear())),
        (
            "Nobody looked at two controls, and nobody owns the logic",
            without_owner(unknown(sound(), &[retries, check]), &[Ownership::Logic]),
        ),
        ("Nobody looked at one control", unknown(sound(), &[check])),
        ("Evidence that no longer holds", expired),
        ("Four controls are lacking, and nothing failed", {
            lacking(sound(), &[check, Control::Runbook, Control::HealthCheck, Control::EventGuard])
        }),
        ("Two controls are lacking, and nothing failed", {
            lacking(sound(), &[check, Control::Runbook])
        }),
        ("A convenience that nobody owns", simple()),
        ("A convenience that nobody looked at", {
            convenience(sound().but(|doc| doc.control_sheets.clear()))
        }),
        (
            "Nobody needs it, and it fails",
            failing(9, Symptom::Wrong, Cause::WrongMapping).integration(|one| one.needed = NO),
        ),
    ]
}

fn controls() -> Vec<Case> {
    let visibility = [Control::TimeReceived, Control::RetryCount];
    let outage = || failing(2, Symptom::Late, Cause::Unreachable);
    let bridges = |doc| lacking(doc, &BRIDGES);
    vec![
        ("Two visibility controls are lacking", lacking(sound(), &visibility)),
        (
            "Visibility is lacking and nobody gets in",
            lacking(sound(), &visibility).integration(|one| one.credentials = NO),
        ),
        ("An outage that nothing bridges", {
            bridges(outage()).but(|doc| doc.brief.complaints = vec![Complaint::OneOutageStopsAll])
        }),
        ("No other way, and nothing bridges an outage", bridges(sound())),
        ("Nobody knows what bridges an outage", unknown(outage(), &BRIDGES)),
    ]
}

/// So many findings below a rebuild.
fn below(count: usize) -> Engagement {
    let doc = lacking(failing(7, Symptom::Duplicate, Cause::Replayed), &[Control::IdempotencyKey])
        .with(confirmed(3, Symptom::Wrong, Cause::DirtyValue))
        .with(confirmed(5, Symptom::Missing, Cause::Timeout))
        .with(confirmed(4, Symptom::Silent, Cause::DirtyValue));
    let of = [
        Control::BoundaryValidation,
        Control::RetriesWithBackoff,
        Control::TimeReceived,
        Control::AlertOnAbsence,
    ];
    of[..count - 1].iter().fold(doc, |doc, one| doc.control(*one, ControlState::Missing))
}

fn changing() -> Vec<Case> {
    let mapping = || failing(4, Symptom::Wrong, Cause::WrongMapping);
    let twice =
        || lacking(failing(7, Symptom::Duplicate, Cause::Replayed), &[Control::IdempotencyKey]);
    let all_open = |doc: Engagement| {
        doc.integration(|one| {
            (one.code, one.credentials, one.maintainable) = (OPEN, OPEN, OPEN);
        })
    };
    vec![
        ("A mapping error that nobody can change", mapping().integration(|one| one.code = NO)),
        (
            "A mapping error that nobody can maintain",
            mapping().integration(|one| one.maintainable = NO),
        ),
        ("A mapping error of which nothing else is known, while samples wait", {
            let waiting = confirmed(2, Symptom::Late, Cause::Unknown);
            all_open(mapping()).with(Pattern { confirmed: 0, ..waiting })
        }),
        ("Duplicates, and nothing is known of the code", all_open(twice())),
        (
            "Neither code nor credentials, and duplicates",
            twice().integration(|one| (one.code, one.credentials) = (NO, NO)),
        ),
        ("Four things that can be mended", below(4)),
        ("Five things that can be mended", below(5)),
        ("Duplicates, and nobody looked at an alarm", {
            let silent = confirmed(4, Symptom::Silent, Cause::DirtyValue);
            unknown(twice(), &[Control::AlertOnAbsence]).with(silent)
        }),
        ("An unknown cause, and nobody owns the logic", {
            without_owner(failing(2, Symptom::Wrong, Cause::Unknown), &[Ownership::Logic])
        }),
        (
            "Wrong at every turn",
            lacking(twice(), &[Control::TimeReceived, Control::BoundaryValidation])
                .with(confirmed(3, Symptom::Wrong, Cause::DirtyValue))
                .with(confirmed(2, Symptom::Wrong, Cause::WrongAssumption))
                .with(confirmed(5, Symptom::Missing, Cause::Timeout))
                .control(Control::RetriesWithBackoff, ControlState::Missing)
                .control(Control::AlertOnAbsence, ControlState::Unknown)
                .integration(|one| one.maintainable = NO)
                .shadow(None),
        ),
    ]
}

fn maps() -> Vec<Case> {
    let timed = |doc: Engagement, kind, hours| {
        doc.actual(|map| {
            let step = &mut map.steps[1];
            step.kind = kind;
            (step.facts.minutes_per_run, step.facts.runs_per_month) = (Some(60.0), Some(hours));
        })
    };
    let copied = |doc: Engagement| doc.integration(|one| one.transport = Transport::CopyPaste);
    vec![
        ("A shadow step that nobody judged", sound().shadow(None)),
        ("A shadow step judged fine", sound().shadow(Some(Judgement::Fine))),
        ("A shadow step that shows a wrong assumption", {
            sound().shadow(Some(Judgement::WrongAssumption))
        }),
        ("Carried by hand", copied(sound())),
        ("Carried by hand, a day a month", timed(copied(sound()), StepKind::CopyPaste, 9.0)),
        ("Copied for a day a month", timed(sound(), StepKind::CopyPaste, 8.0)),
        ("Checked by hand for a day a month, while samples wait", {
            let waiting = confirmed(4, Symptom::Wrong, Cause::WrongMapping);
            let waiting = Pattern { confirmed: 0, ..waiting };
            timed(sound(), StepKind::Check, 8.0).with(waiting)
        }),
        ("Checked by hand where it fails", {
            timed(failing(4, Symptom::Wrong, Cause::WrongMapping), StepKind::Check, 5.0)
        }),
    ]
}

fn truth() -> Vec<Case> {
    let disputed = |doc: Engagement| doc.field(|field| field.standing = Standing::Disputed);
    let unclear = || failing(18, Symptom::Wrong, Cause::UnclearRule);
    let compared = |doc: Engagement, differ| {
        let found = Compared { field: TOTAL, systems: [ERP, SHOP], differ, on: may(25) };
        doc.but(|doc| doc.samples.compared.push(found))
    };
    let two = |doc: Engagement| {
        doc.but(|doc| {
            let mut tax = doc.fields[0].clone();
            (tax.id, tax.name) = (FieldId(uuid::Uuid::from_u128(22)), "tax".into());
            doc.fields.push(tax);
        })
    };
    let at_source = |doc: Engagement| seen(doc, |one| one.origin = Origin::Source);
    vec![
        ("A disputed field that nothing differs on", disputed(sound())),
        ("A disputed field on which samples differ", disputed(unclear())),
        ("Two disputed fields, one of them compared", compared(two(disputed(unclear())), 14)),
        ("A disputed field on which one record differs", compared(disputed(sound()), 1)),
        ("A rule that nobody decides, at the source", at_source(unclear())),
    ]
}
