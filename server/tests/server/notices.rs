//! What is mailed as each person chose: at once, in the mail of the day, or not at all; to a real mail server.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::safety::mail::{heard, sink};
use axum::http::StatusCode;
use chrono::{DateTime, Duration, Utc};
use faultline::stores::notices::daily::morning;
use faultline_server::daily::send_due;
use faultline_server::reminders::remind;
use sqlx::{PgPool, query_scalar};
use tokio::sync::mpsc::UnboundedReceiver;

const NOTHING_MORE: &str = "until nothing comes";

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

/// A server that mails to a sink, in which nothing waits.
async fn mailing(owner: &PgPool) -> (TestApp, UnboundedReceiver<String>) {
    let (port, lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let app = TestApp::with(&["--smtp-url", &url], owner.clone()).await;
    sqlx::query("delete from notice").execute(owner).await.unwrap();
    (app, lines)
}

/// Staff want no mail of what clients say and do.
async fn without_clients(owner: &PgPool) {
    let never = "insert into notice_choice (person_id, kind, choice)
                 select id, 'client', 'never' from person where role <> 'client'";
    sqlx::query(never).execute(owner).await.unwrap();
}

/// A mail without the breaks that its encoding puts into long lines.
fn unbroken(mail: &str) -> String {
    mail.replace("=\n", "")
}

/// A moment at which the next morning has come everywhere.
fn next_day() -> DateTime<Utc> {
    Utc::now() + Duration::hours(48)
}

async fn choose(browser: &mut Browser, otherwise: &[(&str, &str)]) -> Answer {
    let usual = ["published", "answered", "asked", "client", "requests", "reminders"];
    let said = |kind: &str| otherwise.iter().find(|(other, _)| *other == kind);
    let form: Vec<_> =
        usual.iter().map(|kind| said(kind).copied().unwrap_or((*kind, "at_once"))).collect();
    browser.post("/account/notices", &form).await
}

async fn comment(app: &TestApp, by: &mut Browser, says: &str) {
    let form = [("about", "map"), ("version", "1"), ("body", says)];
    let done = by.post(&room(app, "comments"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// How many notices wait for somebody.
async fn waiting(owner: &PgPool) -> i64 {
    let waits = "select count(*) from notice where mailed_at is null";
    query_scalar(waits).fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn each_side_chooses_for_what_comes_to_it_on_the_account_page(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let page = client.get("/account").await.body;
    assert!(
        page.contains("id=\"notices\"") && page.contains("No mail is sent from here"),
        "{page}"
    );
    assert!(page.contains("1 thing waits for your next mail of the day."), "{page}");
    assert!(page.contains("At most 10 mails of a kind"), "{page}");
    for (kind, there) in [("published", true), ("asked", true), ("client", false)] {
        assert_eq!(page.contains(&format!("name=\"{kind}\"")), there, "{kind}: {page}");
    }
    let refused = choose(&mut client, &[("answered", "sometimes"), ("asked", "daily")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("<a href=\"#answered\">Choose one"), "{}", refused.body);
    let daily = refused.body.matches("value=\"daily\" selected").count();
    assert_eq!(daily, 1, "what was chosen stays");
    let rows = "select count(*) from notice_choice where person_id = $1";
    let rows = async || {
        let rows = query_scalar::<_, i64>(rows).bind(app.world.person(Person::Contributor));
        rows.fetch_one(&owner).await.unwrap()
    };
    assert_eq!(rows().await, 0);
    let done = choose(&mut client, &[("answered", "never"), ("published", "daily")]).await;
    assert_eq!(done.location(), "/account?done=notices#notices");
    assert_eq!(rows().await, 2, "what is as usual is no choice");
    let page = client.get(done.location().split('#').next().unwrap()).await.body;
    assert!(page.contains("From now on you are mailed as you chose."), "{page}");
    assert!(page.contains("value=\"never\" selected") && page.contains("value=\"daily\" selected"));
    assert!(!page.contains("for your next mail of the day"), "what waited is dropped: {page}");
    let noted = "select after->>'answered' from audit where subject_kind = 'notices'";
    assert_eq!(query_scalar::<_, String>(noted).fetch_one(&owner).await.unwrap(), "never");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = lead.get("/account").await.body;
    for (kind, there) in [("published", false), ("client", true), ("requests", true)] {
        assert_eq!(page.contains(&format!("name=\"{kind}\"")), there, "{kind}: {page}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_mail_of_the_day_tells_once_what_was_not_mailed_at_once(owner: PgPool) {
    let (app, mut lines) = mailing(&owner).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    choose(&mut client, &[("answered", "daily")]).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    comment(&app, &mut lead, "@Contributor Person, @Viewer Person: is it so?").await;
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("RCPT TO:<viewer@north.example>"), "{mail}");
    assert!(mail.contains("/account#notices"), "{mail}");
    assert!(!mail.contains("contributor@north.example"), "{mail}");
    let soon = Utc::now();
    assert_eq!(send_due(app.app.clone(), soon).await.unwrap(), 0, "the morning has not come");
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 1);
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    assert!(mail.contains("Subject: What is new for you"), "{mail}");
    assert!(mail.contains("- You are mentioned in a room:"), "{mail}");
    assert!(mail.contains(&format!("{}#comments", room(&app, "map"))), "{mail}");
    assert!(mail.contains("/account#notices"), "{mail}");
    assert!(!mail.contains("is it so") && !mail.contains("North Outfitters"), "{mail}");
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 0, "each is told once");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_mail_of_the_day_comes_in_the_morning_of_ones_own_zone(owner: PgPool) {
    let (app, _lines) = mailing(&owner).await;
    let zone = "update person set time_zone = '+05:00' where id = $1";
    let zone = sqlx::query(zone).bind(app.world.person(Person::Contributor));
    zone.execute(&owner).await.unwrap();
    let mut client = app.sign_in_as(Person::Contributor).await;
    choose(&mut client, &[("answered", "daily")]).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    comment(&app, &mut lead, "@Contributor Person, is it so?").await;
    let (_, comes) = morning("+05:00".parse().unwrap(), Utc::now() + Duration::hours(24));
    let before = comes - Duration::seconds(1);
    assert_eq!(send_due(app.app.clone(), before).await.unwrap(), 0);
    assert_eq!(send_due(app.app.clone(), comes).await.unwrap(), 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn mentions_are_mailed_ten_times_an_hour_and_the_rest_with_the_mail_of_the_day(
    owner: PgPool,
) {
    let (app, mut lines) = mailing(&owner).await;
    without_clients(&owner).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    for at in 0..12 {
        comment(&app, &mut client, &format!("@Viewer Person, have you seen step {at}?")).await;
    }
    let mails = heard(&mut lines, NOTHING_MORE).await;
    assert_eq!(mails.matches("RCPT TO:<viewer@north.example>").count(), 10, "{mails}");
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 1);
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("- You are mentioned in a room, 2 times:"), "{mail}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_wants_it_hears_of_a_version_and_of_what_clients_say(owner: PgPool) {
    let (app, mut lines) = mailing(&owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    choose(&mut lead, &[("client", "at_once")]).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    choose(&mut client, &[("published", "at_once")]).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    choose(&mut viewer, &[("published", "never")]).await;
    comment(&app, &mut client, "The map is fine.").await;
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("Subject: A client commented"), "{mail}");
    assert_eq!(mail.matches("RCPT TO:").count(), 1, "the consultant is told once a day: {mail}");
    let of_lead = mail.contains("RCPT TO:<lead@firm.example>");
    assert!(of_lead && !mail.contains("map is fine"), "{mail}");

    let publish = format!("/e/{}/publish", app.world.north.id);
    let draft = lead.get(&publish).await.body;
    let value = |name: &str| {
        let tag = draft.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\"")));
        tag.unwrap().split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let form = [("seen", value("seen")), ("newest", value("newest")), ("note", String::new())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(lead.post(&publish, &form).await.status, StatusCode::SEE_OTHER);
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("Subject: A new version is published"), "{mail}");
    assert_eq!(mail.matches("RCPT TO:").count(), 1, "the viewer wants none: {mail}");
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_question_is_told_to_staff_once_a_day_and_its_answer_to_whoever_asked_at_once(
    owner: PgPool,
) {
    let (app, mut lines) = mailing(&owner).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let asks = [("version", "1"), ("answer", "ask"), ("reason", "Who switches it off?")];
    let asked = client.post(&room(&app, "decision"), &asks).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let mail = heard(&mut lines, NOTHING_MORE).await;
    assert!(!mail.contains("RCPT TO:<lead@firm.example>"), "{mail}");
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 3, "all who work on it");
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("RCPT TO:<lead@firm.example>"), "{mail}");
    assert!(mail.contains("- A client answered a recommendation:"), "{mail}");

    let id = "select id::text from decision where reason = 'Who switches it off?'";
    let id: String = query_scalar(id).fetch_one(&owner).await.unwrap();
    let says = [("kind", "decision"), ("subject", id.as_str()), ("body", "IT does.")];
    let mut lead = app.sign_in_as(Person::Lead).await;
    let done = lead.post(&format!("/e/{}/inbox/answer", app.world.north.id), &says).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let mail = unbroken(&heard(&mut lines, NOTHING_MORE).await);
    assert!(mail.contains("RCPT TO:<contributor@north.example>"), "{mail}");
    let stands = room(&app, "decision");
    assert!(mail.contains(&stands), "{mail}");
    assert!(!mail.contains(&format!("{stands}#comments")), "the answer stands above: {mail}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_full_mailbox_keeps_no_other_mail_back(owner: PgPool) {
    let (app, _lines) = mailing(&owner).await;
    let full = "update person set email = 'full@' || split_part(email, '@', 2) where id = $1";
    let back = "update person set email = $2 where id = $1";
    let ends = "update access_request set granted_until = current_date + 6, answered_at = now() - interval '30 days'
                where engagement_id = $1";
    sqlx::query(ends).bind(app.world.north.id).execute(&owner).await.unwrap();
    let today = Utc::now().date_naive();
    // Whichever of the two comes first.
    for one in [Person::Lead, Person::Contributor] {
        let id = app.world.person(one);
        sqlx::query("delete from reminder").execute(&owner).await.unwrap();
        sqlx::query(full).bind(id).execute(&owner).await.unwrap();
        assert_eq!(remind(app.app.clone(), today).await.unwrap(), 1, "the other one, {one:?}");
        assert_eq!(remind(app.app.clone(), today).await.unwrap(), 0, "it is full still");
        sqlx::query(back).bind(id).bind(one.email()).execute(&owner).await.unwrap();
        assert_eq!(remind(app.app.clone(), today).await.unwrap(), 1, "it is tried again");
    }
    for one in [Person::Viewer, Person::Contributor] {
        let mut browser = app.sign_in_as(one).await;
        choose(&mut browser, &[("answered", "daily")]).await;
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    comment(&app, &mut lead, "@Contributor Person, @Viewer Person: is it so?").await;
    let id = app.world.person(Person::Viewer);
    sqlx::query(full).bind(id).execute(&owner).await.unwrap();
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 1, "the contributor");
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 0, "it is full still");
    assert_eq!(waiting(&owner).await, 1);
    sqlx::query(back).bind(id).bind(Person::Viewer.email()).execute(&owner).await.unwrap();
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 1, "the viewer");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_no_mail_server_takes_at_once_comes_with_the_mail_of_the_day(owner: PgPool) {
    // Nobody listens there: the first port is reserved.
    let app = TestApp::with(&["--smtp-url", "smtp://127.0.0.1:1?tls=none"], owner.clone()).await;
    sqlx::query("delete from notice").execute(&owner).await.unwrap();
    without_clients(&owner).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    comment(&app, &mut client, "@Viewer Person, is it so?").await;
    for _ in 0..200 {
        if waiting(&owner).await == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(waiting(&owner).await, 1);
    assert_eq!(send_due(app.app.clone(), next_day()).await.unwrap(), 0);
    let (port, mut lines) = sink().await;
    let url = format!("smtp://127.0.0.1:{port}?tls=none");
    let healed = TestApp::beside(&["--smtp-url", &url], owner).await;
    assert_eq!(send_due(healed.app.clone(), next_day()).await.unwrap(), 1);
    let mail = heard(&mut lines, "You are mentioned in a room").await;
    assert!(mail.contains("RCPT TO:<viewer@north.example>"), "{mail}");
}
