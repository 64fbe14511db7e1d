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

/// What of it stands in a page that shows it, however it is escaped.
const SHOWN: &str = "alert(1)";

/// The pages and drawings that somebody read: all that a browser would run scripts in.
#[derive(Default)]
struct Read {
    /// Those that were answered.
    pages: usize,
    /// Those that show what was typed.
    shown: Vec<String>,
    /// Those in which it would run.
    run: Vec<String>,
    /// Those that we could not answer.
    broken: Vec<String>,
}

/// Reads every page that somebody may read. A page of something that cannot be read as what it was is a page too.
async fn read(app: &TestApp, browser: &mut Browser) -> Read {
    let mut read = Read::default();
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
        read.pages += usize::from(answer.status == StatusCode::OK);
        if answer.status.is_server_error() {
            read.broken.push(path.clone());
        }
        if answer.body.contains(RUNS) {
            read.run.push(path.clone());
        }
        if answer.body.contains(SHOWN) {
            read.shown.push(path);
        }
    }
    read
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_that_was_typed_is_markup_on_any_page(owner: PgPool) {
    let app = hostile_world(&owner).await;
    for person in [Person::Lead, Person::Admin, Person::Contributor] {
        let mut browser = app.sign_in_as(person).await;
        let Read { pages, shown, run, broken } = read(&app, &mut browser).await;
        assert!(pages > 15, "{person:?} read {pages} pages");
        assert!(run.is_empty(), "{person:?}: {run:?}");
        // What was planted in the columns of a file that waits is no plan that we ever wrote: it alone cannot be read.
        let unread = |path: &String| !path.contains("/samples/import/");
        assert!(!broken.iter().any(unread), "{person:?}: {broken:?}");
        // What was typed is there to be escaped, or a page without markup says nothing: on half of the pages at least, …
        assert!(shown.len() * 2 > pages, "{person:?}: of {pages} pages {shown:?} show it");
        // … and on those on which it is all there is.
        for end in shown_to(person) {
            let found = shown.iter().any(|path| path.ends_with(end));
            assert!(found, "{person:?}: {end} does not show it: {shown:?}");
        }
        let mapped = shown.iter().any(|path| path.contains("/workflows/"));
        assert!(mapped || person == Person::Contributor, "{person:?}: {shown:?}");
    }
    // The look finds it where it is not escaped: a file is no page.
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = lead.get(&format!("/e/{}/systems.csv", app.world.north.id)).await;
    assert!(file.body.contains("<script>alert(1)"), "{}", file.body);
}

/// The ends of addresses of pages that show what this person reads of what was typed.
fn shown_to(person: Person) -> &'static [&'static str] {
    match person {
        Person::Contributor => &["/quote", "/access"],
        _ => &["/systems", "/samples", "/access", "/quote", "/activity"],
    }
}
