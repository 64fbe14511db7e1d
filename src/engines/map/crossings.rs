//! Which integration a flow of a map uses, and between which systems it runs.
//! A flow that names none counts for an integration only when exactly one joins its two systems.

use crate::engines::map::sorting::{Places, sort_by_key};
use crate::engines::map::{Flow, Map, Step};
use crate::platform::ids::{IntegrationId, StepId, SystemId};

/// An integration and the two systems that it joins.
pub type Join = (IntegrationId, SystemId, SystemId);

/// The systems behind the steps of a map, and what joins them.
pub(crate) struct Crossings {
    steps: Places<StepId>,
    /// The system of each step's lane.
    systems: Vec<Option<SystemId>>,
    /// What joins two systems, the lower id first; sorted, each once.
    joining: Vec<((SystemId, SystemId), IntegrationId)>,
}

impl Crossings {
    /// The crossings of a map among these integrations.
    pub(crate) fn among(joins: impl IntoIterator<Item = Join>, map: &Map) -> Self {
        let mut joining: Vec<_> =
            joins.into_iter().map(|(id, from, to)| (pair(from, to), id)).collect();
        sort_by_key(&mut joining, |join| *join);
        joining.dedup();
        let lanes = Places::of(map.lanes.iter().map(|lane| lane.id));
        let system = |step: &Step| lanes.at(step.lane).and_then(|at| map.lanes[at].system);
        Self {
            steps: Places::of(map.steps.iter().map(|step| step.id)),
            systems: map.steps.iter().map(system).collect(),
            joining,
        }
    }

    /// The integration a flow names, or the only one that joins the systems of its two lanes.
    pub(crate) fn integration(&self, flow: &Flow) -> Option<IntegrationId> {
        flow.integration.or_else(|| {
            let (from, to) = self.between(flow)?;
            let first = self.joining.partition_point(|(own, _)| *own < pair(from, to));
            let mut joining = self.joining[first..].iter();
            let (_, id) = joining.next().filter(|(own, _)| *own == pair(from, to))?;
            let several = joining.next().is_some_and(|(own, _)| *own == pair(from, to));
            (!several).then_some(*id)
        })
    }

    /// For each integration that flows of the map use, the one flow on which its failures are drawn: where most of them
    /// were seen, else the first. What is counted once is shown once.
    pub(crate) fn carriers(
        &self,
        map: &Map,
        seen: impl Fn(&Flow) -> usize,
    ) -> Vec<(usize, IntegrationId)> {
        let mut carriers: Vec<(usize, IntegrationId)> = Vec::new();
        for (at, flow) in map.flows.iter().enumerate() {
            let Some(id) = self.integration(flow) else { continue };
            match carriers.iter_mut().find(|(_, known)| *known == id) {
                Some((carrier, _)) if seen(flow) > seen(&map.flows[*carrier]) => *carrier = at,
                Some(_) => {}
                None => carriers.push((at, id)),
            }
        }
        sort_by_key(&mut carriers, |(at, _)| *at);
        carriers
    }

    /// The two systems that a flow crosses between; `None` when it stays in one, or a lane is no system.
    pub(crate) fn between(&self, flow: &Flow) -> Option<(SystemId, SystemId)> {
        let (from, to) = (self.system(flow.from)?, self.system(flow.to)?);
        (from != to).then_some((from, to))
    }

    fn system(&self, step: StepId) -> Option<SystemId> {
        self.systems[self.steps.at(step)?]
    }
}

fn pair(a: SystemId, b: SystemId) -> (SystemId, SystemId) {
    (a.min(b), a.max(b))
}
