//! What becomes of a file after it was handed out: it is the bytes that were hashed, or nothing, and the room says so.

use super::{archive, attached, file, hand_out};
use crate::documents::{publish, room};
use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use faultline::delivery::documents::Document;
use faultline::platform::catalogue::Catalogue;
use sqlx::{PgPool, query_scalar};
use uuid::Uuid;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_erased_or_blanked_later_is_withdrawn_and_the_room_says_so(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &[ids[0], ids[2], ids[3]]).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let sealed = viewer.get(&room(&app, Document::Json.key())).await.body;
    let beside = format!("/e/{}/samples/{}", app.world.north.id, app.world.north.ids["sample"]);
    let shown = lead.get(&beside).await.body;
    assert!(shown.contains("handed out with version 2") && shown.contains("was withdrawn"));
    let at = |id: Uuid, verb: &str| format!("{beside}/files/{id}/{verb}");
    let erased = lead.post(&at(ids[0], "erase"), &[]).await;
    assert_eq!(erased.status, StatusCode::SEE_OTHER, "{}", erased.body);
    let blanked = lead.post(&at(ids[2], "blank"), &[("part", "0.0")]).await;
    assert_eq!(blanked.status, StatusCode::SEE_OTHER, "{}", blanked.body);
    let removed = lead.post(&at(ids[3], "remove"), &[]).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    for id in [ids[0], ids[2]] {
        assert_eq!(viewer.get(&file(&app, id)).await.status, StatusCode::NOT_FOUND);
    }
    assert_eq!(viewer.get(&file(&app, ids[3])).await.status, StatusCode::OK, "it stays");
    let room_page = viewer.get(&room(&app, "evidence")).await.body;
    assert_eq!(room_page.matches("it is not handed out any more").count(), 2, "{room_page}");
    let again = viewer.get(&room(&app, Document::Json.key())).await.body;
    assert_eq!(again, sealed, "the version itself stays as it is");
    let (names, index) = archive(&app, &mut viewer).await;
    let held: Vec<_> = names.iter().filter(|name| name.starts_with("attachments/")).collect();
    let version: serde_json::Value = serde_json::from_str(&sealed).unwrap();
    let mut listed = version["files"].as_array().unwrap().iter();
    let number = listed.position(|file| file["name"] == "heron-invoice.pdf").unwrap() + 1;
    let path = format!("attachments/{number:02}-heron-invoice.pdf");
    assert_eq!(held, [&path], "its number stays the one that the version gives it");
    assert_eq!(index.matches("was withdrawn on").count(), 2, "{index}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn whoever_published_takes_a_file_back_and_it_stays_beside_its_failure(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &ids[..1]).await;
    let page = format!("/e/{}/publish", app.world.north.id);
    let withdraw = format!("{page}/files/{}/withdraw", ids[0]);
    assert!(lead.get(&page).await.body.contains(&withdraw));
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    assert!(!consultant.get(&page).await.body.contains("/withdraw"));
    assert_eq!(consultant.post(&withdraw, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(lead.post(&withdraw, &[]).await.status, StatusCode::SEE_OTHER);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    assert_eq!(viewer.get(&file(&app, ids[0])).await.status, StatusCode::NOT_FOUND);
    let shown = viewer.get(&room(&app, "evidence")).await.body;
    assert!(shown.contains("Withdrawn on ") && shown.contains("chosen.txt"), "{shown}");
    let beside = format!("/e/{}/files/{}", app.world.north.id, ids[0]);
    assert_eq!(lead.get(&beside).await.status, StatusCode::OK);
    assert!(!lead.get(&page).await.body.contains(&withdraw));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn bytes_that_are_not_those_that_were_hashed_are_handed_out_to_nobody(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let north = &app.world.north;
    let id = north.ids["attachment"];
    assert_eq!(viewer.get(&file(&app, id)).await.status, StatusCode::OK);
    app.files().put(north.id.into(), id.into(), b"others".to_vec()).await.unwrap();
    assert_eq!(viewer.get(&file(&app, id)).await.status, StatusCode::NOT_FOUND);
    let (names, index) = archive(&app, &mut viewer).await;
    assert!(!names.iter().any(|name| name.starts_with("attachments/")), "{names:?}");
    assert!(index.contains("this archive was made without it"), "{index}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_erased_after_it_was_ticked_is_refused_and_what_was_typed_stays(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    let (erased, kept) = (ids[0].to_string(), ids[3].to_string());
    let beside = format!("/e/{}/samples/{}", app.world.north.id, app.world.north.ids["sample"]);
    let done = lead.post(&format!("{beside}/files/{erased}/erase"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let told = [("covering", "Dear all"), ("file", erased.as_str()), ("file", kept.as_str())];
    let refused = publish(&app, &mut lead, &told).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("blanked or erased"), "{}", refused.body);
    assert!(refused.body.contains("Dear all") && refused.body.contains("1 chosen"));
    let out = "select count(*) from published_file where attachment_id = any ($1)";
    let out: i64 = query_scalar(out).bind(&ids[..]).fetch_one(&owner).await.unwrap();
    assert_eq!(out, 0, "nothing was published");
}
