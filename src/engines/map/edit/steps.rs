//! Steps that come, go and change.
//! A kind that was read from the words of a name follows the name; one that a person chose stays.

use super::Refused;
use crate::engines::map::names::{Names, key, one_line};
use crate::engines::map::text::{MAX_NAME, facts_named, inferred};
use crate::engines::map::{Lane, LaneKind, Map, Step, StepFacts, StepKind};
use crate::platform::ids::{LaneId, StepId};

/// A name as it may be kept.
fn named(name: &str) -> Result<String, Refused> {
    let name = one_line(name);
    if name.is_empty() {
        return Err(Refused::NoName);
    }
    if name.chars().count() > MAX_NAME { Err(Refused::TooLong) } else { Ok(name) }
}

impl Map {
    pub(super) fn add_step(
        &mut self,
        after: Option<usize>,
        name: &str,
        lane: &str,
        names: &Names,
    ) -> Result<(), Refused> {
        let name = named(name)?;
        let before = match after {
            Some(step) => Some(self.at(step)?),
            None => self.steps.last().map(|step| step.id),
        };
        let own = before.and_then(|id| self.step(id)).map(|step| step.lane);
        let lane = match own {
            Some(own) if one_line(lane).is_empty() => own,
            _ => self.lane_named(lane, names)?,
        };
        let kind = inferred(&name, self.lane_kind(lane), &StepFacts::default());
        let step = Step::new(lane, name, kind);
        let id = step.id;
        let place = before.and_then(|id| self.place(id)).map_or(0, |at| self.place_after(at));
        self.steps.insert(place, step);
        if let Some(before) = before {
            self.tie_after(before, id);
        }
        Ok(())
    }

    /// Where a next step stands: below the step, and for one more branch below the branches it has.
    fn place_after(&self, at: usize) -> usize {
        let step = self.steps[at].id;
        let outs = self.outs(step);
        if !self.branches(step, outs.len()) {
            return at + 1 + self.attached_below(at);
        }
        let last = outs.iter().filter_map(|flow| self.place(flow.to)).filter(|to| *to > at).max();
        let mut end = last.unwrap_or(at);
        while let [only] = &self.outs(self.steps[end].id)[..]
            && self.place(only.to) == Some(end + 1)
            && self.ins(only.to).len() == 1
        {
            end += 1;
        }
        end + 1
    }

    /// How many of the lines right below a step are what interrupts it or happens beside it.
    fn attached_below(&self, at: usize) -> usize {
        let step = self.steps[at].id;
        let attached = |to: StepId| {
            self.flows.iter().any(|f| f.from == step && f.to == to && f.kind.attaches())
        };
        self.steps[at + 1..].iter().take_while(|below| attached(below.id)).count()
    }

    /// Whether what is added after a step is one more branch of it.
    fn branches(&self, step: StepId, outs: usize) -> bool {
        let decides = self.step(step).is_some_and(|step| step.kind == StepKind::Decision);
        outs > 1 || (decides && outs > 0)
    }

    fn tie_after(&mut self, before: StepId, new: StepId) {
        let outs = self.outs(before);
        if self.step(before).is_some_and(|step| step.kind == StepKind::End) {
            return;
        }
        match &outs[..] {
            [only] if !self.branches(before, 1) => self.splice(only.id, new),
            _ => {
                let condition = self.next_condition(before);
                self.tie(before, new, &condition);
            }
        }
    }

    pub(super) fn lane_kind(&self, lane: LaneId) -> LaneKind {
        self.lane(lane).map_or(LaneKind::Team, |lane| lane.kind)
    }

    /// The lane of a name, made when there is none.
    fn lane_named(&mut self, name: &str, names: &Names) -> Result<LaneId, Refused> {
        let name = if one_line(name).is_empty() { "Unassigned".to_owned() } else { named(name)? };
        if let Some(lane) = self.lanes.iter().find(|lane| key(&lane.name) == key(&name)) {
            return Ok(lane.id);
        }
        let system = names.systems.id(&name);
        let kind = if system.is_some() { LaneKind::System } else { LaneKind::Team };
        let id = LaneId::new();
        self.lanes.push(Lane { id, name, system, kind });
        Ok(id)
    }

    fn drop_lane_if_empty(&mut self, lane: LaneId) {
        if !self.steps.iter().any(|step| step.lane == lane) {
            self.lanes.retain(|found| found.id != lane);
        }
    }

    /// Changes a step; its kind follows where it was read from the words.
    fn reword(&mut self, step: usize, change: impl FnOnce(&mut Step)) {
        let inferred =
            |map: &Map, step: &Step| inferred(&step.name, map.lane_kind(step.lane), &step.facts);
        let mut changed = self.steps[step].clone();
        let follows = changed.form.is_none() && changed.kind == inferred(self, &changed);
        change(&mut changed);
        // A step that has branches stays a decision, whatever it is called.
        let branched = self.outs(changed.id).iter().any(|flow| !flow.condition.is_empty());
        if follows && !(branched && changed.kind == StepKind::Decision) {
            changed.kind = inferred(self, &changed);
        }
        self.steps[step] = changed;
    }

    pub(super) fn rename(&mut self, step: usize, name: &str) -> Result<(), Refused> {
        self.at(step)?;
        let name = named(name)?;
        self.reword(step, |step| step.name = name);
        Ok(())
    }

    pub(super) fn move_to_lane(
        &mut self,
        step: usize,
        lane: &str,
        names: &Names,
    ) -> Result<(), Refused> {
        self.at(step)?;
        let (old, lane) = (self.steps[step].lane, self.lane_named(lane, names)?);
        self.reword(step, |step| step.lane = lane);
        self.drop_lane_if_empty(old);
        Ok(())
    }

    pub(super) fn set_kind(&mut self, step: usize, kind: StepKind) -> Result<(), Refused> {
        self.at(step)?;
        if self.steps[step].kind != kind {
            // A form says more of the kind that was; of another it would say something wrong.
            self.steps[step].form = None;
        }
        self.steps[step].kind = kind;
        Ok(())
    }

    pub(super) fn set_facts(
        &mut self,
        step: usize,
        facts: &str,
        names: &Names,
    ) -> Result<(), Refused> {
        self.at(step)?;
        let facts = one_line(facts);
        let read = facts_named(&facts, names).ok_or(Refused::NoFact(facts))?;
        self.steps[step].facts = read;
        Ok(())
    }

    pub(super) fn set_note(&mut self, step: usize, note: &str) -> Result<(), Refused> {
        self.at(step)?;
        let lines = note.trim().lines().map(str::trim);
        self.steps[step].note = lines.collect::<Vec<_>>().join("\n");
        Ok(())
    }

    pub(super) fn remove_step(&mut self, step: usize) -> Result<(), Refused> {
        let id = self.at(step)?;
        self.bridge(id);
        let gone = self.steps.remove(step);
        self.drop_lane_if_empty(gone.lane);
        Ok(())
    }
}
