//! Maps as they are written by several people at once: what one saves another hears, and no line is lost.
//! A stream of changes ends for whoever may not see the map any more.

use crate::harness::{Answer, Browser, Person, TestApp, next_event};
use serde_json::Value;
use sqlx::PgPool;
use std::time::Duration;

/// Longer than any event may take to arrive.
const EVENT_TIMEOUT: Duration = Duration::from_secs(2);

fn map_of(app: &TestApp) -> String {
    let north = &app.world.north;
    format!("/e/{}/workflows/{}/actual", north.id, north.ids["workflow"])
}

async fn save(browser: &mut Browser, map: &str, text: &str, base: &str, version: i64) -> Value {
    let form = [("text", text), ("base", base), ("version", &version.to_string())];
    json(&browser.post(&format!("{map}/save"), &form).await)
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn two_texts_of_one_map_are_brought_together(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Consultant).await);
    let base = "Shop: pay\nERP: book\n";
    let first = save(&mut lead, &map, base, "", 1).await;
    let version = first["version"].as_i64().unwrap();
    assert_eq!(first["outcome"], "saved");
    save(&mut lead, &map, "Shop: choose\nShop: pay\nERP: book\n", base, version).await;
    let merged = save(&mut other, &map, "Shop: pay\nERP: book\nShop: tell\n", base, version).await;
    assert_eq!(merged["outcome"], "saved");
    assert_eq!(merged["text"], "Shop: choose\nShop: pay\nERP: book\nShop: tell\n");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn two_edits_of_one_line_store_nothing_and_show_both(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let base = "Shop: pay\n";
    let version = save(&mut lead, &map, base, "", 1).await["version"].as_i64().unwrap();
    save(&mut lead, &map, "Shop: pay in cash\n", base, version).await;
    let clash = save(&mut lead, &map, "Shop: pay by card\n", base, version).await;
    assert_eq!(clash["outcome"], "clash");
    assert_eq!(clash["text"], "Shop: pay in cash\nShop: pay by card\n");
    assert!(!lead.get(&map).await.body.contains("pay by card"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_text_that_cannot_be_understood_is_not_stored(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let unread = save(&mut lead, &map, "Shop: pay\n-> nowhere\n", "", 1).await;
    assert_eq!(unread["outcome"], "unread");
    assert_eq!(unread["errors"][0]["line"], 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_edit_comes_back_as_text_drawing_and_rows(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let edit = r#"{"edit":"add","after":0,"name":"pack","lane":"Warehouse"}"#;
    let form = [("text", "Shop: pay\nShop: tell\n"), ("edit", edit), ("rows", "true")];
    let desk = json(&lead.post(&format!("{map}/draw"), &form).await);
    assert_eq!(desk["text"], "Shop: pay\nWarehouse: pack\nShop: tell\n");
    assert_eq!(desk["step"], 1);
    assert_eq!(desk["steps"][1]["lane"], "Warehouse");
    assert!(desk["rows"].as_str().unwrap().contains("pack"));
    let form = [("text", "Shop: pay\n"), ("edit", r#"{"edit":"remove","step":9}"#)];
    let desk = json(&lead.post(&format!("{map}/draw"), &form).await);
    assert_eq!(desk["refused"], "That step is not there any more.");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_watches_a_map_hears_that_it_was_saved(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Consultant).await);
    let mut events = other.events(&format!("{map}/live")).await;
    assert!(next_event(&mut events).await.unwrap().contains("data: 1"));
    save(&mut lead, &map, "Shop: pay\n", "", 1).await;
    let heard = async { while !next_event(&mut events).await.unwrap().contains("data: 2") {} };
    tokio::time::timeout(EVENT_TIMEOUT, heard).await.unwrap();
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_stream_ends_when_its_reader_may_not_see_the_map_any_more(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let map = map_of(&app);
    for (shut_out, person) in [
        ("delete from membership where person_id = $1", Person::Consultant),
        ("delete from session where person_id = $1", Person::Lead),
    ] {
        let mut browser = app.sign_in_as(person).await;
        let mut events = browser.events(&format!("{map}/live")).await;
        next_event(&mut events).await.unwrap();
        sqlx::query(shut_out).bind(app.world.person(person)).execute(&owner).await.unwrap();
        let ended = async { while next_event(&mut events).await.is_some() {} };
        tokio::time::timeout(EVENT_TIMEOUT, ended).await.unwrap();
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn rows_are_saved_without_scripts_and_a_stale_form_comes_back(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [
        ("version", "1"),
        ("name_0", "pay"),
        ("lane_0", "Shop"),
        ("name_1", "book"),
        ("lane_1", "ERP"),
    ];
    let answer = lead.post(&format!("{map}/table"), &form).await;
    assert_eq!(answer.location(), map);
    assert!(lead.get(&map).await.body.contains("book"));
    let stale = lead.post(&format!("{map}/table"), &form).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Stored now"));
}
