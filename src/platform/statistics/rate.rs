//! Rates of events in time (Poisson): how slow it may have been, and what silence since then says.
//! Exact bounds by the incomplete gamma function (Garwood 1936).

use super::{ONE_SIDED, solve};
use statrs::function::gamma::gamma_lr;

/// The slowest rate, in events a day, that so many events in so many days still allow at 95 %.
#[must_use]
pub fn slowest_rate(events: u64, days: f64) -> f64 {
    if events == 0 || days <= 0.0 {
        return 0.0;
    }
    let count = events as f64;
    solve(
        0.0,
        count,
        |expected| if expected <= 0.0 { 0.0 } else { gamma_lr(count, expected) },
        ONE_SIDED,
    ) / days
}

/// The chance that nothing happens for so many days at a rate: what silence would be if nothing had changed.
#[must_use]
pub fn chance_of_silence(rate: f64, days: f64) -> f64 {
    (-rate * days.max(0.0)).exp()
}
