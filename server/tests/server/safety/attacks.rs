//! The attacks that worked on the day before the last, which are not told elsewhere: each finds nothing any more.

use crate::harness::{Person, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use std::time::{Duration, Instant};

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_title_is_redacted_like_whatever_is_stored(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let secret = ["AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let typed = |n: u8| format!("Key {secret} of ada.lovelace@example.org, {n}");
    let mut admin = app.sign_in_as(Person::Admin).await;
    let (client, first, second) = (app.world.north.client.to_string(), typed(1), typed(2));
    let form = [("client", client.as_str()), ("title", first.as_str())];
    let opened = admin.post("/engagements/new", &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let room = format!("/e/{}", app.world.north.id);
    let form = [("title", second.as_str()), ("stage", "active"), ("version", "1")];
    let renamed = lead.post(&format!("{room}/settings"), &form).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    for (browser, page) in [(&mut admin, opened.location()), (&mut lead, room.as_str())] {
        for page in [page.to_owned(), format!("{page}/activity")] {
            let body = browser.get(&page).await.body;
            assert!(!body.contains(&secret) && !body.contains("lovelace"), "{page}");
        }
    }
    let kept =
        "select (select count(*) from engagement e where e::text ~ 'lovelace|Q7ZXM2N5KV3T8WBD')
                    + (select count(*) from audit a where a::text ~ 'lovelace|Q7ZXM2N5KV3T8WBD')";
    assert_eq!(sqlx::query_scalar::<_, i64>(kept).fetch_one(&owner).await.unwrap(), 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_address_that_is_no_text_is_answered_like_one_that_never_was(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut lead, mut stranger) = (app.sign_in_as(Person::Lead).await, app.visitor());
    let room = format!("/e/{}", app.world.north.id);
    for path in ["/e/%FF".to_owned(), "/clients/%FF".into(), format!("{room}/systems/%FF")] {
        for browser in [&mut lead, &mut stranger] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert!(answer.body.contains("There is nothing here"), "{path}: {}", answer.body);
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_address_that_only_takes_forms_says_so_when_it_is_read(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let comments = format!("/room/{}/comments", app.world.north.id);
    let answer = lead.get(&comments).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.body.contains("only takes what a form sends"), "{}", answer.body);
    assert_eq!(answer.header("allow"), "POST");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_body_of_unknown_fields_gets_a_short_answer_soon(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let program = app.program_of(Person::Lead, room, &["samples:read", "samples:write"]).await;
    let fields: Vec<String> = (0..300_000).map(|n| format!("\"{n:x}\":0")).collect();
    let body = format!("{{{}}}", fields.join(",")).into_bytes();
    assert!(body.len() > 2_000_000);
    let headers = [("idempotency-key", "k"), ("content-type", "application/json")];
    let begun = Instant::now();
    let path = format!("/api/v1/engagements/{room}/samples");
    let answer = program.send(Method::POST, &path, &headers, body).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(answer.body.len() < 64 * 1024, "{} bytes tell of it", answer.body.len());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn many_looks_at_a_large_map_hold_up_nobody(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let north = &app.world.north;
    let lines: Vec<String> = (0..250).map(|n| format!("Team {}: step {n}", n % 20)).collect();
    let text = lines.join("\n");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let map = format!("/e/{}/workflows/{}/actual", north.id, north.ids["workflow"]);
    let form = [("version", "1"), ("text", text.as_str())];
    let saved = lead.post(&format!("{map}/text"), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let look = || {
        let (mut lead, map) = (lead.clone(), map.clone());
        tokio::spawn(async move { lead.get(&map).await.status })
    };
    let looks: Vec<_> = (0..8).map(|_| look()).collect();
    let (mut visitor, mut slowest) = (app.visitor(), Duration::ZERO);
    for _ in 0..5 {
        let begun = Instant::now();
        assert_eq!(visitor.get("/sign-in").await.status, StatusCode::OK);
        slowest = slowest.max(begun.elapsed());
    }
    let mut looked = Vec::new();
    for look in looks {
        looked.push(look.await.unwrap());
    }
    let told =
        |status: &StatusCode| [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE].contains(status);
    assert!(looked.iter().all(told) && looked.contains(&StatusCode::OK), "{looked:?}");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_text_of_many_lines_that_clashes_is_told_soon(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let north = &app.world.north;
    let map = format!("/e/{}/workflows/{}/actual", north.id, north.ids["workflow"]);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let many = "x\n".repeat(60_000);
    let form = [("version", "0"), ("text", many.as_str())];
    let begun = Instant::now();
    let answer = lead.post(&format!("{map}/text"), &form).await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn those_behind_a_proxy_nobody_declared_do_not_close_the_door_for_each_other(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut proxy = app.visitor().at_home();
    let try_from = |address: String| {
        let mut proxy = proxy.clone();
        async move {
            let form = [("email", "nobody@x.example"), ("password", "w")];
            let headers =
                [("x-forwarded-for", address.as_str()), ("sec-fetch-site", "same-origin")];
            proxy.send(Method::POST, "/sign-in", &form, &headers).await.status
        }
    };
    let mut refused = 0;
    for _ in 0..24 {
        refused +=
            usize::from(try_from("203.0.113.5".into()).await == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0, "one address tries without end");
    let form = [("email", "lead@firm.example"), ("password", crate::harness::PASSWORD)];
    let headers = [("x-forwarded-for", "198.51.100.9"), ("sec-fetch-site", "same-origin")];
    let other = proxy.send(Method::POST, "/sign-in", &form, &headers).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}
