//! Promises of the store of reconciliations, against a real database and as the role that owns nothing.

use super::*;
use crate::document::samples::import::Spooled;
use crate::engines::reconcile::Rule;
use crate::engines::reconcile::{Cell, Difference, Outcome, Side};
use crate::engines::reconcile::{DifferenceKind, Keeper, Kept};
use crate::engines::reconcile::{Pair, Plan};
use crate::stores::access::Capacity;
use crate::stores::samples::redaction_key;
use crate::stores::testing::Bench;
use sqlx::{PgPool, query_scalar};

mod sampled;
mod settled;

const SYSTEMS: [u128; 2] = [1, 2];

fn systems() -> [SystemId; 2] {
    SYSTEMS.map(|n| SystemId(uuid::Uuid::from_u128(n)))
}

fn settings() -> Settings {
    let pair = |name: &str| Pair { a: name.into(), b: name.into(), rule: Rule::default() };
    let plan =
        Plan { keys: vec![pair("id")], columns: vec![pair("total"), pair("state")], late: None };
    Settings { plan, fields: vec![None; 3] }
}

async fn upload(bench: &Bench, name: &str) -> UploadId {
    let mut tx = bench.act().await;
    let id = upload::open(&mut tx, bench.grant(), name).await.unwrap();
    upload::append(&mut tx, bench.grant(), id, 0, b"id,total,state\n1,2,3\n").await.unwrap();
    let told = Spooled { format: "CSV", encoding: "UTF-8", note: String::new(), found: Vec::new() };
    upload::close(&mut tx, bench.grant(), id, &told, 21).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn begun(bench: &Bench, follows: Option<ReconciliationId>) -> ReconciliationId {
    let uploads = [upload(bench, "a.csv").await, upload(bench, "b.csv").await];
    let mut tx = bench.act().await;
    let id = create(&mut tx, bench.grant(), systems(), uploads, follows).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn stored(bench: &Bench, id: ReconciliationId) -> Stored {
    get(&mut *bench.act().await, bench.grant(), id).await.unwrap().unwrap()
}

fn changed(key: &str, column: usize, a: &str, b: &str) -> Difference {
    let cells = vec![Cell { column, a: vec![a.into()], b: vec![b.into()] }];
    Difference::Changed { key: vec![key.into()], rows: [2, 2], cells, late: None }
}

fn only(side: Side, key: &str, row: u64) -> Difference {
    Difference::Only {
        side,
        key: vec![key.into()],
        row,
        values: vec!["1".into(); 2],
        pending: false,
    }
}

/// Confirms the settings and keeps these differences.
async fn compared(bench: &Bench, id: ReconciliationId, found: &[Difference]) -> Counted {
    let mut tx = bench.act().await;
    let version = stored(bench, id).await.version;
    settle(&mut tx, bench.grant(), id, version, &settings()).await.unwrap();
    let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
    let key = redaction_key(&mut tx, bench.grant()).await.unwrap();
    let mut keeper = Keeper::new(&key, stored.systems, &settings());
    let mut outcome = Outcome::new(&settings().plan);
    found.iter().for_each(|difference| outcome.count(difference));
    let kept: Vec<Kept> = found.iter().map(|difference| keeper.keep(difference)).collect();
    let mut comparing = Comparing::new(bench.grant(), stored);
    comparing.put(&mut tx, &kept).await.unwrap();
    let counted = comparing.finish(&mut tx, outcome, Default::default(), true).await.unwrap();
    tx.commit().await.unwrap();
    counted
}

async fn lines(bench: &Bench, id: ReconciliationId, filter: Filter) -> Vec<Line> {
    differences(&mut *bench.act().await, bench.grant(), id, filter, 0, 100).await.unwrap()
}

async fn count(bench: &Bench, of: &str) -> i64 {
    let sql = format!("select count(*) from {of}");
    query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&bench.pool).await.unwrap()
}

#[sqlx::test]
async fn what_was_compared_is_kept_and_can_be_compared_again_by_other_rules(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    let found =
        [changed("1", 0, "10", "12"), changed("2", 1, "PAID", "OPEN"), only(Side::A, "3", 4)];
    let counted = compared(&bench, id, &found).await;
    assert_eq!((counted.kept, counted.all_kept, counted.summary.changed_rows), (3, true, 2));
    assert_eq!(stored(&bench, id).await.counted, Some(Ok(counted)));
    assert_eq!(count(&bench, "upload").await, 2, "they are there for a week");
    assert_eq!(count(&bench, "audit where action = 'compared'").await, 1);
    let of = |filter| lines(&bench, id, filter);
    assert_eq!(of(Filter::default()).await.len(), 3);
    let kind = Some(DifferenceKind::OnlyA);
    assert_eq!(of(Filter { kind, ..Filter::default() }).await[0].kept.content.rows[0], [4]);
    let state = of(Filter { column: Some(1), ..Filter::default() }).await;
    assert_eq!(state.iter().map(|line| line.number).collect::<Vec<_>>(), [2]);
    assert!(of(Filter { late: true, ..Filter::default() }).await.is_empty());
    let runs = runs(&mut *bench.act().await, bench.grant().into()).await.unwrap();
    assert_eq!((runs.len(), runs[0].summary.only_a), (1, 1));
    let again = compared(&bench, id, &found[..1]).await;
    assert_eq!((again.kept, lines(&bench, id, Filter::default()).await.len()), (1, 1));
}

#[sqlx::test]
async fn a_newer_pair_tells_what_is_fixed_new_and_still_there(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let first = begun(&bench, None).await;
    let before =
        [changed("1", 0, "10", "12"), changed("2", 1, "PAID", "OPEN"), only(Side::B, "9", 3)];
    compared(&bench, first, &before).await;
    let second = begun(&bench, Some(first)).await;
    assert_eq!(stored(&bench, second).await.confirmed(), Some(&settings()), "the same settings");
    let after = [changed("1", 1, "x", "y"), changed("7", 0, "1", "2")];
    let counted = compared(&bench, second, &after).await;
    let expected = Changes { fixed: 2, new: 1, remains: 1, whole: true };
    assert_eq!(counted.changes, Some(expected));
    let of = |change| lines(&bench, second, Filter { change: Some(change), ..Filter::default() });
    assert_eq!(of(Change::Remains).await[0].kept.content.keys[0], ["1"]);
    assert_eq!(of(Change::New).await[0].kept.content.keys[0], ["7"]);
    let mut tx = bench.act().await;
    let gone = fixed(&mut tx, bench.grant().into(), second, first, Filter::default(), 0, 10).await;
    let gone: Vec<_> = gone.unwrap().into_iter().map(|line| line.number).collect();
    assert_eq!(gone, [2, 3]);
}

#[sqlx::test]
async fn a_record_under_another_id_is_not_missing_too(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    let keys = [vec!["3".to_owned()], vec!["X3".to_owned()]];
    let found = [
        only(Side::A, "3", 4),
        only(Side::A, "5", 9),
        only(Side::B, "X3", 7),
        Difference::Mismatched { keys, rows: [4, 7] },
    ];
    let counted = compared(&bench, id, &found).await;
    assert_eq!((counted.kept, counted.summary.mismatched_ids), (2, 1));
    let kinds: Vec<_> =
        lines(&bench, id, Filter::default()).await.iter().map(|it| it.kept.kind).collect();
    assert_eq!(kinds, [DifferenceKind::OnlyA, DifferenceKind::Mismatched]);
}

#[sqlx::test]
async fn nobody_of_the_client_sees_any_of_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    compared(&bench, id, &[changed("1", 0, "1", "2")]).await;
    let client = bench.client_person(Capacity::Contributor).await;
    let mut tx = bench.act_as(&client).await;
    assert!(get(&mut tx, bench.grant(), id).await.unwrap().is_none());
    let all = differences(&mut tx, bench.grant(), id, Filter::default(), 0, 9).await.unwrap();
    assert!(all.is_empty());
}
