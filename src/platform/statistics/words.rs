//! Shares in words: the count, what it proves, and what would prove more.
//! A bare percentage is never a sentence here.

use super::{alike_needed, at_least, interval};

/// The share that “nearly all” asks for when it is said how many would prove it.
const NEARLY_ALL: f64 = 0.8;

/// A method and where it is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Method {
    /// What it is used for.
    pub used_for: &'static str,
    /// What it is called, and its source.
    pub source: &'static str,
}

/// The methods behind every interval the program shows or decides by.
pub const METHODS: [Method; 6] = [
    Method {
        used_for: "A share between none and all",
        source: "Wilson score interval, 95 % (Wilson 1927; Brown, Cai and DasGupta 2001)",
    },
    Method {
        used_for: "None or all of those looked at",
        source: "exact binomial bound, 95 % on one side (Clopper and Pearson 1934)",
    },
    Method {
        used_for: "Part of a finite lot",
        source: "exact hypergeometric bounds, 95 % (Wright 1997)",
    },
    Method {
        used_for: "Whether samples are alike",
        source: "sequential probability ratio test, 5 % for either error (Wald 1945)",
    },
    Method {
        used_for: "The middle of several times",
        source: "exact bounds of the median by order statistics, 95 % (Thompson 1936)",
    },
    Method {
        used_for: "Whether silence means repaired",
        source: "exact Poisson bound on the former rate, 95 % (Garwood 1936)",
    },
];

/// A share in per cent as people write it: whole from ten, with one decimal below.
#[must_use]
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent >= 9.95 || percent == 0.0 {
        format!("{percent:.0} %")
    } else {
        format!("{percent:.1} %")
    }
}

/// What a count leaves of its share, in words: “between 11 % and 47 %”, “up to 9.5 %” for none, “at least 37 %” for all.
#[must_use]
pub fn bounds(seen: u64, of: u64) -> String {
    let told = interval(seen, of);
    let (low, high) = (percent(told.low), percent(told.high));
    match seen.min(of) {
        _ if of == 0 => "nothing to count yet".into(),
        0 => format!("up to {high}"),
        all if all == of => format!("at least {low}"),
        _ => format!("between {low} and {high}"),
    }
}

/// A share as a cell of a table beside its count: “33 % (17 % to 55 %)”, “0 % (up to 9.5 %)”.
#[must_use]
pub fn share_in_cell(seen: u64, of: u64) -> String {
    if of == 0 {
        return "–".into();
    }
    let seen = seen.min(of);
    let share = percent(seen as f64 / of as f64);
    if seen == 0 || seen == of {
        return format!("{share} ({})", bounds(seen, of));
    }
    let told = interval(seen, of);
    format!("{share} ({} to {})", percent(told.low), percent(told.high))
}

/// How many that all agree prove at least this share.
#[must_use]
pub fn needed_to_prove(share: f64) -> u64 {
    (1..10_000).find(|of| at_least(*of, *of) >= share).unwrap_or(10_000)
}

/// A count with what it proves: “3 of 3, which proves no more than 37 %; …”.
#[must_use]
pub fn share(seen: u64, of: u64) -> String {
    match (seen, of) {
        (_, 0) => "nothing to count yet".into(),
        (0, of) => format!("0 of {of}, which still allows {}", bounds(0, of)),
        (seen, of) if seen < of => {
            format!("{seen} of {of}, which means {}", bounds(seen, of))
        }
        (_, of) => all(of),
    }
}

fn all(of: u64) -> String {
    let proves =
        format!("{of} of {of}, which proves no more than {}", percent(interval(of, of).low));
    let (coin, nearly) = (alike_needed(), needed_to_prove(NEARLY_ALL));
    if of < coin {
        format!(
            "{proves}; {coin} alike would tell nine in ten from a coin toss, {nearly} prove {}",
            percent(NEARLY_ALL)
        )
    } else if of < nearly {
        format!("{proves}; {nearly} prove {}", percent(NEARLY_ALL))
    } else {
        proves
    }
}
