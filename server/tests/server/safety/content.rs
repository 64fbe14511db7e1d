//! What somebody typed is text wherever it comes out again: on every page and drawing, for whoever reads it.

use super::redacted::{planted, planted_by_kind};
use crate::harness::{Browser, Person, TestApp};
use crate::walk::paths::{Target, fill};
use axum::http::{Method, StatusCode};
use faultline_app::router;
use sqlx::{AssertSqlSafe, PgPool};

/// What would run, or end what it stands in, wherever it is not escaped.
const HOSTILE: &str = "\"></script><script>alert(1)</script>";
/// What of it never stands in a page.
const RUNS: &str = "<script>alert(1)";

/// Everything that people type, and what the server wrote from it, is hostile.
async fn hostile_world(owner: &PgPool) -> TestApp {
    let app = TestApp::new(owner.clone()).await;
    let north = &app.world.north;
    let map = format!("/e/{}/workflows/{}/actual", north.id, north.ids["workflow"]);
    // A step's name that begins with a quotation mark would be read up to the next.
    let step = HOSTILE.trim_start_matches(['"', '>']);
    let text = format!("Shop: {step}\nERP: {step}\n");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = [("version", "1"), ("text", text.as_str())];
    let saved = lead.post(&format!("{map}/text"), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    planted(owner, north.id, HOSTILE).await;
    planted_by_kind(owner, north.id, HOSTILE).await;
    for name in ["client", "person"] {
        let plant = format!("update {name} set name = left($1, 60) || id");
        sqlx::query(AssertSqlSafe(plant)).bind(HOSTILE).execute(owner).await.unwrap();
    }
    app
}

/// Reads every page that somebody may read; returns how many there were that a browser would run scripts in, and those in
/// which something would. A page of something that cannot be read as what it was is a page too.
async fn read(app: &TestApp, browser: &mut Browser) -> (usize, Vec<String>) {
    let (mut pages, mut run) = (0, Vec::new());
    for route in router::table().into_iter().filter(|route| route.method == Method::GET) {
        let path = fill(app, route.path, Target::North);
        let elsewhere = [("origin", "https://elsewhere.example")];
        let answer = browser.send(Method::GET, &path, &[], &elsewhere).await;
        // Nobody else's page may read it, streams of changes included, though a browser sends the cookie along.
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        let kind = answer.header("content-type");
        if !kind.starts_with("text/html") && !kind.starts_with("image/svg") {
            continue;
        }
        pages += usize::from(answer.status == StatusCode::OK);
        if answer.body.contains(RUNS) {
            run.push(path);
        }
    }
    (pages, run)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_that_was_typed_is_markup_on_any_page(owner: PgPool) {
    let app = hostile_world(&owner).await;
    for person in [Person::Lead, Person::Admin, Person::Contributor] {
        let mut browser = app.sign_in_as(person).await;
        let (pages, run) = read(&app, &mut browser).await;
        assert!(pages > 15, "{person:?} read {pages} pages");
        assert!(run.is_empty(), "{person:?}: {run:?}");
    }
}
