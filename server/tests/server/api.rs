//! The API as programs meet it: who is let in, what is stored, and how everything else is told.

use crate::harness::program::Program;
use crate::harness::{Answer, PASSWORD, Person, TestApp};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

const BOTH: [&str; 2] = ["samples:read", "samples:write"];

fn samples(room: Uuid) -> String {
    format!("/api/v1/engagements/{room}/samples")
}

fn sample(summary: &str) -> Value {
    json!({ "summary": summary, "symptom": "duplicate", "occurred_at": "2026-11-02T14:05:00Z", "detected_by": "monitor" })
}

/// That an answer is a problem document with this status.
fn problem(answer: &Answer, status: StatusCode) -> Value {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    let body = answer.json();
    assert_eq!(body["status"], status.as_u16());
    assert!(body["type"].as_str().unwrap().starts_with("/api/v1#"), "{body}");
    assert!(body["title"].is_string() && body["detail"].is_string(), "{body}");
    body
}

async fn count(owner: &PgPool, room: Uuid) -> i64 {
    let count = "select count(*) from sample where engagement_id = $1 and token_id is not null";
    sqlx::query_scalar(count).bind(room).fetch_one(owner).await.unwrap()
}

async fn north(owner: PgPool) -> (TestApp, Program, String) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let program = app.program_of(Person::Consultant, room, &BOTH).await;
    (app, program, samples(room))
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_sample_is_sent_redacted_stored_and_read_back(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let mut body = sample("Mail to ada.lovelace@example.org");
    body["integration"] = app.world.north.ids["integration"].to_string().into();
    let answer = program.post(&path, "one", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let told = answer.json()["samples"][0].clone();
    assert_eq!(told["state"], "new");
    assert_eq!(told["replaced"][0]["kind"], "email");
    assert_eq!(answer.header("location"), format!("{path}/{}", told["id"].as_str().unwrap()));
    let read = program.get(answer.header("location")).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    assert!(!read.body.contains("lovelace"), "{}", read.body);
    assert_eq!(read.json()["occurred_at"], "2026-11-02T14:05:00Z");
    let audited =
        "select count(*) from audit where action = 'added' and after ->> 'token' is not null";
    let audited: i64 = sqlx::query_scalar(audited).fetch_one(&owner).await.unwrap();
    assert_eq!(audited, 1);
    let digest = "select (sample_digest ->> 'new')::int from engagement where id = $1";
    let digest: Option<i32> =
        sqlx::query_scalar(digest).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    assert_eq!(digest, Some(1), "the list's counts are kept");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_secret_that_was_sent_is_replaced_and_said_to_be_rotated(owner: PgPool) {
    let (_app, program, path) = north(owner.clone()).await;
    let mut body = sample("Login fails");
    body["evidence"] = ["key AKIA", "Q7ZXM2N5KV3T8WBD"].concat().into();
    let answer = program.post(&path, "one", &body).await;
    assert_eq!(answer.json()["samples"][0]["rotate_a_secret"], true, "{}", answer.body);
    for table in ["sample", "audit", "api_answer"] {
        let all = format!("select coalesce(string_agg(t::text, ' '), '') from {table} t");
        let all: String =
            sqlx::query_scalar(sqlx::AssertSqlSafe(all)).fetch_one(&owner).await.unwrap();
        assert!(!all.contains("Q7ZXM2N5KV3T8WBD"), "{table}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn many_are_stored_together_or_not_at_all(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let room = app.world.north.id;
    let many = json!([sample("one"), sample("two"), sample("three")]);
    let answer = program.post(&path, "many", &many).await;
    assert_eq!((answer.status, count(&owner, room).await), (StatusCode::CREATED, 3));
    let mut late = sample("five");
    late["detected_at"] = "2026-11-02T14:04:59Z".into();
    let answer = program.post(&path, "more", &json!([sample("four"), late])).await;
    let told = problem(&answer, StatusCode::CONFLICT);
    assert_eq!(told["errors"][0]["pointer"], "/1/detected_at");
    assert_eq!(count(&owner, room).await, 3);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_same_again_gets_the_same_answer_and_is_stored_once(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let first = program.post(&path, "same", &sample("once")).await;
    let second = program.post(&path, "same", &sample("once")).await;
    assert_eq!((second.status, &second.body), (StatusCode::CREATED, &first.body));
    assert_eq!(first.header("idempotency-replayed"), "");
    assert_eq!(second.header("idempotency-replayed"), "true");
    let other = program.post(&path, "same", &sample("something else")).await;
    problem(&other, StatusCode::CONFLICT);
    assert_eq!(count(&owner, app.world.north.id).await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_same_sent_many_times_at_once_is_stored_once(owner: PgPool) {
    let (app, program, path) = north(owner.clone()).await;
    let sends = (0..8).map(|_| {
        let (program, path) = (program.clone(), path.clone());
        tokio::spawn(async move { program.post(&path, "race", &sample("once")).await })
    });
    let sends: Vec<_> = sends.collect();
    let mut bodies = Vec::new();
    for send in sends {
        let answer = send.await.unwrap();
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        bodies.push(answer.body);
    }
    bodies.dedup();
    assert_eq!((bodies.len(), count(&owner, app.world.north.id).await), (1, 1));
}

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
async fn where_a_request_comes_from_is_not_asked(owner: PgPool) {
    let (_app, program, path) = north(owner).await;
    let headers = [
        ("idempotency-key", "k"),
        ("content-type", "application/json"),
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = sample("x").to_string().into_bytes();
    let answer = program.send(Method::POST, &path, &headers, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.header("access-control-allow-origin"), "", "no page elsewhere may read it");
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

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_list_is_paged_by_key_and_narrowed(owner: PgPool) {
    let (_app, program, path) = north(owner).await;
    let many: Vec<_> = (0..5).map(|n| sample(&format!("order {n}"))).collect();
    assert_eq!(program.post(&path, "five", &json!(many)).await.status, StatusCode::CREATED);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("{path}?limit=2&state=new{after}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let page = page.json();
        seen.extend(page["samples"].as_array().unwrap().iter().map(|it| it["id"].to_string()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (5, 5));
    for bad in ["limit=0", "limit=x", "after=x", "state=odd", "colour=red", "limit=1&limit=2"] {
        let told =
            problem(&program.get(&format!("{path}?{bad}")).await, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told["errors"][0]["parameter"].is_string(), "{told}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_document_and_its_page_are_there_for_anyone(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let document = app.program().get("/api/v1/openapi.json").await;
    assert_eq!(document.header("content-type"), "application/json");
    assert!(document.json()["openapi"].as_str().unwrap().starts_with("3.1"));
    let page = app.visitor().get("/api/v1").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["curl", "Idempotency-Key", "status_said_success", "cannot-be-true"] {
        assert!(page.body.contains(part), "{part}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_is_made_shown_once_used_and_revoked(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{room}/tokens");
    let refused = lead.post(&page, &[("name", "Typed <Name>"), ("lifetime", "month")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Typed &lt;Name") && refused.body.contains("Tick at least one"));
    let mut form =
        vec![("name", "ERP monitor"), ("lifetime", "month"), ("scopes", "samples:write")];
    form.push(("password", "not the password"));
    let refused = lead.post(&page, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("not your present password"), "{}", refused.body);
    form.pop();
    form.push(("password", PASSWORD));
    let made = lead.post(&page, &form).await;
    assert_eq!(made.status, StatusCode::OK);
    let token = made.body.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap();
    let program = app.program().with_token(token);
    let sent = program.post(&samples(room), "k", &sample("x")).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    for seen in [page.as_str(), "/account"] {
        let body = lead.get(seen).await.body;
        assert!(body.contains("ERP monitor") && !body.contains(&token[10..]), "{seen}");
    }
    let revoke = lead.get(&page).await.body;
    let revoke =
        revoke.split(&format!("action=\"{page}/")).nth(1).unwrap().split('"').next().unwrap();
    let revoked = lead.post(&format!("{page}/{revoke}"), &[]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    assert_eq!(program.get(&samples(room)).await.status, StatusCode::UNAUTHORIZED);
    let kept = "select string_agg(t::text, ' ') from (select a::text as t from audit a
                union all select t::text from api_token t union all select k::text from api_token_key k) x";
    let kept: String = sqlx::query_scalar(kept).fetch_one(&owner).await.unwrap();
    assert!(!kept.contains(&token[10..]), "the token itself is nowhere");
}
