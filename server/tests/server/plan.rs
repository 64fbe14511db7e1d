//! The 60-day plan as a browser without scripts meets it: listed, dated, recorded, downloaded, published.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

/// The ids of the lines that a page of the plan lists.
fn ids(body: &str) -> Vec<String> {
    let rows = body.split("<tr id=\"").skip(1);
    rows.filter_map(|row| Some(row.split('"').next()?.to_owned())).collect()
}

/// The value of a hidden field on a page.
fn value(body: &str, name: &str) -> String {
    let tag = body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\"")));
    let value = tag.and_then(|tag| tag.split("value=\"").nth(1)?.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// The first line that the gaps ask for.
async fn first(app: &TestApp, lead: &mut Browser) -> String {
    let added = app.world.north.ids["plan_line"].to_string();
    let shown = lead.get(&page(app, "plan")).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    ids(&shown.body).into_iter().find(|id| *id != added).expect("a line")
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_plan_is_filled_from_the_gaps_and_keeps_what_is_recorded(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let line = first(&app, &mut lead).await;
    let form = page(&app, &format!("plan/lines/{line}"));
    let key = value(&lead.get(&form).await.body, "key");
    assert!(!key.is_empty(), "the gaps ask for it");
    let recorded = [
        ("version", "0"),
        ("key", key.as_str()),
        ("waits_for", "client"),
        ("owner", "Ada Berg"),
        ("starts", "7"),
        ("days", "3"),
        ("state", "under_way"),
        ("done_on", ""),
    ];
    let saved = lead.post(&form, &recorded).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let shown = lead.get(&page(&app, "plan?waits=client&state=under_way&q=berg")).await;
    assert_eq!(ids(&shown.body), std::slice::from_ref(&line));
    // The first day of the world's plan is 4 May 2026.
    assert!(shown.body.contains("datetime=\"2026-05-10\""), "{}", shown.body);
    let done = [("version", "1"), ("state", "done")];
    let moved = lead.post(&page(&app, &format!("plan/lines/{line}/state")), &done).await;
    assert_eq!(moved.location(), format!("{}#{line}", page(&app, "plan")));
    let kept: (String, String, Option<String>) = sqlx::query_as(
        "select body ->> 'owner', body ->> 'state', body ->> 'done_on' from part where id = $1::uuid",
    )
    .bind(&line)
    .fetch_one(&owner)
    .await
    .unwrap();
    assert_eq!((kept.0.as_str(), kept.1.as_str()), ("Ada Berg", "done"));
    assert!(kept.2.is_some(), "a line that is done has a day");
    let audited =
        "select count(*) from audit where subject_kind = 'plan_line' and subject_id = $1::uuid";
    let audited: i64 = sqlx::query_scalar(audited).bind(&line).fetch_one(&owner).await.unwrap();
    assert_eq!(audited, 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_form_that_is_wrong_or_stale_comes_back_with_what_was_typed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let line = first(&app, &mut lead).await;
    let form = page(&app, &format!("plan/lines/{line}"));
    let key = value(&lead.get(&form).await.body, "key");
    let added = app.world.north.ids["plan_line"].to_string();
    let typed = |starts: &'static str, after: &'static str| {
        [
            ("version", "0".to_owned()),
            ("key", key.clone()),
            ("starts", starts.to_owned()),
            ("owner", "Ada Berg".to_owned()),
            ("state", "open".to_owned()),
            ("after", if after.is_empty() { String::new() } else { added.clone() }),
        ]
    };
    for starts in ["soon", "0", "9999999999999999999"] {
        let fields = typed(starts, "");
        let refused = lead.post(&form, &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{starts}");
        assert!(refused.body.contains("Ada Berg") && refused.body.contains(starts));
    }
    let fields = typed("", "the added line");
    let saved = lead.post(&form, &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let circle = [
        ("version", "1"),
        ("says", "Move the mail to the queue"),
        ("phase", "inventory"),
        ("state", "open"),
        ("after", line.as_str()),
    ];
    let refused = lead.post(&page(&app, &format!("plan/lines/{added}")), &circle).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("waits for this one already"), "{}", refused.body);
    let fields = typed("9", "");
    let stale = lead.post(&form, &fields.each_ref().map(|(n, v)| (*n, v.as_str()))).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Two versions of the same row"), "{}", stale.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_line_is_added_and_removed_and_one_of_the_gaps_is_only_forgotten(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let new = page(&app, "plan/lines/new");
    let fields = [("says", "Meet at Zephyr"), ("phase", "contracts"), ("state", "open")];
    assert_eq!(lead.post(&new, &fields).await.status, StatusCode::SEE_OTHER);
    let shown = lead.get(&page(&app, "plan?q=zephyr")).await;
    let added = ids(&shown.body);
    assert_eq!(added.len(), 1);
    let remove = page(&app, &format!("plan/lines/{}/remove", added[0]));
    assert_eq!(lead.post(&remove, &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    assert!(ids(&lead.get(&page(&app, "plan?q=zephyr")).await.body).is_empty());
    let line = first(&app, &mut lead).await;
    let state = page(&app, &format!("plan/lines/{line}/state"));
    let begin = [("version", "0"), ("state", "under_way")];
    assert_eq!(lead.post(&state, &begin).await.status, StatusCode::SEE_OTHER);
    let forget = page(&app, &format!("plan/lines/{line}/remove"));
    assert_eq!(lead.post(&forget, &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    let still = lead.get(&page(&app, "plan?state=open")).await;
    assert!(ids(&still.body).contains(&line), "its gap is still there");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_plan_is_downloaded_as_a_list_and_as_a_calendar(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let lines = ids(&lead.get(&page(&app, "plan")).await.body);
    let csv = lead.get(&page(&app, "plan.csv")).await;
    assert_eq!(csv.body.lines().count(), lines.len() + 1, "{}", csv.body);
    let file = lead.get(&page(&app, "plan.ics")).await;
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(file.body.matches("BEGIN:VEVENT\r\n").count(), lines.len());
    for line in &lines {
        assert!(file.body.contains(&format!("UID:{line}@faultline\r\n")), "{line}");
    }
    let again = lead.get(&page(&app, "plan.ics")).await;
    assert_eq!(again.body, file.body, "nothing has changed, and so has nothing in the file");
    let start = page(&app, "plan/start");
    let version = value(&lead.get(&start).await.body, "version");
    let later = [("version", version.as_str()), ("starts_on", "2026-06-01")];
    assert_eq!(lead.post(&start, &later).await.status, StatusCode::SEE_OTHER);
    let moved = lead.get(&page(&app, "plan.ics")).await;
    assert!(moved.body.contains("DTSTART;VALUE=DATE:20260601"), "{}", moved.body);
    assert!(sequence(&moved.body) > sequence(&file.body), "a calendar takes the newer file");
    // What was recorded of a line counted: to remove it is a change like any other.
    let new = page(&app, "plan/lines/new");
    let fields = [("says", "Meet at Zephyr"), ("phase", "contracts"), ("state", "open")];
    assert_eq!(lead.post(&new, &fields).await.status, StatusCode::SEE_OTHER);
    let added = ids(&lead.get(&page(&app, "plan?q=zephyr")).await.body).remove(0);
    let more = lead.get(&page(&app, "plan.ics")).await.body;
    assert!(sequence(&more) > sequence(&moved.body), "{more}");
    let remove = page(&app, &format!("plan/lines/{added}/remove"));
    assert_eq!(lead.post(&remove, &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    let less = lead.get(&page(&app, "plan.ics")).await.body;
    assert!(sequence(&less) > sequence(&more), "it never falls: {less}");
    let never = [("version", "2"), ("starts_on", "")];
    assert_eq!(lead.post(&start, &never).await.status, StatusCode::SEE_OTHER);
    let none = lead.get(&page(&app, "plan.ics")).await;
    assert_eq!(none.location(), page(&app, "plan"));
}

/// The number that every entry of a calendar's file has.
fn sequence(file: &str) -> i32 {
    let numbers = file.split("\r\n").filter_map(|line| line.strip_prefix("SEQUENCE:"));
    let numbers: std::collections::BTreeSet<i32> = numbers.map(|it| it.parse().unwrap()).collect();
    assert_eq!(numbers.len(), 1, "{file}");
    numbers.into_iter().next().unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_client_reads_the_plan_that_was_published_and_what_came_after_in_none(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let room = |page: &str| format!("/room/{}/{page}", app.world.north.id);
    let mut client = app.sign_in_as(Person::Contributor).await;
    let before = client.get(&room("plan")).await;
    assert!(before.body.contains("no plan with dates yet"), "{}", before.body);
    assert_eq!(client.get(&room("plan.ics")).await.location(), room("plan"));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let draft = lead.get(&page(&app, "publish")).await;
    let (mark, newest) = (value(&draft.body, "seen"), value(&draft.body, "newest"));
    let publish = [("seen", mark.as_str()), ("newest", newest.as_str()), ("note", "")];
    let published = lead.post(&page(&app, "publish"), &publish).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let added = app.world.north.ids["plan_line"].to_string();
    let change = [
        ("version", "1"),
        ("says", "Said after it was published"),
        ("phase", "inventory"),
        ("state", "open"),
    ];
    let changed = lead.post(&page(&app, &format!("plan/lines/{added}")), &change).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    for file in ["plan", "plan.ics", "recommendation.md"] {
        let shown = client.get(&room(file)).await;
        assert_eq!(shown.status, StatusCode::OK, "{file}");
        assert!(shown.body.contains("Move the mail to the queue"), "{file}: {}", shown.body);
        assert!(!shown.body.contains("Said after"), "{file}");
    }
}
