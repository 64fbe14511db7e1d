//! Single pages as a browser without scripts meets them: their titles, their forms, and what is shown before it is published.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;

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
