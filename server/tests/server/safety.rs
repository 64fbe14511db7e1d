//! What one person can do to others, and what outlives a lost password or a session: each was an attack that worked.
//!
//! | attack | test |
//! | --- | --- |
//! | a part saved under the id of another kind | `a_part_is_not_saved_under_the_id_of_another_kind` |
//! | what was redacted is still told | `redacted.rs` |
//! | work without bounds: forms, bodies, uploads, merges, drawings | `load.rs`, `attacks.rs`, `src/engines/map/merge.rs` |
//! | tokens and links that outlive a password | `access.rs` |
//! | an account that strangers close, or that has attempts of its own for every spelling | `sign_in/tries.rs` |
//! | a proxy that nobody declared, a forwarded line that is no text | `attacks.rs`, `app/src/http/front.rs` |
//! | connections that are never finished, or whose answers are never read | `server/src/connections` |
//! | files without headers, NUL in a text | this file |
//! | fields that are stored as they were typed | `attacks.rs` |
//! | passwords of the mail server in clear, a link that an admin may use | `mail.rs` |
//! | rows that the role of the server dates, moves or reads as somebody else | this file |
//! | links and pass phrases in a service's journal | `secrets.rs` |
//! | typed text that becomes markup | `content.rs` |
//! | ids, names and plans of another client | `others.rs` |
//! | migrations that skip what an owner without superuser's rights cannot see | `upgrade.rs` |

mod access;
mod attacks;
mod content;
mod load;
pub mod log;
pub mod mail;
mod others;
pub mod redacted;
mod secrets;
mod typed;
mod upgrade;

use crate::harness::{Browser, PASSWORD, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

const GOOD: &str = "quartz lemon harbour";

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_part_is_not_saved_under_the_id_of_another_kind(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (room, ids) = (app.world.north.id, &app.world.north.ids);
    let mut lead = app.sign_in_as(Person::Lead).await;
    for version in ["0", "1"] {
        let form = [("version", version), ("name", "x")];
        let path = format!("/e/{room}/workflows/{}/edit", ids["system"]);
        assert_eq!(lead.post(&path, &form).await.status, StatusCode::NOT_FOUND, "{version}");
    }
    for page in ["", "/systems", "/activity", "/samples", "/members"] {
        assert_eq!(lead.get(&format!("/e/{room}{page}")).await.status, StatusCode::OK, "{page}");
    }
    let turn = sqlx::query("update part set kind = 'workflow' where id = $1").bind(ids["system"]);
    let error = turn.execute(&owner).await.unwrap_err();
    let rule = error.as_database_error().and_then(|error| error.constraint());
    assert_eq!(rule, Some("part_kind_kept"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_part_that_cannot_be_read_is_shown_as_such_and_nothing_is_published(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let broken = "update part set body = '{}' where engagement_id = $1 and kind = 'data_type'";
    sqlx::query(broken).bind(room).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let overview = lead.get(&format!("/e/{room}")).await;
    assert_eq!(overview.status, StatusCode::OK);
    assert!(overview.body.contains("Part of this engagement cannot be read"));
    assert!(overview.body.contains(&app.world.north.ids["data_type"].to_string()));
    for page in ["/systems", "/activity", "/truth", "/verdict"] {
        assert_eq!(lead.get(&format!("/e/{room}{page}")).await.status, StatusCode::OK, "{page}");
    }
    let page = lead.get(&format!("/e/{room}/publish")).await.body;
    let field = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (seen, newest) = (field("seen"), field("newest"));
    let form = [("seen", seen.as_str()), ("newest", newest.as_str()), ("note", "")];
    let answer = lead.post(&format!("/e/{room}/publish"), &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_only_lead_does_not_lock_herself_out(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    sqlx::query("delete from membership where engagement_id = $1 and person_id = $2")
        .bind(room)
        .bind(app.world.person(Person::Disabled))
        .execute(&owner)
        .await
        .unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let own = app.world.person(Person::Lead).to_string();
    let (members, remove) = (format!("/e/{room}/members"), format!("/e/{room}/members/remove"));
    let answer = lead.post(&remove, &[("person", &own)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Nobody else leads this engagement"), "{}", answer.body);
    let step_down = [("person", own.as_str()), ("capacity", "consultant")];
    assert_eq!(lead.post(&members, &step_down).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = app.world.person(Person::Consultant).to_string();
    let lead_too = [("person", other.as_str()), ("capacity", "lead")];
    assert_eq!(lead.post(&members, &lead_too).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lead.post(&remove, &[("person", &own)]).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_no_number_names_no_version_of_a_room(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let room = format!("/room/{}", app.world.north.id);
    assert_eq!(viewer.get(&format!("{room}?version=1")).await.status, StatusCode::OK);
    for version in ["1;", "", "x", "1.0", "99999999999", "-1"] {
        for page in ["", "/verdict", "/downloads", "/recommendation.json"] {
            let path = format!("{room}{page}?version={version}");
            assert_eq!(viewer.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_character_that_is_no_text_is_refused_with_a_sentence(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = app.world.north.id;
    let told = |answer: &crate::harness::Answer| {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("NUL character"), "{}", answer.body);
    };
    told(&app.visitor().sign_in("a\0b@x.example", "x").await);
    let mut lead = app.sign_in_as(Person::Lead).await;
    told(&lead.get("/?q=%00").await);
    let form = [("title", "a\0b"), ("stage", "active"), ("version", "1")];
    told(&lead.post(&format!("/e/{room}/settings"), &form).await);
    let form = [("version", "0"), ("name", "a\0b"), ("kind", "shop")];
    told(&lead.post(&format!("/e/{room}/systems/new"), &form).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn files_of_the_browsers_half_carry_the_headers_of_pages(owner: PgPool) {
    let app = TestApp::at("https://audit.example", owner).await;
    let (file, page) =
        (app.visitor().get("/site/app.js").await, app.visitor().get("/sign-in").await);
    for name in [
        "x-content-type-options",
        "x-frame-options",
        "referrer-policy",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "permissions-policy",
        "strict-transport-security",
    ] {
        assert!(!file.header(name).is_empty(), "{name}");
        assert_eq!(file.header(name), page.header(name), "{name}");
    }
    assert!(file.header("content-security-policy").contains("sandbox"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_server_sets_neither_time_nor_a_strangers_engagement_of_an_audit_row(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let act = format!(
        "set local role faultline_app; set local faultline.role = 'consultant'; set local faultline.person = '{}'",
        app.world.person(Person::Lead)
    );
    let add = |columns: &str, values: String| {
        let person = app.world.person(Person::Lead);
        format!(
            "{act}; insert into audit (person_id, action, subject_kind, {columns}) values ('{person}', 'changed', 'system', {values})"
        )
    };
    let done = async |sql: String| {
        let mut tx = owner.begin().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *tx).await.is_ok()
    };
    let (north, south) = (app.world.north.id, app.world.south.id);
    assert!(done(add("engagement_id", format!("'{north}'"))).await);
    assert!(!done(add("engagement_id", format!("'{south}'"))).await);
    assert!(!done(add("engagement_id, at", format!("'{north}', '2001-01-01'"))).await);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_server_that_lies_about_a_role_sees_what_the_person_may_see(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let seen = async |person: Person, claimed: &str| {
        let mut tx = owner.begin().await.unwrap();
        let act = format!(
            "set local role faultline_app; set local faultline.role = '{claimed}'; set local faultline.person = '{}'",
            app.world.person(person)
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(act)).execute(&mut *tx).await.unwrap();
        let count = "select (select count(*) from client) + (select count(*) from engagement)";
        sqlx::query_scalar::<_, i64>(count).fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(seen(Person::Admin, "admin").await, 4);
    assert_eq!(seen(Person::Viewer, "admin").await, 0);
    assert_eq!(seen(Person::Consultant, "admin").await, 1, "their own engagement");
}

/// Signed in anew, since what was done ended the sessions.
async fn signed_in(app: &TestApp, email: &str, password: &str) -> Browser {
    let mut browser = app.visitor();
    let answer = browser.sign_in(email, password).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    browser
}
