//! Files and the contributor's form as a browser meets them.

use crate::harness::{Person, TestApp};
use axum::http::StatusCode;
use sqlx::PgPool;
use uuid::Uuid;

/// A picture of one pixel.
pub const PIXEL: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90\x77\x53\xde\x00\x00\x00\x0c\x49\x44\x41\x54\x78\x9c\x63\x10\x50\x30\x00\x00\x00\xa4\x00\x61\x34\x66\x7d\x72\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

fn sample_page(app: &TestApp) -> String {
    format!("/e/{}/samples/{}", app.world.north.id, app.world.north.ids["sample"])
}

/// The files that were not there from the start.
async fn stored(app: &TestApp, owner: &PgPool) -> Vec<(Uuid, String, String)> {
    let worlds = vec![app.world.north.ids["attachment"], app.world.south.ids["attachment"]];
    let all = "select id, name, format from attachment where id <> all ($1) order by created_at, name desc";
    sqlx::query_as(all).bind(worlds).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_is_added_served_with_safe_headers_and_removed(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let page = sample_page(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let files = [
        ("files", "../../shot.html.png", PIXEL),
        ("files", "log.txt", &b"ada.lovelace@example.org"[..]),
    ];
    let added = lead.upload(&format!("{page}/files"), &[], &files).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let rows = stored(&app, &owner).await;
    let named: Vec<_> =
        rows.iter().map(|(_, name, format)| (name.as_str(), format.as_str())).collect();
    assert_eq!(named, [("shot.html.png", "png"), ("log.txt", "text")]);
    let shown = lead.get(&page).await.body;
    assert!(shown.contains("shot.html.png") && shown.contains("1 replaced"), "{shown}");
    let at = |id: Uuid| format!("/e/{}/files/{id}", app.world.north.id);
    let picture = lead.get(&at(rows[0].0)).await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("x-content-type-options"), "nosniff");
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    assert!(
        picture.header("content-disposition").starts_with("inline; filename=\"shot.html.png\"")
    );
    let text = lead.get(&at(rows[1].0)).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    assert!(text.header("content-disposition").starts_with("attachment"));
    assert!(!text.body.contains("lovelace"), "{}", text.body);
    for person in [Person::Contributor, Person::Outside, Person::Stranger] {
        let mut other = app.sign_in_as(person).await;
        assert_eq!(other.get(&at(rows[0].0)).await.status, StatusCode::NOT_FOUND, "{person:?}");
    }
    let remove = format!("{page}/files/{}/remove", rows[0].0);
    assert_eq!(lead.post(&remove, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lead.get(&at(rows[0].0)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stored(&app, &owner).await.len(), 2, "it stays with the history");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn parts_of_a_picture_are_blanked_and_what_was_there_is_gone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let page = sample_page(&app);
    let mut lead = app.sign_in_as(Person::Lead).await;
    lead.upload(&format!("{page}/files"), &[], &[("files", "shot.png", PIXEL)]).await;
    let file = stored(&app, &owner).await[0].0;
    let (address, blank) =
        (format!("/e/{}/files/{file}", app.world.north.id), format!("{page}/files/{file}/blank"));
    assert!(lead.get(&page).await.body.contains("Blank parts"));
    let form = lead.get(&blank).await;
    assert!(form.body.contains("value=\"0.0\"") && form.body.contains("Row 1, column 1"));
    let nothing = lead.post(&blank, &[("part", "7.7")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("Tick the parts"), "{}", nothing.body);
    for person in [Person::Contributor, Person::Outside, Person::Stranger] {
        let mut other = app.sign_in_as(person).await;
        let answer = other.post(&blank, &[("part", "0.0")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{person:?}");
    }
    let drawn = lead.post(&blank, &[("part", "0.0")]).await;
    assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.body);
    assert_eq!(lead.get(&address).await.status, StatusCode::NOT_FOUND);
    let again = lead.post(&blank, &[("part", "0.0")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "it is there once");
    let rows = stored(&app, &owner).await;
    let new = rows.iter().find(|(id, ..)| *id != file).unwrap();
    assert_eq!((new.1.as_str(), new.2.as_str()), ("shot.png", "png"));
    let shown = lead.get(&format!("/e/{}/files/{}", app.world.north.id, new.0)).await;
    assert_eq!(shown.status, StatusCode::OK);
    let told = "select after ->> 'parts_blanked' from audit where subject_kind = 'attachment' and action = 'changed'";
    let told: Vec<String> = sqlx::query_scalar(told).fetch_all(&owner).await.unwrap();
    assert_eq!(told, ["1"]);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_hostile_file_is_refused_with_a_sentence_and_takes_the_others_with_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let path = format!("{}/files", sample_page(&app));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let hostile: [(&str, &[u8], &str); 6] = [
        ("a.svg", &b"<svg onload=alert(1)>"[..], "Save it as PNG"),
        ("a.png", b"<html><script>alert(1)</script>", "A web page can carry scripts"),
        ("a.png", b"%PDF-1.7", "It is no whole PDF"),
        ("a.png", b"PK\x03\x04aaaaaaaaaa", "An archive is not taken"),
        ("a.mjs", b"alert(1)", "A script is not taken"),
        ("<b>.png", b"GIF89a<script>", "cannot be read as a picture"),
    ];
    for (name, bytes, says) in hostile {
        let files = [("files", "fine.txt", &b"fine"[..]), ("files", name, bytes)];
        let answer = lead.upload(&path, &[], &files).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains(says), "{name}: {}", answer.body);
        assert!(!answer.body.contains("<b>.png"), "a name is text");
    }
    let none = lead.upload(&path, &[], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stored(&app, &owner).await.is_empty());
    let large = vec![b'x'; 25 * 1024 * 1024];
    let answer = lead.upload(&path, &[], &[("files", "a.log", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

fn report(summary: &str) -> Vec<(&str, &str)> {
    vec![
        ("summary", summary),
        ("symptom", "duplicate"),
        ("occurred_at", "2026-11-02T14:05"),
        ("detected_by", "customer"),
        ("outcome", "failed"),
        ("evidence", "ada.lovelace@example.org saw it"),
        // What only staff decide is not taken from the form.
        ("confirmed", "true"),
        ("cause", "timeout"),
    ]
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_contributor_reports_a_failure_with_a_file_and_staff_see_who_it_was(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let form = format!("/room/{room}/samples");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    assert!(contributor.get(&form).await.body.contains("Report a failure"));
    let sent =
        contributor.upload(&form, &report("Order 7 twice"), &[("files", "shot.png", PIXEL)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let own = contributor.get(sent.location()).await.body;
    assert!(own.contains("Thank you") && own.contains("Order 7 twice"), "{own}");
    let row: (Uuid, String, String, String) = sqlx::query_as(
        "select id, state, cause, evidence from sample where summary = 'Order 7 twice'",
    )
    .fetch_one(&owner)
    .await
    .unwrap();
    assert_eq!((row.1.as_str(), row.2.as_str()), ("new", "unknown"));
    assert!(!row.3.contains("lovelace"), "{}", row.3);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let detail = lead.get(&format!("/e/{room}/samples/{}", row.0)).await.body;
    assert!(detail.contains("Contributor Person") && detail.contains("shot.png"), "{detail}");
    assert!(lead.get(&format!("/e/{room}/samples")).await.body.contains("Order 7 twice"));
    // Staff have a form of their own; viewers have none.
    for person in [Person::Viewer, Person::Lead, Person::Stranger] {
        let mut other = app.sign_in_as(person).await;
        assert_eq!(other.get(&form).await.status, StatusCode::NOT_FOUND, "{person:?}");
        let sent = other.upload(&form, &report("No"), &[]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{person:?}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_report_that_is_wrong_comes_back_as_it_was_typed_and_stores_nothing(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let form = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let bad_file = [("files", "a.svg", &b"<svg/>"[..])];
    let answer = contributor.upload(&form, &report("Typed <b>"), &bad_file).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Typed &lt;b") && answer.body.contains("Save it as PNG"));
    let mut fields = report("Typed");
    fields.retain(|(name, _)| *name != "occurred_at");
    let answer = contributor.upload(&form, &fields, &[("files", "a.png", PIXEL)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Say when it occurred"), "{}", answer.body);
    let count: i64 = sqlx::query_scalar(
        "select count(*) from sample where submitted_by is not null and summary like 'Typed%'",
    )
    .fetch_one(&owner)
    .await
    .unwrap();
    assert_eq!((count, stored(&app, &owner).await.len()), (0, 0));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn who_reported_sees_their_picture_as_it_is_now_and_what_became_of_the_report(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let form = format!("/room/{room}/samples");
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let files = [("files", "shot.png", PIXEL), ("files", "log.txt", &b"one line"[..])];
    contributor.upload(&form, &report("Order 7 twice"), &files).await;
    let own = contributor.get(&form).await.body;
    let rows = stored(&app, &owner).await;
    let id_of = |name: &str| rows.iter().find(|(_, named, _)| named == name).unwrap().0;
    let (shot, log) = (id_of("shot.png"), id_of("log.txt"));
    let at = |id: Uuid| format!("{form}/files/{id}");
    assert!(own.contains("Waits for your consultants") && own.contains(&at(shot)), "{own}");
    assert!(own.contains("log.txt · 8 B") && !own.contains(&at(log)));
    let picture = contributor.get(&at(shot)).await;
    assert_eq!(picture.header("content-type"), "image/png");
    assert_eq!(picture.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(contributor.get(&at(log)).await.status, StatusCode::NOT_FOUND);
    for person in [Person::Viewer, Person::Lead, Person::Stranger] {
        let mut other = app.sign_in_as(person).await;
        assert_eq!(other.get(&at(shot)).await.status, StatusCode::NOT_FOUND, "{person:?}");
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    let sample: Uuid = sqlx::query_scalar("select sample_id from attachment where id = $1")
        .bind(shot)
        .fetch_one(&owner)
        .await
        .unwrap();
    let page = format!("/e/{room}/samples/{sample}");
    lead.upload(&format!("{page}/files"), &[], &[("files", "ours.png", PIXEL)]).await;
    lead.post(&format!("{page}/files/{shot}/blank"), &[("part", "0.0")]).await;
    assert_eq!(contributor.get(&at(shot)).await.status, StatusCode::NOT_FOUND);
    let own = contributor.get(&form).await.body;
    assert!(
        own.contains("alt=\"Picture you sent: shot.png\"") && !own.contains("ours.png"),
        "{own}"
    );
    let detail = lead.get(&page).await.body;
    assert!(detail.contains("reads the reason in the client room"), "{detail}");
    let reject = [("state", "rejected"), ("version", "1"), ("reason", "A test order of ours")];
    let rejected = lead.post(&format!("{page}/review"), &reject).await;
    assert_eq!(rejected.status, StatusCode::SEE_OTHER, "{}", rejected.body);
    let own = contributor.get(&form).await.body;
    assert!(own.contains("Does not count: A test order of ours"), "{own}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_report_takes_a_pdf_and_times_of_its_senders_zone(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let form = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";
    let mut fields = report("Order 8 twice");
    fields.push(("zone", "Nowhere/Land"));
    let wrong = contributor.upload(&form, &fields, &[]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("is no time zone"), "{}", wrong.body);
    fields.pop();
    fields.push(("zone", "America/New_York"));
    let sent = contributor.upload(&form, &fields, &[("camera", "invoice.pdf", &pdf[..])]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let at: String = sqlx::query_scalar(
        "select to_char(occurred_at at time zone 'UTC', 'HH24:MI') from sample where summary = 'Order 8 twice'",
    )
    .fetch_one(&owner)
    .await
    .unwrap();
    assert_eq!(at, "19:05", "14:05 in New York in November");
    let rows = stored(&app, &owner).await;
    assert_eq!((rows[0].1.as_str(), rows[0].2.as_str()), ("invoice.pdf", "pdf"));
    let mut lead = app.sign_in_as(Person::Lead).await;
    let file = lead.get(&format!("/e/{}/files/{}", app.world.north.id, rows[0].0)).await;
    assert_eq!(file.header("content-type"), "application/pdf");
    assert!(file.header("content-disposition").starts_with("attachment"));
    assert_eq!(file.header("content-security-policy"), "default-src 'none'; sandbox");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn files_that_are_too_large_together_leave_what_was_typed(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let form = format!("/room/{}/samples", app.world.north.id);
    let mut contributor = app.sign_in_as(Person::Contributor).await;
    let large = vec![b'x'; 7 * 1024 * 1024];
    let files = [("files", "a.log", large.as_slice()); 4];
    let answer = contributor.upload(&form, &report("Typed before"), &files).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Typed before") && answer.body.contains("larger than 24 MB"));
    assert!(stored(&app, &owner).await.is_empty());
}
