//! Reconciliation: two exports in, every difference between them out.
//! Comparing reads files and decides nothing: which side is right is judged from the source-of-truth matrix.

mod compare;
mod digest;
mod equal;
mod failed;
mod hints;
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
mod record;
mod rows;
mod rule;
mod settings;
mod suggest;
#[cfg(test)]
mod tests;
mod watch;
mod words;

pub use compare::reconcile;
pub use equal::{Treated, equalities, treated_as_equal};
pub use failed::Failed;
pub use hints::{Hints, KeyRule};
pub use json::Json;
pub use kept::{BYTES, Content, DifferenceKind, Keeper, Kept, KeptCell, LINES, MOST};
pub use outcome::{Cell, Difference, Late, Outcome, Side, Summary};
pub use plan::{NoPlan, Pair, Plan};
pub use rates::{Month, Rate, Run, by_month};
pub use rule::{Format, Kind, NoRule, Rule, Transform};
pub use settings::{Settings, Unsettled};
pub use suggest::{SameValues, Suggestion, examples, hold, suggest, suggest_paired};
pub use watch::Watch;
pub use words::text;
