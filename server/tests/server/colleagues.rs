//! A colleague whom the client asks in: asked for in the room, let in or declined by a lead in the inbox.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

fn room(app: &TestApp) -> String {
    format!("/room/{}/colleagues", app.world.north.id)
}

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

async fn ask(app: &TestApp, client: &mut Browser, email: &str) -> Answer {
    let form = [("name", "Ines Falk"), ("email", email), ("capacity", "viewer")];
    client.post(&room(app), &form).await
}

/// Asks for somebody, and says the address of the request for staff.
async fn asked(app: &TestApp, owner: &PgPool, client: &mut Browser) -> String {
    let done = ask(app, client, "ines@north.example").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let id = "select id::text from colleague where email = 'ines@north.example'";
    let id: String = query_scalar(id).fetch_one(owner).await.unwrap();
    page(app, &format!("colleagues/{id}"))
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_colleague_is_asked_for_let_in_with_one_click_and_reads_the_room(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let form = client.get(&room(&app)).await.body;
    assert!(form.contains("Invite a colleague") && form.contains("Viewer Person"), "{form}");
    assert!(!form.contains("Stranger Person") && !form.contains("lead@firm.example"), "{form}");
    let foreign = ask(&app, &mut client, "ines@south.example").await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(foreign.body.contains("which ends in @north.example"), "{}", foreign.body);
    assert!(foreign.body.contains("value=\"ines@south.example\""), "what was typed comes back");
    let one = asked(&app, &owner, &mut client).await;
    let waits = client.get(&room(&app)).await.body;
    assert!(waits.contains("Ines Falk") && waits.contains("Waits for your consultants"), "{waits}");

    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let inbox = consultant.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("Who leads this engagement lets them in"), "{inbox}");
    for who in [&mut client, &mut consultant] {
        let refused = who.post(&format!("{one}/invite"), &[]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
    }
    let id = one.rsplit('/').next().unwrap();
    let done = [("kind", "colleague"), ("subject", id)];
    let unanswered = consultant.post(&page(&app, "inbox/done"), &done).await;
    assert_eq!(unanswered.status, StatusCode::NOT_FOUND, "whoever asked is told");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let inbox = lead.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("asks you to invite Ines Falk as client viewer"), "{inbox}");
    let made = lead.post(&format!("{one}/invite"), &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    assert!(made.body.contains("/join/"), "no mail carries it: {}", made.body);
    assert!(!lead.get(&page(&app, "inbox")).await.body.contains("Ines Falk"));
    let again = lead.post(&format!("{one}/invite"), &[]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    assert!(lead.get(&page(&app, "members")).await.body.contains("ines@north.example"));
    assert!(client.get(&room(&app)).await.body.contains("Invited"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_goes_to_the_colleague_alone_and_whoever_asked_is_told(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let one = asked(&app, &owner, &mut client).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let made = lead.post(&format!("{one}/invite"), &[]).await;
    assert!(made.body.contains("It was mailed to ines@north.example"), "{}", made.body);
    assert!(!made.body.contains("/join/"), "{}", made.body);
    let mail = heard(&mut lines, "until nothing comes").await;
    assert!(mail.contains("RCPT TO:<ines@north.example>") && mail.contains("/join/"), "{mail}");
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_colleague_is_declined_with_a_word_that_the_client_reads(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let one = asked(&app, &owner, &mut client).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mute = lead.post(&format!("{one}/decline"), &[("word_back", " ")]).await;
    assert_eq!(mute.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mute.body.contains("Write a word back"), "{}", mute.body);
    let word = [("word_back", "She works for the agency.")];
    let done = lead.post(&format!("{one}/decline"), &word).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(client.get(&room(&app)).await.body.contains("She works for the agency."));
    let made = "select exists (select from person where email = 'ines@north.example')";
    assert!(!query_scalar::<_, bool>(made).fetch_one(&owner).await.unwrap());
    // Who reads the room sees its people, and neither the form nor who was asked for.
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&room(&app)).await.body;
    assert!(read.contains("Contributor Person") && !read.contains("Ines Falk"), "{read}");
    assert!(!read.contains("Ask your consultants"), "{read}");
    assert_eq!(ask(&app, &mut viewer, "x@north.example").await.status, StatusCode::NOT_FOUND);
}
