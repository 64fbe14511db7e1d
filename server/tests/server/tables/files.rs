//! Files of rows: looked at before anything of them is stored.

use super::mark;
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_of_rows_is_looked_at_before_it_is_stored_and_changes_nothing_when_nobody_changed_it(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let id = app.world.north.id;
    let fields = format!("/e/{id}/truth/types/{}/table", app.world.north.ids["data_type"]);
    let pages = ["systems", "integrations", "truth", "controls"];
    let tables = pages.map(|page| format!("/e/{id}/{page}/table"));
    let tables: Vec<String> = tables.into_iter().chain([fields]).collect();
    for table in &tables {
        let file = lead.get(&format!("{table}.csv")).await;
        assert_eq!(file.status, StatusCode::OK, "{table}");
        let look = lead.send_file(&format!("{table}/file"), "table.csv", &file.bytes).await;
        assert_eq!(look.status, StatusCode::OK, "{table}: {}", look.body);
        assert!(look.body.contains("nothing would change"), "{table}: {}", look.body);
    }
    let whole = lead.get(&format!("/e/{id}/truth.csv")).await;
    for table in [&tables[2], &tables[4]] {
        let look = lead.send_file(&format!("{table}/file"), "truth.csv", &whole.bytes).await;
        assert!(look.body.contains("nothing would change"), "{}", look.body);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_a_file_would_change_is_shown_cell_by_cell_and_then_saved_as_a_paste_is(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let [table, controls] =
        ["systems", "controls"].map(|page| format!("/e/{}/{page}/table", app.world.north.id));
    let csv = b"\xef\xbb\xbfName;Kind;Who to call\r\n\r\n\"Till\r\nof the shop\";shop;\"Ada, or \"\"Bob\"\"\"\r\nLedger;nonsense;x\r\n";
    let wrong = lead.send_file(&format!("{table}/file"), "systems.csv", csv).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Line 5: “nonsense” is nothing to choose"), "{}", wrong.body);
    let csv = String::from_utf8(csv.to_vec()).unwrap().replace("nonsense", "acc");
    let look = lead.send_file(&format!("{table}/file"), "systems.csv", csv.as_bytes()).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert!(look.body.contains("2 rows are new."), "{}", look.body);
    assert!(look.body.contains("Ada, or"), "{}", look.body);
    let before = lead.get(&format!("{table}.csv")).await.body;
    assert!(!before.contains("Ledger"), "looking stores nothing: {before}");
    let seen = mark(&look.body);
    let saved = lead.post(&table, &[("seen", &seen), ("table", &csv)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let after = lead.get(&format!("{table}.csv")).await.body;
    assert!(after.contains("\"Ada, or \"\"Bob\"\"\""), "{after}");
    let pasted = [("table", "Name | Who to call\nLedger |")];
    let look = lead.upload(&format!("{table}/file"), &pasted, &[]).await;
    assert!(look.body.contains("1 row would change"), "{}", look.body);
    let bare = lead.send_file(&format!("{table}/file"), "x.csv", b"Name;Kind\r\n").await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bare.body.contains("There is no row below the heading."), "{}", bare.body);
    let keys =
        lead.send_file(&format!("{controls}/file"), "x.csv", b"Control\r\nRunbook\r\n").await;
    assert_eq!(keys.status, StatusCode::OK, "{}", keys.body);
    assert!(keys.body.contains("The rows say nothing besides their names."), "{}", keys.body);
    let lost =
        lead.send_file(&format!("{table}/file"), "x.csv", b"Name;Kind;\r\nTill;shop;y\r\n").await;
    assert!(lost.body.contains("Line 2: “y” stands in a column without a name."), "{}", lost.body);
    let nothing = lead.send_file(&format!("{table}/file"), "x.pdf", b"%PDF-1.7").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("This is no text."), "{}", nothing.body);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let refused = viewer.send_file(&format!("{table}/file"), "x.csv", csv.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}
