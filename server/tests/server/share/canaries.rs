//! A shared part is that part only: a mark stands in every other one, and none of them is shown.

use super::{form, link, links};
use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

/// The marks: in what, and the word.
const MARKS: [&str; 10] = [
    "heron-one",
    "heron-two",
    "heron-workflow",
    "heron-field",
    "heron-sample",
    "heron-line",
    "heron-note",
    "heron-covering",
    "heron-comment",
    "heron-access",
];

/// Puts a mark into every part of what is drafted, and says which integrations have the first two.
async fn marked(app: &TestApp, owner: &PgPool) -> [Uuid; 2] {
    let north = &app.world.north;
    let (one, two) = (north.ids["integration"], Uuid::now_v7());
    let mark = "update part set body = body || $3 where engagement_id = $1 and id = $2";
    let set = |kind: &str, value: serde_json::Value| {
        sqlx::query(mark).bind(north.id).bind(north.ids[kind]).bind(value)
    };
    for (kind, value) in [
        ("integration", serde_json::json!({ "when_it_breaks": "The heron-one is lost" })),
        ("workflow", serde_json::json!({ "name": "The heron-workflow" })),
        ("field", serde_json::json!({ "name": "The heron-field" })),
        ("plan_line", serde_json::json!({ "says": "Move the heron-line" })),
    ] {
        assert_eq!(set(kind, value).execute(owner).await.unwrap().rows_affected(), 1, "{kind}");
    }
    let copy = "insert into part (engagement_id, id, kind, body)
                select engagement_id, $2, kind, body || jsonb_build_object('id', $2, 'name', 'Refunds', 'when_it_breaks', 'The heron-two is lost')
                from part where engagement_id = $1 and id = $3";
    sqlx::query(copy).bind(north.id).bind(two).bind(one).execute(owner).await.unwrap();
    for plant in [
        "update sample set summary = 'The heron-sample came twice' where engagement_id = $1",
        "update comment set body = 'Is it the heron-comment?' where engagement_id = $1",
        "update access_request set purpose = 'See the heron-access' where engagement_id = $1",
    ] {
        assert!(
            sqlx::query(plant).bind(north.id).execute(owner).await.unwrap().rows_affected() > 0
        );
    }
    [one, two]
}

/// The value of a hidden field on a page.
fn value(body: &str, name: &str) -> String {
    let tag = body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

async fn publish(app: &TestApp, lead: &mut Browser) {
    let page = format!("/e/{}/publish", app.world.north.id);
    let shown = lead.get(&page).await.body;
    let (seen, newest) = (value(&shown, "seen"), value(&shown, "newest"));
    let form = [
        ("seen", seen.as_str()),
        ("newest", newest.as_str()),
        ("note", "With the heron-note"),
        ("covering", "Dear heron-covering"),
    ];
    let done = lead.post(&page, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// The part as whoever has its link sees it.
async fn shown(app: &TestApp, client: &mut Browser, item: &str) -> String {
    let made = client.post(&links(app), &form("2", &[("item", item)])).await;
    let opened = app.visitor().post(&link(&made), &[]).await;
    assert_eq!(opened.status, StatusCode::OK, "{item}: {}", opened.body);
    opened.body
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_a_shared_part_shows_is_that_part_only(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let [one, two] = marked(&app, &owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    publish(&app, &mut lead).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let (one, two) = (format!("verdict:{one}"), format!("verdict:{two}"));
    // Each with its own mark, and with those of others that it tells of by its nature.
    let parts: [(&str, Option<&str>, &[&str]); 8] = [
        (&one, Some("heron-one"), &[]),
        (&two, Some("heron-two"), &[]),
        ("map", Some("heron-workflow"), &[]),
        ("truth", Some("heron-field"), &[]),
        ("plan", Some("heron-line"), &["heron-one", "heron-two", "heron-workflow", "heron-field"]),
        ("evidence", None, &["heron-sample", "heron-workflow"]),
        ("risks", None, &["heron-one", "heron-two", "heron-workflow", "heron-field"]),
        (
            "proposal",
            None,
            &[
                "heron-one",
                "heron-two",
                "heron-line",
                "heron-access",
                "heron-workflow",
                "heron-field",
            ],
        ),
    ];
    for (item, own, told) in parts {
        let body = shown(&app, &mut client, item).await;
        if let Some(own) = own {
            assert!(body.contains(own), "{item} does not show itself: {body}");
        }
        for mark in MARKS.iter().filter(|mark| Some(**mark) != own && !told.contains(mark)) {
            assert!(!body.contains(mark), "{item} shows {mark}: {body}");
        }
        leads_nowhere(&body, item);
    }
}

/// That every link of a page stays on it, and has something to lead to.
fn leads_nowhere(body: &str, item: &str) {
    let main = body.split("<body").nth(1).unwrap();
    for to in main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        let anchor = to.strip_prefix('#').unwrap_or_else(|| panic!("{item} leads to {to}"));
        assert!(
            body.contains(&format!("id=\"{anchor}\"")),
            "{item} leads to #{anchor}, which is not there"
        );
    }
}
