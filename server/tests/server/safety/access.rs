//! Tokens and links: they end with whoever may not use them any more.

use super::{GOOD, PASSWORD, signed_in};
use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

/// A token of the lead's, and the address it reads.
async fn token(app: &TestApp, browser: &mut Browser, password: &str) -> (String, String) {
    let room = app.world.north.id;
    let form = [
        ("name", "Probe"),
        ("lifetime", "month"),
        ("scopes", "samples:read"),
        ("password", password),
    ];
    let made = browser.post(&format!("/e/{room}/tokens"), &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let token = made.body.split("id=\"token\">").nth(1).unwrap().split('<').next().unwrap();
    (token.to_owned(), format!("/api/v1/engagements/{room}/samples"))
}

async fn works(app: &TestApp, (token, path): &(String, String)) -> bool {
    app.program().with_token(token).get(path).await.status == StatusCode::OK
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_ends_with_a_reset_of_the_password(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let token = token(&app, &mut lead, PASSWORD).await;
    assert!(works(&app, &token).await);
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.post(&format!("/people/{}/link", app.world.person(Person::Lead)), &[]).await;
    let link = page.body.split("/join/").nth(1).unwrap()[..64].to_owned();
    let taken = app.visitor().post(&format!("/join/{link}"), &[("password", GOOD)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    assert!(!works(&app, &token).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_of_who_was_shut_out_stays_ended_when_they_are_let_in_again(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let token = token(&app, &mut lead, PASSWORD).await;
    for set in ["disabled_at = now()", "disabled_at = null"] {
        let sql = format!("update person set {set} where email = 'lead@firm.example'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&owner).await.unwrap();
        assert!(!works(&app, &token).await, "{set}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_token_of_who_was_removed_stays_ended_when_they_are_a_member_again(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let token = token(&app, &mut lead, PASSWORD).await;
    let (room, person) = (app.world.north.id, app.world.person(Person::Lead));
    let out = "delete from membership where engagement_id = $1 and person_id = $2";
    sqlx::query(out).bind(room).bind(person).execute(&owner).await.unwrap();
    let back =
        "insert into membership (engagement_id, person_id, capacity) values ($1, $2, 'lead')";
    sqlx::query(back).bind(room).bind(person).execute(&owner).await.unwrap();
    assert!(!works(&app, &token).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_changed_password_ends_open_links_and_tokens_when_that_is_ticked(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let token = token(&app, &mut lead, PASSWORD).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.post(&format!("/people/{}/link", app.world.person(Person::Lead)), &[]).await;
    let link = format!("/join/{}", &page.body.split("/join/").nth(1).unwrap()[..64]);
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::OK);
    let kept = [("password", PASSWORD), ("new_password", GOOD)];
    assert_eq!(lead.post("/account/password", &kept).await.location(), "/account?done=password");
    assert_eq!(app.visitor().get(&link).await.status, StatusCode::NOT_FOUND);
    assert!(works(&app, &token).await, "it was not asked to end");
    let ended = [("password", GOOD), ("new_password", "umber lattice quill"), ("end_tokens", "on")];
    assert_eq!(lead.post("/account/password", &ended).await.location(), "/account?done=password");
    assert!(!works(&app, &token).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_decision_after_a_link_by_staff_says_so(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let decision = format!("/room/{}/decision", app.world.north.id);
    let form = [("version", "1"), ("answer", "ask"), ("reason", "When?")];
    let said = "staff made a new link";
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    assert_eq!(contributor.post(&decision, &form).await.status, StatusCode::SEE_OTHER);
    assert!(!contributor.get(&decision).await.body.contains(said));
    let mut admin = app.sign_in_as(Person::Admin).await;
    let renew = format!("/people/{}/link", app.world.person(Person::Contributor));
    let page = admin.post(&renew, &[]).await;
    let link = format!("/join/{}", &page.body.split("/join/").nth(1).unwrap()[..64]);
    let taken = app.visitor().post(&link, &[("password", GOOD)]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let mut as_contributor = signed_in(&app, "contributor@north.example", GOOD).await;
    let accept =
        [("version", "1"), ("answer", "accept"), ("reason", ""), ("name", "Contributor Person")];
    assert_eq!(as_contributor.post(&decision, &accept).await.status, StatusCode::SEE_OTHER);
    assert!(as_contributor.get(&decision).await.body.contains(said));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_erased_file_is_gone_and_its_name_too(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (room, ids) = (app.world.north.id, &app.world.north.ids);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = format!("/e/{room}/files/{}", ids["attachment"]);
    assert_eq!(lead.get(&file).await.status, StatusCode::OK);
    let erase = format!("/e/{room}/samples/{}/files/{}/erase", ids["sample"], ids["attachment"]);
    assert_eq!(lead.post(&erase, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lead.get(&file).await.status, StatusCode::NOT_FOUND);
    assert_eq!(lead.post(&erase, &[]).await.status, StatusCode::NOT_FOUND);
    let name: String = sqlx::query_scalar("select name from attachment where id = $1")
        .bind(ids["attachment"])
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(name, "erased");
}
