//! Files of an engagement in which something was redacted: texts are searched by a job, pictures are looked at by people.

mod search;

use super::{MARKED, redact, sample};
use crate::files::PIXEL;
use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{PgPool, query_as, query_scalar};
use std::time::Duration;
use uuid::Uuid;

/// Adds files to the sample that was there before.
async fn attach(lead: &mut Browser, app: &TestApp, files: &[(&str, &[u8])]) {
    let north = &app.world.north;
    let path = format!("/e/{}/samples/{}/files", north.id, north.ids["sample"]);
    for (name, content) in files {
        let sent = lead.upload(&path, &[], &[("files", name, content)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
}

/// The ids of an engagement's files of a kind, in the order they came.
async fn of_kind(owner: &PgPool, room: Uuid, format: &str) -> Vec<Uuid> {
    let ids =
        "select id from attachment where engagement_id = $1 and format = $2 order by created_at";
    query_scalar(ids).bind(room).bind(format).fetch_all(owner).await.unwrap()
}

/// Lets jobs be done until none waits.
async fn work_off(app: &TestApp, owner: &PgPool) {
    let runner = tokio::spawn(app.runner().run());
    let open = "select count(*) from job where state in ('queued', 'running')";
    while query_scalar::<_, i64>(open).fetch_one(owner).await.unwrap() > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    runner.abort();
}

/// What is still sought in text files, of what this test redacted.
async fn sought(owner: &PgPool) -> Vec<Option<Vec<u8>>> {
    let marked = "select marked from redaction where placeholder <> '‹name 1›'";
    query_scalar(marked).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn text_files_are_searched_by_a_job_even_those_that_were_taken_from_their_sample(
    owner: PgPool,
) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let log = format!("09:00 {MARKED} failed\n");
    let plain = &b"09:01 paid\n"[..];
    let files = [("one.log", log.as_bytes()), ("two.log", log.as_bytes()), ("other.log", plain)];
    attach(&mut lead, &app, &files).await;
    let texts = of_kind(&owner, room, "text").await;
    let beside = format!("/e/{room}/samples/{}", app.world.north.ids["sample"]);
    let taken = lead.post(&format!("{beside}/files/{}/remove", texts[1]), &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let sample = sample(&mut lead, room).await;
    let job = redact(&mut lead, &sample).await;
    assert!(job.starts_with(&format!("/e/{room}/jobs/")), "{job}");
    assert_eq!(sought(&owner).await, [Some(MARKED.as_bytes().to_vec())]);
    work_off(&app, &owner).await;
    assert_eq!(sought(&owner).await, [None], "it is forgotten when no file holds it");
    let back = "update attachment set removed_at = null where id = $1";
    sqlx::query(back).bind(texts[1]).execute(&owner).await.unwrap();
    for id in &texts[..2] {
        let read = lead.get(&format!("/e/{room}/files/{id}")).await;
        assert!(read.body.starts_with("09:00 ‹name "), "{}", read.body);
        let bytes = "select bytes from attachment where id = $1";
        let bytes: i64 = query_scalar(bytes).bind(id).fetch_one(&owner).await.unwrap();
        assert_eq!(bytes, read.body.len() as i64);
    }
    assert_eq!(lead.get(&format!("/e/{room}/files/{}", texts[2])).await.bytes, plain);
    let page = lead.get(&job).await;
    let told = lead.get(page.location()).await.body;
    assert!(told.contains("3 searched. It stood in 2, and was replaced there."), "{told}");
    assert_eq!(noted(&owner).await, [("3".to_owned(), "2".to_owned())]);
    let mut rewritten = rewritten(&owner).await;
    rewritten.sort_unstable();
    assert_eq!(rewritten, ["one.txt", "two.txt"], "each file that was written anew is on record");
}

/// What the audit says of searches that were through: how many files were searched, and how many written anew.
async fn noted(owner: &PgPool) -> Vec<(String, String)> {
    let noted = "select after ->> 'text_files_searched', after ->> 'text_files_changed' from audit
                 where subject_kind = 'redaction' and after ? 'text_files_changed'";
    query_as(noted).fetch_all(owner).await.unwrap()
}

/// The names of the files that the audit says were written anew; none is told with what stood in it.
async fn rewritten(owner: &PgPool) -> Vec<String> {
    let rewritten = "select subject_name, before::text || after::text from audit
                     where subject_kind = 'attachment' and action = 'changed' and after ? 'redaction' order by id";
    let rewritten: Vec<(String, String)> = query_as(rewritten).fetch_all(owner).await.unwrap();
    assert!(rewritten.iter().all(|(_, told)| told.contains("‹name ") && !told.contains("Harbour")));
    rewritten.into_iter().map(|(name, _)| name).collect()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn pictures_are_listed_until_somebody_has_looked_at_them(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = &app.world.north;
    let mut lead = app.sign_in_as(Person::Lead).await;
    attach(&mut lead, &app, &[("first.png", PIXEL), ("second.png", PIXEL)]).await;
    let pictures = of_kind(&owner, north.id, "png").await;
    let sample = sample(&mut lead, north.id).await;
    let page = redact(&mut lead, &sample).await;
    assert!(page.starts_with(&format!("/e/{}/redactions/", north.id)), "{page}");
    // What comes later is no concern of it.
    attach(&mut lead, &app, &[("later.png", PIXEL)]).await;
    let shown = lead.get(&page).await.body;
    let beside = format!("/e/{}/samples/{}", north.id, north.ids["sample"]);
    for id in &pictures {
        assert!(shown.contains(&format!("/e/{}/files/{id}", north.id)), "{shown}");
        assert!(shown.contains(&format!("{beside}/files/{id}/blank")), "{shown}");
    }
    assert!(shown.contains("first.png") && !shown.contains("later.png"), "{shown}");
    assert!(shown.contains("Pictures and PDFs to look at"), "{shown}");
    let looked = format!("{page}/looked");
    let theirs = app.world.south.ids["attachment"].to_string();
    for ticked in [&[][..], &[("picture", theirs.as_str())], &[("picture", "x")]] {
        let answer = lead.post(&looked, ticked).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("Tick the pictures and PDFs that you have looked at."));
    }
    let answer = lead.post(&looked, &[("picture", pictures[1].to_string().as_str())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let shown = lead.get(&page).await.body;
    assert!(!shown.contains("first.png") && shown.contains("second.png"), "{shown}");
    let noted = "select after::text from audit where subject_kind = 'redaction'";
    let noted: String = query_scalar(noted).fetch_one(&owner).await.unwrap();
    assert!(noted.contains("pictures_looked_at") && noted.contains("first.png"), "{noted}");
    let marked =
        "select after ->> 'pictures_not_searched' from audit where subject_kind = 'failure_sample'
                  and action = 'changed'";
    let marked: String = query_scalar(marked).fetch_one(&owner).await.unwrap();
    assert_eq!(marked, pictures.len().to_string());
}
