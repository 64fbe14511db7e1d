//! A first plan for two exports: key, pairs of columns and rules, from their names and from what is in them.
//! It is a suggestion that a person sees and may change; every part of it says what it rests on.

mod columns;
mod formats;
mod names;

use super::read::{Export, Marks, Records, Unreadable, text};
use crate::engines::reconcile::Rule;
use crate::engines::reconcile::{Pair, Plan};
use columns::{Column, Pairing};
use std::collections::HashMap;

/// Rows of either export that are looked at.
const LOOK: usize = 1_000;
/// Pairs of columns up to which all of them are looked at, and the fewest rows that ever are.
const NARROW: usize = 2_500;
/// See [`NARROW`].
const FEWEST: usize = 50;
/// The longest part of a value that is looked at, in bytes.
const LONGEST: usize = 200;
/// From this share on, values say which record a row is.
const UNIQUE: f64 = 0.97;
/// From this share on, values do that say so by their column's name: what is compared may well hold a record twice.
const NAMED: f64 = 0.8;
/// Below this, two columns are not taken for a pair.
const ALIKE: f64 = 0.45;

/// A plan, and what speaks for it.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The plan; without keys when no column tells records apart.
    pub plan: Plan,
    /// For each key and then each column: what it rests on.
    pub why: Vec<String>,
}

/// Looks at the beginning of both exports. With `keys`, names of columns, the key is known already.
///
/// # Errors
/// When an export cannot be read.
pub fn suggest([a, b]: [&Export; 2], keys: &[(String, String)]) -> Result<Suggestion, Unreadable> {
    // Every column is held against every other: of wide exports fewer rows are looked at.
    let pairs = (a.header().len() * b.header().len()).max(1);
    let rows = (LOOK * NARROW / pairs).clamp(FEWEST, LOOK);
    let (a, b) = (look(a, rows)?, look(b, rows)?);
    let key = known(&a, &b, keys).or_else(|| key(&a, &b));
    let joined = key.as_ref().map(|key| join(&a, &b, key)).unwrap_or_default();
    let taken = key.clone().unwrap_or_default();
    let pairs = columns::pairs(&a, &b, &joined, &taken, ALIKE);
    let mut suggestion = Suggestion { plan: Plan::default(), why: Vec::new() };
    let pair = |pairing: &Pairing, rule: Rule| Pair {
        a: a[pairing.a].name.clone(),
        b: b[pairing.b].name.clone(),
        rule,
    };
    for pairing in &taken {
        let rule = formats::key_rule(&a[pairing.a], &b[pairing.b]);
        suggestion.plan.keys.push(pair(pairing, rule));
        suggestion.why.push(pairing.why.clone());
    }
    for pairing in &pairs {
        let rule = formats::rule(&a[pairing.a], &b[pairing.b], &joined);
        suggestion.plan.columns.push(pair(pairing, rule));
        suggestion.why.push(pairing.why.clone());
    }
    Ok(suggestion)
}

/// The first different values of each column, for a person who decides what it holds.
///
/// # Errors
/// When the export cannot be read.
pub fn examples(export: &Export, most: usize) -> Result<Vec<Vec<String>>, Unreadable> {
    let first = |column: Column| {
        let mut seen: Vec<String> = Vec::new();
        for value in column.filled() {
            if seen.len() == most {
                break;
            }
            if !seen.iter().any(|known| known == value) {
                seen.push(value.to_owned());
            }
        }
        seen
    };
    Ok(look(export, FEWEST * 4)?.into_iter().map(first).collect())
}

/// The beginning of an export, column by column.
fn look(export: &Export, most: usize) -> Result<Vec<Column>, Unreadable> {
    let new = |name: &String| Column { name: name.clone(), values: Vec::new() };
    let mut columns: Vec<Column> = export.header().iter().map(new).collect();
    let (cutter, mut buffer) = (export.blocks(), Vec::new());
    let (mut marks, mut cells, mut rows) = (Marks::default(), Vec::new(), 0);
    while rows < most
        && let Some(block) = cutter.next(&mut buffer)?
    {
        let data = &buffer[..block.length];
        let mut records = Records::new(data, &mut marks, export.delimiter());
        while rows < most && records.next(&mut cells).is_some() {
            for (at, column) in columns.iter_mut().enumerate() {
                let cell = cells.get(at).map(|cell| cell.bytes(data)).unwrap_or_default();
                let cell = text(&cell[..cell.len().min(LONGEST)]).trim().to_owned();
                column.values.push(cell);
            }
            rows += 1;
        }
    }
    Ok(columns)
}

/// The key that was named, when its columns are there.
fn known(a: &[Column], b: &[Column], keys: &[(String, String)]) -> Option<Vec<Pairing>> {
    let at = |columns: &[Column], name: &str| columns.iter().position(|column| column.name == name);
    let named = keys.iter().map(|(in_a, in_b)| {
        Some(Pairing {
            a: at(a, in_a)?,
            b: at(b, in_b)?,
            score: 1.0,
            why: "named as the key".into(),
        })
    });
    named.collect::<Option<Vec<_>>>().filter(|keys| !keys.is_empty())
}

/// The pair of columns that best tells records apart on both sides, or two pairs that do so together.
fn key(a: &[Column], b: &[Column]) -> Option<Vec<Pairing>> {
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
    let best = candidates.into_iter().max_by(|left, right| left.score.total_cmp(&right.score));
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

/// Rows of both beginnings that have one key.
fn join(a: &[Column], b: &[Column], key: &[Pairing]) -> Vec<(usize, usize)> {
    let of = |columns: &[Column], at: Vec<usize>, row: usize| -> Vec<String> {
        at.iter().map(|at| columns[*at].values[row].to_lowercase()).collect()
    };
    let (in_a, in_b): (Vec<usize>, Vec<usize>) = key.iter().map(|key| (key.a, key.b)).unzip();
    let rows = |columns: &[Column]| columns.first().map_or(0, |column| column.values.len());
    let mut known: HashMap<Vec<String>, usize> = HashMap::new();
    for row in 0..rows(a) {
        known.entry(of(a, in_a.clone(), row)).or_insert(row);
    }
    let met = (0..rows(b)).filter_map(|row| Some((*known.get(&of(b, in_b.clone(), row))?, row)));
    met.collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::export;
    use super::*;

    fn suggested(a: &str, b: &str) -> (Vec<String>, Vec<String>) {
        let (a, b) = (export(a.as_bytes()), export(b.as_bytes()));
        let plan = suggest([&a, &b], &[]).unwrap().plan;
        let shown = |pair: &Pair| format!("{}={} ({})", pair.a, pair.b, pair.rule);
        (plan.keys.iter().map(shown).collect(), plan.columns.iter().map(shown).collect())
    }

    #[test]
    fn key_and_pairs_are_found_under_other_names_and_in_another_order() {
        let a = "order_id,mail,total,state\nA1,x@e.org,10.00,PAID\nA2,y@e.org,12.50,OPEN\nA3,z@e.org,7.25,PAID\n";
        let b = "Status;Sum;OrderNo;Customer\npaid;12,50;A2;y@e.org\nopen;10,00;A1;x@e.org\npaid;7,25;A3;z@e.org\n";
        let (keys, columns) = suggested(a, b);
        assert_eq!(keys, ["order_id=OrderNo (trim)"]);
        assert!(columns.contains(&"mail=Customer (trim)".to_owned()), "{columns:?}");
        assert!(columns.contains(&"total=Sum (trim, number, b.comma)".to_owned()), "{columns:?}");
        assert!(columns.contains(&"state=Status (trim, case)".to_owned()), "{columns:?}");
    }

    #[test]
    fn examples_are_the_first_different_values() {
        let export = export(b"state,no\nPAID,1\nPAID,2\n,3\nOPEN,4\n");
        assert_eq!(examples(&export, 2).unwrap(), [["PAID", "OPEN"], ["1", "2"]]);
    }

    #[test]
    fn a_record_that_is_there_twice_does_not_take_its_id_for_something_else() {
        let a = "order_id,total\n1,3.00\n2,4.00\n3,5.00\n4,6.00\n5,7.00\n5,8.00\n";
        let b = "OrderNo;Total\n1;3,00\n2;4,00\n3;5,00\n4;6,00\n5;7,00\n";
        assert_eq!(suggested(a, b).0, ["order_id=OrderNo (trim)"]);
    }

    #[test]
    fn two_columns_are_a_key_where_one_is_not() {
        let table = "order,line,item\n1,1,a\n1,2,a\n2,1,a\n2,2,b\n";
        assert_eq!(suggested(table, table).0, ["order=order (trim)", "line=line (trim)"]);
    }

    #[test]
    fn nothing_is_suggested_where_nothing_tells_records_apart() {
        assert!(suggested("x\n1\n1\n1\n", "y\n2\n2\n2\n").0.is_empty());
    }
}
