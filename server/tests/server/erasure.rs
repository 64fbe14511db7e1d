//! Erasure: nothing of a client that was erased is left in the database, among its files or in the logs, and the
//! certificate tells a changed byte. Whatever is another's stands as it was.

mod kept;
mod named;
mod others;
mod planted;

use crate::harness::{Browser, PASSWORD, Person, TestApp};
use crate::safety::log::Lines;
use crate::walk::contents;
use axum::http::StatusCode;
use faultline::stores::attachments::Files;
use faultline::stores::erasure::carry_out;
use faultline::stores::erasure::certificate::{self, Certificate, name_hash};
use planted::{CANARY, places, planted_everywhere};
use sqlx::{PgPool, query_scalar};
use std::path::Path;
use uuid::Uuid;

/// What the first client is called by then.
const NAME: &str = "Zanzibar-heron Outfitters";
/// The other client's.
const OTHER: &str = "quokka-lantern";

/// Asks for an erasure, and says where it leads.
async fn ask(admin: &mut Browser, page: &str, name: &str) -> String {
    let shown = admin.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    assert!(shown.body.contains("This cannot be taken back"), "{}", shown.body);
    let asked = admin.post(page, &[("name", name)]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    asked.location().to_owned()
}

/// Files of a folder that hold a text.
fn found_in(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(found_in(&path, text));
        } else if holds(&std::fs::read(&path).unwrap(), text) {
            found.push(path.display().to_string());
        }
    }
    found
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|piece| piece == text.as_bytes())
}

/// Files of an engagement: one that is recorded, one that nothing refers to, and half of one.
async fn files(files: &Files, folder: &Path, room: Uuid, recorded: Uuid, text: &str) {
    for id in [recorded, Uuid::now_v7()] {
        files.put(room.into(), id.into(), text.as_bytes().to_vec()).await.unwrap();
    }
    let half = folder.join(room.to_string()).join(format!("{}#1", Uuid::now_v7()));
    std::fs::write(half, text).unwrap();
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_of_an_erased_client_is_left_in_database_files_or_logs(owner: PgPool) {
    let lines = Lines::default();
    let _listening = lines.listen();
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::keeping(Files::in_folder(folder.path()).unwrap(), owner.clone()).await;
    let (north, south) = (&app.world.north, &app.world.south);
    let mut admin = app.sign_in_as(Person::Admin).await;
    files(app.files(), folder.path(), north.id, north.ids["attachment"], CANARY).await;
    files(app.files(), folder.path(), south.id, south.ids["attachment"], OTHER).await;
    planted_everywhere(&owner, south, OTHER).await;
    // What lists read of it must stay readable.
    let digests = "update engagement set digest = '{}', sample_digest = '{}', standing = '{}', integrations = '{}'
                   where id = $1";
    sqlx::query(digests).bind(south.id).execute(&owner).await.unwrap();
    let planted = planted_everywhere(&owner, north, CANARY).await;
    assert!(planted > 100, "only {planted} columns");
    let emails = planted::of_firm(&app, &mut admin, NAME).await;
    named::planted(&app).await;
    let mut viewer = app.visitor();
    assert_eq!(viewer.sign_in(&emails[0], PASSWORD).await.status, StatusCode::SEE_OTHER);
    let mentioned = places(&owner, CANARY).await;
    assert!(mentioned.len() > 30, "only {mentioned:?}");
    let (theirs, elsewhere) = (contents(&owner, south.id).await, places(&owner, OTHER).await);

    let page = ask(&mut admin, &format!("/clients/{}/erase", north.client), NAME).await;
    assert!(!viewer.is_signed_in().await, "the client's people are shut out at once");
    let waits = admin.get(&page).await;
    assert!(waits.body.contains("data-progress"), "{}", waits.body);
    assert_eq!(carry_out::all_open(&app.db, app.files()).await.unwrap(), 1);

    assert_eq!(places(&owner, CANARY).await, Vec::<String>::new());
    assert_eq!(found_in(folder.path(), CANARY), Vec::<String>::new());
    assert!(!lines.all().to_lowercase().contains(CANARY), "it is logged");
    let again = viewer.sign_in(&emails[0], PASSWORD).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    for read in ["/", "/clients", "/people", "/audit", "/templates", "/requests?state=all", &page] {
        let answer = admin.get(read).await;
        assert_eq!(answer.status, StatusCode::OK, "{read}");
        assert!(!answer.body.to_lowercase().contains(CANARY), "{read}");
    }
    assert_eq!(contents(&owner, south.id).await, theirs, "the other client's rows changed");
    assert_eq!(places(&owner, OTHER).await, elsewhere);
    assert_eq!(found_in(folder.path(), OTHER).len(), 3);
    verified(&owner, &mut admin, &page, north.client).await;
}

/// The certificate is whole, is the one that is kept, says what was erased, and every change of it is told.
async fn verified(owner: &PgPool, admin: &mut Browser, page: &str, client: Uuid) {
    let file = admin.get(&format!("{page}/certificate.json")).await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    let (says, hash) = certificate::verify(&file.body).unwrap();
    let kept: Vec<u8> = query_scalar("select hash from erasure where id = $1")
        .bind(says.id)
        .fetch_one(owner)
        .await
        .unwrap();
    assert_eq!(hash, hex::encode(kept));
    assert_eq!((says.number, says.subject), (2, client));
    assert_eq!(says.name_sha256, hex::encode(name_hash(says.id, NAME)));
    let rows = |kind: &str| rows(&says, kind);
    assert_eq!((rows("client"), rows("engagement"), rows("person")), (1, 1, 3));
    assert!(rows("sign_in_failure") > 0 && rows("known_network") > 0, "{says:?}");
    assert!(rows("part") > 10 && rows("sample") == 1 && rows("upload_chunk") == 1, "{says:?}");
    assert_eq!((rows("attachment"), says.files.recorded, says.files.removed), (1, 1, 2));
    assert_eq!(says.files.bytes, 2 * CANARY.len() as i64);
    assert!(says.audit_entries_emptied > 3, "{says:?}");
    let markdown = admin.get(&format!("{page}/certificate.md")).await.body;
    assert!(markdown.contains(&hash) && markdown.contains("still hold the data"), "{markdown}");
    let shown = admin.get(page).await.body;
    assert!(shown.contains(&hash) && shown.contains("The certificate is whole"), "{shown}");

    let check = async |admin: &mut Browser, text: &str| {
        admin.post("/erasures/check", &[("certificate", text)]).await
    };
    let told = check(admin, &file.body).await;
    assert_eq!(told.status, StatusCode::OK);
    assert!(told.body.contains("the one that this server keeps"), "{}", told.body);
    let changed = file.body.replacen("\"rows\":1", "\"rows\":2", 1);
    assert_ne!(changed, file.body);
    let told = check(admin, &changed).await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.body.contains("It was changed"), "{}", told.body);
}

fn rows(says: &Certificate, kind: &str) -> i64 {
    says.rows.iter().find(|row| row.kind == kind).map_or(0, |row| row.rows)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn an_erasure_that_was_interrupted_goes_on_where_it_was(owner: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::keeping(Files::in_folder(folder.path()).unwrap(), owner.clone()).await;
    let north = &app.world.north;
    files(app.files(), folder.path(), north.id, north.ids["attachment"], CANARY).await;
    let mut admin = app.sign_in_as(Person::Admin).await;
    let page =
        ask(&mut admin, &format!("/clients/{}/erase", north.client), "North Outfitters").await;
    let id: Uuid = page.rsplit('/').next().unwrap().parse().unwrap();
    // The rows of the engagement are gone, and the server with them.
    let room = "select erasure_room($1, $2, 2, 28)";
    sqlx::query(room).bind(id).bind(north.id).execute(&owner).await.unwrap();
    assert_eq!(found_in(folder.path(), CANARY).len(), 3);
    assert_eq!(carry_out::all_open(&app.db, app.files()).await.unwrap(), 1);
    assert_eq!(carry_out::all_open(&app.db, app.files()).await.unwrap(), 0, "it has ended");
    assert_eq!(found_in(folder.path(), CANARY), Vec::<String>::new());
    let file = admin.get(&format!("{page}/certificate.json")).await.body;
    let (says, _) = certificate::verify(&file).unwrap();
    assert_eq!((rows(&says, "engagement"), rows(&says, "client"), says.files.removed), (1, 1, 2));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nothing_is_erased_before_its_name_is_typed_or_while_it_is_erased_already(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let north = &app.world.north;
    let page = format!("/clients/{}/erase", north.client);
    let mut admin = app.sign_in_as(Person::Admin).await;
    let shown = admin.get(&page).await.body;
    for kind in
        ["failure samples", "published versions", "people's accounts", "files in the file store"]
    {
        assert!(
            shown.contains(&kind.replace('\'', "&#x27;")) || shown.contains(kind),
            "{kind}: {shown}"
        );
    }
    let other = admin.post(&page, &[("name", "South Apothecary")]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.body.contains("Type the name exactly") && other.body.contains("value=\"South"));
    let open = "select count(*) from erasure where erased_at is null";
    assert_eq!(query_scalar::<_, i64>(open).fetch_one(&owner).await.unwrap(), 0);
    ask(&mut admin, &page, "North Outfitters").await;
    let again = admin.post(&page, &[("name", "North Outfitters"), ("x", "2")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("is under way"), "{}", again.body);
    assert_eq!(query_scalar::<_, i64>(open).fetch_one(&owner).await.unwrap(), 1);
}
