//! Flows between steps: connecting, cutting, and what holds when a step comes or goes.
//! A flow that is only led elsewhere keeps its id, so that what was said of it stays said.

use super::Refused;
use crate::engines::map::names::{Names, key};
use crate::engines::map::sorting::{Places, sort_by_key};
use crate::engines::map::text::DraftFlow;
use crate::engines::map::{Flow, Map, StepKind};
use crate::platform::ids::{FlowId, StepId};

/// Conditions that are offered for the branches of a decision, in this order.
const CONDITIONS: [&str; 3] = ["yes", "no", "otherwise"];

impl Map {
    /// The id of the step at a place.
    pub(super) fn at(&self, step: usize) -> Result<StepId, Refused> {
        self.steps.get(step).map(|step| step.id).ok_or(Refused::NoSuchStep)
    }

    pub(super) fn place(&self, id: StepId) -> Option<usize> {
        self.steps.iter().position(|step| step.id == id)
    }

    /// Flows of work that leave a step for another.
    pub(super) fn outs(&self, step: StepId) -> Vec<Flow> {
        let leaves = |flow: &&Flow| flow.from == step && flow.to != step;
        self.flows.iter().filter(leaves).filter(|flow| flow.kind.is_sequence()).cloned().collect()
    }

    /// Flows of work that reach a step from another.
    pub(super) fn ins(&self, step: StepId) -> Vec<Flow> {
        let reaches = |flow: &&Flow| flow.to == step && flow.from != step;
        self.flows.iter().filter(reaches).filter(|flow| flow.kind.is_sequence()).cloned().collect()
    }

    /// Adds a flow unless there is one like it.
    pub(super) fn tie(&mut self, from: StepId, to: StepId, condition: &str) -> bool {
        self.tie_flow(Flow { condition: condition.to_owned(), ..Flow::between(from, to) })
    }

    pub(super) fn tie_flow(&mut self, flow: Flow) -> bool {
        let like = |other: &&Flow| {
            other.from == flow.from
                && other.to == flow.to
                && key(&other.condition) == key(&flow.condition)
        };
        let new = !self.flows.iter().any(|other| like(&other));
        if new {
            self.flows.push(flow);
        }
        new
    }

    /// The flows of one step together, steps in the order told: messages, what interrupts it, the ways on.
    pub(super) fn sort_flows(&mut self) {
        let places = Places::of(self.steps.iter().map(|step| step.id));
        sort_by_key(&mut self.flows, |flow| {
            (places.at(flow.from).unwrap_or(usize::MAX), DraftFlow::rank(flow.kind))
        });
    }

    /// What a further branch of a step may be called: nothing, unless it decides.
    pub(super) fn next_condition(&self, step: StepId) -> String {
        let outs: Vec<_> = self.flows.iter().filter(|flow| flow.from == step).collect();
        let decides = self.step(step).is_some_and(|step| step.kind == StepKind::Decision);
        if !decides && outs.iter().all(|flow| flow.condition.is_empty()) {
            return String::new();
        }
        let used = |word: &str| outs.iter().any(|flow| key(&flow.condition) == key(word));
        let common = CONDITIONS.iter().find(|word| !used(word)).map(|word| (*word).to_owned());
        let numbered = || (outs.len() + 1..).map(|n| format!("case {n}")).find(|word| !used(word));
        common.or_else(numbered).unwrap_or_default()
    }

    pub(super) fn connect(&mut self, from: usize, to: usize) -> Result<(), Refused> {
        let (from, to) = (self.at(from)?, self.at(to)?);
        if self.flows.iter().any(|flow| flow.from == from && flow.to == to) {
            return Err(Refused::Connected);
        }
        let condition = self.next_condition(from);
        self.tie(from, to, &condition);
        Ok(())
    }

    pub(super) fn disconnect(&mut self, flow: usize) -> Result<(), Refused> {
        if flow >= self.flows.len() {
            return Err(Refused::NoSuchFlow);
        }
        self.flows.remove(flow);
        Ok(())
    }

    pub(super) fn set_via(
        &mut self,
        flow: usize,
        integration: &str,
        names: &Names,
    ) -> Result<(), Refused> {
        let known = names.integrations.id(integration);
        if known.is_none() && !integration.trim().is_empty() {
            return Err(Refused::NoIntegration(integration.trim().to_owned()));
        }
        self.flows.get_mut(flow).ok_or(Refused::NoSuchFlow)?.integration = known;
        Ok(())
    }

    /// Takes a step out of the flows: work that led to it leads on to where it led, in the place it had among the others.
    /// Messages to it and from it go, and so does what ties it to a step that it interrupts or to what interrupts it.
    pub(super) fn bridge(&mut self, step: StepId) {
        let (ins, outs) = (self.ins(step), self.outs(step));
        // Many to many would tell ways that nobody told: then all go the first way.
        let ways = if ins.len() > 1 { &outs[..outs.len().min(1)] } else { &outs[..] };
        for flow in std::mem::take(&mut self.flows) {
            if flow.from == step {
                continue;
            }
            if flow.to != step {
                self.tie_flow(flow);
                continue;
            }
            if !flow.kind.is_sequence() {
                continue;
            }
            for (number, leaving) in ways.iter().enumerate().filter(|(_, it)| it.to != flow.from) {
                let id = if number == 0 { flow.id } else { FlowId::new() };
                let condition = both(&flow.condition, &leaving.condition);
                let integration = leaving.integration.or(flow.integration);
                let to = leaving.to;
                self.tie_flow(Flow { id, to, condition, integration, ..flow.clone() });
            }
        }
    }

    /// Puts a step on a flow: the flow leads to it, and a new one leads on.
    pub(super) fn splice(&mut self, flow: FlowId, step: StepId) {
        let lane = |map: &Map, id| map.step(id).map(|step| step.lane);
        let Some(at) = self.flows.iter().position(|found| found.id == flow) else { return };
        let old = self.flows[at].clone();
        // The integration stays where the systems change.
        let crosses_after = lane(self, step) != lane(self, old.to);
        let (first, second) =
            if crosses_after { (None, old.integration) } else { (old.integration, None) };
        self.flows[at] = Flow { to: step, integration: first, ..old.clone() };
        self.tie_flow(Flow { integration: second, ..Flow::between(step, old.to) });
    }
}

fn both(one: &str, other: &str) -> String {
    match (one.is_empty(), other.is_empty()) {
        (true, _) => other.to_owned(),
        (_, true) => one.to_owned(),
        _ => format!("{one}, {other}"),
    }
}
