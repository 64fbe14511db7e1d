//! The chance of each verdict, exactly: a verdict is its worst finding, and a finding is established in one of several ways.
//! The ways are folded into a circuit once; it is walked up for the chance, and down for the chance after every answer.

use super::circuit::Circuit;

/// Verdicts from none to rebuild.
pub(super) const LEVELS: usize = 4;

/// One condition of a way: the unknown has one of these answers, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
pub(super) type Levels = [f64; LEVELS];

/// The chances of the verdicts now, and after each answer of each unknown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outlook {
    /// As things stand.
    pub now: Levels,
    /// For each unknown, after each of its answers.
    pub after: Vec<Vec<Levels>>,
}

/// The chance of each verdict.
#[cfg(test)]
pub(super) fn levels(ways: &[Way], chances: &Chances) -> Levels {
    let mut at_most = [1.0; LEVELS];
    for (level, chance) in at_most.iter_mut().enumerate().take(LEVELS - 1) {
        *chance = above(ways, level, chances).chance(chances);
    }
    exactly(at_most)
}

/// The chance of each verdict, now and after every answer.
pub(super) fn outlook(ways: &[Way], chances: &Chances) -> Outlook {
    let mut now = [1.0; LEVELS];
    let mut after: Vec<Vec<Levels>> =
        chances.iter().map(|of| vec![[1.0; LEVELS]; of.len()]).collect();
    for (level, chance) in now.iter_mut().enumerate().take(LEVELS - 1) {
        let (whole, given) = above(ways, level, chances).given_each(chances);
        *chance = whole;
        for (after, given) in after.iter_mut().zip(given) {
            after.iter_mut().zip(given).for_each(|(after, given)| after[level] = given);
        }
    }
    let after = after.into_iter().map(|of| of.into_iter().map(exactly).collect());
    Outlook { now: exactly(now), after: after.collect() }
}

/// That no way holds which leads above a verdict.
fn above(ways: &[Way], level: usize, chances: &Chances) -> Circuit {
    let above = ways.iter().filter(|way| way.level > level);
    Circuit::none_of(above.map(|way| way.literals.clone()).collect(), chances)
}

/// From the chances of a verdict or a lesser one to those of each.
fn exactly(at_most: Levels) -> Levels {
    let mut exactly = at_most;
    for level in 1..LEVELS {
        exactly[level] = at_most[level] - at_most[level - 1];
    }
    exactly
}

/// A way once an unknown has an answer; `None` when it can hold no more.
pub(super) fn given(way: &[Literal], variable: usize, answer: usize) -> Option<Vec<Literal>> {
    let fits =
        |literal: &Literal| literal.variable != variable || literal.answers & (1 << answer) != 0;
    way.iter()
        .all(fits)
        .then(|| way.iter().filter(|literal| literal.variable != variable).copied().collect())
}
