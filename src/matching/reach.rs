//! Which integrations a map uses, and which is nearest to a step.
//! A flow that names none counts for an integration only when exactly one joins its two systems.

use crate::engagement::Engagement;
use crate::ids::{IntegrationId, StepId, SystemId};
use crate::integrations::{Criticality, Integration};
use crate::workflow::{Flow, Map};
use std::collections::BTreeSet;

/// The integration a flow uses: the one it names, or the only one that joins the systems of its two lanes.
#[must_use]
pub fn of_flow(doc: &Engagement, map: &Map, flow: &Flow) -> Option<IntegrationId> {
    if flow.integration.is_some() {
        return flow.integration;
    }
    let (from, to) = (system_of(map, flow.from)?, system_of(map, flow.to)?);
    let mut joining = doc.integrations.iter().filter(|one| joins(one, from, to));
    let only = joining.next()?;
    joining.next().is_none().then_some(only.id)
}

fn joins(integration: &Integration, a: SystemId, b: SystemId) -> bool {
    a != b && [(a, b), (b, a)].contains(&(integration.source, integration.destination))
}

fn system_of(map: &Map, step: StepId) -> Option<SystemId> {
    map.lane(map.step(step)?.lane)?.system
}

/// Every integration a map uses.
#[must_use]
pub fn used(doc: &Engagement, map: &Map) -> BTreeSet<IntegrationId> {
    map.flows.iter().filter_map(|flow| of_flow(doc, map, flow)).collect()
}

/// The integrations nearest to a step: those on its own flows, or else on the flows of its neighbours, and so on.
///
/// A difference between maps is put down to these; it is empty when no flow in reach uses an integration.
#[must_use]
pub fn nearest(doc: &Engagement, map: &Map, step: StepId) -> BTreeSet<IntegrationId> {
    let mut seen = BTreeSet::from([step]);
    let mut edge = seen.clone();
    while !edge.is_empty() {
        let touching =
            || map.flows.iter().filter(|flow| edge.contains(&flow.from) || edge.contains(&flow.to));
        let found: BTreeSet<_> = touching().filter_map(|flow| of_flow(doc, map, flow)).collect();
        if !found.is_empty() {
            return found;
        }
        let next =
            touching().flat_map(|flow| [flow.from, flow.to]).filter(|step| !seen.contains(step));
        edge = next.collect();
        seen.extend(&edge);
    }
    BTreeSet::new()
}

/// The highest criticality among these integrations.
#[must_use]
pub fn criticality(doc: &Engagement, of: &BTreeSet<IntegrationId>) -> Option<Criticality> {
    // The catalogue lists the most critical first.
    of.iter().filter_map(|id| doc.integration(*id)).map(|one| one.criticality).min()
}
