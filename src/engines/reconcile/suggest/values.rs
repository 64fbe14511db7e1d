//! Values that may mean the same: they stand against each other in rows with one key, and neither is used on both sides.
//! It is offered with how often and where it is so; only a person makes two values one.

use super::columns::Column;
use super::formats::equal;
use crate::engines::reconcile::{Kind, Rule};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Most different values of a column whose values are offered as the same.
const FEW: usize = 24;
/// Most pairs of values of a column that are counted.
const PAIRS: usize = 200;
/// Rows in which two values have to meet before that is worth a word.
const OFTEN: u64 = 3;

/// Two values that may mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameValues {
    /// What the first export says.
    pub a: String,
    /// What the second says.
    pub b: String,
    /// In so many rows they stand against each other.
    pub rows: u64,
    /// Of so many in which the first export says it and the second something else.
    pub of: u64,
    /// The key of one of them; empty where it is not known.
    pub example: String,
}

/// The values of a column, where it has few.
pub struct Few(HashSet<String>);

/// The values of a column near its beginning, when they are few.
pub fn few_of<'a>(values: impl Iterator<Item = &'a str>) -> Option<Few> {
    let mut seen = HashSet::new();
    for value in values {
        seen.insert(value.to_owned());
        if seen.len() > FEW {
            return None;
        }
    }
    Some(Few(seen))
}

/// Which values meet in a column, and how often.
#[derive(Debug, Clone, Default)]
pub struct Met {
    pairs: BTreeMap<(String, String), (u64, String)>,
    /// More than are worth counting: the column is no list of states.
    many: bool,
}

impl Met {
    /// Notes that two different values stand against each other in a row.
    pub fn note(&mut self, a: &str, b: &str, example: impl FnOnce() -> String) {
        if self.many || a.is_empty() || b.is_empty() {
            return;
        }
        let pair = (a.to_owned(), b.to_owned());
        let (rows, _) = self.pairs.entry(pair).or_insert_with(|| (0, example()));
        *rows += 1;
        self.many = self.pairs.len() > PAIRS;
    }

    /// Whether no two values were noted.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// What of it may mean the same: values that neither side's beginning, nor any difference, shows on both sides.
    pub fn suggestions(self, a: Option<Few>, b: Option<Few>) -> Vec<SameValues> {
        let (Some(Few(mut in_a)), Some(Few(mut in_b))) = (a, b) else { return Vec::new() };
        if self.many {
            return Vec::new();
        }
        let mut all: BTreeMap<&str, u64> = BTreeMap::new();
        for ((left, right), (rows, _)) in &self.pairs {
            *all.entry(left).or_default() += rows;
            in_a.insert(left.clone());
            in_b.insert(right.clone());
        }
        let one_side =
            |left: &String, right: &String| !in_b.contains(left) && !in_a.contains(right);
        let suggestion = |((left, right), (rows, example)): (&(String, String), &(u64, String))| {
            let of = all.get(left.as_str()).copied().unwrap_or(0);
            let often = *rows >= OFTEN && rows * 10 >= of * 8 && one_side(left, right);
            let (a, b, example) = (left.clone(), right.clone(), example.clone());
            often.then_some(SameValues { a, b, rows: *rows, of, example })
        };
        self.pairs.iter().filter_map(suggestion).collect()
    }
}

/// What the beginnings of two columns suggest.
pub fn suggest(a: &Column, b: &Column, joined: &[(usize, usize)], rule: &Rule) -> Vec<SameValues> {
    let (few_a, few_b) = (few_of(a.filled()), few_of(b.filled()));
    if rule.kind != Kind::Text || few_a.is_none() || few_b.is_none() {
        return Vec::new();
    }
    let mut met = Met::default();
    for (in_a, in_b) in joined {
        let (left, right) = (&a.values[*in_a], &b.values[*in_b]);
        if !equal(rule, left, right) {
            met.note(left, right, String::new);
        }
    }
    met.suggestions(few_a, few_b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[&str]) -> Column {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        Column { name: "column".into(), raw: values.clone(), values }
    }

    fn suggested(a: &[&str], b: &[&str]) -> Vec<(String, String, u64, u64)> {
        let joined: Vec<(usize, usize)> = (0..a.len()).map(|at| (at, at)).collect();
        let rule = "trim,case".parse().unwrap();
        let found = suggest(&column(a), &column(b), &joined, &rule);
        found.into_iter().map(|same| (same.a, same.b, same.rows, same.of)).collect()
    }

    #[test]
    fn values_that_always_meet_are_offered_with_their_count() {
        let a = ["PAID", "PAID", "PAID", "PAID", "OPEN", "OPEN"];
        let b = ["settled", "settled", "settled", "settled", "open", "x"];
        assert_eq!(suggested(&a, &b), [("PAID".into(), "settled".into(), 4, 4)]);
    }

    #[test]
    fn a_value_that_both_sides_use_is_never_offered() {
        let a = ["paid", "paid", "paid", "paid", "open"];
        assert_eq!(suggested(&a, &["open", "open", "open", "open", "open"]), []);
        assert_eq!(suggested(&a, &["refunded", "refunded", "refunded", "refunded", "paid"]), []);
    }

    #[test]
    fn a_column_of_many_values_is_no_list_of_states() {
        let many: Vec<String> = (0..60).map(|at| format!("m{at}")).collect();
        let others: Vec<String> = many.iter().map(|value| format!("x{value}")).collect();
        let (a, b): (Vec<&str>, Vec<&str>) = (
            many.iter().map(String::as_str).collect(),
            others.iter().map(String::as_str).collect(),
        );
        assert_eq!(suggested(&a, &b), []);
    }
}
