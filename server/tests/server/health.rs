//! How the process is, and the number of every request.

use crate::harness::{Person, TestApp};
use axum::http::{Method, StatusCode};
use serde_json::Value;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn whoever_watches_is_told_that_it_lives_and_whether_it_can_serve(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut watcher = app.visitor();
    for (path, status) in [("/healthz", "up"), ("/readyz", "ready")] {
        let answer = watcher.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let said: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(said["status"], status);
        assert_eq!(said["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn while_the_database_is_away_everything_is_answered_with_503_and_when_to_come_back(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let room = app.world.north.id;
    let program = app.program_of(Person::Lead, room, &["samples:read", "samples:write"]).await;
    app.db.pool().close().await;
    let samples = format!("/e/{room}/samples");
    let api = format!("/api/v1{}", samples.replace("/e/", "/engagements/"));
    let form = [("version", "0"), ("name", "ERP"), ("kind", "erp")];
    let systems = format!("/e/{room}/systems/new");
    let answers = [
        lead.get("/").await,
        lead.get(&samples).await,
        lead.post(&systems, &form).await,
        app.visitor().sign_in(Person::Lead.email().unwrap(), "seven quiet lanterns").await,
        app.visitor().get("/readyz").await,
        program.get(&api).await,
    ];
    for (n, answer) in answers.iter().enumerate() {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{n}: {}", answer.body);
        assert_eq!(answer.header("retry-after"), "5", "{n}");
    }
    assert_eq!(app.visitor().get("/healthz").await.status, StatusCode::OK);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_answer_carries_a_number_that_no_visitor_chooses(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut visitor = app.visitor();
    let chosen = [("x-request-id", "chosen-by-me")];
    let mut numbers = Vec::new();
    for path in ["/sign-in", "/nothing", "/api/v1", "/api/v1/nothing", "/healthz"] {
        let answer = visitor.send(Method::GET, path, &[], &chosen).await;
        numbers.push(answer.header("x-request-id").to_owned());
    }
    assert!(numbers.iter().all(|number| number.len() == 32), "{numbers:?}");
    let all = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), all);
}
