//! The portfolio as a browser without scripts meets it: compared, narrowed, saved as views.

mod firm;
mod reuse;

use crate::harness::{Answer, Person, TestApp};
use axum::http::StatusCode;
use faultline::judgement::digest::FORMAT;
use faultline::stores::engagement::{Renewed, renew_digests};
use serde_json::json;
use sqlx::{PgPool, query_scalar};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where an engagement stands, as its digest says.
async fn stands(owner: &PgPool, room: Uuid, digest: serde_json::Value) {
    let set = "update engagement set digest = $2 where id = $1";
    sqlx::query(set).bind(room).bind(digest).execute(owner).await.unwrap();
}

/// Two engagements that stand differently in everything that is compared. An answered question waits for us in each.
async fn compared(owner: &PgPool, app: &TestApp) {
    let steps = |state: &str| {
        let step = |step: &&str| json!({ "step": step, "state": state, "done": 1, "of": 2 });
        let all = [
            "intended_flow",
            "real_flow",
            "failure_samples",
            "logs_and_payloads",
            "source_of_truth",
            "validation",
            "decision",
        ];
        all.iter().map(step).collect::<Vec<_>>()
    };
    let north = json!({
        "format": FORMAT, "steps": steps("in_progress"), "answer": "patch", "path": "patch", "is_final": false,
        "closed_gates": 3, "gates": 8, "flags": 3, "severities": { "critical": 1, "low": 2 }, "manual_minutes": 600,
        "waiting": { "client": 4 }, "next": "Draw the intended map",
    });
    let south = json!({
        "format": FORMAT, "steps": steps("done"), "answer": "rebuild", "path": "rebuild", "is_final": true,
        "closed_gates": 0, "gates": 8, "flags": 9, "severities": { "high": 9 }, "manual_minutes": 6_000,
        "waiting": { "firm": 2, "third_party": 1 }, "next": "",
    });
    stands(owner, app.world.north.id, north).await;
    stands(owner, app.world.south.id, south).await;
    let age = "update engagement set created_at = now() - interval '40 days' where id = $1";
    sqlx::query(age).bind(app.world.north.id).execute(owner).await.unwrap();
}

/// The engagements of a page, in its order.
fn shown(answer: &Answer, app: &TestApp) -> Vec<&'static str> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let rooms = [(app.world.north.id, "north"), (app.world.south.id, "south")];
    let place = |(id, name): (Uuid, &'static str)| {
        Some((answer.body.find(&format!("<tr id=\"{id}\""))?, name))
    };
    let mut places: Vec<_> = rooms.into_iter().filter_map(place).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, name)| name).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn engagements_are_compared_sorted_and_narrowed_by_where_they_stand(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    compared(&owner, &app).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.get("/").await;
    for told in [
        "1 of 7: Intended flow",
        "All seven done",
        "provisional",
        "5 of 8",
        "8 of 8",
        "1 critical",
        "2 low",
        "9 high",
        "10 h",
        "100 h",
        "40 days",
        "client 4",
        "us 3",
        "third parties 1",
        "Draw the intended map",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    for key in ["step", "verdict", "gates", "hours"] {
        assert_eq!(
            shown(&admin.get(&format!("/?sort={key}")).await, &app),
            ["north", "south"],
            "{key}"
        );
        assert_eq!(
            shown(&admin.get(&format!("/?sort=-{key}")).await, &app),
            ["south", "north"],
            "{key}"
        );
    }
    for key in ["flags", "age", "waits"] {
        assert_eq!(
            shown(&admin.get(&format!("/?sort=-{key}")).await, &app),
            ["north", "south"],
            "{key}"
        );
    }
    let client = app.world.south.client;
    for (query, expected) in [
        ("verdict=patch", "north"),
        ("verdict=provisional", "north"),
        ("step=intended_flow", "north"),
        ("step=done", "south"),
        ("waits=client", "north"),
        ("waits=third_party", "south"),
        (&format!("client={client}"), "south"),
    ] {
        assert_eq!(shown(&admin.get(&format!("/?{query}")).await, &app), [expected], "{query}");
    }
    let none = admin.get("/?verdict=patch&waits=third_party").await;
    assert!(none.body.contains("Nothing matches"), "{}", none.body);
    let file = admin.get("/engagements.csv?waits=client").await;
    let lines: Vec<_> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.body);
    assert!(
        lines[0].contains("\"Critical\"") && lines[0].contains("\"Waits for the client\""),
        "{}",
        lines[0]
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_holds_more_engagements_than_are_sorted_on_a_page(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let more = "insert into engagement (id, client_id, title, redaction_key, changed_at)
                select gen_random_uuid(), $1, 'Number ' || n, '\\x00', now() - interval '1 day' * (n / 7)
                from generate_series(1, 2001) n";
    sqlx::query(more).bind(app.world.south.client).execute(&owner).await.unwrap();
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page = admin.get("/?sort=engagement").await;
    assert!(page.body.contains("Only the 1000 engagements that changed last"), "{}", page.status);
    let file = admin.get("/engagements.csv?q=Number").await;
    let titles: BTreeSet<_> =
        file.body.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
    assert_eq!((file.body.lines().count(), titles.len()), (2_002, 2_001));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_an_earlier_program_kept_is_computed_anew_and_nothing_else_changes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = app.world.north.id;
    stands(&owner, north, json!({ "flags": 2, "steps": [] })).await;
    let changed = "select changed_at::text from engagement where id = $1";
    let before: String = query_scalar(changed).bind(north).fetch_one(&owner).await.unwrap();
    let history = "select count(*) from audit";
    let entries: i64 = query_scalar(history).fetch_one(&owner).await.unwrap();
    let mut conn = owner.acquire().await.unwrap();
    let renewed = renew_digests(&mut conn, Renewed::All).await.unwrap();
    assert_eq!(renewed, 2);
    let kept =
        "select (digest ->> 'format')::int = $2 and json_array_length(digest::json -> 'steps') = 7
                    and (digest ->> 'gates')::int = 8 from engagement where id = $1";
    let kept = query_scalar::<_, bool>(kept).bind(north).bind(i32::try_from(FORMAT).unwrap());
    assert!(kept.fetch_one(&owner).await.unwrap());
    let after: String = query_scalar(changed).bind(north).fetch_one(&owner).await.unwrap();
    assert_eq!(after, before);
    assert_eq!(query_scalar::<_, i64>(history).fetch_one(&owner).await.unwrap(), entries);
    let again = renew_digests(&mut conn, Renewed::All).await.unwrap();
    assert_eq!(again, 0);
}

/// The id of a person's view by its name.
async fn view(owner: &PgPool, name: &str) -> Uuid {
    let id = "select id from saved_view where name = $1";
    query_scalar(id).bind(name).fetch_one(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_view_is_saved_renamed_removed_and_put_back_by_its_person_alone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let form =
        [("name", "My clients"), ("waits", "client"), ("sort", "-age"), ("stage", "nonsense")];
    let saved = consultant.post("/views", &form).await;
    assert_eq!(saved.location(), "/?waits=client&sort=-age", "{}", saved.body);
    let page = consultant.get(saved.location()).await;
    assert!(page.body.contains("aria-current=\"page\">My clients</a>"), "{}", page.body);
    assert!(!page.body.contains("Waits for clients"), "another’s view is shown");
    let twice = consultant.post("/views", &[("name", "my CLIENTS"), ("waits", "firm")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.body.contains("of this name already") && twice.body.contains("my CLIENTS"));
    let id = view(&owner, "My clients").await;
    let rename = format!("/views/{id}/rename");
    let renamed = consultant.post(&rename, &[("name", "Their turn"), ("version", "1")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    let stale = consultant.post(&rename, &[("name", "Late"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let mut lead = app.sign_in_as(Person::Lead).await;
    for verb in ["rename", "remove", "restore"] {
        let refused = lead.post(&format!("/views/{id}/{verb}"), &[("name", "Mine")]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{verb}");
    }
    let removed = consultant.post(&format!("/views/{id}/remove"), &[]).await;
    let page = consultant.get(removed.location()).await;
    assert!(
        page.body.contains("was removed") && page.body.contains(&format!("/views/{id}/restore"))
    );
    let back = consultant.post(&format!("/views/{id}/restore"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(consultant.get("/").await.body.contains("Their turn"));
    let audited =
        "select count(*) from audit where subject_kind = 'saved_view' and subject_id = $1";
    assert_eq!(query_scalar::<_, i64>(audited).bind(id).fetch_one(&owner).await.unwrap(), 4);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_secret_in_the_words_of_a_view_is_not_kept(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let secret = format!("AKIA{}", "Q7ZXM2N5KV3T8WBD");
    let words = format!("late {secret}");
    let form = [("name", "Keys"), ("q", words.as_str()), ("waits", "client")];
    let saved = consultant.post("/views", &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let kept = "select query from saved_view where name = 'Keys'";
    let kept: String = query_scalar(kept).fetch_one(&owner).await.unwrap();
    assert!(kept.starts_with("q=late%20") && kept.ends_with("&waits=client"), "{kept}");
    assert!(!kept.contains(&secret) && saved.location().ends_with(&kept), "{kept}");
    let told = "select count(*) from audit where strpos(after::text, $1) > 0";
    assert_eq!(query_scalar::<_, i64>(told).bind(&secret).fetch_one(&owner).await.unwrap(), 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_person_has_twenty_views_at_most_and_a_client_none(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    for number in 0..20 {
        let name = format!("View {number}");
        let saved = consultant.post("/views", &[("name", &name), ("q", "late")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{number}: {}", saved.body);
    }
    let full = consultant.post("/views", &[("name", "One more"), ("q", "late")]).await;
    assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(full.body.contains("You have 20 saved views") && full.body.contains("One more"));
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let refused = viewer.post("/views", &[("name", "Mine")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}
