//! Patterns, charts, changing many samples and undo as a browser without scripts meets them.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

fn samples(app: &TestApp) -> String {
    format!("/e/{}/samples", app.world.north.id)
}

/// More samples of the first client, each with its symptom; as the list sends them.
async fn add(owner: &PgPool, app: &TestApp, symptoms: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    for symptom in symptoms {
        let id = Uuid::now_v7();
        let add = "insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at,
                       detected_by, outcome, summary, state)
                   values ($1, $2, $3, $4, 'middleware', 'timeout', now() - interval '9 days', 'staff', 'failed',
                       $4 || ' order', 'new')";
        let add = sqlx::query(add).bind(id).bind(app.world.north.id);
        let add = add.bind(app.world.north.ids["integration"]).bind(symptom);
        add.execute(owner).await.unwrap();
        rows.push(format!("{id}.1"));
    }
    rows
}

fn rule(app: &TestApp, symptom: &str) -> String {
    format!("{}.{symptom}.middleware.timeout", app.world.north.ids["integration"])
}

async fn states(owner: &PgPool, app: &TestApp) -> Vec<(String, String)> {
    let all = "select summary, state || ' ' || cause from sample where engagement_id = $1 order by summary";
    sqlx::query_as(all).bind(app.world.north.id).fetch_all(owner).await.unwrap()
}

/// Undoes what the page that came last tells.
async fn undo(browser: &mut Browser, app: &TestApp, location: &str) -> String {
    let entry = location.split("entry=").nth(1).unwrap().to_owned();
    let answer = browser.post(&format!("{}/undo", samples(app)), &[("entry", &entry)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn patterns_are_merged_renamed_and_taken_apart_again(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    add(&owner, &app, &["missing", "late"]).await;
    let page = format!("{}/patterns", samples(&app));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let (one, two) = (rule(&app, "missing"), rule(&app, "duplicate"));
    let merge = format!("{page}/merge");
    let without = lead.post(&merge, &[("pattern", &one), ("name", "Orders <b>lost</b>")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.body.contains("Tick from 2 to 50 patterns"), "{}", without.body);
    assert!(
        without.body.contains("value=\"Orders &lt;b&gt;lost&lt;/b&gt;\""),
        "what was typed is kept"
    );
    let merged = [("pattern", one.as_str()), ("pattern", &two), ("name", "Orders lost")];
    let merged = lead.post(&merge, &merged).await;
    assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.body);
    let done = lead.get(merged.location()).await;
    assert!(done.body.contains("2 groups of samples are one pattern now"), "{}", done.body);
    let id: Uuid = sqlx::query_scalar("select id from sample_pattern where name = 'Orders lost'")
        .fetch_one(&owner)
        .await
        .unwrap();
    let one = format!("{page}/one?of={id}");
    let shown = lead.get(&one).await;
    assert_eq!(shown.status, StatusCode::OK);
    for text in ["What it is made of", "Representative samples", "Hours lost", "trend-table"] {
        assert!(shown.body.contains(text), "{text}: {}", shown.body);
    }
    let id = id.to_string();
    let rename = format!("{page}/rename");
    let renamed = lead.post(&rename, &[("pattern", &id), ("version", "1"), ("name", "Lost")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.body);
    let stale = lead.post(&rename, &[("pattern", &id), ("version", "1"), ("name", "Mine")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Mine") && stale.body.contains("Lost"), "{}", stale.body);
    let back = undo(&mut lead, &app, merged.location()).await;
    assert!(lead.get(&back).await.body.contains("Merge undone"));
    let rules: i64 =
        sqlx::query_scalar("select count(*) from sample_pattern_rule where pattern_id = $1::uuid")
            .bind(&id)
            .fetch_one(&owner)
            .await
            .unwrap();
    assert_eq!(rules, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn many_samples_are_changed_from_the_list_and_put_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let rows = add(&owner, &app, &["missing", "late"]).await;
    let before = states(&owner, &app).await;
    let bulk = format!("{}/bulk", samples(&app));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let none = lead.post(&bulk, &[("list_q", "order")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Tick the samples first"), "{}", none.body);
    let form = lead.post(&bulk, &[("row", &rows[0]), ("row", &rows[1])]).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    assert!(form.body.contains("Change 2 samples"), "{}", form.body);
    assert_eq!(states(&owner, &app).await, before, "choosing changes nothing");
    let both = rows.join(" ");
    let nothing = lead.post(&bulk, &[("rows", &both)]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Choose what to set"), "{}", nothing.body);
    let set = [
        ("rows", both.as_str()),
        ("cause", "wrong_mapping"),
        ("state", "confirmed"),
        ("list_q", "order"),
    ];
    let done = lead.post(&bulk, &set).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = lead.get(done.location()).await;
    assert!(list.body.contains("2 samples changed."), "{}", list.body);
    assert!(list.body.contains("/samples/undo"), "{}", list.body);
    sqlx::query("update sample set summary = 'late order, looked at', version = version + 1 where summary = 'late order'")
        .execute(&owner)
        .await
        .unwrap();
    let back = undo(&mut lead, &app, done.location()).await;
    let told = lead.get(&back).await.body;
    assert!(
        told.contains("1 sample put back as it was.") && told.contains("late order, looked at"),
        "{told}"
    );
    let after = states(&owner, &app).await;
    assert!(after.contains(&("missing order".into(), "new timeout".into())), "{after:?}");
    assert!(
        after.contains(&("late order, looked at".into(), "confirmed wrong_mapping".into())),
        "{after:?}"
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn all_that_match_are_changed_as_they_were_seen(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    add(&owner, &app, &["late", "late", "missing"]).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let list = lead.get(&format!("{}?symptom=late", samples(&app))).await;
    assert!(list.body.contains("Change all 2 that are shown here"), "{}", list.body);
    let form = lead.get(&format!("{}/bulk?symptom=late", samples(&app))).await;
    assert!(form.body.contains("Change 2 samples"), "{}", form.body);
    let viewer = app.sign_in_as(Person::Viewer).await.get(&format!("{}/bulk", samples(&app))).await;
    assert_eq!(viewer.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn charts_have_their_numbers_as_tables(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    add(&owner, &app, &["missing", "late"]).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = lead.get(&format!("{}/charts", samples(&app))).await;
    assert_eq!(page.status, StatusCode::OK);
    for id in ["weeks-table", "hours-table", "detect-table", "recover-table"] {
        assert!(page.body.contains(&format!("id=\"{id}\"")), "{id}: {}", page.body);
    }
    let nowhere =
        lead.get(&format!("{}/charts?integration={}", samples(&app), Uuid::now_v7())).await;
    assert!(nowhere.body.contains("Nothing to draw yet"), "{}", nowhere.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_of_another_client_is_reached_by_an_id_in_a_form(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut outside = app.sign_in_as(Person::Outside).await;
    let south = format!("/e/{}/samples", app.world.south.id);
    let theirs = format!("{}.1", app.world.north.ids["sample"]);
    let set = [("rows", theirs.as_str()), ("cause", "timeout"), ("symptom", "late")];
    let done = outside.post(&format!("{south}/bulk"), &set).await;
    assert!(done.location().contains("done=0&left=1"), "{}", done.location());
    let named = outside.post(&format!("{south}/bulk"), &[("row", &theirs)]).await;
    assert!(!named.body.contains("Order twice"), "{}", named.body);
    let entry: i64 = sqlx::query_scalar("select max(id) from audit where engagement_id = $1")
        .bind(app.world.north.id)
        .fetch_one(&owner)
        .await
        .unwrap();
    let undo = outside.post(&format!("{south}/undo"), &[("entry", &entry.to_string())]).await;
    assert_eq!(undo.status, StatusCode::NOT_FOUND);
    let pattern = app.world.north.ids["pattern"].to_string();
    let rename = [("pattern", pattern.as_str()), ("version", "1"), ("name", "Ours")];
    let rename = outside.post(&format!("{south}/patterns/rename"), &rename).await;
    assert_eq!(rename.status, StatusCode::NOT_FOUND);
    let merge =
        [("pattern", pattern.as_str()), ("pattern", &rule(&app, "duplicate")), ("name", "Ours")];
    let merge = outside.post(&format!("{south}/patterns/merge"), &merge).await;
    assert_eq!(merge.status, StatusCode::UNPROCESSABLE_ENTITY);
}
