//! The best assignment of rows to columns: the one with the greatest sum, not the first that looks good.
//! The method is that of Jonker and Volgenant: shortest augmenting paths over dual prices.

/// For each row the column it gets, where a pair of a worth above nought exists.
///
/// `worth[row][column]` is at least 0; 0 means that the two cannot be paired. Time grows with rows² × columns.
pub fn assign(worth: &[Vec<f64>]) -> Vec<Option<usize>> {
    let rows = worth.len();
    let wide = worth.first().map_or(0, Vec::len);
    // Enough columns that a row can always go without: those beyond the real ones are worth nothing.
    let columns = wide + rows;
    let cost = |row: usize, column: usize| {
        if column < wide { -worth[row][column] } else { 0.0 }
    };
    let mut prices =
        Prices { row: vec![0.0; rows], column: vec![0.0; columns], owner: vec![None; columns] };
    for row in 0..rows {
        prices.place(row, columns, &cost);
    }
    let mut assigned = vec![None; rows];
    for (column, owner) in prices.owner.iter().enumerate().take(wide) {
        if let Some(row) = owner.filter(|row| worth[*row][column] > 0.0) {
            assigned[row] = Some(column);
        }
    }
    assigned
}

struct Prices {
    row: Vec<f64>,
    column: Vec<f64>,
    /// The row that has each column.
    owner: Vec<Option<usize>>,
}

impl Prices {
    /// Finds the cheapest way to give one more row a column, moving others where that is cheaper.
    fn place(&mut self, row: usize, columns: usize, cost: &impl Fn(usize, usize) -> f64) {
        let mut least = vec![f64::INFINITY; columns];
        let mut from = vec![None; columns];
        let mut done = vec![false; columns];
        let (mut at_row, mut at_column) = (row, None);
        loop {
            let mut next = None;
            let mut step = f64::INFINITY;
            for column in (0..columns).filter(|column| !done[*column]) {
                let reduced = cost(at_row, column) - self.row[at_row] - self.column[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    from[column] = at_column;
                }
                if least[column] < step {
                    step = least[column];
                    next = Some(column);
                }
            }
            let Some(next) = next else { return };
            self.reprice(row, step, &done, &mut least);
            done[next] = true;
            match self.owner[next] {
                Some(owner) => (at_row, at_column) = (owner, Some(next)),
                None => return self.shift(row, next, &from),
            }
        }
    }

    fn reprice(&mut self, row: usize, step: f64, done: &[bool], least: &mut [f64]) {
        self.row[row] += step;
        for column in 0..done.len() {
            if done[column] {
                if let Some(owner) = self.owner[column] {
                    self.row[owner] += step;
                }
                self.column[column] -= step;
            } else {
                least[column] -= step;
            }
        }
    }

    /// Hands columns on along the way that was found.
    fn shift(&mut self, row: usize, free: usize, from: &[Option<usize>]) {
        let mut column = free;
        while let Some(before) = from[column] {
            self.owner[column] = self.owner[before];
            column = before;
        }
        self.owner[column] = Some(row);
    }
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
