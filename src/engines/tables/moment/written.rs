//! A date as it is written, taken apart into numbers and words: what stands between them decides what they are.
//! It reads no clock and knows no file: what the text leaves open, its reader has to say.

use super::DateOrder;
use super::clock::{clock, zone};
use super::counted::{Instant, counted, json_date};
use super::names::{is_ordinal, is_weekday, month};
use super::parts::{Part, parts};
use crate::engines::tables::zone::Zone;
use chrono::{NaiveDate, NaiveDateTime};

/// Words that stand in a date and say nothing.
const FILLERS: [&str; 12] =
    ["of", "de", "den", "del", "do", "le", "the", "der", "dnia", "d", "el", "il"];

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

/// What is written.
pub enum Written {
    /// A count of seconds since 1970.
    Instant(Instant),
    /// A date without a time, and the zone it says.
    Date(NaiveDate, Option<Zone>),
    /// What a clock shows, and the zone it says.
    Local(NaiveDateTime, Option<Zone>),
}

/// Reads a date with or without a time.
pub fn read(text: &str, order: Option<DateOrder>) -> Option<Written> {
    let text = text.trim();
    if let Some(instant) = counted(text).or_else(|| json_date(text)) {
        return Some(Written::Instant(instant));
    }
    let (date, parts, used) = compact(text).or_else(|| spoken(text, order))?;
    let (time, year, tail) = clock(text, &parts, used)?;
    let date = match (date, year) {
        (Day::Known(date), None) => date,
        // `Thu Jan 25 10:00:00 2024`: the year comes last.
        (Day::OfYear(month, day), Some(year)) => NaiveDate::from_ymd_opt(year, month, day)?,
        _ => return None,
    };
    let zone = if tail.is_empty() { None } else { Some(zone(tail)?) };
    Some(match time {
        Some(time) => Written::Local(date.and_time(time), zone),
        None => Written::Date(date, zone),
    })
}

/// What a date says about the order of day and month.
#[must_use]
pub fn hint(text: &str) -> Hint {
    // Most texts are told from such dates by their first bytes.
    let (digit, sign) = (u8::is_ascii_digit, |byte: &u8| matches!(byte, b'-' | b'/' | b'.'));
    let start = text.trim().as_bytes();
    if !start.first().is_some_and(digit) || !start.iter().skip(1).take(2).any(sign) {
        return Hint::None;
    }
    let parts = parts(text.trim());
    let [a, b, c, ..] = parts.as_slice() else { return Hint::None };
    let (Some(first), Some(second)) = (a.value(2), b.value(2)) else { return Hint::None };
    let numeric = c.number && b.is_after(&['-', '/', '.']) && c.is_after(&['-', '/', '.']);
    // With dots nobody writes the month first.
    if !numeric || b.before == Some('.') || first == second {
        return Hint::None;
    }
    match (first <= 12, second <= 12) {
        (true, true) => Hint::Either,
        (false, true) => Hint::Only(DateOrder::DayFirst),
        (true, false) => Hint::Only(DateOrder::MonthFirst),
        (false, false) => Hint::None,
    }
}
/// A day, or one of which the year comes later.
enum Day {
    Known(NaiveDate),
    OfYear(u32, u32),
}

/// A date, the parts of what is behind it, and how many of those it used.
type Found<'a> = (Day, Vec<Part<'a>>, usize);

/// `20260304`, `20260304T150607`, `20260304150607`.
fn compact(text: &str) -> Option<Found<'_>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 8 && digits != 14 {
        return None;
    }
    let (year, month, day) = (&text[..4], &text[4..6], &text[6..8]);
    let date = ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    let clock = text[8..].trim_start_matches(['T', ' ']);
    let digits = clock.bytes().take_while(u8::is_ascii_digit).count();
    let mut parts = parts(text);
    if digits == 4 || digits == 6 {
        let from = text.len() - clock.len();
        let pair = |at: usize| {
            let before = if at == 0 { Some(' ') } else { Some(':') };
            Part { text: &text[from + at..from + at + 2], number: true, before, at: from + at }
        };
        let behind = parts.iter().copied().filter(|part| part.at >= from + digits);
        parts = (0..digits).step_by(2).map(pair).chain(behind).collect();
        return Some((Day::Known(date), parts, 0));
    }
    Some((Day::Known(date), parts, 1))
}

/// A date of three parts, each a number or the name of a month.
fn spoken(text: &str, order: Option<DateOrder>) -> Option<Found<'_>> {
    let parts = parts(text);
    let mut used = parts
        .iter()
        .take_while(|part| !part.number && month(part.text).is_none() && is_weekday(part.text))
        .count();
    let mut held: Vec<&Part<'_>> = Vec::with_capacity(3);
    while held.len() < 3 {
        let part = parts.get(used)?;
        let ordinal = part.before.is_none() && held.last().is_some_and(|last| last.number);
        let is_clock =
            part.number && parts.get(used + 1).is_some_and(|next| next.before == Some(':'));
        match () {
            () if is_clock => break,
            () if part.number || month(part.text).is_some() => held.push(part),
            () if ordinal && is_ordinal(part.text) || part.is_word(&FILLERS) => {}
            () => return None,
        }
        used += 1;
    }
    Some((day(&held, order)?, parts, used))
}

fn day(held: &[&Part<'_>], order: Option<DateOrder>) -> Option<Day> {
    let [first, second, third] = held else {
        // The year comes behind the time.
        let [name, number] = held else { return None };
        return Some(Day::OfYear(month(name.text)?, number.value(2)?));
    };
    let signs = ['-', '/', '.', '年', '月'];
    let numeric = second.is_after(&signs) && third.is_after(&signs);
    let date = if first.number && first.text.len() == 4 {
        let spoken = |part: &Part<'_>| {
            if part.number { numeric.then(|| part.value(2))? } else { month(part.text) }
        };
        ymd(first.value(4)?, spoken(second)?, third.value(2)?)
    } else if !first.number {
        ymd(year(third)?, month(first.text)?, second.value(2)?)
    } else if !second.number {
        ymd(year(third)?, month(second.text)?, first.value(2)?)
    } else if numeric {
        by_order(first.value(2)?, second.value(2)?, year(third)?, second.before == Some('.'), order)
    } else {
        None
    };
    date.map(Day::Known)
}

/// A numeric date: with dots the day comes first, and a number above twelve is no month.
fn by_order(a: u32, b: u32, year: u32, dots: bool, order: Option<DateOrder>) -> Option<NaiveDate> {
    let day_first = match (a <= 12, b <= 12) {
        _ if a == b => true,
        (true, true) if dots => true,
        (true, true) => order? == DateOrder::DayFirst,
        // What the order of the file rules out is no date of it.
        (false, true) if dots || order != Some(DateOrder::MonthFirst) => true,
        (true, false) if order != Some(DateOrder::DayFirst) => false,
        _ => return None,
    };
    let (day, month) = if day_first { (a, b) } else { (b, a) };
    ymd(year, month, day)
}

/// A year; two digits from 69 on are of the last century.
fn year(part: &Part<'_>) -> Option<u32> {
    let number = part.value(4)?;
    match part.text.len() {
        4 => Some(number),
        2 => Some(if number < 69 { 2_000 + number } else { 1_900 + number }),
        _ => None,
    }
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1..=9_999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}
