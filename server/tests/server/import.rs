//! Importing a file as a browser does it: sent, looked at, stored in the background, by any server, once.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, query_scalar};
use std::time::{Duration, Instant};

mod interrupted;
mod workbooks;

pub use workbooks::{bomb, workbook};

/// A consultant at the first client's samples.
struct Bench {
    app: TestApp,
    browser: Browser,
    samples: String,
}

impl Bench {
    async fn new(owner: PgPool) -> Self {
        let app = TestApp::new(owner).await;
        let browser = app.sign_in_as(Person::Lead).await;
        let samples = format!("/e/{}/samples", app.world.north.id);
        Self { app, browser, samples }
    }

    async fn send(&mut self, name: &str, content: &[u8]) -> Answer {
        self.browser.send_file(&format!("{}/import", self.samples), name, content).await
    }

    /// Sends a file, and confirms what the page shows of it. Returns where the job is.
    async fn begin(&mut self, name: &str, content: &[u8]) -> String {
        let sent = self.send(name, content).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        self.confirm(sent.location()).await
    }

    /// Confirms what the page of a file shows. Returns where the job is.
    async fn confirm(&mut self, page: &str) -> String {
        let shown = self.browser.get(page).await;
        let fields = fields(&shown.body);
        let fields: Vec<_> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = self.browser.post(page, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.location().to_owned()
    }

    /// Waits until a job is over, and returns the page it leads to.
    async fn end(&mut self, job: &str) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.browser.get(job).await;
            if answer.status == StatusCode::SEE_OTHER {
                return self.browser.get(answer.location()).await;
            }
            assert_eq!(answer.status, StatusCode::OK);
            if !answer.body.contains("data-progress") {
                return answer;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{}", answer.body);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn import(&mut self, name: &str, content: &[u8]) -> Answer {
        let job = self.begin(name, content).await;
        let runner = tokio::spawn(self.app.runner().run());
        let answer = self.end(&job).await;
        runner.abort();
        answer
    }

    async fn number(&self, of: &str) -> i64 {
        let sql = format!("select count(*) from {of}");
        query_scalar(AssertSqlSafe(sql)).fetch_one(&self.app.owner).await.unwrap()
    }
}

/// The fields of a form, as a browser would send them when nobody changed anything.
fn fields(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let at = tag.find(&format!("{name}=\""))? + name.len() + 2;
        tag[at..].split('"').next().map(|value| value.replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let mut found = Vec::new();
    for tag in html.split('<').filter_map(|piece| piece.split('>').next()) {
        if tag.starts_with("input") && !tag.contains("type=\"file\"") {
            found.extend(
                attribute(tag, "name")
                    .map(|name| (name, attribute(tag, "value").unwrap_or_default())),
            );
        } else if tag.starts_with("select") {
            found.extend(attribute(tag, "name").map(|name| (name, String::new())));
        } else if tag.starts_with("option") && tag.contains("selected") {
            let value = attribute(tag, "value").unwrap_or_default();
            if let Some(last) = found.last_mut() {
                last.1 = value;
            }
        }
    }
    found
}

/// A file of so many rows, each with a mail address in it.
fn orders(rows: usize) -> String {
    let mut text = String::from("date,message,symptom,order_id\n");
    for row in 0..rows {
        text += &format!(
            "2026-10-{:02},buyer{row}@example.org was charged twice,duplicate,{row}\n",
            row % 28 + 1
        );
    }
    text
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_is_imported_redacted_once_and_its_bad_rows_come_back(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let text = orders(300) + "soon,=1+1,duplicate,301\n";
    let page = bench.import("orders.csv", text.as_bytes()).await;
    assert!(page.body.contains(">300<") && page.body.contains("is no date"), "{}", page.body);
    assert_eq!(bench.number("sample").await, before + 300);
    assert_eq!(bench.number("sample where summary like '%@%'").await, 0);
    assert_eq!(bench.number("upload_chunk where position('@'::bytea in content) > 0").await, 0);
    assert_eq!(bench.number("audit where action = 'imported' and person_id is not null").await, 1);
    let file = page.body.split("href=\"").find(|link| link.contains("refused.csv")).unwrap();
    let file = bench.browser.get(file.split('"').next().unwrap()).await;
    assert!(
        file.body.contains("\"302\",\"When it occurred: “soon” is no date that can be read.\""),
        "{}",
        file.body
    );
    assert!(file.body.contains("\"'=1+1\""), "{}", file.body);
    let again = bench.import("the same.csv", text.as_bytes()).await;
    assert!(again.body.contains("were there already"), "{}", again.body);
    assert_eq!(bench.number("sample").await, before + 300);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_kind_of_file_brings_the_same_samples(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let text = "date,message,symptom\n2026-10-01,Café is twice there,duplicate\n2026-10-02,Late again,late\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let json = r#"[{"date": "2026-10-01", "message": "Café is twice there", "symptom": "duplicate"},
                   {"date": "2026-10-02", "message": "Late again", "symptom": "late"}]"#;
    let lines = json.trim_matches(['[', ']']).replace("},", "}");
    let pasted = text.replace(',', "\t").replace('\n', "\r\n");
    bench.import("first.csv", text.as_bytes()).await;
    for (name, content) in [
        ("mark.csv", [b"\xef\xbb\xbf", text.as_bytes()].concat()),
        ("wide.csv", [b"\xff\xfe".to_vec(), wide].concat()),
        ("latin.csv", latin),
        ("list.json", json.into()),
        ("lines.ndjson", lines.into()),
        ("pasted.txt", pasted.into()),
        (
            "book.xlsx",
            workbook(&[
                ("date", "message", "symptom"),
                ("2026-10-01", "Café is twice there", "duplicate"),
                ("2026-10-02", "Late again", "late"),
            ]),
        ),
    ] {
        let page = bench.import(name, &content).await;
        assert!(page.body.contains("Nothing new"), "{name}: {}", page.body);
        assert_eq!(bench.number("sample").await, before + 2, "{name}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_cannot_be_read_is_told_and_nothing_of_it_is_kept(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("upload").await;
    for (name, content, told) in [
        ("empty.csv", b"\n".to_vec(), "There is nothing in it"),
        ("header.csv", b"a,b\n".to_vec(), "no rows under the header"),
        ("page.pdf", b"%PDF-1.7".to_vec(), "This is no text"),
        ("old.xls", b"\xd0\xcf\x11\xe0 old".to_vec(), "This workbook cannot be opened"),
        ("torn.xlsx", b"PK\x03\x04 torn".to_vec(), "This workbook cannot be opened"),
        ("bomb.xlsx", bomb(), "unpacks to far more than its size"),
        ("wide.csv", format!("{}\n1\n", "c,".repeat(500)).into(), "at most 200 are read"),
        ("../../etc/passwd", b"\x1f\x8b\x08".to_vec(), "This file is compressed"),
    ] {
        let answer = bench.send(name, &content).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains(told), "{name}: {}", answer.body);
        assert_eq!(bench.number("upload").await, before, "{name}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_plan_of_another_version_is_told_and_kept_until_the_file_is_planned_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let told = "This import was planned by another version: plan it again.";
    let job = bench.begin("planned.csv", orders(3).as_bytes()).await;
    let stored =
        ["upload where file_name = 'planned.csv'", "import_mapping where header_hash <> '\\x01'"];
    for rows in stored {
        let sql = rows.replacen(" where", " set mapping = '{\"rules\": 7}' where", 1);
        let changed = sqlx::query(AssertSqlSafe(format!("update {sql}")));
        assert_eq!(changed.execute(&bench.app.owner).await.unwrap().rows_affected(), 1, "{rows}");
    }
    let runner = tokio::spawn(bench.app.runner().run());
    let failed = bench.end(&job).await;
    assert!(failed.body.contains(told), "{}", failed.body);
    let id: uuid::Uuid = query_scalar("select id from upload where file_name = 'planned.csv'")
        .fetch_one(&bench.app.owner)
        .await
        .unwrap();
    let page = format!("{}/import/{id}", bench.samples);
    let shown = bench.browser.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains(told), "{}", shown.body);
    assert!(!shown.body.contains("was imported before"), "{}", shown.body);
    for rows in stored {
        let kept = format!("{rows} and mapping = '{{\"rules\": 7}}'");
        assert_eq!(bench.number(&kept).await, 1, "{rows}");
    }
    let job = bench.confirm(&page).await;
    bench.end(&job).await;
    runner.abort();
    assert_eq!(bench.number("sample").await, before + 3);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_columns_mean_is_remembered(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let text = "moment;what;sort\n2026-10-01;x;late\n";
    let page = bench.send("first.csv", text.as_bytes()).await.location().to_owned();
    let shown = bench.browser.get(&page).await;
    assert!(!shown.body.contains("was imported before"));
    let mut chosen = fields(&shown.body);
    for (name, value) in
        [("column.0", "occurred_at"), ("column.1", "summary"), ("column.2", "symptom")]
    {
        chosen.iter_mut().filter(|field| field.0 == name).for_each(|field| field.1 = value.into());
    }
    // The first time the choices have changed what is shown, so it is shown again.
    for _ in 0..2 {
        let sent: Vec<_> =
            chosen.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = bench.browser.post(&page, &sent).await;
        if answer.status == StatusCode::SEE_OTHER {
            break;
        }
        chosen = fields(&answer.body);
    }
    assert_eq!(bench.number("job where state = 'queued'").await, 1);
    let second = bench.send("second.csv", text.replace(";x;", ";y;").as_bytes()).await;
    let shown = bench.browser.get(second.location()).await;
    assert!(shown.body.contains("was imported before"), "{}", shown.body);
    assert!(fields(&shown.body).contains(&("column.0".into(), "occurred_at".into())));
}
