//! Takes an edited text back into a map, keeping the ids of what is still there.
//! Samples and matches refer to steps by id, so an edit must not turn a renamed step into a new one.

use super::names::{distance, key};
use super::text::{Draft, DraftStep};
use crate::engines::map::sorting::Places;
use crate::engines::map::{Flow, Lane, Map, Step};
use crate::platform::ids::{FlowId, LaneId, StepId};
use std::collections::HashMap;

impl Map {
    /// The map that a text says, with the ids of this one where lane, step or flow are still there.
    ///
    /// A step is the same when lane and name are, else when the name is, else when it stands between the same
    /// neighbours and its name is near or its lane is the same.
    #[must_use]
    pub fn take(&self, draft: &Draft) -> Map {
        let lanes = self.take_lanes(draft);
        let ids = self.kept_steps(draft);
        let steps: Vec<Step> =
            draft.steps.iter().zip(&ids).map(|(step, id)| taken_step(step, *id, &lanes)).collect();
        let flows = self.take_flows(draft, &steps);
        Map {
            id: self.id,
            workflow: self.workflow,
            side: self.side,
            note: draft.note.clone(),
            lanes,
            steps,
            flows,
        }
    }

    fn take_lanes(&self, draft: &Draft) -> Vec<Lane> {
        let known = self.lane_keys();
        let taken = draft.lanes.iter().map(|lane| {
            let own = key(&lane.name);
            let at = known.iter().position(|known| *known == own);
            let id = at.map_or_else(LaneId::new, |at| self.lanes[at].id);
            Lane { id, name: lane.name.clone(), system: lane.system, kind: lane.kind }
        });
        taken.collect()
    }

    fn lane_keys(&self) -> Vec<String> {
        self.lanes.iter().map(|lane| key(&lane.name)).collect()
    }

    /// For each step of the draft the id of the step it was.
    fn kept_steps(&self, draft: &Draft) -> Vec<Option<StepId>> {
        let (places, old) = (Places::of(self.lanes.iter().map(|lane| lane.id)), self.lane_keys());
        let new: Vec<String> = draft.lanes.iter().map(|lane| key(&lane.name)).collect();
        let old_lane = |step: &Step| places.at(step.lane).map_or("", |at| &old[at]);
        let new_lane = |step: &DraftStep| new[step.lane].as_str();
        // A key has no line breaks.
        let both = |lane: &str, name: &str| format!("{lane}\n{}", key(name));
        let mut pairs =
            Pairs { old: vec![None; self.steps.len()], new: vec![None; draft.steps.len()] };
        pairs.match_by(
            &self.steps,
            &draft.steps,
            |step| both(old_lane(step), &step.name),
            |step| both(new_lane(step), &step.name),
        );
        pairs.match_by(&self.steps, &draft.steps, |step| key(&step.name), |step| key(&step.name));
        pairs.match_between(|old, new| {
            let (was, is) = (&self.steps[old], &draft.steps[new]);
            let near = distance(&was.name, &is.name) * 2
                <= was.name.chars().count().max(is.name.chars().count());
            near || old_lane(was) == new_lane(is)
        });
        pairs.new.iter().map(|old| old.map(|old| self.steps[old].id)).collect()
    }

    fn take_flows(&self, draft: &Draft, steps: &[Step]) -> Vec<Flow> {
        let known = Places::of(self.flows.iter().map(|flow| (flow.from, flow.to)));
        let mut taken = vec![false; self.flows.len()];
        let flows = draft.flows.iter().map(|flow| {
            let (from, to) = (steps[flow.from].id, steps[flow.to].id);
            let free = known.all((from, to)).find(|at| !std::mem::replace(&mut taken[*at], true));
            let id = free.map_or_else(FlowId::new, |at| self.flows[at].id);
            let (condition, integration) = (flow.condition.clone(), flow.integration);
            Flow { id, from, to, condition, integration, kind: flow.kind }
        });
        flows.collect()
    }
}

fn taken_step(step: &DraftStep, id: Option<StepId>, lanes: &[Lane]) -> Step {
    let (lane, id) = (lanes[step.lane].id, id.unwrap_or_else(StepId::new));
    Step {
        id,
        lane,
        name: step.name.clone(),
        kind: step.kind,
        form: step.form,
        facts: step.facts.clone(),
        note: step.note.clone(),
        beside: step.beside.clone(),
    }
}

/// Which old step is which new one.
struct Pairs {
    old: Vec<Option<usize>>,
    new: Vec<Option<usize>>,
}

impl Pairs {
    fn pair(&mut self, old: usize, new: usize) {
        self.old[old] = Some(new);
        self.new[new] = Some(old);
    }

    /// Pairs what has the same key, in order.
    fn match_by(
        &mut self,
        old: &[Step],
        new: &[DraftStep],
        old_key: impl Fn(&Step) -> String,
        new_key: impl Fn(&DraftStep) -> String,
    ) {
        let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, step) in old.iter().enumerate().rev().filter(|(at, _)| self.old[*at].is_none()) {
            waiting.entry(old_key(step)).or_default().push(at);
        }
        for (at, step) in new.iter().enumerate() {
            if self.new[at].is_none()
                && let Some(found) = waiting.get_mut(&new_key(step)).and_then(Vec::pop)
            {
                self.old[found] = Some(at);
                self.new[at] = Some(found);
            }
        }
    }

    /// Pairs what stands between the same paired neighbours, in order, where `alike` allows it.
    fn match_between(&mut self, alike: impl Fn(usize, usize) -> bool) {
        let mut old = 0;
        for new in 0..self.new.len() {
            if let Some(paired) = self.new[new] {
                old = paired + 1;
                continue;
            }
            let gap = (old..self.old.len()).take_while(|at| self.old[*at].is_none());
            if let Some(found) = gap.into_iter().find(|at| alike(*at, new)) {
                self.pair(found, new);
                old = found + 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::engines::map::names::Names;
    use crate::engines::map::text::parse;
    use crate::engines::map::{Map, Side};
    use crate::platform::ids::{StepId, WorkflowId};

    fn map(text: &str) -> Map {
        Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
    }

    fn edited(map: &Map, text: &str) -> Map {
        map.take(&parse(text, &Names::default()).unwrap())
    }

    fn ids(map: &Map) -> Vec<StepId> {
        map.steps.iter().map(|step| step.id).collect()
    }

    #[test]
    fn the_same_text_keeps_every_id() {
        let text = "A: x\nB: y?\n  ? no -> x\n  ? yes\nA: z";
        let before = map(text);
        assert_eq!(edited(&before, text), before);
    }

    #[test]
    fn a_step_put_between_leaves_the_others_as_they_are() {
        let before = map("A: x\nA: y");
        let after = edited(&before, "A: x\nA: new\nA: y");
        assert_eq!(
            [after.steps[0].id, after.steps[2].id],
            [before.steps[0].id, before.steps[1].id]
        );
    }

    #[test]
    fn a_step_keeps_its_id_when_it_is_renamed_or_moved() {
        let before = map("A: Create order\nA: Pick goods\nA: Invoice");
        let renamed = edited(&before, "A: Create order\nA: Pick and pack\nA: Invoice");
        assert_eq!(ids(&renamed), ids(&before));
        let moved = edited(&before, "A: Create order\nB: Pick goods\nA: Invoice");
        assert_eq!(ids(&moved), ids(&before));
        let reordered = edited(&before, "A: Invoice\nA: Create order\nA: Pick goods");
        assert_eq!(reordered.steps[0].id, before.steps[2].id);
    }

    #[test]
    fn a_flow_keeps_its_id_while_it_joins_the_same_steps() {
        let before = map("A: x?\n  ? yes -> z\n  ? no\nA: y\nA: z");
        let after = edited(&before, "A: x?\n  ? sure -> z\n  ? no\nA: y\nA: z");
        assert_eq!(after.flows[0].id, before.flows[0].id);
        assert_eq!(after.flows[0].condition, "sure");
    }
}
