//! Saved views and templates that name whoever is erased: told beforehand, and afterwards there without the name.

use super::{NAME, OTHER, ask, rows};
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use faultline::platform::ids::ErasureId;
use faultline::stores::erasure::{carry_out, certificate};
use serde_json::{Value, json};
use sqlx::{PgPool, query_as, query_scalar};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Views that name the first client by what they are called or look for, one that names the other, and a template that
/// names the first in every text it can have.
pub async fn planted(app: &TestApp) {
    let mut lead = app.sign_in_as(Person::Lead).await;
    for form in [
        [("name", NAME), ("waits", "client")],
        [("name", "zanzibar heron outfitters"), ("waits", "firm")],
        [("name", "Late ones"), ("q", "zanzibar-heron outfitters")],
        [("name", "quokka-lantern"), ("q", OTHER)],
    ] {
        let saved = lead.post("/views", &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    }
    let text = format!("Ask {NAME}’ people");
    let assumption = json!({ "id": Uuid::now_v7(), "says": text, "test": text });
    let parts = json!([
        { "kind": "system", "body": { "id": Uuid::now_v7(), "name": text, "kind": "shop" } },
        { "kind": "plan_line", "body": { "id": Uuid::now_v7(), "says": text } },
        { "kind": "quote", "body": { "id": Uuid::now_v7(), "exclusions": [text], "assumptions": [assumption] } },
    ]);
    template(&app.owner, app, "Shop of Zanzibar-heron Outfitters", parts).await;
}

async fn template(owner: &PgPool, app: &TestApp, name: &str, parts: Value) {
    let by = app.world.person(Person::Lead);
    let add =
        "with kept as (insert into template (id, name, parts, made_by) values ($1, $2, $3, $4))
               insert into audit (person_id, action, subject_kind, subject_id, subject_name)
               values ($4, 'added', 'template', $1, $2)";
    let add = sqlx::query(add).bind(Uuid::now_v7()).bind(name).bind(parts).bind(by);
    add.execute(owner).await.unwrap();
}

/// The lead's views: names, filters and versions.
async fn views(owner: &PgPool) -> Vec<(String, String, i32)> {
    let views = "select name, query, version from saved_view where name <> 'Waits for clients' order by created_at";
    query_as(views).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn views_and_templates_are_told_first_and_stay_without_the_name(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = format!("/clients/{}", app.world.north.client);
    let renamed = admin.post(&page, &[("version", "1"), ("name", NAME)]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    planted(&app).await;
    let page = format!("{page}/erase");
    let told = admin.get(&page).await.body;
    assert_eq!(told.matches("A saved view").count(), 3, "{told}");
    assert!(told.contains("Shop of Zanzibar-heron Outfitters") && told.contains("of Lead Person"));
    assert!(!told.contains("Late ones"), "what a view says is its person’s: {told}");

    let ended = ask(&mut admin, &page, NAME).await;
    carry_out::all_open(&app.db, app.files()).await.unwrap();
    let kept = views(&owner).await;
    // Which of two with the same name has the number is left open.
    let names: BTreeSet<_> = kept[..2].iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["[erased]", "[erased] 2"]));
    let view = |name: &str, query: &str, version| (name.to_owned(), query.to_owned(), version);
    let late = view("Late ones", "q=%5Berased%5D", 2);
    assert_eq!(kept[2..], [late, view("quokka-lantern", "q=quokka-lantern", 1)]);
    let parts = "select parts::text from template where name = 'Shop of [erased]'";
    let parts: String = query_scalar(parts).fetch_one(&owner).await.unwrap();
    assert_eq!(parts.matches("Ask [erased]’ people").count(), 5, "{parts}");
    assert!(parts.contains("\"shop\"") && !parts.contains("anzibar"), "{parts}");
    let file = admin.get(&format!("{ended}/certificate.json")).await.body;
    let (says, _) = certificate::verify(&file).unwrap();
    assert_eq!((rows(&says, "saved_view"), rows(&says, "template")), (3, 1));
    let told = "select count(*) from audit where subject_kind in ('saved_view', 'template')
                and lower(concat(subject_name, before, after)) like '%zanzibar%'";
    assert_eq!(query_scalar::<_, i64>(told).fetch_one(&owner).await.unwrap(), 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn of_an_engagement_that_is_erased_its_title_alone_is_replaced(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    for name in ["Orders of North Outfitters, late", "North Outfitters", "Orders"] {
        template(&owner, &app, name, json!([])).await;
    }
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = format!("/engagements/{}/erase", app.world.north.id);
    let told = admin.get(&page).await.body;
    assert!(told.contains("Orders of North Outfitters, late"), "{told}");
    assert_eq!(told.matches("A template").count(), 1, "{told}");
    ask(&mut admin, &page, "Orders of North Outfitters").await;
    carry_out::all_open(&app.db, app.files()).await.unwrap();
    let names =
        "select array_agg(name order by name collate \"C\") from template where parts = '[]'";
    let names: Vec<String> = query_scalar(names).fetch_one(&owner).await.unwrap();
    assert_eq!(names, ["North Outfitters", "Orders", "[erased], late"]);
    let other = format!("/clients/{}/erase", app.world.south.client);
    assert!(admin.get(&other).await.body.contains("None of them names it"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_regular_tasks_ask_for_is_told_to_nobody_who_acts_for_somebody(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let begun = "insert into erasure (id, number, client_id, name_hash, asked_by, asked_by_name)
                 values ($1, 9, $2, '\\x01', $3, 'Admin Person')";
    let begun = sqlx::query(begun).bind(ErasureId::new().0).bind(app.world.north.client);
    begun.bind(app.world.person(Person::Admin)).execute(&owner).await.unwrap();
    let due =
        "update question set state = 'open', reply = null, answered_by = null, answered_at = null,
                   due_on = current_date + 1, asked_at = now() - interval '30 days'";
    assert!(sqlx::query(due).execute(&owner).await.unwrap().rows_affected() > 0);
    let count = async |role: &str, from: &'static str| {
        let mut tx = owner.begin().await.unwrap();
        sqlx::query("set local role faultline_app").execute(&mut *tx).await.unwrap();
        let act = "select set_config('faultline.role', $1, true), set_config('faultline.person', $2, true)";
        let act = sqlx::query(act).bind(role).bind(app.world.person(Person::Admin).to_string());
        act.execute(&mut *tx).await.unwrap();
        query_scalar::<_, i64>(from).fetch_one(&mut *tx).await.unwrap()
    };
    for from in [
        "select count(*) from erasures_open()",
        "select count(*) from claim_reminders(current_date, 50)",
    ] {
        assert!(count("", from).await > 0, "{from}");
        for role in ["admin", "consultant", "client", "nobody"] {
            assert_eq!(count(role, from).await, 0, "{role}: {from}");
        }
    }
}
