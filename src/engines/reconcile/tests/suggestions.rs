//! What is suggested of two exports: held against all of their rows, and never learned from a failure.

use super::{export, rows, run, suggested};
use crate::engines::reconcile::{Side, hold, suggest, text};

#[test]
fn a_rule_is_careful_over_all_rows_and_not_only_the_first() {
    let first = |state: &str| (0..1_500).map(|id| format!("r{id},{state}\n")).collect::<String>();
    let a = format!("id,state\n{}x1,paid\nx2,PAID\n", first("PAID"));
    let b = format!("id,state\n{}x1,PAID\nx2,paid\n", first("paid"));
    let (plan, outcome, _) = suggested(a.as_bytes(), b.as_bytes());
    assert_eq!(plan.columns[0].rule.to_string(), "trim", "both sides use both");
    assert_eq!(outcome.summary.changed_rows, 1_502);
    let a = format!("id,state\n{}", first("PAID"));
    let b = format!("id,state\n{}", first("paid"));
    let (plan, outcome, _) = suggested(a.as_bytes(), b.as_bytes());
    assert_eq!(plan.columns[0].rule.to_string(), "trim, case", "nothing speaks against it");
    assert_eq!(outcome.summary.changed_rows, 0);
}

#[test]
fn keys_that_differ_in_capitals_far_down_stay_two() {
    let rows = |from: &str| (0..1_500).map(|id| format!("{from}{id},v{id}\n")).collect::<String>();
    let a = format!("id,x\n{}ab,1\nAB,2\n", rows("k"));
    let b = format!("id,x\n{}ab,2\nAB,1\n", rows("K"));
    let (a, b) = (export(a.as_bytes()), export(b.as_bytes()));
    let mut plan = suggest([&a, &b], &[("id".into(), "id".into())]).unwrap().plan;
    assert_eq!(plan.keys[0].rule.to_string(), "trim, case", "as the first rows suggest");
    let told = hold([&a, &b], &mut plan, 3, |_| false).unwrap();
    assert_eq!(plan.keys[0].rule.to_string(), "trim");
    assert!(told[0].starts_with("“id” is compared more strictly"), "{told:?}");
    let (outcome, _) = run(&a, &b, &plan);
    assert_eq!((outcome.summary.dup_keys_a, outcome.summary.changed_rows), (0, 2));
}

#[test]
fn a_failure_is_never_learned_as_a_meaning() {
    let ten = |value: &'static str| vec![value; 10];
    for (column, left, right) in [
        ("status", "paid", "refunded"),
        ("status", "paid", "open"),
        ("currency", "EUR", "USD"),
        ("vat", "19", "7"),
        ("mail", "ada@example.org", "bob@example.org"),
    ] {
        let (_, outcome, _) = suggested(&rows(column, &ten(left)), &rows(column, &ten(right)));
        assert_eq!(outcome.summary.changed_rows, 10, "{left} {right}");
    }
}

#[test]
fn values_that_may_mean_the_same_are_offered_with_counts_and_an_example() {
    let a = rows("status", &["shipped", "shipped", "shipped", "shipped", "open"]);
    let b = rows("status", &["sent", "sent", "sent", "sent", "open"]);
    let (_, outcome, _) = suggested(&a, &b);
    let [(0, same)] = outcome.hints.values.as_slice() else { panic!("{:?}", outcome.hints) };
    assert_eq!(
        (same.a.as_str(), same.b.as_str(), same.rows, same.of, same.example.as_str()),
        ("shipped", "sent", 4, 4, "r0")
    );
    let used = rows("status", &["paid", "paid", "paid", "paid", "open", "paid"]);
    let stuck = rows("status", &["open", "open", "open", "open", "open", "paid"]);
    let (_, outcome, _) = suggested(&used, &stuck);
    assert_eq!((outcome.summary.changed_rows, outcome.hints.values.len()), (4, 0));
}

#[test]
fn keys_that_would_match_without_what_is_around_them_are_offered_with_their_count() {
    let a = b"id,x\n#10000,a\n#10001,b\n";
    let b = b"id,x\n10000,a\n10001,b\n";
    let (_, outcome, _) = suggested(a, b);
    assert_eq!((outcome.summary.only_a, outcome.summary.only_b), (2, 2));
    let [key] = outcome.hints.keys.as_slice() else { panic!("{:?}", outcome.hints) };
    assert_eq!((key.rule.as_str(), key.matches, key.of), ("strip=#", 2, 2));
    assert_eq!(key.example, ["#10000", "10000"]);
}

#[test]
fn a_column_that_one_side_lacks_is_told() {
    let (a, b) = (export(b"id,x,note\n1,a,n\n"), export(b"id,x\n1,a\n"));
    let plan = suggest([&a, &b], &[]).unwrap().plan;
    assert_eq!(
        (plan.not_compared(&a, Side::A), plan.not_compared(&b, Side::B)),
        (vec!["note".to_owned()], Vec::new())
    );
    let (outcome, _) = run(&a, &b, &plan);
    let told = text([&a, &b], &plan, &outcome);
    assert!(told.contains("Not compared, only in the first export.csv: note"), "{told}");
}
