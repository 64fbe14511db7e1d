//! The demo's logs: cleaned on their way in, handed out with a version, and gone when the load fails.

use super::loaded::count;
use crate::demo::load_into;
use crate::demo::logs::{BOOKING, CONNECTOR};
use faultline::engines::redact::Redactor;
use faultline::stores::attachments::Files;
use faultline::stores::room::Hash;
use sqlx::{Executor, PgPool};
use uuid::Uuid;

#[test]
fn the_connectors_log_has_a_secret_to_replace_and_the_booking_has_none() {
    let found = |text: &str| Redactor::new(b"demo").text(text).found;
    assert_eq!(found(CONNECTOR.text).len(), 1, "{:?}", found(CONNECTOR.text));
    assert_eq!(found(BOOKING.text), []);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_newest_version_of_each_room_hands_out_a_log_as_it_was_hashed(pool: PgPool) {
    let files = Files::in_memory();
    load_into(&mut pool.acquire().await.unwrap(), &files).await.unwrap();
    let listed: Vec<(Uuid, Uuid, String, String)> = sqlx::query_as(
        "select s.engagement_id, (f ->> 'id')::uuid, f ->> 'name', f ->> 'sha256'
         from snapshot s, json_array_elements(s.document::json -> 'files') f
         where s.number = (select max(number) from snapshot n where n.engagement_id = s.engagement_id)
         order by f ->> 'name'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let names: Vec<_> = listed.iter().map(|(_, _, name, _)| name.as_str()).collect();
    assert_eq!(names, ["booking B-20891.txt", "order-connector W-104239.txt"]);
    for (engagement, id, name, sha256) in listed {
        let bytes = files.get(engagement.into(), id.into()).await.unwrap().unwrap();
        assert_eq!(Hash::of_bytes(&bytes).to_string(), sha256, "{name}");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.lines().count() > 10 && !text.contains("dGhpcyBpcyBub3Qg"), "{text}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_load_that_fails_late_leaves_no_file(pool: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::in_folder(folder.path()).unwrap();
    let taken = "insert into client (id, name) values (gen_random_uuid(), 'Linden Ceramics')";
    pool.execute(taken).await.unwrap();
    load_into(&mut pool.acquire().await.unwrap(), &files).await.unwrap_err();
    assert_eq!(count(&pool, "attachment").await, 0);
    let folders: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert_eq!(folders.len(), 2, "both logs had been laid there");
    for folder in folders {
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
