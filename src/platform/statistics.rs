//! Statistics: what a count allows to be said of a share, a lot or a rate, with the method and its source.
//! It never shows a share without its count, and it decides nothing. Whatever tells a share, or decides by one, asks
//! [`interval`]: no two places may say different things of the same count.

use serde::{Deserialize, Serialize};

mod exact;
mod lot;
mod median;
mod rate;
mod sequential;
mod words;

pub use exact::{at_least, at_most, clopper_pearson};
pub use lot::hypergeometric;
pub use median::{Median, median};
pub use rate::{chance_of_silence, slowest_rate};
pub use sequential::{Alike, Change, alike, alike_needed, change};
pub use words::{METHODS, Method, bounds, needed_to_prove, percent, share, share_in_cell};

/// Standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_963_984_540_054;

/// Chance of error that a two-sided 95 % interval leaves on either side.
pub(crate) const TAIL: f64 = 0.025;

/// Chance of error that is accepted where one side alone is told: “no more than”, “up to”.
pub(crate) const ONE_SIDED: f64 = 0.05;

/// The bounds of a share, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Interval {
    /// Nothing is known: from nought to all.
    pub const ANY: Self = Self { low: 0.0, high: 1.0 };
}

/// The Wilson score interval of a share at 95 % (Wilson 1927; recommended by Brown, Cai and `DasGupta` 2001 for small counts).
///
/// [`Interval::ANY`] when there is nothing to count.
#[must_use]
pub fn wilson(seen: u64, of: u64) -> Interval {
    if of == 0 {
        return Interval::ANY;
    }
    let (seen, of) = (seen.min(of) as f64, of as f64);
    let (share, z2) = (seen / of, Z * Z);
    let scale = 1.0 + z2 / of;
    let middle = (share + z2 / (2.0 * of)) / scale;
    let half = Z * (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt() / scale;
    // At either end the exact bound is the end itself; rounding would miss it by a hair.
    let low = if seen == 0.0 { 0.0 } else { middle - half };
    let high = if seen == of { 1.0 } else { middle + half };
    Interval { low, high }
}

/// The interval that is told of a share, and by which is decided: between none and all Wilson's, which holds the truth
/// about as often as it says; at either end the exact bound on the one side where there is any doubt.
///
/// [`Interval::ANY`] when there is nothing to count.
#[must_use]
pub fn interval(seen: u64, of: u64) -> Interval {
    match seen.min(of) {
        0 => Interval { low: 0.0, high: at_most(0, of) },
        all if all == of => Interval { low: at_least(of, of), high: 1.0 },
        seen => wilson(seen, of),
    }
}

/// The argument between `low` and `high` at which a rising function reaches a value, to the last bit that halving gives.
fn solve(mut low: f64, mut high: f64, rising: impl Fn(f64) -> f64, value: f64) -> f64 {
    loop {
        let middle = low + (high - low) / 2.0;
        if !(low < middle && middle < high) {
            return middle;
        }
        if rising(middle) < value { low = middle } else { high = middle }
    }
}

#[cfg(test)]
mod tests;
