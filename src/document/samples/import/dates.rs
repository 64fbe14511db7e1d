//! Dates as people and systems write them.
//! Where day and month could be either, nothing is assumed: the person who imports is asked.

use crate::platform::catalogue::catalogue;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use regex::{Captures, Regex};
use std::sync::LazyLock;

catalogue! {
    /// Which comes first where a date could be read either way.
    pub enum DateOrder {
        DayFirst => "day_first", "Day first: 31/12/2026";
        MonthFirst => "month_first", "Month first: 12/31/2026";
    }
}

/// What a date says about the order of day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// It is written in a way that leaves no doubt, or is no date at all.
    None,
    /// It can only be read like this.
    Only(DateOrder),
    /// It can be read either way, with different results.
    Either,
}

const TIME: &str = r"(?:(?:T|\s|,|\s-\s)\s*(?<time>\d{1,2}:\d{2}.*))?$";

fn regex(date: &str) -> Regex {
    Regex::new(&format!("^{date}{TIME}")).expect("the pattern is fixed, and a test compiles it")
}

/// 2026-12-31
static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})"));
/// 31.12.2026, 31/12/2026, 12-31-26
static YEAR_LAST: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?<a>\d{1,2})(?<sep>[-/.])\s?(?<b>\d{1,2})[-/.]\s?(?<y>\d{4}|\d{2})"));
/// 31 Dec 2026
static DAY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:[A-Za-z]{2,9},?\s)?(?<d>\d{1,2})(?:st|nd|rd|th|\.)?[\s-](?<name>[A-Za-z]{3,9})\.?,?[\s-](?<y>\d{4})",
    )
});
/// December 31, 2026
static NAME_DAY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:[A-Za-z]{2,9},?\s)?(?<name>[A-Za-z]{3,9})\.?\s(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?<y>\d{4})",
    )
});
/// 20261231T235959Z
static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:T?(?<h>\d{2})(?<min>\d{2})(?<s>\d{2})?(?<zone>Z)?)?$")
        .expect("the pattern is fixed, and a test compiles it")
});
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?<h>\d{1,2}):(?<min>\d{2})(?::(?<s>\d{2})(?:[.,](?<part>\d{1,9}))?)?\s*(?<half>[AaPp]\.?[Mm]\.?)?\s*(?<zone>Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$",
    )
    .expect("the pattern is fixed, and a test compiles it")
});

/// Reads a time. Without a zone of its own, it is taken to be at `zone`; without a time of day, at its midnight.
pub fn read(text: &str, order: Option<DateOrder>, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Some(at) = exact(text) {
        return Some(at);
    }
    if let Some(found) = COMPACT.captures(text) {
        return compact(&found, zone);
    }
    if let Some(at) = epoch(text) {
        return Some(at);
    }
    let (date, clock) = date(text, order)?;
    let Some(clock) = clock else { return at(date, NaiveTime::MIN, zone) };
    let (time, own) = time(&clock)?;
    at(date, time, own.unwrap_or(zone))
}

/// A time as systems write it, such as 2026-12-31T23:59:59.123Z: most are, and need no second look.
fn exact(text: &str) -> Option<DateTime<Utc>> {
    if text.as_bytes().get(10) != Some(&b'T') {
        return None;
    }
    let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
    // A leap second is no time that others can store.
    (at.timestamp_subsec_nanos() < 1_000_000_000).then_some(at)
}

/// What a date says about the order of day and month.
pub fn hint(text: &str) -> Hint {
    let Some(found) = YEAR_LAST.captures(text.trim()) else { return Hint::None };
    let (Some(a), Some(b)) = (number(&found, "a"), number(&found, "b")) else { return Hint::None };
    // With dots nobody writes the month first.
    if &found["sep"] == "." || a == b {
        return Hint::None;
    }
    match (a <= 12, b <= 12) {
        (true, true) => Hint::Either,
        (false, true) => Hint::Only(DateOrder::DayFirst),
        (true, false) => Hint::Only(DateOrder::MonthFirst),
        (false, false) => Hint::None,
    }
}

fn date(text: &str, order: Option<DateOrder>) -> Option<(NaiveDate, Option<String>)> {
    let clock = |found: &Captures| found.name("time").map(|time| time.as_str().to_owned());
    if let Some(found) = YEAR_FIRST.captures(text) {
        return Some((
            day(year(&found)?, number(&found, "m")?, number(&found, "d")?)?,
            clock(&found),
        ));
    }
    if let Some(found) = YEAR_LAST.captures(text) {
        let (a, b) = (number(&found, "a")?, number(&found, "b")?);
        let order = match hint(text) {
            Hint::Either => order?,
            Hint::Only(only) if order.is_some_and(|order| order != only) => return None,
            Hint::Only(only) => only,
            Hint::None => DateOrder::DayFirst,
        };
        let (d, m) = if order == DateOrder::DayFirst { (a, b) } else { (b, a) };
        return Some((day(year(&found)?, m, d)?, clock(&found)));
    }
    let found = DAY_NAME.captures(text).or_else(|| NAME_DAY.captures(text))?;
    Some((day(year(&found)?, month(&found["name"])?, number(&found, "d")?)?, clock(&found)))
}

fn time(text: &str) -> Option<(NaiveTime, Option<FixedOffset>)> {
    let found = CLOCK.captures(text.trim())?;
    let hour = number(&found, "h")?;
    let hour =
        match found.name("half").map(|half| half.as_str().to_ascii_lowercase().starts_with('p')) {
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(true) => hour % 12 + 12,
            Some(false) => hour % 12,
            None => hour,
        };
    let part = found.name("part").map_or("0", |part| part.as_str());
    let micros = format!("{part:0<6}").get(..6)?.parse().ok()?;
    let second = number(&found, "s").unwrap_or(0);
    let time = NaiveTime::from_hms_micro_opt(hour, number(&found, "min")?, second, micros)?;
    let zone = match found.name("zone") {
        Some(zone) => Some(offset(zone.as_str())?),
        None => None,
    };
    Some((time, zone))
}

fn offset(text: &str) -> Option<FixedOffset> {
    let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-')) else {
        return FixedOffset::east_opt(0);
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 =
        digits.get(2..).filter(|rest| !rest.is_empty()).map_or(Ok(0), str::parse).ok()?;
    let seconds = hours * 3_600 + minutes * 60;
    FixedOffset::east_opt(if sign == '-' { -seconds } else { seconds })
}

fn compact(found: &Captures, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let date = day(year(found)?, number(found, "m")?, number(found, "d")?)?;
    let part = |name| number(found, name).unwrap_or(0);
    let zone = if found.name("zone").is_some() { FixedOffset::east_opt(0)? } else { zone };
    at(date, NaiveTime::from_hms_opt(part("h"), part("min"), part("s"))?, zone)
}

/// Seconds or milliseconds since 1970, of this century.
fn epoch(text: &str) -> Option<DateTime<Utc>> {
    let (whole, _) = text.split_once('.').unwrap_or((text, ""));
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        10 => DateTime::from_timestamp(number, 0),
        13 => DateTime::from_timestamp_millis(number),
        _ => None,
    }
}

fn at(date: NaiveDate, time: NaiveTime, zone: FixedOffset) -> Option<DateTime<Utc>> {
    let local = NaiveDateTime::new(date, time);
    zone.from_local_datetime(&local).single().map(|at| at.with_timezone(&Utc))
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A year; two digits are of this century.
fn year(found: &Captures) -> Option<i32> {
    let text = found.name("y")?.as_str();
    let year: i32 = text.parse().ok()?;
    Some(if text.len() == 2 { 2_000 + year } else { year })
}

fn number(found: &Captures, name: &str) -> Option<u32> {
    found.name(name)?.as_str().parse().ok()
}

/// A month by its English name or the first three letters of it.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let at = MONTHS.iter().position(|month| {
        *month == name || month[..3] == name || (name == "sept" && *month == "september")
    })?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc() -> FixedOffset {
        FixedOffset::east_opt(0).unwrap()
    }

    fn said(text: &str, order: Option<DateOrder>) -> String {
        read(text, order, utc()).map_or_else(
            || "no date".into(),
            |at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        )
    }

    #[test]
    fn dates_without_doubt_are_read_whatever_the_order() {
        for (text, expected) in [
            ("2026-11-02", "2026-11-02T00:00:00Z"),
            ("2026-11-02T14:05:06.789Z", "2026-11-02T14:05:06.789Z"),
            ("2026-11-02 14:05:06,789+01:00", "2026-11-02T13:05:06.789Z"),
            ("2026-11-02 14:05 -0330", "2026-11-02T17:35:00Z"),
            ("2026/11/02 14:05", "2026-11-02T14:05:00Z"),
            ("02.11.2026 14:05", "2026-11-02T14:05:00Z"),
            ("2.11.26", "2026-11-02T00:00:00Z"),
            ("2 Nov 2026 2:05 pm", "2026-11-02T14:05:00Z"),
            ("Mon, 02 Nov 2026 14:05:06 GMT", "2026-11-02T14:05:06Z"),
            ("November 2, 2026", "2026-11-02T00:00:00Z"),
            ("Nov 2, 2026, 12:05 AM", "2026-11-02T00:05:00Z"),
            ("20261102", "2026-11-02T00:00:00Z"),
            ("20261102T140506Z", "2026-11-02T14:05:06Z"),
            ("1793628306", "2026-11-02T14:05:06Z"),
            ("1793628306789", "2026-11-02T14:05:06.789Z"),
        ] {
            for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
                assert_eq!(said(text, order), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_date_that_could_be_either_is_not_guessed() {
        assert_eq!(said("03/04/2026", None), "no date");
        assert_eq!(said("03/04/2026", Some(DateOrder::DayFirst)), "2026-04-03T00:00:00Z");
        assert_eq!(said("03/04/2026", Some(DateOrder::MonthFirst)), "2026-03-04T00:00:00Z");
        assert_eq!(said("31/12/2026", Some(DateOrder::MonthFirst)), "no date");
        assert_eq!(hint("03/04/2026"), Hint::Either);
        assert_eq!(hint("31/04/2026"), Hint::Only(DateOrder::DayFirst));
        assert_eq!(hint("04-31-2026 14:05"), Hint::Only(DateOrder::MonthFirst));
        assert_eq!(hint("04/04/2026"), Hint::None);
        assert_eq!(hint("03.04.2026"), Hint::None);
    }

    #[test]
    fn a_time_without_a_zone_is_at_the_zone_of_the_file() {
        let berlin_in_winter = FixedOffset::east_opt(3_600).unwrap();
        let at = read("2026-11-02 00:30", None, berlin_in_winter).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-01T23:30:00+00:00");
        assert_eq!(
            read("2026-11-02 00:30Z", None, berlin_in_winter).unwrap().to_rfc3339(),
            "2026-11-02T00:30:00+00:00"
        );
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "soon",
            "2026-13-01",
            "31.02.2026",
            "2026-11-02 25:00",
            "2026-11-02 13:00 pm",
            "1e309",
            "12:30",
            "2026-11-02 14:05 +9999",
            "-1",
            "99999999999999999999",
        ] {
            assert_eq!(said(text, Some(DateOrder::DayFirst)), "no date", "{text}");
        }
    }
}
