//! The demo as it is stored: what its files say, and nothing more when it is loaded again.

use super::{BEGINNING, CLINIC, RESCUE, whole};
use crate::demo::{Loaded, PEOPLE, load_into, story};
use faultline::document::access_ledger::{AccessLedger, AccessState};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::assess;
use faultline::stores::access::{Actor, Capacity, Membership, Role};
use faultline::stores::attachments::Files;
use faultline::stores::db::Db;
use faultline_app::account::password::{Checked, Passwords};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool};
use std::collections::BTreeMap;

/// Connections as the app has them: of a role that owns nothing.
async fn as_the_app(options: PgConnectOptions) -> Db {
    let pool = PgPoolOptions::new().max_connections(2).after_connect(|conn, _| {
        Box::pin(async move { conn.execute("set role faultline_app").await.map(|_| ()) })
    });
    Db::new(pool.connect_with(options).await.unwrap())
}

pub(super) async fn count(pool: &PgPool, what: &'static str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(format!("select count(*) from {what}")))
        .fetch_one(pool)
        .await
        .unwrap()
}

async fn stored(db: &Db, pool: &PgPool, title: &str) -> Engagement {
    let (engagement, lead): (uuid::Uuid, uuid::Uuid) = sqlx::query_as(
        "select e.id, m.person_id from engagement e join membership m on m.engagement_id = e.id and m.capacity = 'lead'
         where e.title = $1",
    )
    .bind(title)
    .fetch_one(pool)
    .await
    .unwrap();
    let membership = Membership { engagement: engagement.into(), capacity: Capacity::Lead };
    let lead = Actor {
        person: lead.into(),
        name: String::new(),
        role: Role::Consultant,
        client: None,
        memberships: vec![membership],
    };
    let mut tx = db.look(&lead).await.unwrap();
    let grant = lead.may::<faultline::stores::access::ViewWork>(engagement.into()).unwrap();
    faultline::stores::engagement::load(&mut tx, grant).await.unwrap().document
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_is_stored_is_what_is_checked_in(pool: PgPool) {
    let db = as_the_app((*pool.connect_options()).clone()).await;
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    let mut seen = Vec::new();
    for source in [&RESCUE, &BEGINNING, &CLINIC] {
        let checked_in: Engagement = serde_json::from_str(source.document).unwrap();
        let stored = stored(&db, &pool, &checked_in.title).await;
        let back = checked_in.as_of.date_naive() - stored.as_of.date_naive();
        let story = story::Story { document: stored, samples: Vec::new() }.moved(back);
        let mut stored =
            Engagement { id: checked_in.id, as_of: checked_in.as_of, ..story.document };
        // The draft of its quote is made of the rest while it is loaded.
        stored.quotes.clear();
        // Its plan is dated from the day on which it is loaded.
        stored.plans.clear();
        stored.plan_lines.clear();
        stored.measures.clear();
        // So is the access ledger: what is asked for and granted has days to come.
        stored.access = AccessLedger::default();
        // That a secret was replaced is known only where it came in: the checked-in document never held one.
        seen.append(&mut stored.samples.secrets);
        pretty_eq(&stored, &checked_in);
        assert_eq!(assess(&stored), assess(&checked_in));
    }
    assert_eq!(seen.iter().map(|secret| secret.samples).sum::<i64>(), 1, "{seen:?}");
    // What lists name is kept beside the document, and says the same.
    let named = "engagement e, lateral (select jsonb_object_agg(id, body ->> 'name') as names from part
         where engagement_id = e.id and kind = 'integration' and not retired) p where e.integrations::jsonb = p.names";
    assert_eq!(count(&pool, named).await, 3);
}

/// Compares line by line, so that a failure shows a line and not two documents.
fn pretty_eq(stored: &Engagement, checked_in: &Engagement) {
    let lines = |document: &Engagement| serde_json::to_string_pretty(document).unwrap();
    for (stored, checked_in) in lines(stored).lines().zip(lines(checked_in).lines()) {
        assert_eq!(stored, checked_in);
    }
    assert!(stored == checked_in);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn everybody_can_sign_in_with_what_was_printed_and_a_second_load_adds_nothing(pool: PgPool) {
    let mut owner = pool.acquire().await.unwrap();
    let files = Files::in_memory();
    let loaded = load_into(&mut owner, &files).await.unwrap();
    let printed = loaded.to_string();
    let Loaded::Now(phrases) = loaded else { panic!("it was loaded") };
    for (person, phrase) in PEOPLE.iter().zip(&phrases) {
        assert!(printed.contains(person.email) && printed.contains(phrase.text()));
        let hash = sqlx::query_scalar("select password_hash from person where email = $1")
            .bind(person.email);
        let hash: Option<String> = hash.fetch_one(&pool).await.unwrap();
        let checked = Passwords::new().turn().unwrap().check(phrase.text(), hash).await.unwrap();
        assert_eq!(checked, Checked::Right { stale: false });
    }
    let tables = [
        "person",
        "client",
        "engagement",
        "part",
        "sample",
        "snapshot",
        "published_file",
        "comment",
        "decision",
        "audit",
        "intake",
    ];
    let mut before = Vec::new();
    for table in tables {
        before.push(count(&pool, table).await);
    }
    // One of the clients waits for a server that erases them.
    assert_eq!(before[..3], [6, 4, 3]);
    let again = load_into(&mut owner, &files).await.unwrap();
    assert!(again.to_string().contains("faultline person link helena.marsh@firm.example"));
    for (table, before) in tables.iter().zip(before) {
        assert_eq!(count(&pool, table).await, before, "{table}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn one_quote_waits_for_its_answer_and_one_is_done_within_what_was_quoted(pool: PgPool) {
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    let waits = "quote q join engagement e on e.id = q.engagement_id
         where e.title = 'Web order to cash' and q.state = 'issued' and q.valid_until > current_date + 20";
    let done = "quote q join engagement e on e.id = q.engagement_id
         where e.title = 'Booking to invoice' and q.state = 'accepted' and q.answered_by_name = 'Ines Falk'
             and q.actual_minutes between 600 and q.quoted_p80";
    assert_eq!(count(&pool, "quote").await, 2);
    assert_eq!((count(&pool, waits).await, count(&pool, done).await), (1, 1));
    let lines = "quote q, json_array_elements(q.document -> 'quote' -> 'lines') line";
    assert!(count(&pool, lines).await > 8, "a sprint of some lines");
    let fell = "quote_change where document ->> 'holds' = 'false'";
    assert_eq!(count(&pool, fell).await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn access_stands_in_every_way_and_one_is_wider_than_needed(pool: PgPool) {
    use AccessState as S;
    use faultline::judgement::flags::FlagRule;
    let db = as_the_app((*pool.connect_options()).clone()).await;
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    let document = stored(&db, &pool, "Web order to cash").await;
    let ledger = &document.access;
    let mut states: Vec<_> = ledger.requests.iter().map(|one| one.state).collect();
    states.sort();
    assert_eq!(states, [S::Asked, S::Granted, S::Granted, S::Refused, S::Revoked]);
    assert!(ledger.requests.iter().any(|one| one.ends_soon(document.as_of.date_naive())));
    assert_eq!(ledger.areas.len(), 3);
    let wide = assess(&document).flags.into_iter().filter(|it| it.rule == FlagRule::AccessTooWide);
    assert_eq!(wide.count(), 1);
    assert!(!serde_json::to_string(ledger).unwrap().contains('‹'), "nothing had to be redacted");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_clinic_shows_access_questions_quote_plan_and_figures_too(pool: PgPool) {
    let db = as_the_app((*pool.connect_options()).clone()).await;
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    let document = stored(&db, &pool, "Booking to invoice").await;
    let states: Vec<_> = document.access.requests.iter().map(|one| one.state).collect();
    assert_eq!(states.iter().filter(|state| **state == AccessState::Granted).count(), 1);
    assert_eq!(states.iter().filter(|state| **state == AccessState::Revoked).count(), 1);
    assert_eq!(document.access.areas.len(), 1);
    assert!(document.plans.iter().any(|plan| plan.starts_on.is_some()));
    assert!(!document.measures.is_empty() && document.quotes.len() == 1);
    let assessment = assess(&document);
    assert!(assessment.is_final && !assessment.is_provisional(), "{:?}", assessment.provisional);
    let asked = "question q join engagement e on e.id = q.engagement_id
         where e.title = 'Booking to invoice' and q.state = 'answered' and q.answered_by_name = 'Ines Falk'";
    assert_eq!(count(&pool, asked).await, 1);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn the_plan_has_begun_and_every_gap_has_its_line(pool: PgPool) {
    let db = as_the_app((*pool.connect_options()).clone()).await;
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    let document = stored(&db, &pool, &whole(&RESCUE).title).await;
    let assessment = assess(&document);
    let dated = faultline::judgement::plan::of(&document, &assessment);
    let closed: usize = dated.lines.iter().map(|line| line.closes.len()).sum();
    assert_eq!(closed, faultline::judgement::gaps::gaps(&assessment).len());
    assert_eq!(dated.closed, [], "what was recorded belongs to a line");
    assert!(dated.starts_on.unwrap() < document.as_of.date_naive());
    let states: BTreeMap<_, usize> =
        dated.lines.iter().fold(BTreeMap::new(), |mut states, line| {
            *states.entry(line.state).or_default() += 1;
            states
        });
    assert_eq!(states.len(), 3, "{states:?}");
    assert_eq!(dated.lines.iter().filter(|line| line.is_added()).count(), 1);
    let json = serde_json::to_string(&document.plan_lines).unwrap();
    assert!(!json.contains('‹'), "nothing had to be redacted: {json}");
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn a_name_that_is_taken_stops_the_load_and_leaves_nothing(pool: PgPool) {
    let taken = "insert into client (id, name) values (gen_random_uuid(), 'brackenford cycles')";
    pool.execute(taken).await.unwrap();
    let error =
        load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap_err();
    assert!(error.to_string().contains("There is a client of this name already."), "{error}");
    assert_eq!(count(&pool, "person").await + count(&pool, "audit").await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_pasted_whole_is_stored_without_its_secrets(pool: PgPool) {
    load_into(&mut pool.acquire().await.unwrap(), &Files::in_memory()).await.unwrap();
    for place in ["sample where evidence like", "audit where after::text like"] {
        for secret in ["%rosalind@mail.example%", "%7946 0018%", "%dGhpcyBpcyBub3Qg%"] {
            let found = sqlx::query_scalar::<_, i64>(AssertSqlSafe(format!(
                "select count(*) from {place} $1"
            )));
            assert_eq!(found.bind(secret).fetch_one(&pool).await.unwrap(), 0, "{secret}");
        }
    }
    assert_eq!(
        count(&pool, "sample where evidence like '%‹email %' and summary like '%pasted%'").await,
        1
    );
}
