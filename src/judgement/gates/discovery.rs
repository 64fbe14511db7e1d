//! Discovery facts: what must be known of a system before work on it can be scoped (domain §3, §10).
//! A person or team has no API; a system that only a convenience integration uses is asked for little.

use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::document::systems::{DiscoveryFact, System, SystemKind};
use crate::judgement::evidence::{Missing, Subject};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed};

/// The facts a system is asked for when only convenience integrations use it (domain §12: simple things stay simple).
const SIMPLE_FACTS: [DiscoveryFact; 2] = [DiscoveryFact::ApiAccess, DiscoveryFact::Authentication];

/// The discovery facts that scope waits for at the two systems of an integration.
pub(super) fn missing(doc: &Engagement, integration: &Integration) -> Vec<Missing> {
    let ends = [integration.source, integration.destination];
    ends.iter().filter_map(|id| doc.system(*id)).filter_map(|system| unknown(doc, system)).collect()
}

/// The discovery facts that scope waits for at a system, as one sentence.
fn unknown(doc: &Engagement, system: &System) -> Option<Missing> {
    let asked = asked_facts(doc, system);
    let unknown: Vec<_> = asked.iter().filter(|fact| !system.knows(**fact)).collect();
    let labels: Vec<_> = unknown.iter().map(|fact| fact_name(**fact)).collect();
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
    if system.kind == SystemKind::PersonOrTeam {
        return Vec::new();
    }
    let uses = |one: &&Integration| [one.source, one.destination].contains(&system.id);
    let simple = doc.in_scope().filter(uses).all(|one| one.criticality == Criticality::Convenience);
    let asked = if simple { SIMPLE_FACTS.as_slice() } else { DiscoveryFact::ALL };
    asked.iter().copied().filter(|fact| system.applies(*fact)).collect()
}

/// A fact as it stands in a list: its label up to the first comma.
pub(crate) fn fact_name(fact: DiscoveryFact) -> String {
    inside(fact.label().split(',').next().unwrap_or_default())
}
