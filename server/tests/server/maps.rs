//! Maps as they are written by several people at once: what one saves another hears, and nothing is stored over it.
//! A stream of changes ends for whoever may not see the map any more.

use crate::harness::{Answer, Browser, Person, TestApp, next_event};
use faultline::engines::map::editor::wire::{self, SaveReply, SaveRequest, StoredMap};
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
    save_over(browser, map, SaveRequest { version, text: text.to_owned(), draft: 0, person: None })
        .await
}

async fn save_over(browser: &mut Browser, map: &str, request: SaveRequest) -> SaveReply {
    read(&browser.post_bytes(&format!("{map}/save"), wire::encode(&request)).await)
}

fn read<T: DeserializeOwned>(answer: &Answer) -> T {
    wire::decode(&answer.bytes).unwrap_or_else(|| panic!("{}", answer.body))
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
async fn a_text_that_cannot_be_understood_is_kept_beside_the_map_for_its_writer_alone(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let map = map_of(&app);
    let (mut lead, mut other) =
        (app.sign_in_as(Person::Lead).await, app.sign_in_as(Person::Consultant).await);
    let version = saved(save(&mut lead, &map, "Shop: pay\n", 1).await);
    let text = "Shop: pay\n-> nowhere, password=hunter2hunter2\n";
    assert_eq!(save(&mut lead, &map, text, version).await, SaveReply::Kept { draft: 1 });
    let asked: StoredMap = read(&other.get(&format!("{map}/stored")).await);
    assert_eq!((asked.version, asked.text.as_str()), (version, "Shop: pay\n"));
    let page = lead.get(&format!("{map}/text")).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("A line of this text cannot be understood yet"), "{}", page.body);
    assert!(page.body.contains("nowhere") && !page.body.contains("hunter2"), "it is redacted");
    assert!(!other.get(&format!("{map}/text")).await.body.contains("nowhere"));
    // Another window of the lead learns what this one left, and loses nothing.
    let again = SaveRequest { version, text: "-> somewhere\n".into(), draft: 7, person: None };
    let SaveReply::OtherDraft(left) = save_over(&mut lead, &map, again).await else {
        panic!("it was kept over what another window had left");
    };
    assert_eq!((left.version, left.draft), (version, 1));
    // What is finished leaves nothing behind.
    let done =
        SaveRequest { version, text: "Shop: pay\nERP: book\n".into(), draft: 1, person: None };
    saved(save_over(&mut lead, &map, done).await);
    let left: i64 = sqlx::query_scalar("select count(*) from map_draft where workflow_id = $1")
        .bind(app.world.north.ids["workflow"])
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(left, 0);
    let noted: Vec<String> =
        sqlx::query_scalar("select action from audit where subject_kind = 'map_draft' order by id")
            .fetch_all(&owner)
            .await
            .unwrap();
    assert_eq!(noted, ["added", "removed"]);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn without_scripts_an_unfinished_text_is_kept_and_can_be_given_up(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let text = format!("{map}/text");
    assert_eq!(saved(save(&mut lead, &map, "Shop: knit a scarf\n", 1).await), 2);
    let unfinished = [("version", "2"), ("draft", "0"), ("text", "Shop: pay\n-> nowhere\n")];
    let again = lead.post(&text, &unfinished).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("Line 2, column 1") && again.body.contains("nowhere"));
    assert!(again.body.contains("name=\"draft\" value=\"1\""), "{}", again.body);
    let opened = lead.get(&text).await;
    assert_eq!(opened.status, 200);
    assert!(opened.body.contains("nowhere"));
    // The table and the picture show the map as it was last understood.
    let table = lead.get(&format!("{map}/table")).await;
    assert!(table.body.contains("value=\"knit a scarf\""), "{}", table.body);
    assert_eq!(lead.post(&format!("{map}/discard"), &[]).await.location(), text);
    assert!(!lead.get(&text).await.body.contains("nowhere"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_one_person_typed_is_not_saved_in_the_name_of_another(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut other = app.sign_in_as(Person::Consultant).await;
    let lead = Some(app.world.person(Person::Lead).into());
    let request =
        SaveRequest { version: 1, text: "Shop: knit a scarf\n".into(), draft: 0, person: lead };
    assert_eq!(save_over(&mut other, &map, request).await, SaveReply::SomebodyElse);
    assert!(!other.get(&map).await.body.contains("knit a scarf"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_is_sent_twice_counts_once(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let map = map_of(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [("version", "1"), ("text", "Shop: pay\nERP: book\n")];
    for _ in 0..2 {
        assert_eq!(lead.post(&format!("{map}/text"), &form).await.location(), map);
    }
    let asked: StoredMap = read(&lead.get(&format!("{map}/stored")).await);
    assert_eq!(asked.version, 2);
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
    let twice = lead.post(&format!("{map}/table"), &form).await;
    assert_eq!(twice.location(), map, "the same form, sent twice, counts once");
    let other = [("version", "1"), ("name_0", "pay in cash"), ("lane_0", "Shop")];
    let stale = lead.post(&format!("{map}/table"), &other).await;
    assert_eq!(stale.status, 409);
    assert!(stale.body.contains("Stored now"));
}
