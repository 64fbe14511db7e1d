//! The best assignment of rows to columns: the one with the greatest sum, not the first that looks good.

use pathfinding::prelude::{Matrix, kuhn_munkres};

/// How many parts of one are told apart: sums of whole numbers have no rounding that could favour a worse assignment.
const PARTS: f64 = 1e9;

/// For each row the column it gets, where a pair of a worth above nought exists.
///
/// `worth[row][column]` is at least 0; 0 means that the two cannot be paired. Time grows with rows² × columns.
pub fn assign(worth: &[Vec<f64>]) -> Vec<Option<usize>> {
    let wide = worth.first().map_or(0, Vec::len);
    if wide == 0 {
        return vec![None; worth.len()];
    }
    // Enough columns that every row gets one: those beyond the real ones are worth nothing.
    let parts = Matrix::from_fn(worth.len(), wide.max(worth.len()), |(row, column)| {
        worth[row].get(column).map_or(0, |worth| in_parts(*worth))
    });
    let (_, columns) = kuhn_munkres(&parts);
    let paired = |(row, column): (usize, usize)| {
        worth[row].get(column).filter(|worth| **worth > 0.0).map(|_| column)
    };
    columns.into_iter().enumerate().map(paired).collect()
}

fn in_parts(worth: f64) -> i64 {
    (worth * PARTS).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(worth: &[Vec<f64>], assigned: &[Option<usize>]) -> f64 {
        assigned.iter().enumerate().filter_map(|(row, to)| Some(worth[row][(*to)?])).sum()
    }

    /// The best sum by trying everything.
    fn best(worth: &[Vec<f64>], row: usize, taken: &mut Vec<bool>) -> f64 {
        if row == worth.len() {
            return 0.0;
        }
        let mut most = best(worth, row + 1, taken);
        for column in 0..taken.len() {
            if !taken[column] {
                taken[column] = true;
                most = most.max(worth[row][column] + best(worth, row + 1, taken));
                taken[column] = false;
            }
        }
        most
    }

    #[test]
    fn the_best_sum_wins_over_the_best_first_pair() {
        // Greedy takes 0.9 and is left with 0.1.
        assert_eq!(assign(&[vec![0.9, 0.8], vec![0.8, 0.1]]), [Some(1), Some(0)]);
    }

    #[test]
    fn what_cannot_be_paired_stays_alone() {
        assert_eq!(assign(&[vec![0.0, 0.0], vec![0.0, 0.5]]), [None, Some(1)]);
        assert_eq!(assign(&[]), []);
        assert_eq!(assign(&[vec![], vec![]]), [None, None]);
    }

    proptest! {
        #[test]
        fn no_other_assignment_is_better(rows in 0..6_usize, wide in 0..6_usize, seed in prop::collection::vec(0..100_u32, 36)) {
            let worth: Vec<Vec<f64>> = (0..rows)
                .map(|row| (0..wide).map(|column| f64::from(seed[row * 6 + column].saturating_sub(30)) / 100.0).collect())
                .collect();
            let assigned = assign(&worth);
            let mut taken: Vec<_> = assigned.iter().flatten().collect();
            taken.sort_unstable();
            taken.dedup();
            prop_assert_eq!(taken.len(), assigned.iter().flatten().count());
            prop_assert!((sum(&worth, &assigned) - best(&worth, 0, &mut vec![false; wide])).abs() < 1e-9);
        }
    }
}
