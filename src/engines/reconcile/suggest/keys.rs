//! Which columns say which record a row is, and what of them is compared.
//! Keys are compared as text: `007` and `7` are two records, as `ab` and `AB` are, unless the exports show otherwise.

use super::super::normal::Normal;
use super::super::rule::Transform;
use super::columns::{self, Column, Pairing};
use super::formats::merges;
use super::{column, names};
use crate::engines::reconcile::Rule;
use std::collections::{HashMap, HashSet};

/// From this share on, values say which record a row is.
const UNIQUE: f64 = 0.97;
/// From this share on, values do that say so by their column's name: what is compared may well hold a record twice.
const NAMED: f64 = 0.8;

/// The key that was named, when its columns are there.
pub fn known(a: &[Column], b: &[Column], keys: &[(String, String)]) -> Option<Vec<Pairing>> {
    let found = named(a, b, keys, "named as the key");
    (found.len() == keys.len() && !found.is_empty()).then_some(found)
}

/// The columns that a person named together, of those that are there.
pub fn named(a: &[Column], b: &[Column], said: &[(String, String)], why: &str) -> Vec<Pairing> {
    let header =
        |columns: &[Column]| -> Vec<String> { columns.iter().map(|it| it.name.clone()).collect() };
    let (in_a, in_b) = (header(a), header(b));
    let there = |(left, right): &(String, String)| {
        let (a, b) = (column(&in_a, left)?, column(&in_b, right)?);
        Some(Pairing { a, b, score: 1.0, why: why.to_owned() })
    };
    said.iter().filter_map(there).collect()
}

/// The pair of columns that best tells records apart on both sides, or two pairs that do so together.
pub fn find(a: &[Column], b: &[Column]) -> Option<Vec<Pairing>> {
    let mut candidates = Vec::new();
    let tells = |(_, column): &(usize, &Column)| {
        let most = if names::is_id(&column.name) { NAMED } else { UNIQUE };
        column.unique() >= most
    };
    for (at, left) in a.iter().enumerate().filter(tells) {
        for (other, right) in b.iter().enumerate().filter(tells) {
            let name = names::alike(&left.name, &right.name);
            let (shared, shape) = (left.shared(right), left.shape_like(right));
            let id = f64::from(u8::from(names::is_id(&left.name)))
                + f64::from(u8::from(names::is_id(&right.name)));
            let first = 0.1 * f64::from(u8::from(at == 0)) + 0.1 * f64::from(u8::from(other == 0));
            let score = name + shared * 2.0 + shape * 0.5 + id * 0.4 + first;
            let why = columns::why("tells records apart on both sides", name, shared);
            if name > 0.5 || shared > 0.0 || shape > 0.8 {
                candidates.push(Pairing { a: at, b: other, score, why });
            }
        }
    }
    // Of equals the one that stands nearest to the beginning of both, whichever export comes first.
    let place = |pairing: &Pairing| (pairing.a + pairing.b, pairing.a.min(pairing.b));
    let better = |left: &Pairing, right: &Pairing| {
        left.score.total_cmp(&right.score).then_with(|| place(right).cmp(&place(left)))
    };
    let best = candidates.into_iter().max_by(better);
    best.map(|best| vec![best]).or_else(|| double(a, b))
}

/// Two columns with the same names on both sides that tell records apart together.
fn double(a: &[Column], b: &[Column]) -> Option<Vec<Pairing>> {
    let same: Vec<(usize, usize)> = a
        .iter()
        .enumerate()
        .filter_map(|(at, left)| {
            Some((at, b.iter().position(|right| names::alike(&left.name, &right.name) > 0.99)?))
        })
        .collect();
    let why = || "tells records apart together with the other".to_owned();
    let pairing = |(a, b): (usize, usize)| Pairing { a, b, score: 1.0, why: why() };
    same.iter().enumerate().find_map(|(nth, first)| {
        let second = same[nth + 1..].iter().find(|second| {
            columns::unique_together(&a[first.0], &a[second.0]) >= UNIQUE
                && columns::unique_together(&b[first.1], &b[second.1]) >= UNIQUE
        })?;
        Some(vec![pairing(*first), pairing(*second)])
    })
}

/// The rule of each part of a key: as little as needed.
pub fn rules(a: &[Column], b: &[Column], keys: &[Pairing]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = keys.iter().map(|key| plain(&a[key.a], &b[key.b])).collect();
    for at in 0..keys.len() {
        let mut folded = rules.clone();
        folded[at].case = true;
        if capitals_vary(&a[keys[at].a], &b[keys[at].b]) && agrees(a, b, keys, &rules, &folded) {
            rules = folded;
        }
    }
    for (rule, key) in rules.iter_mut().zip(keys) {
        rule.trim = !merges(rule, &a[key.a], &b[key.b]);
    }
    rules
}

/// Identifiers as text; a `.0` behind all numbers of one side is how a program wrote whole numbers.
pub fn plain(a: &Column, b: &Column) -> Rule {
    let mut rule = Rule { trim: true, ..Rule::default() };
    let whole = |column: &Column| column.filled().next().is_some() && column.filled().all(is_whole);
    let decimal = |column: &Column| {
        let pointed = |value: &str| {
            value.split_once('.').is_some_and(|(whole, zeros)| is_whole(whole) && zeros == "0")
        };
        column.filled().next().is_some() && column.filled().all(pointed)
    };
    if whole(a) && decimal(b) || decimal(a) && whole(b) {
        rule.transforms.push(Transform::Whole);
    }
    rule
}

fn is_whole(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether capitals could be a matter of taste: no value mixes them, and no side has a value twice without them.
fn capitals_vary(a: &Column, b: &Column) -> bool {
    let taste = |column: &Column| {
        let one_kind = |value: &str| value.to_lowercase() == value || value.to_uppercase() == value;
        let exact: HashSet<&str> = column.filled().collect();
        let folded: HashSet<String> = exact.iter().map(|value| value.to_lowercase()).collect();
        column.filled().all(one_kind) && exact.len() == folded.len()
    };
    taste(a) && taste(b)
}

/// Whether rows that are joined only by the second rules agree in something else: then they are one record.
fn agrees(a: &[Column], b: &[Column], keys: &[Pairing], rules: &[Rule], folded: &[Rule]) -> bool {
    let known: HashSet<(usize, usize)> = join(a, b, keys, rules).into_iter().collect();
    let mut more = join(a, b, keys, folded);
    more.retain(|pair| !known.contains(pair));
    let free = |at: &usize| !keys.iter().any(|key| key.a == *at);
    let same: Vec<(usize, usize)> = (0..a.len())
        .filter(free)
        .filter_map(|at| {
            Some((at, b.iter().position(|other| names::alike(&a[at].name, &other.name) > 0.99)?))
        })
        .collect();
    let agree = |(in_a, in_b): &&(usize, usize)| {
        let equal = |(left, right): &(usize, usize)| {
            let (left, right) = (&a[*left].values[*in_a], &b[*right].values[*in_b]);
            !left.is_empty() && left.eq_ignore_ascii_case(right)
        };
        same.iter().any(equal)
    };
    !more.is_empty() && more.iter().filter(agree).count() * 2 > more.len()
}

/// Rows of both beginnings that have one key.
pub fn join(a: &[Column], b: &[Column], keys: &[Pairing], rules: &[Rule]) -> Vec<(usize, usize)> {
    if keys.is_empty() {
        return Vec::new();
    }
    let of = |columns: &[Column], at: &dyn Fn(&Pairing) -> usize, row: usize| -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, rule) in keys.iter().zip(rules) {
            Normal::new(rule, rule.a).append(columns[at(key)].values[row].as_bytes(), &mut bytes);
        }
        bytes
    };
    let rows = |columns: &[Column]| columns.first().map_or(0, |column| column.values.len());
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    for row in 0..rows(a) {
        known.entry(of(a, &|key: &Pairing| key.a, row)).or_insert(row);
    }
    let met = (0..rows(b))
        .filter_map(|row| Some((*known.get(&of(b, &|key: &Pairing| key.b, row))?, row)));
    met.collect()
}

/// The keys of rows that only one of the beginnings has, part by part.
pub fn unmatched(
    a: &[Column],
    b: &[Column],
    keys: &[Pairing],
    joined: &[(usize, usize)],
) -> [Vec<Vec<String>>; 2] {
    let of = |columns: &[Column], at: fn(&Pairing) -> usize, known: HashSet<usize>| {
        let rows = columns.first().map_or(0, |column| column.values.len());
        let key =
            |row: usize| keys.iter().map(|key| columns[at(key)].values[row].clone()).collect();
        let filled = |key: &Vec<String>| key.iter().any(|part| !part.is_empty());
        (0..rows).filter(|row| !known.contains(row)).map(key).filter(filled).collect()
    };
    let in_a = of(a, |key| key.a, joined.iter().map(|(row, _)| *row).collect());
    [in_a, of(b, |key| key.b, joined.iter().map(|(_, row)| *row).collect())]
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::export;
    use super::super::suggest;

    fn key_rule(a: &str, b: &str) -> String {
        let (a, b) = (export(a.as_bytes()), export(b.as_bytes()));
        suggest([&a, &b], &[("id".into(), "id".into())]).unwrap().plan.keys[0].rule.to_string()
    }

    #[test]
    fn keys_are_text_and_capitals_count_unless_the_rows_show_otherwise() {
        let b = "id,x\nAB-1,1\nab-2,2\nab-3,4\n";
        assert_eq!(key_rule("id,x\nab-1,1\nAB-2,2\nab-3,3\n", b), "trim, case");
        assert_eq!(key_rule("id,x\nab-1,7\nAB-2,8\nab-3,3\n", b), "trim", "nothing else agrees");
        assert_eq!(key_rule("id\nab\n", "id\nAB\n"), "trim", "nothing else is there");
        let mixed = ("id,x\n0015Gv7qJ,1\n0015Gv7qK,2\n", "id,x\n0015Gv7qj,1\n0015Gv7qK,2\n");
        assert_eq!(key_rule(mixed.0, mixed.1), "trim", "a key that mixes capitals means them");
        let twice = ("id,x\nab,1\nAB,1\n", "id,x\nAB,1\nab,1\n");
        assert_eq!(key_rule(twice.0, twice.1), "trim", "both are used on both sides");
    }

    #[test]
    fn a_rule_under_which_keys_would_match_is_offered_and_not_applied() {
        let a = export(b"id,x\n#10000,a\n#10001,b\n#10002,c\n");
        let b = export(b"id,x\n10000,a\n10001,b\n10009,c\n");
        let suggestion = suggest([&a, &b], &[("id".into(), "id".into())]).unwrap();
        let offered: Vec<_> =
            suggestion.keys.iter().map(|key| (key.rule.as_str(), key.matches, key.of)).collect();
        assert_eq!(offered, [("strip=#", 2, 3)]);
        assert_eq!(suggestion.plan.keys[0].rule.to_string(), "trim");
    }

    #[test]
    fn whole_numbers_with_a_decimal_zero_are_whole_numbers() {
        assert_eq!(key_rule("id,x\n1001,a\n1002,b\n", "id,x\n1001.0,a\n1002.0,b\n"), "trim, whole");
        assert_eq!(key_rule("id,x\n1001,a\n1002,b\n", "id,x\n1001.0,a\n1002.5,b\n"), "trim");
        assert_eq!(key_rule("id,x\n007,a\n008,b\n", "id,x\n7,a\n8,b\n"), "trim");
    }
}
