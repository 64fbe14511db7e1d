//! Reconciliation: two exports in, every difference between them out.
//! Comparing reads files and decides nothing: which side is right is judged from the source-of-truth matrix.

mod compare;
mod digest;
mod index;
mod json;
mod kept;
mod moved;
mod normal;
mod outcome;
mod parallel;
mod plan;
mod probe;
mod rates;
mod read;
mod record;
mod rows;
mod rule;
mod settings;
mod suggest;
#[cfg(test)]
mod tests;
mod watch;
mod words;

pub use compare::{Failed, reconcile};
pub use json::Json;
pub use kept::{BYTES, Content, DifferenceKind, Keeper, Kept, KeptCell, LINES, MOST};
pub use outcome::{Cell, Difference, Late, Outcome, Side, Summary};
pub use plan::{NoPlan, Pair, Plan};
pub use rates::{Month, Rate, Run, by_month};
pub use read::{Export, Unreadable};
pub use rule::{DateOrder, Format, Kind, NoRule, Rule, Zone};
pub use settings::{Settings, Unsettled};
pub use suggest::{Suggestion, examples, suggest};
pub use watch::Watch;
pub use words::text;
