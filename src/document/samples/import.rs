//! Reading failure samples from a file: pure functions from bytes to rows, the same for the preview and for storing.
//! Nothing here stores, and nothing is repaired in silence: what was assumed is said, what cannot be read is refused.

mod mapping;
mod refused;
mod row;
mod spool;
mod suggest;
mod survey;
#[cfg(test)]
mod tests;
mod words;

pub use mapping::{Defaults, Mapping, Plan, Target};
pub use refused::{Refusal, TooManyRefused, refused_csv};
pub use row::{Reader, Refused, repeated};
pub use spool::{Spooled, spool};
pub use suggest::suggest;
pub use survey::{Example, Survey, examples, survey};

/// Most rows of one file that are kept because they could not be stored, and how many bytes of them.
pub const REFUSED: u64 = 100_000;
/// See [`REFUSED`].
pub const REFUSED_BYTES: u64 = 64 * 1024 * 1024;
