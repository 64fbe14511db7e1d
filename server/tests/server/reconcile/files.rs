//! The exports as files: of any kind, refused when they cannot be read, and gone after a week.

use super::{Bench, ERP, SHOP, fields};
use crate::import::{bomb, workbook};
use axum::http::StatusCode;
use sqlx::PgPool;

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
