//! The API as programs meet it: who is let in, what is stored, and how everything else is told.

use crate::harness::program::Program;
use crate::harness::{Answer, PASSWORD, Person, TestApp};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

mod refused;

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
