//! Comparisons that do not end as they began: on a server that is killed, or cancelled.

use super::Bench;
use sqlx::PgPool;
use std::time::{Duration, Instant};

/// Exports of so many rows, every tenth of which differs.
fn large(rows: usize) -> (String, String) {
    let (mut a, mut b) = (String::from("id,mail,total\n"), String::from("id,mail,total\n"));
    for row in 0..rows {
        a += &format!("{row},buyer{row}@example.org,{row}.00\n");
        b += &format!(
            "{row},buyer{row}@example.org,{}.00\n",
            if row % 10 == 0 { row + 1 } else { row }
        );
    }
    (a, b)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_server_that_is_killed_leaves_nothing_and_another_finishes(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (a, b) = large(60_000);
    let job = bench.begin(&a, &b, None).await;
    for _ in 0..2 {
        let runner = tokio::spawn(bench.app.runner().run());
        let begun = Instant::now();
        while bench.number("job where done > 0 and state = 'running'").await == 0 {
            assert!(begun.elapsed() < Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runner.abort();
        assert!(runner.await.unwrap_err().is_cancelled());
        assert_eq!(
            bench.own("reconciliation_difference").await,
            0,
            "what was not finished is not there"
        );
        let late =
            "update job set lease_until = now() - interval '1 second' where state = 'running'";
        sqlx::query(late).execute(&bench.app.owner).await.unwrap();
    }
    let (_, page) = bench.run(&job).await;
    assert!(page.body.contains(">6,000<"), "{}", page.body);
    assert_eq!(bench.own("reconciliation_difference").await, 6_000);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_cancelled_comparison_leaves_nothing_and_can_be_started_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (a, b) = large(60_000);
    let job = bench.begin(&a, &b, None).await;
    let runner = tokio::spawn(bench.app.runner().run());
    while bench.number("job where state = 'running'").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bench.browser.post(&format!("{job}/cancel"), &[]).await;
    let (_, page) = bench.end(&job).await;
    assert!(page.body.contains("Cancelled. Nothing was stored."), "{}", page.body);
    assert_eq!(bench.own("reconciliation_difference").await, 0);
    let again = bench.browser.post(&format!("{job}/again"), &[]).await;
    let (_, page) = bench.end(again.location()).await;
    runner.abort();
    assert!(page.body.contains(">6,000<"), "{}", page.body);
}
