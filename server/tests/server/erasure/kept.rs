//! How long things are kept, and what an archived engagement still takes.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use faultline::stores::erasure::retention;
use sqlx::{PgPool, query_scalar};

/// Makes every request of the world that waits older, and declines one more.
async fn old_requests(owner: &PgPool, app: &TestApp) {
    let age = "update intake set received_at = now() - interval '200 days' where id = $1";
    sqlx::query(age).bind(app.world.north.ids["waiting_request"]).execute(owner).await.unwrap();
    let decline = "update intake set state = 'declined', reason = 'Not ours', answered_by = $2, answered_at = now() - interval '170 days'
                   where id = $1";
    let decline = sqlx::query(decline).bind(app.world.south.ids["waiting_request"]);
    decline.bind(app.world.person(Person::Lead)).execute(owner).await.unwrap();
    let note = "insert into audit (person_id, action, subject_kind, subject_id, subject_name)
                values ($1, 'changed', 'request', $2, 'A firm')";
    let note = sqlx::query(note).bind(app.world.person(Person::Lead));
    note.bind(app.world.north.ids["waiting_request"]).execute(owner).await.unwrap();
}

async fn forget(app: &TestApp) -> i64 {
    let mut conn = app.db.pool().acquire().await.unwrap();
    retention::forget_requests(&mut conn).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn requests_that_nobody_took_go_when_their_time_is_over(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    old_requests(&owner, &app).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let shown = admin.get("/retention").await.body;
    assert!(shown.contains("value=\"180\""), "{shown}");
    assert_eq!(forget(&app).await, 1, "the one that waited 200 days");
    assert_eq!(forget(&app).await, 0);
    let told = "select count(*) from audit where subject_name = 'A firm'";
    assert_eq!(query_scalar::<_, i64>(told).fetch_one(&owner).await.unwrap(), 0);
    let noted = "select count(*) from audit where action = 'removed' and subject_kind = 'request' and person_id is null";
    assert_eq!(query_scalar::<_, i64>(noted).fetch_one(&owner).await.unwrap(), 1);
    let keep = [("version", "1"), ("request_days", ""), ("archive_days", ""), ("backup_days", "")];
    assert_eq!(admin.post("/retention", &keep).await.status, StatusCode::SEE_OTHER);
    let age = "update intake set answered_at = now() - interval '9 years' where state = 'declined'";
    sqlx::query(age).execute(&owner).await.unwrap();
    assert_eq!(forget(&app).await, 0, "they are kept without end");
    let keep =
        [("version", "2"), ("request_days", "90"), ("archive_days", ""), ("backup_days", "")];
    assert_eq!(admin.post("/retention", &keep).await.status, StatusCode::SEE_OTHER);
    assert_eq!(forget(&app).await, 1, "the one that was declined 9 years ago");
    let accepted = "select count(*) from intake where state = 'accepted'";
    assert_eq!(query_scalar::<_, i64>(accepted).fetch_one(&owner).await.unwrap(), 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn how_long_things_are_kept_is_bounded_recorded_and_not_overwritten(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let form = |version: &'static str, days: &'static str| {
        [
            ("version", version),
            ("request_days", days),
            ("archive_days", "365"),
            ("backup_days", "90"),
        ]
    };
    for days in ["0", "3651", "soon", "99999999999"] {
        let refused = admin.post("/retention", &form("1", days)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{days}");
        assert!(refused.body.contains(&format!("value=\"{days}\"")), "what was typed stays");
    }
    assert_eq!(admin.post("/retention", &form("1", "30")).await.status, StatusCode::SEE_OTHER);
    let late = admin.post("/retention", &form("1", "31")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("it says 30, 365 and 90 now"), "{}", late.body);
    let recorded = "select before ->> 'request_days' || ' ' || (after ->> 'request_days') from audit where subject_kind = 'retention'";
    let recorded: String = query_scalar(recorded).fetch_one(&owner).await.unwrap();
    assert_eq!(recorded, "180 30");
    let page = admin.get(&format!("/clients/{}/erase", app.world.north.client)).await.body;
    assert!(page.contains("backups are kept for 90 days"), "{page}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_archived_engagement_is_read_not_changed_and_brought_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let settings = format!("/e/{room}/settings");
    let stage = async |lead: &mut crate::harness::Browser, version: &str, stage: &str| {
        let form = [("version", version), ("title", "Orders"), ("stage", stage)];
        lead.post(&settings, &form).await.status
    };
    assert_eq!(stage(&mut lead, "1", "archived").await, StatusCode::SEE_OTHER);
    assert!(!lead.get("/").await.body.contains(&format!("/e/{room}")), "out of the list");
    assert_eq!(lead.get(&format!("/e/{room}")).await.status, StatusCode::OK);
    let system = [("version", "0"), ("name", "Till"), ("kind", "shop")];
    let add = format!("/e/{room}/systems/new");
    let refused = lead.post(&add, &system).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    assert!(refused.body.contains("This engagement is archived"), "{}", refused.body);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let answer = [("answer", "accept"), ("reason", "")];
    let refused = contributor.post(&format!("/room/{room}/decision"), &answer).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    let archived = "select archived_at is not null from engagement where id = $1";
    let archived = async || query_scalar::<_, bool>(archived).bind(room).fetch_one(&owner).await;
    assert!(archived().await.unwrap());
    let stays = stage(&mut lead, "2", "archived").await;
    assert_eq!(stays, StatusCode::UNPROCESSABLE_ENTITY, "its title is not changed either");
    assert_eq!(stage(&mut lead, "2", "active").await, StatusCode::SEE_OTHER);
    assert!(!archived().await.unwrap());
    assert_eq!(lead.post(&add, &system).await.status, StatusCode::SEE_OTHER);
}

/// Archives the first engagement, and says which it is.
async fn archive(owner: &PgPool, app: &TestApp) -> uuid::Uuid {
    let room = app.world.north.id;
    let archive = "update engagement set stage = 'archived' where id = $1";
    sqlx::query(archive).bind(room).execute(owner).await.unwrap();
    room
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_archived_engagement_refuses_all_that_does_not_end_something(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = archive(&owner, &app).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let other = uuid::Uuid::now_v7();
    for page in [
        "access/new".to_owned(),
        "access/areas/new".to_owned(),
        format!("access/{other}"),
        format!("jobs/{other}/again"),
        "members".to_owned(),
        "tokens".to_owned(),
    ] {
        let refused = lead.post(&format!("/e/{room}/{page}"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{page}: {}", refused.body);
    }
    for page in ["access".to_owned(), format!("access/{other}"), "replies".to_owned()] {
        let refused = contributor.post(&format!("/room/{room}/{page}"), &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{page}: {}", refused.body);
    }
    for page in [
        format!("access/{other}/revoke"),
        format!("tokens/{other}/revoke"),
        format!("jobs/{other}/cancel"),
        "members/remove".to_owned(),
        "reuse".to_owned(),
        "settings".to_owned(),
    ] {
        let taken = lead.post(&format!("/e/{room}/{page}"), &[]).await;
        assert!(!taken.body.contains("This engagement is archived"), "{page}: {}", taken.body);
    }
    let taken = contributor.post(&format!("/room/{room}/access/{other}/revoke"), &[]).await;
    assert!(!taken.body.contains("This engagement is archived"), "{}", taken.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn that_an_engagement_is_archived_is_no_news_to_strangers(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = archive(&owner, &app).await;
    for (person, expected) in [
        (Person::Nobody, StatusCode::SEE_OTHER),
        (Person::Stranger, StatusCode::NOT_FOUND),
        (Person::Outside, StatusCode::NOT_FOUND),
        (Person::Viewer, StatusCode::NOT_FOUND),
        (Person::Lead, StatusCode::CONFLICT),
        (Person::Admin, StatusCode::CONFLICT),
    ] {
        let mut browser = app.sign_in_as(person).await;
        let answer = browser.post(&format!("/e/{room}/systems/new"), &[]).await;
        assert_eq!(answer.status, expected, "{person:?}: {}", answer.body);
    }
    // An address may write the same id in another way.
    let (first, rest) = (room.to_string(), room.to_string().split_off(1));
    let encoded = format!("%{:02x}{rest}", first.as_bytes()[0]);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let refused = lead.post(&format!("/e/{encoded}/systems/new"), &[]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_archived_long_ago_is_named_as_due_and_not_erased(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let room = app.world.north.id;
    let age = "update engagement set stage = 'archived' where id = $1";
    sqlx::query(age).bind(room).execute(&owner).await.unwrap();
    let age = "update engagement set archived_at = now() - interval '100 days' where id = $1";
    sqlx::query(age).bind(room).execute(&owner).await.unwrap();
    let link = format!("/engagements/{room}/erase");
    let off = admin.get("/erasures").await.body;
    assert!(off.contains("nothing becomes due") && off.contains("Nothing is due"), "{off}");
    assert!(!off.contains(&link), "{off}");
    for (version, days, named) in [("1", "101", false), ("2", "99", true)] {
        let keep = [
            ("version", version),
            ("request_days", "180"),
            ("archive_days", days),
            ("backup_days", ""),
        ];
        assert_eq!(admin.post("/retention", &keep).await.status, StatusCode::SEE_OTHER);
        assert_eq!(admin.get("/erasures").await.body.contains(&link), named, "{days}");
    }
    assert_eq!(admin.get(&format!("/e/{room}")).await.status, StatusCode::OK, "a person erases");
}
