//! What the text of a map can name: systems, integrations and kinds of records, and how often an integration failed.
//! It is as much of an engagement as an editor needs, and the same on both sides of the wire.

use crate::engines::map::Map;
use crate::engines::map::crossings::Crossings;
use crate::engines::map::names::{Index, Names};
use crate::engines::map::scene::{Evidence, Weight};
use crate::platform::ids::{DataTypeId, IntegrationId, SystemId};
use serde::{Deserialize, Serialize};

/// What the text of a map can name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    /// Systems by name.
    pub systems: Vec<(SystemId, String)>,
    /// Integrations between them.
    pub integrations: Vec<Integration>,
    /// Kinds of records by name.
    pub data_types: Vec<(DataTypeId, String)>,
}

/// An integration, as far as a map is concerned with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    /// Its id.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// The two systems that it joins.
    pub joins: (SystemId, SystemId),
    /// Confirmed failure samples.
    pub confirmed: u64,
    /// Minutes that clearing up after them took.
    #[serde(default)]
    pub minutes: u64,
}

/// A flow between two systems, and what it could use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// The flow, by its place in the map.
    pub flow: usize,
    /// The step that it reaches.
    pub to: usize,
    /// The systems that it leaves and reaches.
    pub systems: (SystemId, SystemId),
    /// The integration that it names.
    pub via: Option<IntegrationId>,
    /// The integrations that join the two systems, in either direction.
    pub candidates: Vec<IntegrationId>,
}

impl Registry {
    /// The names, each made distinct.
    #[must_use]
    pub fn names(&self) -> Names {
        Names {
            systems: Index::new(self.systems.iter().cloned()),
            integrations: Index::new(self.integrations.iter().map(|it| (it.id, it.name.clone()))),
            data_types: Index::new(self.data_types.iter().cloned()),
        }
    }

    /// The confirmed samples behind each flow of a map that breaks: those of an integration on the first that uses it, for
    /// steps that are being written have no samples of their own.
    #[must_use]
    pub fn evidence(&self, map: &Map) -> Evidence {
        let mut evidence = Evidence::new();
        for (at, id) in self.crossings(map).carriers(map, |_| 0) {
            let found = self.integrations.iter().find(|it| it.id == id);
            if let Some(it) = found.filter(|it| it.confirmed > 0) {
                let weight = Weight { samples: it.confirmed, minutes: it.minutes };
                evidence.insert(map.flows[at].id, weight);
            }
        }
        evidence
    }

    /// The flows that leave a step for another system, in the map's order.
    #[must_use]
    pub fn leaving(&self, map: &Map, step: usize) -> Vec<Crossing> {
        let Some(from) = map.steps.get(step).map(|step| step.id) else { return Vec::new() };
        let crossings = self.crossings(map);
        let leaving = map.flows.iter().enumerate().filter(|(_, flow)| flow.from == from);
        let crossing = leaving.filter_map(|(at, flow)| {
            let systems = crossings.between(flow)?;
            let to = map.steps.iter().position(|step| step.id == flow.to)?;
            let candidates = self.joining(systems);
            Some(Crossing { flow: at, to, systems, via: flow.integration, candidates })
        });
        crossing.collect()
    }

    fn joining(&self, (from, to): (SystemId, SystemId)) -> Vec<IntegrationId> {
        let joins = |it: &&Integration| it.joins == (from, to) || it.joins == (to, from);
        self.integrations.iter().filter(joins).map(|it| it.id).collect()
    }

    fn crossings(&self, map: &Map) -> Crossings {
        Crossings::among(self.integrations.iter().map(|it| (it.id, it.joins.0, it.joins.1)), map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::editor::Editor;

    fn registry(names: &[&str]) -> Registry {
        let (shop, erp) = (SystemId::new(), SystemId::new());
        let integration = |name: &&str| Integration {
            id: IntegrationId::new(),
            name: (*name).to_owned(),
            joins: (erp, shop),
            confirmed: 7,
            minutes: 30,
        };
        Registry {
            systems: vec![(shop, "Shop".into()), (erp, "ERP".into())],
            integrations: names.iter().map(integration).collect(),
            data_types: Vec::new(),
        }
    }

    #[test]
    fn a_flow_between_systems_offers_what_joins_them() {
        let editor = Editor::open(registry(&["Orders"]), "Shop: a\nShop: b\nERP: c\n".into(), 1);
        let map = editor.reading().map();
        assert!(editor.registry().leaving(map, 0).is_empty());
        let leaving = editor.registry().leaving(map, 1);
        assert_eq!((leaving[0].flow, leaving[0].to, leaving[0].candidates.len()), (1, 2, 1));
        assert_eq!(leaving[0].via, None);
    }

    #[test]
    fn a_flow_breaks_where_the_only_integration_failed() {
        let weights = |names: &[&str], text: &str| {
            let editor = Editor::open(registry(names), text.into(), 1);
            let map = editor.reading().map();
            let evidence = editor.registry().evidence(map).into_values();
            evidence.map(|weight| weight.samples).collect::<Vec<_>>()
        };
        assert_eq!(weights(&["Orders"], "Shop: a\nERP: b\n"), [7]);
        assert!(weights(&["Orders", "Stock"], "Shop: a\nERP: b\n").is_empty());
        assert_eq!(weights(&["Orders", "Stock"], "Shop: a\nERP: b via Stock\n"), [7]);
        assert_eq!(weights(&["Orders"], "Shop: a\nERP: b\nShop: c\n"), [7], "counted once");
    }
}
