//! The chance of each verdict, exactly: a verdict is its worst finding, and a finding is established in one of several ways.
//! Parts that share no unknown are computed apart; what many share is split into its answers.

use std::collections::BTreeSet;

/// Verdicts from none to rebuild.
pub(super) const LEVELS: usize = 4;

/// One condition of a way: the unknown has one of these answers, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    /// Which unknown.
    pub variable: usize,
    /// Which answers, the lowest bit for the first.
    pub answers: u32,
}

/// A way in which a finding can come to be established: all of its conditions hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// The verdict it leads to, 1 for a patch to 3 for a rebuild.
    pub level: usize,
    /// Its conditions; none means that it is established already.
    pub literals: Vec<Literal>,
}

/// The chance of each answer of each unknown.
pub(super) type Chances = Vec<Vec<f64>>;

/// The chance of each verdict.
pub(super) fn levels(ways: &[Way], chances: &Chances) -> [f64; LEVELS] {
    let mut at_most = [1.0; LEVELS];
    for (level, chance) in at_most.iter_mut().enumerate().take(LEVELS - 1) {
        let above = ways.iter().filter(|way| way.level > level);
        *chance = none_holds(above.map(|way| way.literals.clone()).collect(), chances);
    }
    let mut exactly = at_most;
    for level in 1..LEVELS {
        exactly[level] = at_most[level] - at_most[level - 1];
    }
    exactly
}

/// The chance that none of these ways holds.
fn none_holds(ways: Vec<Vec<Literal>>, chances: &Chances) -> f64 {
    if ways.iter().any(Vec::is_empty) {
        return 0.0;
    }
    apart(ways).into_iter().map(|part| none_of_part(&part, chances)).product()
}

/// The ways in groups that share no unknown.
fn apart(ways: Vec<Vec<Literal>>) -> Vec<Vec<Vec<Literal>>> {
    let mut parts: Vec<(BTreeSet<usize>, Vec<Vec<Literal>>)> = Vec::new();
    for way in ways {
        let mut variables: BTreeSet<usize> = way.iter().map(|literal| literal.variable).collect();
        let mut own = vec![way];
        let mut rest = Vec::new();
        for (shared, part) in parts {
            if shared.is_disjoint(&variables) {
                rest.push((shared, part));
            } else {
                variables.extend(shared);
                own.extend(part);
            }
        }
        rest.push((variables, own));
        parts = rest;
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

fn chance_of(literal: Literal, chances: &Chances) -> f64 {
    let answers = chances[literal.variable].iter().enumerate();
    answers.filter(|(at, _)| literal.answers & (1 << at) != 0).map(|(_, chance)| chance).sum()
}

fn none_of_part(ways: &[Vec<Literal>], chances: &Chances) -> f64 {
    if let [way] = ways {
        return 1.0 - way.iter().map(|literal| chance_of(*literal, chances)).product::<f64>();
    }
    // Splitting by what most ways share leaves the fewest that still hang together.
    let shared = most_shared(ways);
    let answers = chances[shared].iter().enumerate().filter(|(_, chance)| **chance > 0.0);
    answers
        .map(|(answer, chance)| {
            let left = ways.iter().filter_map(|way| given(way, shared, answer));
            chance * none_holds(left.collect(), chances)
        })
        .sum()
}

fn most_shared(ways: &[Vec<Literal>]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for literal in ways.iter().flatten() {
        *counts.entry(literal.variable).or_insert(0_usize) += 1;
    }
    let most =
        counts.into_iter().max_by_key(|(variable, count)| (*count, std::cmp::Reverse(*variable)));
    most.map_or(0, |(variable, _)| variable)
}

/// A way once an unknown has an answer; `None` when it can hold no more.
pub(super) fn given(way: &[Literal], variable: usize, answer: usize) -> Option<Vec<Literal>> {
    let fits =
        |literal: &Literal| literal.variable != variable || literal.answers & (1 << answer) != 0;
    way.iter()
        .all(fits)
        .then(|| way.iter().filter(|literal| literal.variable != variable).copied().collect())
}
