//! What a reconciliation finds.
//! It names rows as a spreadsheet numbers them, and shows only the values that differ.

use super::hints::Hints;
use crate::engines::reconcile::Plan;
use serde::{Deserialize, Serialize};

/// One of the two exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// How many of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// Rows of the first export.
    pub rows_a: u64,
    /// Rows of the second.
    pub rows_b: u64,
    /// Keys that only the first export has.
    pub only_a: u64,
    /// Keys that only the second export has.
    pub only_b: u64,
    /// Keys that each export has once, with values that differ.
    pub changed_rows: u64,
    /// Values that differ in them.
    pub changed_cells: u64,
    /// Keys that the first export has more than once.
    pub dup_keys_a: u64,
    /// Keys that the second export has more than once.
    pub dup_keys_b: u64,
    /// Of `dup_keys_a`, those whose rows say different things.
    pub conflicting_keys_a: u64,
    /// Of `dup_keys_b`, those whose rows say different things.
    pub conflicting_keys_b: u64,
    /// Pairs of a row of `only_a` and one of `only_b` that agree in everything but the key.
    pub mismatched_ids: u64,
    /// Of `changed_rows`, those that the first export has in an older state.
    pub late_a: u64,
    /// Of `changed_rows`, those that the second export has in an older state.
    pub late_b: u64,
    /// Of `only_a`, those written after everything in the second export: they may be on their way.
    pub pending_a: u64,
    /// Of `only_b`, those written after everything in the first export.
    pub pending_b: u64,
    /// Rows of the first export without a key.
    pub no_key_a: u64,
    /// Rows of the second export without a key.
    pub no_key_b: u64,
    /// Rows of the first export that are not as wide as its header.
    pub ragged_a: u64,
    /// Rows of the second export that are not as wide as its header.
    pub ragged_b: u64,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Which of the plan's columns.
    #[serde(skip)]
    pub column: usize,
    /// What the first export says, once for each of its rows.
    pub a: Vec<String>,
    /// What the second export says.
    pub b: Vec<String>,
}

/// How much older one side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Late {
    /// The side that is behind.
    pub side: Side,
    /// By so many seconds.
    pub seconds: i64,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// A record that both exports have, and that differs.
    Changed {
        /// Its key, as the first export writes it.
        key: Vec<String>,
        /// Its row in either export.
        rows: [u64; 2],
        /// What differs.
        cells: Vec<Cell>,
        /// Whether one side is behind.
        late: Option<Late>,
    },
    /// A record that one export does not have.
    Only {
        /// The export that has it.
        side: Side,
        /// Its key.
        key: Vec<String>,
        /// Its row.
        row: u64,
        /// What the export says about it, column by column.
        values: Vec<String>,
        /// Whether it was written after everything in the other export.
        pending: bool,
    },
    /// A key that an export has more than once.
    Duplicate {
        /// The key.
        key: Vec<String>,
        /// Its rows in either export.
        rows: [Vec<u64>; 2],
        /// Whether the rows of either export say different things.
        conflicting: [bool; 2],
        /// What is not the same in all of them.
        cells: Vec<Cell>,
        /// Whether each export holds the same rows, as often as the other.
        alike: bool,
    },
    /// A record that has another key in the other export and agrees in everything else.
    Mismatched {
        /// Its key in either export.
        keys: [Vec<String>; 2],
        /// Its row in either export.
        rows: [u64; 2],
    },
    /// A row without a key.
    NoKey {
        /// The export.
        side: Side,
        /// The row.
        row: u64,
    },
}

/// The end of a reconciliation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How many of everything.
    pub summary: Summary,
    /// In how many changed rows each of the plan's columns differs.
    pub cells: Vec<u64>,
    /// What the differences suggest.
    pub hints: Hints,
    /// Whether both exports say the same: what one repeats, the other repeats as well.
    pub same: bool,
}

impl Outcome {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            summary: Summary::default(),
            cells: vec![0; plan.columns.len()],
            hints: Hints::default(),
            same: true,
        }
    }

    /// Counts a difference.
    pub(crate) fn count(&mut self, difference: &Difference) {
        // Whether rows without a key are the same is not told by one of them.
        let alike = matches!(
            difference,
            Difference::Duplicate { alike: true, .. } | Difference::NoKey { .. }
        );
        self.same &= alike;
        let Summary { only_a, only_b, .. } = &mut self.summary;
        match difference {
            Difference::Changed { cells, late, .. } => {
                self.summary.changed_rows += 1;
                self.summary.changed_cells += cells.len() as u64;
                cells.iter().for_each(|cell| self.cells[cell.column] += 1);
                match late.map(|late| late.side) {
                    Some(Side::A) => self.summary.late_a += 1,
                    Some(Side::B) => self.summary.late_b += 1,
                    None => {}
                }
            }
            Difference::Only { side: Side::A, pending, .. } => {
                *only_a += 1;
                self.summary.pending_a += u64::from(*pending);
            }
            Difference::Only { side: Side::B, pending, .. } => {
                *only_b += 1;
                self.summary.pending_b += u64::from(*pending);
            }
            Difference::Duplicate { rows: [a, b], conflicting, .. } => {
                *only_a += u64::from(b.is_empty());
                *only_b += u64::from(a.is_empty());
                self.summary.dup_keys_a += u64::from(a.len() > 1);
                self.summary.dup_keys_b += u64::from(b.len() > 1);
                self.summary.conflicting_keys_a += u64::from(conflicting[0]);
                self.summary.conflicting_keys_b += u64::from(conflicting[1]);
            }
            Difference::Mismatched { .. } => self.summary.mismatched_ids += 1,
            Difference::NoKey { side: Side::A, .. } => self.summary.no_key_a += 1,
            Difference::NoKey { side: Side::B, .. } => self.summary.no_key_b += 1,
        }
    }
}
