//! The demo says what it should: its files agree with one another, its verdicts hold, and loading adds nothing.

use super::story::{self, BEGINNING, CLINIC, RESCUE, Source};
use super::*;
use faultline::document::access_ledger::{AccessLedger, AccessState};
use faultline::document::call::VerdictPath;
use faultline::document::engagement::Engagement;
use faultline::document::samples::{DetectedBy, Outcome};
use faultline::document::samples::{Pattern, ReviewState, Sample, SampleSummary, redact};
use faultline::engines::redact::Redactor;
use faultline::judgement::assess::{Assessment, assess};
use faultline::judgement::findings::FindingKind;
use faultline::judgement::gates::GateKind;
use faultline::stores::access::{Actor, Capacity, Membership, Role};
use faultline::stores::db::Db;
use faultline_app::account::password::{Checked, Passwords};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgPool};
use std::collections::BTreeMap;

/// Evidence that the document carries whole.
const EXAMPLES: usize = 6;

/// The tally of samples, worked out a second time and in another way than the database does it.
fn summary(samples: &[Sample]) -> SampleSummary {
    let living = samples.iter().filter(|sample| sample.state != ReviewState::Rejected);
    let mut groups: BTreeMap<_, Vec<&Sample>> = BTreeMap::new();
    for sample in living.clone() {
        let key = |value: serde_json::Value| value.to_string();
        let at = sample.integration.map_or_else(uuid::Uuid::nil, |id| id.0);
        let (symptom, origin, cause) = (
            key(serde_json::json!(sample.symptom)),
            key(serde_json::json!(sample.origin)),
            key(serde_json::json!(sample.cause)),
        );
        groups.entry((at, symptom, origin, cause)).or_default().push(sample);
    }
    let mut patterns: Vec<Pattern> = groups.into_values().map(|group| pattern(&group)).collect();
    patterns.sort_by_key(|pattern| -pattern.count);
    let mut examples: Vec<Sample> =
        living.filter(|sample| sample.state.is_confirmed()).cloned().collect();
    examples.sort_by_key(|sample| std::cmp::Reverse((sample.occurred_at, sample.id)));
    examples.truncate(EXAMPLES);
    let rejected =
        samples.iter().filter(|sample| sample.state == ReviewState::Rejected).count() as i64;
    SampleSummary { patterns, rejected, examples, ..SampleSummary::default() }
}

fn pattern(group: &[&Sample]) -> Pattern {
    let count =
        |which: fn(&Sample) -> bool| group.iter().filter(|sample| which(sample)).count() as i64;
    let sure: Vec<&&Sample> = group.iter().filter(|sample| sample.state.is_confirmed()).collect();
    let dated: Vec<&&Sample> = if sure.is_empty() { group.iter().collect() } else { sure.clone() };
    let days = dated.iter().map(|sample| sample.occurred_at.date_naive());
    let first = group[0];
    let mut named = BTreeMap::<_, i64>::new();
    for control in sure.iter().filter_map(|sample| sample.missing_control) {
        *named.entry(control).or_default() += 1;
    }
    Pattern {
        integration: first.integration,
        symptom: first.symptom,
        origin: first.origin,
        cause: first.cause,
        missing_controls: named,
        count: group.len() as i64,
        confirmed: count(|sample| sample.state.is_confirmed()),
        trusted_success: count(|sample| sample.state.is_confirmed() && sample.status_said_success),
        unnoticed: count(|sample| {
            sample.state.is_confirmed()
                && matches!(sample.detected_by, DetectedBy::Nobody | DetectedBy::Customer)
        }),
        succeeded: count(|sample| {
            sample.state.is_confirmed()
                && sample.outcome == Outcome::Success
                && sample.manual_minutes == 0
        }),
        manual_minutes: sure.iter().map(|sample| i64::from(sample.manual_minutes)).sum(),
        records: sure.iter().map(|sample| sample.records.lines().count() as i64).sum(),
        part_of: None,
        first_seen: days.clone().min().unwrap(),
        last_seen: days.max().unwrap(),
    }
}

/// The document that texts and samples make together.
fn whole(source: &Source) -> Engagement {
    let mut story = source.read().unwrap();
    story.document.samples = summary(&story.samples);
    story.document
}

#[test]
fn the_checked_in_documents_say_what_texts_and_samples_say() {
    for (source, file) in
        [(&RESCUE, "engagement.json"), (&BEGINNING, "bookings.json"), (&CLINIC, "clinic.json")]
    {
        let document = whole(source);
        if std::env::var_os("FAULTLINE_WRITE_DEMO").is_some() {
            let path = format!("{}/src/demo/{file}", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, serde_json::to_string_pretty(&document).unwrap() + "\n").unwrap();
            continue;
        }
        let checked_in: Engagement = serde_json::from_str(source.document).unwrap();
        assert!(
            checked_in == document,
            "{file} is stale: run this test once with FAULTLINE_WRITE_DEMO=1"
        );
    }
}

fn assessed() -> Assessment {
    assess(&serde_json::from_str(RESCUE.document).unwrap())
}

#[test]
fn the_verdicts_are_these() {
    use FindingKind as F;
    use VerdictPath as V;
    let assessment = assessed();
    let expected: [(&str, V, &[F]); 5] = [
        ("Shop orders to ERP", V::Stabilise, &[F::MissingLogs, F::DuplicatePosting, F::BadRecords]),
        ("Price list to shop", V::Patch, &[F::OneMappingError]),
        ("Stock file to shop", V::Stabilise, &[F::MissingLogs]),
        ("Invoices to accounting", V::Stabilise, &[F::FailuresNotHandled, F::BadAtSource]),
        ("Delivery confirmations to ERP", V::Stabilise, &[F::MissingLogs, F::FailuresNotSeen]),
    ];
    assert_eq!(assessment.integrations.len(), expected.len());
    for (one, (name, path, findings)) in assessment.integrations.iter().zip(expected) {
        let found: Vec<F> = one.verdict.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!((one.verdict.name.as_str(), one.verdict.standing), (name, Some(path)));
        assert!(findings.iter().all(|kind| found.contains(kind)), "{name}: {found:?}");
    }
    assert_eq!(assessment.verdict.standing, Some(V::Stabilise));
    assert!(!assessment.is_final, "the status of an order is still disputed");
}

#[test]
fn the_patch_has_its_batch_and_the_launch_waits() {
    let assessment = assessed();
    let open: Vec<GateKind> =
        assessment.gates.iter().filter(|gate| gate.is_open()).map(|gate| gate.kind).collect();
    let still =
        [GateKind::StepsBeforeFinal, GateKind::TruthBeforeRebuild, GateKind::BatchBeforePatch];
    assert_eq!(open, still);
}

#[test]
fn the_clinics_verdict_is_final_and_nothing_is_held_back() {
    use faultline::judgement::verdict::Answer;
    let document: Engagement = serde_json::from_str(CLINIC.document).unwrap();
    for document in
        [document, story::clinic().unwrap().moved_to(chrono::Utc::now().date_naive()).document]
    {
        let assessment = assess(&document);
        assert!(
            assessment.is_final && !assessment.is_provisional(),
            "{:?}",
            assessment.provisional
        );
        let answers: Vec<Answer> =
            assessment.integrations.iter().map(|one| one.verdict.answer).collect();
        assert_eq!(answers, [Answer::Patch, Answer::Sound, Answer::Repaired, Answer::NotNeeded]);
        let closed: Vec<GateKind> =
            assessment.gates.iter().filter(|gate| !gate.is_open()).map(|gate| gate.kind).collect();
        assert_eq!(closed, []);
        assert!(assessment.integrations.iter().flat_map(|one| &one.launch).all(|check| check.met));
    }
}

#[test]
fn every_map_difference_is_judged() {
    for comparison in assessed().comparisons {
        assert_eq!(comparison.unjudged, 0);
        assert!(comparison.shadow > 0 && comparison.same > 0);
    }
}

#[test]
fn nothing_that_a_document_says_is_personal_or_secret() {
    for source in [&RESCUE, &BEGINNING, &CLINIC] {
        for part in whole(source).parts() {
            let before = part.body().unwrap();
            let mut after = before.clone();
            assert_eq!(Redactor::new(b"demo").json_document(&mut after), [], "{before}");
            assert_eq!(before, after);
        }
    }
}

/// Two tickets were pasted whole, as people do: a mail with its sender, a log line with its key.
#[test]
fn redaction_has_work_to_do_on_two_samples_only() {
    let mut redacted = Vec::new();
    for sample in
        [&RESCUE, &BEGINNING, &CLINIC].into_iter().flat_map(|source| source.read().unwrap().samples)
    {
        let (stored, found) = redact(sample.clone(), &Redactor::new(b"demo"));
        if *stored.sample() != sample {
            assert!(!found.is_empty());
            redacted.push(sample.summary);
        }
    }
    assert_eq!(redacted.len(), 2, "{redacted:#?}");
    assert!(redacted.iter().all(|summary| summary.contains("pasted")), "{redacted:#?}");
}

#[test]
fn no_text_names_a_day_because_days_are_moved() {
    let says = |text: &str| text.contains("2026") && !text.ends_with('Z');
    for source in [&RESCUE, &BEGINNING, &CLINIC] {
        for sample in source.read().unwrap().samples {
            assert!(
                ![sample.summary, sample.evidence, sample.records].iter().any(|text| says(text))
            );
        }
        assert!(!whole(source).brief.situation.contains("2026"));
    }
}

#[test]
fn the_newest_sample_is_from_yesterday() {
    let today = chrono::Utc::now().date_naive();
    let story = story::rescue().unwrap().moved_to(today);
    let newest = story.samples.iter().map(|sample| sample.occurred_at.date_naive()).max().unwrap();
    assert_eq!(newest, today.pred_opt().unwrap());
    let latest = |sample: &Sample| sample.detected_at.max(sample.recovered_at);
    assert!(story.samples.iter().filter_map(latest).all(|at| at.date_naive() < today));
}

/// Connections as the app has them: of a role that owns nothing.
async fn as_the_app(options: PgConnectOptions) -> Db {
    let pool = PgPoolOptions::new().max_connections(2).after_connect(|conn, _| {
        Box::pin(async move { conn.execute("set role faultline_app").await.map(|_| ()) })
    });
    Db::new(pool.connect_with(options).await.unwrap())
}

async fn count(pool: &PgPool, what: &'static str) -> i64 {
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
    load_into(&mut pool.acquire().await.unwrap()).await.unwrap();
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
    let loaded = load_into(&mut owner).await.unwrap();
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
    let again = load_into(&mut owner).await.unwrap();
    assert!(again.to_string().contains("faultline person link helena.marsh@firm.example"));
    for (table, before) in tables.iter().zip(before) {
        assert_eq!(count(&pool, table).await, before, "{table}");
    }
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn one_quote_waits_for_its_answer_and_one_is_done_within_what_was_quoted(pool: PgPool) {
    load_into(&mut pool.acquire().await.unwrap()).await.unwrap();
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
    load_into(&mut pool.acquire().await.unwrap()).await.unwrap();
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
async fn the_plan_has_begun_and_every_gap_has_its_line(pool: PgPool) {
    let db = as_the_app((*pool.connect_options()).clone()).await;
    load_into(&mut pool.acquire().await.unwrap()).await.unwrap();
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
    let error = load_into(&mut pool.acquire().await.unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("There is a client of this name already."), "{error}");
    assert_eq!(count(&pool, "person").await + count(&pool, "audit").await, 0);
}

#[sqlx::test(migrator = "faultline::MIGRATOR")]
async fn what_was_pasted_whole_is_stored_without_its_secrets(pool: PgPool) {
    load_into(&mut pool.acquire().await.unwrap()).await.unwrap();
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
