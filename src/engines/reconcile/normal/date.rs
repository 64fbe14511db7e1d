//! Dates and times as exports write them, as one point in time.
//! A day that does not exist is no date; a date without a time is its first moment.

use super::super::read::text;
use super::amount::Amount;
use crate::engines::reconcile::{DateOrder, Format, Zone};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// The longest text that is looked at.
const LONGEST: usize = 48;

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    seconds: i64,
    nanos: u32,
}

impl Moment {
    /// Reads a date, with or without a time.
    #[inline]
    pub fn read(cell: &[u8], format: Format) -> Option<Self> {
        if let Some((seconds, zoned)) = iso(cell)
            && (zoned || format.zone == Zone::Utc)
        {
            return Some(Self { seconds, nanos: 0 });
        }
        if cell.len() > LONGEST || !cell.iter().any(u8::is_ascii_digit) {
            return None;
        }
        written(&text(cell), format)
    }

    /// Reads a date and forgets the time: the day as the side's own clock shows it.
    pub fn day(cell: &[u8], format: Format) -> Option<Self> {
        let moment = Self::read(cell, format)?;
        let local = moment.seconds + offset(format.zone, moment.seconds);
        Some(Self { seconds: local.div_euclid(DAY) * DAY, nanos: 0 })
    }

    /// From its bytes.
    pub fn of(bytes: [u8; 12]) -> Self {
        let (seconds, nanos) = bytes.split_at(8);
        Self {
            seconds: seconds.try_into().map_or(0, i64::from_le_bytes),
            nanos: nanos.try_into().map_or(0, u32::from_le_bytes),
        }
    }

    /// Whether two moments are at most so many seconds apart.
    pub fn is_near(self, other: Self, within: Amount) -> bool {
        let seconds = |moment: Self| Amount::new(moment.seconds, 0);
        let (earlier, later) = (self.min(other), self.max(other));
        let nanos = i64::from(later.nanos) - i64::from(earlier.nanos);
        if nanos == 0 {
            return seconds(self).is_near(seconds(other), within);
        }
        let apart = (later.seconds - earlier.seconds).checked_mul(1_000_000_000);
        apart.is_some_and(|apart| Amount::new(apart + nanos, 9).is_near(Amount::new(0, 0), within))
    }

    /// Seconds since 1970.
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// As bytes: the same for the same point in time, and only for it.
    #[inline]
    pub fn bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..8].copy_from_slice(&self.seconds.to_le_bytes());
        bytes[8..].copy_from_slice(&self.nanos.to_le_bytes());
        bytes
    }
}

/// `2026-01-31`, `2026-01-31T22:30:00`, `2026-01-31 22:30:00Z`: seconds, and whether a zone was said.
#[inline]
fn iso(cell: &[u8]) -> Option<(i64, bool)> {
    let two = |at: usize| -> Option<i64> {
        let (tens, ones) = (cell[at].wrapping_sub(b'0'), cell[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then(|| i64::from(tens * 10 + ones))
    };
    let shape = cell.len() >= 10 && cell[4] == b'-' && cell[7] == b'-';
    if !shape || !matches!(cell.len(), 10 | 19 | 20) {
        return None;
    }
    let days = days(two(0)? * 100 + two(2)?, two(5)?, two(8)?)?;
    if cell.len() == 10 {
        return Some((days * DAY, false));
    }
    let zoned = cell.len() == 20;
    if !matches!(cell[10], b'T' | b' ')
        || cell[13] != b':'
        || cell[16] != b':'
        || zoned && cell[19] != b'Z'
    {
        return None;
    }
    let (hour, minute, second) = (two(11)?, two(14)?, two(17)?);
    (hour < 24 && minute < 60 && second < 60)
        .then(|| (days * DAY + hour * 3_600 + minute * 60 + second, zoned))
}

/// Days since 1970 of a day that exists.
#[inline]
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
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
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

/// How far ahead of universal time a zone's clocks are at a moment.
fn offset(zone: Zone, seconds: i64) -> i64 {
    match zone {
        Zone::Utc => 0,
        Zone::Ahead(ahead) => ahead.into(),
        Zone::Place(place) => chrono::DateTime::from_timestamp(seconds, 0).map_or(0, |at| {
            place.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc().into()
        }),
    }
}

/// The moment at which a zone's clocks show a time: the first, where they show it twice.
fn moment(local: NaiveDateTime, zone: Zone) -> Moment {
    let shown = local.and_utc().timestamp();
    let seconds = match zone {
        Zone::Place(place) => match place.from_local_datetime(&local).earliest() {
            Some(at) => at.timestamp(),
            // Clocks jump over it: as if they had not yet.
            None => shown - offset(zone, shown - DAY),
        },
        zone => shown - offset(zone, shown),
    };
    Moment { seconds, nanos: local.and_utc().timestamp_subsec_nanos() }
}

/// Any other way of writing it.
fn written(text: &str, format: Format) -> Option<Moment> {
    let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    if let Some(moment) = counted(text) {
        return Some(moment);
    }
    let text = without_weekday(text);
    let (date, rest) = date(text, format.order)?;
    let rest = rest.trim_start_matches([',', ' ', 'T', 't', '\u{a0}']);
    let (time, rest) = if rest.is_empty() { (NaiveTime::MIN, "") } else { time(rest)? };
    let zone = if rest.is_empty() { format.zone } else { zone(rest)? };
    Some(moment(date.and_time(time), zone))
}

/// Seconds or milliseconds since 1970.
fn counted(text: &str) -> Option<Moment> {
    let count: i64 =
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    match text.len() {
        10 => Some(Moment { seconds: count, nanos: 0 }),
        13 => Some(Moment { seconds: count / 1_000, nanos: (count % 1_000) as u32 * 1_000_000 }),
        _ => None,
    }
}

fn without_weekday(text: &str) -> &str {
    let named = |word: &str| {
        word.len() >= 3
            && word.is_ascii()
            && "montuewedthufrisatsun".contains(&word[..3].to_ascii_lowercase())
    };
    match text.split_once([' ', ',']) {
        Some((word, rest)) if named(word) => rest.trim_start_matches([',', ' ']),
        _ => text,
    }
}

/// The date at the start, and what follows it.
fn date(text: &str, order: DateOrder) -> Option<(NaiveDate, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 {
        let (year, month, day) = (&text[..4], &text[4..6], &text[6..8]);
        let date = ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
        return Some((date, &text[8..]));
    }
    let (first, text) = word(text)?;
    let (second, text) = word(text)?;
    let (third, rest) = word(text)?;
    let number = |word: &str| word.parse::<u32>().ok();
    let year = |word: &str| -> Option<i32> {
        let year = i32::try_from(number(word)?).ok()?;
        match word.len() {
            4 => Some(year),
            2 => Some(if year < 69 { 2000 + year } else { 1900 + year }),
            _ => None,
        }
    };
    let date = if first.len() == 4 && number(first).is_some() {
        ymd(year(first)?, number(second).or_else(|| month(second))?, number(third)?)
    } else if let Some(month) = month(first) {
        ymd(year(third)?, month, number(second)?)
    } else if let Some(month) = month(second) {
        ymd(year(third)?, month, number(first)?)
    } else {
        let (first, second) = (number(first)?, number(second)?);
        let day_first = first > 12 || (second <= 12 && order == DateOrder::Day);
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        ymd(year(third)?, month, day)
    };
    Some((date?, rest))
}

fn ymd(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1..=9_999).contains(&year))
}

/// A run of digits or letters, and the text behind it and its separator.
fn word(text: &str) -> Option<(&str, &str)> {
    let digit = text.starts_with(|letter: char| letter.is_ascii_digit());
    let end = text
        .find(|letter: char| if digit { !letter.is_ascii_digit() } else { !letter.is_alphabetic() })
        .unwrap_or(text.len());
    let rest = &text[end..];
    let rest = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(", ")).unwrap_or(rest);
    let rest = rest.strip_prefix(['-', '/', '.', ' ', ',']).unwrap_or(rest);
    (end > 0).then_some((&text[..end], rest))
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    NAMES.iter().zip(1..).find_map(|(name, number)| (*name == start).then_some(number))
}

/// `9:05`, `09:05:30.250`, `9:05 pm`, and what follows it.
fn time(text: &str) -> Option<(NaiveTime, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, ':' | '.'));
    let (clock, rest) = text.split_at(end.unwrap_or(text.len()));
    let mut parts = clock.split(':');
    let hour: u32 = parts.next()?.parse().ok()?;
    let minute: u32 = parts.next()?.parse().ok()?;
    let (second, fraction) = match parts.next() {
        Some(second) => second.split_once('.').unwrap_or((second, "")),
        None => ("0", ""),
    };
    if parts.next().is_some() || fraction.len() > 9 {
        return None;
    }
    let nanos = if fraction.is_empty() { 0 } else { format!("{fraction:0<9}").parse().ok()? };
    let rest = rest.trim_start();
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    let (hour, rest) = match half.as_deref() {
        Some("am") if (1..=12).contains(&hour) => (hour % 12, rest[2..].trim_start()),
        Some("pm") if (1..=12).contains(&hour) => (hour % 12 + 12, rest[2..].trim_start()),
        _ => (hour, rest),
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second.parse().ok()?, nanos).map(|time| (time, rest))
}

fn zone(text: &str) -> Option<Zone> {
    if ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some(Zone::Utc);
    }
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    (hours < 24 && minutes < 60)
        .then(|| Zone::Ahead(sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, format: Format) -> Option<i64> {
        Moment::read(text.as_bytes(), format).map(Moment::seconds)
    }

    #[test]
    fn one_moment_has_one_form_however_it_is_written() {
        let at = read("2026-03-04T15:06:07Z", Format::default());
        assert_eq!(at, Some(1_772_636_767));
        for text in [
            "2026-03-04 15:06:07",
            "2026-03-04T16:06:07+01:00",
            "2026-03-04T10:06:07.000-0500",
            "04/03/2026 15:06:07",
            "04.03.2026, 03:06:07 PM",
            "4 Mar 2026 15:06:07 UTC",
            "Wed, 4 Mar 2026 15:06:07 GMT",
            "March 4, 2026 3:06:07pm",
            "20260304T15:06:07Z",
            "1772636767",
            "1772636767000",
        ] {
            assert_eq!(read(text, Format::default()), at, "{text}");
        }
    }

    #[test]
    fn numbers_that_leave_it_open_are_read_in_the_side_s_order() {
        let american = Format { order: DateOrder::Month, ..Format::default() };
        assert_eq!(read("03/04/2026", american), read("2026-03-04", american));
        assert_eq!(read("03/04/2026", Format::default()), read("2026-04-03", american));
        assert_eq!(read("13/04/26", american), read("2026-04-13", american));
    }

    #[test]
    fn a_place_has_its_summer() {
        let berlin = Format { zone: "Europe/Berlin".parse().unwrap(), ..Format::default() };
        assert_eq!(read("2026-07-01 12:00:00", berlin), read("2026-07-01T10:00:00Z", berlin));
        assert_eq!(read("2026-01-01 12:00", berlin), read("2026-01-01T11:00:00Z", berlin));
        let day = |text: &str| Moment::day(text.as_bytes(), berlin);
        assert_eq!(day("2026-06-30T23:30:00Z"), day("2026-07-01"));
        assert!(read("2026-03-29 02:30:00", berlin).is_some(), "clocks jump over it");
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_date() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "31/04/2026",
            "2026-01-01T24:00:00",
            "12",
            "x",
            "2026-01-01T10:00:00 nowhere",
            "99999999",
        ] {
            assert_eq!(read(text, Format::default()), None, "{text}");
        }
        assert!(read("2024-02-29", Format::default()).is_some());
    }
}
