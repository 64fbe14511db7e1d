//! Which lanes make a pool: those between which work goes on. Messages lead from one pool to another.
//! A map without messages between such groups of lanes is one pool, whatever its lanes are.

use crate::engines::map::sorting::Places;
use crate::engines::map::{Flow, FlowKind, Map, StepFacts, StepKind};
use crate::platform::wording::listed;

/// A pool.
pub struct Pool {
    /// Its lanes, by their places.
    pub lanes: Vec<usize>,
    /// Whether it is the only one, or has the most lanes.
    is_main: bool,
    /// The step that stands for all of it, because nothing is known of what happens in it.
    pub whole: Option<usize>,
}

/// The pools of a map.
pub struct Pools {
    /// All of them, in the order of their first lanes.
    pub all: Vec<Pool>,
    /// The pool of each step.
    pub of_step: Vec<usize>,
}

impl Pools {
    /// The pools of a map.
    pub fn of(map: &Map) -> Self {
        let lanes = Places::of(map.lanes.iter().map(|lane| lane.id));
        let steps = Places::of(map.steps.iter().map(|step| step.id));
        let lane_of: Vec<usize> =
            map.steps.iter().map(|step| lanes.at(step.lane).unwrap_or_default()).collect();
        let (lanes_of, places) = (&lane_of, &steps);
        let ends = |kind: fn(FlowKind) -> bool| {
            let flows = map.flows.iter().filter(move |flow| kind(flow.kind));
            flows.filter_map(move |flow| {
                Some((lanes_of[places.at(flow.from)?], lanes_of[places.at(flow.to)?]))
            })
        };
        let count = map.lanes.len().max(1);
        let mut group: Vec<usize> = (0..count).collect();
        for (from, to) in ends(|kind| kind != FlowKind::Message) {
            let (kept, gone) = (group[from].min(group[to]), group[from].max(group[to]));
            group.iter_mut().filter(|of| **of == gone).for_each(|of| *of = kept);
        }
        let messages = ends(|kind| kind == FlowKind::Message);
        let mut apart: Vec<usize> = messages
            .map(|(from, to)| (group[from], group[to]))
            .filter(|(from, to)| from != to)
            .flat_map(|(from, to)| [from, to])
            .collect();
        apart.sort_unstable();
        apart.dedup();
        // A lane that no message reaches is one of the first pool.
        let pool = |lane: usize| apart.iter().position(|of| *of == group[lane]).unwrap_or_default();
        let mut all: Vec<Pool> = (0..apart.len().max(1))
            .map(|at| {
                let own = (0..map.lanes.len()).filter(|lane| pool(*lane) == at);
                Pool { lanes: own.collect(), is_main: false, whole: None }
            })
            .collect();
        for pool in &mut all {
            pool.whole = whole(map, &lane_of, &pool.lanes);
        }
        let size = |at: &usize| (all[*at].whole.is_none(), all[*at].lanes.len());
        let most = (0..all.len()).rev().max_by_key(size).unwrap_or_default();
        (all[most].is_main, all[most].whole) = (true, None);
        Self { of_step: lane_of.into_iter().map(pool).collect(), all }
    }
}

/// The only step of a pool, if it says no more than that there is this pool: it bears its name, and only messages reach
/// it and leave it. Read in again, the pool has just this step.
fn whole(map: &Map, lane_of: &[usize], lanes: &[usize]) -> Option<usize> {
    let [lane] = *lanes else { return None };
    let mut own = (0..lane_of.len()).filter(|step| lane_of[*step] == lane);
    let at = own.next().filter(|_| own.next().is_none())?;
    let step = &map.steps[at];
    let mut flows = map.flows.iter().filter(|flow| flow.from == step.id || flow.to == step.id);
    let bare = step.kind == StepKind::Task
        && step.form.is_none()
        && step.name == map.lanes[lane].name
        && step.facts == StepFacts::default()
        && step.note.is_empty()
        && step.beside.is_empty();
    let to_others = |flow: &Flow| flow.kind == FlowKind::Message && flow.from != flow.to;
    (bare && flows.all(to_others)).then_some(at)
}

impl Pools {
    /// The pool that a step stands for, if it does.
    pub fn stood_for(&self, step: usize) -> Option<usize> {
        let pool = self.of_step[step];
        (self.all[pool].whole == Some(step)).then_some(pool)
    }

    /// The lanes of one pool after those of another.
    pub fn order(&self) -> Vec<usize> {
        self.all.iter().flat_map(|pool| pool.lanes.iter().copied()).collect()
    }
}

impl Pool {
    /// What it is called: the main one as the map is, a lane alone by its name, several by their names.
    pub fn name(&self, map: &Map, title: &str) -> String {
        match self.lanes.as_slice() {
            [lane] if !self.is_main => map.lanes[*lane].name.clone(),
            _ if self.is_main => title.to_owned(),
            several => {
                let names: Vec<_> = several.iter().map(|at| map.lanes[*at].name.as_str()).collect();
                listed(&names)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::formats::plain::read;
    use crate::engines::map::names::Names;

    fn pools(text: &str) -> Vec<(String, usize)> {
        let map = read(text).unwrap().map(&Names::default());
        let pools = Pools::of(&map);
        pools.all.iter().map(|pool| (pool.name(&map, "Orders"), pool.lanes.len())).collect()
    }

    #[test]
    fn lanes_between_which_only_messages_go_are_pools_of_their_own() {
        let text = "Web: a\nDesk: b\n-> Bank: c [message]\nDesk: d\n---\nBank: c\n---\nStore: e";
        assert_eq!(pools(text), [("Orders".to_owned(), 3), ("Bank".to_owned(), 1)]);
    }

    #[test]
    fn lanes_between_which_work_goes_on_are_one_pool() {
        assert_eq!(pools("Web: a\nDesk: b\nBank: c"), [("Orders".to_owned(), 3)]);
        let back = "Web: a\n-> Bank: c [message]\nWeb: b\nBank: c";
        assert_eq!(pools(back), [("Orders".to_owned(), 2)]);
    }

    #[test]
    fn a_step_that_says_no_more_than_its_pool_stands_for_it_and_is_not_the_main_one() {
        let text = "Bank: Bank\n-> Web: a [message]\n---\nWeb: a\nb\n-> Bank [message]";
        assert_eq!(pools(text), [("Bank".to_owned(), 1), ("Orders".to_owned(), 1)]);
        let whole = |text: &str| {
            let map = read(text).unwrap().map(&Names::default());
            Pools::of(&map).all.iter().filter(|pool| pool.whole.is_some()).count()
        };
        assert_eq!(whole(text), 1);
        for more in [
            "Bank: Bank (5 min)",
            "Bank: Bank [manual check]",
            "Office: Bank",
            "Bank: Bank\n-> Bank [message]",
        ] {
            assert_eq!(whole(&text.replace("Bank: Bank", more)), 0, "{more}");
        }
    }
}
