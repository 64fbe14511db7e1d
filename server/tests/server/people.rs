//! The admin's pages: people, clients, and the audit of what was done with them.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn shutting_someone_out_ends_their_session_and_is_recorded(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut admin, mut lead) =
        (app.sign_in_as(Person::Admin).await, app.sign_in_as(Person::Lead).await);
    let path = format!("/people/{}", app.world.person(Person::Lead));
    let form = [("name", "Lead Person"), ("disabled", "true"), ("version", "1")];
    assert_eq!(admin.post(&path, &form).await.status, StatusCode::SEE_OTHER);
    assert!(!lead.is_signed_in().await);
    let stale = admin.post(&path, &[("name", "Other"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(
        stale.body.contains("Two versions") && stale.body.contains("shut out"),
        "{}",
        stale.body
    );
    let link = admin.post(&format!("{path}/link"), &[]).await;
    assert_eq!(link.status, StatusCode::UNPROCESSABLE_ENTITY);
    let audit = admin.get("/audit").await.body;
    assert!(audit.contains("disabled person"), "{audit}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_admin_cannot_shut_themselves_out(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let path = format!("/people/{}", app.world.person(Person::Admin));
    let answer =
        admin.post(&path, &[("name", "Admin"), ("disabled", "true"), ("version", "1")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(admin.is_signed_in().await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_invitation_is_checked_and_comes_back_as_it_was_typed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let client = app.world.north.client.to_string();
    for (email, role, client, says) in [
        ("lead@firm.example", "consultant", "", "Somebody has this address already"),
        ("LEAD@firm.example", "consultant", "", "Somebody has this address already"),
        ("a@b.example,c@d.example", "consultant", "", "Give one address"),
        ("new@firm.example", "client", "", "Choose the client"),
        ("new@firm.example", "consultant", client.as_str(), "leave this empty for staff"),
        (
            "new@firm.example",
            "client",
            "00000000-0000-7000-8000-000000000000",
            "Choose a client from the list",
        ),
        ("new@firm.example", "owner", "", "Choose what this person is"),
    ] {
        let form = [("name", "Typed <Name>"), ("email", email), ("role", role), ("client", client)];
        let answer = admin.post("/people/new", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email} {role}");
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
        assert!(answer.body.contains("Typed &lt;Name&gt;"), "{}", answer.body);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_persons_own_fields_cannot_raise_what_they_are(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let path = format!("/people/{}", app.world.person(Person::Viewer));
    let form = [
        ("name", "Viewer"),
        ("version", "1"),
        ("role", "admin"),
        ("client_id", ""),
        ("password_hash", "x"),
    ];
    assert_eq!(admin.post(&path, &form).await.status, StatusCode::SEE_OTHER);
    let role = "select role || ' ' || (password_hash = 'x') from person where email = 'viewer@north.example'";
    let role: String = sqlx::query_scalar(role).fetch_one(&owner).await.unwrap();
    assert_eq!(role, "client false");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn people_are_found_and_paged_by_name(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let many = "insert into person (id, email, name, role)
                select gen_random_uuid(), 'p' || n || '@many.example', 'Person ' || lpad(n::text, 3, '0'), 'consultant'
                from generate_series(1, 150) n";
    sqlx::query(many).execute(&owner).await.unwrap();
    let mut admin = app.sign_in_as(Person::Admin).await;
    let first = admin.get("/people?q=many.example").await.body;
    assert!(first.contains("Person 100") && !first.contains("Person 101"));
    let next = first
        .split(r#"rel="next" href=""#)
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let second = admin.get(&next).await.body;
    assert!(
        second.contains("Person 101")
            && second.contains("Person 150")
            && !second.contains("Person 100")
    );
    assert!(admin.get("/people?q=nobody+at+all").await.body.contains("Nobody matches"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn clients_are_added_and_renamed_under_names_of_their_own(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    assert_eq!(
        admin.post("/clients", &[("name", "East & Sons")]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(admin.get("/clients").await.body.contains("East &amp; Sons"));
    let twin = admin.post("/clients", &[("name", "east & sons")]).await;
    assert_eq!(twin.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = format!("/clients/{}", app.world.north.client);
    assert_eq!(
        admin.post(&path, &[("name", "Norther"), ("version", "1")]).await.status,
        StatusCode::SEE_OTHER
    );
    let stale = admin.post(&path, &[("name", "Nord"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Norther") && stale.body.contains("Nord"));
    assert!(admin.get("/audit").await.body.contains("Norther"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_audit_is_paged_to_its_end(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let many = "insert into audit (action, subject_kind, subject_name) select 'changed', 'system', 'Row ' || n from generate_series(1, 120) n";
    sqlx::query(many).execute(&owner).await.unwrap();
    let mut admin = app.sign_in_as(Person::Admin).await;
    let (mut path, mut rows, mut pages) = ("/audit".to_owned(), 0, 0);
    loop {
        let page = admin.get(&path).await.body;
        rows += page.matches("<strong>Row ").count();
        pages += 1;
        assert!(pages <= 3, "it has no end");
        let Some(next) = page.split(r#"rel="next" href=""#).nth(1) else { break };
        path = next.split('"').next().unwrap().to_owned();
    }
    assert_eq!((rows, pages), (120, 3));
}
