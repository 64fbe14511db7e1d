//! Pools and lanes as lanes of a map: the innermost lanes, and a pool itself where it has none.
//! Two lanes of one name in different pools stay two lanes.

use super::nodes::{Nodes, has_nodes};
use crate::engines::formats::draft::{Draft, clean};
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::names::key;
use crate::engines::map::{LaneKind, StepKind};
use std::collections::{HashMap, HashSet};

/// The lane for what is in no lane and no pool.
const NOWHERE: &str = "Process";

/// A pool: a participant of the collaboration.
struct Pool<'x> {
    id: &'x str,
    name: &'x str,
    process: &'x str,
    /// The kind of lane that it is, where our own file tells it.
    kind: &'x str,
    line: u32,
}

/// Which lane each node is in.
#[derive(Default)]
pub struct Pools<'x> {
    pools: Vec<Pool<'x>>,
    /// What a process is called by whoever calls it.
    called: HashMap<&'x str, &'x str>,
    /// The processes that have steps.
    processes: Vec<&'x str>,
    /// The lane of each node that is named in one.
    lane_of: HashMap<&'x str, usize>,
    /// The lane for nodes of a process that no lane names.
    otherwise: HashMap<&'x str, String>,
    /// By the key of each lane's name the pool and the lane of the file that it comes from.
    origins: HashMap<String, (&'x str, &'x str)>,
    /// The lanes whose kind the file tells.
    kind_told: HashSet<usize>,
}

impl<'x> Pools<'x> {
    /// The pools of a file.
    pub fn new(root: &'x Element) -> Self {
        let mut pools = Self::default();
        for participant in root.all("collaboration").flat_map(|c| c.all("participant")) {
            let (id, name) = (participant.get("id"), participant.get("name"));
            let (process, kind) = (participant.get("processRef"), participant.own("kind"));
            pools.pools.push(Pool { id, name, process, kind, line: participant.line });
        }
        let told = root.all("process").filter(|process| has_nodes(process));
        pools.processes = told.map(|process| process.get("id")).collect();
        for process in root.all("process") {
            pools.callers(process);
        }
        pools
    }

    fn callers(&mut self, element: &'x Element) {
        for child in &element.children {
            if child.name == "callActivity" {
                self.called.entry(child.get("calledElement")).or_insert(child.get("name"));
            }
            self.callers(child);
        }
    }

    /// Makes the lanes of a process.
    pub fn process(&mut self, process: &'x Element, draft: &mut Draft) {
        let id = process.get("id");
        let pool = self.pools.iter().find(|pool| pool.process == id && !id.is_empty());
        let names = [
            pool.map_or("", |pool| pool.name),
            process.get("name"),
            self.called.get(id).copied().unwrap_or_default(),
        ];
        let name = names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or(NOWHERE);
        if let Some(pool) = pool {
            draft.understood(
                pool.line,
                format!("participant “{name}”"),
                "Pool: its lanes are lanes.",
            );
        }
        let pool_id = pool.map_or("", |pool| pool.id);
        let leaves: Vec<&Element> = process.all("laneSet").flat_map(leaves).collect();
        let alone = leaves.len() == 1;
        for lane in leaves {
            let own = lane.get("name").trim();
            let shown = if own.is_empty() && alone { name } else { own };
            self.lane(lane, shown, name, pool_id, draft);
        }
        self.origins.entry(key(&clean(name, ""))).or_insert((pool_id, pool_id));
        self.otherwise.insert(id, name.to_owned());
    }

    fn lane(
        &mut self,
        lane: &'x Element,
        shown: &str,
        pool: &str,
        pool_id: &'x str,
        draft: &mut Draft,
    ) {
        let shown = if shown.is_empty() {
            format!("{pool}, lane on line {}", lane.line)
        } else {
            shown.to_owned()
        };
        let taken = draft.lanes.iter().any(|found| key(&found.name) == key(&shown));
        let shown = if taken { format!("{pool}: {shown}") } else { shown };
        let at = draft.lane(&shown, kind_written(lane.own("kind")));
        let origin = (pool_id, lane.get("id"));
        self.origins.entry(key(&draft.lanes[at].name)).or_insert(origin);
        if !lane.own("kind").is_empty() {
            self.kind_told.insert(at);
        }
        draft.understood(lane.line, format!("lane “{shown}”"), "A lane.");
        for node in lane.all("flowNodeRef") {
            self.lane_of.insert(node.text.trim(), at);
        }
    }

    /// The lane of a node in a process; without one, the lane named after the process.
    pub fn lane_of(&self, node: &str, process: &Element, draft: &mut Draft) -> usize {
        if let Some(lane) = self.lane_of.get(node) {
            return *lane;
        }
        let name = self.otherwise.get(process.get("id")).map_or(NOWHERE, String::as_str);
        draft.lane(name, LaneKind::Team)
    }

    /// The lane that a node inside a sub-process is named in, if it is.
    pub fn named(&self, node: &str) -> Option<usize> {
        self.lane_of.get(node).copied()
    }

    /// The pool and the lane of the file that a lane comes from; empty where there is none.
    pub fn origin(&self, lane: &str) -> (&'x str, &'x str) {
        self.origins.get(&key(lane)).copied().unwrap_or_default()
    }

    /// Makes a lane and a step for each pool whose process is empty or not in the file.
    pub fn without_process(&mut self, draft: &mut Draft, nodes: &mut Nodes<'x>) {
        for pool in &self.pools {
            nodes.pool(pool.id, pool.name, pool.process);
            if self.processes.contains(&pool.process) {
                continue;
            }
            let lane = draft.lane(pool.name, kind_written(pool.kind));
            let name = draft.lanes[lane].name.clone();
            self.origins.entry(key(&name)).or_insert((pool.id, pool.id));
            let step = draft.step(lane, &name, StepKind::Task, pool.line);
            nodes.stand_in(pool.id, step);
            let became = "Nothing is known of what happens in this pool; one step stands for it.";
            draft.doubt(pool.line, format!("participant “{name}”"), became);
        }
    }
}

impl Pools<'_> {
    /// A lane in which only programs work is a system, unless the file tells what it is.
    pub fn judge(&self, nodes: &Nodes<'_>, draft: &mut Draft) {
        for at in 0..draft.lanes.len() {
            let told = self.kind_told.contains(&at) || draft.lanes[at].kind != LaneKind::Team;
            if told || !nodes.only_programs(at, draft) {
                continue;
            }
            draft.lanes[at].kind = LaneKind::System;
            let line = draft.steps.iter().find(|step| step.lane == at).map_or(1, |step| step.line);
            let what = format!("lane “{}”", draft.lanes[at].name);
            draft.doubt(line, what, "Only programs work in it, so it was read as a system.");
        }
    }
}

/// The innermost lanes of a set.
fn leaves(set: &Element) -> Vec<&Element> {
    let inner = |lane| {
        let children: Vec<_> = Element::all(lane, "childLaneSet").flat_map(leaves).collect();
        if children.is_empty() { vec![lane] } else { children }
    };
    set.all("lane").flat_map(inner).collect()
}

fn kind_written(kind: &str) -> LaneKind {
    kind.parse().unwrap_or(LaneKind::Team)
}
