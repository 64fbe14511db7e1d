//! A first plan for two exports: key, pairs of columns and rules, from their names and from what is in them.
//! It is a suggestion that a person sees and may change; what could hide a difference is offered, never applied.

mod columns;
mod formats;
mod keys;
mod names;
mod usual;
mod values;
mod whole;

use super::hints::{KeyRule, key_rules};
use super::plan::column;
use crate::engines::reconcile::Rule;
use crate::engines::reconcile::{Pair, Plan};
use crate::engines::tables::cell::{meant, text};
use crate::engines::tables::{Export, FileError, Marks, Records};
use columns::{Column, Pairing};

pub(super) use values::Met;
pub use values::SameValues;
use values::{Few, few_of};
pub use whole::hold;

/// Rows of either export that are looked at.
const LOOK: usize = 1_000;
/// Pairs of columns up to which all of them are looked at, and the fewest rows that ever are.
const NARROW: usize = 2_500;
/// See [`NARROW`].
const FEWEST: usize = 50;
/// The longest part of a value that is looked at, in bytes.
const LONGEST: usize = 200;
/// Below this, two columns are not taken for a pair.
const ALIKE: f64 = 0.45;

/// A plan, and what speaks for it.
#[derive(Debug, Clone)]
pub struct Suggestion {
    /// The plan; without keys when no column tells records apart.
    pub plan: Plan,
    /// For each key and then each column: what it rests on.
    pub why: Vec<String>,
    /// For each key and then each column: values that may mean the same. Nothing of it is in the plan.
    pub same: Vec<Vec<SameValues>>,
    /// Rules under which more keys would match. Nothing of it is in the plan either.
    pub keys: Vec<KeyRule>,
}

/// Looks at the beginning of both exports. With `keys`, names of columns, the key is known already.
///
/// # Errors
/// When an export cannot be read.
pub fn suggest(exports: [&Export; 2], keys: &[(String, String)]) -> Result<Suggestion, FileError> {
    suggest_paired(exports, keys, &[])
}

/// The same; `said` are pairs of columns that a person named. They stand last, in their order.
///
/// # Errors
/// As [`suggest`].
pub fn suggest_paired(
    [a, b]: [&Export; 2],
    keys: &[(String, String)],
    said: &[(String, String)],
) -> Result<Suggestion, FileError> {
    // Every column is held against every other: of wide exports fewer rows are looked at.
    let pairs = (a.header().len() * b.header().len()).max(1);
    let rows = (LOOK * NARROW / pairs).clamp(FEWEST, LOOK);
    let (mut a, mut b) = (look(a, rows)?, look(b, rows)?);
    let taken = keys::known(&a, &b, keys).or_else(|| keys::find(&a, &b)).unwrap_or_default();
    let places = |of: fn(&Pairing) -> usize| taken.iter().map(of).collect::<Vec<_>>();
    pass_over_keyless(&mut a, &places(|key| key.a));
    pass_over_keyless(&mut b, &places(|key| key.b));
    let rules = keys::rules(&a, &b, &taken);
    let joined = keys::join(&a, &b, &taken, &rules);
    let said = keys::named(&a, &b, said, "named as a pair");
    let mut pairs = columns::pairs(&a, &b, &joined, &taken, ALIKE);
    pairs.retain(|pair| said.iter().all(|other| pair.a != other.a && pair.b != other.b));
    pairs.extend(said);
    let mut suggestion =
        Suggestion { plan: Plan::default(), why: Vec::new(), same: Vec::new(), keys: Vec::new() };
    let pair = |pairing: &Pairing, rule: Rule| Pair {
        a: a[pairing.a].name.clone(),
        b: b[pairing.b].name.clone(),
        rule,
    };
    for (pairing, rule) in taken.iter().zip(rules) {
        suggestion.plan.keys.push(pair(pairing, rule));
        suggestion.why.push(pairing.why.clone());
        suggestion.same.push(Vec::new());
    }
    for pairing in &pairs {
        let (left, right) = (&a[pairing.a], &b[pairing.b]);
        let rule = formats::rule(left, right, &joined);
        suggestion.same.push(values::suggest(left, right, &joined, &rule));
        suggestion.plan.columns.push(pair(pairing, rule));
        suggestion.why.push(pairing.why.clone());
    }
    suggestion.keys = key_rules(&keys::unmatched(&a, &b, &taken, &joined), &suggestion.plan);
    Ok(suggestion)
}

/// Leaves the values of rows without a key out of what columns are judged by: totals at the end are no records.
fn pass_over_keyless(columns: &mut [Column], keys: &[usize]) {
    let rows = columns.first().map_or(0, |column| column.values.len());
    if keys.is_empty() {
        return;
    }
    for row in 0..rows {
        if keys.iter().all(|key| columns[*key].values[row].is_empty()) {
            for column in &mut *columns {
                column.values[row].clear();
                column.raw[row].clear();
            }
        }
    }
}

/// The first different values of each column, for a person who decides what it holds.
///
/// # Errors
/// When the export cannot be read.
pub fn examples(export: &Export, most: usize) -> Result<Vec<Vec<String>>, FileError> {
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

/// The values near the beginning of these columns, of those that have few.
pub(super) fn few_values<'a>(
    export: &Export,
    names: impl Iterator<Item = &'a String>,
) -> Result<Vec<Option<Few>>, FileError> {
    let columns = look(export, LOOK)?;
    let of = |name: &String| {
        let at = column(export.header(), name)?;
        few_of(columns[at].filled())
    };
    Ok(names.map(of).collect())
}

/// The beginning of an export, column by column.
fn look(export: &Export, most: usize) -> Result<Vec<Column>, FileError> {
    let new = |name: &String| Column { name: name.clone(), values: Vec::new(), raw: Vec::new() };
    let mut columns: Vec<Column> = export.header().iter().map(new).collect();
    let (cutter, mut buffer) = (export.blocks(), Vec::new());
    let (mut marks, mut cells, mut rows) = (Marks::default(), Vec::new(), 0);
    while rows < most
        && let Some(block) = cutter.next(&mut buffer)?
    {
        let data = &buffer[..block.length];
        let mut records = Records::new(data, &mut marks, export.dialect());
        while rows < most && records.next(&mut cells).is_some() {
            for (at, column) in columns.iter_mut().enumerate() {
                let cell = cells.get(at).map(|cell| cell.bytes(data)).unwrap_or_default();
                let cell = meant(&text(&cell[..cell.len().min(LONGEST)])).into_owned();
                column.values.push(cell.trim().to_owned());
                column.raw.push(cell);
            }
            rows += 1;
        }
    }
    Ok(columns)
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
        assert!(
            columns.contains(&"total=Sum (trim, number, codes, b.comma)".to_owned()),
            "{columns:?}"
        );
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
    fn totals_under_a_table_do_not_decide_how_its_columns_are_read() {
        let a = b"Tag;Betrag;Ref\n02.11.2026;1.234,56;R1\n03.11.2026;-5,00;R2\nSumme;1.229,56;\n";
        let b = b"Tag;Betrag;Ref\n2026-11-02;1234.56;R1\n2026-11-03;-5.00;R2\n";
        let key = [("Ref".to_owned(), "Ref".to_owned())];
        let plan = suggest([&export(a), &export(b)], &key).unwrap().plan;
        let rules: Vec<String> = plan.columns.iter().map(|pair| pair.rule.to_string()).collect();
        assert_eq!(rules, ["trim, date", "trim, number, codes, a.comma"]);
    }

    #[test]
    fn a_pair_that_a_person_named_is_compared_by_how_it_is_written() {
        let a = export(b"id;Valuta;Betrag\nA1;02.11.2026;1'250.00\nA2;13.11.2026;-45.50\n");
        let b = export(b"id,amount,paid\nA1,1250.00,2026-11-02\nA2,-45.50,2026-11-13\n");
        let said = [("Valuta", "paid"), ("betrag", "amount"), ("none", "paid")];
        let said = said.map(|(a, b)| (a.to_owned(), b.to_owned()));
        let plan = suggest_paired([&a, &b], &[], &said).unwrap().plan;
        let shown: Vec<String> = plan
            .columns
            .iter()
            .map(|pair| format!("{}={} {}", pair.a, pair.b, pair.rule))
            .collect();
        assert_eq!(shown, ["Valuta=paid trim, date", "Betrag=amount trim, number, codes"]);
    }

    #[test]
    fn nothing_is_suggested_where_nothing_tells_records_apart() {
        assert!(suggested("x\n1\n1\n1\n", "y\n2\n2\n2\n").0.is_empty());
    }
}
