//! Which integration a flow of a map uses, and between which systems it runs.
//! A flow that names none counts for an integration only when exactly one joins its two systems.

use crate::engines::map::{Flow, Map};
use crate::platform::ids::{IntegrationId, LaneId, StepId, SystemId};
use std::collections::BTreeMap;

/// An integration and the two systems that it joins.
pub type Join = (IntegrationId, SystemId, SystemId);

/// The systems behind the steps of a map, and what joins them.
pub(crate) struct Crossings {
    lanes: BTreeMap<StepId, LaneId>,
    systems: BTreeMap<LaneId, SystemId>,
    /// The integration between two systems, the lower id first; `None` when several join them.
    joining: BTreeMap<(SystemId, SystemId), Option<IntegrationId>>,
}

impl Crossings {
    /// The crossings of a map among these integrations.
    pub(crate) fn among(joins: impl IntoIterator<Item = Join>, map: &Map) -> Self {
        let mut joining = BTreeMap::new();
        for (id, source, destination) in joins {
            let only = joining.entry(pair(source, destination)).or_insert(Some(id));
            *only = only.filter(|found| *found == id);
        }
        Self {
            lanes: map.steps.iter().map(|step| (step.id, step.lane)).collect(),
            systems: map.lanes.iter().filter_map(|lane| Some((lane.id, lane.system?))).collect(),
            joining,
        }
    }

    /// The integration a flow names, or the only one that joins the systems of its two lanes.
    pub(crate) fn integration(&self, flow: &Flow) -> Option<IntegrationId> {
        flow.integration.or_else(|| {
            let (from, to) = self.between(flow)?;
            *self.joining.get(&pair(from, to))?
        })
    }

    /// The two systems that a flow crosses between; `None` when it stays in one, or a lane is no system.
    pub(crate) fn between(&self, flow: &Flow) -> Option<(SystemId, SystemId)> {
        let (from, to) = (self.system(flow.from)?, self.system(flow.to)?);
        (from != to).then_some((from, to))
    }

    fn system(&self, step: StepId) -> Option<SystemId> {
        self.systems.get(self.lanes.get(&step)?).copied()
    }
}

fn pair(a: SystemId, b: SystemId) -> (SystemId, SystemId) {
    (a.min(b), a.max(b))
}
