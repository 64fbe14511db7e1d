//! Maps as they are written by several people at once: what one saves another hears, and nothing is stored over it.
//! A stream of changes ends for whoever may not see the map any more.

use crate::harness::{Answer, Browser, Person, TestApp, next_event};
use faultline::engines::map::editor::wire::{SaveReply, SaveRequest, StoredMap};
use serde::de::DeserializeOwned;
use sqlx::PgPool;
use std::time::Duration;

/// Longer than any event may take to arrive.
const EVENT_TIMEOUT: Duration = Duration::from_secs(2);

fn map_of(app: &TestApp) -> String {
    let north = &app.world.north;
    format!("/e/{}/workflows/{}/actual", north.id, north.ids["workflow"])
}

async fn save(browser: &mut Browser, map: &str, text: &str, version: i32) -> SaveReply {
    let request = SaveRequest { version, text: text.to_owned() };
    let request = serde_json::to_value(request).unwrap();
    read(&browser.post_json(&format!("{map}/save"), &request).await)
}

fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{}", answer.body))
}

fn saved(reply: SaveReply) -> i32 {
    match reply {
        SaveReply::Saved { version, .. } => version,
        reply => panic!("{reply:?}"),
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_text_made_from_an_older_map_stores_nothing_and_learns_what_is_stored(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Consultant).await);
    let version = saved(save(&mut lead, &map, "Shop: pay\n", 1).await);
    let later = saved(save(&mut lead, &map, "Shop: pay in cash\n", version).await);
    let SaveReply::Stale(stored) = save(&mut other, &map, "Shop: pay by card\n", version).await
    else {
        panic!("it was stored over what the lead wrote");
    };
    assert_eq!((stored.version, stored.text.as_str()), (later, "Shop: pay in cash\n"));
    assert!(!lead.get(&map).await.body.contains("pay by card"));
    let asked: StoredMap = read(&other.get(&format!("{map}/stored")).await);
    assert_eq!(asked, stored);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_text_that_cannot_be_understood_is_not_stored(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let SaveReply::Unreadable { errors } =
        save(&mut lead, &map, "Shop: pay\n-> nowhere\n", 1).await
    else {
        panic!("it was stored");
    };
    assert_eq!(errors[0].line, 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_editor_alone_may_compile_wasm(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let editor = lead.get(&format!("{map}/text")).await;
    assert!(policy(&editor).contains("'wasm-unsafe-eval'"));
    assert!(editor.body.contains("<leptos-island"));
    let page = lead.get(&map).await;
    assert!(!policy(&page).contains("wasm"), "{}", policy(&page));
    assert!(!page.body.contains("leptos-island") && !page.body.contains("<!>"));
    // A text that has to be put right comes back as a form.
    let form = [("version", "1"), ("text", "-> nowhere\n")];
    let again = lead.post(&format!("{map}/text"), &form).await;
    assert_eq!(again.status, 422);
    assert!(!policy(&again).contains("wasm"));
}

fn policy(answer: &Answer) -> &str {
    answer.header("content-security-policy")
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_watches_a_map_hears_that_it_was_saved(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Consultant).await);
    let mut events = other.events(&format!("{map}/live")).await;
    assert!(next_event(&mut events).await.unwrap().contains("data: 1"));
    saved(save(&mut lead, &map, "Shop: pay\n", 1).await);
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
