//! Lists as a browser without scripts meets them: sorted by a link, narrowed by words, downloaded as they are shown;
//! and what is found by its name, for whoever may see it and nobody else.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

mod pages;

/// A list: who sees it, its page, its file, a column of it by key and name.
struct List {
    who: Person,
    page: &'static str,
    file: &'static str,
    key: &'static str,
    label: &'static str,
}

const LISTS: [List; 16] = [
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
        page: "/requests",
        file: "/requests.csv",
        key: "firm",
        label: "Firm",
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
        page: "/e/{}/plan",
        file: "/e/{}/plan.csv",
        key: "begins",
        label: "Begins",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/access",
        file: "/e/{}/access.csv",
        key: "state",
        label: "State",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/systems",
        file: "/e/{}/integrations.csv",
        key: "criticality",
        label: "Criticality",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/members",
        file: "/e/{}/members.csv",
        key: "capacity",
        label: "Capacity",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/tokens",
        file: "/e/{}/tokens.csv",
        key: "expires",
        label: "Expires",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/launch",
        file: "/e/{}/launch.csv",
        key: "state",
        label: "State",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/samples/patterns",
        file: "/e/{}/samples/patterns.csv",
        key: "confirmed",
        label: "Confirmed",
    },
    List { who: Person::Admin, page: "/people", file: "/people.csv", key: "role", label: "Role" },
    List {
        who: Person::Lead,
        page: "/e/{}/reconcile",
        file: "/e/{}/comparisons.csv",
        key: "different",
        label: "Different",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/publish",
        file: "/e/{}/versions.csv",
        key: "published",
        label: "Published",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/workflows",
        file: "/e/{}/workflows.csv",
        key: "actual",
        label: "Actual",
    },
    List {
        who: Person::Lead,
        page: "/e/{}/samples",
        file: "/e/{}/samples.csv",
        key: "when",
        label: "Summary",
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
async fn risks_are_narrowed_by_words_on_the_page_and_in_the_file(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let flags = format!("/e/{}/flags", app.world.north.id);
    assert!(lead.get(&format!("{flags}?q=risk%201")).await.body.contains("id=\"risk-1\""));
    let none = lead.get(&format!("{flags}?q=nosuchword")).await;
    assert!(none.body.contains("No flag is like that"), "{}", none.body);
    let file = lead.get(&format!("{flags}/risks.csv?q=nosuchword")).await;
    assert_eq!(file.body.lines().count(), 1, "{}", file.body);
    assert!(lead.get(&format!("{flags}/risks.csv")).await.body.lines().count() > 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn samples_are_shown_the_oldest_first_page_by_page_and_back(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let add = "insert into sample (id, engagement_id, symptom, origin, cause, occurred_at, detected_by, outcome, summary) \
        select gen_random_uuid(), $1, 'wrong', 'source', 'timeout', '2020-01-01'::timestamptz + n * interval '1 day', \
            'staff', 'failed', 'Sample ' || lpad(n::text, 2, '0') from generate_series(1, 60) n";
    sqlx::query(add).bind(app.world.north.id).execute(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = |body: &str| -> Vec<usize> {
        body.split(">Sample ").skip(1).filter_map(|rest| rest.get(..2)?.parse().ok()).collect()
    };
    let way = |body: &str, rel: &str| {
        let href = body.split(&format!("rel=\"{rel}\" href=\"")).nth(1).unwrap();
        href.split('"').next().unwrap().replace("&amp;", "&")
    };
    let first = lead.get(&format!("/e/{}/samples?sort=when", app.world.north.id)).await.body;
    assert_eq!(shown(&first), (1..=25).collect::<Vec<_>>(), "{first}");
    assert!(!first.contains("rel=\"next\""), "nothing is older than the first: {first}");
    let second = lead.get(&way(&first, "prev")).await.body;
    assert_eq!(shown(&second), (26..=50).collect::<Vec<_>>(), "{second}");
    let back = lead.get(&way(&second, "next")).await.body;
    assert_eq!(shown(&back), (1..=25).collect::<Vec<_>>(), "{back}");
}
