//! Threads: what is changed, resolved and mentioned in them, as browsers without scripts meet it.

use super::waiting::{remark, reply};
use super::{page, room};
use crate::harness::{Answer, Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

async fn edit(app: &TestApp, who: &mut Browser, comment: &str, says: &str) -> Answer {
    let form = [("about", "map"), ("comment", comment), ("edited", says)];
    who.post(&room(app, "comments/edit"), &form).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_one_said_is_changed_for_a_day_and_its_earlier_words_stay(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let id = remark(&app, &owner, &mut client, "The export is nightly.").await;
    let form = client.get(&room(&app, "map")).await.body;
    assert!(form.contains("For a day, until somebody replies."), "{form}");
    let empty = edit(&app, &mut client, &id, " ").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Write what it should say."), "{}", empty.body);
    let done = edit(&app, &mut client, &id, "The export is hourly.").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&room(&app, "map")).await.body;
    let at = |text: &str| read.find(text).unwrap_or_else(|| panic!("{text}: {read}"));
    assert!(at("The export is hourly.") < at("The export is nightly."));
    assert!(read.contains("<summary>edited"), "{read}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let inbox = lead.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("The export is hourly."), "what waits is what it says now: {inbox}");
    assert_eq!(edit(&app, &mut lead, &id, "It is not.").await.status, StatusCode::NOT_FOUND);
    assert_eq!(edit(&app, &mut viewer, &id, "It is not.").await.status, StatusCode::NOT_FOUND);

    reply(&app, &mut lead, &id, "Thank you.").await;
    let late = edit(&app, &mut client, &id, "The export is weekly.").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_resolved_thread_folds_waits_no_more_and_is_opened_again(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let before = client.get(&room(&app, "map")).await.body;
    let id = remark(&app, &owner, &mut client, "The map is fine.").await;
    let open = client.get(&room(&app, "map")).await.body;
    let tabs = |body: &str| {
        let nav = body.split("aria-label=\"Client room\"").nth(1).unwrap_or_default();
        nav.split("</nav>").next().unwrap_or_default().to_owned()
    };
    for (whether, waits) in [("true", false), ("false", true)] {
        let form = [("about", "map"), ("comment", id.as_str()), ("resolved", whether)];
        let done = lead.post(&room(&app, "comments/resolve"), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        let read = client.get(&room(&app, "map")).await.body;
        assert_eq!(read.contains("resolved by Lead Person"), !waits, "{read}");
        assert_eq!(tabs(&read), tabs(if waits { &open } else { &before }));
        let inbox = lead.get(&page(&app, "inbox")).await.body;
        assert_eq!(inbox.contains("The map is fine."), waits, "{inbox}");
    }
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let form = [("about", "map"), ("comment", id.as_str()), ("resolved", "true")];
    let refused = viewer.post(&room(&app, "comments/resolve"), &form).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_is_mentioned_is_told_by_mail_and_in_their_room(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let form = client.get(&room(&app, "map")).await.body;
    assert!(form.contains("To tell somebody, write @"), "{form}");
    assert!(form.contains("@Viewer Person"), "{form}");
    assert!(!form.contains("@Stranger Person") && !form.contains("viewer@north.example"), "{form}");
    let wrong = [("about", "map"), ("version", "1"), ("body", "@Vewer, is it so?")];
    let wrong = client.post(&room(&app, "comments"), &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("“@Vewer” is nobody’s name"), "{}", wrong.body);
    assert!(wrong.body.contains("@Vewer, is it so?"), "what was typed comes back");

    let says = [("about", "map"), ("version", "1"), ("body", "@Viewer Person, is it so?")];
    let said = client.post(&room(&app, "comments"), &says).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let mail = heard(&mut lines, "no word of it").await;
    assert!(mail.contains("RCPT TO:<viewer@north.example>"), "{mail}");
    assert!(!mail.contains("is it so"), "{mail}");
    let stored = "select body from comment where body like '%is it so?'";
    let stored: String = query_scalar(stored).fetch_one(&owner).await.unwrap();
    assert_eq!(stored, "@Viewer Person, is it so?");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let since = viewer.get(&room(&app, "")).await.body;
    assert!(since.contains("You are mentioned 1 time"), "{since}");
    // Another person of the client is not mentioned by it.
    assert!(!client.get(&room(&app, "")).await.body.contains("You are mentioned"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_of_the_firm_is_mentioned_finds_it_in_the_inbox_until_they_reply(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let id = remark(&app, &owner, &mut lead, "@Consultant Person, whose export is it?").await;
    let inbox = consultant.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("Lead Person mentioned you on “Map”"), "{inbox}");
    assert!(inbox.contains(&format!("#comment-{id}")), "{inbox}");
    assert!(!lead.get(&page(&app, "inbox")).await.body.contains("mentioned you"));
    reply(&app, &mut consultant, &id, "The agency's.").await;
    let inbox = consultant.get(&page(&app, "inbox")).await.body;
    assert!(!inbox.contains("mentioned you"), "{inbox}");
}
