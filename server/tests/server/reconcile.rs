//! Comparing two exports as a browser does it: sent, looked at, compared in the background, by any server, once.

use crate::harness::{Answer, Browser, Person, TestApp};
use crate::import::{bomb, workbook};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, query_scalar};
use std::time::{Duration, Instant};
use uuid::Uuid;

mod foreign;

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

/// The id in an address.
fn id(address: &str) -> String {
    let part = address.split(['/', '?']).filter(|part| part.parse::<Uuid>().is_ok()).nth(1);
    part.unwrap_or_else(|| panic!("no id in {address}")).to_owned()
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
async fn differences_become_samples_once_ticked_or_all(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("sample").await;
    let (at, _) = bench.compare(SHOP, ERP, None).await;
    let to = format!("{at}/samples");
    let none = bench.browser.post(&to, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (stored, repeated) in [(1, 0), (0, 1)] {
        let answer = bench.browser.post(&to, &[("row", "1")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let told = bench.browser.get(answer.location()).await;
        let figure = |n: i32| format!("<span class=\"figure\">{n}</span>");
        assert!(
            told.body.contains(&figure(stored)) && told.body.contains(&figure(repeated)),
            "{}",
            told.body
        );
        assert_eq!(bench.number("sample").await, before + 1);
    }
    let job = bench.browser.post(&to, &[("all", "1")]).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert!(page.body.contains("were there already"), "{}", page.body);
    assert_eq!(bench.number("sample").await, before + 5);
    assert_eq!(bench.number("sample where evidence || records || summary like '%@%'").await, 0);
    assert_eq!(
        bench.number("sample where symptom = 'duplicate' and cause = 'duplicate_record'").await,
        1
    );
    let shown = bench.browser.get(&at).await;
    assert_eq!(shown.body.matches(">sample</a>").count(), 5, "{}", shown.body);
    // The same pair once more finds the same differences: nothing of them is new.
    let (again, _) = bench.compare(SHOP, ERP, None).await;
    let job = bench.browser.post(&format!("{again}/samples"), &[("all", "1")]).await;
    bench.run(job.location()).await;
    assert_eq!(bench.number("sample").await, before + 5);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_newer_pair_by_the_same_settings_says_what_is_fixed_and_new(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (first, _) = bench.compare(SHOP, ERP, None).await;
    let newer = ERP
        .replace("1003;cleo@example.org;8,00", "1003;cleo@example.org;7,00")
        .replace("1001;ADA", "1001;zoe");
    let page = bench.browser.get(&format!("{}/new?follows={}", bench.list, id(&first))).await;
    assert!(page.body.contains("Compare a newer pair"), "{}", page.body);
    let (second, page) = bench.compare(SHOP, &newer, Some(&id(&first))).await;
    for told in ["1 fixed", "1 new", "4 still there"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let fixed = bench.browser.get(&format!("{second}?change=fixed")).await;
    assert!(fixed.body.contains("1003") && !fixed.body.contains("1004"), "{}", fixed.body);
    let new = bench.browser.get(&format!("{second}?change=new")).await;
    assert!(new.body.contains("1001") && !new.body.contains("1004"), "{}", new.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_cannot_be_compared_comes_back_with_what_was_chosen(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (page, form) = bench.check(SHOP, ERP, None).await;
    let with = |changes: &[(&str, &str)]| {
        let mut form = form.clone();
        for (name, value) in changes {
            form.retain(|(it, _)| it != name);
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
        form
    };
    for (changes, told) in [
        (&[("role.0", "compare")][..], "Name a key"),
        (&[("within.2", "soon")], "Write a tolerance as a number"),
        (&[("a_zone.2", "Atlantis")], "“Atlantis” is no time zone"),
        (&[("b.2", "3")], "is compared with two columns"),
        (&[("late", "2")], "cannot say what is late"),
        (&[("same.3", "PAID")], "Write values that mean the same"),
    ] {
        let answer = bench.post(&page, &with(changes)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(answer.body.contains(told), "{told}: {}", answer.body);
        let (name, value) = changes[0];
        let typed =
            name.starts_with("same") || fields(&answer.body).contains(&(name.into(), value.into()));
        assert!(typed, "{name} comes back as it was sent");
    }
    assert_eq!(bench.number("job where kind = 'reconciliation'").await, 0);
    let saved = bench.post(&page, &with(&[("case.4", "true")])).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    bench.browser.post(&format!("{}/cancel", saved.location()), &[]).await;
    let stale = bench.post(&page, &form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("Two versions of the same row"), "{}", stale.body);
    assert!(stale.body.contains("capitals don’t count"), "{}", stale.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn values_that_mean_the_same_and_tolerances_are_no_differences(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a = "id,total,state\n1,10.00,PAID\n2,11.00,OPEN\n3,12.00,PAID\n";
    let b = "id,total,state\n1,10.01,settled\n2,11.00,open\n3,12.50,settled\n";
    let (page, mut form) = bench.check(a, b, None).await;
    form.retain(|(name, _)| name != "within.1");
    for (name, value) in [("within.1", "0.01"), ("same.2", "PAID = settled\nOPEN = open")] {
        form.push((name.into(), value.into()));
    }
    let job = bench.post(&page, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 1);
    assert!(page.body.contains("PAID = settled"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn rules_are_changed_and_compared_again_without_sending_the_files(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a = "id,state\n1,PAID\n2,PAID\n3,PAID\n4,OPEN\n";
    let b = "id,state\n1,settled\n2,settled\n3,settled\n4,OPEN\n";
    let (at, page) = bench.compare(a, b, None).await;
    assert_eq!(bench.own("reconciliation_difference").await, 3, "nothing is learned by itself");
    for told in ["Treated as equal", "Do these mean the same?", "Change the rules"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let settings = format!("{at}/settings");
    let shown = bench.browser.get(&settings).await;
    for told in ["These exports were compared already.", "Do these mean the same in"] {
        assert!(shown.body.contains(told), "{told}: {}", shown.body);
    }
    let mut form = fields(&shown.body);
    form.push(("take.1".into(), "PAID = settled".into()));
    let job = bench.post(&settings, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 0);
    assert!(page.body.contains("“PAID” is “settled”"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_the_differences_suggest_is_ticked_and_compared_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let a =
        "id,state,note\n#10001,PAID,x\n#10002,PAID,y\n10003,PAID,z\n10004,PAID,w\n10005,PAID,v\n";
    let b = "id,state\n10001,settled\n10002,settled\n10003,settled\n10004,settled\n10005,settled\n";
    let (at, page) = bench.compare(a, b, None).await;
    assert_eq!(bench.own("reconciliation_difference").await, 7, "nothing is learned by itself");
    for told in ["Not compared, only in", "note", "value-0", "key-0", "“#” around it doesn’t count"]
    {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let hints = format!("{at}/hints");
    let version = fields(&page.body).into_iter().find(|(name, _)| name == "version").unwrap().1;
    let form = |ticks: &[&str], version: &str| {
        let mut form = vec![("version".to_owned(), version.to_owned())];
        form.extend(ticks.iter().map(|tick| ("hint".to_owned(), (*tick).to_owned())));
        form
    };
    let nothing = bench.post(&hints, &form(&[], &version)).await;
    assert!(nothing.body.contains("Tick first what is to be treated"), "{}", nothing.body);
    let stale = bench.post(&hints, &form(&["value-0"], "0")).await;
    assert!(stale.body.contains("compared again meanwhile"), "{}", stale.body);
    let job =
        bench.post(&hints, &form(&["value-0", "key-0"], &version)).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 0, "{}", page.body);
    assert!(page.body.contains("“PAID” is “settled”"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn json_compares_with_a_text_file(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let list = r#"{"orders": [{"id": 1, "total": 10, "state": "paid"}, {"id": 2, "total": 11, "state": "open"}]}"#;
    let text = "id,total,state\n1,10,paid\n2,12,open\n";
    let sent = bench.send(("a.json", list.as_bytes()), ("b.csv", text.as_bytes()), None).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let page = sent.location().to_owned();
    let form = fields(&bench.browser.get(&page).await.body);
    let job = bench.post(&page, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 1);
    assert!(page.body.contains("a.json: 2 rows"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_cannot_be_read_is_told_and_nothing_of_it_is_kept(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let before = bench.number("upload").await;
    let wide = format!("{}\n1\n", "c,".repeat(500));
    for (name, content, told) in [
        ("empty.csv", b"\n".to_vec(), "There is nothing in it"),
        ("page.pdf", b"%PDF-1.7".to_vec(), "This is no text"),
        ("list.json", b"[{\"id\": 1}".to_vec(), "ends in the middle"),
        ("bomb.xlsx", bomb(), "unpacks to far more than its size"),
        ("wide.csv", wide.into(), "at most 200 are compared"),
        ("../../etc/passwd", b"\x1f\x8b\x08".to_vec(), "This file is compressed"),
        ("", Vec::new(), "Choose the file: CSV, JSON or XLSX."),
    ] {
        let answer = bench.send(("a.csv", SHOP.as_bytes()), (name, &content), None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains(told), "{name}: {}", answer.body);
        assert_eq!(bench.number("upload").await, before, "{name}");
    }
    bench.systems[1] = bench.systems[0].clone();
    let answer = bench.send(("a.csv", SHOP.as_bytes()), ("b.csv", ERP.as_bytes()), None).await;
    assert!(answer.body.contains("Choose another system"), "{}", answer.body);
    let foreign = bench.app.world.south.ids["reconciliation"].to_string();
    let answer =
        bench.send(("a.csv", SHOP.as_bytes()), ("b.csv", ERP.as_bytes()), Some(&foreign)).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "another client's comparison is not there");
    assert_eq!((bench.number("upload").await, bench.own("reconciliation").await), (before, 0));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_workbook_compares_with_a_text_file(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let book = workbook(&[("id", "total", "state"), ("1", "10", "paid"), ("2", "11", "open")]);
    let text = "id,total,state\n1,10,paid\n2,12,open\n";
    let sent = bench.send(("a.xlsx", &book), ("b.csv", text.as_bytes()), None).await;
    let page = sent.location().to_owned();
    let form = fields(&bench.browser.get(&page).await.body);
    let job = bench.post(&page, &form).await.location().to_owned();
    let (_, page) = bench.run(&job).await;
    assert_eq!(bench.own("reconciliation_difference").await, 1);
    assert!(page.body.contains("a.xlsx: 2 rows"), "{}", page.body);
}

/// Exports of so many rows, every tenth of which differs.
fn large(rows: usize) -> (String, String) {
    let (mut a, mut b) = (String::from("id,mail,total\n"), String::from("id,mail,total\n"));
    for row in 0..rows {
        a += &format!("{row},buyer{row}@example.org,{row}.00\n");
        b += &format!(
            "{row},buyer{row}@example.org,{}.00\n",
            if row % 10 == 0 { row + 1 } else { row }
        );
    }
    (a, b)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_server_that_is_killed_leaves_nothing_and_another_finishes(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (a, b) = large(60_000);
    let job = bench.begin(&a, &b, None).await;
    for _ in 0..2 {
        let runner = tokio::spawn(bench.app.runner().run());
        let begun = Instant::now();
        while bench.number("job where done > 0 and state = 'running'").await == 0 {
            assert!(begun.elapsed() < Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        runner.abort();
        assert!(runner.await.unwrap_err().is_cancelled());
        assert_eq!(
            bench.own("reconciliation_difference").await,
            0,
            "what was not finished is not there"
        );
        let late =
            "update job set lease_until = now() - interval '1 second' where state = 'running'";
        sqlx::query(late).execute(&bench.app.owner).await.unwrap();
    }
    let (_, page) = bench.run(&job).await;
    assert!(page.body.contains(">6,000<"), "{}", page.body);
    assert_eq!(bench.own("reconciliation_difference").await, 6_000);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_cancelled_comparison_leaves_nothing_and_can_be_started_again(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (a, b) = large(60_000);
    let job = bench.begin(&a, &b, None).await;
    let runner = tokio::spawn(bench.app.runner().run());
    while bench.number("job where state = 'running'").await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bench.browser.post(&format!("{job}/cancel"), &[]).await;
    let (_, page) = bench.end(&job).await;
    assert!(page.body.contains("Cancelled. Nothing was stored."), "{}", page.body);
    assert_eq!(bench.own("reconciliation_difference").await, 0);
    let again = bench.browser.post(&format!("{job}/again"), &[]).await;
    let (_, page) = bench.end(again.location()).await;
    runner.abort();
    assert!(page.body.contains(">6,000<"), "{}", page.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn exports_that_nobody_compared_go_and_it_is_told(owner: PgPool) {
    let mut bench = Bench::new(owner).await;
    let (page, form) = bench.check(SHOP, ERP, None).await;
    let late = "update upload set created_at = now() - interval '8 days'";
    sqlx::query(late).execute(&bench.app.owner).await.unwrap();
    bench.check(SHOP, ERP, None).await;
    let shown = bench.browser.get(&page).await;
    assert!(shown.body.contains("The exports are gone"), "{}", shown.body);
    let sent = bench.post(&page, &form).await;
    assert!(sent.body.contains("The exports are gone"), "{}", sent.body);
    assert_eq!(bench.number("job where kind = 'reconciliation'").await, 0);
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
