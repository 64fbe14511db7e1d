//! What was typed is never lost, and counts once.

use crate::harness::{Answer, Browser, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

/// The value of a hidden field, as a browser would send it.
fn hidden(answer: &Answer, name: &str) -> String {
    let rest = answer.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let value =
        rest.unwrap_or_else(|| panic!("{name}: {}", answer.body)).split('"').next().unwrap();
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// Signs in on the page that carries a form.
async fn sign_in_again(browser: &mut Browser, page: &Answer, email: &str) -> Answer {
    let carried = hidden(page, "carried");
    let form = |password| [("email", email), ("password", password), ("carried", carried.as_str())];
    let wrong = browser.post("/sign-in", &form("not the password")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(hidden(&wrong, "carried"), carried, "a wrong password loses it");
    let right = browser.post("/sign-in", &form(PASSWORD)).await;
    assert_eq!(right.status, StatusCode::OK, "{}", right.body);
    right
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_whose_session_ended_comes_back_after_signing_in_and_can_be_sent(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/e/{}/workflows/new", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    sqlx::query("delete from session").execute(&owner).await.unwrap();
    let typed = "Returns & \"refunds\"\nof <North>, told at length";
    let form = [("version", "0"), ("name", "Returns"), ("start_event", typed)];
    let page = lead.post(&path, &form).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("You were signed out meanwhile"));
    let shown = sign_in_again(&mut lead, &page, "lead@firm.example").await;
    assert!(
        shown.body.contains("told at length") && shown.body.contains(&format!("action=\"{path}\""))
    );
    assert!(!shown.body.contains("<North>"), "what was typed became markup");
    let sent = lead.post(&path, &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(lead.get(sent.location()).await.body.contains("told at length"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn files_of_an_ended_session_are_named_and_the_words_are_kept(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    sqlx::query("delete from session").execute(&owner).await.unwrap();
    let photo = vec![7; 5 * 1024 * 1024];
    let fields = [("summary", "Order 7 came twice")];
    let page = contributor.upload(&path, &fields, &[("files", "shelf.jpg", &photo)]).await;
    assert_eq!(page.status, StatusCode::OK);
    let shown = sign_in_again(&mut contributor, &page, "contributor@north.example").await;
    assert!(shown.body.contains("Order 7 came twice") && shown.body.contains("shelf.jpg"));
    assert!(shown.body.contains("multipart/form-data") && shown.body.contains("name=\"files\""));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_long_table_comes_back_after_signing_in_again(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.visitor();
    let table = format!("/e/{}/systems/table", app.world.north.id);
    let text = format!("Name\tKind\n{}\tspaceship", "Склад ".repeat(20_000));
    let page = lead.post(&table, &[("table", text.as_str())]).await;
    let shown = sign_in_again(&mut lead, &page, "lead@firm.example").await;
    assert!(shown.body.contains("Склад Склад"), "what was typed is kept");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_carries_nothing_typed_leads_to_signing_in(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let path = format!("/e/{}/workflows/new", app.world.north.id);
    for form in [&[][..], &[("version", "0"), ("once", "0")][..]] {
        let answer = app.visitor().post(&path, form).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_password_is_never_carried(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let form = [("password", PASSWORD), ("new_password", "umber lattice quill")];
    let answer = app.visitor().post("/account/password", &form).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in"));
    let form = [("password", PASSWORD), ("name", "Monitor")];
    let path = format!("/e/{}/tokens", app.world.north.id);
    let answer = app.visitor().post(&path, &form).await;
    assert!(answer.body.contains("Monitor") && !answer.body.contains(PASSWORD));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_is_carried_to_pages_of_this_server_only(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let carried = r#"{"path":"//evil.example/","fields":[["a","b"]],"files":[]}"#;
    let form = [("email", "lead@firm.example"), ("password", PASSWORD), ("carried", carried)];
    let answer = app.visitor().post("/sign-in", &form).await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_is_sent_twice_counts_once(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/e/{}/workflows/new", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let once = hidden(&lead.get(&path).await, "once");
    assert_eq!(once.len(), 36);
    let form = [("version", "0"), ("name", "Returns"), ("once", once.as_str())];
    let (mut one, mut two) = (lead.clone(), lead.clone());
    let (one, two) = tokio::join!(one.post(&path, &form), two.post(&path, &form));
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    assert_eq!(one.location(), two.location());
    // Whichever of them the browser follows, it forgets what it kept of the form.
    let taken = format!("taken={path}; Path=/; Max-Age=600; SameSite=Strict");
    assert_eq!((one.header("set-cookie"), two.header("set-cookie")), (&*taken, &*taken));
    let count = "select count(*) from part where kind = 'workflow' and body ->> 'name' = 'Returns'";
    let count = async || sqlx::query_scalar::<_, i64>(count).fetch_one(&owner).await.unwrap();
    assert_eq!(count().await, 1);
    // Shown anew, it is a form of its own.
    let anew = hidden(&lead.get(&path).await, "once");
    let form = [("version", "0"), ("name", "Returns"), ("once", anew.as_str())];
    assert_eq!(lead.post(&path, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_was_refused_may_be_sent_again_as_it_is(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/e/{}/workflows/new", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let once = hidden(&lead.get(&path).await, "once");
    let form = [("version", "0"), ("name", ""), ("once", once.as_str())];
    for _ in 0..2 {
        let answer = lead.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answer.header("set-cookie"), "", "what was typed is not forgotten");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_newer_version_keeps_no_answer_ticked_that_was_given_to_the_older(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let form = [("version", "7"), ("answer", "accept"), ("reason", "Looks right to us")];
    let answer = contributor.post(&format!("/room/{room}/decision"), &form).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Looks right to us"), "what was typed is lost");
    assert!(!answer.body.contains("checked"), "{}", answer.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_with_files_that_is_sent_twice_counts_once(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let once = hidden(&contributor.get(&path).await, "once");
    let at = (chrono::Utc::now() - chrono::Duration::days(1)).format("%Y-%m-%dT%H:%M").to_string();
    let form = |summary: &'static str| {
        [
            ("summary", summary),
            ("symptom", "missing"),
            ("occurred_at", at.as_str()),
            ("detected_by", "staff"),
            ("outcome", "failed"),
            ("once", once.as_str()),
        ]
    };
    let log: [(&str, &str, &[u8]); 1] = [("files", "hook.log", b"order 1 failed\n")];
    let other: [(&str, &str, &[u8]); 1] = [("files", "hook.log", b"order 2 failed\n")];
    let (mut one, mut two) = (contributor.clone(), contributor.clone());
    let fields = form("Order 1 is missing");
    let (one, two) =
        tokio::join!(one.upload(&path, &fields, &log), two.upload(&path, &fields, &log));
    assert_eq!((one.status, two.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let count = async || {
        let count = "select (select count(*) from sample where summary like 'Order 1 is%')
                         + 10 * (select count(*) from attachment where name = 'hook.txt')";
        sqlx::query_scalar::<_, i64>(count).fetch_one(&owner).await.unwrap()
    };
    assert_eq!(count().await, 11);
    // Another file makes it another report.
    let sent = contributor.upload(&path, &fields, &other).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(count().await, 22);
}
