//! The verdict pack as both sides meet it: what is missing is read before publishing, and what was said then stands in it.

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use faultline::delivery::documents::{is_archive, verify};
use faultline::delivery::verdict_pack::Point;
use faultline::platform::catalogue::Catalogue;
use sqlx::PgPool;

/// The value of a hidden field on a page.
fn value(body: &str, name: &str) -> String {
    let tag = body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn page(app: &TestApp) -> String {
    format!("/e/{}/publish", app.world.north.id)
}

async fn pack(app: &TestApp, reader: &mut Browser, name: &str) -> String {
    let answer = reader.get(&format!("/room/{}/verdict-pack.{name}", app.world.north.id)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn staff_read_what_is_missing_before_they_publish_and_the_client_what_was_said(
    owner: PgPool,
) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = lead.get(&page(&app)).await.body;
    for point in Point::ALL {
        assert!(shown.contains(point.label()), "{point}");
    }
    assert!(shown.contains("The question that was asked is not written down."), "{shown}");
    let mut client = app.sign_in_as(Person::Viewer).await;
    let before = pack(&app, &mut client, "md").await;
    assert!(before.contains("Whoever published it did not sign it"), "{before}");

    let secret = ["AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let question = format!("Why do orders arrive twice? The key is {secret}");
    let (seen, newest) = (value(&shown, "seen"), value(&shown, "newest"));
    let form = [
        ("seen", seen.as_str()),
        ("newest", newest.as_str()),
        ("note", ""),
        ("question", question.as_str()),
        ("asked_by", "Anna Kern, managing director"),
        ("tested", "Mara Lind looked at the controls on 3 November 2026"),
        ("signed", "true"),
    ];
    let published = lead.post(&page(&app), &form).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    for name in ["md", "oscal.json"] {
        let told = pack(&app, &mut client, name).await;
        assert!(told.contains("Why do orders arrive twice?"), "{told}");
        assert!(told.contains("Anna Kern, managing director"), "{told}");
        assert!(told.contains("signs it as their own opinion"), "{told}");
        assert!(!told.contains(&secret), "a secret went out");
    }
    // What was said is offered again with the next version; a signature is not.
    let next = lead.get(&page(&app)).await.body;
    assert!(next.contains("Anna Kern, managing director"), "{next}");
    assert!(next.contains("Whoever publishes it signs it, or leaves that out."), "{next}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_too_long_comes_back_with_all_that_was_typed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let shown = lead.get(&page(&app)).await.body;
    let long = "long ".repeat(2_000);
    let (seen, newest) = (value(&shown, "seen"), value(&shown, "newest"));
    let form = [
        ("seen", seen.as_str()),
        ("newest", newest.as_str()),
        ("note", "The note"),
        ("question", long.as_str()),
        ("asked_by", "Anna Kern"),
        ("signed", "true"),
    ];
    let refused = lead.post(&page(&app), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Shorten this to 5000 characters."), "{}", refused.body);
    assert!(refused.body.contains("Anna Kern") && refused.body.contains("The note"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_archive_that_is_handed_out_is_whole_and_a_changed_byte_is_named(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let address = format!("/room/{}/recommendation.zip", app.world.north.id);
    let mut file = viewer.get(&address).await.bytes.to_vec();
    assert!(is_archive(&file));
    let whole = verify(&file).unwrap();
    assert_eq!(whole.version.map(|(number, _)| number), Some(1));
    let at = file.windows(8).position(|bytes| bytes == b"/MarkInf").unwrap();
    file[at] ^= 1;
    assert_eq!(verify(&file).unwrap_err().to_string(), "changed: recommendation.pdf");
}
