//! What a session is worth: its cookie, its end, and what the database keeps of it.

use super::{ADMIN, refused};
use crate::harness::{Answer, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_session_id_from_before_sign_in_is_worth_nothing_after(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut browser = app.sign_in_as(Person::Consultant).await;
    let before = browser.clone();
    browser.sign_in(ADMIN, PASSWORD).await;
    assert_ne!(browser.cookie, before.cookie);
    assert!(browser.is_signed_in().await);
    assert!(!before.clone().is_signed_in().await);
    let kept: i64 =
        sqlx::query_scalar("select count(*) from session").fetch_one(&owner).await.unwrap();
    assert_eq!(kept, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_visitor_leaves_no_session_behind(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut browser = app.visitor();
    browser.get("/sign-in").await;
    refused(&mut browser, ADMIN, "wrong").await;
    let kept: i64 =
        sqlx::query_scalar("select count(*) from session").fetch_one(&owner).await.unwrap();
    assert_eq!(kept, 0);
}

fn flags(answer: &Answer) -> Vec<String> {
    let cookie = answer.header("set-cookie").to_ascii_lowercase();
    let mut flags: Vec<_> = cookie.split("; ").skip(1).map(str::to_owned).collect();
    flags.retain(|flag| !flag.starts_with("max-age"));
    flags.sort();
    flags
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_cookie_is_kept_from_scripts_and_from_other_sites(owner: PgPool) {
    let plain = TestApp::new(owner.clone()).await;
    let answer = plain.visitor().sign_in(ADMIN, PASSWORD).await;
    assert!(answer.header("set-cookie").starts_with("faultline="));
    assert_eq!(flags(&answer), ["httponly", "path=/", "samesite=lax"]);
    assert_eq!(answer.header("strict-transport-security"), "");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn behind_tls_the_cookie_is_bound_to_the_host(owner: PgPool) {
    let secure = TestApp::at("https://audit.example", owner).await;
    let answer = secure.visitor().sign_in(ADMIN, PASSWORD).await;
    assert!(answer.header("set-cookie").starts_with("__Host-faultline="));
    assert_eq!(flags(&answer), ["httponly", "path=/", "samesite=lax", "secure"]);
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_database_keeps_neither_session_ids_nor_addresses_that_failed(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    refused(&mut app.visitor(), "someone@private.example", "wrong").await;
    let browser = app.sign_in_as(Person::Admin).await;
    let id = browser.cookie.unwrap().split_once('=').unwrap().1.to_owned();
    for table in ["session", "sign_in_failure", "audit"] {
        let rows = format!("select coalesce(string_agg(t::text, '\n'), '') from {table} t");
        let rows: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(rows)).fetch_one(&owner).await.unwrap();
        assert!(
            !rows.contains(&id) && !rows.contains("someone@private.example"),
            "{table}: {rows}"
        );
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_disabled_person_is_out_at_once(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Disabled).await;
    let answer = browser.get("/account").await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Faccount")
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_session_ends_when_idle_and_after_a_week_however_busy(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    for aged in
        ["expires_at = now() - interval '1 second'", "created_at = now() - interval '8 days'"]
    {
        let mut browser = app.sign_in_as(Person::Admin).await;
        assert!(browser.is_signed_in().await);
        let age = format!("update session set {aged}");
        sqlx::query(sqlx::AssertSqlSafe(age)).execute(&owner).await.unwrap();
        assert!(!browser.is_signed_in().await, "{aged}");
    }
}
