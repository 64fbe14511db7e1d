//! The demo hands out a file in each of its rooms, as a newcomer finds it.

use super::files;
use crate::harness::TestApp;
use crate::heard::signed_in;
use faultline::delivery::documents::verify;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_client_of_the_demo_finds_a_file_in_the_room_and_in_an_archive_that_is_whole(
    owner: PgPool,
) {
    let app = TestApp::with_demo(owner.clone()).await;
    for (title, name, path) in [
        (
            "Web order to cash",
            "order-connector W-104239.txt",
            "attachments/01-order-connector-W-104239.txt",
        ),
        ("Booking to invoice", "booking B-20891.txt", "attachments/01-booking-B-20891.txt"),
    ] {
        let found = sqlx::query_scalar("select id from engagement where title = $1").bind(title);
        let engagement: Uuid = found.fetch_one(&owner).await.unwrap();
        let mut client = signed_in(&app, engagement, "contributor").await;
        let room = |page: &str| format!("/room/{engagement}/{page}");
        for page in ["evidence", "downloads"] {
            let shown = client.get(&room(page)).await.body;
            assert!(shown.contains(name), "{page} of {title}: {shown}");
        }
        let archive = client.get(&room("recommendation.zip")).await.bytes;
        let whole = verify(&archive).unwrap();
        assert!(whole.files.iter().any(|file| file == path), "{:?}", whole.files);
        let text = String::from_utf8(files(&archive)[path].clone()).unwrap();
        assert!(text.lines().count() > 10, "{text}");
    }
}
