//! What a flowchart says so far: its nodes, its links, its subgraphs; at the end, a draft.
//! A node keeps the label it is given anywhere; the innermost subgraph that names it first is its lane.

use super::link::Link;
use super::node::{Outline, Written};
use super::subgraph::Subgraphs;
use crate::engines::formats::Unreadable;
use crate::engines::formats::draft::{Draft, clean};
use crate::engines::map::text::{MAX_FLOWS, MAX_STEPS, inferred};
use crate::engines::map::{LaneKind, StepKind};
use std::collections::{HashMap, HashSet};

/// The lane of nodes in no subgraph, until all are known.
const NOWHERE: usize = usize::MAX;
/// Subgraphs in one another.
const DEEPEST: usize = 50;

/// A flowchart as far as it is read.
#[derive(Default)]
pub struct Chart {
    /// The draft.
    pub draft: Draft,
    steps: HashMap<String, Known>,
    subgraphs: Subgraphs,
    /// The ids of subgraphs and of links, which are no nodes wherever they are named.
    pub no_nodes: HashSet<String>,
    /// Links by ids, to be drawn once every node is known.
    links: Vec<(String, String, String, u32)>,
}

struct Known {
    step: usize,
    outline: Outline,
    kind: Option<StepKind>,
    placed: bool,
}

impl Chart {
    /// Opens a subgraph.
    ///
    /// # Errors
    /// When too many lie in one another.
    pub fn open(&mut self, id: &str, title: &str, line: u32) -> Result<(), Unreadable> {
        if self.subgraphs.depth() >= DEEPEST {
            let message = format!("Subgraphs lie more than {DEEPEST} levels deep.");
            return Err(Unreadable::at(line, message));
        }
        let lane = self.draft.lane(title, LaneKind::Team);
        self.subgraphs.open(id, lane);
        let name = self.draft.lanes[lane].name.clone();
        self.draft.understood(line, format!("subgraph “{name}”"), "A lane.");
        Ok(())
    }

    /// Closes the innermost subgraph.
    pub fn close(&mut self) {
        self.subgraphs.close();
    }

    /// A class of nodes or subgraphs: our own names are kinds of steps and lanes. Says whether it is one of them.
    pub fn class(&mut self, id: &str, class: &str) -> bool {
        match (self.steps.get_mut(id), self.subgraphs.lane(id), class.parse(), class.parse()) {
            (Some(known), _, Ok(kind), _) => known.kind = Some(kind),
            (_, Some(lane), _, Ok(kind)) => self.draft.lanes[lane].kind = kind,
            _ => return false,
        }
        true
    }

    /// A link between two ids.
    ///
    /// # Errors
    /// When there are too many.
    pub fn link(&mut self, link: &Link, from: &str, to: &str, line: u32) -> Result<(), Unreadable> {
        if link.hidden {
            return Ok(());
        }
        if self.links.len() >= MAX_FLOWS {
            let message = format!("It has more than {MAX_FLOWS} links; a map has no more.");
            return Err(Unreadable::at(line, message));
        }
        self.links.push((from.to_owned(), to.to_owned(), link.label.clone(), line));
        if link.both {
            self.links.push((to.to_owned(), from.to_owned(), link.label.clone(), line));
            self.draft.doubt(
                line,
                format!("“{from}” and “{to}”"),
                "A link with two heads: two flows.",
            );
        }
        Ok(())
    }

    /// A node where it is named.
    ///
    /// # Errors
    /// When there are too many.
    pub fn node(&mut self, written: &Written<'_>, line: u32) -> Result<(), Unreadable> {
        if self.no_nodes.contains(written.id) {
            return Ok(());
        }
        if !self.steps.contains_key(written.id) {
            if self.steps.len() >= MAX_STEPS {
                let message =
                    format!("It has more than {MAX_STEPS} nodes; a map has no more steps.");
                return Err(Unreadable::at(line, message));
            }
            let step = self.draft.step(NOWHERE, written.id, StepKind::Task, line);
            let known = Known { step, outline: Outline::Box, kind: None, placed: false };
            self.steps.insert(written.id.to_owned(), known);
        }
        let here = self.subgraphs.here();
        if let Some(known) = self.steps.get_mut(written.id) {
            let step = &mut self.draft.steps[known.step];
            if let (Some(lane), false) = (here, known.placed) {
                (step.lane, known.placed) = (lane, true);
                self.subgraphs.put(known.step);
            }
            if let Some(shape) = &written.shape {
                known.outline = shape.outline.unwrap_or(known.outline);
                if let Some(label) = &shape.label {
                    step.name = clean(label, written.id);
                }
            }
            let class = written.classes.iter().find_map(|class| class.parse().ok());
            known.kind = class.or(known.kind);
        }
        Ok(())
    }

    /// The draft, once everything is read.
    pub fn finish(mut self) -> Draft {
        self.place();
        self.flows();
        self.kinds();
        self.draft
    }

    /// Puts what no subgraph named into a lane of its own.
    fn place(&mut self) {
        if self.draft.steps.iter().any(|step| step.lane == NOWHERE) {
            let lane = self.draft.lane("Unassigned", LaneKind::Team);
            for step in self.draft.steps.iter_mut().filter(|step| step.lane == NOWHERE) {
                step.lane = lane;
            }
        }
    }

    /// Draws the links. The ends of subgraphs are known by the links between nodes.
    fn flows(&mut self) {
        let links = std::mem::take(&mut self.links);
        let node = |id: &str| self.steps.get(id).map(|known| known.step);
        let between: Vec<(usize, usize)> =
            links.iter().filter_map(|(from, to, ..)| node(from).zip(node(to))).collect();
        let mut whole = Vec::new();
        for (from, to, label, line) in links {
            let (left, reached) = (node(&from), node(&to));
            let source = left.or_else(|| self.subgraphs.exit(&from, &between));
            let target = reached.or_else(|| self.subgraphs.entry(&to, &between));
            let (Some(source), Some(target)) = (source, target) else {
                let what = format!("“{from}” to “{to}”");
                self.draft.lost(line, what, "One of its ends is empty.");
                continue;
            };
            self.draft.flow(source, target, &label, line);
            whole.push(left.is_none() || reached.is_none());
        }
        self.tell_flows(&whole);
    }

    fn tell_flows(&mut self, whole: &[bool]) {
        for (flow, whole) in self.draft.flows.clone().iter().zip(whole) {
            let name = |step: usize| &self.draft.steps[step].name;
            let what = format!("“{}” to “{}”", name(flow.from), name(flow.to));
            if *whole {
                let doubt = "It leads to or from a subgraph as a whole; the node with which that begins or ends was taken.";
                self.draft.doubt(flow.line, what, doubt);
            } else {
                self.draft.understood(flow.line, what, "A flow.");
            }
        }
    }

    /// What kind of step each node is, once all links are known.
    fn kinds(&mut self) {
        let (mut entered, mut left) =
            (vec![false; self.draft.steps.len()], vec![false; self.draft.steps.len()]);
        for flow in &self.draft.flows {
            (left[flow.from], entered[flow.to]) = (true, true);
        }
        let mut known: Vec<_> = self.steps.values().collect();
        known.sort_by_key(|known| known.step);
        for known in known {
            let step = &mut self.draft.steps[known.step];
            let lane = self.draft.lanes[step.lane].kind;
            let by_words = inferred(&step.name, lane, &step.facts);
            step.kind = known.kind.unwrap_or(
                match (known.outline, entered[known.step], left[known.step]) {
                    (Outline::Diamond, ..) => StepKind::Decision,
                    (Outline::Round, false, true) => StepKind::Start,
                    (Outline::Round, true, false) => StepKind::End,
                    (Outline::Delay, ..) => StepKind::Wait,
                    (Outline::Manual, ..) if !by_words.is_manual() => StepKind::ExceptionHandling,
                    _ => by_words,
                },
            );
            if known.kind.is_none() && step.kind == StepKind::Task {
                self.draft.guessed.push(known.step);
            }
            let (line, what) = (step.line, format!("node “{}”", step.name));
            let told = format!("Step in “{}”.", self.draft.lanes[step.lane].name);
            self.draft.understood(line, what, &told);
        }
    }
}
