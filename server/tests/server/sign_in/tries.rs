//! Tries to sign in: how long each takes, how many there may be, and whom those of strangers shut out.

use super::{ADMIN, refused};
use crate::harness::{PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use std::time::{Duration, Instant};

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
