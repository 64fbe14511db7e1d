//! Times of a sample of which only the date is known: what a file or a person did not say, nobody knows later.
//! They are stored as the universal midnight that begins the day, and are never shown as that.

use super::Sample;
use crate::platform::when::When;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The times of a sample, in the order of their bits.
const TIMES: [&str; 3] = ["occurred_at", "detected_at", "recovered_at"];

/// Which times of a sample are dates without a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
pub struct DatesOnly(i16);

impl DatesOnly {
    fn of(times: [Option<When>; 3]) -> Self {
        let dates = times.iter().enumerate().filter(|(_, when)| when.is_some_and(When::is_date));
        Self(dates.map(|(at, _)| 1 << at).sum())
    }

    /// Whether all times that are known are moments.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0 == 0
    }

    /// A bit for each, from the lowest: occurred, detected, recovered.
    #[must_use]
    pub fn bits(self) -> i16 {
        self.0
    }

    /// Whether it occurred on a date of which no time is known.
    #[must_use]
    pub fn occurred(self) -> bool {
        self.has(0)
    }

    /// The same of its detection.
    #[must_use]
    pub fn detected(self) -> bool {
        self.has(1)
    }

    /// The same of its recovery.
    #[must_use]
    pub fn recovered(self) -> bool {
        self.has(2)
    }

    fn has(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }
}

impl Sample {
    /// When it happened.
    #[must_use]
    pub fn occurred(&self) -> When {
        When::stored(self.occurred_at, self.dates_only.occurred())
    }

    /// When someone or something noticed.
    #[must_use]
    pub fn detected(&self) -> Option<When> {
        self.detected_at.map(|at| When::stored(at, self.dates_only.detected()))
    }

    /// When the data was right again.
    #[must_use]
    pub fn recovered(&self) -> Option<When> {
        self.recovered_at.map(|at| When::stored(at, self.dates_only.recovered()))
    }

    /// The same sample at these times.
    #[must_use]
    pub fn dated(self, occurred: When, detected: Option<When>, recovered: Option<When>) -> Self {
        Self {
            occurred_at: occurred.moment(),
            detected_at: detected.map(When::moment),
            recovered_at: recovered.map(When::moment),
            dates_only: DatesOnly::of([Some(occurred), detected, recovered]),
            ..self
        }
    }
}

impl Serialize for DatesOnly {
    /// The names of the times.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..TIMES.len()).filter(|at| self.has(*at)).map(|at| TIMES[at]))
    }
}

impl<'de> Deserialize<'de> for DatesOnly {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut dates = Self::default();
        for name in Vec::<String>::deserialize(deserializer)? {
            let at = TIMES.iter().position(|time| *time == name);
            let at = at.ok_or_else(|| serde::de::Error::unknown_variant(&name, &TIMES))?;
            dates.0 |= 1 << at;
        }
        Ok(dates)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    #[test]
    fn a_date_without_a_time_is_told_apart_from_midnight_in_every_form() {
        let (date, midnight) =
            ("2026-11-02".parse().unwrap(), "2026-11-03T00:00:00Z".parse().unwrap());
        let dated = sample().dated(date, Some(midnight), Some(date));
        assert_eq!(
            (dated.occurred(), dated.detected(), dated.recovered()),
            (date, Some(midnight), Some(date))
        );
        assert_eq!(dated.dates_only.bits(), 0b101);
        let written = serde_json::to_value(&dated).unwrap();
        assert_eq!(written["dates_only"], serde_json::json!(["occurred_at", "recovered_at"]));
        assert_eq!(serde_json::from_value::<Sample>(written).unwrap(), dated);
        assert!(serde_json::to_value(sample()).unwrap().get("dates_only").is_none());
        assert!(serde_json::from_str::<DatesOnly>("[\"noticed\"]").is_err());
    }
}
