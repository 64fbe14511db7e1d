//! Lists as a browser without scripts meets them: sorted by a link, narrowed by words, downloaded as they are shown;
//! and what is found by its name, for whoever may see it and nobody else.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

/// A list: who sees it, its page, its file, a column of it by key and name.
struct List {
    who: Person,
    page: &'static str,
    file: &'static str,
    key: &'static str,
    label: &'static str,
}

const LISTS: [List; 4] = [
    List {
        who: Person::Admin,
        page: "/",
        file: "/engagements.csv",
        key: "client",
        label: "Client",
    },
    List {
        who: Person::Admin,
        page: "/clients",
        file: "/clients.csv",
        key: "client",
        label: "Client",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/systems",
        file: "/e/{}/systems.csv",
        key: "system",
        label: "System",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/systems",
        file: "/e/{}/integrations.csv",
        key: "criticality",
        label: "Criticality",
    },
];

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_list_is_sorted_narrowed_and_downloaded_by_the_same_columns(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let id = app.world.north.id.to_string();
    for List { who, page, file, key, label } in LISTS {
        let mut reader = app.sign_in_as(who).await;
        let address = |path: &str, query: &str| path.replace("{}", &id) + query;
        for (sort, told) in [(key.to_owned(), "ascending"), (format!("-{key}"), "descending")] {
            let shown = reader.get(&address(page, &format!("?q=&sort={sort}"))).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            let header = format!("aria-sort=\"{told}\"");
            assert!(shown.body.contains(&header), "{page} sorted by {sort}: {}", shown.body);
        }
        let whole = reader.get(&address(file, "")).await;
        assert_eq!(whole.header("content-type"), "text/csv; charset=utf-8", "{file}");
        assert!(whole.body.lines().next().unwrap().contains(&format!("\"{label}\"")), "{file}");
        assert!(whole.body.lines().count() > 1, "{file}: {}", whole.body);
        let none = reader.get(&address(file, "?q=nosuchword")).await;
        assert_eq!(none.body.lines().count(), 1, "{file}: {}", none.body);
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_history_is_narrowed_and_downloaded(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = |query: &str| format!("/e/{}/{query}", app.world.north.id);
    let rename = [("version", "1"), ("name", "Web shop"), ("kind", "shop")];
    let system = page(&format!("systems/{}", app.world.north.ids["system"]));
    assert_eq!(lead.post(&system, &rename).await.status, StatusCode::SEE_OTHER);
    let shown = lead.get(&page("activity?q=changed%20system")).await;
    assert!(shown.body.contains("<strong>Web shop</strong>"), "{}", shown.body);
    let none = lead.get(&page("activity?q=nosuchword")).await;
    assert!(none.body.contains("Nothing has these words"), "{}", none.body);
    let file = lead.get(&page("activity.csv?q=changed%20system")).await;
    assert!(file.body.contains("\"changed\",\"system\",\"Web shop\""), "{}", file.body);
    let mut admin = app.sign_in_as(Person::Admin).await;
    let audit = admin.get("/audit.csv?q=changed%20system").await;
    assert!(audit.body.contains("\"Web shop\""), "{}", audit.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_found_by_its_name_is_ones_own(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (north, south) = (app.world.north.id, app.world.south.id);
    for (engagement, name) in [(north, "Kiosk north"), (south, "Kiosk south")] {
        sqlx::query("update part set body = body || jsonb_build_object('name', $2::text) where engagement_id = $1 and kind = 'system'")
            .bind(engagement)
            .bind(name)
            .execute(&owner)
            .await
            .unwrap();
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    let found = lead.get("/find?q=kiosk").await;
    assert!(found.body.contains("Kiosk north"), "{}", found.body);
    assert!(!found.body.contains("Kiosk south"), "{}", found.body);
    let system = format!("href=\"/e/{north}/systems/{}\"", app.world.north.ids["system"]);
    let list = lead.get(&format!("/find?only=list&at={north}&q=KIOSK")).await;
    assert!(list.body.starts_with("<li data-found"), "{}", list.body);
    assert!(list.body.contains(&system), "{}", list.body);
    let risks = lead.get(&format!("/find?at={north}&q=risk%201")).await;
    assert!(risks.body.contains(&format!("/e/{north}/flags#risk-1\"")), "{}", risks.body);
    let others = lead.get(&format!("/find?at={south}&q=risk%201")).await;
    assert!(!others.body.contains("#risk-1"), "another’s engagement is not looked through");
    let mut client = app.sign_in_as(Person::Contributor).await;
    assert_eq!(client.get("/find?q=kiosk").await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_currency_is_one_that_there_is(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let brief = format!("/e/{}/brief", app.world.north.id);
    let with = |currency| [("version", "1"), ("currency", currency), ("samples_needed", "3")];
    let refused = lead.post(&brief, &with("POU")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("as a code of ISO 4217"), "{}", refused.body);
    assert!(refused.body.contains("value=\"POU\""), "what was typed is kept");
    assert_eq!(lead.post(&brief, &with("chf")).await.status, StatusCode::SEE_OTHER);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_title_of_a_page_says_which_engagement_it_is_of(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let mut title = async |path: &str| {
        let body = lead.get(path).await.body;
        body.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().to_owned()
    };
    let own = title(&format!("/e/{}", app.world.north.id)).await;
    let name = own.strip_suffix(" · Faultline").unwrap().to_owned();
    let verdict = title(&format!("/e/{}/verdict", app.world.north.id)).await;
    assert_eq!(verdict, format!("Verdict · {name} · Faultline"));
    assert_eq!(title("/").await, "Engagements · Faultline");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_publishes_reads_it_first_as_the_client_will_and_is_told_whom_it_reaches(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let page = format!("/e/{}/publish", app.world.north.id);
    let publish = lead.get(&page).await;
    assert!(publish.body.contains("Who will see it"), "{}", publish.body);
    assert!(
        publish.body.contains("reads, comments, reports failures and decides"),
        "{}",
        publish.body
    );
    let preview = lead.get(&format!("{page}/preview")).await;
    assert_eq!(preview.status, StatusCode::OK);
    for section in ["summary", "map", "evidence", "truth", "verdict", "gates", "risks"] {
        assert!(preview.body.contains(&format!("id=\"{section}\"")), "{section}: {}", preview.body);
    }
    let mut client = app.sign_in_as(Person::Contributor).await;
    assert_eq!(client.get(&format!("{page}/preview")).await.status, StatusCode::NOT_FOUND);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn controls_begin_as_one_state_or_as_another_integration_and_share_their_evidence(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let form = format!("/e/{}/controls/{}", app.world.north.id, app.world.north.ids["integration"]);
    let chosen = "<option value=\"missing\" selected>";
    assert!(!lead.get(&form).await.body.contains(chosen));
    assert!(lead.get(&format!("{form}?fill=missing")).await.body.contains(chosen));
    assert!(!lead.get(&format!("{form}?fill=unknown")).await.body.contains(chosen));
    let sent = [
        ("version", "1"),
        ("evidence_for_all", "Seen on one afternoon."),
        ("runbook", "missing"),
        ("retry_count", "partial"),
        ("evidence_retry_count", "Three."),
    ];
    assert_eq!(lead.post(&form, &sent).await.status, StatusCode::SEE_OTHER);
    let file = lead.get(&format!("/e/{}/controls.csv?state=missing", app.world.north.id)).await;
    assert!(file.body.contains("\"Missing\",\"Seen on one afternoon.\""), "{}", file.body);
    assert!(!file.body.contains("Three."), "{}", file.body);
}

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
    assert!(late.body.contains("Somebody changed these fields"), "{}", late.body);
    assert!(late.body.contains("Price | creates"), "what was typed is kept");
}
