//! What is new in a room, for whom, and what of it waits: as browsers without scripts meet it.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

mod threads;
mod waiting;

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

fn room(app: &TestApp, page: &str) -> String {
    let slash = if page.is_empty() { "" } else { "/" };
    format!("/room/{}{slash}{page}", app.world.north.id)
}

/// The value of the first hidden field of a name.
fn value(body: &str, name: &str) -> String {
    let tag = body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Publishes what is drafted as the next version.
async fn publish(app: &TestApp, lead: &mut Browser, note: &str) {
    let draft = lead.get(&page(app, "publish")).await.body;
    let (seen, newest) = (value(&draft, "seen"), value(&draft, "newest"));
    let form = [("seen", seen.as_str()), ("newest", newest.as_str()), ("note", note)];
    let done = lead.post(&page(app, "publish"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

async fn ask(app: &TestApp, client: &mut Browser, question: &str) -> Answer {
    let newest = value(&client.get(&room(app, "decision")).await.body, "version");
    let form = [("version", newest.as_str()), ("answer", "ask"), ("reason", question)];
    client.post(&room(app, "decision"), &form).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn two_versions_are_compared_for_the_client_and_for_staff(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let alone = viewer.get(&room(&app, "changes")).await;
    assert!(alone.body.contains("There is one version so far"), "{}", alone.body);
    assert_eq!(viewer.get(&room(&app, "changes.csv")).await.location(), room(&app, "changes"));

    let mut lead = app.sign_in_as(Person::Lead).await;
    publish(&app, &mut lead, "Systems and the first workflow.").await;
    let read = viewer.get(&room(&app, "changes")).await;
    assert!(read.body.contains("What changed between version 1 and version 2"), "{}", read.body);
    assert!(read.body.contains("Systems and the first workflow."));
    assert!(read.body.contains("System: Shop") && read.body.contains("added"));
    assert!(read.body.contains("Workflow: Order to invoice"));
    let back = viewer.get(&room(&app, "changes?from=2&to=1")).await;
    assert!(back.body.contains("System: Shop") && back.body.contains("removed"), "{}", back.body);
    let same = viewer.get(&room(&app, "changes?from=2&to=2")).await;
    assert!(same.body.contains("The two versions say the same."));

    let staff = lead.get(&page(&app, "publish/changes?from=1&to=2")).await;
    assert!(staff.body.contains("System: Shop"), "{}", staff.body);
    for unknown in ["changes?from=1&to=3", "changes?from=x", "changes.md?to=-1"] {
        assert_eq!(
            viewer.get(&room(&app, unknown)).await.status,
            StatusCode::NOT_FOUND,
            "{unknown}"
        );
    }
    let mut stranger = app.sign_in_as(Person::Stranger).await;
    assert_eq!(stranger.get(&room(&app, "changes")).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn differences_are_downloaded_as_a_table_and_as_text(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    publish(&app, &mut lead, "Systems.").await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let csv = viewer.get(&room(&app, "changes.csv?from=1&to=2")).await;
    assert!(csv.header("content-disposition").contains("_v1-v2.csv"));
    let head = r#""Part","Change","Kind","Name","Field","Before","After""#;
    assert!(csv.body.contains(head), "{}", csv.body);
    let shop = r#""Systems","Added","System","Shop","","","""#;
    assert!(csv.body.contains(shop), "{}", csv.body);
    let text = viewer.get(&room(&app, "changes.md?from=1&to=2")).await;
    assert!(text.body.contains("Version 2: Systems."), "{}", text.body);
    assert!(text.body.contains("- **Added** System “Shop”"), "{}", text.body);
}

async fn seen(owner: &PgPool) -> i64 {
    query_scalar("select count(*) from room_seen").fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_new_stands_on_top_until_its_reader_says_that_they_looked(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let before = seen(&owner).await;
    let first = viewer.get(&room(&app, "")).await.body;
    assert!(first.contains("Since you last looked") && first.contains("is new to you"), "{first}");
    viewer.get(&room(&app, "")).await;
    assert_eq!(seen(&owner).await, before, "reading writes nothing");
    let looked = [("version", value(&first, "version")), ("at", value(&first, "at"))];
    let looked: Vec<_> = looked.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = viewer.post(&room(&app, "seen"), &looked).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, room(&app, "").as_str()));
    assert!(!viewer.get(&room(&app, "")).await.body.contains("Mark as read"));

    let mut lead = app.sign_in_as(Person::Lead).await;
    publish(&app, &mut lead, "With the prices that went wrong.").await;
    let again = viewer.get(&room(&app, "")).await.body;
    assert!(again.contains("changes?from=1&amp;to=2"), "{again}");
    assert!(again.contains("With the prices that went wrong."));
    // Whoever else reads the room has not looked.
    let mut other = app.sign_in_as(Person::Contributor).await;
    assert!(other.get(&room(&app, "")).await.body.contains("is new to you"));
    assert!(!lead.get(&room(&app, "")).await.body.contains("Since you last looked"));
    let unknown = [("version", "9"), ("at", "2026-01-01T00:00:00Z")];
    assert_eq!(viewer.post(&room(&app, "seen"), &unknown).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_question_waits_on_the_start_page_until_it_is_answered_in_the_room(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let asked = ask(&app, &mut client, "Who switches the old script off?").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let id = "select id::text from decision where reason like 'Who switches%'";
    let id: String = query_scalar(id).fetch_one(&owner).await.unwrap();

    let mut lead = app.sign_in_as(Person::Lead).await;
    let start = lead.get("/").await.body;
    assert!(start.contains("Waiting for us") && start.contains(&format!("waits-{id}")), "{start}");
    let inbox = lead.get(&page(&app, "inbox")).await.body;
    assert!(inbox.contains("Who switches the old script off?"), "{inbox}");
    let empty = [("kind", "decision"), ("subject", id.as_str()), ("body", " ")];
    let refused = lead.post(&page(&app, "inbox/answer"), &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Write what you want to answer."), "{}", refused.body);
    let says =
        [("kind", "decision"), ("subject", id.as_str()), ("body", "IT does, on 1 December.")];
    let done = lead.post(&page(&app, "inbox/answer"), &says).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(!lead.get("/").await.body.contains(&format!("waits-{id}")));

    let told = client.get(&room(&app, "")).await.body;
    assert!(told.contains("1 answer from your consultants"), "{told}");
    let read = client.get(&room(&app, "decision")).await.body;
    assert!(
        read.contains("IT does, on 1 December.") && read.contains("your consultants"),
        "{read}"
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_needs_no_answer_is_marked_as_done_by_staff_alone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let said = [("about", "map"), ("version", "1"), ("body", "Thank you for the map.")];
    let said = client.post(&room(&app, "comments"), &said).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let id = "select id::text from comment where body like 'Thank you%'";
    let id: String = query_scalar(id).fetch_one(&owner).await.unwrap();
    let form = [("kind", "comment"), ("subject", id.as_str()), ("back", "start")];
    let done = page(&app, "inbox/done");
    assert_eq!(client.post(&done, &form).await.status, StatusCode::NOT_FOUND);

    let mut lead = app.sign_in_as(Person::Lead).await;
    assert!(lead.get("/").await.body.contains(&format!("waits-{id}")));
    let marked = lead.post(&done, &form).await;
    assert_eq!((marked.status, marked.location()), (StatusCode::SEE_OTHER, "/"));
    assert!(!lead.get("/").await.body.contains(&format!("waits-{id}")));
    let nothing = uuid::Uuid::now_v7().to_string();
    let unknown = [("kind", "comment"), ("subject", nothing.as_str())];
    assert_eq!(lead.post(&done, &unknown).await.status, StatusCode::NOT_FOUND);
    // A comment of the firm's own waits for nobody.
    let own = [("about", "map"), ("version", "1"), ("body", "We look into it.")];
    assert_eq!(lead.post(&room(&app, "comments"), &own).await.status, StatusCode::SEE_OTHER);
    assert!(!lead.get(&page(&app, "inbox")).await.body.contains("We look into it."));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_comment_is_pinned_to_a_field_and_replied_to(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    publish(&app, &mut lead, "").await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let field = format!("field-{}", app.world.north.ids["field"]);
    let form = client.get(&room(&app, "truth")).await.body;
    assert!(form.contains(&format!("<option value=\"{field}\">Order · Price")), "{form}");
    let said = [
        ("about", "truth"),
        ("version", "2"),
        ("pin", field.as_str()),
        ("body", "Buying sets it."),
    ];
    let said = client.post(&room(&app, "comments"), &said).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    let odd =
        [("about", "truth"), ("version", "2"), ("pin", "<script>"), ("body", "Buying sets it.")];
    let odd = client.post(&room(&app, "comments"), &odd).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    let read = client.get(&room(&app, "truth")).await.body;
    assert!(read.contains("Who answers for what: 1 integration and 1 system"), "{read}");
    assert!(read.contains(&format!("href=\"#{field}\"")), "{read}");

    let id = "select id::text from comment where body = 'Buying sets it.'";
    let id: String = query_scalar(id).fetch_one(&owner).await.unwrap();
    let empty = [("about", "truth"), ("comment", id.as_str()), ("reply", "")];
    let refused = lead.post(&room(&app, "replies"), &empty).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says = [("about", "truth"), ("comment", id.as_str()), ("reply", "We note it.")];
    let done = lead.post(&room(&app, "replies"), &says).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(client.get(&room(&app, "truth")).await.body.contains("We note it."));
    assert!(!lead.get(&page(&app, "inbox")).await.body.contains("Buying sets it."));
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    assert_eq!(viewer.post(&room(&app, "replies"), &says).await.status, StatusCode::NOT_FOUND);
}
