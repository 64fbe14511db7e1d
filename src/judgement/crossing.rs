//! Flows that cross from one system to another and name no integration yet.
//! For each the integrations that could be meant, those that join exactly these systems first.

use crate::document::engagement::Engagement;
use crate::engines::map::Map;
use crate::judgement::matching::reach::Crossings;
use crate::platform::ids::{IntegrationId, SystemId};

/// A flow between two systems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Its place in the map.
    pub flow: usize,
    /// The system it leaves.
    pub from: SystemId,
    /// The system it reaches.
    pub to: SystemId,
    /// The integration it names.
    pub integration: Option<IntegrationId>,
    /// The integrations that join the two systems, in either direction.
    pub candidates: Vec<IntegrationId>,
}

/// The flows of a map that cross systems, in its order.
#[must_use]
pub fn crossings(doc: &Engagement, map: &Map) -> Vec<Crossing> {
    let systems = Crossings::of(doc, map);
    let crossing = |(at, flow): (usize, &crate::engines::map::Flow)| {
        let (from, to) = (systems.system(flow.from)?, systems.system(flow.to)?);
        let joins = |source, destination| {
            (source, destination) == (from, to) || (source, destination) == (to, from)
        };
        let candidates = doc.integrations.iter().filter(|it| joins(it.source, it.destination));
        let candidates = candidates.map(|it| it.id).collect();
        let integration = flow.integration;
        (from != to).then_some(Crossing { flow: at, from, to, integration, candidates })
    };
    map.flows.iter().enumerate().filter_map(crossing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgement::assess::testing::{ERP, SHOP, SHOP_TO_ERP, sound};

    #[test]
    fn a_flow_between_systems_offers_what_joins_them() {
        let doc = sound();
        let found = crossings(&doc, &doc.maps[1]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].flow, found[0].from, found[0].to), (1, SHOP, ERP));
        assert_eq!(found[0].candidates, [SHOP_TO_ERP]);
    }
}
