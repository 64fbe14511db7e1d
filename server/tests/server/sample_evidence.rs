//! How a failure is known, from whoever says it to whoever reads it: forms, files, programs and the room.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use serde_json::{Value, json};
use sqlx::{PgPool, query_scalar};

const FORM: [(&str, &str); 10] = [
    ("summary", "Order 7 came twice"),
    ("symptom", "duplicate"),
    ("occurred_at", "2026-07-02"),
    ("origin", "unknown"),
    ("cause", "unknown"),
    ("detected_by", "staff"),
    ("outcome", "unresolved"),
    ("evidence_kind", "logged"),
    ("evidence_on", "2026-07-03"),
    ("evidence_from", "log of the shop"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().any(|(other, _)| *other == name);
    let own = FORM.into_iter().filter(|(name, _)| !changed(name));
    own.chain(changes.iter().copied()).collect()
}

async fn stored(owner: &PgPool, summary: &str) -> Vec<String> {
    let sql = "select coalesce(evidence_kind, '') || ' ' || coalesce(evidence_on::text, '') || ' ' || evidence_from
        from sample where summary = $1";
    query_scalar(sql).bind(summary).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn how_it_is_known_is_typed_shown_changed_and_exported(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let path = format!("/e/{room}/samples/new");
    let refused = lead.post(&path, &with(&[("evidence_on", "yesterday")])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Give the day as 2026-05-31."), "{}", refused.body);
    assert!(refused.body.contains("value=\"log of the shop\""), "what was typed is kept");
    let ahead = lead.post(&path, &with(&[("evidence_on", "2999-01-01")])).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ahead.body.contains("Say when the evidence was seen"), "{}", ahead.body);
    let saved = lead.post(&path, &with(&[])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(stored(&owner, "Order 7 came twice").await, ["logged 2026-07-03 log of the shop"]);
    let shown = lead.get(saved.location()).await.body;
    assert!(shown.contains("Log or payload, seen on 3 July 2026, from log of the shop"), "{shown}");
    let csv = lead.get(&format!("/e/{room}/samples.csv")).await.body;
    let row = csv.lines().find(|line| line.contains("Order 7")).unwrap();
    assert!(row.contains("\"Log or payload\",\"2026-07-03\",\"log of the shop\""), "{row}");
    let audit =
        "select after::text from audit where subject_kind = 'failure_sample' and action = 'added'
        and subject_name like 'Order 7%'";
    let after: String = query_scalar(audit).fetch_one(&owner).await.unwrap();
    assert!(after.contains("\"evidence_kind\": \"logged\""), "{after}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_says_it_row_by_row_or_for_all_rows(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = "date,message,symptom,kind of evidence\n2026-11-02,a,duplicate,log\n2026-11-02,b,duplicate,\n";
    let path = format!("/e/{}/samples/import", app.world.north.id);
    let sent = lead.send_file(&path, "orders.csv", file.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let shown = lead.get(sent.location()).await.body;
    assert!(shown.contains("known by: log or payload"), "{shown}");
    assert!(shown.contains("name=\"default.evidence_kind\""), "{shown}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_program_and_the_client_say_it_too(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let program = app.program_of(Person::Lead, room, &["samples:read", "samples:write"]).await;
    let api = format!("/api/v1/engagements/{room}/samples");
    let plain = json!({ "summary": "Sent by a program", "symptom": "late", "detected_by": "monitor",
        "occurred_at": "2026-07-03" });
    let sent = program.post(&api, "one", &plain).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let back = program.get(sent.header("location")).await.json();
    assert_eq!((&back["evidence_kind"], &back["evidence_on"]), (&Value::Null, &Value::Null));
    assert_eq!(back["evidence_from"], "");
    let mut known = plain.clone();
    for (name, value) in [
        ("evidence_kind", "reproduced"),
        ("evidence_on", "2026-07-04"),
        ("evidence_from", "test shop of ada.lovelace@example.org"),
    ] {
        known[name] = value.into();
    }
    let sent = program.post(&api, "two", &known).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let back = program.get(sent.header("location")).await.json();
    assert_eq!(
        (&back["evidence_kind"], &back["evidence_on"]),
        (&known["evidence_kind"], &known["evidence_on"])
    );
    let from = back["evidence_from"].as_str().unwrap();
    assert!(from.starts_with("test shop of ‹") && !from.contains("lovelace"), "{from}");
    known["evidence_kind"] = "rumour".into();
    let refused = program.post(&api, "three", &known).await;
    assert!(refused.status.is_client_error(), "{}", refused.body);
    assert!(refused.body.contains("/evidence_kind"), "{}", refused.body);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let form = with(&[("summary", "Order 8 came twice"), ("evidence_kind", "screenshot")]);
    let sent = contributor.upload(&format!("/room/{room}/samples"), &form, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    assert_eq!(
        stored(&owner, "Order 8 came twice").await,
        ["screenshot 2026-07-03 log of the shop"]
    );
}
