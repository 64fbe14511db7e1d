//! Exact bounds for a finite lot, of which some were looked at without putting any back (hypergeometric).
//! Source: Wright 1997, “Exact confidence bounds when sampling from small finite universes”.

use super::TAIL;
use statrs::function::gamma::ln_gamma;

/// How many of a whole lot are so, at 95 %, when `seen` of the `of` that were looked at are: the fewest and the most.
///
/// Everything looked at leaves no doubt; what was seen is always within.
#[must_use]
pub fn hypergeometric(seen: u64, of: u64, lot: u64) -> (u64, u64) {
    let (of, seen) = (of.min(lot), seen.min(of.min(lot)));
    // The chance of seeing so many or more rises with how many there are, that of so many or fewer falls.
    let low =
        if seen == 0 { 0 } else { first(seen, lot, |all| tail(seen..=of, of, all, lot) > TAIL) };
    let high =
        if seen == of { lot } else { last(seen, lot, |all| tail(0..=seen, of, all, lot) > TAIL) };
    (low, high)
}

/// The first number from `low` to `high` that holds, when all after it do.
fn first(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// The last number from `low` to `high` that holds, when all before it do.
pub(super) fn last(mut low: u64, mut high: u64, holds: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = high - (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// The chance that among `of` drawn from a lot with `all` so, the number that are falls within the range.
fn tail(range: std::ops::RangeInclusive<u64>, of: u64, all: u64, lot: u64) -> f64 {
    let possible = |k: &u64| *k <= all && of - k <= lot - all;
    let chance =
        |k: u64| (ln_choose(all, k) + ln_choose(lot - all, of - k) - ln_choose(lot, of)).exp();
    range.filter(possible).map(chance).sum()
}

fn ln_choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |n: u64| ln_gamma(n as f64 + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}
