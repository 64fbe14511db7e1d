//! The points that are read off the document and its judgement.
//! A sentence tells what is recorded; what is not recorded is missing, however likely it is.

use super::{Basis, Read, some};
use crate::delivery::verdict_pack::Claim;
use crate::document::controls::{ControlState, Finding};
use crate::document::engagement::Engagement;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, day, ended, listed};
use crate::stores::room::SectionId;

/// Sections without which a document does not show what it relies upon.
const GROUNDS: [SectionId; 5] =
    [SectionId::Map, SectionId::Evidence, SectionId::Truth, SectionId::Gates, SectionId::Access];

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn facts(claims: &[Claim]) -> Read {
    let of_parts = claims.iter().filter(|claim| claim.integration.is_some());
    let bare = of_parts.filter(|claim| {
        claim.reasons.is_empty() || claim.reasons.iter().any(|reason| reason.because.is_empty())
    });
    let missing = bare.map(|claim| format!("“{}” has a reason without evidence.", claim.about));
    let facts = claims.iter().flat_map(|claim| &claim.reasons).flat_map(|reason| &reason.because);
    let told = format!(
        "{} from {}: what is recorded stands as evidence, what follows from it as reason and claim, by rules that are published with the program.",
        counted(number(claims.len()), "claim is inferred", "claims are inferred"),
        counted(number(facts.count()), "recorded fact", "recorded facts"),
    );
    (vec![told], missing.collect())
}

pub(super) fn tested(basis: &Basis<'_>) -> Read {
    let doc = basis.document;
    let mut told: Vec<_> = approvals(doc).chain(measured(doc)).collect();
    let mut missing = Vec::new();
    let sheets = doc.control_sheets.iter().flat_map(|sheet| sheet.controls.values());
    let looked: Vec<_> = sheets.filter(|one| one.state != ControlState::Unknown).collect();
    let dated = |one: &&&Finding| one.has_evidence() && one.seen_on.is_some();
    let dated = looked.iter().filter(dated).count();
    if dated > 0 {
        let many = counted(number(dated), "control is recorded", "controls are recorded");
        told.push(format!("{many} with what was seen and on which day."));
    }
    if let Some(bare) = some(looked.len() - dated, "control is recorded", "controls are recorded") {
        missing.push(format!("{bare} without what was seen, or without the day."));
    }
    if !basis.presentation.tested.is_empty() {
        told.push(ended(&basis.presentation.tested));
    } else if !looked.is_empty() || doc.samples.confirmed() > 0 {
        missing.push("Who looked at controls and failures, and when, is not written down.".into());
    }
    if told.is_empty() && missing.is_empty() {
        missing.push("No test is recorded.".into());
    }
    (told, missing)
}

fn name(doc: &Engagement, id: IntegrationId) -> &str {
    doc.integration(id).map_or("", |one| one.name.as_str())
}

fn approvals(doc: &Engagement) -> impl Iterator<Item = String> {
    doc.launch_sheets.iter().flat_map(|sheet| {
        sheet.approvals.iter().map(|(check, approval)| {
            let (on, by) = (day(approval.on), &approval.by);
            format!("{} for “{}”: {by}, {on}.", check.label(), name(doc, sheet.integration))
        })
    })
}

fn measured(doc: &Engagement) -> impl Iterator<Item = String> {
    let all = doc.measures.iter().flat_map(|measures| &measures.measured);
    let said = all.filter(|(_, measured)| !measured.by.is_empty());
    said.filter_map(|(id, measured)| {
        let workflow = doc.workflows.iter().find(|one| one.id == *id)?;
        let on = measured.on.map(|on| format!(", {}", day(on))).unwrap_or_default();
        Some(format!("Work by hand in “{}”: measured by {}{on}.", workflow.name, measured.by))
    })
}

pub(super) fn relied_upon(basis: &Basis<'_>) -> Read {
    let doc = basis.document;
    let confirmed = usize::try_from(doc.samples.confirmed()).unwrap_or(0);
    let parts = [
        some(doc.systems.len(), "system", "systems"),
        some(doc.integrations.len(), "integration", "integrations"),
        some(doc.maps.len(), "map", "maps"),
        some(doc.fields.len(), "field with its owner", "fields with their owners"),
        some(doc.control_sheets.len(), "sheet of controls", "sheets of controls"),
        some(confirmed, "confirmed failure", "confirmed failures"),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let mut told = Vec::new();
    if !parts.is_empty() {
        told.push(format!("{}, all in the JSON of the version.", listed(&parts)));
    }
    if confirmed > 0 {
        told.push(format!(
            "The failures are counted by pattern, and {} of them told in full; what was taken from files as evidence stands with each.",
            doc.samples.examples.len()
        ));
    }
    let gone = GROUNDS.iter().filter(|section| !basis.presentation.carries(**section));
    let gone = gone.map(|section| format!("PDF, Word and text leave out “{}”.", section.label()));
    let nothing = parts.is_empty().then(|| "Nothing is recorded to rely upon.".to_owned());
    (told, gone.chain(nothing).collect())
}

pub(super) fn contrary(claims: &[Claim]) -> Read {
    let mut told = Vec::new();
    let mut missing = Vec::new();
    for claim in claims {
        let open = claim.against.iter().filter(|counter| !counter.is_answered);
        missing.extend(open.map(|counter| format!("“{}”: {}", claim.about, counter.says)));
    }
    let answered = claims.iter().flat_map(|claim| &claim.against).filter(|one| one.is_answered);
    told.extend(some(answered.count(), "thing that speaks", "things that speak").map(|many| {
        format!("{many} against a claim stand beside it, each with how it was taken into account.")
    }));
    let absent: usize = claims.iter().map(|claim| claim.absent.len()).sum();
    told.extend(
        some(absent, "finding was", "findings were")
            .map(|many| format!("{many} looked for and not established, each with why not.")),
    );
    (told, missing)
}

pub(super) fn opinion(claims: &[Claim]) -> Read {
    let (mut told, mut missing) = (Vec::new(), Vec::new());
    for claim in claims.iter().filter(|claim| claim.integration.is_some()) {
        if !claim.certainty.is_empty() {
            told.push(format!("“{}”: {}", claim.about, claim.certainty));
        } else if claim.answer.is_verdict() {
            missing.push(format!("How sure “{}” is, is not told.", claim.about));
        } else {
            missing.push(format!(
                "“{}” is open: {}.",
                claim.about,
                claim.answer.label().to_lowercase()
            ));
        }
    }
    let changes: usize = claims.iter().map(|claim| claim.would_change.len()).sum();
    told.extend(
        some(changes, "set of facts", "sets of facts").map(|many| {
            format!("{many} would lead to another opinion; each stands with its claim.")
        }),
    );
    if claims.len() < 2 {
        missing.push("No integration is in scope, so there is no opinion on one.".into());
    }
    (told, missing)
}

pub(super) fn limits(basis: &Basis<'_>) -> Read {
    let doc = basis.document;
    let mut told = vec![format!("What was known on {}.", day(doc.as_of.date_naive()))];
    let outside = doc.integrations.iter().filter(|one| !one.in_scope);
    let outside: Vec<_> = outside.map(|one| format!("“{}”", one.name)).collect();
    if !outside.is_empty() {
        told.push(format!("Not looked at: {}.", listed(&outside)));
    }
    told.extend(doc.access.areas.iter().map(|area| {
        format!("{}, {}: {}", area.system_name, area.care.label().to_lowercase(), ended(&area.says))
    }));
    told.extend(
        basis.assessment.provisional.iter().map(|lacks| format!("Not known yet: {}", lacks.says)),
    );
    let none = doc.in_scope().next().is_none();
    (
        told,
        none.then(|| "No integration is in scope: nothing was looked at.".to_owned())
            .into_iter()
            .collect(),
    )
}
