//! What a room has: a version, what was said of it, and what the client is asked, answers and reports.

use super::{Room, TOKEN};
use faultline::document::files::Format;
use faultline::platform::ids::SnapshotId;
use faultline::stores::room::{Contents, Draft, FORMAT, HandedOut, Hash, Presentation, Snapshot};
use faultline_app::token::Token;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// A snapshot of an engagement of which only a field of the source of truth was recorded yet.
fn sealed(id: Uuid, room: &Room) -> Snapshot {
    let (data_type, field) = (room.ids["data_type"], room.ids["field"]);
    let document = json!({
        "id": room.id, "title": "Orders", "client": "A client", "stage": "active", "as_of": "2026-11-01T08:00:00Z",
        "data_types": [{ "id": data_type, "name": "Order" }],
        "fields": [{ "id": field, "data_type": data_type, "name": "Price", "standing": "unassigned" }],
    });
    let Draft { document, assessment } = Draft::of(serde_json::from_value(document).unwrap());
    let contents = Contents {
        format: FORMAT,
        number: 1,
        note: String::new(),
        published_by: "Lead Person".into(),
        published_at: document.as_of,
        document,
        assessment,
        presentation: Presentation::default(),
        figures: None,
        files: vec![handed_out(room)],
    };
    Snapshot::seal(SnapshotId(id), contents).unwrap()
}

/// What is in the picture beside the sample.
pub const PICTURE: &[u8] = b"pixels";

/// The picture beside the sample, as a version lists it.
fn handed_out(room: &Room) -> HandedOut {
    HandedOut {
        id: room.ids["attachment"].into(),
        name: "shot.png".into(),
        format: Format::Png,
        bytes: PICTURE.len() as i64,
        sha256: Hash::of_bytes(PICTURE),
        failure: room.ids["sample"].into(),
        summary: "Order twice".into(),
        records: String::new(),
    }
}

/// A snapshot with a comment and a decision, and a line of history.
pub(super) async fn published(owner: &PgPool, room: &mut Room, by: Uuid) {
    let snapshot = Uuid::now_v7();
    room.ids.insert("attachment", Uuid::now_v7());
    let publish = "insert into snapshot (id, engagement_id, number, document, hash, published_by, published_by_name)
                   values ($1, $2, 1, $4, $5, $3, 'Lead Person')";
    let sealed = sealed(snapshot, room);
    let publish = sqlx::query(publish).bind(snapshot).bind(room.id).bind(by);
    publish.bind(sealed.text()).bind(sealed.hash().bytes()).execute(owner).await.unwrap();
    let comment =
        "insert into comment (id, engagement_id, snapshot_id, about, body, person_id, person_name)
                   values ($1, $2, $3, 'verdict', 'Why?', $4, 'Lead Person')";
    sqlx::query(comment)
        .bind(Uuid::now_v7())
        .bind(room.id)
        .bind(snapshot)
        .bind(by)
        .execute(owner)
        .await
        .unwrap();
    let decide =
        "insert into decision (id, engagement_id, snapshot_id, answer, person_id, person_name)
                  values ($1, $2, $3, 'ask', $4, 'Lead Person')";
    sqlx::query(decide)
        .bind(Uuid::now_v7())
        .bind(room.id)
        .bind(snapshot)
        .bind(by)
        .execute(owner)
        .await
        .unwrap();
    let note = "insert into audit (person_id, engagement_id, action, subject_kind, subject_name)
                values ($1, $2, 'changed', 'system', 'Shop')";
    sqlx::query(note).bind(by).bind(room.id).execute(owner).await.unwrap();
    replied(owner, room.id, by).await;
    room.ids.insert("snapshot", snapshot);
}

/// A reply to the comment, that somebody looked at the room, and something that staff dealt with.
async fn replied(owner: &PgPool, room: Uuid, by: Uuid) {
    let add = "with seen as (insert into room_seen (engagement_id, person_id, number) values ($1, $2, 1)),
                   read as (insert into room_read (engagement_id, person_id, number) values ($1, $2, 1)),
                   done as (insert into room_done (engagement_id, kind, subject_id, done_by) values ($1, 'comment', $3, $2))
               insert into room_reply (id, engagement_id, comment_id, body, person_id, person_name)
               select $3, c.engagement_id, c.id, 'Because of the key.', $2, 'Lead Person'
               from comment c where c.engagement_id = $1";
    let add = sqlx::query(add).bind(room).bind(by).bind(Uuid::now_v7());
    add.execute(owner).await.unwrap();
    // What became of the thread: it was changed, it mentions somebody, and it was resolved and opened again.
    let add = "with c as (select id, engagement_id from comment where engagement_id = $1),
                   edit as (insert into comment_edit (id, engagement_id, comment_id, body, person_id)
                            select gen_random_uuid(), c.engagement_id, c.id, 'Why? Because of whom?', $2 from c),
                   mention as (insert into mention (id, engagement_id, comment_id, person_id, made_by, created_at)
                               select gen_random_uuid(), c.engagement_id, c.id, $2, $2, now() - interval '1 hour' from c)
               insert into comment_resolution (id, engagement_id, comment_id, resolved, person_id, person_name)
               select gen_random_uuid(), c.engagement_id, c.id, false, $2, 'Lead Person' from c";
    sqlx::query(add).bind(room).bind(by).execute(owner).await.unwrap();
}

/// A link of the client's to the map, which somebody opened; the first client's is known by the token.
pub(super) async fn shared(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into share (id, engagement_id, snapshot_id, item, label, note, asks_name, has_password, person_id,
                   expires_at)
               values ($1, $2, $3, 'map', 'What should happen, and what does', 'The agency', false, false, $4,
                   now() + interval '14 days')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["snapshot"]).bind(by);
    add.execute(owner).await.unwrap();
    let taken: bool =
        sqlx::query_scalar("select exists (select from share_key)").fetch_one(owner).await.unwrap();
    let token = if taken { Token::new() } else { Token::sent(TOKEN) };
    let add =
        "with key as (insert into share_key (token_hash, share_id, person_id) values ($1, $2, $3))
               insert into share_opening (id, engagement_id, share_id, name, network)
               values ($4, $5, $2, 'Reader', '203.0.113.0/24')";
    let add = sqlx::query(add).bind(token.hash()).bind(id).bind(by).bind(Uuid::now_v7());
    add.bind(room.id).execute(owner).await.unwrap();
    room.ids.insert("share", id);
}

/// A certificate of the client's for the decision.
pub(super) async fn certified(owner: &PgPool, room: Uuid, by: Uuid) {
    let add = "insert into certificate (id, engagement_id, decision_id, person_id, record, hash, stamp, authority)
               select $1, $2, d.id, $3, '{}', sha256($2::uuid::text::bytea), '\\x00', '\\x00'
               from decision d where d.engagement_id = $2 limit 1";
    let add = sqlx::query(add).bind(Uuid::now_v7()).bind(room).bind(by);
    add.execute(owner).await.unwrap();
}

/// An access that the client granted, and an area of its system that nobody touches.
pub(super) async fn granted(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
    let (access, area) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "with area as (insert into access_area (id, engagement_id, system_id, system_name, care, says, because,
                                 recorded_by, recorded_by_name)
                             values ($2, $3, $4, 'Shop', 'forbidden', 'Payroll', 'It is none of our business.', $5,
                                 'Lead Person'))
               insert into access_request (id, engagement_id, system_id, system_name, purpose, environment, scope,
                   needed_until, asked_of, hand_over, state, asked_by, asked_by_name, answered_by, answered_by_name,
                   answered_at, granted_scope, granted_until, answer)
               values ($1, $3, $4, 'Shop', 'See how orders arrive', 'The test shop', 'read_only', '2100-01-01',
                   'The shop agency', 'By telephone', 'granted', $5, 'Lead Person', $6, 'Client Person', now(), 'read_only',
                   '2100-01-01', 'On weekdays')";
    let add = sqlx::query(add).bind(access).bind(area).bind(room.id).bind(room.ids["system"]);
    add.bind(by).bind(answered_by).execute(owner).await.unwrap();
    room.ids.insert("access", access);
    room.ids.insert("access_area", area);
}

/// A question that the client answered after it was reminded, and that nobody has taken over yet.
pub(super) async fn questioned(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
    let id = Uuid::now_v7();
    let add = "with reminded as (insert into reminder (engagement_id, subject_id, person_id, ends_on, days_before)
                                 values ($2, $1, $5, '2100-01-01', 7))
               insert into question (id, engagement_id, sought, choice, about, words, asked_of, asked_of_name, due_on, state,
                   asked_by, asked_by_name, reply, answer, note, answered_by, answered_by_name, answered_at)
               values ($1, $2, $3, 'read', 'Shop: API access', 'How far can other programs reach it?', $5, 'Client Person',
                   '2100-01-01', 'answered', $4, 'Lead Person', 'value', 'They can read it', 'Since spring', $5, 'Client Person', now())";
    let sought = format!("system/{}/api_access", room.ids["system"]);
    let add = sqlx::query(add).bind(id).bind(room.id).bind(sought).bind(by).bind(answered_by);
    add.execute(owner).await.unwrap();
    room.ids.insert("question", id);
}

/// A field that the client disputes, and what they said of it before.
pub(super) async fn disputed(owner: &PgPool, room: &mut Room, answered_by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into truth_answer (id, engagement_id, field_id, about, snapshot_number, agrees, differs, team, position,
                   state, answered_by, answered_by_name, answered_at)
               values (gen_random_uuid(), $2, $3, 'Order: status', 1, true, true, '', '', 'replaced', $4, 'Client Person',
                       now() - interval '1 hour'),
                   ($1, $2, $3, 'Order: status', 1, false, true, 'Sales', 'The shop is right', 'open', $4, 'Client Person',
                       now())";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["field"]).bind(answered_by);
    add.execute(owner).await.unwrap();
    room.ids.insert("truth_answer", id);
}

/// A notice that waits for somebody's mail of the day.
pub(super) async fn noticed(owner: &PgPool, room: Uuid, person: Uuid) {
    let add = "insert into notice (id, engagement_id, person_id, kind, event, page, at_once)
               values (gen_random_uuid(), $1, $2, 'answered', 'mentioned', '/room/' || $1::text, false)";
    sqlx::query(add).bind(room).bind(person).execute(owner).await.unwrap();
}

/// A colleague whom the client asked in, and staff declined.
pub(super) async fn colleague(owner: &PgPool, room: &mut Room, by: Uuid, asked_by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into colleague (id, engagement_id, name, email, capacity, asked_by, asked_by_name, state, closed_by,
                   closed_by_name, closed_at, word_back)
               values ($1, $2, 'Tom Reyes', 'tom@north.example', 'viewer', $3, 'Client Person', 'declined', $4,
                   'Lead Person', now(), 'He left.')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(asked_by).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("colleague", id);
}

/// That the sample and the file beside it came from the room.
pub(super) async fn reported(owner: &PgPool, room: &Room, by: Uuid) {
    let sample = "update sample set submitted_by = $2 where id = $1";
    sqlx::query(sample).bind(room.ids["sample"]).bind(by).execute(owner).await.unwrap();
    let file = "update attachment set from_client = true where id = $1";
    sqlx::query(file).bind(room.ids["attachment"]).execute(owner).await.unwrap();
}
