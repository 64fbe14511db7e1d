//! Judgements as a browser without scripts meets them: decisions about several risks, launch approvals, tasks,
//! assumptions, and the history of the verdict.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

fn page(app: &TestApp, page: &str) -> String {
    format!("/e/{}/{page}", app.world.north.id)
}

/// The values of a kind of hidden field or box on a page.
fn values(body: &str, name: &str) -> Vec<String> {
    let tags = body.split("<input").filter(|tag| tag.contains(&format!("name=\"{name}\"")));
    let value = |tag: &str| Some(tag.split("value=\"").nth(1)?.split('"').next()?.to_owned());
    tags.filter_map(value).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn several_risks_are_decided_at_once_and_taken_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let flags = lead.get(&page(&app, "flags")).await;
    let keys = values(&flags.body, "flag");
    assert!(keys.len() >= 2, "{}", flags.body);
    let many = page(&app, "flags/many");
    let without = [("flag", keys[0].as_str()), ("state", "accepted"), ("by", "Ada"), ("why", "")];
    let refused = lead.post(&many, &without).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Say until when the risk is accepted."), "{}", refused.body);
    assert!(refused.body.contains("value=\"Ada\""), "what was typed is kept");
    let nothing =
        lead.post(&many, &[("state", "dismissed"), ("by", "Ada"), ("why", "Seen.")]).await;
    assert!(nothing.body.contains("Tick the risks first"), "{}", nothing.body);
    let both = [
        ("flag", keys[0].as_str()),
        ("flag", keys[1].as_str()),
        ("state", "dismissed"),
        ("by", "Ada"),
        ("why", "It does not arise here."),
    ];
    let done = lead.post(&many, &both).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = lead.get(done.location()).await;
    assert!(shown.body.contains("2 risks were decided."), "{}", shown.body);
    let dismissed = lead.get(&page(&app, "flags?state=dismissed")).await;
    assert_eq!(values(&dismissed.body, "flag").len(), 2);
    let batch = values(&shown.body, "batch").remove(0);
    let undone = lead.post(&page(&app, "flags/undo"), &[("batch", &batch)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    let dismissed = lead.get(&page(&app, "flags?state=dismissed")).await;
    assert_eq!(values(&dismissed.body, "flag").len(), 0);
    assert!(dismissed.body.contains("No flag is like that"), "{}", dismissed.body);
    let open = lead.get(&page(&app, "flags")).await;
    assert!(
        open.body.contains("The decision about several risks was taken back."),
        "the history keeps both"
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn risks_are_downloaded_as_they_are_shown_and_rules_as_markdown(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = values(&lead.get(&page(&app, "flags?severity=high")).await.body, "flag").len();
    assert!(shown > 0);
    let csv = lead.get(&page(&app, "flags/risks.csv?severity=high")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.body.matches("\n\"").count(), shown, "{}", csv.body);
    let rules = lead.get(&page(&app, "flags/rules.md")).await;
    assert!(rules.body.starts_with("# Rules of risk flags"), "{}", rules.body);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    assert_eq!(viewer.get(&page(&app, "flags/risks.csv")).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_launch_check_is_approved_once_it_is_there_and_opens_again(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let integration = app.world.north.ids["integration"];
    let sheet = page(&app, &format!("launch/{integration}"));
    let approval = [
        ("version", "1"),
        ("evidence_runbook", "Read with whoever is on call."),
        ("by_runbook", "Ada"),
        ("on_runbook", "2026-05-01"),
    ];
    let early = lead.post(&sheet, &approval).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.body.contains("is not recorded yet"), "{}", early.body);
    assert!(early.body.contains("value=\"Ada\""), "what was typed is kept");
    let controls = page(&app, &format!("controls/{integration}"));
    let found = [("version", "1"), ("runbook", "in_place"), ("evidence_runbook", "Four pages.")];
    assert_eq!(lead.post(&controls, &found).await.status, StatusCode::SEE_OTHER);
    let waits = lead.get(&page(&app, "launch")).await;
    assert!(waits.body.contains("Nobody has approved it yet."), "{}", waits.body);
    let saved = lead.post(&sheet, &approval).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let met = lead.get(&page(&app, "launch")).await;
    assert!(met.body.contains("Approved by Ada on 1 May 2026"), "{}", met.body);
    let changed = [("version", "2"), ("runbook", "in_place"), ("evidence_runbook", "Five pages.")];
    assert_eq!(lead.post(&controls, &changed).await.status, StatusCode::SEE_OTHER);
    let open = lead.get(&page(&app, "launch")).await;
    assert!(
        open.body.contains("What it relied on has changed since Ada approved it"),
        "{}",
        open.body
    );
    let kept = [approval.as_slice(), &[("version", "2")]].concat();
    let kept: Vec<_> = kept.into_iter().filter(|one| *one != ("version", "1")).collect();
    lead.post(&sheet, &kept).await;
    let open = lead.get(&page(&app, "launch")).await;
    assert!(
        open.body.contains("What it relied on has changed"),
        "saving it unread approves nothing"
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_question_becomes_a_task_and_a_change_of_the_verdict_its_history(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let overview = format!("/e/{}", app.world.north.id);
    let asked = values(&lead.get(&overview).await.body, "unknown");
    assert!(!asked.is_empty());
    let made = lead.post(&page(&app, "tasks"), &[("unknown", &asked[0])]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let shown = lead.get(&overview).await.body;
    assert!(shown.contains("a task") && shown.contains("Strike off"), "{shown}");
    assert!(!values(&shown, "unknown").contains(&asked[0]), "it is a task already");
    let other = app.world.north.ids["task"].to_string();
    let task = values(&shown, "task").into_iter().find(|task| *task != other).unwrap();
    let struck = lead.post(&page(&app, "tasks/remove"), &[("task", &task)]).await;
    assert_eq!(struck.status, StatusCode::SEE_OTHER, "{}", struck.body);
    assert!(!values(&lead.get(&overview).await.body, "task").contains(&task));

    let integration = app.world.north.ids["integration"];
    let controls = page(&app, &format!("controls/{integration}"));
    let missing = [("version", "1"), ("retry_count", "missing")];
    assert_eq!(lead.post(&controls, &missing).await.status, StatusCode::SEE_OTHER);
    let history = lead.get(&page(&app, "verdict/history")).await.body;
    assert!(history.contains("gained “Missing logs”"), "{history}");
    assert!(history.contains("changed controls Orders"), "{history}");
    let newest =
        history.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let between = lead.get(&page(&app, &format!("verdict/history?from=0&to={newest}"))).await.body;
    assert!(between.contains("came into scope"), "{between}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn assumptions_differ_from_what_is_usual_only_where_somebody_said_so(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = page(&app, "assumptions");
    let wrong = [("version", "1"), ("percent_visibility", "120")];
    let refused = lead.post(&form, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"120\""), "what was typed is kept");
    let right = [("version", "1"), ("percent_visibility", "80"), ("minutes_control", "30")];
    let saved = lead.post(&form, &right).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let kept: serde_json::Value = sqlx::query_scalar(
        "select body -> 'assumptions' from part where engagement_id = $1 and kind = 'brief'",
    )
    .bind(app.world.north.id)
    .fetch_one(&owner)
    .await
    .unwrap();
    assert_eq!(kept, serde_json::json!({ "visibility": { "percent": 80, "minutes": 20 } }));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nobody_marks_an_engagement_as_decided_past_its_gate(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let settings = [("version", "1"), ("title", "Orders of North"), ("stage", "decided")];
    let refused = lead.post(&page(&app, "settings"), &settings).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Nothing is decided before the seven audit steps have evidence"),
        "{}",
        refused.body
    );
}

/// From rows of the database to the verdict, and from the verdict back to the rows: the list behind a number has as many.
#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_finding_counts_confirmed_rows_alone_and_its_link_lists_just_them(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let add = "insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_by,
                   outcome, summary, state, missing_control, manual_minutes, status_said_success)
               select gen_random_uuid(), $1, $2, 'duplicate', 'middleware', 'replayed', now() - n * interval '1 day',
                   'customer', 'failed', 'Twice ' || n, case when n <= 4 then 'confirmed' when n <= 7 then 'diagnosed'
                       when n <= 12 then 'new' else 'rejected' end, 'idempotency_key', 10, true
               from generate_series(1, 20) n";
    let add = sqlx::query(add).bind(app.world.north.id).bind(app.world.north.ids["integration"]);
    add.execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let integration = app.world.north.ids["integration"];
    let controls = page(&app, &format!("controls/{integration}"));
    let missing = [("version", "1"), ("idempotency_key", "missing")];
    assert_eq!(lead.post(&controls, &missing).await.status, StatusCode::SEE_OTHER);
    let verdict = lead.get(&page(&app, "verdict")).await.body;
    let claimed = "7 duplicates in 7 days";
    assert!(verdict.contains("Duplicate posting") && verdict.contains(claimed), "{verdict}");
    let before = verdict.split(claimed).next().unwrap();
    let href = before.rsplit("href=\"").next().unwrap().split('"').next().unwrap();
    let href = href.replace("&amp;", "&");
    assert!(href.contains("counted=yes") && href.contains("cause=replayed"), "{href}");
    let list = lead.get(&href).await.body;
    let shown = (1..=20).filter(|n| list.contains(&format!("Twice {n}<"))).collect::<Vec<_>>();
    assert_eq!(shown, [1, 2, 3, 4, 5, 6, 7], "{list}");
    assert!(list.contains("7 of 7 samples"), "{list}");
}
