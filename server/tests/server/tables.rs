//! Tables of parts as a browser without scripts meets them: cells of a grid, a text that is pasted, and a file that is
//! looked at before anything of it is stored.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

mod files;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn fields_are_pasted_as_a_table_and_never_over_what_somebody_changed_meanwhile(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = &app.world.north.ids;
    let truth = format!("/e/{}/truth", app.world.north.id);
    let table = format!("{truth}/types/{}/table", ids["data_type"]);
    let shown = lead.get(&table).await.body;
    assert!(shown.contains("Price |"), "{shown}");
    let seen = shown.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let pasted =
        "Field\tShop\tDecided by\tDecided on\nPrice\towns\tAda\t2026-05-31\nStock\tread\t\t";
    let wrong =
        lead.post(&table, &[("seen", seen), ("table", "Field | Shop\nPrice | maybe")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Price | maybe"), "what was typed is kept");
    let saved = lead.post(&table, &[("seen", seen), ("table", pasted)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let file = lead.get(&format!("{truth}.csv")).await.body;
    assert!(
        file.contains("\"Order\",\"Price\",\"Owns\",\"Agreed\",\"Ada\",\"2026-05-31\""),
        "{file}"
    );
    assert!(file.contains("\"Order\",\"Stock\",\"Read-only\",\"Unassigned\""), "{file}");
    let late =
        lead.post(&table, &[("seen", seen), ("table", "Field | Shop\nPrice | creates")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Somebody changed these since"), "{}", late.body);
    assert!(late.body.contains("Price | creates"), "what was typed is kept");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_long_text_of_any_alphabet_comes_back_with_what_is_wrong(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let table = format!("/e/{}/systems/table", app.world.north.id);
    let seen = mark(&lead.get(&table).await.body);
    let text = format!("Name\tKind\n{}\tspaceship", "Склад ".repeat(20_000));
    let sent = [("seen", seen.as_str()), ("table", text.as_str())];
    let wrong = lead.post(&table, &sent).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(&text), "what was typed is kept");
    let ids = &app.world.north.ids;
    let map = format!("/e/{}/workflows/{}/actual/text", app.world.north.id, ids["workflow"]);
    let text = "Склад ".repeat(10_000);
    let wrong = lead.post(&map, &[("version", "1"), ("text", text.as_str())]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(text.trim()), "what was typed is kept");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn cells_of_a_grid_are_saved_as_their_text_would_be(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let truth = format!("/e/{}/truth", app.world.north.id);
    let table = format!("{truth}/types/{}/table", app.world.north.ids["data_type"]);
    let seen = mark(&lead.get(&table).await.body);
    let sent = |right: &'static str| {
        let head = [("seen", seen.clone()), ("head", "Field".into()), ("head", "Shop".into())];
        let cells = ["Price", right, "", "", "Stock", "r"].map(|cell| ("cell", cell.to_owned()));
        head.into_iter().chain(cells).collect::<Vec<_>>()
    };
    let post = async |lead: &mut Browser, right: &'static str| {
        let sent = sent(right);
        let sent: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
        lead.post(&table, &sent).await
    };
    let wrong = post(&mut lead, "perhaps").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Line 2: “perhaps” is no right."), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"perhaps\""), "what was typed is kept");
    assert_eq!(post(&mut lead, "own").await.status, StatusCode::SEE_OTHER);
    let file = lead.get(&format!("{truth}.csv")).await.body;
    assert!(file.contains("\"Order\",\"Price\",\"Owns\""), "{file}");
    assert!(file.contains("\"Order\",\"Stock\",\"Read-only\""), "{file}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn systems_and_integrations_are_pasted_as_tables_and_keep_what_the_table_does_not_say(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = |page: &str| format!("/e/{}/{page}", app.world.north.id);
    let system = page(&format!("systems/{}", app.world.north.ids["system"]));
    let before = [
        ("version", "1"),
        ("name", "Till"),
        ("kind", "shop"),
        ("vendor", "Acme"),
        ("third_party", "true"),
    ];
    assert_eq!(lead.post(&system, &before).await.status, StatusCode::SEE_OTHER);
    let table = page("systems/table");
    let seen = mark(&lead.get(&table).await.body);
    let send = [("seen", seen.as_str()), ("table", "Name,Kind\nTill,spaceship\n,shop")];
    let wrong = lead.post(&table, &send).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("Line 2: “spaceship” is nothing to choose in “Kind”."),
        "{}",
        wrong.body
    );
    assert!(wrong.body.contains("Line 3: it has no name."), "{}", wrong.body);
    assert!(wrong.body.contains("Till,spaceship"), "what was typed is kept");
    let rows = "Name\tKind\tBusiness owner\tRate limits\nTill\tShop\tRosa\t60 a minute\nLedger\tacc\tNils\t";
    let empty = rows.replace("\tShop\t", "\t\t");
    let empty = lead.post(&table, &[("seen", seen.as_str()), ("table", &empty)]).await;
    assert!(empty.body.contains("Line 2: “Kind” cannot be empty."), "{}", empty.body);
    let saved = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let till = lead.get(&system).await.body;
    for kept in
        ["value=\"Acme\"", "value=\"Rosa\"", "60 a minute", "<option value=\"shop\" selected>"]
    {
        assert!(till.contains(kept), "{kept}: {till}");
    }
    let late = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let table = page("integrations/table");
    let seen = mark(&lead.get(&table).await.body);
    let rows = "Name | From | To | Criticality | Records a month\nTill to ledger | till | Ledger | crit | 12000";
    let nowhere = lead.post(&table, &[("seen", seen.as_str()), ("table", "Name\nNowhere")]).await;
    assert!(
        nowhere.body.contains("Line 2: Choose the system the data comes from."),
        "{}",
        nowhere.body
    );
    let saved = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let file = lead.get(&page("integrations.csv?q=till%20to%20ledger")).await.body;
    assert!(file.contains("\"Till → Ledger\",\"Critical\""), "{file}");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    assert_eq!(viewer.get(&table).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn all_data_types_and_all_controls_are_pasted_as_one_table_each(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = |page: &str| format!("/e/{}/{page}", app.world.north.id);
    let table = page("truth/table");
    let seen = mark(&lead.get(&table).await.body);
    let untold = [("seen", seen.as_str()), ("table", "Data type | Field | Shop\n | Weight | owns")];
    let untold = lead.post(&table, &untold).await;
    assert_eq!(untold.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        untold.body.contains("Line 2: say which data type the field is of."),
        "{}",
        untold.body
    );
    let rows = "Data type\tField\tShop\nOrder\tWeight\towns\nParcel\tWeight\tread";
    let saved = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let file = lead.get(&page("truth.csv")).await.body;
    assert!(file.contains("\"Order\",\"Weight\",\"Owns\""), "{file}");
    assert!(file.contains("\"Parcel\",\"Weight\",\"Read-only\""), "{file}");
    let late = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let table = page("controls/table");
    let seen = mark(&lead.get(&table).await.body);
    let rows = "Control | Orders | Orders: evidence\nRunbook | miss | Nobody has one; password: hunter2-Blue!\nTea | in |";
    let wrong = lead.post(&table, &[("seen", seen.as_str()), ("table", rows)]).await;
    assert!(wrong.body.contains("Line 3: “Tea” is no control."), "{}", wrong.body);
    let rows = rows.replace("\nTea | in |", "");
    let saved = lead.post(&table, &[("seen", seen.as_str()), ("table", &rows)]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let file = lead.get(&page("controls.csv")).await.body;
    assert!(file.contains("\"Runbook\",\"Recovery\",\"Missing\",\"Nobody has one"), "{file}");
    assert!(!file.contains("hunter2"), "a secret is replaced: {file}");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    for table in ["truth/table", "controls/table"] {
        assert_eq!(viewer.get(&page(table)).await.status, StatusCode::NOT_FOUND);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_table_beyond_what_is_saved_at_once_is_edited_in_parts_that_can_be(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = |page: &str| format!("/e/{}/{page}", app.world.north.id);
    let paste = async |lead: &mut Browser, table: &str, rows: &str| {
        let seen = mark(&lead.get(table).await.body);
        let saved = lead.post(table, &[("seen", seen.as_str()), ("table", rows)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    };
    let fields = page(&format!("truth/types/{}/table", app.world.north.ids["data_type"]));
    let lines = |from: usize, to: usize| (from..=to).map(|at| format!("\nfield {at} | owns"));
    for (from, to) in [(1, 400), (401, 600)] {
        let rows = format!("Field | Shop{}", lines(from, to).collect::<String>());
        paste(&mut lead, &fields, &rows).await;
    }
    let beyond = lead.get(&format!("{fields}?part=99")).await.body;
    assert!(beyond.contains("Part 1 of "), "{beyond}");
    assert!(in_parts(&mut lead, &fields).await >= 4);
    let names = lead.get(&page("truth.csv")).await.body;
    assert!((1..=600).all(|at| names.contains(&format!("\"field {at}\""))), "{names}");

    paste(&mut lead, &page("systems/table"), "Name | Kind\nTill | shop\nLedger | acc").await;
    let links = (1..=99).map(|at| format!("\nLink {at} | Till | Ledger | crit"));
    let links = format!("Name | From | To | Criticality{}", links.collect::<String>());
    paste(&mut lead, &page("integrations/table"), &links).await;
    let controls = page("controls/table");
    paste(&mut lead, &controls, "Control | Link 99\nDependencies documented | partial").await;
    assert!(in_parts(&mut lead, &controls).await >= 2);
    let kept = lead.get(&page("controls.csv")).await.body;
    let said = |line: &str| line.contains("\"Link 99\"") && line.contains("\"Partial\"");
    assert!(kept.lines().any(said), "{kept}");
}

/// Opens each part of a table, and sends it back as it is shown: as cells, as its text and as its file. Says how many
/// there are.
async fn in_parts(lead: &mut Browser, table: &str) -> usize {
    let first = lead.get(table).await.body;
    let of = first.split("Part 1 of ").nth(1).unwrap().split(':').next().unwrap();
    let of: usize = of.parse().unwrap();
    for part in 1..=of {
        let shown = lead.get(&format!("{table}?part={part}")).await.body;
        assert!(shown.contains(&format!("Part {part} of {of}: ")), "{shown}");
        let value = |of: &str| of.split('"').next().unwrap().to_owned();
        let hidden = |name: &str| {
            let begin = format!("name=\"{name}\" value=\"");
            shown.split(begin.as_str()).skip(1).map(value).collect::<Vec<_>>()
        };
        let seen = mark(&shown);
        let number = part.to_string();
        let (heads, cells) = (hidden("head"), hidden("cell"));
        let mut sent = vec![("seen", seen.as_str()), ("part", number.as_str())];
        sent.extend(heads.iter().map(|head| ("head", head.as_str())));
        sent.extend(cells.iter().map(|cell| ("cell", cell.as_str())));
        let saved = lead.post(table, &sent).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let text = shown.split("name=\"table\"").nth(1).unwrap().split_once('>').unwrap().1;
        let text = text.split("</textarea>").next().unwrap();
        let saved = lead.post(table, &[("seen", seen.as_str()), ("table", text)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let file = lead.get(&format!("{table}.csv?part={part}")).await;
        let look = lead.send_file(&format!("{table}/file"), "part.csv", &file.bytes).await;
        assert!(look.body.contains("nothing would change"), "{}", look.body);
    }
    of
}

/// The mark of what a table was made from.
fn mark(body: &str) -> String {
    body.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
