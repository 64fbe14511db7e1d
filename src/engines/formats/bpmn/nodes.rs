//! Flow nodes as steps; a sub-process is replaced by what is in it.
//! Each node is one step; only a sub-process with steps of its own is none.

use super::data::{Data, is_data};
use super::flows::Flows;
use super::kinds::{self, Degree};
use super::lanes::Pools;
use crate::engines::formats::draft::Draft;
use crate::engines::formats::xml::tree::{Element, Others, count};
use crate::platform::catalogue::Catalogue;
use std::collections::{HashMap, HashSet};

mod ties;

/// What is in a process and needs no word of its own.
const SILENT: &[&str] = &["extensionElements", "incoming", "outgoing", "documentation", "laneSet"];

/// What stands where a node of the file stood.
#[derive(Debug, Clone)]
enum Place {
    Step(usize),
    /// The steps that a sub-process begins with, and those it ends with.
    Inside {
        entries: Vec<usize>,
        exits: Vec<usize>,
    },
}

/// All nodes by their ids.
#[derive(Default)]
pub struct Nodes<'x> {
    places: HashMap<&'x str, Place>,
    /// Pools and the process in each.
    pools: HashMap<&'x str, (&'x str, &'x str)>,
    process_of: HashMap<usize, &'x str>,
    /// The element that each step came from.
    element: HashMap<usize, &'x Element>,
    /// Notes of the file, and what each belongs to.
    texts: Vec<(&'x str, &'x str, u32)>,
    ties: Vec<(&'x str, &'x str, u32)>,
    pub(super) data: Data<'x>,
}

/// Where nodes are being read.
struct Within<'x, 'p> {
    process: &'x Element,
    pools: &'p Pools<'x>,
    sub: Option<(String, usize)>,
}

impl<'x> Nodes<'x> {
    /// Reads the nodes of a process.
    pub fn process(
        &mut self,
        process: &'x Element,
        pools: &Pools<'x>,
        draft: &mut Draft,
        flows: &mut Flows<'x>,
        others: &mut Others,
    ) {
        if let Some(text) = process.first("documentation") {
            draft.note_of_all(&text.text);
        }
        let within = Within { process, pools, sub: None };
        self.container(process, &within, draft, flows, others);
    }

    fn container(
        &mut self,
        container: &'x Element,
        within: &Within<'x, '_>,
        draft: &mut Draft,
        flows: &mut Flows<'x>,
        others: &mut Others,
    ) {
        let degrees = degrees(container);
        let defaults: HashSet<&str> = container.children.iter().map(|c| c.get("default")).collect();
        flows.links(container);
        for child in &container.children {
            match child.name.as_str() {
                "sequenceFlow" => {
                    let id = child.get("id");
                    flows.sequence(child, !id.is_empty() && defaults.contains(id));
                }
                "textAnnotation" | "association" => self.note_or_tie(child),
                name if kinds::is_sub_process(name) && has_nodes(child) => {
                    self.sub_process(child, within, draft, flows, others);
                }
                name if kinds::is_node(name) => {
                    let degree = degrees.get(child.get("id")).copied().unwrap_or_default();
                    self.node(child, within, degree, draft, flows);
                }
                name if is_data(name) => self.data.add(child),
                name if SILENT.contains(&name) => {}
                name => count(others, name, child.line),
            }
        }
    }

    fn node(
        &mut self,
        node: &'x Element,
        within: &Within<'x, '_>,
        degree: Degree,
        draft: &mut Draft,
        flows: &mut Flows<'x>,
    ) {
        let id = node.get("id");
        let became = kinds::of(node, within.sub.as_ref().map(|(name, _)| name.as_str()), degree);
        let lane = match &within.sub {
            Some((_, lane)) => within.pools.named(id).unwrap_or(*lane),
            None => within.pools.lane_of(id, within.process, draft),
        };
        let own = node.get("name").trim();
        let name = if own.is_empty() { became.name.as_str() } else { own };
        let step = draft.step(lane, name, became.kind, node.line);
        draft.steps[step].facts = super::shapes::facts(node);
        draft.steps[step].form = became.form;
        self.data.of_node(node);
        draft.unclear.extend(became.unclear.then_some(step));
        draft.guessed.extend(became.guessed.then_some(step));
        for text in node.all("documentation") {
            draft.note(step, &text.text);
        }
        self.places.insert(id, Place::Step(step));
        self.element.insert(step, node);
        self.process_of.insert(step, within.process.get("id"));
        if node.name == "boundaryEvent" {
            flows.attached(node);
        }
        let what = format!("{} “{}”", node.name, draft.steps[step].name);
        let lane = &draft.lanes[lane].name;
        let told = format!("Step in “{lane}”, {}.", became.kind.label().to_lowercase());
        match became.doubt {
            Some(doubt) => draft.doubt(node.line, what, &format!("{told} {doubt}")),
            None => draft.understood(node.line, what, &told),
        }
    }

    fn sub_process(
        &mut self,
        sub: &'x Element,
        within: &Within<'x, '_>,
        draft: &mut Draft,
        flows: &mut Flows<'x>,
        others: &mut Others,
    ) {
        let id = sub.get("id");
        let lane = match &within.sub {
            Some((_, lane)) => within.pools.named(id).unwrap_or(*lane),
            None => within.pools.lane_of(id, within.process, draft),
        };
        let name = Some(sub.get("name").trim()).filter(|name| !name.is_empty());
        let name = name.unwrap_or("sub-process").to_owned();
        let told = "Sub-process: its steps stand in its place.";
        draft.understood(sub.line, format!("{} “{name}”", sub.name), told);
        self.data.of_node(sub);
        let first = draft.steps.len();
        // An event sub-process begins by itself: its events are real beginnings.
        let inner = if sub.get("triggeredByEvent") == "true" {
            Within { process: within.process, pools: within.pools, sub: None }
        } else {
            Within { process: within.process, pools: within.pools, sub: Some((name.clone(), lane)) }
        };
        self.container(sub, &inner, draft, flows, others);
        for step in first..draft.steps.len() {
            draft.note(step, &format!("In the sub-process “{name}”"));
        }
        let (entries, exits) = self.ends_of(sub);
        self.places.insert(id, Place::Inside { entries, exits });
    }

    /// The steps that nothing in the sub-process leads to, and those that lead to nothing in it.
    fn ends_of(&self, sub: &'x Element) -> (Vec<usize>, Vec<usize>) {
        let (mut sources, mut targets) = (HashSet::new(), HashSet::new());
        for flow in sub.all("sequenceFlow") {
            sources.insert(flow.get("sourceRef"));
            targets.insert(flow.get("targetRef"));
        }
        let (mut entries, mut exits) = (Vec::new(), Vec::new());
        let own = |child: &&Element| {
            kinds::is_node(&child.name) && child.get("triggeredByEvent") != "true"
        };
        for child in sub.children.iter().filter(own) {
            let id = child.get("id");
            if !targets.contains(id) && child.name != "boundaryEvent" {
                entries.extend(self.entries(id));
            }
            let fails = child.name == "endEvent" && kinds::trigger(child) == "error";
            if !sources.contains(id) && !fails {
                exits.extend(self.exits(id));
            }
        }
        let first = sub
            .children
            .iter()
            .filter(own)
            .find_map(|child| self.entries(child.get("id")).first().copied());
        if entries.is_empty() {
            entries.extend(first);
        }
        if exits.is_empty() {
            exits.extend(first);
        }
        (entries, exits)
    }

    /// The steps that a flow to this node reaches.
    pub fn entries(&self, id: &str) -> Vec<usize> {
        match self.places.get(id) {
            Some(Place::Step(step)) => vec![*step],
            Some(Place::Inside { entries, .. }) => entries.clone(),
            None => Vec::new(),
        }
    }

    /// The steps that a flow from this node leaves.
    pub fn exits(&self, id: &str) -> Vec<usize> {
        match self.places.get(id) {
            Some(Place::Step(step)) => vec![*step],
            Some(Place::Inside { exits, .. }) => exits.clone(),
            None => Vec::new(),
        }
    }

    /// Remembers a pool, to which messages may lead as a whole.
    pub fn pool(&mut self, id: &'x str, name: &'x str, process: &'x str) {
        self.pools.insert(id, (name, process));
    }

    /// A step that stands for a whole pool.
    pub fn stand_in(&mut self, pool: &'x str, step: usize) {
        self.places.insert(pool, Place::Step(step));
    }

    /// The first step of a pool with a process: where a message to the pool as a whole most likely arrives.
    pub fn first_of_pool(&self, pool: &str, draft: &Draft) -> Option<usize> {
        let (_, process) = self.pools.get(pool)?;
        (0..draft.steps.len()).find(|step| self.process_of.get(step) == Some(process))
    }

    /// The pool or process that a step belongs to.
    pub fn process_of(&self, step: usize) -> Option<&'x str> {
        self.process_of.get(&step).copied()
    }

    /// Whether programs, and only programs, work in a lane.
    pub fn only_programs(&self, lane: usize, draft: &Draft) -> bool {
        let mut programs = 0;
        for (at, _) in draft.steps.iter().enumerate().filter(|(_, step)| step.lane == lane) {
            match self.element.get(&at).map(|node| node.name.as_str()) {
                Some("serviceTask" | "scriptTask" | "businessRuleTask" | "sendTask") => {
                    programs += 1
                }
                Some(name) if name.ends_with("ask") || kinds::is_sub_process(name) => return false,
                Some("callActivity") | None => return false,
                Some(_) => {}
            }
        }
        programs > 0
    }
}

/// Whether a process or sub-process has steps of its own.
pub fn has_nodes(sub: &Element) -> bool {
    sub.children.iter().any(|child| kinds::is_node(&child.name))
}

fn degrees(container: &Element) -> HashMap<&str, Degree> {
    let mut degrees: HashMap<&str, Degree> = HashMap::new();
    for flow in container.all("sequenceFlow") {
        degrees.entry(flow.get("sourceRef")).or_default().leaves += 1;
        degrees.entry(flow.get("targetRef")).or_default().enters += 1;
    }
    degrees
}
