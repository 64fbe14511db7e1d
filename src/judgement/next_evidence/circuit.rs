//! The chance that none of many ways holds, as a circuit: parts that share no unknown are multiplied, what many share is
//! split into its answers, and what was met before is met again (a decision diagram with components).
//! Its value is linear in the chance of every single answer, so one walk down gives the value after each answer.

use super::chance::{Chances, Literal};
use super::table::{Number, Table};
use std::collections::HashMap;

/// One step of the computation; its parts stand before it.
#[derive(Debug)]
enum Node {
    /// Certain, or impossible.
    Known(f64),
    /// A single way does not hold.
    Not(Vec<Literal>),
    /// All of the parts, which share no unknown.
    All(Vec<usize>),
    /// The answers of one unknown, each with what is left then.
    Split(usize, Vec<usize>),
}

/// The chance that none of some ways holds, ready to be computed.
#[derive(Debug, Default)]
pub(super) struct Circuit {
    nodes: Vec<Node>,
    table: Table,
    /// The nodes of ways that were met, none of them a consequence of another.
    met: HashMap<Vec<Number>, usize>,
    /// How many answers each unknown has.
    answers: Vec<usize>,
}

impl Circuit {
    /// That none of these ways holds, over unknowns with these answers.
    pub(super) fn none_of(ways: Vec<Vec<Literal>>, chances: &Chances) -> Self {
        let answers = chances.iter().map(Vec::len).collect();
        let mut circuit = Self { answers, ..Self::default() };
        let ways = ways.into_iter().map(|way| circuit.table.number(way)).collect();
        let least = circuit.table.least(ways);
        circuit.add(least);
        circuit
    }

    /// The chance.
    #[cfg(test)]
    pub(super) fn chance(&self, chances: &Chances) -> f64 {
        self.up(chances).last().copied().unwrap_or(1.0)
    }

    /// The chance, and the chance once each unknown has each answer.
    pub(super) fn given_each(&self, chances: &Chances) -> (f64, Vec<Vec<f64>>) {
        let up = self.up(chances);
        let whole = up.last().copied().unwrap_or(1.0);
        let mut parts = self.down(&up, chances);
        for (parts, of) in parts.iter_mut().zip(chances) {
            // What does not go through the unknown stays as it is, whatever its answer.
            let through: f64 = parts.iter().zip(of).map(|(part, chance)| part * chance).sum();
            parts.iter_mut().for_each(|part| *part += whole - through);
        }
        (whole, parts)
    }

    fn node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// Adds that none of these ways holds, of which none is a consequence of another.
    fn add(&mut self, mut ways: Vec<Number>) -> usize {
        ways.sort_unstable();
        if let Some(met) = self.met.get(&ways) {
            return *met;
        }
        let node = match ways.as_slice() {
            [] => Node::Known(1.0),
            [way] if self.table.literals(*way).is_empty() => Node::Known(0.0),
            [way] => Node::Not(self.table.literals(*way).to_vec()),
            many => self.many(many),
        };
        let at = self.node(node);
        self.met.insert(ways, at);
        at
    }

    fn many(&mut self, ways: &[Number]) -> Node {
        let parts = self.table.apart(ways);
        if parts.len() > 1 {
            return Node::All(parts.into_iter().map(|part| self.add(part)).collect());
        }
        let shared = self.table.most_shared(ways, self.answers.len());
        let mut after = Vec::with_capacity(self.answers[shared]);
        for answer in 0..self.answers[shared] {
            let left = self.table.left(ways, shared, answer);
            after.push(self.add(left));
        }
        Node::Split(shared, after)
    }

    /// The value of each node.
    fn up(&self, chances: &Chances) -> Vec<f64> {
        let mut up: Vec<f64> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            up.push(match node {
                Node::Known(value) => *value,
                Node::Not(way) => 1.0 - holds(way, chances),
                Node::All(parts) => parts.iter().map(|part| up[*part]).product(),
                Node::Split(variable, left) => {
                    answers(*variable, left, chances).map(|(_, at, chance)| chance * up[at]).sum()
                }
            });
        }
        up
    }

    /// For each answer of each unknown, what the whole gains with its chance.
    fn down(&self, up: &[f64], chances: &Chances) -> Vec<Vec<f64>> {
        let mut gains: Vec<Vec<f64>> = chances.iter().map(|of| vec![0.0; of.len()]).collect();
        let mut down = vec![0.0; up.len()];
        down.last_mut().into_iter().for_each(|last| *last = 1.0);
        for (at, node) in self.nodes.iter().enumerate().rev() {
            let weight: f64 = down[at];
            match node {
                Node::Known(_) => {}
                Node::Not(way) => not(way, weight, chances, &mut gains),
                Node::All(parts) => {
                    for (place, part) in parts.iter().enumerate() {
                        let others = parts.iter().enumerate().filter(|(other, _)| *other != place);
                        down[*part] +=
                            weight * others.map(|(_, other)| up[*other]).product::<f64>();
                    }
                }
                Node::Split(variable, left) => {
                    for (answer, at, chance) in answers(*variable, left, chances) {
                        gains[*variable][answer] += weight * up[at];
                        down[at] += weight * chance;
                    }
                }
            }
        }
        gains
    }
}

/// Each answer of a split with the node that is left then and its chance.
fn answers<'a>(
    variable: usize,
    left: &'a [usize],
    chances: &'a Chances,
) -> impl Iterator<Item = (usize, usize, f64)> + 'a {
    let of = left.iter().zip(&chances[variable]).enumerate();
    of.map(|(answer, (at, chance))| (answer, *at, *chance))
}

fn chance_of(literal: Literal, chances: &Chances) -> f64 {
    let answers = chances[literal.variable].iter().enumerate();
    answers.filter(|(at, _)| literal.answers & (1 << at) != 0).map(|(_, chance)| chance).sum()
}

fn holds(way: &[Literal], chances: &Chances) -> f64 {
    way.iter().map(|literal| chance_of(*literal, chances)).product()
}

/// What the answers that a way names take from the chance that it does not hold.
fn not(way: &[Literal], weight: f64, chances: &Chances, gains: &mut [Vec<f64>]) {
    for (place, literal) in way.iter().enumerate() {
        let others = way.iter().enumerate().filter(|(other, _)| *other != place);
        let others: f64 = others.map(|(_, other)| chance_of(*other, chances)).product();
        for (answer, gain) in gains[literal.variable].iter_mut().enumerate() {
            if literal.answers & (1 << answer) != 0 {
                *gain -= weight * others;
            }
        }
    }
}
