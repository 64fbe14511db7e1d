//! Both maps in one: what is the same, what is done differently, what is missing and what nobody intended.
//! It is drawn like any map; what each step is stands beside it in words.

use super::different;
use crate::document::matching::Matching;
use crate::engines::map::names::key;
use crate::engines::map::{Flow, Lane, Map};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::{FlowId, LaneId, StepId};
use std::collections::{BTreeMap, HashMap};

catalogue! {
    /// What a step or flow of the merged map is.
    pub enum State {
        Same => "same", "As intended";
        Changed => "changed", "Done differently";
        Missing => "missing", "Does not happen";
        Shadow => "shadow", "Never intended";
    }
}

/// Both maps in one.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The map: every actual step, and the intended ones that do not happen.
    pub map: Map,
    /// What each step is.
    pub steps: BTreeMap<StepId, State>,
    /// What each flow is: as intended, missing or never intended.
    pub flows: BTreeMap<FlowId, State>,
}

/// Merges the maps by the pairs that a person confirmed.
#[must_use]
pub fn merged(intended: &Map, actual: &Map, matching: &Matching) -> Merged {
    let living = matching.pairs.iter().filter(|pair| {
        intended.step(pair.intended).is_some() && actual.step(pair.actual).is_some()
    });
    let pairs: HashMap<StepId, StepId> = living.map(|pair| (pair.intended, pair.actual)).collect();
    let mut merged = Merged {
        map: Map { note: String::new(), ..actual.clone() },
        steps: actual.steps.iter().map(|step| (step.id, State::Shadow)).collect(),
        flows: actual.flows.iter().map(|flow| (flow.id, State::Shadow)).collect(),
    };
    for (from, to) in &pairs {
        if let (Some(a), Some(b)) = (intended.step(*from), actual.step(*to)) {
            let same = different((a, b), intended, actual).is_empty();
            merged.steps.insert(*to, if same { State::Same } else { State::Changed });
        }
    }
    merged.add_missing(intended, &pairs);
    merged.add_flows(intended, &pairs);
    merged
}

impl Merged {
    /// Puts each missing step after the step that it was intended to follow.
    fn add_missing(&mut self, intended: &Map, pairs: &HashMap<StepId, StepId>) {
        let mut before: Option<StepId> = None;
        for step in &intended.steps {
            if let Some(paired) = pairs.get(&step.id) {
                before = Some(*paired);
                continue;
            }
            let lane = intended.lane(step.lane).map(|lane| self.lane(lane));
            let mut missing = step.clone();
            missing.lane = lane.unwrap_or(step.lane);
            let place = before.and_then(|id| self.map.steps.iter().position(|it| it.id == id));
            self.map.steps.insert(place.map_or(0, |at| at + 1), missing);
            self.steps.insert(step.id, State::Missing);
            before = Some(step.id);
        }
    }

    /// The lane of the merged map that stands for a lane of the intended one.
    fn lane(&mut self, wanted: &Lane) -> LaneId {
        let same = |lane: &&Lane| match (lane.system, wanted.system) {
            (Some(a), Some(b)) => a == b,
            _ => key(&lane.name) == key(&wanted.name),
        };
        if let Some(found) = self.map.lanes.iter().find(same) {
            return found.id;
        }
        self.map.lanes.push(wanted.clone());
        wanted.id
    }

    fn add_flows(&mut self, intended: &Map, pairs: &HashMap<StepId, StepId>) {
        let here = |id: StepId| pairs.get(&id).copied().unwrap_or(id);
        for flow in &intended.flows {
            let (from, to) = (here(flow.from), here(flow.to));
            match self.map.flows.iter().find(|found| found.from == from && found.to == to) {
                Some(found) => {
                    self.flows.insert(found.id, State::Same);
                }
                None => {
                    self.map.flows.push(Flow { from, to, ..flow.clone() });
                    self.flows.insert(flow.id, State::Missing);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::StepKind;
    use crate::judgement::assess::testing::{sound, step_id};

    #[test]
    fn every_step_of_both_maps_is_in_it_and_says_what_it_is() {
        let mut doc = sound();
        doc.matchings[0].pairs.retain(|pair| pair.actual != step_id(2002));
        doc.maps[1].steps[2].kind = StepKind::CopyPaste;
        let merged = merged(&doc.maps[0], &doc.maps[1], &doc.matchings[0]);
        assert_eq!(merged.map.steps.len(), 5);
        let state = |n| merged.steps[&step_id(n)];
        assert_eq!(state(2001), State::Same);
        assert_eq!(state(2002), State::Shadow);
        assert_eq!(state(1002), State::Missing);
        assert_eq!(state(2003), State::Changed);
        let order: Vec<_> = merged.map.steps.iter().map(|step| step.id).collect();
        assert_eq!(order[1], step_id(1002));
    }

    #[test]
    fn the_way_past_a_missing_step_is_missing_too() {
        let mut doc = sound();
        doc.matchings[0].pairs.retain(|pair| pair.actual != step_id(2002));
        let merged = merged(&doc.maps[0], &doc.maps[1], &doc.matchings[0]);
        let of = |wanted| merged.flows.values().filter(|state| **state == wanted).count();
        assert_eq!((of(State::Missing), of(State::Shadow), of(State::Same)), (2, 2, 1));
    }
}
