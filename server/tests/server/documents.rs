//! The documents of a version as their readers fetch them: whole, typed, named, the same twice, and nobody else's.

use crate::harness::{Answer, Browser, Person, TestApp};
use axum::http::StatusCode;
use faultline::delivery::documents::{Document, INDEX, MANIFEST};
use faultline::platform::catalogue::Catalogue;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

pub fn room(app: &TestApp, page: &str) -> String {
    format!("/room/{}/{page}", app.world.north.id)
}

/// The value of a hidden field on a page.
fn value(body: &str, name: &str) -> String {
    let tag = body.split("<input").find(|tag| tag.contains(&format!("name=\"{name}\""))).unwrap();
    tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// The files of an archive.
pub fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = BTreeMap::new();
    for at in 0..archive.len() {
        let name = archive.name_for_index(at).unwrap().unwrap().into_owned();
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        all.insert(name, content);
    }
    all
}

/// Publishes what is drafted, told as these fields say.
pub async fn publish(app: &TestApp, lead: &mut Browser, told: &[(&str, &str)]) -> Answer {
    let page = format!("/e/{}/publish", app.world.north.id);
    let shown = lead.get(&page).await.body;
    let (seen, newest) = (value(&shown, "seen"), value(&shown, "newest"));
    let form =
        [&[("seen", seen.as_str()), ("newest", newest.as_str()), ("note", "")], told].concat();
    lead.post(&page, &form).await
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn each_document_is_typed_named_and_the_same_twice(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    for document in Document::ALL {
        let address = room(&app, document.key());
        let first = viewer.get(&address).await;
        assert_eq!(first.status, StatusCode::OK, "{address}");
        assert_eq!(first.header("content-type"), document.content_type());
        let ending = document.key().rsplit('.').next().unwrap();
        let name = first.header("content-disposition").to_owned();
        assert!(name.starts_with("attachment") && name.ends_with(&format!(".{ending}")), "{name}");
        assert!(name.contains("_v1"), "{name} does not say which version");
        assert_eq!(viewer.get(&address).await.bytes, first.bytes, "{address} differs");
    }
    let told = "select count(*) from audit where action = 'downloaded' and subject_name = 'recommendation.xlsx'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&owner).await.unwrap();
    assert_eq!(told, 2, "what was kept is in the audit like what was made");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn nobody_elses_documents_are_handed_out(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let mut stranger = app.sign_in_as(Person::Stranger).await;
    for document in Document::ALL {
        let address = room(&app, document.key());
        // Made and kept for one reader, it is still nothing to another.
        assert_eq!(viewer.get(&address).await.status, StatusCode::OK);
        assert_eq!(stranger.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
        let other = viewer.get(&format!("{address}?version=9")).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_archive_holds_what_is_handed_out_one_by_one_and_its_hashes(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let mut all = files(&viewer.get(&room(&app, "recommendation.zip")).await.bytes);
    let sums = String::from_utf8(all.remove(MANIFEST).unwrap()).unwrap();
    for line in sums.lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        assert_eq!(hash, hex::encode(Sha256::digest(&all[name])), "{name}");
        // What is handed out beside a failure is fetched by its id.
        let fetched = match name {
            INDEX => continue,
            "attachments/01-shot.png" => format!("files/{}", app.world.north.ids["attachment"]),
            document => document.to_owned(),
        };
        assert_eq!(viewer.get(&room(&app, &fetched)).await.bytes, all[name], "{name}");
    }
    assert_eq!(sums.lines().count(), all.len(), "a file has no hash");
    let documents = Document::ALL.iter().filter(|one| **one != Document::Everything);
    documents.for_each(|one| assert!(all.contains_key(one.key()), "{one} is missing"));
    assert!(all.contains_key("quote.json"), "the quote that goes with it is missing");
    assert!(all.contains_key("attachments/01-shot.png"), "what is handed out is missing");
    let index = String::from_utf8_lossy(&all[INDEX]).into_owned();
    let told = |name: &String| name == INDEX || index.contains(&format!("{name}: "));
    assert!(all.keys().all(told), "{index}");
    assert!(index.contains("Files beside failures"), "{index}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_publisher_chooses_sections_and_words_and_nothing_that_is_computed(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let wrong = publish(&app, &mut lead, &[("leave_out", "everything")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let secret = ["AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let covering = format!("Dear all,\n\nthe key was {secret}. Here is what we found.");
    let told = [
        ("covering", covering.as_str()),
        ("leave_out", "risks"),
        ("leave_out", "glossary"),
        ("leave_out", "verdict"),
        ("verdict", "Patch"),
    ];
    let published = publish(&app, &mut lead, &told).await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.body);
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let text = viewer.get(&room(&app, "recommendation.md")).await.body;
    assert!(text.contains("Here is what we found."), "{text}");
    assert!(!text.contains("## What could hurt") && !text.contains("## What the words mean"));
    assert!(text.contains("## The verdict and its reasons"), "a verdict cannot be left out");
    let json = viewer.get(&room(&app, "recommendation.json")).await.body;
    assert!(json.contains("\"left_out\":[\"risks\",\"glossary\"]"), "{json}");
    for body in [&text, &json] {
        assert!(!body.contains(&secret), "a secret went out");
    }
    let risks = viewer.get(&room(&app, "verdict")).await.body;
    assert!(risks.contains("What could hurt"), "the room shows every section all the same");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn both_sides_find_every_document_on_one_page(owner: PgPool) {
    let app = TestApp::new(owner).await;
    for person in [Person::Viewer, Person::Lead] {
        let mut reader = app.sign_in_as(person).await;
        let page = reader.get(&room(&app, "downloads")).await.body;
        for document in Document::ALL {
            assert!(page.contains(&room(&app, document.key())), "{document} is not listed");
        }
    }
    let mut lead = app.sign_in_as(Person::Lead).await;
    let staff = lead.get(&format!("/e/{}/publish", app.world.north.id)).await.body;
    assert!(staff.contains(&room(&app, "downloads?version=1")), "{staff}");
}

/// A document as it was downloaded, with a secret that somebody wrote into it.
fn downloaded(secret: &str) -> String {
    let text = include_str!("../../../src/stores/room/example.json");
    let mut document: serde_json::Value = serde_json::from_str(text).unwrap();
    document["brief"]["situation"] = format!("The key is {secret}, they said.").into();
    document.to_string()
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_downloaded_json_opens_an_engagement_and_comes_out_again_as_it_went_in(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let secret = ["AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let file = downloaded(&secret);
    let client = app.world.north.client.to_string();
    let fields = [("client", client.as_str()), ("title", "Taken over")];
    let files = [("file", "v1.json", file.as_bytes())];
    let opened = lead.upload("/engagements/import", &fields, &files).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let at = opened.location().to_owned();
    let systems = lead.get(&format!("{at}/systems")).await;
    let before: serde_json::Value = serde_json::from_str(&file).unwrap();
    for system in before["systems"].as_array().unwrap() {
        let name = system["name"].as_str().unwrap();
        assert!(systems.body.contains(name), "{name} is missing: {}", systems.body);
    }
    let brief = lead.get(&format!("{at}/brief")).await.body;
    assert!(brief.contains("they said.") && !brief.contains(&secret), "a secret came in");
    let told = "select count(*) from audit where action = 'added' and engagement_id = $1";
    let engagement: uuid::Uuid = at.rsplit('/').next().unwrap().parse().unwrap();
    let told: i64 = sqlx::query_scalar(told).bind(engagement).fetch_one(&owner).await.unwrap();
    assert!(told > 10, "{told} entries of the audit");
    let failures = lead.get(&format!("{at}/samples")).await.body;
    for failure in before["samples"]["examples"].as_array().unwrap() {
        let summary = failure["summary"].as_str().unwrap();
        assert!(failures.contains(summary), "{summary} is missing: {failures}");
    }
    let told = "select count(*), count(*) filter (where s.state = 'new' and s.integration_id in \
                (select id from part where engagement_id = $1 and kind = 'integration')) \
                from sample s join sample_import i on i.id = s.import_id and i.file_name like 'A JSON of %' \
                where s.engagement_id = $1";
    let (all, new): (i64, i64) =
        sqlx::query_as(told).bind(engagement).fetch_one(&owner).await.unwrap();
    assert_eq!((all, new), (3, 3), "each is new, and at an integration of this engagement");
    let page = lead.get("/engagements/import").await.body;
    assert!(page.contains("What comes over") && page.contains("What stays behind"), "{page}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_no_json_of_ours_is_refused_and_what_was_typed_stays(owner: PgPool) {
    let app = TestApp::new(owner).await;
    let mut lead = app.sign_in_as(Person::Lead).await;
    let client = app.world.north.client.to_string();
    let fields = [("client", client.as_str()), ("title", "Taken over")];
    for (content, says) in [
        (&b"{}"[..], "neither the JSON of a version"),
        (&b""[..], "Choose the JSON that was downloaded"),
        (&b"\xff\xfe"[..], "no JSON"),
        (&b"{\"format\":99,\"assessment\":{}}"[..], "reads forms up to"),
    ] {
        let refused =
            lead.upload("/engagements/import", &fields, &[("file", "x.json", content)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(refused.body.contains(says), "{says}: {}", refused.body);
        assert!(refused.body.contains("value=\"Taken over\""), "{}", refused.body);
    }
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let refused = viewer.upload("/engagements/import", &fields, &[("file", "x.json", b"{}")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}
