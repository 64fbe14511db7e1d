//! A reading: what every judgement needs of the document, worked out once.
//! It holds no judgement that a page could show; it only saves working the same thing out again.

use super::{Established, Facts, Told, established};
use crate::document::call::{Call, VerdictPath};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality, Integration};
use crate::engines::map::crossings::Crossings;
use crate::engines::map::{Map, Side, StepKind};
use crate::judgement::matching::reach::Reach;
use crate::judgement::matching::{Comparison, Seen, compare};
use crate::judgement::verdict::dominant;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, WorkflowId};
use std::collections::{BTreeMap, BTreeSet};

/// A document and what was worked out of it.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    /// The document.
    pub doc: &'a Engagement,
    /// The integrations in scope, in the document's order.
    pub in_scope: Vec<InScope<'a>>,
    /// The workflows whose maps were matched, in the document's order.
    pub comparisons: Vec<Comparison>,
    reaches: BTreeMap<(WorkflowId, Side), Reach>,
}

/// An integration in scope with its findings.
#[derive(Debug, Clone)]
pub struct InScope<'a> {
    /// The integration.
    pub integration: &'a Integration,
    /// What its findings depend on.
    pub facts: Facts,
    /// Its findings, those of the dominating path first.
    pub findings: Vec<Established>,
    /// The consultant's call on it.
    pub call: Option<&'a Call>,
}

impl InScope<'_> {
    /// What the findings ask for; `None` without one, and where nobody needs what it delivers.
    #[must_use]
    pub fn computed(&self) -> Option<VerdictPath> {
        dominant(&self.findings).filter(|_| self.facts.needed != Availability::No)
    }

    /// What stands: an override with a reason, or else what the findings ask for.
    #[must_use]
    pub fn standing(&self) -> Option<VerdictPath> {
        self.call.and_then(Call::counts).or_else(|| self.computed())
    }
}

impl<'a> Reading<'a> {
    /// Reads a document.
    #[must_use]
    pub fn of(doc: &'a Engagement) -> Self {
        let maps = doc.maps.iter().rev();
        let mut reading = Self {
            doc,
            in_scope: Vec::new(),
            comparisons: doc.workflows.iter().filter_map(|one| compare(doc, one)).collect(),
            reaches: maps.map(|map| ((map.workflow, map.side), Reach::of(doc, map))).collect(),
        };
        let mut told = reading.told();
        for integration in doc.in_scope() {
            let differences = told.remove(&integration.id).unwrap_or_default();
            let mut facts = Facts::of(doc, integration, differences);
            facts.manual_minutes = reading.minutes_by_hand(integration.id);
            facts.only_way = reading.only_way(integration.id);
            let (findings, call) = (established(&facts), doc.call(integration.id));
            reading.in_scope.push(InScope { integration, facts, findings, call });
        }
        reading
    }

    /// The map differences of each integration they are put down to.
    fn told(&self) -> BTreeMap<IntegrationId, Vec<Told>> {
        let mut told: BTreeMap<IntegrationId, Vec<Told>> = BTreeMap::new();
        for comparison in &self.comparisons {
            let workflow = comparison.workflow;
            let name =
                self.doc.workflows.iter().find(|one| one.id == workflow).map(|one| &one.name);
            for seen in &comparison.differences {
                let difference = Told {
                    workflow,
                    workflow_name: name.cloned().unwrap_or_default(),
                    about: seen.subject(workflow),
                    says: seen.says.clone(),
                    judgement: seen.judgement,
                };
                for integration in self.reached(workflow, seen) {
                    told.entry(integration).or_default().push(difference.clone());
                }
            }
        }
        told
    }

    /// The integrations that a difference is put down to: those nearest to its steps on either map.
    #[must_use]
    pub fn reached(&self, workflow: WorkflowId, seen: &Seen) -> BTreeSet<IntegrationId> {
        let near = |side, step: Option<_>| {
            let reach = self.reach(workflow, side).zip(step);
            reach.into_iter().flat_map(|(reach, step)| reach.nearest(step))
        };
        near(Side::Intended, seen.intended).chain(near(Side::Actual, seen.actual)).collect()
    }

    /// The integrations of one of a workflow's maps.
    #[must_use]
    pub fn reach(&self, workflow: WorkflowId, side: Side) -> Option<&Reach> {
        self.reaches.get(&(workflow, side))
    }

    /// Whether an actual map has a flow over the integration.
    #[must_use]
    pub fn on_actual_map(&self, integration: IntegrationId) -> bool {
        let mut actual = self.reaches.iter().filter(|((_, side), _)| *side == Side::Actual);
        actual.any(|(_, reach)| reach.used().contains(&integration))
    }

    /// Minutes a month that people spend on carrying records at an integration, from the steps nearest to it on the
    /// actual maps. Checks and repairs count only where no failure is confirmed: otherwise they fall away with it.
    fn minutes_by_hand(&self, integration: IntegrationId) -> i64 {
        let failing = self.doc.samples.of(integration).any(|pattern| pattern.confirmed > 0);
        let carries = |kind: StepKind| match kind {
            StepKind::CopyPaste
            | StepKind::SpreadsheetEdit
            | StepKind::Export
            | StepKind::Import => true,
            // To approve is a decision, not work that a program could do.
            StepKind::Approval => false,
            other => other.is_manual() && !failing,
        };
        let actual = self.doc.maps.iter().filter(|map| map.side == Side::Actual);
        let steps = actual.flat_map(|map| map.steps.iter().map(move |step| (map, step)));
        let near = steps.filter(|(map, step)| {
            let reach = self.reach(map.workflow, map.side);
            carries(step.kind)
                && reach.is_some_and(|reach| reach.nearest(step.id).any(|near| near == integration))
        });
        let hours: f64 = near.filter_map(|(_, step)| step.hours_a_month()).sum();
        // A number that fits no clock is as good as the largest that does.
        (hours * 60.0).clamp(0.0, 1e12).round() as i64
    }

    /// The workflow whose actual map leads from start to end over the integration and by no other way.
    fn only_way(&self, integration: IntegrationId) -> Option<WorkflowId> {
        let actual = self.doc.maps.iter().filter(|map| map.side == Side::Actual);
        actual.filter(|map| is_only_way(self.doc, map, integration)).map(|map| map.workflow).next()
    }

    /// The comparison of a workflow's maps, once they are matched.
    #[must_use]
    pub fn comparison(&self, workflow: WorkflowId) -> Option<&Comparison> {
        self.comparisons.iter().find(|comparison| comparison.workflow == workflow)
    }

    /// Every integration that a workflow's maps use.
    pub fn used(&self, workflow: WorkflowId) -> impl Iterator<Item = IntegrationId> {
        let maps = Side::ALL.iter().filter_map(move |side| self.reach(workflow, *side));
        maps.flat_map(|reach| reach.used().iter().copied())
    }

    /// The highest criticality of these integrations, as far as they are in scope.
    pub fn criticality(&self, of: impl IntoIterator<Item = IntegrationId>) -> Option<Criticality> {
        let find = |id| self.in_scope.iter().find(|one| one.integration.id == id);
        // The catalogue lists the most critical first.
        of.into_iter().filter_map(find).map(|one| one.integration.criticality).min()
    }
}

/// Whether an end is reached from a start over the integration, and none is without it.
fn is_only_way(doc: &Engagement, map: &Map, integration: IntegrationId) -> bool {
    let crossings = Crossings::of(doc, map);
    let over = |flow: &crate::engines::map::Flow| crossings.integration(flow) == Some(integration);
    let ends = |without: bool| {
        let mut reached: BTreeSet<_> = map
            .steps
            .iter()
            .filter(|step| step.kind == StepKind::Start)
            .map(|step| step.id)
            .collect();
        while let Some(flow) = map.flows.iter().find(|flow| {
            reached.contains(&flow.from) && !reached.contains(&flow.to) && !(without && over(flow))
        }) {
            reached.insert(flow.to);
        }
        map.steps.iter().any(|step| step.kind == StepKind::End && reached.contains(&step.id))
    };
    map.flows.iter().any(over) && ends(false) && !ends(true)
}
