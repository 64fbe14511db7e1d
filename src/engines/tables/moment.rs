//! Dates and times as exports write them, as one point in time.
//! A day that does not exist is no date; a date without a time is its first moment; where day and month could be either,
//! nothing is assumed.

mod clock;
mod counted;
mod names;
mod parts;
mod written;

use super::amount::Amount;
use super::cell::{meant, text};
use super::zone::Zone;
use crate::platform::catalogue::catalogue;
use crate::platform::when::When;
use chrono::{DateTime, NaiveDateTime, NaiveTime, Utc};
use counted::Instant;
use written::Written;
pub use written::{Hint, hint};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// The longest text that is looked at.
const LONGEST: usize = 100;

catalogue! {
    /// Which comes first where a date could be read either way.
    pub enum DateOrder {
        DayFirst => "day_first", "Day first: 31/12/2026";
        MonthFirst => "month_first", "Month first: 12/31/2026";
    }
}

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    seconds: i64,
    nanos: u32,
}

impl Moment {
    /// Reads a date, with or without a time; without a zone of its own, it is taken to be at `zone`. Without an order,
    /// what could be read either way is no date.
    #[inline]
    #[must_use]
    pub fn read(cell: &[u8], order: Option<DateOrder>, zone: Zone) -> Option<Self> {
        if let Some((seconds, zoned)) = iso(cell)
            && (zoned || zone == Zone::Utc)
        {
            return Some(Self { seconds, nanos: 0 });
        }
        Some(match as_written(cell, order)? {
            Written::Instant(at) => Self::counted(&at),
            Written::Date(date, own) => Self::local(date.and_time(NaiveTime::MIN), own, zone),
            Written::Local(local, own) => Self::local(local, own, zone),
        })
    }

    fn local(local: NaiveDateTime, own: Option<Zone>, zone: Zone) -> Self {
        let seconds = own.unwrap_or(zone).seconds_of(local);
        Self { seconds, nanos: local.and_utc().timestamp_subsec_nanos() }
    }

    fn counted(at: &Instant) -> Self {
        Self { seconds: at.seconds, nanos: at.nanos }
    }

    /// Reads a date as it is written: without a time, it stays a date.
    #[must_use]
    pub fn when(cell: &[u8], order: Option<DateOrder>, zone: Zone) -> Option<When> {
        let moment = match (iso(cell), cell.len()) {
            (Some((seconds, _)), 10) => {
                return DateTime::from_timestamp(seconds, 0).map(|at| When::On(at.date_naive()));
            }
            (Some((seconds, zoned)), _) if zoned || zone == Zone::Utc => Self { seconds, nanos: 0 },
            _ => match as_written(cell, order)? {
                Written::Date(date, _) => return Some(When::On(date)),
                Written::Local(local, own) => Self::local(local, own, zone),
                Written::Instant(at) => Self::counted(&at),
            },
        };
        moment.at().map(When::At)
    }

    /// Reads a date and forgets the time: the day as the zone's clocks show it.
    #[must_use]
    pub fn day(cell: &[u8], order: Option<DateOrder>, zone: Zone) -> Option<Self> {
        let moment = Self::read(cell, order, zone)?;
        let local = moment.seconds + zone.ahead_at(moment.seconds);
        Some(Self { seconds: local.div_euclid(DAY) * DAY, nanos: 0 })
    }

    /// From its bytes.
    #[must_use]
    pub fn of(bytes: [u8; 12]) -> Self {
        let (seconds, nanos) = bytes.split_at(8);
        Self {
            seconds: seconds.try_into().map_or(0, i64::from_le_bytes),
            nanos: nanos.try_into().map_or(0, u32::from_le_bytes),
        }
    }

    /// Whether two moments are at most so many seconds apart.
    #[must_use]
    pub fn is_near(self, other: Self, within: Amount) -> bool {
        let seconds = |moment: Self| Amount::new(moment.seconds, 0);
        let (earlier, later) = (self.min(other), self.max(other));
        let nanos = i64::from(later.nanos) - i64::from(earlier.nanos);
        if nanos == 0 {
            return seconds(self).is_near(seconds(other), within);
        }
        let apart = (later.seconds - earlier.seconds)
            .checked_mul(1_000_000_000)
            .and_then(|apart| apart.checked_add(nanos));
        apart.is_some_and(|apart| Amount::new(apart, 9).is_near(Amount::new(0, 0), within))
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// The moment as a date and time in universal time, to the microsecond that others can store; `None` beyond what
    /// can be.
    #[must_use]
    pub fn at(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.seconds, self.nanos / 1_000 * 1_000)
    }

    /// As bytes: the same for the same point in time, and only for it.
    #[inline]
    #[must_use]
    pub fn bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..8].copy_from_slice(&self.seconds.to_le_bytes());
        bytes[8..].copy_from_slice(&self.nanos.to_le_bytes());
        bytes
    }
}

/// A date in any of the ways that people write.
fn as_written(cell: &[u8], order: Option<DateOrder>) -> Option<Written> {
    if cell.len() > LONGEST || !cell.iter().any(u8::is_ascii_digit) {
        return None;
    }
    written::read(&meant(&text(cell)), order)
}

/// `2026-01-31`, `2026-01-31T22:30:00`, `2026-01-31 22:30:00Z`: seconds, and whether a zone was said.
#[inline]
fn iso(cell: &[u8]) -> Option<(i64, bool)> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, ref time @ ..] = cell else { return None };
    let days = days(two(y1, y2)? * 100 + two(y3, y4)?, two(m1, m2)?, two(d1, d2)?)?;
    let &[b'T' | b' ', h1, h2, b':', m1, m2, b':', s1, s2, ref zone @ ..] = time else {
        return time.is_empty().then_some((days * DAY, false));
    };
    let zoned = match zone {
        [] => false,
        [b'Z'] => true,
        _ => return None,
    };
    let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
    let seconds = i64::from(hour * 3_600 + minute * 60 + second);
    (hour < 24 && minute < 60 && second < 60).then_some((days * DAY + seconds, zoned))
}

/// The number that two digits write.
#[inline]
fn two(tens: u8, ones: u8) -> Option<u32> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// Days since 1970 of a day that exists.
#[inline]
fn days(year: u32, month: u32, day: u32) -> Option<i64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1 || day < 1 || day > length {
        return None;
    }
    // Years that begin in March have their leap day last.
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + of_year;
    Some(i64::from(days) - 719_468)
}

#[cfg(test)]
mod tests;
