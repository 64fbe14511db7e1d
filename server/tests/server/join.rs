//! One-time links: the first admin, invitations, and everything a link must not do.

use crate::harness::{Answer, Browser, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use faultline_server::people;
use sqlx::PgPool;

const GOOD: &str = "quartz lemon harbour";

/// The path of a link that a page shows.
fn link_in(answer: &Answer) -> String {
    let rest =
        answer.body.split("/join/").nth(1).unwrap_or_else(|| panic!("no link in {}", answer.body));
    format!("/join/{}", rest.split(|c: char| !c.is_ascii_hexdigit()).next().unwrap())
}

async fn invite(admin: &mut Browser, email: &str) -> String {
    let form = [("name", "New Person"), ("email", email), ("role", "consultant"), ("client", "")];
    let answer = admin.post("/people/new", &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    link_in(&answer)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_set_up_link_makes_the_first_admin_once(owner: PgPool) {
    let app = TestApp::empty("http://127.0.0.1:3000", owner.clone()).await;
    let url = "http://127.0.0.1:3000".parse().unwrap();
    let options = owner.connect_options();
    let link = people::set_up_link(&options, &url).await.unwrap().unwrap();
    let path = link.strip_prefix("http://127.0.0.1:3000").unwrap();
    let mut browser = app.visitor();
    assert_eq!(browser.get(path).await.status, StatusCode::OK);
    let poor =
        browser.post(path, &[("name", ""), ("email", "ada"), ("password", "password123")]).await;
    assert_eq!(poor.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(poor.body.contains("3 things to put right") && !poor.body.contains("password123"));
    let form = [("name", "Ada"), ("email", "ada@firm.example"), ("password", GOOD)];
    assert_eq!(browser.post(path, &form).await.location(), "/");
    assert!(browser.is_signed_in().await);
    assert_eq!(browser.get("/people").await.status, StatusCode::OK);
    let again = [("name", "Eve"), ("email", "eve@evil.example"), ("password", GOOD)];
    assert_eq!(app.visitor().post(path, &again).await.status, StatusCode::NOT_FOUND);
    assert_eq!(people::set_up_link(&options, &url).await.unwrap(), None);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_set_up_link_makes_no_second_admin(owner: PgPool) {
    let app = TestApp::empty("http://127.0.0.1:3000", owner.clone()).await;
    let url = "http://127.0.0.1:3000".parse().unwrap();
    let options = owner.connect_options();
    let older = people::set_up_link(&options, &url).await.unwrap().unwrap();
    let newer = people::set_up_link(&options, &url).await.unwrap().unwrap();
    let [older, newer] = [older, newer].map(|link| link.replace("http://127.0.0.1:3000", ""));
    assert_eq!(app.visitor().get(&older).await.status, StatusCode::NOT_FOUND);
    let form = |email| [("name", "Ada"), ("email", email), ("password", GOOD)];
    let (mut one, mut two) = (app.visitor(), app.visitor());
    let (first, second) = (form("ada@firm.example"), form("eve@firm.example"));
    let (one, two) = tokio::join!(one.post(&newer, &first), two.post(&newer, &second));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
    let admins: i64 =
        sqlx::query_scalar("select count(*) from person").fetch_one(&owner).await.unwrap();
    assert_eq!(admins, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_invited_person_sets_a_password_and_is_in(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = invite(&mut app.sign_in_as(Person::Admin).await, "new@firm.example").await;
    let mut browser = app.visitor();
    let page = browser.get(&path).await;
    assert!(page.body.contains("You join as New Person, new@firm.example"), "{}", page.body);
    let weak = browser.post(&path, &[("password", "new@firm.example")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(browser.post(&path, &[("password", GOOD)]).await.location(), "/");
    assert!(browser.is_signed_in().await);
    assert_eq!(app.visitor().sign_in("new@firm.example", GOOD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_invitation_works_once(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let path = invite(&mut app.sign_in_as(Person::Admin).await, "new@firm.example").await;
    assert_eq!(
        app.visitor().post(&path, &[("password", GOOD)]).await.status,
        StatusCode::SEE_OTHER
    );
    let mut second = app.visitor();
    assert_eq!(second.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        second.post(&path, &[("password", "another good lantern")]).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!second.is_signed_in().await);
    assert_eq!(second.sign_in("new@firm.example", GOOD).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn of_two_who_race_for_an_invitation_one_wins(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let path = invite(&mut app.sign_in_as(Person::Admin).await, "new@firm.example").await;
    let (mut one, mut two) = (app.visitor(), app.visitor());
    let (first, second) = ([("password", GOOD)], [("password", "another good lantern")]);
    let (one, two) = tokio::join!(one.post(&path, &first), two.post(&path, &second));
    let mut statuses = [one.status, two.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::NOT_FOUND]);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_void_link_says_the_same_whatever_it_was(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let expired = invite(&mut admin, "expired@firm.example").await;
    sqlx::query("update invitation set expires_at = now() - interval '1 second'")
        .execute(&owner)
        .await
        .unwrap();
    let used = invite(&mut admin, "used@firm.example").await;
    app.visitor().post(&used, &[("password", GOOD)]).await;
    let shut_out = invite(&mut admin, "out@firm.example").await;
    sqlx::query("update person set disabled_at = now() where email = 'out@firm.example'")
        .execute(&owner)
        .await
        .unwrap();
    let unknown = format!("/join/{}", "0".repeat(64));
    let reference = app.visitor().get(&unknown).await;
    assert_eq!(reference.status, StatusCode::NOT_FOUND);
    for path in [expired, used, shut_out] {
        assert_eq!(app.visitor().get(&path).await.without_nonce(), reference.without_nonce());
        let posted = app.visitor().post(&path, &[("password", GOOD)]).await;
        assert_eq!(posted.without_nonce(), reference.without_nonce());
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_new_link_voids_the_older_one_and_ends_sessions_when_taken(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let renew = format!("/people/{}/link", app.world.person(Person::Lead));
    let older = link_in(&admin.post(&renew, &[]).await);
    let newer = link_in(&admin.post(&renew, &[]).await);
    assert!(lead.is_signed_in().await);
    assert_eq!(app.visitor().get(&older).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        app.visitor().post(&newer, &[("password", GOOD)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(!lead.is_signed_in().await);
    assert_eq!(
        app.visitor().sign_in("lead@firm.example", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        app.visitor().sign_in("lead@firm.example", GOOD).await.status,
        StatusCode::SEE_OTHER
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn links_lead_to_the_public_address_whatever_the_request_says(owner: PgPool) {
    let app = TestApp::at("https://audit.example", owner).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let form = [("name", "New"), ("email", "new@firm.example"), ("role", "consultant")];
    let headers = [
        ("x-forwarded-host", "evil.example"),
        ("host", "evil.example"),
        ("sec-fetch-site", "same-origin"),
    ];
    let answer = admin.send(axum::http::Method::POST, "/people/new", &form, &headers).await;
    assert!(
        answer.body.contains("https://audit.example/join/")
            && !answer.body.contains("evil.example")
    );
}
