//! What becomes of a quote: superseded, declined, and redacted after it was issued; each is told where it is read.

use super::{answered, drafted, issue, page, room};
use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, Row, query};

async fn issued(app: &TestApp, lead: &mut Browser) {
    assert_eq!(drafted(app, lead, "100").await.status, StatusCode::SEE_OTHER);
    let done = issue(app, lead).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_newer_quote_takes_the_place_of_one_that_waits_and_the_client_declines_it(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    issued(&app, &mut lead).await;
    assert_eq!(issue(&app, &mut lead).await.status, StatusCode::SEE_OTHER);
    let quote = room(&app, "quote");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let older = contributor.get(&format!("{quote}?number=2")).await;
    assert!(older.body.contains("A newer quote has taken its place."), "{}", older.body);
    assert!(!older.body.contains("name=\"answer\""), "it cannot be answered any more");
    let late = answered(&app, &mut contributor, "2", "accept", "").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("came while you were reading"), "{}", late.body);

    let newer = contributor.get(&quote).await;
    assert!(newer.body.contains("Quote 3") && newer.body.contains("waits for your answer"));
    let summary = format!("/room/{}", app.world.north.id);
    let front = contributor.get(&summary).await;
    assert!(front.body.contains("quote 3 until"), "{}", front.body);
    let none = answered(&app, &mut contributor, "3", "", "Not this year.").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        none.body.contains("Choose one of the three answers.") && none.body.contains("Not this")
    );
    let no = answered(&app, &mut contributor, "3", "decline", "Not this year.").await;
    assert_eq!(no.status, StatusCode::SEE_OTHER, "{}", no.body);
    let declined = contributor.get(&format!("{quote}?number=3")).await;
    assert!(declined.body.contains("This quote was declined."), "{}", declined.body);
    assert!(!contributor.get(&summary).await.body.contains("wait for your decision"));
    let told = lead.get(&page(&app, "quote")).await;
    assert!(told.body.contains("Not this year.") && told.body.contains("Superseded"));
    assert!(!told.body.contains("Assumptions to test"), "nothing of it is work");
}

/// Redacts a word wherever it stands, from a sample that holds it.
async fn redact(app: &TestApp, lead: &mut Browser, word: &str) {
    let at = (chrono::Utc::now() - chrono::Duration::days(1)).format("%Y-%m-%dT%H:%M").to_string();
    let summary = format!("Order {word} twice");
    let form = [
        ("summary", summary.as_str()),
        ("symptom", "missing"),
        ("origin", "unknown"),
        ("cause", "unknown"),
        ("occurred_at", at.as_str()),
        ("detected_by", "staff"),
        ("outcome", "failed"),
        ("evidence", ""),
    ];
    let added = lead.post(&page(app, "samples/new"), &form).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let sample = added.location().split(['?', '#']).next().unwrap().to_owned();
    let mark = [("version", "1"), ("text", word), ("kind", "name")];
    let done = lead.post(&format!("{sample}/redact"), &mark).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_redacted_quote_says_so_and_keeps_the_hash_it_was_issued_with(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    issued(&app, &mut lead).await;
    let hashes =
        "select hash, left_hash, state::text from quote where engagement_id = $1 and number = 2";
    let before = query(hashes).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    let hash: Vec<u8> = before.get("hash");
    // A word of ours, and one that stands in a line.
    redact(&app, &mut lead, "issued").await;
    redact(&app, &mut lead, "received").await;
    let after = query(hashes).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    assert_eq!(after.get::<Vec<u8>, _>("hash"), hash);
    assert_eq!(after.get::<String, _>("state"), "issued");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&room(&app, "quote")).await;
    for says in ["A text in this quote was redacted.", &hex::encode(&hash), "Log what is ‹name "]
    {
        assert!(read.body.contains(says), "{says}: {}", read.body);
    }
    let text = viewer.get(&room(&app, "quote.md")).await.body;
    assert!(
        text.contains("SHA-256 as issued") && text.contains("SHA-256 of what is left"),
        "{text}"
    );
    let json = viewer.get(&room(&app, "quote.json")).await.body;
    let left = faultline::stores::room::Hash::of(&json);
    assert_eq!(after.get::<Vec<u8>, _>("left_hash"), left.bytes());
    assert!(json.contains("\"issued_by\"") && !json.contains("received"), "{json}");
    let told = lead.get(&page(&app, "quote")).await.body;
    assert!(told.contains("A text in it was redacted on"), "{told}");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let accepted = answered(&app, &mut contributor, "2", "accept", "").await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
}
