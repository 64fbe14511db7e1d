//! Questions as browsers without scripts meet them: asked by staff, answered in the room, taken over or put aside, and
//! reminded of in time.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use chrono::{Days, NaiveDate, Utc};
use faultline_server::reminders::remind;
use sqlx::{PgPool, query_scalar};

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

fn overview(app: &TestApp) -> String {
    format!("/e/{}", app.world.north.id)
}

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

fn day(after: u64) -> NaiveDate {
    Utc::now().date_naive().checked_add_days(Days::new(after)).unwrap()
}

/// The place that a question about the shop asks for.
fn place(app: &TestApp, fact: &str) -> String {
    format!("system/{}/{fact}", app.world.north.ids["system"])
}

/// Asks the contributor about a fact of the shop, with some fields said otherwise.
async fn asked(app: &TestApp, by: &mut Browser, fact: &str, otherwise: &[(&str, &str)]) -> Answer {
    let (sought, due) = (place(app, fact), day(20).to_string());
    let contributor = app.world.person(Person::Contributor).to_string();
    let usual = [
        ("sought", sought.as_str()),
        ("words", "Is there a copy of the shop to try things out in?"),
        ("asked_of", contributor.as_str()),
        ("due_on", due.as_str()),
    ];
    let said = |name: &str| otherwise.iter().find(|(other, _)| *other == name);
    let form: Vec<_> = usual.iter().map(|field| *said(field.0).unwrap_or(field)).collect();
    by.post(&page(app, "questions/new"), &form).await
}

/// A mail without the breaks that its encoding puts into long lines.
fn unbroken(mail: &str) -> String {
    mail.replace("=\n", "")
}

/// The page of what was just asked, below the engagement or the room.
fn one(answer: &Answer) -> String {
    let id = answer.location().rsplit('/').next().unwrap();
    format!("questions/{id}")
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_nobody_knew_is_asked_answered_in_the_room_and_taken_over_which_closes_it(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let asking =
        lead.get(&page(&app, &format!("questions/new?about={}", place(&app, "sandbox")))).await;
    assert!(asking.body.contains("without touching real customers"), "{}", asking.body);
    let before = lead.get(&page(&app, "questions")).await.body;
    assert!(before.contains("system%2F") && before.contains("%2Fsandbox"), "{before}");
    let done = asked(&app, &mut lead, "sandbox", &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let one = one(&done);
    let unknown = lead.get(&page(&app, "questions")).await.body;
    assert!(!unknown.contains("%2Fsandbox"), "what waits for an answer is not offered again");

    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&room(&app, &one)).await;
    assert!(read.body.contains("Is there a copy of the shop"), "{}", read.body);
    assert!(!read.body.contains("name=\"reply\""), "a viewer does not answer");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let start = contributor.get(&format!("/room/{}", app.world.north.id)).await.body;
    assert!(start.contains(">1 question</a>"), "{start}");
    assert!(contributor.get(&room(&app, "map")).await.body.contains("1 question waits for you."));
    assert!(!viewer.get(&room(&app, "map")).await.body.contains("question waits for you"));
    let silent = contributor.post(&room(&app, &one), &[("version", "1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("Choose one of the answers."), "{}", silent.body);
    let yes = [("version", "1"), ("reply", "yes"), ("note", "The agency keeps it.")];
    let answered = contributor.post(&room(&app, &one), &yes).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let twice = contributor.post(&room(&app, &one), &yes).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.body);

    let waits = lead.get(&overview(&app)).await.body;
    assert!(waits.contains("2 answers wait to be taken over"), "{waits}");
    let list = lead.get(&page(&app, "questions")).await.body;
    assert!(list.contains(&format!("action=\"{}/take-over\"", page(&app, &one))), "{list}");
    let stale = lead.post(&page(&app, &format!("{one}/take-over")), &[("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    let taken = lead.post(&page(&app, &format!("{one}/take-over")), &[("version", "2")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let fact = "select body #>> '{facts,sandbox,note}' from part where engagement_id = $1 and kind = 'system'";
    let fact: String = query_scalar(fact).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    let today = day(0).format("%-d %B %Y");
    let told = format!("Yes. The agency keeps it. Answered by Contributor Person on {today}.");
    assert_eq!(fact, told);
    let closed = contributor.get(&room(&app, &one)).await.body;
    assert!(closed.contains("Taken over") && !closed.contains("name=\"reply\""), "{closed}");
    assert!(!contributor.get(&room(&app, "map")).await.body.contains("question waits for you"));
    let known =
        lead.get(&page(&app, &format!("questions/new?about={}", place(&app, "sandbox")))).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER, "what is known is not asked");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_secret_in_an_answer_is_refused_and_what_was_typed_stays(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let one = one(&asked(&app, &mut lead, "authentication", &[]).await);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let leak = "With the account shop, password: hunter2-Blue!";
    let secret =
        [("version", "1"), ("reply", "value"), ("answer", leak), ("note", "Ask the agency")];
    let refused = contributor.post(&room(&app, &one), &secret).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("No credential is kept here"), "{}", refused.body);
    for typed in [leak, "Ask the agency", "value=\"value\" checked"] {
        assert!(refused.body.contains(typed), "{typed}: {}", refused.body);
    }
    let kept = "select count(*) from question where question::text like '%hunter2%'";
    assert_eq!(query_scalar::<_, i64>(kept).fetch_one(&owner).await.unwrap(), 0);
    let asks = asked(&app, &mut lead, "rate_limits", &[("words", leak), ("due_on", "")]).await;
    assert_eq!(asks.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asks.body.contains("Give the day by which"), "{}", asks.body);
    assert!(asks.body.contains(leak), "what was typed stays");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_answer_that_does_not_know_is_put_aside_with_a_word_back_and_asked_of_another(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let first = one(&asked(&app, &mut lead, "rate_limits", &[("asked_of", "")]).await);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let other =
        [("version", "1"), ("reply", "somebody_else"), ("somebody", "Marta Klein, the agency")];
    let answered = contributor.post(&room(&app, &first), &other).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.body);
    let shown = lead.get(&page(&app, &first)).await.body;
    assert!(shown.contains("Ask Marta Klein, the agency"), "{shown}");
    assert!(!shown.contains("/take-over\""), "there is nothing to record");
    let twice = asked(&app, &mut lead, "rate_limits", &[]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("This is asked already."), "{}", twice.body);
    let aside = page(&app, &format!("{first}/put-aside"));
    let silent = lead.post(&aside, &[("version", "2"), ("word_back", "")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done =
        lead.post(&aside, &[("version", "2"), ("word_back", "Thank you, we ask her.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(
        contributor.get(&room(&app, "questions")).await.body.contains("Thank you, we ask her.")
    );
    let again = asked(&app, &mut lead, "rate_limits", &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let withdraw = page(&app, &format!("{}/withdraw", one(&again)));
    let why = [("version", "1"), ("word_back", "We found the manual.")];
    assert_eq!(lead.post(&withdraw, &why).await.status, StatusCode::SEE_OTHER);
    let csv = lead.get(&page(&app, "questions.csv")).await.body;
    assert!(csv.contains("Withdrawn") && csv.contains("Ask Marta Klein"), "{csv}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn another_clients_people_find_no_question_and_a_client_no_internal_note(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let note = "update part set body = jsonb_set(body, '{facts}', '{\"sandbox\": {\"known\": false, \"note\": \"Marta is slow\"}}')
                where engagement_id = $1 and kind = 'system'";
    sqlx::query(note).bind(app.world.north.id).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let one = one(&asked(&app, &mut lead, "sandbox", &[]).await);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    for shown in [room(&app, &one), room(&app, "questions")] {
        assert!(!contributor.get(&shown).await.body.contains("Marta is slow"), "{shown}");
    }
    for person in [Person::Stranger, Person::Outside] {
        let mut other = app.sign_in_as(person).await;
        let own = format!("/room/{}/{one}", app.world.south.id);
        for path in [room(&app, "questions"), room(&app, &one), page(&app, &one), own] {
            assert_eq!(other.get(&path).await.status, StatusCode::NOT_FOUND, "{person:?} {path}");
        }
        let answer = [("version", "1"), ("reply", "yes")];
        let tried = other.post(&room(&app, &one), &answer).await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND, "{person:?}");
    }
    let open = "select count(*) from question where state = 'open' and engagement_id = $1";
    let open: i64 = query_scalar(open).bind(app.world.north.id).fetch_one(&owner).await.unwrap();
    assert_eq!(open, 1, "nobody of them answered");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_is_asked_is_mailed_the_question_and_reminded_once_before_it_is_due(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let one = one(&asked(&app, &mut lead, "sandbox", &[]).await);
    let mail = unbroken(&heard(&mut lines, "Send no passwords").await);
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    assert!(mail.contains("Is there a copy of the shop"), "{mail}");
    assert!(mail.contains(&room(&app, &one)), "{mail}");
    assert!(!mail.contains("How far can other programs reach it?"), "another question is told");
    assert_eq!(remind(app.app.clone(), day(12)).await.unwrap(), 0, "it is too early");
    assert_eq!(remind(app.app.clone(), day(13)).await.unwrap(), 1);
    // Where a line is broken, the end of the address stands on the next.
    let mail = unbroken(&heard(&mut lines, &one[one.len() - 12..]).await);
    assert!(mail.contains(&room(&app, &one)), "{mail}");
    assert!(mail.contains("Subject: A question waits for your answer"), "{mail}");
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    assert_eq!(remind(app.app.clone(), day(13)).await.unwrap(), 0, "each is sent once");
    assert_eq!(remind(app.app.clone(), day(19)).await.unwrap(), 1, "and once more the day before");
    assert_eq!(remind(app.app.clone(), day(20)).await.unwrap(), 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_reminder_that_no_mail_server_takes_is_sent_the_next_time(owner: PgPool) {
    // Nobody listens there: the first port is reserved.
    let app = TestApp::with(&["--smtp-url", "smtp://127.0.0.1:1?tls=none"], owner.clone()).await;
    let ends = "update access_request set granted_until = $2, answered_at = now() - interval '30 days' where engagement_id = $1";
    sqlx::query(ends).bind(app.world.north.id).bind(day(6)).execute(&owner).await.unwrap();
    assert_eq!(remind(app.app.clone(), day(0)).await.unwrap(), 0);
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let healed = TestApp::beside(&["--smtp-url", &url], owner).await;
    assert_eq!(
        remind(healed.app.clone(), day(0)).await.unwrap(),
        2,
        "the client's person and the lead"
    );
    let mail = heard(&mut lines, "Subject: An access ends soon").await;
    assert!(mail.contains("Subject: An access ends soon"), "{mail}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let overview = lead.get(&overview(&app)).await.body;
    assert!(overview.contains("The access to Shop ends on"), "{overview}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_address_that_is_refused_for_good_keeps_no_other_reminder_back(owner: PgPool) {
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    let ends = "update access_request set granted_until = $2, answered_at = now() - interval '30 days' where engagement_id = $1";
    sqlx::query(ends).bind(app.world.north.id).bind(day(6)).execute(&owner).await.unwrap();
    // Whichever of the two comes first.
    for gone in [Person::Lead, Person::Contributor] {
        let was = "update person set email = 'gone@' || split_part(email, '@', 2) where id = $1";
        sqlx::query(was).bind(app.world.person(gone)).execute(&owner).await.unwrap();
        sqlx::query("delete from reminder").execute(&owner).await.unwrap();
        assert_eq!(remind(app.app.clone(), day(0)).await.unwrap(), 1, "the other one, {gone:?}");
        assert_eq!(remind(app.app.clone(), day(0)).await.unwrap(), 0, "nothing is given back");
        let mail = heard(&mut lines, "until nothing comes").await;
        assert!(mail.contains("RCPT TO:<gone@"), "{mail}");
        assert!(mail.contains("Subject: An access ends soon"), "{mail}");
        let back = "update person set email = $2 where id = $1";
        let back = sqlx::query(back).bind(app.world.person(gone)).bind(gone.email());
        back.execute(&owner).await.unwrap();
    }
}
