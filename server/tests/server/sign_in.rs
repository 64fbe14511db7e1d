//! Signing in and out: what a visitor can learn, and what a session is worth.

use crate::harness::{Answer, Browser, PASSWORD, Person, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use std::time::{Duration, Instant};

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

async fn time(app: &TestApp, email: &str) -> Duration {
    let (mut browser, started) = (app.visitor(), Instant::now());
    refused(&mut browser, email, "not the password").await;
    started.elapsed()
}

/// The fastest of several, taken in turns; other tests share the machine, but a hash left out would show tenfold.
#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_unknown_account_takes_as_long_as_a_wrong_password(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    for person in [Person::Admin, Person::Lead, Person::Consultant, Person::Viewer] {
        let email = person.email().unwrap();
        for _ in 0..4 {
            known = known.min(time(&app, email).await);
            unknown = unknown.min(time(&app, &email.replace('@', "@not.")).await);
        }
    }
    let (shorter, longer) = (known.min(unknown), known.max(unknown));
    assert!(shorter > Duration::from_millis(20), "nothing was hashed: {shorter:?}");
    assert!(longer < shorter * 3, "known {known:?}, unknown {unknown:?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn five_failures_close_an_account_for_the_network_they_came_from(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    for email in [ADMIN, "nobody@firm.example"] {
        let stranger = app.visitor();
        for _ in 0..5 {
            refused(&mut stranger.clone(), email, "not the password").await;
        }
        let answer = stranger.clone().sign_in(&email.to_uppercase(), PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(answer.body.contains("Try again in 15 minutes"), "{}", answer.body);
        let wait: i64 = answer.header("retry-after").parse().unwrap();
        assert!((800..=900).contains(&wait), "{wait}");
    }
    assert_eq!(app.visitor().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn failures_from_many_networks_close_an_account_but_for_those_it_is_used_from(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let home = app.visitor();
    assert_eq!(home.clone().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
    for _ in 0..8 {
        let stranger = app.visitor();
        for _ in 0..5 {
            refused(&mut stranger.clone(), ADMIN, "not the password").await;
        }
    }
    let elsewhere = app.visitor();
    let answer = elsewhere.clone().sign_in(ADMIN, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(home.clone().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
    sqlx::query("update sign_in_failure set at = at - interval '16 minutes'")
        .execute(&owner)
        .await
        .unwrap();
    assert_eq!(elsewhere.clone().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

/// A dotted capital I is folded to what the database takes it for, so that it gives no attempts of its own.
#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_account_is_counted_as_one_however_it_is_typed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let stranger = app.visitor();
    for typed in [ADMIN, "Admin@firm.example", "adm\u{130}n@firm.example", ADMIN, ADMIN] {
        stranger.clone().sign_in(typed, "not the password").await;
    }
    let folded = "select lower(U&'\\0130') = 'i'";
    let same: bool = sqlx::query_scalar(folded).fetch_one(&app.owner).await.unwrap();
    let left = if same { 0 } else { 1 };
    for _ in 0..left {
        refused(&mut stranger.clone(), ADMIN, "not the password").await;
    }
    for typed in [ADMIN, "ADMIN@FIRM.EXAMPLE"] {
        let answer = stranger.clone().sign_in(typed, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "{typed}");
    }
    if same {
        let answer = stranger.clone().sign_in("adm\u{130}n@firm.example", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn attempts_made_at_once_are_all_counted(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let stranger = app.visitor();
    let attempts: Vec<_> = (0..9)
        .map(|_| {
            let mut browser = stranger.clone();
            tokio::spawn(async move { browser.sign_in(ADMIN, "not the password").await.status })
        })
        .collect();
    let mut checked = 0;
    for attempt in attempts {
        checked += usize::from(attempt.await.unwrap() == StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(checked, 5);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn success_forgives_earlier_failures(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let person = app.visitor();
    for _ in 0..2 {
        for _ in 0..4 {
            refused(&mut person.clone(), ADMIN, "not the password").await;
        }
        assert_eq!(person.clone().sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn one_address_may_not_try_without_end(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut busy, mut calm) = (app.visitor(), app.visitor());
    let mut last = busy.sign_in("0@example.com", "x").await;
    for n in 1..40 {
        if last.status != StatusCode::UNPROCESSABLE_ENTITY {
            break;
        }
        last = busy.sign_in(&format!("{n}@example.com"), "x").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.body.contains("Too many tries") && !last.header("retry-after").is_empty());
    assert_eq!(calm.sign_in(ADMIN, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

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
