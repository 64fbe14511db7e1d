//! Reconciliation: two exports in, every difference between them out.
//! It reads and compares; it never decides which side is right, and it stores nothing.

mod compare;
mod digest;
mod index;
mod json;
mod moved;
mod normal;
mod outcome;
mod parallel;
mod plan;
mod probe;
mod read;
mod record;
mod rows;
mod rule;
mod suggest;
#[cfg(test)]
mod tests;
mod watch;
mod words;

pub use compare::{Failed, reconcile};
pub use json::Json;
pub use outcome::{Cell, Difference, Late, Outcome, Side, Summary};
pub use plan::{NoPlan, Pair, Plan};
pub use read::{Export, Unreadable};
pub use rule::{DateOrder, Format, Kind, NoRule, Rule, Zone};
pub use suggest::{Suggestion, suggest};
pub use watch::Watch;
pub use words::text;
