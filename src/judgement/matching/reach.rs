//! Which integrations a map uses, and which are nearest to a step.
//! A flow that names none counts for an integration only when exactly one joins its two systems.

use crate::document::engagement::Engagement;
use crate::engines::map::Map;
use crate::engines::map::crossings::Crossings;
use crate::platform::ids::{IntegrationId, StepId};
use std::collections::{BTreeMap, BTreeSet};

/// The integrations of one map, read once.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    near: BTreeMap<StepId, BTreeSet<IntegrationId>>,
    used: BTreeSet<IntegrationId>,
}

impl Reach {
    /// Reads a map.
    #[must_use]
    pub fn of(doc: &Engagement, map: &Map) -> Self {
        let crossings = Crossings::of(doc, map);
        let mut reach = Self::default();
        for flow in &map.flows {
            if let Some(integration) = crossings.integration(flow) {
                reach.used.insert(integration);
                for step in [flow.from, flow.to] {
                    reach.near.entry(step).or_default().insert(integration);
                }
            }
        }
        while reach.spread(map) {}
        reach
    }

    /// Gives each step without an integration those of its neighbours; false when there was none left to give.
    fn spread(&mut self, map: &Map) -> bool {
        let mut next: BTreeMap<StepId, BTreeSet<IntegrationId>> = BTreeMap::new();
        for flow in &map.flows {
            for (known, open) in [(flow.from, flow.to), (flow.to, flow.from)] {
                if let Some(near) = self.near.get(&known).filter(|_| !self.near.contains_key(&open))
                {
                    next.entry(open).or_default().extend(near);
                }
            }
        }
        let spread = !next.is_empty();
        self.near.extend(next);
        spread
    }

    /// Every integration the map uses.
    #[must_use]
    pub fn used(&self) -> &BTreeSet<IntegrationId> {
        &self.used
    }

    /// The integrations nearest to a step: those on its own flows, or else those nearest to its neighbours.
    ///
    /// A difference between maps is put down to these; there are none when no flow in reach uses an integration.
    pub fn nearest(&self, step: StepId) -> impl Iterator<Item = IntegrationId> {
        self.near.get(&step).into_iter().flatten().copied()
    }
}

impl Crossings {
    /// The crossings of a map among the integrations of its engagement.
    pub(crate) fn of(doc: &Engagement, map: &Map) -> Self {
        Self::among(doc.integrations.iter().map(|it| (it.id, it.source, it.destination)), map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::integrations::Criticality;
    use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, integration, sound, step_id};

    fn near(doc: &Engagement, step: u128) -> Vec<IntegrationId> {
        Reach::of(doc, &doc.maps[1]).nearest(step_id(step)).collect()
    }

    #[test]
    fn a_step_away_from_the_crossing_is_put_down_to_it() {
        assert_eq!(near(&sound(), 2001), [SHOP_TO_ERP]);
        assert_eq!(near(&sound(), 2004), [SHOP_TO_ERP]);
    }

    #[test]
    fn a_flow_that_names_none_uses_the_only_integration_between_its_systems() {
        let unnamed = sound().actual(|map| map.flows[1].integration = None);
        assert_eq!(near(&unnamed, 2002), [SHOP_TO_ERP]);
        let two = unnamed.but(|doc| {
            doc.integrations.push(integration(
                IntegrationId::new(),
                "Stock",
                Criticality::Important,
            ));
        });
        assert_eq!(near(&two, 2002), []);
    }

    #[test]
    fn the_nearer_crossing_wins_over_the_farther_one() {
        let stock = IntegrationId::new();
        let doc = sound().but(|doc| {
            doc.integrations.push(integration(stock, "Stock", Criticality::Important));
            doc.maps[1].flows[2].integration = Some(stock);
        });
        assert_eq!(near(&doc, 2001), [SHOP_TO_ERP]);
        assert_eq!(near(&doc, 2004), [stock]);
        assert_eq!(near(&doc, 2003).len(), 2);
    }
}
