//! Lengths of time as people and programs write them: `1:30:00`, `PT90M`, `1 h 30 min`.
//! A number without a unit is none: nobody knows of what.

use super::amount::Amount;

/// Units by their names, in seconds.
const UNITS: [(&[&str], i64); 5] = [
    (&["d", "day", "days", "tag", "tage", "tagen", "j", "jour", "jours", "día", "días"], 86_400),
    (
        &[
            "h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures",
            "hora", "horas",
        ],
        3_600,
    ),
    (&["m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos"], 60),
    (
        &[
            "s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden", "segundo",
            "segundos",
        ],
        1,
    ),
    (&["w", "week", "weeks", "woche", "wochen"], 604_800),
];

/// A length of time in seconds; `comma` says what a single separator means that could be either.
#[must_use]
pub fn read(text: &str, comma: bool) -> Option<Amount> {
    let text = text.trim();
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let milliseconds =
        clock(text).or_else(|| units(&iso(text).unwrap_or_else(|| text.to_lowercase()), comma))?;
    Some(Amount::new(if negative { -milliseconds } else { milliseconds }, 3))
}

/// `PT1H30M` as `1h30m`.
fn iso(text: &str) -> Option<String> {
    let (days, clock) = text.strip_prefix('P')?.split_once('T').unwrap_or((&text[1..], ""));
    Some(format!("{days}{clock}").to_lowercase())
}

/// `1:30`, `36:15:00.5`: hours, minutes and seconds.
fn clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hours: i64 = whole(parts.next()?)?;
    let minutes = parts.next().filter(|part| part.len() == 2).and_then(whole)?;
    let seconds = parts.next().map_or(Some(0), thousandths)?;
    (parts.next().is_none() && minutes < 60 && seconds < 60_000)
        .then(|| hours.checked_mul(3_600_000)?.checked_add(minutes * 60_000 + seconds))?
}

/// Numbers, each with its unit.
fn units(text: &str, comma: bool) -> Option<i64> {
    let (mut rest, mut sum) = (text.trim(), None);
    while !rest.is_empty() {
        let end =
            rest.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','))?;
        let (number, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let end = behind.find(|letter: char| !letter.is_alphabetic()).unwrap_or(behind.len());
        let (_, seconds) = UNITS.iter().find(|(names, _)| names.contains(&&behind[..end]))?;
        let number = Amount::read(number.as_bytes(), comma)?.thousandths()?;
        sum = Some(number.checked_mul(*seconds)?.checked_add(sum.unwrap_or(0))?);
        rest = behind[end..].trim_start_matches(['.', ',', ' ']);
    }
    sum
}

fn whole(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() < 9 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A number with at most three decimals, in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (number, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let fraction = if decimals.is_empty() { 0 } else { whole(&format!("{decimals:0<3}"))? };
    (decimals.len() <= 3).then(|| Some(whole(number)? * 1_000 + fraction))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_length_has_one_form_however_it_is_written() {
        for text in [
            "1:30",
            "01:30:00",
            "PT1H30M",
            "PT90M",
            "1 h 30 min",
            "1.5 h",
            "90min",
            "5400 s",
            "1,5 Std.",
        ] {
            assert_eq!(read(text, false), Some(Amount::new(5_400, 0)), "{text}");
        }
        assert_eq!(read("36:00:00", false), read("1d 12h", false));
        assert_eq!(read("-0:00:01.5", false), Some(Amount::new(-15, 1)));
    }

    #[test]
    fn a_single_separator_means_what_the_side_says() {
        for (text, comma) in [("1,200 s", false), ("1.200 s", true), ("1200 s", false)] {
            assert_eq!(read(text, comma), Some(Amount::new(1_200, 0)), "{text}");
        }
        for (text, comma) in [("1,200 s", true), ("1.200 s", false), ("1.2 s", true)] {
            assert_eq!(read(text, comma), Some(Amount::new(12, 1)), "{text}");
        }
    }

    #[test]
    fn what_names_no_unit_is_no_length() {
        for text in ["", "90", "1:60", "1:5", "2024-01-25", "P", "1 x", "h", "99999999999:00"] {
            assert_eq!(read(text, false), None, "{text}");
        }
    }
}
