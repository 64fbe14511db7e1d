//! Promises of the differences that become samples: each once, on its maker's day, and none that is not understood.

use super::*;

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
