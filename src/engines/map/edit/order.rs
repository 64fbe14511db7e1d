//! The order told: a step moves to another line.
//! A step of a plain chain is tied in where it lands; any other keeps its flows.

use super::Refused;
use crate::engines::map::{Flow, Map, StepKind};
use crate::platform::ids::{FlowId, StepId};

/// Where a moved step is tied in.
enum Tie {
    /// On a flow from the line above to the line below.
    On(FlowId),
    /// After the line above, which led nowhere.
    After(StepId),
    /// Before the line below, to which nothing led.
    Before(StepId),
}

impl Map {
    pub(super) fn move_step(&mut self, step: usize, to: usize) -> Result<(), Refused> {
        let id = self.at(step)?;
        let to = to.min(self.steps.len() - 1);
        if step == to {
            return Ok(());
        }
        let moved = self.steps.remove(step);
        self.steps.insert(to, moved);
        if !self.in_a_chain(id) {
            return Ok(());
        }
        let mut without = self.clone();
        without.bridge(id);
        if let Some(tie) = without.tie_at(to) {
            match tie {
                Tie::On(flow) => without.splice(flow, id),
                Tie::After(above) => drop(without.tie(above, id, "")),
                Tie::Before(below) => drop(without.tie(id, below, "")),
            }
            *self = without;
        }
        Ok(())
    }

    /// Whether a step has at most one flow on either side, of work and no other, and its way on is not a branch.
    fn in_a_chain(&self, step: StepId) -> bool {
        let outs = self.outs(step);
        let looped = self.flows.iter().any(|flow| flow.from == step && flow.to == step);
        let tied = |flow: &Flow| flow.from == step || flow.to == step;
        let messages = self.flows.iter().any(|flow| tied(flow) && !flow.kind.is_sequence());
        self.ins(step).len() <= 1
            && outs.len() <= 1
            && outs.iter().all(|flow| flow.condition.is_empty())
            && !looped
            && !messages
    }

    fn tie_at(&self, place: usize) -> Option<Tie> {
        let above = place.checked_sub(1).map(|at| &self.steps[at]);
        let below = self.steps.get(place + 1);
        if let (Some(above), Some(below)) = (above, below)
            && let Some(flow) =
                self.flows.iter().find(|flow| flow.from == above.id && flow.to == below.id)
        {
            return Some(Tie::On(flow.id));
        }
        match (above, below) {
            (Some(above), None)
                if self.outs(above.id).is_empty() && above.kind != StepKind::End =>
            {
                Some(Tie::After(above.id))
            }
            (None, Some(below)) if self.ins(below.id).is_empty() => Some(Tie::Before(below.id)),
            _ => None,
        }
    }
}
