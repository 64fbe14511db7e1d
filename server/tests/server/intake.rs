//! Requests for a triage: what a stranger can send and learn, and what staff make of it.

mod list;

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
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

/// What is in the parts of a kind of the engagement that a request became.
async fn recorded(owner: &PgPool, request: Uuid, kind: &str) -> String {
    let body = "select string_agg(p.body::text, ' ' order by p.id) from part p join intake i on i.engagement_id = p.engagement_id
                where i.id = $1 and p.kind = $2";
    let body: Option<String> =
        query_scalar(body).bind(request).bind(kind).fetch_one(owner).await.unwrap();
    body.unwrap_or_default()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_that_is_taken_becomes_an_engagement_with_its_answers_filled_in(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (id, page) = waiting(&app).await;
    let mut consultant = app.sign_in_as(Person::Outside).await;
    let shown = consultant.get(&page).await;
    assert!(shown.body.contains("Fails silently, noticed days later"), "{}", shown.body);
    assert!(shown.body.contains("tell whoever asked yourself"), "no mail is sent here");
    assert!(!shown.body.contains("by mail"), "{}", shown.body);
    let form = [("version", "1"), ("client_name", "Muster Homeware"), ("title", "Web orders")];
    let taken = consultant.post(&format!("{page}/accept"), &form).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(taken.location(), format!("{page}?told=not-configured"));
    let brief = recorded(&owner, id, "brief").await;
    assert!(brief.contains("From the request of"), "{brief}");
    assert!(brief.contains("runs_twice") && brief.contains("fails_silently"), "{brief}");
    let systems = recorded(&owner, id, "system").await;
    assert!(
        systems.contains("Northwind Ledger") && systems.contains("\"known\": false"),
        "{systems}"
    );
    let workflow = recorded(&owner, id, "workflow").await;
    assert!(
        workflow.contains("A customer pays in the web shop (from the request of"),
        "{workflow}"
    );
    let audited = "select count(*) from audit a join intake i on i.engagement_id = a.engagement_id
                   where i.id = $1 and a.person_id = $2 and a.action in ('added', 'decided')";
    let audited = query_scalar::<_, i64>(audited).bind(id).bind(app.world.person(Person::Outside));
    assert_eq!(audited.fetch_one(&owner).await.unwrap(), 6, "opened, decided, four parts");
    let after = consultant.get(taken.location()).await;
    assert!(after.body.contains("Write to ada@muster.example yourself"), "{}", after.body);
    let became = "select engagement_id from intake where id = $1";
    let engagement: Uuid = query_scalar(became).bind(id).fetch_one(&owner).await.unwrap();
    let overview = consultant.get(&format!("/e/{engagement}")).await;
    assert_eq!(overview.status, StatusCode::OK);
    // From then on it is found by those who work on it.
    let mut other = app.sign_in_as(Person::Consultant).await;
    assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
    let list = other.get("/requests.csv?state=all").await;
    assert!(!list.body.contains("Muster Homeware"), "{}", list.body);
    let again = consultant.post(&format!("{page}/accept"), &form).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_of_a_known_client_adds_none_and_a_taken_name_is_told(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (_, page) = waiting(&app).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let clients = async || -> i64 {
        query_scalar("select count(*) from client").fetch_one(&owner).await.unwrap()
    };
    let before = clients().await;
    let accept = format!("{page}/accept");
    let taken = [("version", "1"), ("client_name", "north outfitters"), ("title", "Web orders")];
    let refused = lead.post(&accept, &taken).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("There is a client of this name already"), "{}", refused.body);
    assert!(refused.body.contains("value=\"north outfitters\""), "what was typed is lost");
    let client = app.world.north.client.to_string();
    let known = [("version", "1"), ("client", client.as_str()), ("title", "")];
    let refused = lead.post(&accept, &known).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "an engagement has a title");
    let known = [("version", "1"), ("client", client.as_str()), ("title", "Web orders")];
    assert_eq!(lead.post(&accept, &known).await.status, StatusCode::SEE_OTHER);
    assert_eq!(clients().await, before);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_request_is_declined_with_a_reason_that_whoever_asked_is_told(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let (id, page) = waiting(&app).await;
    let receipt = heard(&mut lines, "We have your request.").await;
    let staff = heard(&mut lines, &page).await;
    let both = receipt + &staff;
    assert!(both.contains("RCPT TO:<ada@muster.example>"), "{both}");
    assert!(both.contains("RCPT TO:<lead@firm.example>"), "{both}");
    assert!(!both.contains("RCPT TO:<viewer@north.example>"), "a client hears of it: {both}");
    assert!(!both.contains("Northwind"), "what a stranger typed is mailed: {both}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = lead.get(&page).await.body;
    assert!(shown.contains("Whoever asked gets the reason by mail."), "{shown}");
    let decline = format!("{page}/decline");
    let refused = lead.post(&decline, &[("version", "1"), ("reason", " ")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let declined =
        lead.post(&decline, &[("version", "1"), ("reason", "We are full in May.")]).await;
    assert_eq!(declined.location(), format!("{page}?told=mailed"));
    assert!(heard(&mut lines, "full in May").await.contains("full in May"));
    let state: String = query_scalar("select state::text from intake where id = $1")
        .bind(id)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(state, "declined");
    let waits = lead.get("/requests.csv").await;
    assert!(!waits.body.contains("Muster Homeware"), "{}", waits.body);
    let listed = lead.get("/requests.csv?state=declined&q=muster&sort=-received").await;
    assert!(listed.body.contains("\"Muster Homeware\""), "{}", listed.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_address_gets_one_receipt_a_day_and_staff_one_notice_in_ten_minutes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    waiting(&app).await;
    let (mine, other) = (with("more", "Again."), with("email", "jo@muster.example"));
    for form in [&mine, &other] {
        assert_eq!(send(&mut app.visitor(), form).await.status, StatusCode::SEE_OTHER);
    }
    let heard =
        "select i.email, l.receipt, cardinality(l.staff) from intake i, intake_letters(i.id) l
                 where i.company = 'Muster Homeware' order by i.email, i.more";
    let heard: Vec<(String, bool, i32)> = sqlx::query_as(heard).fetch_all(&owner).await.unwrap();
    let of = |email: &str, receipt| (email.to_owned(), receipt, 0);
    let (ada, jo) = ("ada@muster.example", "jo@muster.example");
    assert_eq!(heard, [of(ada, false), of(ada, false), of(jo, true)]);
    let told = "select count(*) from intake where told_at is not null";
    assert_eq!(query_scalar::<_, i64>(told).fetch_one(&owner).await.unwrap(), 1);
}
