//! Requests for a triage: what a stranger can send and learn, and what staff make of it.

mod answered;
mod list;

use crate::harness::{Answer, Browser, TestApp};
use axum::http::{Method, StatusCode};
use sqlx::{PgPool, query_scalar};
use uuid::Uuid;

type Form<'a> = Vec<(&'a str, &'a str)>;

/// What a stranger sends.
fn asked() -> Form<'static> {
    vec![
        ("name", "Ada Muster"),
        ("company", "Muster Homeware"),
        ("email", "ada@muster.example"),
        ("workflow", "Web orders to the ledger"),
        ("starts", "A customer pays in the web shop"),
        ("notices", "The warehouse, when a parcel is missing"),
        ("how_often", "weekly"),
        ("systems", "Web shop\nNorthwind Ledger"),
        ("symptoms", "runs_twice"),
        ("symptoms", "fails_silently"),
        ("more", "It began in May."),
    ]
}

/// The same with another value in a field.
fn with<'a>(field: &'a str, value: &'a str) -> Form<'a> {
    let other = asked().into_iter().filter(|(name, _)| *name != field);
    other.chain([(field, value)]).collect()
}

async fn send(browser: &mut Browser, form: &Form<'_>) -> Answer {
    browser.post("/request", form).await
}

/// How many requests of the stranger's firm there are.
async fn kept(owner: &PgPool) -> i64 {
    let count = "select count(*) from intake where company = 'Muster Homeware'";
    query_scalar(count).fetch_one(owner).await.unwrap()
}

/// A request that waits, by its page.
async fn waiting(app: &TestApp) -> (Uuid, String) {
    let sent = send(&mut app.visitor(), &asked()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let id = "select id from intake where company = 'Muster Homeware'";
    let id: Uuid = query_scalar(id).fetch_one(&app.owner).await.unwrap();
    (id, format!("/requests/{id}"))
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_stranger_asks_without_an_account_and_learns_only_that_it_came(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut stranger = app.visitor();
    let form = stranger.get("/request").await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("It fails without a word"), "{}", form.body);
    let first = send(&mut stranger, &asked()).await;
    assert_eq!((first.status, first.location()), (StatusCode::SEE_OTHER, "/request/received"));
    let again = send(&mut stranger, &asked()).await;
    assert_eq!(first.without_nonce(), again.without_nonce(), "what is there is told");
    assert_eq!(kept(&owner).await, 1, "the same request, sent twice, is one");
    assert_eq!(stranger.get("/request/received").await.status, StatusCode::OK);
    assert!(stranger.cookie.is_none(), "a visitor gets no session");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_secret_or_a_persons_data_is_refused_and_the_form_keeps_what_was_typed(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    for (field, value, instead) in [
        ("more", "It uses password: hunter2-Blue!", "write “a password”"),
        ("starts", "A mail from jo.doe@customer.example", "our shared mailbox"),
        ("notices", "Mr. Jonas Beispiel", "our bookkeeper"),
        ("company", "token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "write "),
    ] {
        let refused = send(&mut app.visitor(), &with(field, value)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(instead), "{field}: {}", refused.body);
        for typed in [value, "ada@muster.example", "Northwind Ledger", "when a parcel is missing"] {
            let replaced = ["notices", "company"].contains(&field) && typed.contains("parcel");
            assert!(replaced || refused.body.contains(typed), "{field} lost {typed}");
        }
        assert!(refused.body.contains("value=\"runs_twice\" checked"), "{}", refused.body);
        assert!(refused.body.contains("value=\"weekly\" selected"), "{}", refused.body);
    }
    assert_eq!(kept(&owner).await, 0);
    let everywhere = "select count(*) from intake i where i::text ~ 'hunter2|jo.doe|Beispiel|ghp_'";
    let stored: i64 = query_scalar(everywhere).fetch_one(&owner).await.unwrap();
    assert_eq!(stored, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_name_that_may_be_a_firms_is_taken_when_whoever_asks_says_so(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut stranger = app.visitor();
    let mut form = with("notices", "Anna Beispiel Logistics");
    let refused = send(&mut stranger, &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("name=\"no_people\""), "{}", refused.body);
    form.push(("no_people", "true"));
    assert_eq!(send(&mut stranger, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(kept(&owner).await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_missing_or_too_long_is_told_field_by_field(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut stranger = app.visitor();
    let empty = stranger.post("/request", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["name", "company", "email", "workflow", "starts", "how_often", "systems"] {
        assert!(empty.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", empty.body);
    }
    let long = "word ".repeat(700);
    let refused = send(&mut stranger, &with("more", &long)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Shorten this to 3000"), "{}", refused.body);
    let huge = "word ".repeat(20_000);
    let refused = send(&mut stranger, &with("more", &huge)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_a_program_fills_in_is_dropped_and_answered_alike(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (mut person, mut program) = (app.visitor(), app.visitor());
    let mut form = with("workflow", "Buy links here");
    form.push(("homepage", "https://links.example"));
    let dropped = send(&mut program, &form).await;
    assert_eq!(kept(&owner).await, 0);
    let taken = send(&mut person, &asked()).await;
    assert_eq!(dropped.without_nonce(), taken.without_nonce(), "a program learns that it was seen");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn requests_of_one_network_and_all_that_wait_are_bounded(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut stranger = app.visitor();
    let mut answers = Vec::new();
    for _ in 0..30 {
        answers.push(stranger.post("/request", &[]).await);
    }
    let refused = answers.iter().find(|it| it.status == StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.is_some_and(|it| !it.header("retry-after").is_empty()), "thirty were taken");
    let fill = "insert into intake (id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more,
                    fingerprint)
                select gen_random_uuid(), 'x', 'x', 'x', 'x', '', '', 'daily', '{}', '{}', '', sha256(n::text::bytea)
                from generate_series(1, 498) n";
    sqlx::query(fill).execute(&owner).await.unwrap();
    let full = send(&mut app.visitor(), &asked()).await;
    assert_eq!(full.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(full.body.contains("So many requests wait"), "{}", full.body);
    assert!(full.body.contains("Northwind Ledger"), "what was typed is lost");
    assert_eq!(kept(&owner).await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_of_another_site_is_refused(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let elsewhere = [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")];
    let refused = app.visitor().send(Method::POST, "/request", &asked(), &elsewhere).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(kept(&owner).await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nobody_asks_before_somebody_is_there_to_read_it(owner: PgPool) {
    let app = TestApp::empty("http://127.0.0.1:3000", owner.clone()).await;
    let mut stranger = app.visitor();
    assert_eq!(stranger.get("/request").await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut stranger, &asked()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(kept(&owner).await, 0);
}
