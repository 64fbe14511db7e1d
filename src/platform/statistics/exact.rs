//! Exact binomial bounds (Clopper and Pearson 1934), by the incomplete beta function.
//! They never promise more than they keep; for all but the ends of the scale they are wider than need be.

use super::{Interval, ONE_SIDED, TAIL, solve};
use statrs::function::beta::beta_reg;

/// The share that so many of so many prove at least, at 95 % on this one side.
///
/// “3 of 3” proves 37 %, since 0.37³ is one in twenty.
#[must_use]
pub fn at_least(seen: u64, of: u64) -> f64 {
    lower(seen, of, ONE_SIDED)
}

/// The share that so many of so many still allow, at 95 % on this one side: “0 of 30” allows 9.5 %.
#[must_use]
pub fn at_most(seen: u64, of: u64) -> f64 {
    1.0 - lower(of - seen.min(of), of, ONE_SIDED)
}

/// The exact two-sided interval of a share at 95 %.
#[must_use]
pub fn clopper_pearson(seen: u64, of: u64) -> Interval {
    let low = lower(seen, of, TAIL);
    Interval { low, high: 1.0 - lower(of - seen.min(of), of, TAIL) }
}

/// The share at which seeing so many or more has exactly this chance.
fn lower(seen: u64, of: u64, chance: f64) -> f64 {
    let seen = seen.min(of);
    if seen == 0 {
        return 0.0;
    }
    let (a, b) = (seen as f64, (of - seen + 1) as f64);
    if seen == of {
        return chance.powf(1.0 / a);
    }
    solve(0.0, 1.0, |share| beta_reg(a, b, share), chance)
}
