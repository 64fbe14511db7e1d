//! Statements of pages and saves: at most so many each, and no more where there is more to show.
//! What they cost is printed (`--no-capture`).

use crate::harness::{Browser, Person, TestApp};
use crate::walk::paths::{Target, fill};
use axum::http::{Method, StatusCode};
use faultline_app::router;
use sqlx::{Executor, PgPool};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// The most statements of one page, besides those that begin and end its transaction. Publishing takes most: the draft, the
/// version before it, what is said of it, who read it, and which files go with it.
const STATEMENT_LIMIT: usize = 13;

/// The most statements of one save, besides those that begin and end its transaction. One asks whether the engagement is
/// archived, before anything of the form is read.
const SAVE_LIMIT: usize = 13;
/// The beginning of the statement that every reading of a document begins with.
const LOAD: &str = "select e.title, e.stage, e.version,";

/// Statements, by what the driver notes of each.
#[derive(Debug, Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut statement = Summary(String::new());
            event.record(&mut statement);
            self.0.lock().unwrap().push(statement.0);
        }
    }
}

/// The first words of a statement.
struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}").trim_matches('"').to_owned();
        }
    }
}

impl Statements {
    /// How many statements each page costs.
    async fn of_pages(&self, app: &TestApp, browser: &mut Browser) -> BTreeMap<String, usize> {
        let mut costs = BTreeMap::new();
        for route in router::table().into_iter().filter(|route| route.method == Method::GET) {
            // A stream of changes has no end.
            if route.path.ends_with("/live") {
                continue;
            }
            let path = fill(app, route.path, Target::North);
            self.take();
            if browser.get(&path).await.status.is_success() {
                costs.insert(route.path.to_owned(), self.take().len());
            }
        }
        costs
    }

    /// The statements since this was last asked.
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

/// Forty more of what lists show, beside the one of each that is there.
const MORE: &str = "
    insert into sample select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'fingerprint', null))).*
        from sample s, generate_series(1, 40);
    insert into comment select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
        from comment c, generate_series(1, 40);
    insert into audit (person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after)
        select person_id, engagement_id, action, subject_kind, subject_id, subject_name, before, after
        from audit, generate_series(1, 40);
    insert into part (engagement_id, id, kind, body)
        select engagement_id, new, kind, body || jsonb_build_object('id', new, 'name', (body ->> 'name') || n)
        from (select p.*, n, gen_random_uuid() as new from part p, generate_series(1, 40) n
              where kind in ('system', 'integration', 'workflow', 'data_type', 'field')) p;
    insert into client (id, name) select gen_random_uuid(), 'Client ' || n from generate_series(1, 40) n;
    insert into intake (id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more, fingerprint)
        select gen_random_uuid(), name, company, email, workflow, starts, notices, how_often, systems, symptoms, more,
            sha256(n::text::bytea)
        from intake, generate_series(1, 40) n where state = 'waiting' on conflict do nothing;
    insert into person (id, email, name, role)
        select gen_random_uuid(), n || '@firm.example', 'Person ' || n, 'consultant' from generate_series(1, 40) n;
    insert into membership (engagement_id, person_id, capacity)
        select e.id, p.id, 'consultant' from engagement e, person p where p.email ~ '^[0-9]+@';
    insert into engagement (id, client_id, title, redaction_key)
        select gen_random_uuid(), id, 'Orders', '' from client where name like 'Client %'";

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_page_costs_a_few_statements_however_much_it_shows(owner: PgPool) {
    let statements = Statements::default();
    let noted = tracing_subscriber::registry().with(statements.clone());
    let _noting = tracing::subscriber::set_default(noted);
    let app = TestApp::new(owner.clone()).await;
    let mut readers = Vec::new();
    for person in [Person::Lead, Person::Admin, Person::Contributor] {
        readers.push((person, app.sign_in_as(person).await));
    }
    let mut before = Vec::new();
    for (_, browser) in &mut readers {
        before.push(statements.of_pages(&app, browser).await);
    }
    owner.execute(MORE).await.unwrap();
    for ((person, browser), before) in readers.iter_mut().zip(before) {
        println!("{person:?}: {before:#?}");
        assert!(before.len() > 10, "{person:?} sees {} pages", before.len());
        assert!(before.values().any(|cost| *cost > 2), "nothing was counted: {before:?}");
        let after = statements.of_pages(&app, browser).await;
        let dear: Vec<_> = after.iter().filter(|(_, cost)| **cost > STATEMENT_LIMIT).collect();
        assert!(dear.is_empty(), "{person:?}: {dear:?}");
        let grown: Vec<_> = after
            .iter()
            .filter(|(path, cost)| before.get(*path).is_some_and(|before| *cost > before))
            .map(|(path, cost)| format!("{path}: {} became {cost}", before[path]))
            .collect();
        assert!(grown.is_empty(), "{person:?}: {grown:?}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_save_reads_the_document_once(owner: PgPool) {
    let statements = Statements::default();
    let noted = tracing_subscriber::registry().with(statements.clone());
    let _noting = tracing::subscriber::set_default(noted);
    let app = TestApp::new(owner).await;
    let mut browser = app.sign_in_as(Person::Lead).await;
    let saves: [(&str, &[(&str, &str)]); 5] = [
        (
            "/e/{engagement}/brief",
            &[("situation", "Orders come twice."), ("currency", "EUR"), ("samples_needed", "5")],
        ),
        ("/e/{engagement}/systems/{id}", &[("name", "Store"), ("kind", "shop")]),
        ("/e/{engagement}/workflows/{id}/edit", &[("name", "Order to cash")]),
        ("/e/{engagement}/controls/{integration}", &[("evidence_idempotency_key", "Seen.")]),
        ("/e/{engagement}/verdict/{integration}", &[("records", "100 orders")]),
    ];
    for (route, fields) in saves {
        let path = fill(&app, route, Target::North);
        let form = [&[("version", "1")][..], fields].concat();
        statements.take();
        let answer = browser.post(&path, &form).await;
        let cost = statements.take();
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route}: {}", answer.body);
        println!("{route}: {} statements", cost.len());
        assert!(cost.len() <= SAVE_LIMIT, "{route}: {cost:#?}");
        let loads = cost.iter().filter(|statement| statement.starts_with(LOAD)).count();
        assert_eq!(loads, 1, "{route} reads the document {loads} times: {cost:#?}");
    }
}
