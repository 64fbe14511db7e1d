//! Settings of a comparison that another version stored: told, and never a fault of ours.

use super::{Bench, ERP, SHOP, fields};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn settings_of_another_version_are_told_and_kept_until_they_are_said_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let told = "What is compared was settled by another version: say it again.";
    let (page, form) = bench.check(SHOP, ERP, None).await;
    let job = bench.post(&page, &form).await.location().to_owned();
    let change = "update reconciliation set settings = '{\"plan\": 7}' where file_a = 'a.csv'";
    let changed = sqlx::query(change).execute(&bench.app.owner).await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    let (_, failed) = bench.run(&job).await;
    assert!(failed.body.contains(told), "{}", failed.body);
    let shown = bench.browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains(told), "{}", shown.body);
    let list = bench.browser.get(&bench.list.clone()).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    let kept = "reconciliation where settings = '{\"plan\": 7}'";
    assert_eq!(bench.number(kept).await, 1, "until somebody says it again");
    let answer = bench.post(&page, &fields(&shown.body)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let (_, compared) = bench.run(answer.location()).await;
    assert!(compared.body.contains("Only in Shop"), "{}", compared.body);
    assert_eq!(bench.number(kept).await, 0);
}
