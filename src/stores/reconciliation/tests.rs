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

/// A zone in which it is another day now than in universal time.
fn east_or_west() -> &'static str {
    use chrono::Timelike;
    if chrono::Utc::now().hour() < 12 { "Etc/GMT+12" } else { "Etc/GMT-12" }
}

#[sqlx::test]
async fn a_difference_becomes_one_sample_however_often_it_is_found(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let zone: crate::engines::tables::Zone = east_or_west().parse().unwrap();
    let theirs = "update person set time_zone = $1 where id = $2";
    let theirs = sqlx::query(theirs).bind(zone.to_string()).bind(bench.actor.person.0);
    theirs.execute(&bench.pool).await.unwrap();
    let first = begun(&bench, None).await;
    let mail = || changed("1", 0, "ada@example.org", "12");
    compared(&bench, first, &[mail(), changed("2", 1, "PAID", "OPEN")]).await;
    let second = begun(&bench, Some(first)).await;
    compared(&bench, second, &[mail(), changed("3", 0, "1", "2")]).await;
    let mut came = Vec::new();
    for (id, numbers) in [(first, vec![1]), (first, vec![1, 2]), (second, vec![1, 2, 77])] {
        let mut tx = bench.act().await;
        let document =
            crate::stores::engagement::load(&mut tx, bench.grant()).await.unwrap().document;
        let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
        let mut sampling =
            Sampling::begin(&mut tx, bench.grant(), &document, &stored).await.unwrap();
        let lines = chosen(&mut tx, bench.grant(), id, &numbers).await.unwrap();
        sampling.put(&mut tx, &lines).await.unwrap();
        let done = sampling.finish(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        came.push((done.stored, done.repeated));
    }
    assert_eq!(came, [(1, 0), (1, 1), (1, 1)]);
    // Whoever made them has clocks that stand in another day than universal time for half of each.
    let on: Vec<chrono::NaiveDate> = query_scalar("select distinct evidence_on from sample")
        .fetch_all(&bench.pool)
        .await
        .unwrap();
    assert_eq!(on, [zone.local(stored(&bench, first).await.created_at).date()]);
    assert_eq!(count(&bench, "sample").await, 3);
    assert_eq!(count(&bench, "sample where evidence like '%@%'").await, 0);
    assert!(
        lines(&bench, second, Filter::default()).await.iter().all(|line| line.sample.is_some())
    );
}

#[sqlx::test]
async fn what_another_version_kept_of_a_difference_is_told_and_becomes_no_sample(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    compared(&bench, id, &[changed("1", 0, "10", "12"), changed("2", 1, "PAID", "OPEN")]).await;
    let other = "update reconciliation_difference set content = '{\"said\": \"otherwise\"}' where number = 1";
    sqlx::query(other).execute(&bench.pool).await.unwrap();
    let found = lines(&bench, id, Filter::default()).await;
    let foreign: Vec<_> = found.iter().map(|line| line.foreign.is_some()).collect();
    assert_eq!(foreign, [true, false]);
    let mut tx = bench.act().await;
    let document = crate::stores::engagement::load(&mut tx, bench.grant()).await.unwrap().document;
    let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
    let mut sampling = Sampling::begin(&mut tx, bench.grant(), &document, &stored).await.unwrap();
    sampling.put(&mut tx, &found).await.unwrap();
    assert_eq!(sampling.foreign(), 1);
    assert_eq!(sampling.finish(&mut tx).await.unwrap().stored, 1);
}

#[sqlx::test]
async fn a_stale_save_shows_theirs_and_what_was_compared_stays_once_its_files_are_gone(
    pool: PgPool,
) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    let mut tx = bench.act().await;
    assert_eq!(settle(&mut tx, bench.grant(), id, 1, &settings()).await.unwrap(), 2);
    let stale = settle(&mut tx, bench.grant(), id, 1, &Settings::default()).await;
    let Err(SettleError::Conflict(theirs)) = stale else { panic!("{stale:?}") };
    assert_eq!(theirs.confirmed(), Some(&settings()));
    tx.commit().await.unwrap();
    compared(&bench, id, &[]).await;
    let week = "update reconciliation set created_at = created_at - interval '8 days'";
    sqlx::query(week).execute(&bench.pool).await.unwrap();
    let mut tx = bench.act().await;
    let late = settle(&mut tx, bench.grant(), id, 3, &Settings::default()).await;
    assert!(matches!(late, Err(SettleError::Compared)), "{late:?}");
}

#[sqlx::test]
async fn removing_one_takes_its_files_and_differences_and_leaves_its_samples(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let first = begun(&bench, None).await;
    compared(&bench, first, &[changed("1", 0, "1", "2")]).await;
    let second = begun(&bench, Some(first)).await;
    for id in [first, second] {
        let version = stored(&bench, id).await.version;
        let mut tx = bench.act().await;
        let stale = remove(&mut tx, bench.grant(), id, version + 1).await;
        assert!(matches!(stale, Err(WriteError::Conflict(None))), "{stale:?}");
        drop(tx);
        let mut tx = bench.act().await;
        remove(&mut tx, bench.grant(), id, version).await.unwrap();
        tx.commit().await.unwrap();
    }
    for table in ["reconciliation", "reconciliation_difference", "upload"] {
        assert_eq!(count(&bench, table).await, 0, "{table}");
    }
    assert_eq!(count(&bench, "audit where action = 'removed'").await, 2);
}

#[sqlx::test]
async fn what_lists_show_is_computed_anew_once_it_is_compared_settled_anew_or_removed(
    pool: PgPool,
) {
    let bench = Bench::new(pool).await;
    let id = begun(&bench, None).await;
    let due =
        format!("engagement where digest::text = '{{}}' and id = '{}'", bench.grant().engagement());
    let outdate = async || {
        let all = "update engagement set digest = '{}'";
        sqlx::query(all).execute(&bench.pool).await.unwrap();
        assert_eq!(count(&bench, &due).await, 1);
    };
    outdate().await;
    compared(&bench, id, &[]).await;
    assert_eq!(count(&bench, &due).await, 0, "compared");
    let version = stored(&bench, id).await.version;
    outdate().await;
    let mut tx = bench.act().await;
    settle(&mut tx, bench.grant(), id, version, &Settings::default()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&bench, &due).await, 0, "settled");
    outdate().await;
    let mut tx = bench.act().await;
    remove(&mut tx, bench.grant(), id, version + 1).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(count(&bench, &due).await, 0, "removed");
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
