//! Comparing two exports as a browser does it: sent, looked at, compared in the background, by any server, once.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, query_scalar};
use std::time::{Duration, Instant};
use uuid::Uuid;

mod files;
mod foreign;
mod found;
mod interrupted;
mod rules;

/// A consultant at the first client's comparisons.
struct Bench {
    app: TestApp,
    browser: Browser,
    list: String,
    systems: [String; 2],
}

impl Bench {
    async fn new(owner: PgPool) -> Self {
        let app = TestApp::new(owner).await;
        let browser = app.sign_in_as(Person::Lead).await;
        let room = &app.world.north;
        let erp = Uuid::now_v7();
        let add = "insert into part (engagement_id, id, kind, body) values ($1, $2, 'system', $3)";
        let body = serde_json::json!({ "id": erp, "name": "ERP", "kind": "erp" });
        let add = sqlx::query(add).bind(room.id).bind(erp).bind(body);
        add.execute(&app.owner).await.unwrap();
        let list = format!("/e/{}/reconcile", room.id);
        let systems = [room.ids["system"].to_string(), erp.to_string()];
        Self { app, browser, list, systems }
    }

    async fn send(&mut self, a: (&str, &[u8]), b: (&str, &[u8]), follows: Option<&str>) -> Answer {
        let systems = self.systems.clone();
        let mut fields = vec![("system_a", systems[0].as_str()), ("system_b", systems[1].as_str())];
        fields.extend(follows.map(|follows| ("follows", follows)));
        let files = [("file_a", a.0, a.1), ("file_b", b.0, b.1)];
        self.browser.upload(&format!("{}/new", self.list), &fields, &files).await
    }

    /// Sends two exports, and returns where they are checked and the form there.
    async fn check(
        &mut self,
        a: &str,
        b: &str,
        follows: Option<&str>,
    ) -> (String, Vec<(String, String)>) {
        let sent = self.send(("a.csv", a.as_bytes()), ("b.csv", b.as_bytes()), follows).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let page = sent.location().to_owned();
        let shown = self.browser.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
        (page, fields(&shown.body))
    }

    async fn post(&mut self, page: &str, form: &[(String, String)]) -> Answer {
        let form: Vec<_> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.browser.post(page, &form).await
    }

    /// Sends two exports and confirms what is suggested. Returns where the job is.
    async fn begin(&mut self, a: &str, b: &str, follows: Option<&str>) -> String {
        let (page, form) = self.check(a, b, follows).await;
        let answer = self.post(&page, &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().to_owned()
    }

    /// Waits until a job is over, and returns the address and the page it leads to.
    async fn end(&mut self, job: &str) -> (String, Answer) {
        let begun = Instant::now();
        loop {
            let answer = self.browser.get(job).await;
            if answer.status == StatusCode::SEE_OTHER {
                let to = answer.location().to_owned();
                let page = self.browser.get(&to).await;
                return (to, page);
            }
            assert_eq!(answer.status, StatusCode::OK);
            if !answer.body.contains("data-progress") {
                return (job.to_owned(), answer);
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{}", answer.body);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn run(&mut self, job: &str) -> (String, Answer) {
        let runner = tokio::spawn(self.app.runner().run());
        let ended = self.end(job).await;
        runner.abort();
        ended
    }

    async fn compare(&mut self, a: &str, b: &str, follows: Option<&str>) -> (String, Answer) {
        let job = self.begin(a, b, follows).await;
        self.run(&job).await
    }

    async fn number(&self, of: &str) -> i64 {
        let sql = format!("select count(*) from {of}");
        query_scalar(AssertSqlSafe(sql)).fetch_one(&self.app.owner).await.unwrap()
    }

    /// How many rows there are in a table beside those of the world.
    async fn own(&self, table: &str) -> i64 {
        let known: Vec<Uuid> = [&self.app.world.north, &self.app.world.south]
            .map(|room| room.ids["reconciliation"])
            .into();
        let of = if table == "reconciliation" { "id" } else { "reconciliation_id" };
        let sql = format!("select count(*) from {table} where {of} <> all ($1)");
        query_scalar(AssertSqlSafe(sql)).bind(known).fetch_one(&self.app.owner).await.unwrap()
    }
}

/// The fields of a form, as a browser would send them when nobody changed anything.
fn fields(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        tag[at..].split('"').next().map(|value| value.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let main = html.split("<main").nth(1).unwrap_or(html);
    let mut found: Vec<(String, String)> = Vec::new();
    for tag in main.split('<').filter_map(|piece| piece.split('>').next()) {
        let named = attribute(tag, "name");
        let off = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
        if tag.starts_with("input") && !off && !tag.contains("type=\"file\"") {
            let value = attribute(tag, "value").unwrap_or_default();
            found.extend(named.map(|name| (name, value)));
        } else if tag.starts_with("select") {
            found.extend(named.map(|name| (name, String::new())));
        } else if tag.starts_with("option") && tag.contains("selected") {
            let value = attribute(tag, "value").unwrap_or_default();
            if let Some(last) = found.last_mut() {
                last.1 = value;
            }
        }
    }
    found
}

const SHOP: &str = "order_id,mail,Price,state,note\n\
    1001,ada@example.org,10.00,PAID,fine\n1002,bob@example.org,12.50,OPEN,=1+1\n1003,cleo@example.org,7.00,PAID,x\n\
    1004,dee@example.org,9.00,PAID,y\n1005,eve@example.org,3.00,OPEN,z\n1005,eve@example.org,4.00,OPEN,z\n";
const ERP: &str = "OrderNo;Customer;Total;Status;Remark\n\
    1001;ADA@example.org;10,00;paid;fine\n1002;bob@example.org;12,50;paid;=2+2\n1003;cleo@example.org;8,00;paid;x\n\
    1005;eve@example.org;3,00;open;z\n1006;fay@example.org;5,00;open;w\n";

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn two_exports_are_compared_redacted(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("upload").await;
    let (page, form) = bench.check(SHOP, ERP, None).await;
    assert_eq!(bench.number("upload_chunk where position('@'::bytea in content) > 0").await, 0);
    let chosen =
        |name: &str| form.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone());
    assert_eq!(chosen("role.0").as_deref(), Some("key"), "{form:?}");
    assert_eq!(
        (chosen("b.2").as_deref(), chosen("kind.2").as_deref()),
        (Some("2"), Some("number"))
    );
    let field = bench.app.world.north.ids["field"].to_string();
    assert_eq!(chosen("field.2"), Some(field), "the matrix has a field of that name");
    let answer = bench.post(&page, &form).await;
    let again = bench.post(&page, &form).await;
    assert_eq!(again.location(), answer.location(), "sent twice, it is begun once");
    let (at, page) = bench.run(answer.location()).await;
    for told in [
        "Only in Shop",
        "1004",
        "1006",
        "nobody decided",
        "Duplicates in Shop",
        "1005",
        "not in the matrix",
    ] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    assert_eq!(bench.number("reconciliation_difference where content::text like '%@%'").await, 0);
    assert_eq!(bench.number("upload").await, before + 2, "they are there for a week");
    assert_eq!(bench.number("audit where action = 'compared' and person_id is not null").await, 1);
    let changed = bench.own("reconciliation_difference").await;
    assert_eq!(changed, 5, "two differ, one only here, one only there, one twice");
    let narrowed = bench.browser.get(&format!("{at}?kind=only_a")).await;
    assert!(
        narrowed.body.contains(">1004<") || narrowed.body.contains("1004 "),
        "{}",
        narrowed.body
    );
    assert!(!narrowed.body.contains("1006"), "{}", narrowed.body);
    let file = bench.browser.get(&format!("{at}/differences.csv")).await;
    assert!(file.header("content-disposition").contains("attachment"));
    assert!(file.body.contains("\"'=1+1\"") && file.body.contains("\"'=2+2\""), "{}", file.body);
    assert!(file.body.contains("\"nobody decided\""), "{}", file.body);
    assert!(!file.body.contains('@'), "{}", file.body);
    let list = bench.browser.get(&bench.list.clone()).await;
    assert!(
        list.body.contains("Shop and ERP") && list.body.contains("too few to tell"),
        "{}",
        list.body
    );
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn removing_a_comparison_needs_the_version_that_was_seen(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (at, page) = bench.compare(SHOP, ERP, None).await;
    let stale = bench.browser.post(&format!("{at}/remove"), &[("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let version = fields(&page.body).into_iter().find(|(name, _)| name == "version").unwrap().1;
    let gone = bench.browser.post(&format!("{at}/remove"), &[("version", &version)]).await;
    assert_eq!(gone.location(), bench.list);
    assert_eq!(bench.own("reconciliation_difference").await, 0);
    assert_eq!(bench.browser.get(&at).await.status, StatusCode::NOT_FOUND);
}
