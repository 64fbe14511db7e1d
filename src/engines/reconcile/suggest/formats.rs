//! Rules for a pair of columns, from how their values are written.
//! What looks like a number but is a name, such as `007`, stays a text.

use super::super::normal::{Meaning, Normal};
use super::columns::Column;
use crate::engines::reconcile::{DateOrder, Format, Kind, Rule};
use std::collections::{BTreeMap, HashSet};

/// The share of values that have to fit a kind.
const MOST: f64 = 0.95;
/// Most different values of a column whose values are mapped.
const FEW: usize = 24;
/// Rows in which two values have to meet before they are taken for the same.
const OFTEN: usize = 3;

/// The rule for a key: as little as needed, for `007` and `7` may be two records.
pub fn key_rule(a: &Column, b: &Column) -> Rule {
    Rule { trim: true, case: case_helps(a, b), ..Rule::default() }
}

/// The rule for a pair of columns; rows that have one key show which values mean the same.
pub fn rule(a: &Column, b: &Column, joined: &[(usize, usize)]) -> Rule {
    let mut rule = Rule { trim: true, a: format(a), b: format(b), ..Rule::default() };
    let fits = |kind: Kind| fits(a, kind, rule.a) && fits(b, kind, rule.b);
    rule.kind = [Kind::Number, Kind::Date, Kind::Money]
        .into_iter()
        .find(|kind| fits(*kind))
        .unwrap_or_default();
    if rule.kind == Kind::Money {
        rule.currency = currency(a, b);
    }
    if rule.kind == Kind::Text {
        (rule.a, rule.b) = Default::default();
        rule.case = case_helps(a, b);
        rule.same = same(a, b, joined, rule.case);
    }
    rule
}

/// How a column writes numbers and dates.
pub fn format(column: &Column) -> Format {
    Format { comma: writes_commas(column), order: order(column), ..Format::default() }
}

/// What a value means beyond its text, as far as one look tells.
pub fn meaning(value: &str, format: Format) -> Option<Meaning> {
    [Kind::Number, Kind::Date, Kind::Money]
        .into_iter()
        .find_map(|kind| understood(value, kind, format))
}

fn understood(value: &str, kind: Kind, format: Format) -> Option<Meaning> {
    let rule = Rule { kind, ..Rule::default() };
    let mut normal = Vec::new();
    Normal::new(&rule, format).append(value.as_bytes(), &mut normal);
    Meaning::of(&normal)
}

fn fits(column: &Column, kind: Kind, format: Format) -> bool {
    let (mut all, mut fitting) = (0_usize, 0_usize);
    let rule = Rule { kind, ..Rule::default() };
    let (normal, mut bytes) = (Normal::new(&rule, format), Vec::new());
    for value in column.filled() {
        bytes.clear();
        normal.append(value.as_bytes(), &mut bytes);
        all += 1;
        fitting += usize::from(Meaning::of(&bytes).is_some() && !is_name(value, kind));
    }
    all > 0 && fitting as f64 >= MOST * all as f64
}

/// Digits that are no number: zeros in front, more of them than anyone counts; and a number that is no date.
fn is_name(value: &str, kind: Kind) -> bool {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = value.len() > 1 && value.starts_with('0') && digits;
    match kind {
        Kind::Number | Kind::Money => zeros || digits && value.len() > 12,
        Kind::Date | Kind::Day => digits,
        Kind::Text => false,
    }
}

/// Whether decimals stand behind a comma: what can only be so against what can only be otherwise.
fn writes_commas(column: &Column) -> bool {
    let decimals = |value: &str, separator: char, other: char| {
        let Some((whole, decimals)) = value.rsplit_once(separator) else { return false };
        let decimals = decimals.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
        digits && (decimals.len() != 3 || whole.contains(other)) && !whole.contains(separator)
    };
    let commas = column.filled().filter(|value| decimals(value, ',', '.')).count();
    let points = column.filled().filter(|value| decimals(value, '.', ',')).count();
    commas > points
}

/// Which part of numeric dates comes first: a number above 12 tells.
fn order(column: &Column) -> DateOrder {
    let (mut day, mut month) = (0_usize, 0_usize);
    for value in column.filled() {
        let mut parts = value.split(['/', '.', '-']).map(|part| part.trim().parse::<u32>().ok());
        if let (Some(Some(first)), Some(Some(second))) = (parts.next(), parts.next()) {
            day += usize::from((13..32).contains(&first) && second <= 12);
            month += usize::from((13..32).contains(&second) && first <= 12);
        }
    }
    if month > day { DateOrder::Month } else { DateOrder::Day }
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

/// Whether more values are on both sides once capitals don't count.
fn case_helps(a: &Column, b: &Column) -> bool {
    let exact: [HashSet<&str>; 2] = [a, b].map(|column| column.filled().collect());
    let folded: [HashSet<String>; 2] =
        [a, b].map(|column| column.filled().map(str::to_lowercase).collect());
    folded[0].intersection(&folded[1]).count() > exact[0].intersection(&exact[1]).count()
}

/// Values that stand for each other in rows with one key, where a column has few.
fn same(a: &Column, b: &Column, joined: &[(usize, usize)], case: bool) -> Vec<(String, String)> {
    let few = |column: &Column| column.filled().collect::<HashSet<_>>().len() <= FEW;
    if !few(a) || !few(b) {
        return Vec::new();
    }
    let mut met: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (in_a, in_b) in joined {
        let (left, right) = (a.values[*in_a].as_str(), b.values[*in_b].as_str());
        *met.entry(left).or_default().entry(right).or_default() += 1;
    }
    let equal = |left: &str, right: &str| {
        left == right || case && left.to_lowercase() == right.to_lowercase()
    };
    let pair = |(left, rights): (&str, BTreeMap<&str, usize>)| {
        let all: usize = rights.values().sum();
        let (right, count) = rights.into_iter().max_by_key(|(_, count)| *count)?;
        let often = count >= OFTEN && count * 10 >= all * 8;
        let filled = !left.is_empty() && !right.is_empty();
        (often && filled && !equal(left, right)).then(|| (left.to_owned(), right.to_owned()))
    };
    met.into_iter().filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> Column {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        Column { name: "column".into(), values }
    }

    fn suggested(a: &[&str], b: &[&str]) -> String {
        let joined: Vec<(usize, usize)> = (0..a.len().min(b.len())).map(|at| (at, at)).collect();
        rule(&column(a), &column(b), &joined).to_string()
    }

    #[test]
    fn a_rule_follows_from_how_values_are_written() {
        assert_eq!(suggested(&["1,234.50", "7.00"], &["1.234,5", "7"]), "trim, number, b.comma");
        assert_eq!(suggested(&["€5", "€6.50"], &["5.00", "6.5"]), "trim, money=EUR");
        assert_eq!(suggested(&["2026-01-31"], &["01/31/2026"]), "trim, date, b.mdy");
        assert_eq!(suggested(&["PAID", "open"], &["paid", "Open"]), "trim, case");
        assert_eq!(suggested(&["007", "012"], &["007", "12"]), "trim");
        assert_eq!(suggested(&["20260131", "20260201"], &["20260131", "7"]), "trim, number");
    }

    #[test]
    fn values_that_always_meet_are_taken_for_the_same() {
        let a = column(&["PAID", "PAID", "PAID", "PAID", "OPEN", "OPEN"]);
        let b = column(&["settled", "settled", "settled", "settled", "open", "x"]);
        let joined: Vec<(usize, usize)> = (0..6).map(|at| (at, at)).collect();
        assert_eq!(rule(&a, &b, &joined).same, [("PAID".to_owned(), "settled".to_owned())]);
    }
}
