//! A difference as it is kept: redacted, bounded, and recognised again by keyed hashes.
//! Nothing of an export is stored but what passes through here.

use crate::engines::reconcile::{Difference, Late, Side};
use crate::platform::catalogue::catalogue;
use serde::{Deserialize, Serialize};

mod keeper;
#[cfg(test)]
mod tests;

pub use keeper::Keeper;

/// Most differences of one kind that are kept of a comparison; all are counted.
pub const MOST: usize = 30_000;
/// Most lines of an export that are compared in the background: what compares them holds a few numbers of each.
pub const LINES: u64 = 5_000_000;
/// Most bytes that are kept of all of them.
pub const BYTES: usize = 128 * 1024 * 1024;

catalogue! {
    /// In what two exports disagree.
    pub enum DifferenceKind {
        Changed => "changed", "Different values";
        OnlyA => "only_a", "Only in the first";
        OnlyB => "only_b", "Only in the second";
        Duplicate => "duplicate", "Duplicate";
        Mismatched => "mismatched", "Same record under another id";
        NoKey => "no_key", "Without a key";
    }
}

impl DifferenceKind {
    /// What a difference is.
    #[must_use]
    pub fn of(difference: &Difference) -> Self {
        match difference {
            Difference::Changed { .. } => Self::Changed,
            Difference::Only { side: Side::A, .. } => Self::OnlyA,
            Difference::Only { side: Side::B, .. } => Self::OnlyB,
            Difference::Duplicate { .. } => Self::Duplicate,
            Difference::Mismatched { .. } => Self::Mismatched,
            Difference::NoKey { .. } => Self::NoKey,
        }
    }
}

/// A column that differs, with what either side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCell {
    /// Which of the compared columns.
    pub column: usize,
    /// What the first export says, once for each of its rows.
    pub a: Vec<String>,
    /// What the second export says.
    pub b: Vec<String>,
}

/// What a difference says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The record's key in either export; empty where it is not.
    pub keys: [Vec<String>; 2],
    /// Its rows in either export, as a spreadsheet numbers them.
    pub rows: [Vec<u64>; 2],
    /// How many rows those are, when not all are named.
    pub counts: [u64; 2],
    /// Whether rows of one export contradict each other.
    pub conflicting: [bool; 2],
    /// The columns that differ; of a record that one side lacks, what the other says.
    pub cells: Vec<KeptCell>,
    /// The side that is behind, if one is.
    pub late: Option<Late>,
    /// Written after everything in the other export: it may be on its way.
    pub pending: bool,
    /// Whether values were left out because there were too many.
    pub cut: bool,
}

/// A difference as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub kind: DifferenceKind,
    /// Whether one side is only behind.
    pub late: bool,
    /// Which compared columns differ.
    pub columns: Vec<i32>,
    /// What it says.
    pub content: Content,
    /// Which record it is about: a later comparison of the same systems finds it again.
    pub record: [u8; 32],
    /// All it says: the same difference, found twice, is one.
    pub fingerprint: [u8; 32],
}

impl Kept {
    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let cell =
            |cell: &KeptCell| cell.a.iter().chain(&cell.b).map(String::len).sum::<usize>() + 32;
        let keys = self.content.keys.iter().flatten().map(String::len).sum::<usize>();
        keys + self.content.cells.iter().map(cell).sum::<usize>() + 256
    }
}
