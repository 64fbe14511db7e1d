//! Comparing the two maps of a workflow: suggested pairs, differences, and the merged picture (domain §4).
//! It suggests and compares; only a person confirms a pair.

mod align;
mod assign;
mod compare;
mod merged;
pub mod reach;
mod suggest;

pub use align::{Aligned, aligned};
pub use compare::{Comparison, DifferenceKind, Seen, compare, different};
pub use merged::{Merged, State, merged};
pub use suggest::{Confidence, Suggestion, suggest};
