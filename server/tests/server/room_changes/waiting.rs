//! What waits for staff until somebody answers, again when the client says more; and what waits for the client's people.

use super::{page, room, value};
use crate::harness::{Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

pub async fn reply(app: &TestApp, who: &mut Browser, comment: &str, says: &str) {
    let form = [("about", "map"), ("comment", comment), ("reply", says)];
    let done = who.post(&room(app, "replies"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// Comments on the map, and says the comment's id.
pub async fn remark(app: &TestApp, owner: &PgPool, who: &mut Browser, says: &str) -> String {
    let form = [("about", "map"), ("version", "1"), ("body", says)];
    let done = who.post(&room(app, "comments"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let id = query_scalar("select id::text from comment where body = $1").bind(says);
    id.fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_clients_reply_to_a_comment_of_the_firm_waits(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let id = remark(&app, &owner, &mut lead, "Is the export nightly?").await;
    assert!(!lead.get("/").await.body.contains(&format!("waits-{id}")));
    reply(&app, &mut client, &id, "No, every hour.").await;
    let inbox = lead.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("No, every hour.") && inbox.contains("waits-"), "{inbox}");
    assert!(!inbox.contains("Is the export nightly?"), "the last word is shown: {inbox}");
    assert!(inbox.contains("name=\"about\" value=\"map\""), "the mail leads elsewhere: {inbox}");
    reply(&app, &mut lead, &id, "Then we note it.").await;
    assert!(!lead.get("/").await.body.contains(&format!("waits-{id}")));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_done_waits_again_when_the_client_says_more(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let id = remark(&app, &owner, &mut client, "The map is fine.").await;
    let form = [("kind", "comment"), ("subject", id.as_str())];
    for more in ["One step is missing, though.", "The last one."] {
        let done = lead.post(&page(&app, "inbox/done"), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert!(!lead.get("/").await.body.contains(&format!("waits-{id}")));
        reply(&app, &mut client, &id, more).await;
        let inbox = lead.get(&page(&app, "inbox")).await.body;
        assert!(inbox.contains(more), "{inbox}");
        assert!(!inbox.contains("The map is fine."), "the last word is shown: {inbox}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_came_after_the_page_was_read_is_not_marked_with_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let id = remark(&app, &owner, &mut client, "The map is fine.").await;
    let read = "select to_char(created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from comment where id::text = $1";
    let read: String = query_scalar(read).bind(&id).fetch_one(&owner).await.unwrap();
    reply(&app, &mut client, &id, "One step is missing, though.").await;
    let form = [("kind", "comment"), ("subject", id.as_str()), ("at", read.as_str())];
    let done = lead.post(&page(&app, "inbox/done"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let inbox = lead.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("One step is missing, though."), "{inbox}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_firm_answers_in_the_room_as_through_the_inbox(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let id = remark(&app, &owner, &mut client, "Who sets the price?").await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let says = "Lead Person sets it.";
    reply(&app, &mut lead, &id, says).await;
    let stored = "select body from room_reply where comment_id::text = $1";
    let stored: String = query_scalar(stored).bind(&id).fetch_one(&owner).await.unwrap();
    assert_eq!(stored, says, "staff name whom they mean");
    let mail = heard(&mut lines, "This mail has no word of it").await;
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    assert!(!mail.contains("sets it"), "{mail}");
    // Whoever said the last word is told; nobody is told of their own.
    reply(&app, &mut client, &id, "Thank you.").await;
    assert_eq!(heard(&mut lines, "until nothing comes").await.matches("RCPT TO").count(), 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_waits_is_told_on_the_start_page_to_who_may_answer_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let asked = "update access_request set state = 'asked', answered_by = null, answered_by_name = '', answered_at = null,
                     granted_scope = null, granted_until = null, needed_until = current_date + 30
                 where engagement_id = $1";
    sqlx::query(asked).bind(app.world.north.id).execute(&owner).await.unwrap();
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let told = contributor.get(&room(&app, "")).await.body;
    assert!(told.contains("Waits for you: ") && told.contains("request for access"), "{told}");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let told = viewer.get(&room(&app, "")).await.body;
    assert!(told.contains("is new to you") && !told.contains("Waits for you: "), "{told}");
    // What only waits is no news.
    let looked = [("version", value(&told, "version")), ("at", value(&told, "at"))];
    let looked: Vec<_> = looked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for reader in [&mut contributor, &mut viewer] {
        reader.post(&room(&app, "seen"), &looked).await;
        let told = reader.get(&room(&app, "")).await.body;
        assert!(!told.contains("Since you last looked"), "{told}");
    }
}
