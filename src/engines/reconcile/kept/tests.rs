//! What is kept of a difference: redacted, bounded, and found again.

use super::*;
use crate::engines::reconcile::{Cell, Pair, Plan, Rule, Settings};
use crate::engines::redact::Redactor;
use crate::platform::ids::SystemId;
use uuid::Uuid;

fn keeper() -> Keeper {
    let pair = |name: &str| Pair { a: name.into(), b: name.into(), rule: Rule::default() };
    let columns = vec![pair("mail"), pair("total")];
    let plan = Plan { keys: vec![pair("id")], columns, late: None };
    let systems = [1, 2].map(|n| SystemId(Uuid::from_u128(n)));
    Keeper::new(b"key", systems, &Settings { plan, fields: Vec::new() })
}

fn changed(key: &str, a: &str, b: &str, rows: [u64; 2]) -> Difference {
    let cells = vec![Cell { column: 1, a: vec![a.into()], b: vec![b.into()] }];
    Difference::Changed { key: vec![key.into()], rows, cells, late: None }
}

#[test]
fn what_is_kept_is_redacted_and_as_people_know_it() {
    let mut wide = String::new();
    wide.push_str(&Redactor::wide(b"key").text("ada@example.org").text);
    let cell = Cell { column: 0, a: vec![wide], b: vec!["mail bob@example.org".into()] };
    let key = vec!["carla@example.org".into()];
    let kept =
        keeper().keep(&Difference::Changed { key, rows: [2, 2], cells: vec![cell], late: None });
    let text = serde_json::to_string(&kept.content).unwrap();
    assert!(!text.contains('@'), "{text}");
    let ada = Redactor::new(b"key").text("ada@example.org").text;
    assert_eq!(kept.content.cells[0].a, [ada]);
}

#[test]
fn a_record_is_found_again_whatever_it_says_and_wherever_it_stands() {
    let mut keeper = keeper();
    let first = keeper.keep(&changed("A-1", "1", "2", [2, 2]));
    let moved = keeper.keep(&changed("a-1 ", "1", "2", [9, 7]));
    let other = keeper.keep(&changed("A-1", "1", "3", [2, 2]));
    let another = keeper.keep(&changed("A-2", "1", "2", [3, 3]));
    assert_eq!((first.record, first.fingerprint), (moved.record, moved.fingerprint));
    assert_eq!(first.record, other.record);
    assert_ne!(first.fingerprint, other.fingerprint);
    assert_ne!(first.record, another.record);
    assert_eq!(first.columns, [1]);
}

#[test]
fn rows_without_a_key_are_told_apart_by_their_order() {
    let row = |side, row| Difference::NoKey { side, row };
    let records = |rows: &[Difference]| {
        let mut keeper = keeper();
        rows.iter().map(|row| keeper.keep(row).record).collect::<Vec<_>>()
    };
    let before = records(&[row(Side::A, 4), row(Side::A, 9), row(Side::B, 4)]);
    let after = records(&[row(Side::A, 12), row(Side::B, 4)]);
    assert_eq!([before[0], before[2]], [after[0], after[1]]);
    assert_eq!(before.iter().collect::<std::collections::HashSet<_>>().len(), 3);
}

#[test]
fn no_difference_takes_more_than_its_share() {
    let long = "x".repeat(100_000);
    let values = vec![long.clone(); 20];
    let cells = vec![
        Cell { column: 0, a: values.clone(), b: values.clone() },
        Cell { column: 1, a: values.clone(), b: values },
    ];
    let rows = [(0..5_000).collect(), Vec::new()];
    let key = vec![long];
    let kept = keeper().keep(&Difference::Duplicate {
        key,
        rows,
        conflicting: [true, false],
        cells,
        alike: false,
    });
    let size = serde_json::to_string(&kept.content).unwrap().len();
    assert!(size < 60_000, "{size}");
    assert!(kept.content.cut);
    assert_eq!((kept.content.counts, kept.content.rows[0].len()), ([5_000, 0], 20));
}
