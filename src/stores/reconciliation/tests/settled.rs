//! Promises of settings that change after they were compared, and of a reconciliation that is removed.

use super::*;

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
