//! What the API refuses, and how it says so: as one kind of document, with nothing of what others have.

use super::{count, north, problem, sample, samples};
use crate::harness::{Answer, Person, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn without_a_usable_token_nobody_is_let_in_whatever_their_cookie_says(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let told = |answer: &Answer| {
        problem(answer, StatusCode::UNAUTHORIZED);
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        answer.body.clone()
    };
    let none = told(&app.program().get(&path).await);
    for token in
        ["", "x", "faultline_0000000000000000000000000000000000000000000000000000000000000000"]
    {
        let wrong = app.program().with_token(token);
        assert_eq!(told(&wrong.get(&path).await), none);
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(told(&lead.get(&path).await), none, "a session says nothing here");
    for shut in [
        "update person set disabled_at = now() where email = 'consultant@firm.example'",
        "update person set disabled_at = null; delete from membership where capacity = 'consultant'",
    ] {
        sqlx::raw_sql(shut).execute(&owner).await.unwrap();
        assert_eq!(told(&program.get(&path).await), none);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_belongs_to_others_answers_with_the_very_bytes_of_what_does_not_exist(owner: PgPool) {
    let (app, program, path) = north(owner).await;
    let (south, nothing) = (&app.world.south, Uuid::now_v7());
    let pairs = [
        (samples(south.id), samples(nothing)),
        (
            format!("{}/{}", samples(south.id), south.ids["sample"]),
            format!("{}/{nothing}", samples(nothing)),
        ),
        (format!("{path}/{}", south.ids["sample"]), format!("{path}/{nothing}")),
        (format!("{path}/no-id"), "/api/v1/engagements/no-id/samples".to_owned()),
    ];
    for (theirs, nobodys) in pairs {
        let (one, other) = (program.get(&theirs).await, program.get(&nobodys).await);
        problem(&one, StatusCode::NOT_FOUND);
        assert_eq!(one.without_nonce(), other.without_nonce(), "{theirs}");
    }
    let sent = program.post(&samples(south.id), "k", &sample("x")).await;
    problem(&sent, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_does_only_what_its_scopes_say(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let reader = app.program_of(Person::Consultant, room, &["samples:read"]).await;
    let refused = reader.post(&samples(room), "k", &sample("x")).await;
    problem(&refused, StatusCode::FORBIDDEN);
    assert!(refused.header("www-authenticate").contains("scope=\"samples:write\""));
    let writer = app.program_of(Person::Consultant, room, &["samples:write"]).await;
    problem(&writer.get(&samples(room)).await, StatusCode::FORBIDDEN);
    let written = writer.post(&samples(room), "k", &sample("x")).await;
    assert_eq!(written.status, StatusCode::CREATED);
    problem(&writer.get(written.header("location")).await, StatusCode::FORBIDDEN);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn everything_that_is_wrong_is_told_as_a_problem(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let json_type = ("content-type", "application/json");
    let key = ("idempotency-key", "k");
    let post = |headers: Vec<(&'static str, &'static str)>, body: Vec<u8>| {
        let (program, path) = (program.clone(), path.clone());
        async move { program.send(Method::POST, &path, &headers, body).await }
    };
    let good = || sample("x").to_string().into_bytes();
    problem(&post(vec![json_type], good()).await, StatusCode::BAD_REQUEST);
    problem(
        &post(vec![json_type, ("idempotency-key", "a b")], good()).await,
        StatusCode::BAD_REQUEST,
    );
    problem(
        &post(vec![key, ("content-type", "text/plain")], good()).await,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    );
    problem(&post(vec![key], good()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    problem(&post(vec![key, json_type], b"{".to_vec()).await, StatusCode::BAD_REQUEST);
    problem(&post(vec![key, json_type], b"\xff".to_vec()).await, StatusCode::BAD_REQUEST);
    // Deeper than is read, and more lists than any sound body has.
    for (lists, status) in
        [(1_000, StatusCode::BAD_REQUEST), (100_000, StatusCode::PAYLOAD_TOO_LARGE)]
    {
        problem(&post(vec![key, json_type], vec![b'['; lists]).await, status);
    }
    let large = vec![b' '; faultline_app::api::BODY_LIMIT + 1];
    problem(&post(vec![key, json_type], large).await, StatusCode::PAYLOAD_TOO_LARGE);
    let told = problem(
        &post(vec![key, json_type], b"{}".to_vec()).await,
        StatusCode::UNPROCESSABLE_ENTITY,
    );
    let pointers: Vec<_> =
        told["errors"].as_array().unwrap().iter().map(|it| it["pointer"].clone()).collect();
    assert_eq!(pointers, ["/summary", "/symptom", "/occurred_at", "/detected_by"]);
    let mut nowhere = sample("x");
    nowhere["integration"] = app.world.south.ids["integration"].to_string().into();
    let told = problem(&program.post(&path, "n", &nowhere).await, StatusCode::CONFLICT);
    assert_eq!(told["errors"][0]["pointer"], "/integration");
    let deleted = program.send(Method::DELETE, &path, &[], Vec::new()).await;
    problem(&deleted, StatusCode::METHOD_NOT_ALLOWED);
    assert!(deleted.header("allow").contains("POST"), "{}", deleted.header("allow"));
    for lost in ["/api/v1/nothing", "/api/v2", "/api/"] {
        problem(&program.get(lost).await, StatusCode::NOT_FOUND);
    }
    assert_eq!(count(&owner, app.world.north.id).await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_that_asks_too_often_is_told_when_to_come_back(owner: PgPool) {
    let (_app, program, path) = north(owner.clone()).await;
    sqlx::raw_sql("update api_token_key set used = 600").execute(&owner).await.unwrap();
    let answer = program.get(&path).await;
    problem(&answer, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
}
