//! Who of the client opened which version, and copies that say whom they are for until they are accepted.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{Executor, PgPool, query_scalar};
use std::io::{Cursor, Read};

fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

async fn noted(owner: &PgPool) -> Vec<String> {
    let noted =
        "select p.name || ' ' || r.number from room_read r join person p on p.id = r.person_id
                 where p.role = 'client' order by 1";
    query_scalar(noted).fetch_all(owner).await.unwrap()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn staff_are_told_who_of_the_client_opened_a_version_and_what_is_not_noted(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let publish = format!("/e/{}/publish", app.world.north.id);
    let mut lead = app.sign_in_as(Person::Lead).await;
    let before = lead.get(&publish).await.body;
    assert!(before.contains("Version 1 has not been opened by"), "{before}");
    lead.get(&room(&app, "verdict")).await;
    app.sign_in_as(Person::Stranger).await.get(&room(&app, "verdict")).await;
    assert_eq!(noted(&owner).await, Vec::<String>::new(), "staff and strangers are no readers");

    let mut viewer = app.sign_in_as(Person::Viewer).await;
    viewer.get(&room(&app, "verdict")).await;
    viewer.get(&room(&app, "map?version=9")).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    client.get(&room(&app, "recommendation.md")).await;
    assert_eq!(noted(&owner).await, ["Contributor Person 1", "Viewer Person 1"]);
    let back = "update room_read set first_at = now() - interval '1 hour', last_at = now() - interval '1 hour'";
    owner.execute(back).await.unwrap();
    viewer.get(&room(&app, "map")).await;
    let again = "select count(*) from room_read where last_at > first_at";
    let again: i64 = query_scalar(again).fetch_one(&owner).await.unwrap();
    assert_eq!(again, 1, "who comes again is noted again");

    let told = lead.get(&publish).await.body;
    let opened = told.split("id=\"opened\"").nth(1).unwrap();
    for says in ["Viewer Person", "Contributor Person", "Version 1", "Not noted:"] {
        assert!(opened.contains(says), "{says}: {opened}");
    }
    assert!(!told.contains("has not been opened by"), "{told}");
    // Readers are told that it is noted.
    let downloads = client.get(&room(&app, "downloads")).await.body;
    assert!(downloads.contains("Your consultants see which versions you opened"), "{downloads}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_is_noted_of_an_archived_engagement(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    owner.execute("update engagement set stage = 'archived'").await.unwrap();
    assert_eq!(viewer.get(&room(&app, "verdict")).await.status, StatusCode::OK);
    assert_eq!(noted(&owner).await, Vec::<String>::new());
}

async fn download(app: &TestApp, who: &mut Browser, name: &str) -> Answer {
    let answer = who.get(&room(app, name)).await;
    assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.body);
    answer
}

/// What stands at the foot of each page of a text document.
fn foot(docx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut foot = String::new();
    archive.by_name("word/footer1.xml").unwrap().read_to_string(&mut foot).unwrap();
    foot
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn until_it_is_accepted_each_copy_says_whom_it_is_for_and_the_plain_one_stays(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let (mut viewer, mut client) =
        (app.sign_in_as(Person::Viewer).await, app.sign_in_as(Person::Contributor).await);
    let names = ["recommendation.pdf", "recommendation.docx", "sheet-owner.pdf"];
    // The quote that goes with it was accepted.
    let mut plain = Vec::new();
    for name in names {
        let bytes = download(&app, &mut lead, name).await.bytes;
        assert_eq!(download(&app, &mut viewer, name).await.bytes, bytes, "{name}");
        plain.push(bytes);
    }
    let none = "delete from quote_change; update decision set quote_id = null; delete from quote";
    owner.execute(none).await.unwrap();
    for name in names {
        let (one, other) = (
            download(&app, &mut viewer, name).await.bytes,
            download(&app, &mut client, name).await.bytes,
        );
        let staff = download(&app, &mut lead, name).await.bytes;
        assert!(one != other && one != staff && other != staff, "{name}");
        assert_eq!(download(&app, &mut viewer, name).await.bytes, one, "the same copy twice");
        assert_eq!(download(&app, &mut lead, name).await.bytes, staff, "{name} was poisoned");
        if name.ends_with(".docx") {
            assert!(foot(&one).contains("For Viewer Person, "), "{}", foot(&one));
            assert!(!foot(&staff).contains("For "), "{}", foot(&staff));
        }
    }
    // Data is never marked: its hash is the version's.
    let (data, staff) = (
        download(&app, &mut viewer, "recommendation.json").await.bytes,
        download(&app, &mut lead, "recommendation.json").await.bytes,
    );
    assert_eq!(data, staff);
    let accepted = "update decision set answer = 'accept'";
    owner.execute(accepted).await.unwrap();
    let name = "recommendation.docx";
    let copy = download(&app, &mut viewer, name).await.bytes;
    assert_eq!(copy, download(&app, &mut lead, name).await.bytes, "it was accepted");
}
