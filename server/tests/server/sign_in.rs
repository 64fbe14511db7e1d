//! Signing in and out: what a visitor can learn, and what a session is worth.

use crate::harness::{Answer, Browser, PASSWORD, Person, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;

mod sessions;
mod tries;

const ADMIN: &str = "admin@firm.example";

async fn refused(browser: &mut Browser, email: &str, password: &str) -> Answer {
    let answer = browser.sign_in(email, password).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
    assert!(browser.cookie.is_none(), "{email} got a cookie");
    answer
}

/// All that was answered, with the address that was typed taken out.
fn said(answer: &Answer, email: &str) -> String {
    let (status, mut headers, body) = answer.without_nonce();
    headers.retain(|(name, _)| name != "content-length");
    format!("{status} {headers:?} {}", body.replace(email, "TYPED"))
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_signs_in_is_in_and_who_signs_out_is_out(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.visitor();
    assert!(!browser.is_signed_in().await);
    let answer = browser.sign_in(" ADMIN@firm.example ", PASSWORD).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(browser.is_signed_in().await);
    let stolen = browser.clone();
    let left = browser.post("/sign-out", &[]).await;
    assert_eq!(left.header("clear-site-data"), "\"storage\"", "what the browser keeps goes too");
    assert!(!browser.is_signed_in().await);
    assert!(!stolen.clone().is_signed_in().await, "the session outlived its sign-out");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn while_nobody_can_say_who_asks_nobody_is_sent_to_sign_in(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Lead).await;
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    app.db.pool().close().await;
    let answer = browser.get("/").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.body.contains("Just a moment"), "{}", answer.body);
    assert_eq!(answer.headers["retry-after"], "5");
    assert_eq!(app.visitor().get("/sign-in").await.status, StatusCode::OK);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_wrong_account_and_a_wrong_password_are_answered_alike(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    sqlx::query("update person set disabled_at = now() where email = 'disabled@firm.example'")
        .execute(&owner)
        .await
        .unwrap();
    sqlx::query("update person set password_hash = null where email = 'outside@firm.example'")
        .execute(&owner)
        .await
        .unwrap();
    let wrong = refused(&mut app.visitor(), ADMIN, "not the password").await;
    for (email, password) in [
        ("nobody@firm.example", PASSWORD),
        ("disabled@firm.example", PASSWORD),
        ("outside@firm.example", ""),
        ("not an address", PASSWORD),
        ("", ""),
    ] {
        let answer = refused(&mut app.visitor(), email, password).await;
        if !email.is_empty() {
            assert_eq!(said(&answer, email), said(&wrong, ADMIN), "{email}");
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn another_site_cannot_make_a_browser_write(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Admin).await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ] {
        let answer = browser.send(Method::POST, "/sign-out", &[], headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        let login = [("email", ADMIN), ("password", PASSWORD)];
        let answer = app.visitor().send(Method::POST, "/sign-in", &login, headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(browser.is_signed_in().await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn sign_in_leads_back_to_the_page_that_was_asked_for_and_never_elsewhere(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut browser = app.visitor();
    let asked = browser.get("/people?q=a%20b").await;
    assert_eq!(
        (asked.status, asked.location()),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Fpeople%3Fq%3Da%2520b")
    );
    let page = browser.get(asked.location()).await;
    assert!(page.body.contains(r#"name="next" value="/people?q=a%20b""#), "{}", page.body);
    for (next, leads) in [
        ("/people?q=a%20b", "/people?q=a%20b"),
        ("//evil.example/", "/"),
        ("https://evil.example", "/"),
    ] {
        let form = [("email", ADMIN), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.visitor().post("/sign-in", &form).await.location(), leads);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_typed_comes_back_escaped_and_without_the_password(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let answer =
        refused(&mut app.visitor(), r#""><script>alert(1)</script>"#, "my secret attempt").await;
    assert!(!answer.body.contains("<script>alert") && !answer.body.contains("my secret attempt"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_hash_of_other_costs_is_made_anew_at_sign_in(owner: PgPool) {
    use argon2::{Argon2, PasswordHasher};
    let app = TestApp::new(owner.clone()).await;
    let older = Argon2::default().hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let set = "update person set password_hash = $1 where email = $2";
    sqlx::query(set).bind(older).bind(ADMIN).execute(&owner).await.unwrap();
    for _ in 0..2 {
        assert_eq!(app.visitor().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
    let get = "select password_hash from person where email = $1";
    let hash: String = sqlx::query_scalar(get).bind(ADMIN).fetch_one(&owner).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$"), "{hash}");
}
