//! A date as it is written, taken apart into numbers and words: what stands between them decides what they are.
//! It reads no clock and knows no file: what the text leaves open, its reader has to say.

use super::DateOrder;
use super::names::{is_ordinal, is_weekday, month};
use crate::engines::tables::zone::Zone;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Most parts of a date and time.
const PARTS: usize = 24;
/// Words that stand in a date and say nothing.
const FILLERS: [&str; 12] =
    ["of", "de", "den", "del", "do", "le", "the", "der", "dnia", "d", "el", "il"];
/// Words between a date and a time.
const BEFORE_TIME: [&str; 8] = ["t", "at", "um", "à", "kl", "klo", "alle", "om"];
/// Zones by the letters that programs write; none that two countries share.
const ZONES: [(&str, i32); 18] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("cet", 60),
    ("mez", 60),
    ("bst", 60),
    ("west", 60),
    ("cest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("eest", 180),
    ("edt", -240),
    ("est", -300),
    ("cdt", -300),
    ("mst", -420),
    ("pdt", -420),
    ("pst", -480),
];

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
    Instant { seconds: i64, nanos: u32 },
    /// What a clock shows, and the zone it says.
    Local(NaiveDateTime, Option<Zone>),
}

/// A number or a word.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    number: bool,
    /// What stands before it: a sign, a space, or nothing.
    before: Option<char>,
    /// Where it begins.
    at: usize,
}

/// Reads a date with or without a time.
pub fn read(text: &str, order: Option<DateOrder>) -> Option<Written> {
    let text = text.trim();
    if let Some(instant) = counted(text).or_else(|| json_date(text)) {
        return Some(instant);
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
    Some(Written::Local(date.and_time(time), zone))
}

/// What a date says about the order of day and month.
#[must_use]
pub fn hint(text: &str) -> Hint {
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

impl Part<'_> {
    /// The number, if it has at most so many digits.
    fn value(&self, digits: usize) -> Option<u32> {
        (self.number && self.text.len() <= digits).then(|| self.text.parse().ok())?
    }

    fn is_after(&self, signs: &[char]) -> bool {
        self.before.is_some_and(|before| signs.contains(&before))
    }

    /// Whether it is a distance from UTC, such as the `0330` of `14:05 -0330`.
    fn is_offset(&self, text: &str) -> bool {
        self.before == Some('+') || self.before == Some('-') && text[..self.at].ends_with('-')
    }

    fn is_word(&self, words: &[&str]) -> bool {
        !self.number && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }
}

/// Numbers and words in their order; nothing of a text with too many.
fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(letter) = text[at..].chars().next() {
        let number = letter.is_ascii_digit();
        if !number && !letter.is_alphabetic() && !matches!(letter, 'º' | 'ª')
            || "年月日".contains(letter)
        {
            before = if letter.is_whitespace() { before.or(Some(' ')) } else { Some(letter) };
            at += letter.len_utf8();
            continue;
        }
        let same = |other: char| {
            if number {
                other.is_ascii_digit()
            } else {
                other.is_alphabetic() && !"年月日".contains(other)
            }
        };
        let end = text[at..]
            .find(|other| !same(other))
            .map_or(text.len(), |end| at + end.max(letter.len_utf8()));
        parts.push(Part { text: &text[at..end], number, before, at });
        if parts.len() > PARTS {
            return Vec::new();
        }
        (at, before) = (end, None);
    }
    parts
}

/// Seconds or milliseconds since 1970, of this century.
fn counted(text: &str) -> Option<Written> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    match whole.len() {
        10 => Some(Written::Instant { seconds: count, nanos: nanos(fraction)? }),
        13 => Some(milliseconds(count)),
        _ => None,
    }
}

fn milliseconds(count: i64) -> Written {
    let nanos = u32::try_from(count.rem_euclid(1_000)).unwrap_or(0) * 1_000_000;
    Written::Instant { seconds: count.div_euclid(1_000), nanos }
}

/// `/Date(1658880000000+0000)/`, as some programs write a moment into JSON; the distance from UTC changes nothing.
fn json_date(text: &str) -> Option<Written> {
    let text = text.replace('\\', "");
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = inner.get(1..)?.find(['+', '-']).map_or(inner.len(), |end| end + 1);
    inner[..end].parse().ok().map(milliseconds)
}

fn nanos(fraction: &str) -> Option<u32> {
    if fraction.is_empty() { Some(0) } else { format!("{fraction:0<9}").get(..9)?.parse().ok() }
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

/// The time behind a date, a year behind that, and the rest of the text.
fn clock<'a>(
    text: &'a str,
    parts: &[Part<'a>],
    mut used: usize,
) -> Option<(NaiveTime, Option<i32>, &'a str)> {
    let behind = |used: usize| {
        let end = used
            .checked_sub(1)
            .and_then(|last| parts.get(last))
            .map_or(0, |last| last.at + last.text.len());
        text[end..].trim_matches([' ', '.', ',', '日'])
    };
    used += parts.iter().skip(used).take_while(|part| part.is_word(&BEFORE_TIME)).count();
    if !parts.get(used).is_some_and(|part| part.number && !part.is_offset(text)) {
        // A date may name its zone; `2026-11-02-03` is a number of something.
        let rest = behind(used);
        let zoned = rest.is_empty() || rest == "Z" || rest.starts_with('+') && rest.contains(':');
        return zoned.then_some((NaiveTime::MIN, None, rest));
    }
    let numbers = numbers(text, parts, &mut used);
    let half = half(parts, &mut used);
    let whole_hour = parts.get(used).is_some_and(|part| part.is_word(&["uhr", "h"]));
    used += usize::from(whole_hour);
    let minutes = numbers.get(1).map_or(half.is_some() || whole_hour, |part| part.text.len() == 2);
    let time = if minutes { time(&numbers, half)? } else { return None };
    let is_year = |part: &Part<'_>| part.number && part.text.len() == 4 && !part.is_offset(text);
    match parts.get(used..).unwrap_or_default() {
        [year] if is_year(year) => Some((time, year.text.parse().ok(), "")),
        [zone, year] if !zone.number && is_year(year) => {
            Some((time, year.text.parse().ok(), zone.text))
        }
        _ => Some((time, None, behind(used))),
    }
}

/// The numbers of a time: hour, minute, second and their fraction, as far as they are joined to each other.
fn numbers<'a>(text: &str, parts: &[Part<'a>], used: &mut usize) -> Vec<Part<'a>> {
    let mut numbers: Vec<Part<'a>> = parts.get(*used).copied().into_iter().collect();
    *used += 1;
    // `10h30`
    if let [h, minute] = parts.get(*used..*used + 2).unwrap_or_default()
        && h.is_word(&["h", "u"])
        && h.before.is_none()
        && minute.number
        && minute.before.is_none()
    {
        numbers.push(*minute);
        *used += 2;
    }
    while numbers.len() < 4
        && let Some(part) = parts.get(*used)
    {
        let joined = part.is_after(&[':', '.']) || numbers.len() == 3 && part.is_after(&[',']);
        if !part.number || !joined || part.is_offset(text) {
            break;
        }
        numbers.push(*part);
        *used += 1;
    }
    numbers
}

/// Whether it is before or after noon: `am`, `p.m.`, `PM`.
fn half(parts: &[Part<'_>], used: &mut usize) -> Option<bool> {
    let part = parts.get(*used)?;
    let letters = parts.get(*used + 1).filter(|next| next.is_word(&["m"]) && part.text.len() == 1);
    let (length, said) = match letters {
        Some(_) => (2, format!("{}m", part.text)),
        None => (1, part.text.to_owned()),
    };
    let after = match said.to_ascii_lowercase().as_str() {
        "am" => false,
        "pm" => true,
        _ => return None,
    };
    *used += length;
    Some(after)
}

fn time(numbers: &[Part<'_>], half: Option<bool>) -> Option<NaiveTime> {
    let value = |at: usize| numbers.get(at).map_or(Some(0), |part| part.value(2));
    let hour = value(0)?;
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(after) => hour % 12 + if after { 12 } else { 0 },
        None => hour,
    };
    let fraction = numbers.get(3).map_or("", |part| part.text);
    NaiveTime::from_hms_nano_opt(hour, value(1)?, value(2)?, nanos(fraction)?)
}

/// A zone behind a time: `Z`, `+02:00`, `GMT+0100 (CET)`, `CEST`, `+01:00[Europe/Berlin]`, `Europe/Berlin`.
fn zone(text: &str) -> Option<Zone> {
    let text = text.trim();
    let (text, named) = match text.split_once(['(', '[']) {
        Some((before, inner)) => (before.trim(), inner.trim_end_matches([')', ']']).trim()),
        None => (text, ""),
    };
    if text.is_empty() {
        return named.parse().ok();
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, offset) = text.split_at(letters);
    let known = ZONES.iter().find(|(zone, _)| name.eq_ignore_ascii_case(zone));
    match (known, offset.trim()) {
        (Some((_, 0)), "") => Some(Zone::Utc),
        (Some((_, minutes)), "") => Some(Zone::Ahead(minutes * 60)),
        (Some((_, 0)), offset) => ahead(offset),
        (None, offset) if name.is_empty() => ahead(offset),
        _ => text.parse().ok().filter(|_| text.contains('/')),
    }
}

/// `+02`, `+2`, `+0200`, `+02:00`.
fn ahead(text: &str) -> Option<Zone> {
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, &text[1..]),
        '-' => (-1, &text[1..]),
        '−' => (-1, text.get(3..)?),
        _ => return None,
    };
    let digits = digits.replacen(':', "", 1);
    let (hours, minutes) = match digits.len() {
        1 | 2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    (hours < 24 && minutes < 60)
        .then(|| Zone::Ahead(sign * (i32::from(hours) * 3_600 + i32::from(minutes) * 60)))
}
