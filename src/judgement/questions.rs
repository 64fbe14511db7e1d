//! What the client can be asked: every place of the document of which nothing is known and that work waits for.
//! What saves most wrong work comes first; a convenience integration is asked for little (domain §12).

use crate::document::controls::Control;
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::document::questions::{
    IntegrationQuestion, Sought, WorkflowQuestion, is_unknown, thing,
};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::gates::asked_facts;
use crate::judgement::next_evidence;
use crate::platform::catalogue::Catalogue;
use std::collections::BTreeMap;

/// Something that can be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Askable {
    /// The place that the answer goes to.
    pub sought: Sought,
    /// What it is about, by name.
    pub thing: String,
    /// Hours of wrong work that an answer saves on average; 0 where no verdict turns on it.
    pub saves: f64,
}

impl Askable {
    /// The question in plain words.
    #[must_use]
    pub fn words(&self) -> String {
        self.sought.words(&self.thing)
    }
}

/// The place that the answer to an unknown goes to; `None` where an answer alone does not settle it.
#[must_use]
pub fn sought(about: &Subject) -> Option<Sought> {
    Some(match about {
        Subject::DiscoveryFact { system, fact } => Sought::System(*system, *fact),
        Subject::Control { integration, control } => Sought::Control(*integration, *control),
        Subject::IntegrationFact { integration, fact } => {
            let fact = match fact {
                IntegrationFact::Code => IntegrationQuestion::Code,
                IntegrationFact::Credentials => IntegrationQuestion::Credentials,
                IntegrationFact::Developer => IntegrationQuestion::Developer,
                IntegrationFact::Maintainable => IntegrationQuestion::Maintainable,
                IntegrationFact::Carries | IntegrationFact::Questions => return None,
            };
            Sought::Integration(*integration, fact)
        }
        _ => return None,
    })
}

/// The part of the document that a place belongs to.
#[must_use]
pub fn subject(sought: Sought) -> Subject {
    match sought {
        Sought::System(system, fact) => Subject::DiscoveryFact { system, fact },
        Sought::Integration(integration, _) => Subject::Integration { integration },
        Sought::Control(integration, control) => Subject::Control { integration, control },
        Sought::Workflow(workflow, _) => Subject::Workflow { workflow },
    }
}

/// Everything that can be asked, what saves most wrong work first.
#[must_use]
pub fn askable(doc: &Engagement) -> Vec<Askable> {
    let mut saves = BTreeMap::new();
    for unknown in next_evidence::of(doc) {
        if let Some(sought) = sought(&unknown.about) {
            let most: &mut f64 = saves.entry(sought).or_default();
            *most = most.max(unknown.saves);
        }
    }
    let mut places: Vec<Sought> = doc
        .systems
        .iter()
        .flat_map(|system| {
            asked_facts(doc, system).into_iter().map(|fact| Sought::System(system.id, fact))
        })
        .collect();
    places.extend(doc.in_scope().flat_map(of_integration));
    places.extend(doc.workflows.iter().flat_map(|workflow| {
        WorkflowQuestion::ALL.iter().map(|fact| Sought::Workflow(workflow.id, *fact))
    }));
    let told = |sought: Sought| {
        let thing = thing(doc, sought)?.to_owned();
        let saves = saves.get(&sought).copied().unwrap_or_default();
        is_unknown(doc, sought).then_some(Askable { sought, thing, saves })
    };
    let mut all: Vec<_> = places.into_iter().filter_map(told).collect();
    all.sort_by(|a, b| b.saves.total_cmp(&a.saves));
    all
}

/// What an integration is asked for, unknown or not: of a convenience one, whether anybody needs it and who acts.
fn of_integration(at: &Integration) -> Vec<Sought> {
    let simple = [IntegrationQuestion::Needed, IntegrationQuestion::IncidentOwner];
    let facts = if at.criticality == Criticality::Convenience {
        &simple[..]
    } else {
        IntegrationQuestion::ALL
    };
    let controls = Control::ALL.iter().filter(|control| control.expected(at.criticality));
    let facts = facts.iter().map(|fact| Sought::Integration(at.id, *fact));
    facts.chain(controls.map(|control| Sought::Control(at.id, *control))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::ControlState;
    use crate::judgement::assess::testing::{Broken, SHOP, SHOP_TO_ERP, sound};

    #[test]
    fn what_a_verdict_turns_on_comes_first_and_what_is_known_is_not_asked() {
        let doc = sound().control(Control::RetryCount, ControlState::Unknown).but(|doc| {
            doc.systems[0].facts.clear();
        });
        let all = askable(&doc);
        assert_eq!(all[0].sought, Sought::Control(SHOP_TO_ERP, Control::RetryCount));
        assert!(all[0].saves > 0.0 && all[0].words().contains("“Shop to ERP”"), "{:?}", all[0]);
        assert!(all.iter().any(|one| matches!(one.sought, Sought::System(SHOP, _))));
        assert!(all.iter().all(|one| is_unknown(&doc, one.sought)));
        let known = Sought::Integration(SHOP_TO_ERP, IntegrationQuestion::Code);
        assert!(all.iter().all(|one| one.sought != known));
    }

    #[test]
    fn a_convenience_integration_is_asked_for_little() {
        let doc = sound().but(|doc| {
            doc.integrations[0].criticality = Criticality::Convenience;
            doc.integrations[0].owners.clear();
            doc.control_sheets.clear();
        });
        let asked = askable(&doc)
            .into_iter()
            .filter(|one| matches!(one.sought, Sought::Integration(..) | Sought::Control(..)));
        let asked: Vec<_> = asked.map(|one| one.sought.fact()).collect();
        assert_eq!(asked.len(), 3, "{asked:?}");
    }

    #[test]
    fn a_place_and_its_subject_are_about_the_same() {
        for place in askable(&sound().but(|doc| doc.systems[0].facts.clear())) {
            let back = sought(&subject(place.sought));
            let same = back.is_none_or(|back| back == place.sought);
            assert!(same, "{place:?}");
        }
    }
}
