//! The zone of whoever asks: times are shown, typed and exported in it, with the zone written beside them.
//! It holds for one request; outside of one, and for visitors, it is universal time.

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Timelike, Utc};
use faultline::engines::tables::Zone;
use faultline::platform::when::When;
use std::future::Future;

/// Ways to type a day and a time, the browser's first.
const FORMATS: [&str; 5] = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%d.%m.%Y %H:%M",
];

/// Ways to type a day.
const DAYS: [&str; 2] = ["%Y-%m-%d", "%d.%m.%Y"];

tokio::task_local! {
    static HERE: Zone;
}

/// Does `work` for somebody whose clocks stand in this zone.
pub async fn within<T>(zone: Zone, work: impl Future<Output = T>) -> T {
    HERE.scope(zone, work).await
}

/// The same on another thread, for work that keeps a core busy.
pub fn inside<T>(zone: Zone, work: impl FnOnce() -> T) -> T {
    HERE.sync_scope(zone, work)
}

/// The zone of whoever asks.
#[must_use]
pub fn here() -> Zone {
    HERE.try_with(|zone| *zone).unwrap_or_default()
}

/// What the clocks of whoever asks show at a moment.
#[must_use]
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    here().local(at)
}

/// Why what was typed is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTime {
    /// It is no day with a time.
    #[error("Give a day, with its time ({0}) if it is known, such as 2026-11-02 14:05.")]
    Unread(Zone),
    /// Clocks jump over it.
    #[error("Clocks in {0} go forward and never show this time. Give one before or after.")]
    Skipped(Zone),
}

/// What whoever asks typed: a moment of their clocks, or a day where they gave no time.
///
/// # Errors
/// Why it is neither.
pub fn when(text: &str) -> Result<When, NoTime> {
    let day = DAYS.iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok());
    day.map_or_else(|| read(text).map(When::At), |day| Ok(When::On(day)))
}

/// A date, with its time if it has one, as the fields of a form hold it.
#[must_use]
pub fn typed(when: When) -> String {
    let at = match when {
        When::On(day) => return day.to_string(),
        When::At(at) => local(at),
    };
    let format = if at.nanosecond() != 0 {
        "%Y-%m-%dT%H:%M:%S%.3f"
    } else if at.second() != 0 {
        "%Y-%m-%dT%H:%M:%S"
    } else {
        "%Y-%m-%dT%H:%M"
    };
    at.format(format).to_string()
}

/// The moment that whoever asks typed; where clocks show it twice, the first.
///
/// # Errors
/// Why it is none.
pub fn read(text: &str) -> Result<DateTime<Utc>, NoTime> {
    let zone = here();
    let read = FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let local = read.ok_or(NoTime::Unread(zone))?;
    zone.moment(local).map(|at| at.trunc_subsecs(6)).ok_or(NoTime::Skipped(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_berlin<T>(work: impl FnOnce() -> T) -> T {
        HERE.sync_scope("Europe/Berlin".parse().unwrap(), work)
    }

    #[test]
    fn what_is_typed_is_a_time_of_the_persons_own_clocks() {
        let read = |text: &str| in_berlin(|| read(text).map(|at| at.to_rfc3339()));
        assert_eq!(read("2026-11-03T05:04").unwrap(), "2026-11-03T04:04:00+00:00");
        assert_eq!(read("2026-07-03 05:04").unwrap(), "2026-07-03T03:04:00+00:00");
        assert_eq!(
            read("2026-10-25T02:30").unwrap(),
            "2026-10-25T00:30:00+00:00",
            "the first of two"
        );
        let skipped = read("2026-03-29T02:30").unwrap_err().to_string();
        assert!(skipped.starts_with("Clocks in Europe/Berlin go forward"), "{skipped}");
        assert!(read("soon").unwrap_err().to_string().contains("(Europe/Berlin)"));
        assert_eq!(
            super::read("2026-11-03T05:04").unwrap().to_rfc3339(),
            "2026-11-03T05:04:00+00:00"
        );
    }

    #[test]
    fn a_day_without_a_time_is_a_day_wherever_it_is_typed() {
        for text in ["2026-11-03", "03.11.2026"] {
            let when = in_berlin(|| when(text)).unwrap();
            assert_eq!(
                (when.to_string().as_str(), typed(when).as_str()),
                ("2026-11-03", "2026-11-03")
            );
        }
        let midnight = in_berlin(|| when("2026-11-03T00:00")).unwrap();
        assert_eq!(midnight.to_string(), "2026-11-02T23:00:00Z");
        assert_eq!(in_berlin(|| typed(midnight)), "2026-11-03T00:00");
        for text in ["", "soon", "2026-11-31", "T14:05"] {
            assert!(in_berlin(|| when(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for text in ["2026-11-03T04:05:06Z", "2026-07-01T23:30:00Z", "2026-10-25T00:30:00Z"] {
            let at: DateTime<Utc> = text.parse().unwrap();
            let shown = in_berlin(|| local(at)).format("%Y-%m-%dT%H:%M:%S").to_string();
            assert_eq!(in_berlin(|| read(&shown)).unwrap(), at);
        }
    }
}
