//! Maps on their way in and out: a file is reviewed before it is stored, and what was stored can be kept as a file.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

const FLOW: &str = r#"{"name": "orders", "connections": {"Hook": {"main": [[{"node": "Send"}]]}}, "nodes": [
  {"name": "Hook", "type": "n8n-nodes-base.webhook"},
  {"name": "Send", "type": "n8n-nodes-base.httpRequest", "notes": "ask ann@client.example",
   "parameters": {"url": "https://erp.example/orders", "apiKey": "zq81-Lk2Pw93-mmT5x"}}]}"#;

async fn maps(owner: &PgPool) -> i64 {
    let steps = "select coalesce(sum(jsonb_array_length(body -> 'steps')), 0)::bigint from part where kind = 'map'";
    sqlx::query_scalar(steps).fetch_one(owner).await.unwrap()
}

/// The text in the review page's form, as a browser would send it back.
fn text(body: &str) -> String {
    let area = body.split("<textarea").find(|area| area.contains("name=\"text\"")).unwrap();
    let text = area.split_once('>').unwrap().1.split("</textarea>").next().unwrap();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

async fn open(app: &TestApp) -> (Browser, String) {
    let page = format!("/e/{}/workflows/{}", app.world.north.id, app.world.north.ids["workflow"]);
    (app.sign_in_as(Person::Consultant).await, page)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_is_looked_at_before_anything_is_stored(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (mut browser, page) = open(&app).await;
    let start = browser.get(&format!("{page}/import?side=actual")).await;
    assert!(start.body.contains("type=\"file\"") && start.status == StatusCode::OK);
    let form = [("side", "actual"), ("from", "")];
    let review = browser
        .upload(&format!("{page}/import"), &form, &[("file", "orders.json", FLOW.as_bytes())])
        .await;
    assert_eq!(review.status, StatusCode::OK);
    for says in
        ["2 steps in 2 lanes, 1 flow", "No retry", "Secret written", "erp.example", "api_call"]
    {
        let there =
            review.body.contains(says) || says == "api_call" && review.body.contains("API call");
        assert!(there, "{says}: {}", review.body);
    }
    assert!(!review.body.contains("zq81") && !review.body.contains("ann@client.example"));
    assert_eq!(maps(&owner).await, 0, "nothing is stored before a person has looked");

    let version = review.body.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap();
    let text = text(&review.body);
    let sent = [("version", version), ("text", text.as_str())];
    let saved = browser.post(&format!("{page}/actual/text"), &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(maps(&owner).await, 2);
    let shown = browser.get(&format!("{page}/actual")).await.body;
    assert!(shown.contains("files/actual.bpmn") && shown.contains("Suggested flag: No retry"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_a_file_suggests_is_saved_with_its_map_or_not_at_all(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (mut browser, page) = open(&app).await;
    let form = [("side", "actual"), ("from", "n8n")];
    let file = [("file", "orders.json", FLOW.as_bytes())];
    let review = browser.upload(&format!("{page}/import"), &form, &file).await.body;
    let version = review.split("name=\"version\" value=\"").nth(1).unwrap();
    let version = version.split('"').next().unwrap();
    let suggested: Vec<String> = review
        .split("name=\"suggested\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&"))
        .collect();
    assert_eq!(suggested.len(), 2, "{review}");
    let text = text(&review);
    let send = |text: &str| {
        let mut sent = vec![("side", "actual"), ("version", version)];
        sent.extend(suggested.iter().map(|value| ("suggested", value.as_str())));
        sent.push(("text", text));
        sent.into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    let systems = format!("/e/{}/systems", app.world.north.id);
    for (text, status) in
        [("-> nowhere", StatusCode::UNPROCESSABLE_ENTITY), (text.as_str(), StatusCode::SEE_OTHER)]
    {
        let sent = send(text);
        let sent: Vec<_> = sent.iter().map(|(name, value)| (&**name, &**value)).collect();
        let answer = browser.post(&format!("{page}/import/take"), &sent).await;
        assert_eq!(answer.status, status, "{}", answer.body);
        let there = browser.get(&systems).await.body.contains("erp.example to n8n");
        assert_eq!(there, status == StatusCode::SEE_OTHER, "all of it is saved, or none");
    }
    assert_eq!(maps(&owner).await, 2);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_that_cannot_be_read_comes_back_with_what_to_do(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut browser, page) = open(&app).await;
    let import = format!("{page}/import");
    for (name, content, says) in [
        ("a.bpmn", "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>", "document type"),
        ("a.bpmn", "<definitions><process>", "ends in the middle"),
        ("a.json", "{\"nodes\": [{]}", "no valid JSON"),
        ("a.csv", "a,b\n1,2\n", "No column was found for the case"),
        ("a.bin", "x", "Choose its kind"),
        ("a.json", "", "There is nothing in it"),
    ] {
        let answer = browser
            .upload(&import, &[("side", "actual")], &[("file", name, content.as_bytes())])
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answer.body.contains(says), "{says}: {}", answer.body);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_event_log_is_held_against_the_intended_map(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut browser, page) = open(&app).await;
    let sent = [("version", "0"), ("text", "Shop: Order paid\nERP: Invoice")];
    let saved = browser.post(&format!("{page}/intended/text"), &sent).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let log = "case,activity,time\n1,Order paid,2026-01-01\n1,Invoice,2026-01-02\n2,Order paid,2026-01-01\n2,Refund,2026-01-04\n";
    let form = [("side", "actual"), ("steps", "10")];
    let review = browser
        .upload(&format!("{page}/import"), &form, &[("file", "log.csv", log.as_bytes())])
        .await;
    for says in ["1 of 2 cases went as intended (50%)", "Refund (1×)", "2 different ways"] {
        assert!(review.body.contains(says), "{says}: {}", review.body);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_map_can_be_kept_in_every_format(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let (mut browser, page) = open(&app).await;
    let sent = [("version", "0"), ("text", "Shop: Order paid\nERP: Create order")];
    browser.post(&format!("{page}/intended/text"), &sent).await;
    for (ending, kind, starts) in [
        ("svg", "image/svg+xml", "<?xml"),
        ("png", "image/png", "\u{fffd}PNG"),
        ("bpmn", "application/xml", "<?xml"),
        ("mmd", "text/plain; charset=utf-8", "flowchart LR"),
        ("csv", "text/csv; charset=utf-8", "\u{feff}\"Number\""),
        ("txt", "text/plain; charset=utf-8", "Shop: Order paid"),
    ] {
        let file = browser.get(&format!("{page}/files/intended.{ending}")).await;
        assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, kind), "{ending}");
        assert!(file.header("content-disposition").starts_with("attachment; "), "{ending}");
        assert!(
            file.body.starts_with(starts),
            "{ending}: {}",
            &file.body[..40.min(file.body.len())]
        );
    }
    for wrong in ["intended.exe", "intended", "wrong.svg", "intended.svg.png"] {
        let file = browser.get(&format!("{page}/files/{wrong}")).await;
        assert_eq!(file.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}
