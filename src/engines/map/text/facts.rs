//! Facts of a step: `(5 min x 200/month, by Anna, creates order)` and `!memory`.
//! A bracket that holds anything else is part of the name, so that nobody loses words.

use super::quotes::{Quoted, quoted, unquoted};
use crate::engines::map::names::{Names, one_line};
use crate::engines::map::numbers::{decimal, shortest};
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

/// A number from nought up and what follows it; one that can be two is none.
fn amount(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number = decimal(&text[..end]).filter(|_| !can_be_two(&text[..end]))?;
    Some((number, text[end..].trim()))
}

/// Whether the point of a number may stand before a group of thousands too: `1.200`, but neither `0.125` nor `1.2000`.
/// Fields of forms take the same for two numbers.
fn can_be_two(number: &str) -> bool {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    part.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0"
}

/// A number as it is read again.
fn number(value: f64) -> String {
    let text = shortest(value);
    let zero = if can_be_two(&text) { "0" } else { "" };
    text + zero
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
        (Some(each), Some(times)) => {
            parts.push(format!("{} min x {}/month", number(each), number(times)));
        }
        (Some(each), None) => parts.push(format!("{} min", number(each))),
        (None, Some(times)) => parts.push(format!("{}/month", number(times))),
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
    use super::*;

    #[test]
    fn a_number_that_can_be_two_is_no_fact_and_is_written_as_one() {
        let names = Names::default();
        for text in ["1.200/month", "5 min x 1.200/month", "1.125 h", "1,200/month"] {
            assert!(read(text, &names).is_none(), "{text}");
        }
        for (text, runs) in [("1200/month", 1_200.0), ("1.2000/month", 1.2), ("0.125/month", 0.125)]
        {
            assert_eq!(read(text, &names).unwrap().runs_per_month, Some(runs), "{text}");
        }
        for minutes in [1.125, 123.456, 0.125, 1_200.0, 1_234.125] {
            let facts = StepFacts { minutes_per_run: Some(minutes), ..StepFacts::default() };
            assert_eq!(read(&alone(&facts, &names), &names), Some(facts), "{minutes}");
        }
    }
}
