//! Two clients, an engagement of each with one of everything, and everyone who could come.
//! It is written by the owner, so that it does not depend on what it tests.

use super::erased;
use faultline::document::engagement::{Part, PartKind};
use faultline::document::quote::Quote;
use faultline::judgement::assess::assess;
use faultline::judgement::quote::{Context, Price, Record, appraise};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SnapshotId;
use faultline::stores::quote::{Basis, ChangeOrder, Contents as QuoteContents, Issue};
use faultline::stores::room::{Contents, Draft, FORMAT, Presentation, Snapshot};
use faultline_app::account::password;
use faultline_app::token::Token;
use serde_json::json;
use sqlx::PgPool;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use uuid::Uuid;

/// Everyone's password.
pub const PASSWORD: &str = "ripe gravel octave";
/// The token of a link that nobody has taken yet.
pub const TOKEN: &str = "a-token-that-nobody-has-taken";

/// Who comes: how they stand to the first engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    Nobody,
    Viewer,
    Contributor,
    /// A contributor of the other client.
    Stranger,
    /// A consultant who leads the other engagement.
    Outside,
    Consultant,
    Lead,
    Admin,
    /// A lead who was signed in when they were shut out.
    Disabled,
}

impl Person {
    pub const ALL: [Self; 9] = [
        Self::Nobody,
        Self::Viewer,
        Self::Contributor,
        Self::Stranger,
        Self::Outside,
        Self::Consultant,
        Self::Lead,
        Self::Admin,
        Self::Disabled,
    ];

    /// What they sign in with.
    pub fn email(self) -> Option<&'static str> {
        Some(match self {
            Self::Nobody => return None,
            Self::Viewer => "viewer@north.example",
            Self::Contributor => "contributor@north.example",
            Self::Stranger => "stranger@south.example",
            Self::Outside => "outside@firm.example",
            Self::Consultant => "consultant@firm.example",
            Self::Lead => "lead@firm.example",
            Self::Admin => "admin@firm.example",
            Self::Disabled => "disabled@firm.example",
        })
    }

    /// What they are in the firm.
    pub fn role(self) -> &'static str {
        match self {
            Self::Viewer | Self::Contributor | Self::Stranger => "client",
            Self::Admin => "admin",
            _ => "consultant",
        }
    }

    /// Their capacity in the first engagement and in the second.
    pub fn capacities(self) -> (Option<&'static str>, Option<&'static str>) {
        match self {
            Self::Nobody | Self::Admin => (None, None),
            Self::Viewer => (Some("viewer"), None),
            Self::Contributor => (Some("contributor"), None),
            Self::Stranger => (None, Some("contributor")),
            Self::Outside => (None, Some("lead")),
            Self::Consultant => (Some("consultant"), None),
            Self::Lead | Self::Disabled => (Some("lead"), None),
        }
    }
}

/// An engagement and its parts, by what their addresses call them.
#[derive(Debug, Clone, Default)]
pub struct Room {
    pub id: Uuid,
    pub client: Uuid,
    pub ids: BTreeMap<&'static str, Uuid>,
}

/// Who and what is there.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// The first client's engagement.
    pub north: Room,
    /// The other client's.
    pub south: Room,
    people: BTreeMap<&'static str, Uuid>,
}

/// Hashing takes a while, and everyone has the same.
fn password_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).unwrap())
}

impl World {
    /// The id of someone with an account.
    pub fn person(&self, person: Person) -> Uuid {
        self.people[person.email().unwrap()]
    }

    pub async fn make(owner: &PgPool) -> Self {
        let north = engagement(owner, "North Outfitters").await;
        let south = engagement(owner, "South Apothecary").await;
        let mut world = Self { north, south, ..Self::default() };
        for person in Person::ALL {
            let Some(email) = person.email() else { continue };
            let client = match person {
                Person::Viewer | Person::Contributor => Some(world.north.client),
                Person::Stranger => Some(world.south.client),
                _ => None,
            };
            let id = Uuid::now_v7();
            let add = "insert into person (id, email, name, role, client_id, password_hash) values ($1, $2, $3, $4, $5, $6)";
            let add = sqlx::query(add)
                .bind(id)
                .bind(email)
                .bind(format!("{person:?} Person"))
                .bind(person.role());
            add.bind(client).bind(password_hash()).execute(owner).await.unwrap();
            let (north, south) = person.capacities();
            for (room, capacity) in [(world.north.id, north), (world.south.id, south)] {
                let add = "insert into membership (engagement_id, person_id, capacity) select $1, $2, $3 where $3 is not null";
                sqlx::query(add).bind(room).bind(id).bind(capacity).execute(owner).await.unwrap();
            }
            world.people.insert(email, id);
        }
        invited(owner).await;
        let admin = world.person(Person::Admin);
        // It was another client's, and is the firm's now.
        let erasure = erased::one(owner, admin).await;
        for room in [&mut world.north, &mut world.south] {
            room.ids.insert("erasure", erasure);
        }
        let lead = world.person(Person::Lead);
        for room in [&mut world.north, &mut world.south] {
            published(owner, room, lead).await;
            job(owner, room, lead).await;
            file(owner, room, lead).await;
            outside(owner, room, lead).await;
            reconciled(owner, room, lead).await;
            unfinished(owner, room, lead).await;
            redacted(owner, room, lead).await;
            asked(owner, room, lead).await;
        }
        of_firm(owner, &mut world.north, lead).await;
        let answers = [Person::Contributor, Person::Stranger].map(|person| world.person(person));
        for (room, answered_by) in [&mut world.north, &mut world.south].into_iter().zip(answers) {
            quoted(owner, room, lead, answered_by).await;
            certified(owner, room.id, answered_by).await;
            shared(owner, room, answered_by).await;
            granted(owner, room, lead, answered_by).await;
            questioned(owner, room, lead, answered_by).await;
            disputed(owner, room, answered_by).await;
            colleague(owner, room, lead, answered_by).await;
            reported(owner, room, answered_by).await;
        }
        world
    }
}

/// A logo, a view that the lead saved, and a template of the firm.
async fn of_firm(owner: &PgPool, room: &mut Room, by: Uuid) {
    let logo = "update firm set logo = '\\x89504e47', logo_format = 'png'";
    sqlx::query(logo).execute(owner).await.unwrap();
    let (view, template) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "with view as (insert into saved_view (id, person_id, name, query)
                             values ($1, $3, 'Waits for clients', 'waits=client'))
               insert into template (id, name, parts, made_by) values ($2, 'Shop and ERP', $4, $3)";
    let parts = json!([
        { "kind": "system", "body": { "id": Uuid::now_v7(), "name": "Shop", "kind": "shop" } },
        { "kind": "system", "body": { "id": Uuid::now_v7(), "name": "ERP", "kind": "erp" } },
    ]);
    let add = sqlx::query(add).bind(view).bind(template).bind(by).bind(parts);
    add.execute(owner).await.unwrap();
    room.ids.insert("saved_view", view);
    room.ids.insert("template", template);
}

/// The text of a map that somebody left unfinished.
async fn unfinished(owner: &PgPool, room: &Room, by: Uuid) {
    let add = "insert into map_draft (engagement_id, workflow_id, side, person_id, made_from, base, content)
               values ($1, $2, 'intended', $3, 0, '', '-> nowhere')";
    let add = sqlx::query(add).bind(room.id).bind(Uuid::now_v7()).bind(by);
    add.execute(owner).await.unwrap();
}

/// Something that was redacted more, before the picture beside the sample was there.
async fn redacted(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into redaction (id, engagement_id, sample_id, placeholder, files_searched, created_by, created_at)
               values ($1, $2, $3, '‹name 1›', 0, $4, now() - interval '1 day')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["sample"]).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("redaction", id);
}

/// The request that the engagement was opened for, and one that waits.
async fn asked(owner: &PgPool, room: &mut Room, by: Uuid) {
    let (taken, waiting) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "insert into intake (id, engagement_id, name, company, email, workflow, starts, notices, how_often, systems,
                   symptoms, more, fingerprint, state, answered_by, answered_at)
               select id, engagement, 'Asking Person', 'A firm', 'asking@firm-' || id || '.example', 'Orders to the ledger',
                   'A web order', 'The warehouse', 'weekly', '{Shop}', '{runs_twice}', '', sha256(id::text::bytea),
                   case when engagement is null then 'waiting' else 'accepted' end::intake_state,
                   case when engagement is not null then $4::uuid end, case when engagement is not null then now() end
               from (values ($1::uuid, $2::uuid), ($3::uuid, null)) asked (id, engagement)";
    let add = sqlx::query(add).bind(taken).bind(room.id).bind(waiting).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("request", taken);
    room.ids.insert("waiting_request", waiting);
}

/// Someone who has not come yet.
async fn invited(owner: &PgPool) {
    let add = "with new as (insert into person (id, email, name, role)
                   values (gen_random_uuid(), 'invited@firm.example', 'Invited Person', 'consultant') returning id)
               insert into invitation (token_hash, person_id, expires_at)
               select $1, id, now() + interval '1 day' from new";
    sqlx::query(add).bind(Token::sent(TOKEN).hash()).execute(owner).await.unwrap();
}

async fn engagement(owner: &PgPool, client_name: &str) -> Room {
    let mut room = Room { id: Uuid::now_v7(), client: Uuid::now_v7(), ids: BTreeMap::new() };
    let client = "insert into client (id, name) values ($1, $2)";
    sqlx::query(client).bind(room.client).bind(client_name).execute(owner).await.unwrap();
    let open =
        "insert into engagement (id, client_id, title, redaction_key) values ($1, $2, $3, $4)";
    let open =
        sqlx::query(open).bind(room.id).bind(room.client).bind(format!("Orders of {client_name}"));
    open.bind(vec![7_u8; 32]).execute(owner).await.unwrap();
    for kind in PartKind::ALL {
        put(owner, &mut room, *kind).await;
    }
    sample(owner, &mut room).await;
    changed(owner, &room).await;
    room
}

/// One part of a kind, referring to those made before it.
async fn put(owner: &PgPool, room: &mut Room, kind: PartKind) {
    // The only brief of an engagement has an id of its own, as its form gives it.
    let id = if kind == PartKind::Brief { Uuid::nil() } else { Uuid::now_v7() };
    let of = |kind: &str| room.ids.get(kind).copied().unwrap_or_default();
    let body = match kind {
        PartKind::Brief => json!({ "id": id }),
        PartKind::System => json!({ "id": id, "name": "Shop", "kind": "shop" }),
        PartKind::Integration => json!({
            "id": id, "name": "Orders", "source": of("system"), "destination": of("system"), "middleware": "script",
            "transport": "webhook", "direction": "push", "timing": "real_time", "extent": "incremental",
            "criticality": "critical",
        }),
        PartKind::Workflow => json!({ "id": id, "name": "Order to invoice" }),
        PartKind::Map => json!({ "id": id, "workflow": of("workflow"), "side": "actual" }),
        PartKind::Matching => json!({ "id": id, "workflow": of("workflow") }),
        PartKind::DataType => json!({ "id": id, "name": "Order" }),
        PartKind::Field => {
            json!({ "id": id, "data_type": of("data_type"), "name": "Price", "standing": "unassigned" })
        }
        PartKind::ControlSheet => json!({ "id": id, "integration": of("integration") }),
        PartKind::Call => json!({ "id": id, "integration": of("integration") }),
        PartKind::FlagDecision => json!({ "id": id, "flag": "owner_missing:engagement" }),
        PartKind::LaunchSheet => json!({ "id": id, "integration": of("integration") }),
        PartKind::Quote => json!({ "id": id }),
        PartKind::Plan => json!({ "id": id, "starts_on": "2026-05-04" }),
        PartKind::Measures => json!({ "id": id }),
        PartKind::PlanLine => json!({ "id": id, "says": "Move the mail to the queue" }),
        PartKind::Task => json!({
            "id": id, "unknown": "visibility:engagement", "kind": "visibility", "question": "Is it logged?",
            "ask": "Ada", "made_on": "2026-05-01",
        }),
    };
    Part::read(kind, body.clone()).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
    let insert = "insert into part (engagement_id, id, kind, body) values ($1, $2, $3, $4)";
    sqlx::query(insert)
        .bind(room.id)
        .bind(id)
        .bind(kind.key())
        .bind(body)
        .execute(owner)
        .await
        .unwrap();
    room.ids.insert(kind.key(), id);
}

/// That how the engagement stands has changed once.
async fn changed(owner: &PgPool, room: &Room) {
    let change =
        "insert into standing_change (engagement_id, raised, closed) values ($1, '{}', '{}')";
    sqlx::query(change).bind(room.id).execute(owner).await.unwrap();
}

/// A sample, and an import that brought none.
async fn sample(owner: &PgPool, room: &mut Room) {
    let (id, import) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "insert into sample_import (id, engagement_id, file_name, stored, refused, repeated)
               values ($1, $2, 'orders.csv', 0, 1, 0)";
    sqlx::query(add).bind(import).bind(room.id).execute(owner).await.unwrap();
    let add = "insert into sample (id, engagement_id, integration_id, symptom, origin, cause, occurred_at, detected_by,
                   outcome, summary, state)
               values ($1, $2, $3, 'duplicate', 'middleware', 'timeout', now(), 'customer', 'failed', 'Order twice',
                   'confirmed')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["integration"]);
    add.execute(owner).await.unwrap();
    // A pattern that somebody made, of samples that are still to come.
    let pattern = Uuid::now_v7();
    let made = "insert into sample_pattern (engagement_id, id, name) values ($1, $2, 'Order twice by hand')";
    sqlx::query(made).bind(room.id).bind(pattern).execute(owner).await.unwrap();
    let rule = "insert into sample_pattern_rule (engagement_id, integration_id, symptom, origin, cause, pattern_id)
                values ($1, $2, 'late', 'source', 'timeout', $3)";
    let rule = sqlx::query(rule).bind(room.id).bind(room.ids["integration"]).bind(pattern);
    rule.execute(owner).await.unwrap();
    room.ids.insert("pattern", pattern);
    room.ids.insert("sample", id);
    room.ids.insert("import", import);
}

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
    };
    Snapshot::seal(SnapshotId(id), contents).unwrap()
}

/// A snapshot with a comment and a decision, and a line of history.
async fn published(owner: &PgPool, room: &mut Room, by: Uuid) {
    let snapshot = Uuid::now_v7();
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

/// What a quote of an engagement that is still empty says.
fn offered(engagement: Uuid, lead: Uuid) -> QuoteContents {
    let document = json!({
        "id": engagement, "title": "Orders", "client": "A client", "stage": "active", "as_of": "2026-11-01T08:00:00Z",
    });
    let doc = serde_json::from_value(document).unwrap();
    let draft: Quote = serde_json::from_value(json!({
        "id": lead, "rate": "100", "valid_until": "2100-01-01",
        "lines": [{ "id": engagement, "says": "Log it", "work": "see", "included": true,
                    "hours": { "low": 60, "likely": 120, "high": 240 } }],
        "assumptions": [{ "id": Uuid::now_v7(), "says": "Access is given", "owner": "IT", "test": "Ask",
                          "assumed": { "percent": 10, "minutes": 30 }, "if_false": 60 }],
    }))
    .unwrap();
    let (assessment, record) = (assess(&doc), Record::default());
    let context = Context { doc: &doc, assessment: &assessment, unknowns: &[], record: &record };
    let appraisal = appraise(context, &draft);
    let basis = Basis { number: 1, hash: String::new() };
    let issue = Issue { number: 1, issued_by: "Lead Person".into(), basis, record: String::new() };
    QuoteContents::of(&doc, &assessment, &draft, appraisal, issue)
}

/// A quote that the client accepted, with an assumption that holds.
async fn quoted(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
    let contents = offered(room.id, by);
    let (id, text) = (Uuid::now_v7(), serde_json::to_string(&contents).unwrap());
    let add = "insert into quote (id, engagement_id, number, document, hash, state, valid_until, estimated_p80, quoted_p80,
                   answered_by, answered_by_name, answered_at, issued_by)
               values ($1, $2, 1, $3::text::json, sha256(convert_to($3, 'UTF8')), 'accepted', '2100-01-01', 200, 200, $4,
                   'Client Person', now(), $5)";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(text).bind(answered_by).bind(by);
    add.execute(owner).await.unwrap();
    let entry = &contents.quote.assumptions[0];
    let order = ChangeOrder {
        assumption: entry.id,
        says: entry.says.clone(),
        holds: true,
        found: "It was given.".into(),
        minutes: 0,
        price: Price::default(),
        written_by: "Lead Person".into(),
        written_at: contents.issued_at,
    };
    let add = "insert into quote_change (id, engagement_id, quote_id, assumption_id, document, written_by)
               values ($1, $2, $3, $4, $5::text::json, $6)";
    let add = sqlx::query(add).bind(Uuid::now_v7()).bind(room.id).bind(id).bind(entry.id.0);
    let add = add.bind(serde_json::to_string(&order).unwrap()).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("issued_quote", id);
}

/// A link of the client's to the map, which somebody opened; the first client's is known by the token.
async fn shared(owner: &PgPool, room: &mut Room, by: Uuid) {
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
async fn certified(owner: &PgPool, room: Uuid, by: Uuid) {
    let add = "insert into certificate (id, engagement_id, decision_id, person_id, record, hash, stamp, authority)
               select $1, $2, d.id, $3, '{}', sha256($2::uuid::text::bytea), '\\x00', '\\x00'
               from decision d where d.engagement_id = $2 limit 1";
    let add = sqlx::query(add).bind(Uuid::now_v7()).bind(room).bind(by);
    add.execute(owner).await.unwrap();
}

/// An access that the client granted, and an area of its system that nobody touches.
async fn granted(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
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
async fn questioned(owner: &PgPool, room: &mut Room, by: Uuid, answered_by: Uuid) {
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
async fn disputed(owner: &PgPool, room: &mut Room, answered_by: Uuid) {
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

/// A colleague whom the client asked in, and staff declined.
async fn colleague(owner: &PgPool, room: &mut Room, by: Uuid, asked_by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into colleague (id, engagement_id, name, email, capacity, asked_by, asked_by_name, state, closed_by,
                   closed_by_name, closed_at, word_back)
               values ($1, $2, 'Tom Reyes', 'tom@north.example', 'viewer', $3, 'Client Person', 'declined', $4,
                   'Lead Person', now(), 'He left.')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(asked_by).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("colleague", id);
}

/// A job that failed.
async fn job(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let add = "insert into job (id, engagement_id, kind, subject_id, state, error, created_by)
               values ($1, $2, 'import', $3, 'failed', 'It holds no rows.', $4)";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["import"]).bind(by);
    add.execute(owner).await.unwrap();
    room.ids.insert("job", id);
}

/// A file that was sent and not imported yet, what was remembered of one, and a row of one that was refused.
async fn file(owner: &PgPool, room: &mut Room, by: Uuid) {
    const CONTENT: &str = "date,message,symptom\n2026-11-02,Order twice,duplicate\n";
    let id = Uuid::now_v7();
    let add = "with file as (insert into upload (id, engagement_id, file_name, format, encoding, bytes, complete, created_by)
                             values ($1, $2, 'orders.csv', 'CSV', 'UTF-8', length($4), true, $3)),
                   refusal as (insert into import_refusal (engagement_id, import_id, number, reasons, cells)
                               values ($2, $5, 2, 'No date.', '[\"soon\"]')),
                   known as (insert into import_mapping (engagement_id, header_hash, mapping) values ($2, '\\x01', '{}'))
               insert into upload_chunk (engagement_id, upload_id, number, content) values ($2, $1, 0, $4::text::bytea)";
    let add =
        sqlx::query(add).bind(id).bind(room.id).bind(by).bind(CONTENT).bind(room.ids["import"]);
    add.execute(owner).await.unwrap();
    room.ids.insert("upload", id);
}

/// What comes from outside: a token with an answer, and a file beside the sample.
async fn outside(owner: &PgPool, room: &mut Room, by: Uuid) {
    let (token, file) = (Uuid::now_v7(), Uuid::now_v7());
    let add = "insert into api_token (id, engagement_id, person_id, name, scopes, expires_at)
               values ($1, $2, $3, 'Monitor', '{samples:read}', now() + interval '1 day')";
    sqlx::query(add).bind(token).bind(room.id).bind(by).execute(owner).await.unwrap();
    let answer = "insert into api_answer (token_id, engagement_id, key_hash, body_hash) values ($1, $2, '', '')";
    sqlx::query(answer).bind(token).bind(room.id).execute(owner).await.unwrap();
    let attach =
        "insert into attachment (id, engagement_id, sample_id, name, format, bytes, added_by)
                  values ($1, $2, $3, 'shot.png', 'png', 1, $4)";
    let attach = sqlx::query(attach).bind(file).bind(room.id).bind(room.ids["sample"]).bind(by);
    attach.execute(owner).await.unwrap();
    room.ids.insert("api_token", token);
    room.ids.insert("attachment", file);
}

/// That the sample and the file beside it came from the room.
async fn reported(owner: &PgPool, room: &Room, by: Uuid) {
    let sample = "update sample set submitted_by = $2 where id = $1";
    sqlx::query(sample).bind(room.ids["sample"]).bind(by).execute(owner).await.unwrap();
    let file = "update attachment set from_client = true where id = $1";
    sqlx::query(file).bind(room.ids["attachment"]).execute(owner).await.unwrap();
}

/// A comparison of two exports, with a difference.
async fn reconciled(owner: &PgPool, room: &mut Room, by: Uuid) {
    let id = Uuid::now_v7();
    let total = json!({ "a": "total", "b": "total" });
    let settings = json!({ "plan": { "keys": [{ "a": "id", "b": "id" }], "columns": [total] } });
    let outcome =
        json!({ "summary": { "changed_rows": 1 }, "cells": [1], "kept": 1, "all_kept": true });
    let content = json!({
        "keys": [["1001"], ["1001"]], "rows": [[2], [2]], "counts": [1, 1], "conflicting": [false, false],
        "cells": [{ "column": 0, "a": ["10"], "b": ["12"] }], "late": null, "pending": false, "cut": false,
    });
    let add = "with made as (insert into reconciliation (id, engagement_id, system_a, system_b, file_a, file_b, settings,
                                 outcome, compared_at, created_by)
                             values ($1, $2, $3, gen_random_uuid(), 'shop.csv', 'erp.csv', $4, $5, now(), $6))
               insert into reconciliation_difference (engagement_id, reconciliation_id, number, kind, late, columns, content,
                   record, fingerprint)
               values ($2, $1, 1, 'changed', false, '{0}', $7, '\\x01', '\\x01')";
    let add = sqlx::query(add).bind(id).bind(room.id).bind(room.ids["system"]);
    let add = add.bind(settings).bind(outcome).bind(by).bind(content);
    add.execute(owner).await.unwrap();
    room.ids.insert("reconciliation", id);
}
