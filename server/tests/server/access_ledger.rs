//! The access ledger as browsers without scripts meet it: asked for by staff, answered in the room, taken back by either.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use chrono::{Days, Utc};
use sqlx::PgPool;

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

fn day(after: u64) -> String {
    Utc::now().date_naive().checked_add_days(Days::new(after)).unwrap().to_string()
}

/// Asks for access to the shop, with some fields said otherwise.
async fn asked(app: &TestApp, by: &mut Browser, otherwise: &[(&str, &str)]) -> Answer {
    let (system, until) = (app.world.north.ids["system"].to_string(), day(60));
    let usual = [
        ("system", system.as_str()),
        ("purpose", "Read the orders of May"),
        ("scope", "read_only"),
        ("environment", "The live shop, read only"),
        ("needed_until", until.as_str()),
        ("asked_of", "The shop agency"),
        ("hand_over", "By telephone; the password goes from vault to vault."),
    ];
    let said = |name: &str| otherwise.iter().find(|(other, _)| *other == name);
    let form: Vec<_> = usual.iter().map(|field| *said(field.0).unwrap_or(field)).collect();
    by.post(&page(app, "access/new"), &form).await
}

/// The page of what was just asked for, below the engagement or the room.
fn request(answer: &Answer) -> String {
    let id = answer.location().rsplit('/').next().unwrap();
    format!("access/{id}")
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_access_is_asked_for_granted_in_the_room_seen_by_staff_and_revoked(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let done = asked(&app, &mut lead, &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let one = request(&done);

    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&room(&app, &one)).await;
    assert!(read.body.contains("Read the orders of May"), "{}", read.body);
    assert!(!read.body.contains("name=\"reply\""), "a viewer does not answer");
    assert!(
        viewer.get(&room(&app, "access")).await.body.contains("1 request waits for your answer.")
    );

    let elsewhere = viewer.get(&room(&app, "map")).await.body;
    assert!(elsewhere.contains("1 request for access waits for your answer."), "{elsewhere}");

    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let silent =
        contributor.post(&room(&app, &one), &[("version", "1"), ("reply", "refuse")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("Write why, so that"), "{}", silent.body);
    let until = day(20);
    let grant = [
        ("version", "1"),
        ("reply", "grant"),
        ("scope", "sandbox"),
        ("until", until.as_str()),
        ("answer", "On weekdays, please."),
    ];
    let granted = contributor.post(&room(&app, &one), &grant).await;
    assert_eq!(granted.status, StatusCode::SEE_OTHER, "{}", granted.body);
    let twice = contributor.post(&room(&app, &one), &grant).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.body);

    let seen = lead.get(&page(&app, &one)).await;
    for text in ["Granted", "Sandbox only", "On weekdays, please.", "Contributor Person"] {
        assert!(seen.body.contains(text), "{text}: {}", seen.body);
    }
    assert!(!seen.body.contains("name=\"purpose\""), "what was answered is not changed");
    let end = [("version", "2"), ("because", "The account was closed on Friday.")];
    let ended = lead.post(&page(&app, &format!("{one}/revoke")), &end).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let told = contributor.get(&room(&app, &one)).await;
    assert!(told.body.contains("The account was closed on Friday."), "{}", told.body);
    assert!(!told.body.contains("name=\"because\""), "it has ended");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_looks_like_a_secret_or_lacks_something_comes_back_as_it_was_typed(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let leak = "postgres://app:tr0ub4dor-and-3@db.example.com/shop";
    let refused = asked(&app, &mut lead, &[("hand_over", leak)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("No credential is kept here"), "{}", refused.body);
    assert!(refused.body.contains("Read the orders of May"), "what was typed stays");
    let lacking = [("needed_until", ""), ("system", "")];
    let refused = asked(&app, &mut lead, &lacking).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Choose the system."), "{}", refused.body);
    assert!(refused.body.contains("Give the last day"), "{}", refused.body);
    assert!(refused.body.contains("value=\"The shop agency\""), "what was typed stays");
    let kept =
        "select count(*) from access_request where hand_over like '%tr0ub4dor%' or purpose = ''";
    let kept: i64 = sqlx::query_scalar(kept).fetch_one(&owner).await.unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_asked_for_changes_until_it_is_answered_and_a_stale_form_is_told(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let done = asked(&app, &mut lead, &[]).await;
    let one = page(&app, &request(&done));
    let (system, until) = (app.world.north.ids["system"].to_string(), day(30));
    let form = |version, purpose| {
        [
            ("version", version),
            ("system", system.as_str()),
            ("purpose", purpose),
            ("scope", "limited_records"),
            ("needed_until", until.as_str()),
        ]
    };
    assert_eq!(lead.post(&one, &form("1", "Read ten orders")).await.status, StatusCode::SEE_OTHER);
    let stale = lead.post(&one, &form("1", "Read all orders")).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Read all orders"), "what was typed stays: {}", stale.body);
    assert!(stale.body.contains("Read ten orders"), "what is stored is shown: {}", stale.body);
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let withdrawn = [("version", "2"), ("because", "The export is enough.")];
    let withdrawn = consultant.post(&format!("{one}/revoke"), &withdrawn).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.body);
    let shown = lead.get(&one).await.body;
    assert!(shown.contains("Withdrawn because") && !shown.contains("Revoked"), "{shown}");
    assert!(!shown.contains("name=\"purpose\""), "{shown}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn areas_are_kept_by_staff_and_the_client_adds_to_them(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let system = app.world.north.ids["system"].to_string();
    let area = [
        ("system", system.as_str()),
        ("care", "caution"),
        ("says", "Discount rules"),
        ("because", "They are tried on Mondays."),
    ];
    let told = contributor.post(&room(&app, "access"), &area).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let unsaid = contributor.post(&room(&app, "access"), &area[..2]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsaid.body.contains("Say which area it is"), "{}", unsaid.body);

    let mut lead = app.sign_in_as(Person::Lead).await;
    let ledger = lead.get(&page(&app, "access")).await.body;
    assert!(ledger.contains("Discount rules") && ledger.contains("Payroll"), "{ledger}");
    let payroll = page(&app, &format!("access/areas/{}", app.world.north.ids["access_area"]));
    let form = lead.get(&payroll).await.body;
    assert!(form.contains("Payroll") && form.contains("value=\"forbidden\" checked"), "{form}");
    let stale = lead.post(&format!("{payroll}/remove"), &[("version", "9")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let gone = lead.post(&format!("{payroll}/remove"), &[("version", "1")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    assert!(!contributor.get(&room(&app, "access")).await.body.contains("Payroll"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_access_that_is_over_is_told_raises_a_risk_and_is_published(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let over =
        "update access_request set granted_until = current_date - 1 where engagement_id = $1";
    sqlx::query(over).bind(app.world.north.id).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ledger = lead.get(&page(&app, "access")).await.body;
    assert!(ledger.contains("1 access is over, and not recorded as revoked."), "{ledger}");
    let risks = lead.get(&page(&app, "flags")).await.body;
    assert!(risks.contains("that it was taken back is not recorded"), "{risks}");
    let publish = lead.get(&page(&app, "publish")).await;
    let seen = publish.body.split("name=\"seen\"").nth(1).unwrap();
    let seen = seen.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = [("seen", seen.as_str()), ("newest", "1"), ("note", "")];
    let published = lead.post(&page(&app, "publish"), &form).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let told = viewer.get(&room(&app, "recommendation.md")).await.body;
    assert!(told.contains("## Who may reach what") && told.contains("By telephone"), "{told}");
    assert!(told.contains("Expired") && told.contains("Payroll"), "{told}");
    let json = viewer.get(&room(&app, "recommendation.json")).await.body;
    assert!(json.contains("\"purpose\":\"See how orders arrive\""), "{json}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_room_shows_what_is_asked_for_before_anything_is_published(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let empty = "delete from snapshot where engagement_id = $1";
    let room_id = app.world.north.id;
    for talk in ["comment", "decision"] {
        let gone = format!("delete from {talk} where engagement_id = $1");
        sqlx::query(sqlx::AssertSqlSafe(gone)).bind(room_id).execute(&owner).await.unwrap();
    }
    sqlx::query(empty).bind(room_id).execute(&owner).await.unwrap();
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let front = viewer.get(&format!("/room/{room_id}")).await.body;
    assert!(front.contains(&format!("href=\"/room/{room_id}/access\"")), "{front}");
    let access = viewer.get(&room(&app, "access")).await;
    assert_eq!(access.status, StatusCode::OK);
    assert!(access.body.contains("See how orders arrive"), "{}", access.body);
}
