//! The median of times, and the bounds that so many of them allow: exact, by the order of the values (Thompson 1936).

use super::TAIL;
use super::lot::last;
use serde::{Deserialize, Serialize};
use statrs::function::beta::beta_reg;

/// The median of values, and its bounds at 95 %; no bounds where there are too few for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Median {
    /// The value in the middle.
    pub value: i64,
    /// The lower and the upper bound.
    pub bounds: Option<(i64, i64)>,
}

/// The median of values in any order; `None` without any.
#[must_use]
pub fn median(values: &[i64]) -> Option<Median> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let count = sorted.len();
    let middle = count / 2;
    let value = match (count, count % 2) {
        (0, _) => return None,
        (_, 1) => sorted[middle],
        _ => sorted[middle - 1].midpoint(sorted[middle]),
    };
    let outer = outer(count);
    let bounds = (outer > 0).then(|| (sorted[outer - 1], sorted[count - outer]));
    Some(Median { value, bounds })
}

/// How far from either end the bounds are: the most values that less than half of them lie below by chance.
fn outer(count: usize) -> usize {
    // That no more than `at - 1` of all lie below the median, each by a coin toss.
    let all = count as u64;
    let chance = |at: u64| 1.0 - beta_reg(at as f64, (all - at + 1) as f64, 0.5);
    last(0, all, |at| chance(at) <= TAIL) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_values_have_no_bounds_and_six_have_their_ends() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[5, 1, 3, 2, 4]), Some(Median { value: 3, bounds: None }));
        let six = median(&[6, 5, 1, 3, 2, 4]);
        assert_eq!(six, Some(Median { value: 3, bounds: Some((1, 6)) }));
    }

    #[test]
    fn the_bounds_are_those_of_the_tables() {
        // The 6th and the 15th of 20 (Conover, Practical Nonparametric Statistics, table A3).
        let twenty: Vec<i64> = (1..=20).collect();
        assert_eq!(median(&twenty).unwrap().bounds, Some((6, 15)));
        let hundred: Vec<i64> = (1..=100).collect();
        assert_eq!(median(&hundred).unwrap().bounds, Some((40, 61)));
    }
}
