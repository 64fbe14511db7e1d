//! Files beside failures that a publisher chose: the client gets those as they were hashed, and nothing of any other.

use crate::documents::{files, publish, room};
use crate::files::PIXEL;
use crate::harness::{Browser, Person, TestApp};
use crate::share::share;
use axum::http::StatusCode;
use faultline::delivery::documents::{Document, INDEX, MANIFEST, verify};
use faultline::platform::catalogue::Catalogue;
use sqlx::{PgPool, query_scalar};
use uuid::Uuid;

mod demo;
mod taken_back;

/// What nobody of the client may read.
const CANARY: &str = "grey-heron-unchosen";

/// A text that is chosen, one that is not, a picture and a PDF beside the confirmed failure; their ids in this order.
async fn attached(app: &TestApp, owner: &PgPool, lead: &mut Browser) -> [Uuid; 4] {
    let sample = app.world.north.ids["sample"];
    let unchosen = format!("{CANARY} of ada.lovelace@example.org");
    let pdf = format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /T ({CANARY}) >>\nendobj\n%%EOF\n");
    let names = ["chosen.log", "heron-name.log", "heron-shot.png", "heron-invoice.pdf"];
    let contents: [&[u8]; 4] =
        [b"09:00 order 7 twice\n", unchosen.as_bytes(), PIXEL, pdf.as_bytes()];
    let parts: Vec<_> =
        names.iter().zip(contents).map(|(name, content)| ("files", *name, content)).collect();
    let page = format!("/e/{}/samples/{sample}/files", app.world.north.id);
    let added = lead.upload(&page, &[], &parts).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let mut ids = [Uuid::nil(); 4];
    for (id, name) in
        ids.iter_mut().zip(["chosen.txt", "heron-name.txt", "heron-shot.png", "heron-invoice.pdf"])
    {
        let found = "select id from attachment where engagement_id = $1 and name = $2";
        let found = query_scalar(found).bind(app.world.north.id).bind(name);
        *id = found.fetch_one(owner).await.unwrap();
    }
    ids
}

/// A second version, which hands out these.
async fn hand_out(app: &TestApp, lead: &mut Browser, ids: &[Uuid]) {
    let ids: Vec<_> = ids.iter().map(Uuid::to_string).collect();
    let ticked: Vec<_> = ids.iter().map(|id| ("file", id.as_str())).collect();
    let done = publish(app, lead, &ticked).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

fn file(app: &TestApp, id: Uuid) -> String {
    room(app, &format!("files/{id}"))
}

/// The archive of the newest version as this reader gets it, which is whole.
async fn archive(app: &TestApp, reader: &mut Browser) -> (Vec<String>, String) {
    let bytes = reader.get(&room(app, "recommendation.zip")).await.bytes;
    let whole = verify(&bytes).unwrap();
    let all = files(&bytes);
    let index = String::from_utf8_lossy(&all[INDEX]).into_owned();
    assert!(whole.files.iter().all(|name| all.contains_key(name)) && all.contains_key(MANIFEST));
    (whole.files, index)
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_publisher_is_told_what_is_to_be_known_of_each_file_and_none_is_chosen(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    let page = format!("/e/{}/publish", app.world.north.id);
    let shown = lead.get(&page).await.body;
    for id in ids {
        assert!(shown.contains(&format!("value=\"{id}\"")), "{shown}");
        assert!(shown.contains(&format!("/e/{}/files/{id}", app.world.north.id)), "{shown}");
    }
    for says in [
        "5 files lie beside confirmed failures, none is chosen",
        "Order twice",
        "Secrets and personal data were replaced at 1 place in it.",
        "Nothing in it looked like a secret",
        "Nobody can redact a picture",
        "Kept as it was sent",
        "Handed out with version 1.",
    ] {
        assert!(shown.contains(says), "{says}: {shown}");
    }
    let boxes = shown.split("<input").filter(|tag| tag.contains("name=\"file\""));
    let ticked = boxes.filter(|tag| tag.split('>').next().unwrap().contains("checked"));
    assert_eq!(ticked.count(), 0);
    let blank = format!("/files/{}/blank", ids[2]);
    assert!(shown.contains(&blank) && !shown.contains(&format!("/files/{}/blank", ids[3])));
    let mut consultant = app.sign_in_as(Person::Consultant).await;
    let read = consultant.get(&page).await.body;
    assert!(!read.contains("name=\"file\""), "who may not publish chooses nothing");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_chosen_is_handed_out_as_it_was_hashed_and_only_to_its_client(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &ids[..1]).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let address = file(&app, ids[0]);
    for page in ["evidence", "downloads"] {
        let shown = viewer.get(&room(&app, page)).await.body;
        assert!(shown.contains("chosen.txt") && shown.contains(&address), "{page}: {shown}");
    }
    let given = viewer.get(&address).await;
    assert_eq!((given.status, given.body.as_str()), (StatusCode::OK, "09:00 order 7 twice\n"));
    assert_eq!(given.header("content-type"), "text/plain; charset=utf-8");
    assert!(given.header("content-disposition").starts_with("attachment"));
    assert_eq!(given.header("content-security-policy"), "default-src 'none'; sandbox");
    let taken = "select count(*) from audit where action = 'downloaded' and subject_id = $1";
    let taken: i64 = query_scalar(taken).bind(ids[0]).fetch_one(&owner).await.unwrap();
    assert_eq!(taken, 1, "who took it is in the audit");
    let nothing = viewer.get("/there/is/nothing/here").await.without_nonce();
    for refused in [
        file(&app, ids[1]),
        file(&app, ids[2]),
        format!("{address}?version=1"),
        format!("{address}?version=9"),
        // It is handed out with version 1, and not with the newest one.
        file(&app, app.world.north.ids["attachment"]),
    ] {
        assert_eq!(viewer.get(&refused).await.without_nonce(), nothing, "{refused}");
    }
    let before = format!("{}?version=1", file(&app, app.world.north.ids["attachment"]));
    assert_eq!(viewer.get(&before).await.status, StatusCode::OK);
    for person in [Person::Stranger, Person::Outside] {
        let mut other = app.sign_in_as(person).await;
        assert_eq!(other.get(&address).await.status, StatusCode::NOT_FOUND, "{person:?}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_file_that_was_not_chosen_is_in_no_answer(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &ids[..1]).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    let mut answers = Vec::new();
    let pages = ["", "/evidence", "/downloads", "/verdict", "/map", "/changes?from=1&to=2"];
    for page in pages {
        answers.push(client.get(&format!("/room/{}{page}", app.world.north.id)).await);
    }
    for document in Document::ALL {
        answers.push(client.get(&room(&app, document.key())).await);
    }
    for answer in &answers {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let holds =
            |text: &str| answer.bytes.windows(text.len()).any(|window| window == text.as_bytes());
        for text in [CANARY, "heron-name", "heron-shot", "heron-invoice"] {
            assert!(!holds(text), "{text} went out: {}", answer.header("content-disposition"));
        }
        assert!(ids[1..].iter().all(|id| !holds(&id.to_string())), "an id went out");
    }
    // The other way round: what was chosen is found by the same search.
    let json = client.get(&room(&app, Document::Json.key())).await.body;
    assert!(json.contains("chosen.txt") && json.contains(&ids[0].to_string()), "{json}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn documents_name_what_is_handed_out_and_the_archive_holds_it(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &[ids[0], ids[3]]).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let text = viewer.get(&room(&app, Document::Markdown.key())).await.body;
    let json = viewer.get(&room(&app, Document::Json.key())).await.body;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let listed = json["files"].as_array().unwrap();
    assert_eq!(listed.len(), 2);
    for one in listed {
        let (name, hash) = (one["name"].as_str().unwrap(), one["sha256"].as_str().unwrap());
        assert!(text.contains(hash), "{name}: {text}");
    }
    let (names, index) = archive(&app, &mut viewer).await;
    assert!(names.contains(&"attachments/01-chosen.txt".to_owned()), "{names:?}");
    assert!(names.contains(&"attachments/02-heron-invoice.pdf".to_owned()), "{names:?}");
    assert!(index.contains("“chosen.txt”, beside the failure “Order twice”."), "{index}");
    let copy = viewer.get(&room(&app, "recommendation.zip")).await.bytes;
    let again = viewer.get(&room(&app, "recommendation.zip")).await.bytes;
    assert_eq!(copy, again, "the same twice");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_cannot_be_handed_out_is_refused_and_what_was_typed_stays(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    let page = format!("/e/{}/publish", app.world.north.id);
    let wrong = publish(&app, &mut lead, &[("file", "nonsense")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let (own, foreign) = (ids[0].to_string(), app.world.south.ids["attachment"].to_string());
    let told = [("covering", "Dear all"), ("file", own.as_str()), ("file", foreign.as_str())];
    let refused = publish(&app, &mut lead, &told).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("is not there any more"), "{}", refused.body);
    assert!(refused.body.contains("Dear all") && refused.body.contains("1 chosen"));
    let large = "update attachment set bytes = 24000001 where id = $1";
    sqlx::query(large).bind(ids[0]).execute(&owner).await.unwrap();
    let refused = publish(&app, &mut lead, &[("file", own.as_str())]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("choose fewer"), "{}", refused.body);
    let many: Vec<_> = (0..51).map(|_| Uuid::now_v7().to_string()).collect();
    let many: Vec<_> = many.iter().map(|id| ("file", id.as_str())).collect();
    let refused = publish(&app, &mut lead, &many).await;
    assert!(refused.body.contains("A version hands out 50 at most"), "{}", refused.body);
    let versions: i64 = query_scalar("select count(*) from snapshot where engagement_id = $1")
        .bind(app.world.north.id)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(versions, 1, "nothing was published");
    assert!(lead.get(&page).await.body.contains("Publish version 2"));
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_shared_part_names_its_files_and_leads_to_none(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let ids = attached(&app, &owner, &mut lead).await;
    hand_out(&app, &mut lead, &ids[..1]).await;
    let mut client = app.sign_in_as(Person::Contributor).await;
    for (item, names) in [("evidence", true), ("map", false), ("proposal", false)] {
        let link = share(&app, &mut client, &[("item", item), ("version", "2")]).await;
        let mut reader = app.visitor();
        let shown = reader.post(&link, &[]).await.body;
        assert_eq!(shown.contains("chosen.txt"), names, "{item}: {shown}");
        assert!(!shown.contains("/files/"), "{item}: {shown}");
        assert_ne!(reader.get(&file(&app, ids[0])).await.status, StatusCode::OK);
    }
}
