//! Reconciliation as a whole, against files written for it and against a model that is too simple to be wrong.
//! Every case runs with one thread and with several.

mod properties;
mod suggestions;
mod written;

use super::*;
use crate::engines::tables::Export;
use std::io::Write;

/// An export with these bytes.
pub fn export(bytes: &[u8]) -> Export {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Export::read(file, "export.csv".into()).unwrap()
}

fn plan_of(a: &Export, b: &Export, rule: &str) -> Plan {
    let pair = |(a, b): (&String, &String)| Pair {
        a: a.clone(),
        b: b.clone(),
        rule: rule.parse().unwrap(),
    };
    let mut pairs: Vec<Pair> = a.header().iter().zip(b.header()).map(pair).collect();
    let columns = pairs.split_off(1);
    Plan { keys: pairs, columns, late: None }
}

/// The outcome and the differences, the same for one thread and for three.
fn run(a: &Export, b: &Export, plan: &Plan) -> (Outcome, Vec<Difference>) {
    let with = |threads: usize| {
        let mut found = Vec::new();
        let watch = Watch::default();
        let outcome =
            reconcile([a, b], plan, threads, &watch, |it| found.push(it.clone())).unwrap();
        (outcome, found)
    };
    let one = with(1);
    assert_eq!(one, with(3), "threads don't matter");
    one
}

fn compared(a: &[u8], b: &[u8], rule: &str) -> (Outcome, Vec<Difference>) {
    let (a, b) = (export(a), export(b));
    let plan = plan_of(&a, &b, rule);
    run(&a, &b, &plan)
}

fn text_of(a: &[u8], b: &[u8]) -> (Summary, Vec<Difference>) {
    let (outcome, found) = compared(a, b, "exact");
    (outcome.summary, found)
}

/// Compared by what is suggested, with the key that was named.
fn suggested(a: &[u8], b: &[u8]) -> (Plan, Outcome, Vec<Difference>) {
    let (a, b) = (export(a).headed_by(&["id"]).unwrap(), export(b).headed_by(&["id"]).unwrap());
    let mut plan = suggest([&a, &b], &[("id".into(), "id".into())]).unwrap().plan;
    hold([&a, &b], &mut plan, 2, |_| false).unwrap();
    let (outcome, found) = run(&a, &b, &plan);
    (plan, outcome, found)
}

fn rows(column: &str, values: &[&str]) -> Vec<u8> {
    let rows = values
        .iter()
        .enumerate()
        .map(|(id, value)| format!("r{id},\"{}\"\n", value.replace('"', "\"\"")));
    format!("id,{column}\n{}", rows.collect::<String>()).into_bytes()
}

#[test]
fn each_kind_of_difference_is_found_and_counted_once() {
    let a = b"id,name,age\n1,Ana,30\n2,Ben,31\n3,Cleo,32\n4,Dee,33\n4,Dee,33\n6,Eve,36\n8,Gus,38\n,Nil,1\n";
    let b = b"id,name,age\n1,Ana,30\n2,Ben,41\n4,Dee,33\n5,Fay,35\n5,Fay,36\n7,Eve,36\n8,Gus,38\n8,Gus,39\n";
    let (summary, found) = text_of(a, b);
    let expected = Summary {
        rows_a: 8,
        rows_b: 8,
        only_a: 2,
        only_b: 2,
        changed_rows: 1,
        changed_cells: 1,
        dup_keys_a: 1,
        dup_keys_b: 2,
        conflicting_keys_b: 2,
        mismatched_ids: 1,
        no_key_a: 1,
        ..Summary::default()
    };
    assert_eq!(summary, expected);
    let Difference::Changed { key, rows, cells, .. } = &found[0] else { panic!("{found:?}") };
    assert_eq!((key.as_slice(), rows), (&["2".to_owned()][..], &[3, 3]));
    assert_eq!(
        (cells[0].a.as_slice(), cells[0].b.as_slice()),
        (&["31".to_owned()][..], &["41".to_owned()][..])
    );
}

#[test]
fn hostile_csv_is_read_as_it_is_meant() {
    let plain = b"id,note\n1,\"a \"\"b\"\"\nc\"\n2,x\n3,caf\xc3\xa9\n";
    let same: [&[u8]; 4] = [
        b"\xef\xbb\xbfid,note\r\n1,\"a \"\"b\"\"\r\nc\"\r\n\r\n2,x\r\n3,caf\xc3\xa9",
        b"sep=;\nid;note\n1;\"a \"\"b\"\"\nc\"\n2;\"x\"\n3;caf\xe9\n",
        b"id\tnote\r1\t\"a \"\"b\"\"\nc\"\r2\tx\r3\tcaf\xc3\xa9\r",
        b"id|note\n3|caf\xe9\n2|\"x\"\n1|\"a \"\"b\"\"\nc\"\n",
    ];
    for same in same {
        let (summary, found) = text_of(plain, same);
        assert_eq!((summary.rows_b, found), (3, Vec::new()), "{}", String::from_utf8_lossy(same));
    }
    let units = String::from_utf8_lossy(plain)
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect::<Vec<_>>();
    assert_eq!(text_of(plain, &[b"\xff\xfe", units.as_slice()].concat()).1, Vec::new());
}

#[test]
fn ragged_rows_are_counted_and_what_they_lack_is_empty() {
    let (summary, found) = text_of(b"id,x,y\n1,a\n2,a,b,c\n", b"id,x,y\n1,a,\n2,a,b\n");
    assert_eq!((summary.ragged_a, summary.ragged_b, found), (2, 0, Vec::new()));
}

#[test]
fn columns_with_one_name_are_told_apart() {
    let (a, b) = (export(b"id,x,x\n1,a,b\n"), export(b"id,x,x\n1,a,c\n"));
    assert_eq!(a.header(), ["id", "x", "x (2)"]);
    assert_eq!(a.notes().len(), 1);
    let (outcome, _) = run(&a, &b, &plan_of(&a, &b, "exact"));
    assert_eq!(outcome.cells, [0, 1]);
}

#[test]
fn a_cell_of_a_megabyte_is_compared_whole() {
    let row = |last: &str| format!("id,x\n1,\"{}{last}\"\n2,b\n", "line\n".repeat(200_000));
    let (summary, _) = text_of(row("a").as_bytes(), row("b").as_bytes());
    assert_eq!((summary.rows_a, summary.changed_cells), (2, 1));
    assert_eq!(text_of(row("a").as_bytes(), row("a").as_bytes()).1, Vec::new());
}

#[test]
fn exports_of_many_blocks_are_read_whole() {
    let line = |id: u32| format!("{id},\"note, {}\"\n", "x".repeat((id % 90) as usize));
    let rows: Vec<String> = (0..40_000).map(line).collect();
    let a = format!("id,note\n{}", rows.concat());
    let b = format!(
        "id,note\n{}{}",
        rows.iter().rev().map(String::as_str).collect::<String>(),
        line(7)
    );
    let (summary, found) = text_of(a.as_bytes(), b.as_bytes());
    assert_eq!((summary.rows_a, summary.rows_b, summary.dup_keys_b), (40_000, 40_001, 1));
    let [Difference::Duplicate { rows, conflicting, .. }] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((rows, conflicting), (&[vec![9], vec![39_994, 40_002]], &[false, false]));
}

#[test]
fn a_tolerance_forgives_what_it_says_and_no_more() {
    let (a, b) = (b"id,x\n1,10\n2,10\n3,x\n", b"id,x\n1,10.05\n2,10.06\n3,y\n");
    let (outcome, _) = compared(a, b, "number,within=0.05");
    assert_eq!(outcome.summary.changed_rows, 2);
    let times = (b"id,x\n1,2026-01-01T10:00:00Z\n", b"id,x\n1,2026-01-01T11:04:00+01:00\n");
    assert_eq!(compared(times.0, times.1, "date,within=5m").0.summary.changed_rows, 0);
    assert_eq!(compared(times.0, times.1, "date,within=3m").0.summary.changed_rows, 1);
}

#[test]
fn the_side_that_is_behind_is_named_and_what_is_on_its_way_told_from_what_is_missing() {
    let a = export(b"id,at\n1,2026-01-01T10:00:00Z\n2,2026-01-01T10:00:00Z\n3,2026-01-02T00:00:00Z\n4,2026-01-01T09:00:00Z\n");
    let b = export(b"id,at\n1,2026-01-01T09:30:00Z\n2,2026-01-01T11:00:00Z\n");
    let mut plan = plan_of(&a, &b, "date");
    plan.late = Some("at".into());
    let (outcome, found) = run(&a, &b, &plan);
    let summary = &outcome.summary;
    assert_eq!((summary.late_a, summary.late_b, summary.only_a, summary.pending_a), (1, 1, 2, 1));
    let Difference::Changed { late: Some(late), .. } = found[0] else { panic!("{found:?}") };
    assert_eq!((late.side, late.seconds), (Side::B, 1_800));
}

#[test]
fn a_plan_that_does_not_fit_says_why() {
    let (a, b) = (export(b"id,x\n1,a\n"), export(b"id,y\n1,a\n"));
    let mut plan = plan_of(&a, &b, "exact");
    let refused = |plan: &Plan| plan.fit(&a, &b).unwrap_err().to_string();
    plan.columns.push(plan.columns[0].clone());
    assert_eq!(refused(&plan), "The column “x” is compared twice. Leave one out.");
    plan.columns = vec![Pair { a: "z".into(), b: "y".into(), rule: Rule::default() }];
    assert_eq!(refused(&plan), "export.csv has no column “z”. It has: id, x.");
    plan.keys.clear();
    assert!(refused(&plan).starts_with("Name a key"));
}

#[test]
fn a_stopped_reconciliation_ends_without_an_outcome() {
    let (a, b) = (export(b"id\n1\n"), export(b"id\n1\n"));
    let watch = Watch::default();
    watch.stop();
    let failed = reconcile([&a, &b], &plan_of(&a, &b, "exact"), 2, &watch, |_| {});
    assert_eq!(failed.unwrap_err().to_string(), "It was stopped.");
}

#[test]
fn json_ends_with_the_summary() {
    let (a, b) = (export(b"id,x\n1,a\n"), export(b"id,x\n1,b\n2,c\n"));
    let plan = plan_of(&a, &b, "trim");
    let mut bytes = Vec::new();
    let mut json = Json::begin(&mut bytes, [&a, &b], &plan).unwrap();
    let outcome =
        reconcile([&a, &b], &plan, 1, &Watch::default(), |it| json.difference(it)).unwrap();
    json.end(&outcome).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert!(String::from_utf8(bytes).unwrap().starts_with("{\"treated_as_equal\":"));
    assert_eq!(value["treated_as_equal"][0]["what"][0], "spaces around values don’t count");
    assert_eq!(value["a"]["not_compared"], serde_json::json!([]));
    assert_eq!(value["summary"]["changed_rows"], 1);
    assert_eq!(value["cells"]["x"], 1);
    assert_eq!(
        value["differences"][0]["cells"][0],
        serde_json::json!({"column": "x", "a": "a", "b": "b"})
    );
    assert_eq!(value["differences"][1]["values"]["x"], "c");
    let told = text([&a, &b], &plan, &outcome);
    assert!(told.starts_with("Treated as equal\n    spaces"), "{told}");
    assert!(told.contains("1  only in the second export.csv"), "{told}");
    assert!(told.contains("1  in both and different, in 1 value\n"), "{told}");
}

#[test]
fn rows_are_numbered_under_the_header_wherever_it_stands() {
    let a = export(b"Account,DE00\n\nid,total\n1,5\n2,7\n").headed_by(&["id"]).unwrap();
    let b = export(b"id,total\n1,5\n2,8\n");
    let (_, found) = run(&a, &b, &plan_of(&a, &b, "trim"));
    let [Difference::Changed { rows, .. }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(*rows, [5, 3]);
}
