//! Which actual step is likely to do the work of which intended step, why, and how sure that is.
//! A suggestion is never stored: a person confirms or rejects it.

mod alike;

use super::assign::assign;
use crate::document::matching::{Matching, Pair};
use crate::engines::map::Map;
use crate::platform::catalogue::catalogue;
use alike::Words;
use std::collections::BTreeSet;

catalogue! {
    /// How sure a suggestion is.
    pub enum Confidence {
        High => "high", "Likely";
        Medium => "medium", "Possible";
        Low => "low", "A guess";
    }
}

/// A pair that nobody has confirmed or rejected yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The two steps.
    pub pair: Pair,
    /// How alike they are, from 0 to 1.
    pub score: f64,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why: each reason a short clause.
    pub reasons: Vec<String>,
}

/// Below this two steps are not suggested to be the same.
const LEAST: f64 = 0.42;
/// The most steps of one side that are weighed against each other at once.
const BOUND: usize = 400;

/// The best pairing of all steps that are not paired yet, in the order of the intended map.
///
/// The sum of all likenesses is the greatest there is; among more than 400 unpaired steps a side, only the likeliest
/// are weighed, so that the time stays bounded.
#[must_use]
pub fn suggest(intended: &Map, actual: &Map, matching: Option<&Matching>) -> Vec<Suggestion> {
    let pairs = matching.map_or(&[][..], |matching| &matching.pairs);
    let rejected = matching.map_or(&[][..], |matching| &matching.rejected);
    let left: BTreeSet<_> = pairs.iter().map(|pair| pair.intended).collect();
    let right: BTreeSet<_> = pairs.iter().map(|pair| pair.actual).collect();
    let words = Words::new(intended, actual, pairs);
    let free = |map: &Map, taken: &BTreeSet<_>| -> Vec<usize> {
        (0..map.steps.len()).filter(|at| !taken.contains(&map.steps[*at].id)).collect()
    };
    let (rows, columns) = (free(intended, &left), free(actual, &right));
    let ids = |row: usize, column: usize| Pair {
        intended: intended.steps[row].id,
        actual: actual.steps[column].id,
    };
    let mut worth = vec![vec![0.0; columns.len()]; rows.len()];
    for (r, &row) in rows.iter().enumerate() {
        for (c, &column) in columns.iter().enumerate() {
            let score = words.score(row, column);
            if score >= LEAST && !rejected.contains(&ids(row, column)) {
                worth[r][c] = score;
            }
        }
    }
    let assigned = bounded(&worth);
    let found = assigned.iter().enumerate().filter_map(|(r, c)| {
        let (row, column) = (rows[r], columns[(*c)?]);
        Some(suggestion(ids(row, column), words.score(row, column), words.reasons(row, column)))
    });
    found.collect()
}

fn suggestion(pair: Pair, score: f64, reasons: Vec<String>) -> Suggestion {
    let confidence = match score {
        0.8.. => Confidence::High,
        0.6.. => Confidence::Medium,
        _ => Confidence::Low,
    };
    Suggestion { pair, score, confidence, reasons }
}

/// Assigns what is above the bound only among its likeliest.
fn bounded(worth: &[Vec<f64>]) -> Vec<Option<usize>> {
    if worth.len() <= BOUND {
        return assign(worth);
    }
    let best = |row: &Vec<f64>| row.iter().copied().fold(0.0, f64::max);
    let mut order: Vec<usize> = (0..worth.len()).collect();
    order.sort_by(|a, b| best(&worth[*b]).total_cmp(&best(&worth[*a])).then(a.cmp(b)));
    let mut taken = BTreeSet::new();
    let mut assigned = vec![None; worth.len()];
    for some in order.chunks(BOUND) {
        let free = |row: &usize| -> Vec<f64> {
            let kept = |(column, worth): (usize, &f64)| {
                if taken.contains(&column) { 0.0 } else { *worth }
            };
            worth[*row].iter().enumerate().map(kept).collect()
        };
        let found = assign(&some.iter().map(free).collect::<Vec<_>>());
        for (row, column) in some.iter().zip(found) {
            assigned[*row] = column;
            taken.extend(column);
        }
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::Side;
    use crate::engines::map::names::Names;
    use crate::engines::map::text::parse;
    use crate::platform::ids::WorkflowId;
    use proptest::prelude::*;

    fn map(side: Side, text: &str) -> Map {
        Map::empty(WorkflowId::new(), side).take(&parse(text, &Names::default()).unwrap())
    }

    fn names(intended: &str, actual: &str) -> Vec<(String, String, Confidence)> {
        let (left, right) = (map(Side::Intended, intended), map(Side::Actual, actual));
        let found = suggest(&left, &right, None);
        found
            .into_iter()
            .map(|it| {
                let from = left.step(it.pair.intended).unwrap().name.clone();
                let to = right.step(it.pair.actual).unwrap().name.clone();
                (from, to, it.confidence)
            })
            .collect()
    }

    #[test]
    fn other_words_for_the_same_step_are_found() {
        let found = names(
            "Shop: Order paid\nERP: Create the order\nWarehouse: Pick goods",
            "Shop: Order is paid\nERP: Creates orders\nOffice: Compare lists\nWarehouse: Goods picked",
        );
        let pairs: Vec<_> = found.iter().map(|(a, b, _)| (a.as_str(), b.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("Order paid", "Order is paid"),
                ("Create the order", "Creates orders"),
                ("Pick goods", "Goods picked")
            ]
        );
    }

    #[test]
    fn the_same_step_in_the_same_lane_is_likely_and_says_why() {
        let (left, right) =
            (map(Side::Intended, "A: Pack the parcel"), map(Side::Actual, "A: Pack the parcel"));
        let found = suggest(&left, &right, None);
        assert_eq!(found[0].confidence, Confidence::High);
        assert_eq!(found[0].reasons[0], "the names are the same");
    }

    #[test]
    fn steps_that_share_nothing_are_not_suggested() {
        assert_eq!(names("A: Pack the parcel", "B: Lena phones the bank"), []);
    }

    #[test]
    fn a_rejected_pair_is_not_suggested_again_and_a_confirmed_one_is_left_alone() {
        let (left, right) =
            (map(Side::Intended, "A: x y\nA: z w"), map(Side::Actual, "A: x y\nA: z w"));
        let pair = |at: usize| Pair { intended: left.steps[at].id, actual: right.steps[at].id };
        let mut matching = Matching::empty(left.workflow);
        matching.confirm(pair(0));
        matching.reject(pair(1));
        assert_eq!(suggest(&left, &right, Some(&matching)), []);
    }

    #[test]
    fn two_large_maps_are_matched_in_bounded_time() {
        let text: String = (0..450).map(|n| format!("A: step number {n}\n")).collect();
        let (left, right) = (map(Side::Intended, &text), map(Side::Actual, &text));
        let found = suggest(&left, &right, None);
        assert_eq!(found.len(), 450);
    }

    proptest! {
        #[test]
        fn no_step_is_suggested_twice(words in prop::collection::vec("[ab]{1,2} [ab]{1,2}", 0..8), others in prop::collection::vec("[ab]{1,2} [ab]{1,2}", 0..8)) {
            let text = |words: &[String]| words.iter().map(|word| format!("A: {word}\n")).collect::<String>();
            let (left, right) = (map(Side::Intended, &text(&words)), map(Side::Actual, &text(&others)));
            let found = suggest(&left, &right, None);
            let actual: BTreeSet<_> = found.iter().map(|it| it.pair.actual).collect();
            prop_assert_eq!(actual.len(), found.len());
            prop_assert!(found.iter().all(|it| (LEAST..=1.0).contains(&it.score) && !it.reasons.is_empty()));
        }
    }
}
