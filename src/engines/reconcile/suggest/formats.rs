//! Rules for a pair of columns, from how their values are written and, where that leaves it open, from what the other side
//! says. What looks like a number but is a name, such as `007`, stays a text; two values that both sides use stay two.

use super::super::normal::{Meaning, Normal};
use super::columns::Column;
use super::{keys, names};
use crate::engines::reconcile::{Format, Kind, Rule};
use crate::engines::tables::{Amount, DateOrder, Hint, cell, evidence, hint};
use std::collections::HashSet;

/// The share of values that have to fit a kind.
const MOST: f64 = 0.95;
/// The kinds that values are tried for, in this order.
const KINDS: [Kind; 4] = [Kind::Number, Kind::Date, Kind::Money, Kind::Duration];

/// The rule for a pair of columns; rows that have one key show how the values of one side are meant.
pub fn rule(a: &Column, b: &Column, joined: &[(usize, usize)]) -> Rule {
    let mut rule = if names::is_code(&a.name) || names::is_code(&b.name) {
        keys::plain(a, b)
    } else {
        of_values(a, b, joined)
    };
    rule.null = writes_missing(a, b, rule.kind);
    careful(rule, a, b)
}

fn of_values(a: &Column, b: &Column, joined: &[(usize, usize)]) -> Rule {
    let mut rule = Rule { trim: true, ..Rule::default() };
    if is_flag(a, b) {
        return Rule { kind: Kind::Flag, ..rule };
    }
    let Some(kind) = KINDS.into_iter().find(|kind| both_fit(a, b, *kind)) else {
        rule.case = case_helps(a, b);
        return rule;
    };
    rule.kind = kind;
    rule.codes = matches!(kind, Kind::Number | Kind::Money);
    if kind == Kind::Money {
        rule.currency = currency(a, b);
    }
    (rule.a, rule.b) = agreed_formats(&rule, a, b, joined);
    rule
}

/// How two columns write their values: what makes most joined rows agree, where only one way does.
fn agreed_formats(
    rule: &Rule,
    a: &Column,
    b: &Column,
    joined: &[(usize, usize)],
) -> (Format, Format) {
    let (formats_a, formats_b) = (formats(a, rule.kind), formats(b, rule.kind));
    let usual = (formats_a[0], formats_b[0]);
    let mut best = vec![usual];
    let mut most = 0;
    for (in_a, in_b) in
        formats_a.iter().flat_map(|one| formats_b.iter().map(move |other| (*one, *other)))
    {
        let agreed = agreement(&Rule { a: in_a, b: in_b, ..rule.clone() }, a, b, joined);
        if agreed > most {
            (most, best) = (agreed, Vec::new());
        }
        if agreed == most {
            best.push((in_a, in_b));
        }
    }
    // What two ways would explain is not explained.
    match best.as_slice() {
        [one] => *one,
        _ => usual,
    }
}

/// How a column may write its values: one way when it tells by itself, and both where its values could be either.
fn formats(column: &Column, kind: Kind) -> Vec<Format> {
    let usual = Format::default();
    let either = |open: fn(&str) -> bool| column.filled().any(open);
    match kind {
        Kind::Number | Kind::Money | Kind::Duration => {
            let told = evidence::writes_commas(column.filled());
            match told {
                Some(comma) => vec![Format { comma, ..usual }],
                None if either(|value| value.contains([',', '.'])) => {
                    vec![usual, Format { comma: true, ..usual }]
                }
                None => vec![usual],
            }
        }
        Kind::Date | Kind::Day => match evidence::date_order(column.filled()) {
            Some(order) => vec![Format { order, ..usual }],
            None if either(|value| hint(value) == Hint::Either) => {
                vec![usual, Format { order: DateOrder::MonthFirst, ..usual }]
            }
            None => vec![usual],
        },
        Kind::Text | Kind::Flag => vec![usual],
    }
}

/// In how many joined rows a rule makes two columns agree.
fn agreement(rule: &Rule, a: &Column, b: &Column, joined: &[(usize, usize)]) -> usize {
    let (normal_a, normal_b) = (Normal::new(rule, rule.a), Normal::new(rule, rule.b));
    let agree = |(in_a, in_b): &&(usize, usize)| {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        normal_a.append(a.values[*in_a].as_bytes(), &mut left);
        normal_b.append(b.values[*in_b].as_bytes(), &mut right);
        left == right
    };
    joined.iter().filter(agree).count()
}

/// Whether a rule makes two values equal.
pub fn equal(rule: &Rule, left: &str, right: &str) -> bool {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    Normal::new(rule, rule.a).append(left.as_bytes(), &mut a);
    Normal::new(rule, rule.b).append(right.as_bytes(), &mut b);
    a == b
}

/// What a value means beyond its text, as far as one look tells.
pub fn meaning(value: &str, format: Format) -> Option<Meaning> {
    KINDS.into_iter().find_map(|kind| understood(value, kind, format))
}

fn understood(value: &str, kind: Kind, format: Format) -> Option<Meaning> {
    let rule = Rule { kind, ..Rule::default() };
    let mut normal = Vec::new();
    Normal::new(&rule, format).append(value.as_bytes(), &mut normal);
    Meaning::of(&normal)
}

/// Whether both columns hold a kind. Where one holds dates, the digits of the other may count seconds since 1970.
fn both_fit(a: &Column, b: &Column, kind: Kind) -> bool {
    let fit = |column: &Column, digits: bool| fits(column, kind, digits);
    match kind {
        Kind::Date => fit(a, false) && fit(b, true) || fit(a, true) && fit(b, false),
        _ => fit(a, false) && fit(b, false),
    }
}

/// Whether a column holds a kind; one code among its numbers says that they are names.
fn fits(column: &Column, kind: Kind, digits: bool) -> bool {
    let format = formats(column, kind)[0];
    let (mut all, mut fitting) = (0_usize, 0_usize);
    let rule = Rule { kind, ..Rule::default() };
    let (normal, mut bytes) = (Normal::new(&rule, format), Vec::new());
    for value in column.filled().filter(|value| !is_missing(value, kind)) {
        if matches!(kind, Kind::Number | Kind::Money) && Amount::is_code(value.as_bytes()) {
            return false;
        }
        bytes.clear();
        normal.append(value.as_bytes(), &mut bytes);
        all += 1;
        fitting += usize::from(Meaning::of(&bytes).is_some() && (digits || !is_name(value, kind)));
        // Most columns show soon that they hold something else.
        if (all - fitting) as f64 > (1.0 - MOST) * column.values.len() as f64 {
            return false;
        }
    }
    all > 0 && fitting as f64 >= MOST * all as f64
}

/// Digits that are no number, more of them than anyone counts; and a number that is no date.
fn is_name(value: &str, kind: Kind) -> bool {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        Kind::Number | Kind::Money => digits && value.len() > 12,
        Kind::Date | Kind::Day => digits,
        Kind::Text | Kind::Duration | Kind::Flag => false,
    }
}

/// The one currency that is named, when some amounts name none.
fn currency(a: &Column, b: &Column) -> Option<String> {
    let mut named = HashSet::new();
    for value in a.filled().chain(b.filled()) {
        if let Some(Meaning::Amount(_, currency)) =
            understood(value, Kind::Money, Format::default())
        {
            named.insert(currency);
        }
    }
    let unnamed = named.remove(&[0; 3]);
    let mut named = named.into_iter();
    match (unnamed, named.next(), named.next()) {
        (true, Some(one), None) => String::from_utf8(one.to_vec()).ok(),
        _ => None,
    }
}

/// Whether each side says yes with one word and no with one, and the two sides with others.
fn is_flag(a: &Column, b: &Column) -> bool {
    let words = |column: &Column| -> Option<HashSet<String>> {
        column.filled().next().and_then(cell::yes_or_no)?;
        let words: HashSet<String> = column.filled().map(str::to_lowercase).collect();
        let said: Option<HashSet<bool>> = words.iter().map(|word| cell::yes_or_no(word)).collect();
        said.filter(|said| !words.is_empty() && said.len() == words.len())?;
        Some(words)
    };
    words(a).zip(words(b)).is_some_and(|(in_a, in_b)| in_a.is_disjoint(&in_b))
}

/// Whether more values are on both sides once capitals don't count.
fn case_helps(a: &Column, b: &Column) -> bool {
    let exact: [HashSet<&str>; 2] = [a, b].map(|column| column.filled().collect());
    let folded: [HashSet<String>; 2] =
        [a, b].map(|column| column.filled().map(str::to_lowercase).collect());
    folded[0].intersection(&folded[1]).count() > exact[0].intersection(&exact[1]).count()
}

/// Whether a side writes words such as `NULL` for values that are missing.
fn writes_missing(a: &Column, b: &Column, kind: Kind) -> bool {
    [a, b].iter().any(|column| column.filled().any(|value| is_missing(value, kind)))
}

fn is_missing(value: &str, kind: Kind) -> bool {
    match kind {
        Kind::Date | Kind::Day => cell::is_no_date(value),
        _ => cell::is_missing(value),
    }
}

/// What a rule loses, the gentlest first, until it makes one of no two values that both sides use.
pub const STEPS: [fn(&mut Rule); 5] = [
    |rule| rule.null = false,
    |rule| rule.transforms.clear(),
    |rule| rule.case = false,
    |rule| *rule = Rule { trim: rule.trim, ..Rule::default() },
    |rule| rule.trim = false,
];

/// The rule without whatever makes one of two values that both sides use.
fn careful(mut rule: Rule, a: &Column, b: &Column) -> Rule {
    for step in STEPS {
        if !merges(&rule, a, b) {
            break;
        }
        step(&mut rule);
    }
    rule
}

/// Whether a rule makes one of two values that both sides use.
pub fn merges(rule: &Rule, a: &Column, b: &Column) -> bool {
    // A cell of spaces says as little as an empty one.
    let values = |column: &'_ Column| -> HashSet<String> {
        column
            .raw
            .iter()
            .map(|value| if value.trim().is_empty() { String::new() } else { value.clone() })
            .collect()
    };
    let (in_a, in_b) = (values(a), values(b));
    let common: Vec<&String> = in_a.intersection(&in_b).collect();
    let one_of_two = |format: Format| {
        let normal = Normal::new(rule, format);
        let mut seen: HashSet<Vec<u8>> = HashSet::new();
        common.iter().any(|value| {
            let mut bytes = Vec::new();
            normal.append(value.as_bytes(), &mut bytes);
            !seen.insert(bytes)
        })
    };
    one_of_two(rule.a) || one_of_two(rule.b)
}

#[cfg(test)]
mod tests;
