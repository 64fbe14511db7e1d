//! What keeps a verdict provisional (domain §10, “Final”).
//! A verdict is final when nothing is left here; nobody can declare it so.

use crate::document::controls::Family;
use crate::document::integrations::{Criticality, Integration};
use crate::document::workflow::Workflow;
use crate::engines::map::Side;
use crate::judgement::evidence::{Missing, Subject};
use crate::judgement::findings::{Established, InScope, Reading};
use crate::judgement::truth;
use crate::judgement::verdict::{self, Answer};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

/// What is missing for the verdict to be final, in the order in which it is asked.
pub(super) fn missing(reading: &Reading<'_>) -> Vec<Missing> {
    if reading.in_scope.is_empty() {
        return vec![Missing::new("Put an integration in scope.", Subject::Systems)];
    }
    let each = reading.in_scope.iter().flat_map(|one| of_integration(reading, one));
    let maps = reading.doc.workflows.iter().filter_map(|workflow| maps(reading, workflow));
    let maps: Vec<Missing> = maps.collect();
    let unmapped = if maps.is_empty() { on_no_map(reading) } else { Vec::new() };
    let mut missing: Vec<Missing> = each.chain(maps).chain(unmapped).collect();
    // A field that two integrations carry is asked for once.
    let mut told = std::collections::BTreeSet::new();
    missing.retain(|one| told.insert((one.says.clone(), one.about.key())));
    missing
}

fn of_integration(reading: &Reading<'_>, one: &InScope<'_>) -> Vec<Missing> {
    let (facts, integration) = (&one.facts, one.integration);
    let answer = verdict::answer(one);
    let mut missing = Vec::new();
    if !answer.is_verdict() {
        let says = format!("“{}”: {}.", facts.name, inside(answer.label()));
        missing.push(Missing::new(says, Subject::Integration { integration: integration.id }));
    }
    let confirmed = facts.samples();
    if needs_samples(one) && confirmed < facts.samples_needed {
        let more = facts.samples_needed - confirmed;
        let samples = counted(more, "more confirmed sample", "more confirmed samples");
        let says =
            format!("“{}” needs {samples}: {confirmed} of {}.", facts.name, facts.samples_needed);
        let about = Subject::Samples { integration: Some(integration.id) };
        missing.push(Missing::new(says, about));
    }
    if answer != Answer::NotNeeded {
        missing.extend(truth_open(reading, integration));
        missing.extend(unseen(one));
    }
    missing
}

/// Whether an integration is asked for samples at all: where something is found, or something may be. A convenience is
/// asked only for what is found in its samples.
pub(crate) fn needs_samples(one: &InScope<'_>) -> bool {
    let simple = one.integration.criticality == Criticality::Convenience;
    match verdict::answer(one) {
        Answer::Sound | Answer::NotNeeded => false,
        Answer::NotEnoughEvidence => !simple,
        _ => !simple || one.findings.iter().any(Established::rests_on_samples),
    }
}

/// Open truth at a field it carries. Where simple things stay simple it is not asked for.
fn truth_open(reading: &Reading<'_>, integration: &Integration) -> Vec<Missing> {
    if integration.criticality == Criticality::Convenience {
        return Vec::new();
    }
    truth::unsettled(reading.doc, integration)
}

/// Visibility of a critical integration that nobody has looked at.
fn unseen(one: &InScope<'_>) -> Option<Missing> {
    let facts = &one.facts;
    let unknown = facts.unknown(facts.expected_of(Family::Visibility));
    if facts.criticality != Criticality::Critical || unknown.is_empty() {
        return None;
    }
    let names: Vec<_> = unknown.iter().map(|control| inside(control.label())).collect();
    let says = format!("Find out whether “{}” has {}.", facts.name, listed(&names));
    Some(Missing::new(says, Subject::Controls { integration: facts.integration }))
}

/// Integrations that no map crosses, once every map that is there is judged. A convenience is not asked.
fn on_no_map(reading: &Reading<'_>) -> Vec<Missing> {
    let workflows = reading.doc.workflows.iter();
    let used: std::collections::BTreeSet<_> =
        workflows.flat_map(|workflow| reading.used(workflow.id)).collect();
    let absent = reading.in_scope.iter().filter(|one| {
        one.integration.criticality != Criticality::Convenience
            && verdict::answer(one) != Answer::NotNeeded
            && !used.contains(&one.integration.id)
    });
    let told = absent.map(|one| {
        let says = format!("Show on the maps of a workflow where “{}” runs.", one.facts.name);
        Missing::new(says, Subject::Workflows)
    });
    told.collect()
}

/// Maps that are not drawn, not matched whole or not judged. Workflows of conveniences alone are not asked.
fn maps(reading: &Reading<'_>, workflow: &Workflow) -> Option<Missing> {
    let weighty = |one: &InScope<'_>| one.integration.criticality != Criticality::Convenience;
    if !reading.in_scope.iter().any(weighty) {
        return None;
    }
    let about = Subject::Comparison { workflow: workflow.id };
    let name = &workflow.name;
    let drawn = |side| reading.doc.map(workflow.id, side).is_some_and(|map| map.steps.len() >= 2);
    if let Some(side) = [Side::Intended, Side::Actual].into_iter().find(|side| !drawn(*side)) {
        let says = format!("Draw the {} map of “{name}”.", inside(side.label()));
        return Some(Missing::new(says, Subject::Map { workflow: workflow.id, side }));
    }
    match reading.comparison(workflow.id) {
        None => Some(Missing::new(format!("Match the maps of “{name}”."), about)),
        Some(compared) if compared.unjudged > 0 => {
            let open = counted(compared.unjudged, "map difference", "map differences");
            Some(Missing::new(format!("Judge {open} of “{name}”."), about))
        }
        Some(_) => None,
    }
}
