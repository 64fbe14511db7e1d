//! Facts of a step: `(5 min x 200/month, by Anna, creates order)` and `!memory`.
//! A bracket that holds anything else is part of the name, so that nobody loses words.

use super::quotes::{Quoted, quoted, unquoted};
use crate::engines::map::names::{Names, one_line};
use crate::engines::map::{StepFacts, Touch, TouchKind};
use crate::platform::catalogue::Catalogue;

/// Working days in a month, for “10/day”.
const DAYS: f64 = 21.0;
/// Weeks in a month, for “50/week”.
const WEEKS: f64 = 52.0 / 12.0;
/// More than this many minutes or runs is a slip of the keyboard.
const MOST: f64 = 10_000_000.0;

/// The marks and what they set.
pub const MARKS: &[&str] = &["!memory", "!approval", "!audit"];

/// Sets the fact that a mark stands for; `false` when it is no mark.
pub fn mark(word: &str, facts: &mut StepFacts) -> bool {
    let fact = match word.to_ascii_lowercase().as_str() {
        "!memory" => &mut facts.relies_on_memory,
        "!approval" => &mut facts.needs_approval,
        "!audit" => &mut facts.needs_audit_trail,
        _ => return false,
    };
    *fact = true;
    true
}

/// Reads the inside of a bracket; `None` when any part of it is no fact.
pub fn bracket(inside: &str, facts: &StepFacts, names: &Names) -> Option<StepFacts> {
    let mut read = facts.clone();
    for item in Quoted::new(inside).items() {
        fact(item, &mut read, names)?;
    }
    Some(read)
}

fn fact(item: &str, facts: &mut StepFacts, names: &Names) -> Option<()> {
    let (verb, rest) = item.split_once(char::is_whitespace).unwrap_or((item, ""));
    let told = one_line(&unquoted(rest));
    match verb.to_ascii_lowercase().as_str() {
        "by" if !told.is_empty() && rest.trim() != "hand" => facts.trigger = told,
        "creates" if !told.is_empty() => facts.touches.push(touch(TouchKind::Creates, told, names)),
        "updates" if !told.is_empty() => facts.touches.push(touch(TouchKind::Updates, told, names)),
        _ => effort(item, facts)?,
    }
    Some(())
}

fn touch(kind: TouchKind, data: String, names: &Names) -> Touch {
    let data_type = names.data_types.id(&data);
    Touch { kind, data, data_type }
}

/// `5 min`, `200/month`, or both with an x between.
fn effort(item: &str, facts: &mut StepFacts) -> Option<()> {
    let lower = item.to_lowercase().replace('×', "x");
    match lower.split_once(" x ") {
        Some((each, times)) => {
            facts.minutes_per_run = Some(minutes(each)?);
            facts.runs_per_month = Some(runs(times)?);
        }
        None => match (minutes(&lower), runs(&lower)) {
            (Some(each), _) => facts.minutes_per_run = Some(each),
            (None, Some(times)) => facts.runs_per_month = Some(times),
            (None, None) => return None,
        },
    }
    Some(())
}

fn minutes(text: &str) -> Option<f64> {
    let (number, unit) = amount(text)?;
    let minutes = match unit {
        "s" | "sec" | "second" | "seconds" => number / 60.0,
        "m" | "min" | "mins" | "minute" | "minutes" => number,
        "h" | "hour" | "hours" => number * 60.0,
        _ => return None,
    };
    (minutes <= MOST).then_some(minutes)
}

fn runs(text: &str) -> Option<f64> {
    let (number, unit) = amount(text)?;
    let period = ["/", "per ", "a ", "times a "].iter().find_map(|sign| unit.strip_prefix(sign))?;
    let runs = match period.trim() {
        "month" => number,
        "week" => number * WEEKS,
        "day" => number * DAYS,
        _ => return None,
    };
    (runs <= MOST).then_some(runs)
}

/// A number from nought up and what follows it.
fn amount(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    Some((decimal(&text[..end])?, text[end..].trim()))
}

/// Digits that a number is read with; more of them say nothing.
const DIGITS: u32 = 17;
/// Places after the point that count.
const PLACES: u32 = 21;

/// A number of digits with at most one point among them: the nearest that there is, as the standard library reads it.
/// That would bring its tables of powers along, a tenth of what the browser loads compressed.
fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let empty = whole.is_empty() && part.is_empty();
    if empty || part.contains('.') || whole.trim_start_matches('0').len() > DIGITS as usize {
        return None;
    }
    let (mut digits, mut places) = (0_u128, 0);
    for digit in whole.bytes() {
        digits = digits * 10 + u128::from(digit - b'0');
    }
    for digit in part.bytes() {
        if places == PLACES || digits >= 10_u128.pow(DIGITS) {
            break;
        }
        digits = digits * 10 + u128::from(digit - b'0');
        places += 1;
    }
    if digits == 0 {
        return Some(0.0);
    }
    // So many binary places that the quotient has more than a number keeps, and a last one for what is left over.
    let shift = digits.leading_zeros();
    let (digits, scale) = (digits << shift, 10_u128.pow(places));
    let quotient = (digits / scale) | u128::from(digits % scale != 0);
    #[expect(clippy::cast_precision_loss, reason = "it rounds to the nearest")]
    let scaled = quotient as f64;
    Some(scaled / f64::from_bits((1023 + u64::from(shift)) << 52))
}

/// Reads facts that stand by themselves: `5 min, by Anna !memory`, with or without the bracket.
pub fn read(text: &str, names: &Names) -> Option<StepFacts> {
    let mut facts = StepFacts::default();
    let mut rest = text.trim();
    while let Some(at) = rest.rfind('!').filter(|at| mark(rest[*at..].trim(), &mut facts)) {
        rest = rest[..at].trim_end();
    }
    let inside = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    if inside.trim().is_empty() { Some(facts) } else { bracket(inside, &facts, names) }
}

/// The facts by themselves, as [`read`] takes them.
pub fn alone(facts: &StepFacts, names: &Names) -> String {
    format!("{}{}", inside(facts, names), marks(facts)).trim().to_owned()
}

/// The facts as text, with a space in front of each part; empty when there are none.
pub fn written(facts: &StepFacts, names: &Names) -> String {
    let inside = inside(facts, names);
    let bracket = if inside.is_empty() { String::new() } else { format!(" ({inside})") };
    bracket + &marks(facts)
}

fn marks(facts: &StepFacts) -> String {
    let set = [facts.relies_on_memory, facts.needs_approval, facts.needs_audit_trail];
    MARKS.iter().zip(set).filter(|(_, set)| *set).map(|(mark, _)| format!(" {mark}")).collect()
}

fn inside(facts: &StepFacts, names: &Names) -> String {
    let mut parts = Vec::new();
    match (facts.minutes_per_run, facts.runs_per_month) {
        (Some(each), Some(times)) => parts.push(format!("{each} min x {times}/month")),
        (Some(each), None) => parts.push(format!("{each} min")),
        (None, Some(times)) => parts.push(format!("{times}/month")),
        (None, None) => {}
    }
    if !one_line(&facts.trigger).is_empty() {
        parts.push(format!("by {}", item(&one_line(&facts.trigger))));
    }
    for touch in &facts.touches {
        let name = touch.data_type.and_then(|id| names.data_types.name(id)).unwrap_or(&touch.data);
        parts.push(format!("{} {}", touch.kind.key(), item(&one_line(name))));
    }
    parts.join(", ")
}

/// A value inside a bracket, quoted when it could end the item or be read as something else.
fn item(value: &str) -> String {
    let plain = !value.contains([',', ';', '(', ')', '"']) && value != "hand";
    if plain { value.to_owned() } else { quoted(value) }
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_read_as_the_standard_library_reads_it(value in 0.001..10_000_000.0_f64) {
            prop_assert_eq!(decimal(&value.to_string()), Some(value));
        }

        #[test]
        fn what_is_no_number_is_none(text in "[0-9.]{0,17}") {
            prop_assert_eq!(decimal(&text).is_some(), text.parse::<f64>().is_ok(), "{}", text);
        }
    }
}
