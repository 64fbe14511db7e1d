//! What holds for any exports: against a model that is too simple to be wrong, mirrored, and with themselves.
//! No two values that both sides use are ever equal without a person's word.

use super::super::compare::reconcile_by;
use super::super::digest::Digest;
use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Table = Vec<(u8, u8, u8)>;

fn table() -> impl Strategy<Value = Table> {
    prop::collection::vec((0_u8..12, 0_u8..3, 0_u8..3), 0..30)
}

fn written(table: &Table) -> Vec<u8> {
    let rows: String = table.iter().map(|(id, x, y)| format!("k{id},{x},\"{y}\n\"\n")).collect();
    format!("id,x,y\n{rows}").into_bytes()
}

/// What the summary has to be, counted in the simplest way.
fn model(a: &Table, b: &Table) -> Summary {
    let grouped = |table: &Table| {
        let mut keys: BTreeMap<u8, Vec<(u8, u8)>> = BTreeMap::new();
        table.iter().for_each(|(id, x, y)| keys.entry(*id).or_default().push((*x, *y)));
        keys
    };
    let (in_a, in_b) = (grouped(a), grouped(b));
    let mut summary =
        Summary { rows_a: a.len() as u64, rows_b: b.len() as u64, ..Summary::default() };
    for key in in_a.keys().chain(in_b.keys()).collect::<BTreeSet<_>>() {
        let empty = Vec::new();
        let (left, right) = (in_a.get(key).unwrap_or(&empty), in_b.get(key).unwrap_or(&empty));
        let conflict = |rows: &[(u8, u8)]| u64::from(rows.iter().any(|row| *row != rows[0]));
        summary.only_a += u64::from(right.is_empty());
        summary.only_b += u64::from(left.is_empty());
        summary.dup_keys_a += u64::from(left.len() > 1);
        summary.dup_keys_b += u64::from(right.len() > 1);
        summary.conflicting_keys_a += conflict(left);
        summary.conflicting_keys_b += conflict(right);
        if let ([(x, y)], [(v, w)]) = (left.as_slice(), right.as_slice()) {
            summary.changed_rows += u64::from((x, y) != (v, w));
            summary.changed_cells += u64::from(x != v) + u64::from(y != w);
        }
    }
    summary
}

fn without_ids(mut summary: Summary) -> Summary {
    summary.mismatched_ids = 0;
    summary
}

/// What cells of real exports look like, and what could be taken for one another.
fn value() -> impl Strategy<Value = String> {
    let words = [
        "paid",
        "PAID",
        "Paid",
        "open",
        "Open",
        "yes",
        "Yes",
        "1",
        "0",
        "no",
        "1.0",
        "1.00",
        "01",
        "001",
        "1,0",
        "1E3",
        "1000",
        "1,000",
        "1.000",
        "15%",
        "0.15",
        "€5",
        "5",
        "5 EUR",
        "2024-01-15",
        "15.01.2024",
        "01/02/2024",
        "2024-02-01",
        "NULL",
        "\\N",
        "None",
        "",
        "1:30",
        "90 min",
        "x",
        "x ",
        "#1",
        "é",
        "É",
    ];
    prop::sample::select(words.to_vec()).prop_map(str::to_owned)
}

fn written_values(values: &[String]) -> Vec<u8> {
    rows("state", &values.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A difference as whoever holds the exports the other way round sees it.
fn mirrored(found: Difference) -> Difference {
    use Difference as D;
    let other = |side: Side| if side == Side::A { Side::B } else { Side::A };
    let turned = |cells: Vec<Cell>| -> Vec<Cell> {
        cells.into_iter().map(|cell| Cell { a: cell.b, b: cell.a, ..cell }).collect()
    };
    match found {
        D::Changed { key, rows: [a, b], cells, late } => D::Changed {
            key,
            rows: [b, a],
            cells: turned(cells),
            late: late.map(|late| Late { side: other(late.side), ..late }),
        },
        D::Only { side, key, row, values, pending } => {
            D::Only { side: other(side), key, row, values, pending }
        }
        D::Duplicate { key, rows: [a, b], conflicting: [x, y], cells, alike } => {
            D::Duplicate { key, rows: [b, a], conflicting: [y, x], cells: turned(cells), alike }
        }
        D::Mismatched { keys: [a, b], rows: [x, y] } => {
            D::Mismatched { keys: [b, a], rows: [y, x] }
        }
        D::NoKey { side, row } => D::NoKey { side: other(side), row },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_summary_is_what_the_simplest_count_says(a in table(), b in table()) {
        let (summary, _) = text_of(&written(&a), &written(&b));
        prop_assert_eq!(without_ids(summary), model(&a, &b));
    }

    #[test]
    fn keys_with_one_number_are_still_two(a in table(), b in table()) {
        let (a, b) = (export(&written(&a)), export(&written(&b)));
        let plan = plan_of(&a, &b, "exact");
        let count = |digest: &Digest| {
            let outcome = reconcile_by(digest, [&a, &b], &plan, (2, &Watch::default()), |_| {});
            without_ids(outcome.unwrap().summary)
        };
        prop_assert_eq!(count(&Digest::forgetful()), count(&Digest::new()));
    }

    #[test]
    fn the_order_of_rows_changes_nothing(mut a in table(), b in table(), by in 0_usize..30) {
        let (before, _) = text_of(&written(&a), &written(&b));
        let by = by % a.len().max(1);
        a.rotate_left(by);
        a.reverse();
        prop_assert_eq!(text_of(&written(&a), &written(&b)).0, before);
    }

    #[test]
    fn swapping_the_sides_mirrors_the_summary(a in table(), b in table()) {
        let (there, _) = text_of(&written(&a), &written(&b));
        let (back, _) = text_of(&written(&b), &written(&a));
        let mirrored = Summary {
            rows_a: back.rows_b, rows_b: back.rows_a, only_a: back.only_b, only_b: back.only_a,
            dup_keys_a: back.dup_keys_b, dup_keys_b: back.dup_keys_a,
            conflicting_keys_a: back.conflicting_keys_b, conflicting_keys_b: back.conflicting_keys_a,
            ..back
        };
        prop_assert_eq!(mirrored, there);
    }

    #[test]
    fn no_two_values_that_both_sides_use_are_ever_equal(values in prop::collection::vec(value(), 2..7), seed in any::<u64>()) {
        // Every value stands on both sides, in another order on the second.
        let a: Vec<&str> = values.iter().map(String::as_str).collect();
        let mut b = a.clone();
        let by = seed as usize % b.len();
        b.rotate_left(by);
        let (_, outcome, _) = suggested(&rows("state", &a), &rows("state", &b));
        let differ = |(left, right): &(&&str, &&str)| left.trim() != right.trim() || left != right && !left.trim().is_empty();
        let expected = a.iter().zip(&b).filter(differ).count() as u64;
        prop_assert_eq!(outcome.summary.changed_rows, expected, "{:?} {:?}", a, b);
    }

    #[test]
    fn keys_that_both_sides_use_are_never_one(keys in prop::collection::btree_set("[aAbB01.]{1,4}", 2..7)) {
        let table: String = keys.iter().map(|key| format!("{key},x\n")).collect();
        let text = format!("id,state\n{table}");
        let (_, outcome, found) = suggested(text.as_bytes(), text.as_bytes());
        prop_assert_eq!((outcome.summary.dup_keys_a, found), (0, Vec::new()));
    }

    #[test]
    fn an_export_is_the_same_as_itself(values in prop::collection::vec((0_u8..9, value(), value()), 0..12)) {
        // Some keys come twice, and some rows have none.
        let key = |id: u8| if id == 0 { String::new() } else { format!("r{id}") };
        let rows: String = values.iter().map(|(id, x, y)| format!("{},\"{x}\",\"{y}\"\n", key(*id))).collect();
        let text = format!("id,state,total\n{rows}");
        let (_, outcome, found) = suggested(text.as_bytes(), text.as_bytes());
        prop_assert!(outcome.same, "{:?}", found);
        prop_assert_eq!(outcome.hints, Hints::default());
    }

    #[test]
    fn swapping_the_sides_swaps_the_report(left in prop::collection::vec(value(), 1..8), right in prop::collection::vec(value(), 1..8)) {
        let (a, b) = (written_values(&left), written_values(&right));
        let (plan, there, found) = suggested(&a, &b);
        let (plan_back, back, found_back) = suggested(&b, &a);
        let swapped = |rule: &Rule| Rule { a: rule.b, b: rule.a, ..rule.clone() };
        let rules: Vec<Rule> = plan.pairs().map(|pair| pair.rule.clone()).collect();
        let rules_back: Vec<Rule> = plan_back.pairs().map(|pair| swapped(&pair.rule)).collect();
        prop_assert_eq!(rules, rules_back);
        prop_assert_eq!(there.summary.changed_cells, back.summary.changed_cells);
        prop_assert_eq!((there.summary.only_a, there.summary.only_b), (back.summary.only_b, back.summary.only_a));
        let sorted = |mut found: Vec<String>| {
            found.sort();
            found
        };
        let told = found.iter().map(|found| format!("{found:?}")).collect();
        let told_back = found_back.into_iter().map(|found| format!("{:?}", mirrored(found))).collect();
        prop_assert_eq!(sorted(told), sorted(told_back));
    }

    #[test]
    fn no_bytes_make_it_fail_but_with_a_sentence(a in prop::collection::vec(any::<u8>(), 0..200), b in "[ab,;\"\n\r]{0,99}") {
        let mut files = [tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap()];
        files[0].write_all(&a).unwrap();
        files[1].write_all(b.as_bytes()).unwrap();
        let [a, b] = files.map(|file| Export::read(file, "export.csv".into()));
        if let (Ok(a), Ok(b)) = (a, b) {
            let plan = plan_of(&a, &b, "trim,case,number");
            let _ = reconcile([&a, &b], &plan, 2, &Watch::default(), |_| {});
        }
    }
}
