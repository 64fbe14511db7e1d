//! The time of day behind a date, with its zone.
//! What stands there and is no time makes the whole no date.

use super::counted::nanos;
use super::parts::Part;
use crate::engines::tables::zone::Zone;
use chrono::NaiveTime;

/// Words between a date and a time.
const BEFORE_TIME: [&str; 8] = ["t", "at", "um", "à", "kl", "klo", "alle", "om"];
/// Zones by the letters with which programs of Europe and North America write them.
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

/// The time behind a date, if there is one, a year behind that, and the rest of the text.
pub fn clock<'a>(
    text: &'a str,
    parts: &[Part<'a>],
    mut used: usize,
) -> Option<(Option<NaiveTime>, Option<i32>, &'a str)> {
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
        return zoned.then_some((None, None, rest));
    }
    let numbers = numbers(text, parts, &mut used);
    let half = half(parts, &mut used);
    let whole_hour = parts.get(used).is_some_and(|part| part.is_word(&["uhr", "h"]));
    used += usize::from(whole_hour);
    let minutes = numbers.get(1).map_or(half.is_some() || whole_hour, |part| part.text.len() == 2);
    let time = if minutes { Some(time(&numbers, half)?) } else { return None };
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
pub fn zone(text: &str) -> Option<Zone> {
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
