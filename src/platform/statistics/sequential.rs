//! Whether samples are alike: a sequential test of “nine in ten” against “a coin toss” (Wald 1945).
//! It may be asked after every sample without losing what it promises.

use super::interval;
use serde::{Deserialize, Serialize};

/// The share that a coin toss gives.
const COIN: f64 = 0.5;
/// The share from which samples count as alike.
const ALIKE: f64 = 0.9;
/// The chance of either error.
const ERROR: f64 = 0.05;

/// The answer to “are they alike?”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alike {
    /// They are: nine in ten rather than a coin toss.
    Yes,
    /// They are not.
    No,
    /// Nobody can tell yet: so many more that agree would settle it.
    NotYet(u64),
}

/// Whether so many of so many that agree tell “nine in ten” from a coin toss, at 5 % for either error.
#[must_use]
pub fn alike(agree: u64, of: u64) -> Alike {
    let agree = agree.min(of);
    let for_each = (ALIKE / COIN).ln();
    let against = ((1.0 - ALIKE) / (1.0 - COIN)).ln();
    let told = agree as f64 * for_each + (of - agree) as f64 * against;
    let bound = ((1.0 - ERROR) / ERROR).ln();
    if told >= bound {
        Alike::Yes
    } else if told <= -bound {
        Alike::No
    } else {
        Alike::NotYet(((bound - told) / for_each).ceil() as u64)
    }
}

/// Which way counts went from one span of time to another that is as long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// More: chance alone would not share them out like this.
    More,
    /// Fewer.
    Fewer,
    /// As many, as far as a coin toss is as many.
    Same,
    /// Too few to tell.
    TooFew,
}

/// What two counts over spans of the same length say: each event fell into either span, by a coin toss if nothing
/// changed. The interval that is told beside it tells a change, of six events or more, as five that fall into one span
/// are one chance in sixteen; the sequential test tells that there is none.
#[must_use]
pub fn change(before: u64, after: u64) -> Change {
    let all = before + after;
    let (told, enough) = (interval(after, all), all >= alike_needed());
    match alike(before.max(after), all) {
        _ if enough && told.low > COIN => Change::More,
        _ if enough && told.high < COIN => Change::Fewer,
        Alike::No => Change::Same,
        Alike::Yes | Alike::NotYet(_) => Change::TooFew,
    }
}

/// How many that all agree it takes: six.
#[must_use]
pub fn alike_needed() -> u64 {
    match alike(0, 0) {
        Alike::NotYet(more) => more,
        Alike::Yes | Alike::No => 0,
    }
}
