//! A date with or without a time: a date alone is the same in every zone, and never becomes the midnight of one.
//! It knows no way of writing but the one of programs.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Hours by which a day begins somewhere before it does in universal time.
const FIRST_ZONE: i64 = 14;
/// Hours after its universal midnight by which a day has ended everywhere.
const LAST_ZONE: i64 = 24 + 12;

/// When something happened, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At this moment.
    At(DateTime<Utc>),
    /// On this day, at a time that nobody said.
    On(NaiveDate),
}

/// A text that is no date in the form of programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is neither a date nor a date with a time and its zone")]
pub struct NoDate;

impl When {
    /// From the moment that is stored for it: for a date alone, the universal midnight that begins it.
    #[must_use]
    pub fn stored(moment: DateTime<Utc>, date_only: bool) -> Self {
        if date_only { Self::On(moment.date_naive()) } else { Self::At(moment) }
    }

    /// The moment that is stored for it, and its place among others.
    #[must_use]
    pub fn moment(self) -> DateTime<Utc> {
        match self {
            Self::At(at) => at,
            Self::On(day) => day.and_time(NaiveTime::MIN).and_utc(),
        }
    }

    /// Whether it is a date without a time.
    #[must_use]
    pub fn is_date(self) -> bool {
        matches!(self, Self::On(_))
    }

    /// The first moment it may have been, wherever on Earth it was.
    #[must_use]
    pub fn earliest(self) -> DateTime<Utc> {
        match self {
            Self::At(at) => at,
            Self::On(_) => {
                let begun = self.moment().checked_sub_signed(Duration::hours(FIRST_ZONE));
                begun.unwrap_or(DateTime::<Utc>::MIN_UTC)
            }
        }
    }

    /// Whether it was before another, wherever on Earth both were.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        match (self, other) {
            (Self::On(day), Self::On(other)) => day < other,
            (Self::At(at), other) => at < other.earliest(),
            (Self::On(_), other) => {
                let ended = self.moment().checked_add_signed(Duration::hours(LAST_ZONE));
                ended.is_some_and(|ended| ended <= other.earliest())
            }
        }
    }
}

impl From<DateTime<Utc>> for When {
    fn from(at: DateTime<Utc>) -> Self {
        Self::At(at)
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => f.write_str(&at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
            Self::On(day) => write!(f, "{day}"),
        }
    }
}

impl FromStr for When {
    type Err = NoDate;

    /// `2026-11-02` or `2026-11-02T14:05:00Z`.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        if text.len() == 10 {
            return NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Self::On).map_err(|_| NoDate);
        }
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| NoDate)?;
        Ok(Self::At(without_leap(at.to_utc())))
    }
}

/// A leap second as the second before it: what stores moments has none, and would call it the next day.
fn without_leap(at: DateTime<Utc>) -> DateTime<Utc> {
    let is_leap = at.timestamp_subsec_nanos() >= 1_000_000_000;
    if is_leap { at.with_nanosecond(0).unwrap_or(at) } else { at }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_stays_a_date_and_a_moment_a_moment() {
        for text in ["2026-11-02", "2026-11-02T00:00:00Z", "2026-11-02T14:05:06.789Z"] {
            assert_eq!(when(text).to_string(), text);
            assert_eq!(serde_json::from_value::<When>(text.into()).unwrap(), when(text));
            assert_eq!(When::stored(when(text).moment(), when(text).is_date()), when(text));
        }
        assert_eq!(when("2026-11-02T14:05:06+01:00").to_string(), "2026-11-02T13:05:06Z");
        assert_eq!(when("2026-12-31T23:59:60Z").to_string(), "2026-12-31T23:59:59Z");
        for text in ["", "soon", "2026-02-30", "2026-11-02T14:05", "02.11.2026"] {
            assert_eq!(text.parse::<When>(), Err(NoDate), "{text}");
        }
    }

    #[test]
    fn what_may_have_been_on_one_day_somewhere_is_not_before() {
        for (one, other, before) in [
            ("2026-11-02", "2026-11-02", false),
            ("2026-11-01", "2026-11-02", true),
            // Late on the first in New York is early on the second in Berlin.
            ("2026-11-01", "2026-11-02T03:00:00Z", false),
            ("2026-11-01", "2026-11-02T12:00:00Z", true),
            ("2026-11-01T23:00:00Z", "2026-11-02", false),
            ("2026-11-01T09:59:59Z", "2026-11-02", true),
            ("2026-11-01T09:59:59Z", "2026-11-01T10:00:00Z", true),
        ] {
            assert_eq!(when(one).is_before(when(other)), before, "{one} {other}");
        }
    }
}
