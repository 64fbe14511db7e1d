//! Where the clocks stand that wrote a time: universal time, a distance from it, or a place with its summers.
//! A place is never taken for the distance it has today.

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Where clocks stand that say no zone themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// So many seconds ahead of it.
    Ahead(i32),
    /// A place's time, with its summers.
    Place(Tz),
}

/// A text that names no zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no time zone. Write UTC, +02:00 or a place such as Europe/Berlin.")]
pub struct NoZone(pub String);

impl Zone {
    /// How many seconds its clocks are ahead of universal time at a moment, in seconds since 1970.
    #[must_use]
    pub fn ahead_at(self, seconds: i64) -> i64 {
        match self {
            Self::Utc => 0,
            Self::Ahead(ahead) => ahead.into(),
            Self::Place(place) => chrono::DateTime::from_timestamp(seconds, 0).map_or(0, |at| {
                place.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into()
            }),
        }
    }

    /// The moment at which its clocks show this, in seconds since 1970: the earlier one of two, and what would have come
    /// without the jump where they jump over it.
    #[must_use]
    pub fn seconds_of(self, local: NaiveDateTime) -> i64 {
        let seconds = local.and_utc().timestamp();
        let ahead = match self {
            Self::Utc => 0,
            Self::Ahead(ahead) => ahead.into(),
            Self::Place(place) => match place.from_local_datetime(&local).earliest() {
                Some(at) => at.offset().fix().local_minus_utc().into(),
                None => self.ahead_at(seconds - 86_400),
            },
        };
        seconds - ahead
    }
}

impl Zone {
    /// What its clocks show at a moment.
    #[must_use]
    pub fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.naive_utc() + TimeDelta::seconds(self.ahead_at(at.timestamp()))
    }

    /// The moment at which its clocks show this, the earlier one of two; none where they jump over it.
    #[must_use]
    pub fn moment(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        let seconds = self.seconds_of(local);
        let at = DateTime::from_timestamp(seconds, local.and_utc().timestamp_subsec_nanos())?;
        (self.local(at) == local).then_some(at)
    }

    /// A moment with the distance of its clocks, for files that others read.
    #[must_use]
    pub fn fixed(self, at: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
        let ahead = i32::try_from(self.ahead_at(at.timestamp())).ok()?;
        Some(at.with_timezone(&FixedOffset::east_opt(ahead)?))
    }

    /// What stands beside a time of its clocks: `UTC`, `CEST`, or the distance where no letters are usual.
    #[must_use]
    pub fn beside(self, at: DateTime<Utc>) -> String {
        let letters = match self {
            Self::Utc => return "UTC".into(),
            Self::Ahead(_) => None,
            Self::Place(place) => {
                let offset = place.offset_from_utc_datetime(&at.naive_utc());
                let name = offset.abbreviation().unwrap_or_default();
                name.starts_with(char::is_alphabetic).then(|| name.to_owned())
            }
        };
        letters.unwrap_or_else(|| {
            let ahead = i32::try_from(self.ahead_at(at.timestamp())).unwrap_or_default();
            format!("UTC{}", Self::Ahead(ahead))
        })
    }
}

impl FromStr for Zone {
    type Err = NoZone;

    /// `UTC`, `+02:00` or a name such as `Europe/Berlin`.
    fn from_str(text: &str) -> Result<Self, NoZone> {
        let none = || NoZone(text.chars().take(60).collect());
        if text.eq_ignore_ascii_case("utc") || text == "Z" {
            return Ok(Self::Utc);
        }
        if text.starts_with(['+', '-']) {
            let offset = text.parse::<chrono::FixedOffset>().map_err(|_| none())?;
            return Ok(Self::Ahead(offset.local_minus_utc()));
        }
        let named = |place: &&Tz| place.name().eq_ignore_ascii_case(text);
        TZ_VARIANTS.iter().find(named).copied().map(Self::Place).ok_or_else(none)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str("UTC"),
            Self::Ahead(seconds) => {
                let (sign, minutes) = (if *seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Self::Place(place) => f.write_str(place.name()),
        }
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A name, or the seconds ahead of universal time that were stored before places could be named.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Name(String),
    Seconds(i32),
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Stored::deserialize(deserializer)? {
            Stored::Name(name) => name.parse().map_err(serde::de::Error::custom),
            Stored::Seconds(0) => Ok(Self::Utc),
            Stored::Seconds(seconds) => Ok(Self::Ahead(seconds)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_reads_back_as_it_is_written() {
        for text in ["UTC", "+02:00", "-03:30", "Europe/Berlin", "America/Sao_Paulo"] {
            assert_eq!(text.parse::<Zone>().unwrap().to_string(), text);
            let stored = serde_json::to_string(&text.parse::<Zone>().unwrap()).unwrap();
            assert_eq!(serde_json::from_str::<Zone>(&stored).unwrap().to_string(), text);
        }
        assert_eq!("europe/berlin".parse::<Zone>().unwrap().to_string(), "Europe/Berlin");
        assert_eq!(serde_json::from_str::<Zone>("7200").unwrap(), Zone::Ahead(7_200));
        assert!("Atlantis".parse::<Zone>().unwrap_err().to_string().starts_with("“Atlantis”"));
    }

    #[test]
    fn clocks_are_read_and_named_across_their_changes() {
        let shown = |zone: &str, at: &str| {
            let (zone, at): (Zone, DateTime<Utc>) = (zone.parse().unwrap(), at.parse().unwrap());
            format!("{} {}", zone.local(at).format("%Y-%m-%d %H:%M"), zone.beside(at))
        };
        assert_eq!(shown("Europe/Berlin", "2026-03-29T00:59:00Z"), "2026-03-29 01:59 CET");
        assert_eq!(shown("Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-29 03:00 CEST");
        assert_eq!(shown("Asia/Kolkata", "2026-01-01T20:00:00Z"), "2026-01-02 01:30 IST");
        assert_eq!(
            shown("America/Sao_Paulo", "2026-01-01T12:00:00Z"),
            "2026-01-01 09:00 UTC-03:00"
        );
        assert_eq!(shown("+02:00", "2026-01-01T12:00:00Z"), "2026-01-01 14:00 UTC+02:00");
        assert_eq!(shown("UTC", "2026-01-01T12:00:00Z"), "2026-01-01 12:00 UTC");
    }

    #[test]
    fn a_time_that_clocks_never_show_is_no_moment() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        assert_eq!(berlin.moment("2026-03-29T02:30:00".parse().unwrap()), None);
        let twice = berlin.moment("2026-10-25T02:30:00".parse().unwrap()).unwrap();
        assert_eq!(twice.to_rfc3339(), "2026-10-25T00:30:00+00:00");
        assert_eq!(berlin.fixed(twice).unwrap().to_rfc3339(), "2026-10-25T02:30:00+02:00");
    }

    #[test]
    fn a_place_has_its_summer_and_its_jumps() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let at = |text: &str| berlin.seconds_of(text.parse().unwrap());
        assert_eq!(at("2026-07-01T12:00:00") - at("2026-07-01T00:00:00"), 43_200);
        assert_eq!(at("2026-03-29T03:00:00") - at("2026-03-29T01:59:59"), 1);
        assert_eq!(at("2026-03-29T02:30:00"), at("2026-03-29T03:30:00"), "clocks jump over it");
        assert_eq!(
            at("2026-10-25T02:30:00") - at("2026-10-25T01:30:00"),
            3_600,
            "the earlier of two"
        );
        assert_eq!(berlin.ahead_at(at("2026-07-01T12:00:00")), 7_200);
    }
}
