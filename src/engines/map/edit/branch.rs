//! Into a branch and out of it again: what the Tab key does in an outline.
//! Only flows change; the order told and the steps stay as they are.

use super::Refused;
use crate::engines::map::text::inferred;
use crate::engines::map::{Flow, Map, StepKind};
use crate::platform::ids::StepId;

impl Map {
    /// The step that follows: where the only way on leads, else the next line.
    fn next_of(&self, step: usize) -> Option<StepId> {
        match &self.outs(self.steps[step].id)[..] {
            [only] => Some(only.to),
            [] => self.steps.get(step + 1).map(|next| next.id),
            _ => None,
        }
    }

    /// Makes a step part of a branch of the step above: other ways to it lead past it.
    pub(super) fn indent(&mut self, step: usize) -> Result<(), Refused> {
        let id = self.at(step)?;
        let above = step.checked_sub(1).map(|at| self.steps[at].id).ok_or(Refused::NoBranch)?;
        let next = self.next_of(step);
        let others: Vec<Flow> =
            self.ins(id).into_iter().filter(|flow| flow.from != above).collect();
        let tied = self.outs(above).iter().any(|flow| flow.to == id);
        if !others.is_empty() {
            let next = next.filter(|next| *next != above).ok_or(Refused::NoBranch)?;
            self.lead_past(&others, next);
            if !tied {
                let condition = self.next_condition(above);
                self.tie(above, id, &condition);
            }
            return Ok(());
        }
        if tied { self.part(above, id, next) } else { Err(Refused::NoBranch) }
    }

    fn lead_past(&mut self, flows: &[Flow], next: StepId) {
        self.flows.retain(|flow| !flows.contains(flow));
        for flow in flows.iter().filter(|flow| flow.from != next) {
            self.tie_flow(Flow { to: next, ..flow.clone() });
        }
    }

    /// Turns a plain way from `above` to a step into a branch, and the way past it into the other.
    fn part(&mut self, above: StepId, id: StepId, next: Option<StepId>) -> Result<(), Refused> {
        let outs = self.outs(above);
        if outs.iter().any(|flow| flow.to == id && !flow.condition.is_empty()) {
            return Err(Refused::NoBranch);
        }
        if let Some(step) = self.steps.iter_mut().find(|step| step.id == above) {
            step.kind = StepKind::Decision;
        }
        let condition = self.next_condition(above);
        let own = self.flows.iter_mut().find(|flow| flow.from == above && flow.to == id);
        if let Some(own) = own {
            own.condition = condition;
        }
        if let Some(next) = next.filter(|next| outs.len() == 1 && *next != above) {
            let other = self.next_condition(above);
            self.tie(above, next, &other);
        }
        Ok(())
    }

    /// Takes a step out of its branch: ways from above that led past it lead to it.
    pub(super) fn outdent(&mut self, step: usize) -> Result<(), Refused> {
        let id = self.at(step)?;
        let next = self.next_of(step).ok_or(Refused::NoBranch)?;
        let earlier = |flow: &Flow| {
            flow.to == next
                && flow.kind.is_sequence()
                && self.place(flow.from).is_some_and(|from| from < step)
        };
        let past: Vec<Flow> = self.flows.iter().filter(|flow| earlier(flow)).cloned().collect();
        if past.is_empty() {
            return Err(Refused::NoBranch);
        }
        self.lead_past(&past, id);
        for flow in &past {
            self.join(flow.from, id);
        }
        Ok(())
    }

    /// Branches that all lead to one step are no branches.
    fn join(&mut self, from: StepId, to: StepId) {
        let outs: Vec<Flow> = self.flows.iter().filter(|flow| flow.from == from).cloned().collect();
        if outs.len() < 2 || outs.iter().any(|flow| flow.to != to) {
            return;
        }
        let [first, rest @ ..] = &outs[..] else { return };
        self.flows.retain(|flow| !rest.contains(flow));
        for flow in self.flows.iter_mut().filter(|flow| flow.id == first.id) {
            flow.condition.clear();
        }
        let Some(at) = self.place(from) else { return };
        let step = &self.steps[at];
        if step.kind == StepKind::Decision {
            self.steps[at].kind = inferred(&step.name, self.lane_kind(step.lane), &step.facts);
        }
    }
}
