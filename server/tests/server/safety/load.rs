//! Work that one request asks for is bounded, and others are answered meanwhile.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use std::time::{Duration, Instant};

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_of_many_rows_is_refused_with_a_sentence_while_others_are_answered(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let north = &app.world.north;
    let path = format!("/e/{}/workflows/{}/actual/table", north.id, north.ids["workflow"]);
    let rows: Vec<String> = (0..18_000).map(|n| format!("name_{n}")).collect();
    let mut form: Vec<(&str, &str)> = rows.iter().map(|name| (name.as_str(), "")).collect();
    form.push(("version", "1"));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let begun = Instant::now();
    let asked = lead.post(&path, &form);
    let (mut visitor, mut slowest) = (app.visitor(), Duration::ZERO);
    let others = async {
        for _ in 0..5 {
            let begun = Instant::now();
            assert_eq!(visitor.get("/sign-in").await.status, StatusCode::OK);
            slowest = slowest.max(begun.elapsed());
        }
    };
    let (answer, ()) = tokio::join!(asked, others);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("at most 2000 steps"), "no sentence says why");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn one_person_holds_up_nobody_with_many_uploads(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let north = &app.world.north;
    let path = format!("/e/{}/samples/{}/files", north.id, north.ids["sample"]);
    let mut lead = app.sign_in_as(Person::Lead).await;
    // Larger than is taken, and no more of it is kept than tells so.
    let large = vec![b'x'; 9 * 1024 * 1024];
    let answer = lead.upload(&path, &[], &[("files", "large.log", &large)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("larger than 8 MB"), "{}", answer.status);
    let answer = lead.upload(&path, &[], &[("files", "small.log", b"order 1 failed\n")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_that_would_take_more_than_a_person_has_is_refused(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = &app.world.north;
    let full = "update attachment set bytes = 999999999, added_by = $2 where engagement_id = $1";
    let full = sqlx::query(full).bind(north.id).bind(app.world.person(Person::Lead));
    full.execute(&owner).await.unwrap();
    let path = format!("/e/{}/samples/{}/files", north.id, north.ids["sample"]);
    let file: [(&str, &str, &[u8]); 1] = [("files", "small.log", b"order 1 failed\n")];
    let mut lead = app.sign_in_as(Person::Lead).await;
    let answer = lead.upload(&path, &[], &file).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Your files in this engagement take 1 GB"));
    let mut other = app.sign_in_as(Person::Consultant).await;
    assert_eq!(other.upload(&path, &[], &file).await.status, StatusCode::SEE_OTHER);
}
