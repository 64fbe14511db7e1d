//! “Redact more”: what a person marked can be read nowhere in its engagement afterwards, whichever table it is in.

mod files;
mod roles;

use crate::harness::{Browser, Person, TestApp};
use axum::http::StatusCode;
use sqlx::{AssertSqlSafe, PgPool, Row, query_scalar};
use uuid::Uuid;

/// What is marked. Its quotes are written otherwise in JSON and in tables.
const MARKED: &str = "Blue \"Harbour\"";

/// A sample whose texts hold what is marked, and its address.
async fn sample(lead: &mut Browser, room: Uuid) -> String {
    let at = (chrono::Utc::now() - chrono::Duration::days(1)).format("%Y-%m-%dT%H:%M").to_string();
    let (summary, evidence) = (format!("Order of {MARKED} lost"), format!("{MARKED} called twice"));
    let form = [
        ("summary", summary.as_str()),
        ("symptom", "missing"),
        ("origin", "unknown"),
        ("cause", "unknown"),
        ("occurred_at", at.as_str()),
        ("detected_by", "staff"),
        ("outcome", "failed"),
        ("evidence", evidence.as_str()),
    ];
    let added = lead.post(&format!("/e/{room}/samples/new"), &form).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    added.location().split(['?', '#']).next().unwrap().to_owned()
}

/// Redacts it, and says where that leads.
async fn redact(lead: &mut Browser, sample: &str) -> String {
    let form = [("version", "1"), ("text", MARKED), ("kind", "name")];
    let done = lead.post(&format!("{sample}/redact"), &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    done.location().to_owned()
}

/// The tables of tenants in which it still stands.
async fn kept(owner: &PgPool) -> Vec<String> {
    let tables = "select distinct c.relname::text from pg_class c
                  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1";
    let tables: Vec<String> = query_scalar(tables).fetch_all(owner).await.unwrap();
    let mut kept = Vec::new();
    for table in tables {
        let find =
            format!("select exists (select from \"{table}\" t where t::text like '%Harbour%')");
        if query_scalar::<_, bool>(AssertSqlSafe(find)).fetch_one(owner).await.unwrap() {
            kept.push(table);
        }
    }
    kept
}

/// Puts a text into every column that holds texts from outside, and says how many those are.
pub async fn planted(owner: &PgPool, room: Uuid, text: &str) -> usize {
    let columns = "select in_table, in_column, of_type from outside_texts() order by 1, 2";
    let columns = sqlx::query(columns).fetch_all(owner).await.unwrap();
    for column in &columns {
        let (table, name, kind): (String, String, String) =
            (column.get(0), column.get(1), column.get(2));
        let value = match kind.as_str() {
            "text" => "$2",
            "text[]" => "array['a', $2]",
            "json" => "json_build_object('said', json_build_array($2::text, 7))",
            _ => "jsonb_build_object('said', jsonb_build_array($2::text, 7))",
        };
        let plant = format!("update \"{table}\" set \"{name}\" = {value} where engagement_id = $1");
        let plant = sqlx::query(AssertSqlSafe(plant)).bind(room).bind(text);
        let rows = plant.execute(owner).await.unwrap().rows_affected();
        assert!(rows > 0, "nothing is in {table} that {name} could be tried with");
    }
    columns.len()
}

/// The same where the server knows what must stay readable: each statement changes a row at least.
pub async fn planted_by_kind(owner: &PgPool, room: Uuid, text: &str) {
    for plant in [
        "update part set body = body || jsonb_build_object('name', $2::text) where engagement_id = $1 and body ? 'name'",
        "update upload set mapping = jsonb_build_object('said', $2::text) where engagement_id = $1",
        "update import_mapping set mapping = jsonb_build_object('said', $2::text) where engagement_id = $1",
        "update reconciliation set settings = jsonb_set(settings, '{plan,keys,0,a}', to_jsonb($2::text)),
             outcome = outcome || jsonb_build_object('not_compared', jsonb_build_array(jsonb_build_array($2::text), '[]'::jsonb))
         where engagement_id = $1",
        "update reconciliation_difference set content = jsonb_set(content, '{cells,0,a,0}', to_jsonb($2::text))
         where engagement_id = $1",
        "update engagement set title = $2 where id = $1",
        "with said as (select id, replace(document::text, '\"title\":\"', '\"title\":' || left(to_jsonb($2::text)::text, -1)) as document
                       from quote where engagement_id = $1)
         update quote q set document = said.document::json from said where q.id = said.id",
        "with said as (select id, replace(document::text, '\"found\":\"', '\"found\":' || left(to_jsonb($2::text)::text, -1)) as document
                       from quote_change where engagement_id = $1)
         update quote_change c set document = said.document::json from said where c.id = said.id",
        "with said as (select id, replace(document, '\"title\":\"', '\"title\":' || left(to_jsonb($2::text)::text, -1)) as document
                       from snapshot where engagement_id = $1)
         update snapshot s set document = said.document, hash = sha256(convert_to(said.document, 'UTF8'))
         from said where s.id = said.id",
    ] {
        let done = sqlx::query(plant).bind(room).bind(text).execute(owner).await.unwrap();
        assert!(done.rows_affected() > 0, "{plant}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_redacted_more_stands_in_no_table_any_more(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    let mut lead = app.sign_in_as(Person::Lead).await;
    assert!(planted(&owner, room, MARKED).await > 25);
    planted_by_kind(&owner, room, MARKED).await;
    // A file that waits, cut in the middle of it, as a table writes its quotes.
    for (number, piece) in ["message\n\"Blue \"\"Har", "bour\"\"\"\n"].into_iter().enumerate() {
        let piece_of = "insert into upload_chunk (engagement_id, upload_id, number, content) values ($1, $2, $3, $4)";
        let piece_of = sqlx::query(piece_of).bind(room).bind(app.world.north.ids["upload"]);
        piece_of.bind(number as i32 + 1).bind(piece.as_bytes()).execute(&owner).await.unwrap();
    }
    let sample = sample(&mut lead, room).await;
    assert!(kept(&owner).await.len() > 15);
    redact(&mut lead, &sample).await;
    assert_eq!(kept(&owner).await, Vec::<String>::new());
    let waits: i64 = query_scalar("select count(*) from upload where engagement_id = $1")
        .bind(room)
        .fetch_one(&owner)
        .await
        .unwrap();
    assert_eq!(waits, 0);
    for page in
        ["", "/systems", "/activity", "/samples", "/reconcile", "/verdict", "/quote", "/publish"]
    {
        let answer = lead.get(&format!("/e/{room}{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.body.contains("Harbour"), "{page}");
    }
    let told = "select after::text from audit where subject_kind = 'failure_sample' and action = 'changed'";
    let told: String = query_scalar(told).fetch_one(&owner).await.unwrap();
    assert!(told.contains("rows_elsewhere") && told.contains("map_draft"), "{told}");
}

/// Columns of tenants' tables that hold words of our own, or are written anew from the document: nothing from outside.
const OURS: [&str; 53] = [
    "api_token.scopes",
    "attachment.format",
    "attachment.replaced",
    "audit.action",
    "audit.subject_kind",
    "comment.about",
    "comment.person_name",
    "decision.answer",
    "decision.person_name",
    "import_mapping.mapping",
    "job.kind",
    "job.state",
    "map_draft.side",
    "membership.capacity",
    "part.body",
    "part.kind",
    "quote.answered_by_name",
    "quote.document",
    "quote_change.document",
    "reconciliation.outcome",
    "reconciliation.settings",
    "reconciliation_difference.content",
    "reconciliation_difference.kind",
    "sample.cause",
    "sample.detected_by",
    "sample.error_class",
    "sample.evidence_kind",
    "sample.missing_control",
    "sample.origin",
    "sample.outcome",
    "sample.state",
    "sample.symptom",
    "sample_clock.measure",
    "sample_pattern_rule.cause",
    "sample_pattern_rule.origin",
    "sample_pattern_rule.symptom",
    "sample_secret.kind",
    "sample_tally.cause",
    "sample_tally.detected_by",
    "sample_tally.evidence_kind",
    "sample_tally.missing_control",
    "sample_tally.origin",
    "sample_tally.state",
    "sample_tally.symptom",
    "snapshot.document",
    "snapshot.published_by_name",
    "standing_change.closed",
    "standing_change.raised",
    "standing_change.verdict",
    "upload.encoding",
    "upload.format",
    "upload.mapping",
    "upload.redacted",
];

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn every_text_of_a_tenants_table_is_reached_or_known_to_be_ours(owner: PgPool) {
    let left: Vec<String> = query_scalar(
        "select table_name::text || '.' || column_name from information_schema.columns c
         where table_schema = 'public' and data_type in ('text', 'ARRAY', 'json', 'jsonb')
             and udt_name in ('text', '_text', 'json', 'jsonb')
             and exists (select from information_schema.columns e
                         where e.table_schema = 'public' and e.table_name = c.table_name and e.column_name = 'engagement_id')
             and not exists (select from outside_texts() o
                             where o.in_table = c.table_name::text and o.in_column = c.column_name::text)
         order by (table_name::text || '.' || column_name) collate \"C\"",
    )
    .fetch_all(&owner)
    .await
    .unwrap();
    assert_eq!(left, OURS, "say what it holds");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_version_with_it_is_marked_as_withdrawn_and_its_hash_stays_on_record(owner: PgPool) {
    let app = TestApp::new(owner.clone()).await;
    let room = app.world.north.id;
    planted_by_kind(&owner, room, MARKED).await;
    let hashes = "select hash, left_hash, withdrawn_at is not null as withdrawn from snapshot where engagement_id = $1";
    let before = sqlx::query(hashes).bind(room).fetch_one(&owner).await.unwrap();
    let mut lead = app.sign_in_as(Person::Lead).await;
    let sample = sample(&mut lead, room).await;
    redact(&mut lead, &sample).await;
    let after = sqlx::query(hashes).bind(room).fetch_one(&owner).await.unwrap();
    assert_eq!(after.get::<Vec<u8>, _>("hash"), before.get::<Vec<u8>, _>("hash"));
    assert!(!before.get::<bool, _>("withdrawn") && after.get::<bool, _>("withdrawn"));
    let mut viewer = app.sign_in_as(Person::Viewer).await;
    let read = viewer.get(&format!("/room/{room}/recommendation.json")).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(!read.body.contains("Harbour") && read.body.contains("‹name "), "{}", read.body);
    let hash = faultline::stores::room::Hash::of(&read.body);
    assert_eq!(after.get::<Vec<u8>, _>("left_hash"), hash.bytes());
    let told = viewer.get(&format!("/room/{room}/recommendation.md")).await.body;
    assert!(told.contains("This version is withdrawn"), "{told}");
    assert!(told.contains(&hex::encode(before.get::<Vec<u8>, _>("hash"))), "{told}");
    for page in ["", "/verdict", "/downloads", "/decision"] {
        let answer = viewer.get(&format!("/room/{room}{page}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(!answer.body.contains("Harbour"), "{page}");
    }
}
