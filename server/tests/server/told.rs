//! What people are told before and after something is stored: names that were replaced, names that may be people's, and the
//! zone that times are in.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

async fn texts(owner: &PgPool, sql: &'static str) -> Vec<String> {
    query_scalar(sql).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_comment_says_what_was_replaced_in_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let body = "Customer Anna Muster phoned, ask Lead Person or write to ada@example.org";
    let form = [("about", "summary"), ("version", "1"), ("body", body)];
    let sent = contributor.post(&format!("/room/{room}/comments"), &form).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let stored = texts(&owner, "select body from comment where about = 'summary'").await;
    for gone in ["Muster", "Lead Person", "ada@"] {
        assert!(!stored[0].contains(gone), "{gone}: {stored:?}");
    }
    let page = contributor.get(&format!("/room/{room}")).await.body;
    let told = "Replaced before it was stored: email, name (2 different ones).";
    assert!(page.contains(told), "{page}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert!(lead.get(&format!("/e/{room}/publish")).await.body.contains(told));
}

fn sample<'a>(summary: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("summary", summary),
        ("symptom", "duplicate"),
        ("origin", "unknown"),
        ("cause", "unknown"),
        ("detected_by", "customer"),
        ("outcome", "failed"),
        ("retries", "0"),
        ("manual_minutes", "0"),
    ];
    form.extend(more);
    if !more.iter().any(|(name, _)| *name == "occurred_at") {
        form.push(("occurred_at", "2026-07-02T14:05"));
    }
    form
}

const OURS: &str = "select summary from sample where summary <> 'Order twice' order by summary";

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn names_that_may_be_peoples_are_asked_for_before_a_sample_is_stored(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/e/{}/samples/new", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let summary = "The order of Maria Muster went to Paul Press twice";
    let asked = lead.post(&path, &sample(summary, &[])).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Are these people?") && asked.body.contains("Paul Press"));
    assert_eq!(texts(&owner, OURS).await, Vec::<String>::new(), "nothing is stored yet");
    let seen = [("people_seen", "Maria Muster"), ("people_seen", "Paul Press")];
    let answered = [seen[0], seen[1], ("people", "Maria Muster")];
    let saved = lead.post(&path, &sample(summary, &answered)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let stored = texts(&owner, OURS).await;
    assert!(stored[0].contains("‹name ") && stored[0].contains("Paul Press"), "{stored:?}");
    let plain = lead.post(&path, &sample("Order 7 came twice", &[])).await;
    assert_eq!(plain.status, StatusCode::SEE_OTHER, "nothing is asked without a name");
    let path = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let asked = contributor.upload(&path, &sample("Maria waits for order 8", &[]), &[]).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("Are these people?"), "{}", asked.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_engagements_own_people_are_no_part_of_evidence_wherever_it_comes_from(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    sqlx::query("update person set name = 'Quirin Zander' where email = 'viewer@north.example'")
        .execute(&owner)
        .await
        .unwrap();
    let body = serde_json::json!({ "business_owner": "Ottilie Wermut, Sales", "technical_owner": "ERP team" });
    let owned = "update part set body = body || $2 where engagement_id = $1 and kind = 'system'";
    sqlx::query(owned).bind(room).bind(body).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = "date,message,symptom\n2026-11-02,Zander saw what Ottilie Wermut of the ERP team did,duplicate\n";
    let path = format!("/e/{room}/samples/import");
    let sent = lead.send_file(&path, "orders.csv", file.as_bytes()).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let shown = lead.get(sent.location()).await.body;
    assert!(!shown.contains("Zander") && !shown.contains("Wermut"), "{shown}");
    assert!(shown.contains("ERP team"), "a team is nobody");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let form = sample("Zander asked Wermut", &[]);
    let sent = contributor.upload(&format!("/room/{room}/samples"), &form, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let stored = texts(&owner, OURS).await;
    assert!(
        stored.iter().all(|text| !text.contains("Zander") && !text.contains("Wermut")),
        "{stored:?}"
    );
    let publish = lead.get(&format!("/e/{room}/publish")).await.body;
    assert!(publish.contains("What looks like a person") && publish.contains("Ottilie Wermut"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_title_passes_the_same_gate_as_evidence(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("/e/{}/settings", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = lead.get(&path).await.body;
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap();
    let title = "Orders of customer Anna Muster, ada@example.org";
    let form = [("version", version), ("stage", "active"), ("title", title)];
    let saved = lead.post(&path, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let stored =
        texts(&owner, "select title from engagement where title like 'Orders of customer%'").await;
    assert!(stored[0].contains("‹name ") && stored[0].contains("‹email "), "{stored:?}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn names_in_a_file_are_offered_before_it_is_stored(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = "date,message,symptom\n2026-11-02,Maria Muster and Paul Press saw it,duplicate\n";
    let path = format!("/e/{}/samples/import", app.world.north.id);
    let sent = lead.send_file(&path, "orders.csv", file.as_bytes()).await;
    let shown = lead.get(sent.location()).await.body;
    assert!(shown.contains("Are these people?") && shown.contains("value=\"Maria Muster\""));
    let rows = shown.split("id=\"rows\"").nth(1).unwrap();
    assert!(rows.contains("‹name ") && !rows.contains("Muster"), "{rows}");
}

async fn choose_zone(browser: &mut Browser, zone: &str) -> (StatusCode, String) {
    let answer = browser.post("/account/time-zone", &[("zone", zone)]).await;
    (answer.status, answer.body)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn times_are_typed_shown_and_exported_in_a_persons_own_zone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let (status, body) = choose_zone(&mut lead, "Atlantis").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("“Atlantis” is no time zone"), "{body}");
    assert!(body.contains("value=\"Atlantis\""), "what was typed is lost: {body}");
    assert_eq!(choose_zone(&mut lead, "Europe/Berlin").await.0, StatusCode::SEE_OTHER);
    let path = format!("/e/{room}/samples/new");
    let page = lead.get(&path).await.body;
    assert!(page.contains("All three in the time of Europe/Berlin"), "{page}");
    let skipped = [("occurred_at", "2026-03-29T02:30")];
    let refused = lead.post(&path, &sample("Order 7 came twice", &skipped)).await;
    assert!(refused.body.contains("Clocks in Europe/Berlin go forward"), "{}", refused.body);
    let saved = lead.post(&path, &sample("Order 7 came twice", &[])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let sql = "select to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from sample where summary like 'Order 7%'";
    assert_eq!(texts(&owner, sql).await, ["2026-07-02 12:05"]);
    let shown = lead.get(saved.location()).await.body;
    assert!(shown.contains("2 Jul 2026, 14:05 CEST"), "{shown}");
    assert!(shown.contains("value=\"2026-07-02\""), "the form holds what was typed");
    assert!(shown.contains("value=\"14:05\""), "the form holds what was typed");
    let csv = lead.get(&format!("/e/{room}/samples.csv")).await.body;
    assert!(csv.contains("Occurred at (Europe/Berlin)"), "{csv}");
    assert!(csv.contains("2026-07-02T14:05:00+02:00"), "{csv}");
    let mut other = app.sign_in_as(Person::Consultant).await;
    let shown = other.get(saved.location()).await.body;
    assert!(shown.contains("2 Jul 2026, 12:05 UTC"), "everyone has their own: {shown}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_date_without_a_time_stays_one_wherever_it_goes(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert_eq!(choose_zone(&mut lead, "America/New_York").await.0, StatusCode::SEE_OTHER);
    let dated = [
        ("occurred_at", "2026-07-02"),
        ("occurred_at_time", ""),
        ("detected_at", "2026-07-04"),
        ("recovered_at", "2026-07-05"),
        ("recovered_at_time", "09:30"),
    ];
    let path = format!("/e/{room}/samples/new");
    let saved = lead.post(&path, &sample("Order 7 came twice", &dated)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let sql =
        "select dates_only || ' ' || to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI')
        from sample where summary like 'Order 7%'";
    assert_eq!(texts(&owner, sql).await, ["3 2026-07-02 00:00"]);
    let shown = lead.get(saved.location()).await.body;
    assert!(
        shown.contains(">2 Jul 2026</time>") && shown.contains(">4 Jul 2026</time>"),
        "{shown}"
    );
    assert!(shown.contains("2 d after it occurred"), "{shown}");
    assert!(shown.contains("5 Jul 2026, 09:30 EDT"), "{shown}");
    let list = lead.get(&format!("/e/{room}/samples")).await.body;
    assert!(list.contains(">2 Jul 2026</time>") && list.contains(" · 2 d<"), "{list}");
    let csv = lead.get(&format!("/e/{room}/samples.csv")).await.body;
    let row = csv.lines().find(|line| line.contains("Order 7")).unwrap();
    assert!(row.contains("\"2026-07-02\"") && row.contains("\"2026-07-04\""), "{row}");
    assert!(row.contains("2026-07-05T09:30:00-04:00"), "{row}");
    let hours =
        "select coalesce(sum(n), 0)::text from sample_clock where measure = 'hour' and slot = 72";
    assert_eq!(texts(&owner, hours).await, ["0"], "a day says nothing of an hour");
    let scopes = ["samples:read", "samples:write"];
    let program = app.program_of(Person::Lead, room, &scopes).await;
    let api = format!("/api/v1/engagements/{room}/samples");
    let listed = program.get(&api).await.json()["samples"].clone();
    let ours = |sample: &&serde_json::Value| sample["summary"] == "Order 7 came twice";
    let read = listed.as_array().unwrap().iter().find(ours).unwrap().clone();
    assert_eq!(read["occurred_at"], "2026-07-02");
    assert_eq!(read["detected_at"], "2026-07-04");
    assert_eq!(read["recovered_at"], "2026-07-05T13:30:00Z");
    let body = serde_json::json!({ "summary": "Sent by a program", "symptom": "late", "detected_by": "monitor",
        "occurred_at": "2026-07-03", "detected_at": "2026-07-03T08:00:00Z" });
    let sent = program.post(&api, "one", &body).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
    let back = program.get(sent.header("location")).await.json();
    assert_eq!(back["occurred_at"], body["occurred_at"]);
    assert_eq!(back["detected_at"], body["detected_at"]);
    assert!(back.get("dates_only").is_none(), "{back}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_browsers_zone_counts_until_a_person_chooses_one(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let zone = "select coalesce(time_zone, '') from person where email = 'lead@firm.example'";
    let sign_in = |zone: &'static str| {
        vec![("email", "lead@firm.example"), ("password", crate::harness::PASSWORD), ("zone", zone)]
    };
    for (sent, chosen, expected) in [
        ("Nowhere/Land", None, ""),
        ("Asia/Kolkata", None, "Asia/Kolkata"),
        ("Europe/Berlin", Some("Europe/Lisbon"), "Europe/Lisbon"),
        ("Europe/Berlin", None, "Europe/Lisbon"),
    ] {
        let mut browser = app.visitor();
        let answer = browser.post("/sign-in", &sign_in(sent)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        if let Some(chosen) = chosen {
            assert_eq!(choose_zone(&mut browser, chosen).await.0, StatusCode::SEE_OTHER);
        }
        assert_eq!(texts(&owner, zone).await, [expected]);
    }
}
