//! Ways by number: each is kept once, so that what is left of many of them is a list of numbers, soon compared and met again.
//! It knows nothing of chances.

use super::chance::{Literal, given};
use std::cmp::Reverse;
use std::collections::HashMap;

/// The number of a way.
pub(super) type Number = u32;

/// A way, its conditions in order.
#[derive(Debug)]
struct Known {
    literals: Vec<Literal>,
    /// Its unknowns as bits. Where there are more unknowns than bits two may share one: then ways may seem to share an
    /// unknown that do not, which costs time and changes no chance.
    unknowns: u128,
}

/// All ways that were met.
#[derive(Debug, Default)]
pub(super) struct Table {
    ways: Vec<Known>,
    numbers: HashMap<Vec<Literal>, Number>,
}

fn bit(variable: usize) -> u128 {
    1 << (variable % 128)
}

impl Table {
    /// The number of a way.
    pub(super) fn number(&mut self, mut literals: Vec<Literal>) -> Number {
        literals.sort_unstable();
        if let Some(number) = self.numbers.get(&literals) {
            return *number;
        }
        let number = Number::try_from(self.ways.len()).unwrap_or(Number::MAX);
        let unknowns = literals.iter().fold(0, |all, literal| all | bit(literal.variable));
        self.numbers.insert(literals.clone(), number);
        self.ways.push(Known { literals, unknowns });
        number
    }

    /// The conditions of a way.
    pub(super) fn literals(&self, way: Number) -> &[Literal] {
        &self.way(way).literals
    }

    /// The ways without those that hold only when a shorter one does too.
    pub(super) fn least(&self, mut ways: Vec<Number>) -> Vec<Number> {
        let length = |way: &Number| self.literals(*way).len();
        ways.sort_unstable_by_key(|way| (length(way), *way));
        ways.dedup();
        let mut least: Vec<Number> = Vec::with_capacity(ways.len());
        for way in ways {
            let mut shorter = least.iter().take_while(|other| length(other) < length(&way));
            if !shorter.any(|other| self.follows(way, *other)) {
                least.push(way);
            }
        }
        least
    }

    /// What is left of ways, none of them a consequence of another, once an unknown has an answer. Those that can hold no
    /// more are gone; so are those that follow from one that has become shorter, as from no other they can.
    pub(super) fn left(&mut self, ways: &[Number], variable: usize, answer: usize) -> Vec<Number> {
        let (mut left, mut shorter) = (Vec::with_capacity(ways.len()), Vec::new());
        for way in ways {
            let known = self.way(*way);
            if known.unknowns & bit(variable) == 0 {
                left.push(*way);
            } else if let Some(literals) = given(&known.literals, variable, answer) {
                let number = self.number(literals);
                left.push(number);
                shorter.push(number);
            }
        }
        left.sort_unstable();
        left.dedup();
        let length = |way: Number| self.literals(way).len();
        let follows = |way: Number| {
            let mut shorter = shorter.iter().filter(|other| length(**other) < length(way));
            shorter.any(|other| self.follows(way, *other))
        };
        left.retain(|way| !follows(*way));
        left
    }

    /// The ways in groups that share no unknown.
    pub(super) fn apart(&self, ways: &[Number]) -> Vec<Vec<Number>> {
        let mut parts: Vec<(u128, Vec<Number>)> = Vec::new();
        for way in ways {
            let (mut unknowns, mut own) = (self.way(*way).unknowns, vec![*way]);
            let mut at = 0;
            while at < parts.len() {
                if parts[at].0 & unknowns == 0 {
                    at += 1;
                } else {
                    let (more, part) = parts.swap_remove(at);
                    unknowns |= more;
                    own.extend(part);
                    // What was passed over may share what has just come in.
                    at = 0;
                }
            }
            parts.push((unknowns, own));
        }
        parts.into_iter().map(|(_, part)| part).collect()
    }

    /// The unknown that most ways share, of `all`; splitting by it leaves the fewest that still hang together.
    pub(super) fn most_shared(&self, ways: &[Number], all: usize) -> usize {
        let mut counts = vec![0_u32; all];
        for literal in ways.iter().flat_map(|way| self.literals(*way)) {
            counts[literal.variable] += 1;
        }
        let most = counts.iter().enumerate().max_by_key(|(at, count)| (**count, Reverse(*at)));
        most.map_or(0, |(at, _)| at)
    }

    /// Whether a way can hold only when another does.
    fn follows(&self, way: Number, other: Number) -> bool {
        let (way, other) = (self.way(way), self.way(other));
        if other.unknowns & !way.unknowns != 0 {
            return false;
        }
        let within = |asked: &Literal| {
            let own = |one: &Literal| one.variable == asked.variable;
            way.literals.iter().any(|one| own(one) && one.answers & !asked.answers == 0)
        };
        other.literals.iter().all(within)
    }

    fn way(&self, way: Number) -> &Known {
        &self.ways[way as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(variable: usize, answers: u32) -> Literal {
        Literal { variable, answers }
    }

    #[test]
    fn a_way_has_one_number_whatever_the_order_of_its_conditions() {
        let mut table = Table::default();
        let first = table.number(vec![one(1, 1), one(0, 2)]);
        assert_eq!(table.number(vec![one(0, 2), one(1, 1)]), first);
        assert_ne!(table.number(vec![one(0, 1)]), first);
    }

    #[test]
    fn what_holds_only_with_a_shorter_way_is_left_out() {
        let mut table = Table::default();
        let short = table.number(vec![one(0, 3)]);
        let within = table.number(vec![one(0, 1), one(1, 1)]);
        let beside = table.number(vec![one(0, 4), one(1, 1)]);
        assert_eq!(table.least(vec![within, beside, short, short]), [short, beside]);
    }

    #[test]
    fn an_answer_shortens_ways_or_ends_them_and_leaves_the_others() {
        let mut table = Table::default();
        let ways = [vec![one(0, 1), one(1, 1)], vec![one(0, 2)], vec![one(2, 1)]];
        let ways = ways.map(|way| table.number(way));
        let left = table.left(&ways, 0, 0);
        assert_eq!(left.len(), 2);
        assert_eq!((left[0], table.literals(left[1])), (ways[2], &[one(1, 1)][..]));
    }

    #[test]
    fn ways_that_are_joined_by_a_later_one_are_one_group() {
        let mut table = Table::default();
        let ways = [vec![one(0, 1)], vec![one(1, 1)], vec![one(2, 1)], vec![one(0, 1), one(1, 1)]];
        let ways = ways.map(|way| table.number(way));
        let mut sizes: Vec<_> = table.apart(&ways).iter().map(Vec::len).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 3]);
        assert_eq!(table.most_shared(&ways, 3), 0);
    }

    #[test]
    fn unknowns_beyond_the_bits_change_nothing_but_the_groups() {
        let mut table = Table::default();
        let ways = [vec![one(3, 1)], vec![one(131, 1)]].map(|way| table.number(way));
        assert_eq!(table.apart(&ways).len(), 1);
        assert_eq!(table.least(ways.to_vec()).len(), 2);
        let sure = table.left(&ways, 131, 0);
        assert!(
            sure.len() == 1 && table.literals(sure[0]).is_empty(),
            "what holds for sure needs no other way"
        );
        assert_eq!(table.left(&ways, 131, 1), [ways[0]]);
    }
}
