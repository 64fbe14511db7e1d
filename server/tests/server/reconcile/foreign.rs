//! What another version stored of a comparison, its settings or its counts: told, and never a fault of ours.

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

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn counts_of_another_version_are_told_until_the_exports_are_compared_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let told = "This was compared by another version: compare it again.";
    let (found, _) = bench.compare(SHOP, ERP, None).await;
    let change = "update reconciliation set outcome = '{\"summary\": 7}' where file_a = 'a.csv'";
    let changed = sqlx::query(change).execute(&bench.app.owner).await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    let list = bench.browser.get(&bench.list.clone()).await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.body);
    assert!(list.body.contains("compared by another version"), "{}", list.body);
    let page = bench.browser.get(&found).await.location().to_owned();
    let shown = bench.browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains(told), "{}", shown.body);
    let answer = bench.post(&page, &fields(&shown.body)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let (_, compared) = bench.run(answer.location()).await;
    assert!(compared.body.contains("Only in Shop"), "{}", compared.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_another_version_compared_leads_in_no_circle_once_its_exports_are_gone(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (found, _) = bench.compare(SHOP, ERP, None).await;
    let change = "update reconciliation set settings = '{\"plan\": 7}', upload_a = null where file_a = 'a.csv'";
    let changed = sqlx::query(change).execute(&bench.app.owner).await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    let page = bench.browser.get(&found).await.location().to_owned();
    let shown = bench.browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains("The exports are gone"), "{}", shown.body);
    assert!(shown.body.contains("was settled by another version"), "{}", shown.body);
}
