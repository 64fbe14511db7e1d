//! Imports that do not end as they began: killed, given back, cancelled, or at fault in their last row.

use super::{Bench, orders};
use sqlx::PgPool;
use std::time::{Duration, Instant};

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_server_that_is_killed_leaves_nothing_and_another_finishes(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let text = orders(20_000) + "soon,bad,duplicate,1\n";
    let job = bench.begin("orders.csv", text.as_bytes()).await;
    for _ in 0..2 {
        let runner = tokio::spawn(bench.app.runner().run());
        let begun = Instant::now();
        while bench.number("job where done > 0 and state = 'running'").await == 0 {
            assert!(begun.elapsed() < Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runner.abort();
        assert!(runner.await.unwrap_err().is_cancelled());
        assert_eq!(bench.number("sample").await, before, "what was not finished is not there");
        // As after fifteen seconds of silence.
        let late =
            "update job set lease_until = now() - interval '1 second' where state = 'running'";
        sqlx::query(late).execute(&bench.app.owner).await.unwrap();
    }
    let runner = tokio::spawn(bench.app.runner().run());
    let page = bench.end(&job).await;
    runner.abort();
    assert!(
        page.body.contains(">20,000<") && page.body.contains("Download the refused rows"),
        "{}",
        page.body
    );
    assert_eq!(bench.number("sample").await, before + 20_000);
    assert_eq!(bench.number("sample_import where stored = 20000").await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_server_that_stops_gives_its_job_back(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    bench.begin("orders.csv", orders(20_000).as_bytes()).await;
    let runner = bench.app.runner();
    let running = tokio::spawn(runner.clone().run());
    while bench.number("job where state = 'running'").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.abort();
    let _ = running.await;
    runner.release().await;
    assert_eq!(bench.number("job where state = 'queued' and attempts = 0").await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_cancelled_import_leaves_nothing_and_can_be_started_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let job = bench.begin("orders.csv", orders(30_000).as_bytes()).await;
    let runner = tokio::spawn(bench.app.runner().run());
    while bench.number("job where state = 'running'").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let answer = bench.browser.post(&format!("{job}/cancel"), &[]).await;
    assert_eq!(answer.location(), job);
    let page = bench.end(&job).await;
    assert!(page.body.contains("Cancelled. Nothing was stored."), "{}", page.body);
    assert_eq!(bench.number("sample").await, before);
    let again = bench.browser.post(&format!("{job}/again"), &[]).await;
    assert_ne!(again.location(), job);
    let page = bench.end(again.location()).await;
    runner.abort();
    assert!(page.body.contains(">30,000<"), "{}", page.body);
    assert_eq!(bench.number("sample").await, before + 30_000);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_fault_in_the_last_row_leaves_nothing_and_is_told(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let mut text = String::from("[");
    for row in 0..30_000 {
        text += &format!(
            "{{\"date\": \"2026-10-01\", \"message\": \"row {row}\", \"symptom\": \"late\", \"payload\": \"{row:0100}\"}},\n"
        );
    }
    text += "{\"date\": \"2026-10-01\", \"mess";
    let page = bench.import("cut.json", text.as_bytes()).await;
    assert!(page.body.contains("in the middle of record 30001"), "{}", page.body);
    assert_eq!(bench.number("sample").await, before);
    assert_eq!(bench.number("sample_import where file_name = 'cut.json'").await, 0);
}
