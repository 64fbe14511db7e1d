//! Subgraphs: which steps are in each, and where a link to or from a whole one arrives and leaves.
//! A subgraph is never a step, whatever names it first.

use std::collections::{HashMap, HashSet};

/// A subgraph.
#[derive(Debug)]
pub struct Subgraph {
    /// The lane it becomes.
    pub lane: usize,
    /// The one around it.
    outer: Option<usize>,
    /// The steps in it and in those inside it.
    steps: Vec<usize>,
}

/// All subgraphs, by their ids.
#[derive(Debug, Default)]
pub struct Subgraphs {
    all: Vec<Subgraph>,
    by_id: HashMap<String, usize>,
    open: Vec<usize>,
}

impl Subgraphs {
    /// How many are open, one in another.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Opens one.
    pub fn open(&mut self, id: &str, lane: usize) {
        self.by_id.insert(id.to_owned(), self.all.len());
        let outer = self.open.last().copied();
        self.open.push(self.all.len());
        self.all.push(Subgraph { lane, outer, steps: Vec::new() });
    }

    /// Closes the innermost.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// The lane of the innermost that is open.
    pub fn here(&self) -> Option<usize> {
        self.open.last().map(|at| self.all[*at].lane)
    }

    /// Puts a step into the innermost that is open, and so into those around it.
    pub fn put(&mut self, step: usize) {
        let mut next = self.open.last().copied();
        while let Some(at) = next {
            let subgraph = &mut self.all[at];
            subgraph.steps.push(step);
            next = subgraph.outer;
        }
    }

    /// The lane of the subgraph of an id.
    pub fn lane(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).map(|at| self.all[*at].lane)
    }

    /// The step of a subgraph to which nothing in it leads: where a link to the whole arrives.
    pub fn entry(&self, id: &str, flows: &[(usize, usize)]) -> Option<usize> {
        let steps = &self.all[*self.by_id.get(id)?].steps;
        let led: HashSet<usize> = inner(steps, flows).map(|(_, to)| *to).collect();
        steps.iter().find(|step| !led.contains(step)).or(steps.first()).copied()
    }

    /// The last step of a subgraph that leads to nothing in it: where a link from the whole leaves.
    pub fn exit(&self, id: &str, flows: &[(usize, usize)]) -> Option<usize> {
        let steps = &self.all[*self.by_id.get(id)?].steps;
        let leading: HashSet<usize> = inner(steps, flows).map(|(from, _)| *from).collect();
        steps.iter().rev().find(|step| !leading.contains(step)).or(steps.last()).copied()
    }
}

/// The flows from one of these steps to another.
fn inner<'f>(
    steps: &[usize],
    flows: &'f [(usize, usize)],
) -> impl Iterator<Item = &'f (usize, usize)> + use<'f> {
    let steps: HashSet<usize> = steps.iter().copied().collect();
    flows.iter().filter(move |(from, to)| from != to && steps.contains(from) && steps.contains(to))
}
