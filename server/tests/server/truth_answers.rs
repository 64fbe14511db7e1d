//! Answers to the source of truth as browsers without scripts meet them: given in the room, taken over or put aside by staff.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query_scalar};

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_field_is_approved_or_disputed_in_the_room_and_taken_over_by_staff(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let (engagement, field) = (app.world.north.id, app.world.north.ids["field"]);
    let page = format!("/room/{engagement}/truth");
    let row = format!("{page}/{field}");
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&page).await.body;
    assert!(read.contains("The shop is right"), "what was answered is read by all: {read}");
    assert!(!read.contains(&format!("action=\"{row}\"")), "a viewer does not answer");
    assert_eq!(viewer.get(&row).await.status, StatusCode::NOT_FOUND);
    let mut stranger = app.sign_in_as(Person::Stranger).await;
    assert_eq!(
        stranger.post(&row, &[("answer", "approve"), ("version", "1")]).await.status,
        StatusCode::NOT_FOUND
    );

    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let stale = contributor
        .post(&row, &[("answer", "dispute"), ("version", "9"), ("position", "Kept")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    assert!(stale.body.contains("Kept</textarea>"), "what was typed stays: {}", stale.body);
    let silent = contributor.post(&row, &[("answer", "dispute"), ("version", "1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("Write what your side holds"), "{}", silent.body);
    let says = [
        ("answer", "dispute"),
        ("version", "1"),
        ("team", "Buying"),
        ("position", "The ERP holds the price."),
    ];
    let done = contributor.post(&row, &says).await;
    assert_eq!(done.location(), format!("{page}#answer-{field}"));

    let mut lead = app.sign_in_as(Person::Lead).await;
    let inbox = lead.get(&format!("/e/{engagement}/inbox")).await.body;
    assert!(inbox.contains("disputed the field Order: Price"), "{inbox}");
    let answer: uuid::Uuid = query_scalar(
        "select id from truth_answer where engagement_id = $1 and state = 'open' and team = 'Buying'",
    )
    .bind(engagement)
    .fetch_one(&owner)
    .await
    .unwrap();
    let one = format!("/e/{engagement}/truth/answers/{answer}");
    assert!(lead.get(&one).await.body.contains("The ERP holds the price."));
    let taken = lead.post(&format!("{one}/take-over"), &[("version", "1")]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let positions = "select body ->> 'standing' || ': ' || (body #>> '{positions,0,team}') from part where id = $1";
    let positions: String = query_scalar(positions).bind(field).fetch_one(&owner).await.unwrap();
    assert_eq!(positions, "disputed: Buying");
    assert!(contributor.get(&page).await.body.contains("Taken over by"));
    let again =
        lead.post(&format!("{one}/put-aside"), &[("version", "1"), ("word_back", "No")]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_approval_of_a_field_that_nobody_owns_is_told_so_and_put_aside_with_a_word(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let (engagement, field) = (app.world.north.id, app.world.north.ids["field"]);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let row = format!("/room/{engagement}/truth/{field}");
    contributor.post(&row, &[("answer", "approve"), ("version", "1")]).await;
    let waits: Vec<(uuid::Uuid, bool)> = sqlx::query_as(
        "select id, agrees from truth_answer where engagement_id = $1 and state = 'open'",
    )
    .bind(engagement)
    .fetch_all(&owner)
    .await
    .unwrap();
    let [(answer, true)] = waits[..] else { panic!("one answer stands at a time: {waits:?}") };
    let one = format!("/e/{engagement}/truth/answers/{answer}");
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ownerless = lead.post(&format!("{one}/take-over"), &[("version", "1")]).await;
    assert_eq!(ownerless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ownerless.body.contains("Exactly one system has to own"), "{}", ownerless.body);
    let aside = [("version", "1"), ("word_back", "First we settle who owns it.")];
    let aside = lead.post(&format!("{one}/put-aside"), &aside).await;
    assert_eq!(aside.status, StatusCode::SEE_OTHER, "{}", aside.body);
    let told = contributor.get(&format!("/room/{engagement}/truth")).await.body;
    assert!(told.contains("First we settle who owns it."), "{told}");
}
