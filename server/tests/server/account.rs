//! One's own account: the password, and sessions elsewhere.

use crate::harness::{Browser, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

const GOOD: &str = "quartz lemon harbour";

async fn change(browser: &mut Browser, old: &str, new: &str) -> crate::harness::Answer {
    browser.post("/account/password", &[("password", old), ("new_password", new)]).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_changed_password_ends_every_other_session(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut here, mut elsewhere) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Lead).await);
    let mut other = app.sign_in_as(Person::Consultant).await;
    let before = here.clone();
    assert_eq!(change(&mut here, PASSWORD, GOOD).await.location(), "/account?done=password");
    assert!(here.is_signed_in().await);
    assert!(!elsewhere.is_signed_in().await, "a stolen session survived");
    assert!(!before.clone().is_signed_in().await, "the id was kept");
    assert!(other.is_signed_in().await);
    assert_eq!(
        app.visitor().sign_in("lead@firm.example", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        app.visitor().sign_in("lead@firm.example", GOOD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_password_is_changed_only_by_who_knows_it_to_a_good_one(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Viewer).await;
    for (old, new) in
        [("not the password", GOOD), (PASSWORD, "password123"), (PASSWORD, "viewer@north.example")]
    {
        let answer = change(&mut browser, old, new).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(!answer.body.contains(new) && !answer.body.contains(old));
    }
    let form = [("password", "no"), ("new_password", GOOD), ("end_tokens", "true")];
    let refused = browser.post("/account/password", &form).await.body;
    let tick = refused.split("<input").find(|tag| tag.contains("name=\"end_tokens\"")).unwrap();
    assert!(tick.split('>').next().unwrap().contains("checked"), "what was ticked is lost: {tick}");
    assert_eq!(
        app.visitor().sign_in("viewer@north.example", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn guessing_the_present_password_is_limited_too(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Viewer).await;
    for _ in 0..5 {
        let answer = change(&mut browser, "not the password", GOOD).await;
        assert!(answer.body.contains("not your present password"));
    }
    let answer = change(&mut browser, PASSWORD, GOOD).await;
    assert!(answer.body.contains("Too many attempts"), "{}", answer.body);
}

fn names(page: &str) -> Vec<String> {
    page.split(r#"name="session" value=""#).skip(1).map(|rest| rest[..64].to_owned()).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn sessions_are_listed_and_ended_one_by_one(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut here, mut there) =
        (app.sign_in_as(Person::Viewer).await, app.sign_in_as(Person::Viewer).await);
    let others = names(&here.get("/account").await.body);
    assert_eq!(others.len(), 1, "the one in use has no button");
    assert_eq!(
        here.post("/account/sessions/end", &[("session", &others[0])]).await.location(),
        "/account?done=ended"
    );
    assert!(!there.is_signed_in().await);
    assert!(here.is_signed_in().await);
    assert_eq!(
        here.post("/account/sessions/end", &[("session", &others[0])]).await.status,
        StatusCode::NOT_FOUND
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nobody_ends_anothers_session_not_even_an_admin_here(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Lead).await);
    let of_lead = names(&lead.get("/account").await.body);
    for person in [Person::Admin, Person::Stranger] {
        let mut browser = app.sign_in_as(person).await;
        let answer = browser.post("/account/sessions/end", &[("session", &of_lead[0])]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert!(other.is_signed_in().await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn signing_out_everywhere_ends_all_of_ones_own_sessions(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut here, mut there) =
        (app.sign_in_as(Person::Viewer).await, app.sign_in_as(Person::Viewer).await);
    let mut other = app.sign_in_as(Person::Lead).await;
    assert_eq!(here.post("/account/sessions/end-all", &[]).await.location(), "/sign-in");
    assert!(!here.is_signed_in().await);
    assert!(!there.is_signed_in().await);
    assert!(other.is_signed_in().await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_under_way_does_not_bring_an_ended_session_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut browser = app.sign_in_as(Person::Viewer).await;
    let hash: Vec<u8> =
        sqlx::query_scalar("select id_hash from session").fetch_one(&owner).await.unwrap();
    browser.post("/sign-out", &[]).await;
    let save = "select session_save($1, $2, '{}', now() + interval '1 hour')";
    sqlx::query(save)
        .bind(hash)
        .bind(app.world.person(Person::Viewer))
        .execute(&owner)
        .await
        .unwrap();
    let kept: i64 =
        sqlx::query_scalar("select count(*) from session").fetch_one(&owner).await.unwrap();
    assert_eq!(kept, 0);
}
