//! The quote as a browser without scripts meets it: drafted, held back, issued, answered, tested and closed.

mod answers;
mod gates;

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use sha2::{Digest, Sha256};
use sqlx::PgPool;

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

/// The values of a kind of hidden field on a page.
fn values(body: &str, name: &str) -> Vec<String> {
    let tags = body.split("<input").filter(|tag| tag.contains(&format!("name=\"{name}\"")));
    let value = |tag: &str| Some(tag.split("value=\"").nth(1)?.split('"').next()?.to_owned());
    tags.filter_map(value).collect()
}

/// A draft with one line and one assumption that nothing but a missing rate holds back.
const DRAFT: [(&str, &str); 22] = [
    ("currency", "EUR"),
    ("tax", "20"),
    ("valid_until", "2100-01-01"),
    ("hours_a_week", "40"),
    ("exclusions", "Training of staff"),
    ("line", "new"),
    ("on_new", "true"),
    ("says_new", "Log what is received"),
    ("low_new", "1"),
    ("likely_new", "2,5"),
    ("high_new", "6"),
    ("work_new", "see"),
    ("at_new", ""),
    ("action_new", ""),
    ("entry", "new"),
    ("assumed_new", "Credentials can be had"),
    ("owner_new", "Operations"),
    ("test_new", "Ask for them"),
    ("percent_new", "10"),
    ("costs_new", "0.5"),
    ("false_new", "10"),
    ("state_new", "open"),
];

pub async fn drafted(app: &TestApp, lead: &mut Browser, rate: &str) -> Answer {
    let edit = page(app, "quote/edit");
    let version = values(&lead.get(&edit).await.body, "version").remove(0);
    let gates = [
        ("reason_samples", "The client showed three mails about it."),
        ("agreed_samples", "Ben"),
        ("reason_visibility", "The client showed three mails about it."),
        ("agreed_visibility", "Ben"),
    ];
    let form = [&DRAFT[..], &gates, &[("rate", rate), ("version", &version)]].concat();
    lead.post(&edit, &form).await
}

pub async fn issue(app: &TestApp, lead: &mut Browser) -> Answer {
    let edit = lead.get(&page(app, "quote/edit")).await;
    let version = values(&edit.body, "version").remove(0);
    lead.post(&page(app, "quote/issue"), &[("version", &version)]).await
}

/// Answers a quote on the page of the decision, as the step that confirms it does.
async fn answered(
    app: &TestApp,
    browser: &mut Browser,
    quote: &str,
    answer: &str,
    reason: &str,
) -> Answer {
    let form = [
        ("version", "1"),
        ("quote", quote),
        ("answer", answer),
        ("reason", reason),
        ("name", "Contributor Person"),
    ];
    browser.post(&room(app, "decision"), &form).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_draft_is_filled_from_the_verdict_and_what_was_there_stays(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let empty = lead.get(&page(&app, "quote")).await;
    assert!(empty.body.contains("Nothing is drafted yet"), "{}", empty.body);
    let version = values(&empty.body, "version").remove(0);
    let sprint = lead.post(&page(&app, "quote/sprint"), &[("version", &version)]).await;
    assert_eq!(sprint.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sprint.body.contains("There is no draft to offer a sprint of"), "{}", sprint.body);
    assert!(sprint.body.contains("Nothing is drafted yet"), "it began none: {}", sprint.body);
    let fill = page(&app, "quote/fill");
    let filled = lead.post(&fill, &[("version", &version)]).await;
    assert_eq!(filled.status, StatusCode::SEE_OTHER, "{}", filled.body);
    let shown = lead.get(&page(&app, "quote")).await;
    assert!(shown.body.contains("id=\"hours-chart\"") && shown.body.contains("id=\"curve-chart\""));
    let edit = lead.get(&page(&app, "quote/edit")).await;
    let lines = values(&edit.body, "line");
    assert!(lines.len() > 1, "{}", edit.body);
    let again = lead.post(&fill, &[("version", &version)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice it counts once: {}", again.body);
    assert_eq!(values(&lead.get(&page(&app, "quote/edit")).await.body, "line"), lines);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_cannot_be_read_comes_back_as_it_was_typed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let refused = drafted(&app, &mut lead, "a hundred").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for typed in
        ["value=\"a hundred\"", "value=\"2,5\"", "Training of staff", "value=\"Operations\""]
    {
        assert!(refused.body.contains(typed), "{typed} is lost: {}", refused.body);
    }
    assert!(refused.body.contains("Give an amount as a number"), "{}", refused.body);
    let currency =
        [&DRAFT[1..], &[("currency", "EUX"), ("rate", "100"), ("version", "1")]].concat();
    let refused = lead.post(&page(&app, "quote/edit"), &currency).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("a code of ISO 4217"), "{}", refused.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_holds_it_back_is_said_and_a_consultant_does_not_issue(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(drafted(&app, &mut lead, "").await.status, StatusCode::SEE_OTHER);
    let held = lead.get(&page(&app, "quote")).await;
    assert!(held.body.contains("Give the price of an hour."), "{}", held.body);
    let refused = issue(&app, &mut lead).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Give the price of an hour."), "{}", refused.body);
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    assert_eq!(issue(&app, &mut consultant).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_issued_quote_is_read_accepted_tested_and_closed(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(drafted(&app, &mut lead, "100").await.status, StatusCode::SEE_OTHER);
    let issued = issue(&app, &mut lead).await;
    assert_eq!(issued.status, StatusCode::SEE_OTHER, "{}", issued.body);

    let quote = room(&app, "quote");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&quote).await;
    assert!(read.body.contains("This quote waits for your answer."), "{}", read.body);
    assert!(read.body.contains("Log what is received") && read.body.contains("Training of staff"));
    assert!(!read.body.contains("name=\"answer\""), "a viewer does not answer");
    let tables = read.body.matches("Risk left for each amount of work").count();
    assert!(tables > 0, "the curve has its table below the drawing: {}", read.body);
    assert!(!read.body.contains("Risk left, in points"), "and no second one: {}", read.body);
    assert!(read.body.contains("Price before tax"), "{}", read.body);

    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let refused = answered(&app, &mut contributor, "2", "decline", " ").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Write why"), "{}", refused.body);
    let accepted = answered(&app, &mut contributor, "2", "accept", "Please begin in May.").await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.body);
    let late = answered(&app, &mut contributor, "2", "decline", "No.").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(contributor.get(&quote).await.body.contains("Please begin in May."));

    let work = lead.get(&page(&app, "quote")).await;
    let assumption = values(&work.body, "assumption").remove(0);
    let test = page(&app, "quote/assumption");
    let fell = [
        ("number", "2"),
        ("assumption", assumption.as_str()),
        ("holds", "no"),
        ("found", "Refused."),
    ];
    assert_eq!(lead.post(&test, &fell).await.status, StatusCode::SEE_OTHER);
    let orders = contributor.get(&quote).await;
    assert!(
        orders.body.contains("10 h come on top, for 1,000.00 EUR (1,200.00 EUR with tax)."),
        "{}",
        orders.body
    );

    let version: i32 =
        sqlx::query_scalar("select version from quote where number = 2 and engagement_id = $1")
            .bind(app.world.north.id)
            .fetch_one(&owner)
            .await
            .unwrap();
    let version = version.to_string();
    let hours = page(&app, "quote/hours");
    let wrong =
        lead.post(&hours, &[("number", "2"), ("version", &version), ("took", "many")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"many\""), "what was typed is kept: {}", wrong.body);
    let either = [("number", "2"), ("version", version.as_str()), ("took", "2,500")];
    let either = lead.post(&hours, &either).await;
    assert!(either.body.contains("hours can be 2500 or 2.5000"), "{}", either.body);
    let took = [("number", "2"), ("version", version.as_str()), ("took", "12.5")];
    assert_eq!(lead.post(&hours, &took).await.status, StatusCode::SEE_OTHER);
    let closed = lead.get(&page(&app, "quote")).await;
    assert!(closed.body.contains("It took 12.5 h; P80 was 5 h."), "{}", closed.body);
    assert!(closed.body.contains("too few to tell, ten are needed"), "{}", closed.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn downloads_say_what_was_issued_and_the_recommendation_has_the_quote(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let json = viewer.get(&room(&app, "quote.json")).await;
    let hash: Vec<u8> = sqlx::query_scalar("select hash from quote where engagement_id = $1")
        .bind(app.world.north.id)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(Sha256::digest(json.body.as_bytes()).to_vec(), hash);
    let text = viewer.get(&room(&app, "quote.md?number=1")).await.body;
    assert!(text.contains("Quote for A client.") && text.contains("Access is given"), "{text}");
    assert!(text.contains("Risk left, in points"), "what has no drawing has the table: {text}");
    let whole = viewer.get(&room(&app, "recommendation.md")).await.body;
    assert!(whole.contains("## The quote") && whole.contains("Access is given"), "{whole}");
    let none = viewer.get(&room(&app, "quote?number=9")).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}
