//! When each gate arises and what it waits for (domain §10, “Gates”).
//! Unknown is never taken for good: a fact nobody has checked keeps its gate closed.

use super::{Blocked, Gate, GateKind, GateState, Lacks, launch};
use crate::controls::{Control, ControlState, Family};
use crate::engagement::Engagement;
use crate::evidence::{Missing, Subject};
use crate::integrations::{Criticality, Integration};
use crate::matching::reach;
use crate::samples::{Cause, Pattern};
use crate::steps;
use crate::systems::{DiscoveryFact, System};
use crate::truth;
use crate::verdict::{self, ControlledBatch, Path};
use crate::wording::{counted, inside, listed};
use crate::workflow::Side;

/// The facts a system is asked for when only convenience integrations use it (domain §12: simple things stay simple).
const SIMPLE_FACTS: [DiscoveryFact; 2] = [DiscoveryFact::ApiAccess, DiscoveryFact::Authentication];

/// How a gate stands.
pub(super) fn gate(doc: &Engagement, kind: GateKind) -> Gate {
    match kind {
        GateKind::StepsBeforeFinal => steps_before_final(doc),
        GateKind::TruthBeforeRebuild => {
            each(doc, kind, |one| takes(doc, one, Path::Rebuild), rebuild)
        }
        GateKind::BatchBeforePatch => each(doc, kind, |one| takes(doc, one, Path::Patch), batch),
        GateKind::VisibilityBeforeLogic => each(doc, kind, |_| true, visibility),
        GateKind::SamplesBeforeQuote => each(doc, kind, |_| true, samples),
        GateKind::FactsBeforeScope => each(doc, kind, |_| true, facts),
        GateKind::PatternBeforeMassChange => each(doc, kind, |_| true, pattern),
        GateKind::ChecksBeforeLaunch => each(doc, kind, |_| true, launch::missing),
    }
}

/// A gate of every integration in scope for which it arises.
fn each(
    doc: &Engagement,
    kind: GateKind,
    arises: impl Fn(&Integration) -> bool,
    lacks: impl Fn(&Engagement, &Integration) -> Vec<Missing>,
) -> Gate {
    let may_lack = if kind == GateKind::ChecksBeforeLaunch { launch::MAY_LACK } else { 0 };
    let (mut closed_for, mut missing, mut arisen) = (Vec::new(), Vec::new(), false);
    for integration in doc.in_scope().filter(|one| arises(one)) {
        arisen = true;
        let lacking = lacks(doc, integration);
        if lacking.len() > may_lack {
            closed_for.push(integration.id);
        }
        let for_it =
            |Missing { says, about }| Lacks { says, about, integration: Some(integration.id) };
        missing.extend(lacking.into_iter().map(for_it));
    }
    let mut state = if closed_for.is_empty() { GateState::Passed } else { GateState::Closed };
    if !arisen {
        state = GateState::DoesNotArise;
    }
    if doc.in_scope().next().is_none() && asks_for_scope(kind.blocks()) {
        state = GateState::Closed;
        missing.push(Lacks {
            says: "Put an integration in scope.".into(),
            about: Subject::Systems,
            integration: None,
        });
    }
    Gate { kind, blocks: kind.blocks(), state, closed_for, missing }
}

/// What cannot be done without an integration in scope.
fn asks_for_scope(blocked: Blocked) -> bool {
    !matches!(blocked, Blocked::Rebuild | Blocked::Patch)
}

fn takes(doc: &Engagement, integration: &Integration, path: Path) -> bool {
    verdict::paths(doc, integration).1 == Some(path)
}

fn steps_before_final(doc: &Engagement) -> Gate {
    let kind = GateKind::StepsBeforeFinal;
    let mut missing = Vec::new();
    for step in steps::steps(doc).iter().filter(|step| !step.state.has_evidence()) {
        let next = step
            .next
            .clone()
            .unwrap_or_else(|| Missing::new("Record the evidence.", Subject::Engagement));
        let says = format!("{}: {}", step.step, next.says);
        missing.push(Lacks { says, about: next.about, integration: None });
    }
    let state = if missing.is_empty() { GateState::Passed } else { GateState::Closed };
    Gate { kind, blocks: kind.blocks(), state, closed_for: Vec::new(), missing }
}

fn rebuild(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let mut missing = truth::unsettled(doc, integration.id);
    if !on_actual_map(doc, integration) {
        let says = format!("Show “{}” on the actual map of a workflow.", integration.name);
        missing.push(Missing::new(says, Subject::Workflows));
    }
    missing
}

/// Whether an actual map has a flow over the integration.
pub(crate) fn on_actual_map(doc: &Engagement, integration: &Integration) -> bool {
    let mut actual = doc.maps.iter().filter(|map| map.side == Side::Actual);
    actual.any(|map| reach::used(doc, map).contains(&integration.id))
}

fn batch(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let none = ControlledBatch::default();
    let batch = doc.call(integration.id).map_or(&none, |call| &call.batch);
    let parts = [
        (&batch.records, "which records"),
        (&batch.check, "how it is checked"),
        (&batch.way_back, "the way back"),
    ];
    let absent: Vec<_> =
        parts.iter().filter(|(text, _)| text.trim().is_empty()).map(|(_, what)| *what).collect();
    if absent.is_empty() {
        return Vec::new();
    }
    let says =
        format!("Plan the controlled batch for “{}”: {}.", integration.name, listed(&absent));
    vec![Missing::new(says, Subject::Call { integration: integration.id })]
}

fn visibility(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    use crate::catalogue::Catalogue;
    let expected =
        Control::of(Family::Visibility).filter(|control| control.expected(integration.criticality));
    let state = |control| {
        doc.controls(integration.id).map_or(ControlState::Unknown, |sheet| sheet.state(control))
    };
    let absent = expected.map(|control| (control, state(control)));
    let absent = absent
        .filter(|(_, state)| !matches!(state, ControlState::InPlace | ControlState::NotApplicable));
    let told = absent.map(|(control, state)| {
        let control_name = inside(control.label());
        let says = match state {
            ControlState::Unknown => {
                format!("Find out whether “{}” has {control_name}.", integration.name)
            }
            ControlState::Partial => format!("Complete {control_name} on “{}”.", integration.name),
            _ => format!("Add {control_name} to “{}”.", integration.name),
        };
        Missing::new(says, Subject::Control { integration: integration.id, control })
    });
    told.collect()
}

fn samples(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let confirmed: i64 = doc.samples.of(integration.id).map(|pattern| pattern.confirmed).sum();
    let more = doc.brief.samples_needed - confirmed;
    if more <= 0 {
        return Vec::new();
    }
    let samples = counted(more, "more failure sample", "more failure samples");
    let says = format!(
        "Confirm {samples} at “{}”: {confirmed} of {}.",
        integration.name, doc.brief.samples_needed
    );
    vec![Missing::new(says, Subject::Samples { integration: Some(integration.id) })]
}

fn facts(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let ends = [integration.source, integration.destination];
    ends.iter().filter_map(|id| doc.system(*id)).filter_map(|system| unknown(doc, system)).collect()
}

/// The discovery facts that scope waits for at a system, as one sentence.
fn unknown(doc: &Engagement, system: &System) -> Option<Missing> {
    use crate::catalogue::Catalogue;
    let asked = asked_facts(doc, system);
    let unknown: Vec<_> = asked.iter().filter(|fact| !system.knows(**fact)).collect();
    let labels: Vec<_> = unknown.iter().map(|fact| inside(fact.label())).collect();
    let says = format!(
        "Find out about “{}”: {} ({} of {} facts unknown).",
        system.name,
        listed(&labels),
        unknown.len(),
        asked.len()
    );
    let about = match unknown.as_slice() {
        [] => return None,
        [fact] => Subject::DiscoveryFact { system: system.id, fact: **fact },
        _ => Subject::System { system: system.id },
    };
    Some(Missing::new(says, about))
}

/// The discovery facts that a system is asked for: none of a person or team, two where only convenience
/// integrations in scope use it, otherwise all.
pub(crate) fn asked_facts(doc: &Engagement, system: &System) -> Vec<DiscoveryFact> {
    use crate::catalogue::Catalogue;
    use crate::systems::SystemKind;
    if system.kind == SystemKind::PersonOrTeam {
        return Vec::new();
    }
    let uses = |one: &&Integration| [one.source, one.destination].contains(&system.id);
    let simple = doc.in_scope().filter(uses).all(|one| one.criticality == Criticality::Convenience);
    if simple { SIMPLE_FACTS.to_vec() } else { DiscoveryFact::ALL.to_vec() }
}

fn pattern(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let patterns: Vec<_> =
        doc.samples.of(integration.id).filter(|pattern| pattern.count > 0).collect();
    if patterns.is_empty() {
        let about = Subject::Samples { integration: Some(integration.id) };
        return vec![Missing::new(
            format!("Confirm the failure pattern of “{}”.", integration.name),
            about,
        )];
    }
    patterns.into_iter().filter_map(|pattern| open_pattern(pattern, &integration.name)).collect()
}

fn open_pattern(pattern: &Pattern, name: &str) -> Option<Missing> {
    let samples = counted(pattern.count, "sample", "samples");
    let says = if pattern.confirmed == 0 {
        format!("Confirm or reject the {samples} of “{}” at “{name}”.", pattern.symptom)
    } else if pattern.cause == Cause::Unknown {
        format!("Find the cause of the {samples} of “{}” at “{name}”.", pattern.symptom)
    } else {
        return None;
    };
    Some(Missing::new(says, Subject::pattern(pattern)))
}
