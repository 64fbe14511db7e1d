//! One part of a version, shared by a link: what it shows, what it does not, how it ends, and who opened it.

use crate::harness::{Answer, Browser, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, query_scalar};

mod canaries;
mod refused;

/// The page of links in the first client's room.
pub fn links(app: &TestApp) -> String {
    format!("/room/{}/shares", app.world.north.id)
}

/// The usual answers of the form, with some of them otherwise.
pub fn form<'a>(version: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [("version", version), ("item", "map"), ("days", "14"), ("note", "The agency")];
    let kept = usual.into_iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more.iter().copied()).collect()
}

/// The address on the page that shows a new link.
pub fn link(page: &Answer) -> String {
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let url = page.body.split("id=\"link\">").nth(1).unwrap().split('<').next().unwrap();
    url.strip_prefix("http://127.0.0.1:3000").unwrap().to_owned()
}

/// A new link of somebody's.
pub async fn share(app: &TestApp, who: &mut Browser, more: &[(&str, &str)]) -> String {
    link(&who.post(&links(app), &form("1", more)).await)
}

async fn count(owner: &PgPool, sql: String) -> i64 {
    query_scalar(AssertSqlSafe(sql)).fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_is_made_opened_listed_and_revoked(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let shared = share(&app, &mut client, &[("asks_name", "true")]).await;
    assert!(shared.len() > "/s/".len() + 32, "{shared} is easy to guess");

    let mut reader = app.visitor();
    let before = reader.get(&shared).await;
    assert_eq!(before.status, StatusCode::OK);
    assert!(before.body.contains("Contributor Person shares one item"), "{}", before.body);
    assert!(!before.body.contains("Orders"), "what is shared is told before it is opened");
    let nameless = reader.post(&shared, &[("name", " ")]).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.body.contains("Give your name"), "{}", nameless.body);
    let openings = "select count(*) from share_opening where name = 'Ruth Adler'".to_owned();
    assert_eq!(count(&owner, openings.clone()).await, 0, "looking at it is no opening");

    let opened = reader.post(&shared, &[("name", "Ruth Adler")]).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.body);
    for (name, value) in [
        ("x-robots-tag", "noindex, nofollow, noarchive"),
        ("referrer-policy", "no-referrer"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(opened.header(name), value);
    }
    let room = app.world.north.id.to_string();
    assert!(!opened.body.contains(&room), "it leads into the room");
    assert!(!opened.body.contains("href=\"/\""), "it leads to the front page");
    assert_eq!(count(&owner, openings).await, 1);

    for (who, page) in [
        (Person::Contributor, links(&app)),
        (Person::Lead, links(&app)),
        (Person::Lead, format!("/e/{room}/shares")),
    ] {
        let list = app.sign_in_as(who).await.get(&page).await.body;
        for says in ["Ruth Adler", "192.0.2.0/24", "1 opening", "The agency", "in force"] {
            assert!(list.contains(says), "{who:?} is not told {says}: {list}");
        }
    }
    let id =
        "select id::text from share where note = 'The agency' order by created_at desc limit 1";
    let id: String = query_scalar(id).fetch_one(&owner).await.unwrap();
    let revoked = client.post(&format!("{}/{id}/revoke", links(&app)), &[]).await;
    assert_eq!(revoked.location(), links(&app));
    assert_eq!(reader.get(&shared).await.status, StatusCode::NOT_FOUND);
    let again = client.post(&format!("{}/{id}/revoke", links(&app)), &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);

    let told = "select string_agg(action, ' ' order by id) from audit where subject_kind = 'shared_link' and subject_id::text = $1";
    let told: String = query_scalar(told).bind(&id).fetch_one(&owner).await.unwrap();
    assert_eq!(told, "shared let_in revoked");
    let token = shared.trim_start_matches("/s/");
    for table in ["audit", "share", "share_key", "share_opening", "form_sent", "session"] {
        let kept = format!("select count(*) from {table} t where t::text like '%{token}%'");
        assert_eq!(count(&owner, kept).await, 0, "{table} holds the token");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_link_asks_for_its_password_as_often_as_a_sign_in_does(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let weak = client.post(&links(&app), &form("1", &[("password", "secret")])).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(weak.body.contains("The agency") && !weak.body.contains("value=\"secret\""));
    let shared = share(&app, &mut client, &[("password", PASSWORD)]).await;
    let mut reader = app.visitor();
    assert!(reader.get(&shared).await.body.contains("type=\"password\""));
    for _ in 0..5 {
        let wrong = reader.post(&shared, &[("password", "ripe gravel octavo")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.body.contains("This is not the password"), "{}", wrong.body);
    }
    let late = reader.post(&shared, &[("password", PASSWORD)]).await;
    assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!late.header("retry-after").is_empty());
    // From elsewhere the right one opens it, and forgives what was wrong before.
    let mut other = app.visitor();
    for _ in 0..3 {
        let wrong = other.post(&shared, &[("password", "")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(other.post(&shared, &[("password", PASSWORD)]).await.status, StatusCode::OK);
    }
    let kept = "select password_hash from share_key where password_hash is not null";
    let kept: String = query_scalar(kept).fetch_one(&owner).await.unwrap();
    assert!(kept.starts_with("$argon2id$"), "{kept}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_document_is_handed_out_for_whoever_has_the_link(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let item = ("item", "document:recommendation.pdf");
    let shared = share(&app, &mut client, &[item, ("asks_name", "true")]).await;
    // Somebody of the firm opens it: what is noted of their download tells no token either.
    let mut lead = app.sign_in_as(Person::Lead).await;
    let given = lead.post(&shared, &[("name", "Ruth Adler")]).await;
    assert_eq!(given.header("content-type"), "application/pdf");
    assert!(given.header("content-disposition").starts_with("attachment"));
    assert_eq!(given.header("x-robots-tag"), "noindex, nofollow, noarchive");
    let plain = lead.get(&format!("/room/{}/recommendation.pdf", app.world.north.id)).await;
    assert_ne!(given.bytes, plain.bytes, "it does not say whom it is for");
    let token = shared.trim_start_matches("/s/");
    let noted = format!("select count(*) from audit t where t::text like '%{token}%'");
    assert_eq!(count(&owner, noted).await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn somebody_of_the_client_sees_their_own_links_and_staff_see_all(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    share(&app, &mut lead, &[("note", "The auditor")]).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let own = client.get(&links(&app)).await.body;
    assert!(own.contains("The agency") && !own.contains("The auditor"), "{own}");
    let all = lead.get(&format!("/e/{}/shares", app.world.north.id)).await.body;
    assert!(all.contains("The agency") && all.contains("The auditor"), "{all}");
    for nobody in [Person::Viewer, Person::Stranger, Person::Outside] {
        let mut browser = app.sign_in_as(nobody).await;
        assert_eq!(browser.get(&links(&app)).await.status, StatusCode::NOT_FOUND, "{nobody:?}");
        let made = browser.post(&links(&app), &form("1", &[])).await;
        assert_eq!(made.status, StatusCode::NOT_FOUND, "{nobody:?}");
    }
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let room = viewer.get(&format!("/room/{}", app.world.north.id)).await.body;
    assert!(!room.contains("/shares\""), "a viewer is led to what they may not do");
}
