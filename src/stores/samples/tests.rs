//! Promises of the store of samples, against a real database and as the role that owns nothing.

use super::*;
use crate::document::evidence::Kind as EvidenceKind;
use crate::document::samples::Incoming;
use crate::document::samples::import::{Defaults, Mapping, Reader, suggest};
use crate::document::samples::testing::sample;
use crate::document::samples::{Cursor, Filter, Known, Page};
use crate::engines::redact::Kind;
use crate::engines::tables::{Table, Zone};
use crate::platform::catalogue::Catalogue;
use crate::platform::when::When;
use crate::stores::access::EditWork;
use crate::stores::engagement::load;
use crate::stores::testing::{Bench, Tx};
use chrono::Duration;
use sqlx::{PgPool, query_scalar};

/// The rows of a page of an engagement that is there.
pub(super) async fn rows(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    at: Page,
) -> Vec<Line> {
    page(conn, grant, filter, at).await.unwrap().unwrap().1
}

impl Bench {
    pub(crate) async fn add(&self, sample: Sample) -> SampleId {
        let mut tx = self.act().await;
        let saved = add(&mut tx, self.grant(), sample).await.unwrap();
        tx.commit().await.unwrap();
        saved.id
    }

    pub(crate) async fn stored(&self, id: SampleId) -> Stored {
        get(&mut *self.act().await, self.grant(), id).await.unwrap().unwrap()
    }

    /// The tally and a recount of the samples, as text.
    pub(super) async fn tallies(&self) -> (String, String) {
        let mut tx = self.act().await;
        let kept = query_scalar!(
            r#"select coalesce(string_agg(t::text, e'\n' order by t::text), '') as "text!" from sample_tally t where n <> 0"#
        );
        let kept = kept.fetch_one(&mut *tx).await.unwrap();
        let counted = query_scalar!(
            r#"select coalesce(string_agg(t::text, e'\n' order by t::text), '') as "text!" from (
                   select engagement_id, (occurred_at at time zone 'UTC')::date as day,
                       coalesce(integration_id, '00000000-0000-0000-0000-000000000000') as integration_id, symptom,
                       origin, cause, coalesce(missing_control, '') as missing_control, detected_by,
                       status_said_success, state, count(*) as n, sum(manual_minutes) as minutes,
                       coalesce(import_id, '00000000-0000-0000-0000-000000000000') as import_id,
                       coalesce(pattern_id, '00000000-0000-0000-0000-000000000000') as pattern_id,
                       sum(record_count(records))::bigint as records,
                       count(*) filter (where outcome = 'success' and manual_minutes = 0) as succeeded,
                       coalesce(evidence_kind, '') as evidence_kind, evidence_day(evidence_kind, evidence_on) as evidence_on
                   from sample
                   group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, import_id, pattern_id, 17, 18) t"#
        );
        (kept, counted.fetch_one(&mut *tx).await.unwrap())
    }
}

#[sqlx::test]
async fn a_sample_is_stored_audited_and_counted(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let plain = sample();
    let id = bench.add(plain.clone()).await;
    assert_eq!(bench.stored(id).await.sample, plain);
    let mut tx = bench.act().await;
    let head = head(&mut tx, bench.grant().into()).await.unwrap().unwrap();
    assert_eq!((head.samples.new, head.samples.total(), head.samples.patterns), (1, 1, 1));
    assert_eq!(head.samples, live_digest(&mut tx, bench.grant().into()).await.unwrap());
    let audited = query_scalar!(
        "select count(*) from audit where subject_id = $1 and action = 'added'",
        id.0
    );
    assert_eq!(audited.fetch_one(&mut *tx).await.unwrap(), Some(1));
}

#[sqlx::test]
async fn every_text_is_redacted_on_the_way_in(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let secret = || ["ada.lovelace@example.org AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let plain = Sample {
        summary: secret(),
        correlation_id: secret(),
        records: secret(),
        evidence: secret(),
        ..sample()
    };
    let id = bench.add(plain.clone()).await;
    let mut tx = bench.act().await;
    change(&mut tx, bench.grant(), Sample { id, retries: 7, ..plain }, 1).await.unwrap();
    review(&mut tx, bench.grant(), id, 2, ReviewState::Rejected, &secret()).await.unwrap();
    review_many(&mut tx, bench.grant(), &[(id, 3)], ReviewState::New, "").await.unwrap();
    review_many(&mut tx, bench.grant(), &[(id, 4)], ReviewState::Rejected, &secret())
        .await
        .unwrap();
    let text = query_scalar!(
        r#"select string_agg(t, ' ') as "text!" from (
               select s::text as t from sample s union all select a::text from audit a union all select i::text from sample_import i) x"#
    );
    let text = text.fetch_one(&mut *tx).await.unwrap();
    assert!(!text.contains("lovelace") && !text.contains("Q7ZXM2N5KV3T8WBD"), "{text}");
    assert!(text.contains("‹email "));
}

#[sqlx::test]
async fn a_stale_change_gets_both_sides_and_changes_nothing(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = bench.add(sample()).await;
    let mut tx = bench.act().await;
    change(&mut tx, bench.grant(), Sample { id, retries: 2, ..sample() }, 1).await.unwrap();
    let stale = change(&mut tx, bench.grant(), Sample { id, retries: 3, ..sample() }, 1).await;
    let Err(SampleError::Conflict(theirs)) = stale else { panic!("{stale:?}") };
    assert_eq!((theirs.sample.retries, theirs.version), (2, 2));
    let stale = review(&mut tx, bench.grant(), id, 1, ReviewState::Confirmed, "").await;
    assert!(matches!(stale, Err(SampleError::Conflict(_))), "{stale:?}");
}

#[sqlx::test]
async fn a_change_does_not_review_and_a_review_changes_nothing_else(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let plain = sample();
    let id = bench.add(plain.clone()).await;
    let mut tx = bench.act().await;
    let forged = Sample { state: ReviewState::Diagnosed, retries: 2, ..plain.clone() };
    change(&mut tx, bench.grant(), forged, 1).await.unwrap();
    review(&mut tx, bench.grant(), id, 2, ReviewState::Confirmed, "").await.unwrap();
    let refused = review(&mut tx, bench.grant(), id, 3, ReviewState::Confirmed, "").await;
    assert!(matches!(refused, Err(SampleError::Invalid(_))), "{refused:?}");
    tx.commit().await.unwrap();
    let stored = bench.stored(id).await;
    assert_eq!(stored.sample, Sample { state: ReviewState::Confirmed, retries: 2, ..plain });
}

#[sqlx::test]
async fn from_rows_to_the_verdict_only_what_a_person_confirmed_counts(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let sure = Sample {
        missing_control: Some(Control::EventGuard),
        evidence_kind: Some(EvidenceKind::Logged),
        ..sample()
    };
    let sure = bench.add(sure).await;
    let early = Sample {
        occurred_at: sample().occurred_at - Duration::days(40),
        detected_by: DetectedBy::Customer,
        manual_minutes: 99,
        missing_control: Some(Control::IdempotencyKey),
        evidence_kind: Some(EvidenceKind::Reproduced),
        ..sample()
    };
    bench.add(Sample { id: SampleId::new(), ..early.clone() }).await;
    let wrong = bench.add(early).await;
    let mut tx = bench.act().await;
    for (id, state) in [(sure, ReviewState::Confirmed), (wrong, ReviewState::Rejected)] {
        review_many(&mut tx, bench.grant(), &[(id, 1)], state, "Looked at.").await.unwrap();
    }
    let (patterns, rejected) = patterns(&mut tx, bench.grant().into()).await.unwrap();
    let [pattern] = patterns.as_slice() else { panic!("{patterns:?}") };
    assert_eq!((pattern.count, pattern.confirmed, rejected), (2, 1, 1));
    assert_eq!((pattern.unnoticed, pattern.trusted_success), (0, 1));
    assert_eq!((pattern.manual_minutes, pattern.records, pattern.succeeded), (15, 2, 0));
    assert_eq!(pattern.missing_controls, [(Control::EventGuard, 1)].into());
    let day = sample().occurred_at.date_naive();
    assert_eq!((pattern.first_seen, pattern.last_seen), (day, day));
    assert_eq!(pattern.known, [(EvidenceKind::Logged, Known { count: 1, last: day })].into());
    assert!(verdict_says(pattern).starts_with("1 duplicate on "), "{}", verdict_says(pattern));
}

#[sqlx::test]
async fn how_samples_are_known_is_counted_by_kind_with_its_newest_day(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let day = sample().occurred_at.date_naive();
    let add = async |kind, on| {
        let known = Sample { evidence_kind: kind, evidence_on: on, ..sample() };
        bench.add(Sample { state: ReviewState::Confirmed, ..known }).await
    };
    let later = day + Duration::days(2);
    add(Some(EvidenceKind::Reconciled), Some(later)).await;
    add(Some(EvidenceKind::Reconciled), None).await;
    add(None, Some(later)).await;
    let told = add(Some(EvidenceKind::Told), None).await;
    let known = async || {
        let (patterns, _) = patterns(&mut *bench.act().await, bench.grant().into()).await.unwrap();
        patterns.into_iter().next().unwrap().known
    };
    let reconciled = (EvidenceKind::Reconciled, Known { count: 2, last: later });
    let one = Known { count: 1, last: day };
    assert_eq!(known().await, [reconciled, (EvidenceKind::Told, one)].into());
    let stored = bench.stored(told).await;
    let seen = Sample { evidence_kind: Some(EvidenceKind::Screenshot), ..stored.sample };
    let mut tx = bench.act().await;
    change(&mut tx, bench.grant(), seen, stored.version).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(known().await, [reconciled, (EvidenceKind::Screenshot, one)].into());
    let kind = Some(Some(EvidenceKind::Logged));
    let changes = Changes { evidence_kind: kind, ..Changes::default() };
    let rows = [(told, stored.version + 1)];
    let mut tx = bench.act().await;
    let done = change_many(&mut tx, bench.grant(), &rows, changes).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(done.changed, 1);
    assert_eq!(known().await, [reconciled, (EvidenceKind::Logged, one)].into());
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
}

/// What the verdict says of a pattern at an integration without an idempotency key.
fn verdict_says(pattern: &crate::document::samples::Pattern) -> String {
    use crate::document::controls::ControlState;
    use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, sound};
    let doc = sound().control(Control::IdempotencyKey, ControlState::Missing).but(|doc| {
        let integration = Some(SHOP_TO_ERP);
        let own = crate::document::samples::Pattern { integration, ..pattern.clone() };
        doc.samples.patterns.push(own);
    });
    let told = crate::judgement::assess::assess(&doc);
    told.integrations[0].verdict.findings[0].because[0].says.clone()
}

#[sqlx::test]
async fn a_sample_refers_only_to_what_is_there(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let lost =
        Sample { integration: Some(IntegrationId::new()), step: Some(StepId::new()), ..sample() };
    let refused = add(&mut *bench.act().await, bench.grant(), lost).await;
    let Err(SampleError::Invalid(problems)) = refused else { panic!("{refused:?}") };
    assert_eq!(
        problems.iter().map(|problem| problem.field).collect::<Vec<_>>(),
        ["integration", "step"]
    );
}

#[sqlx::test]
async fn many_are_reviewed_at_once_and_what_cannot_follow_is_left(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let known = bench.add(sample()).await;
    let unknown = bench.add(Sample { cause: Cause::Unknown, ..sample() }).await;
    let mut tx = bench.act().await;
    let rows = |version| [(known, version), (unknown, version), (SampleId::new(), version)];
    let to = |tx: Tx, version, state| {
        let grant = bench.grant();
        async move {
            let mut tx = tx;
            let reviewed = review_many(&mut tx, grant, &rows(version), state, "").await.unwrap();
            (tx, reviewed)
        }
    };
    let reviewed;
    (tx, reviewed) = to(tx, 1, ReviewState::Confirmed).await;
    assert_eq!(reviewed, Reviewed { moved: 2, left: 1 });
    let reviewed;
    (tx, reviewed) = to(tx, 2, ReviewState::Diagnosed).await;
    assert_eq!(reviewed, Reviewed { moved: 1, left: 2 }, "a cause comes before a diagnosis");
    let (mut tx, reviewed) = to(tx, 1, ReviewState::New).await;
    assert_eq!(reviewed, Reviewed { moved: 0, left: 3 }, "stale rows are left");
    let refused = review_many(&mut tx, bench.grant(), &rows(2), ReviewState::Rejected, " ").await;
    assert!(matches!(refused, Err(SampleError::Invalid(_))));
}

#[sqlx::test]
async fn the_list_is_paged_by_key_in_both_directions(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let begun = sample().occurred_at;
    let mut tx = bench.act().await;
    for n in 0..60_i64 {
        // Three at a moment, so that the id decides too.
        let occurred_at = begun + Duration::minutes(n / 3);
        let symptom = if n % 2 == 0 { Symptom::Late } else { Symptom::Wrong };
        add(
            &mut tx,
            bench.grant(),
            Sample { id: SampleId::new(), occurred_at, symptom, ..sample() },
        )
        .await
        .unwrap();
    }
    for filter in [Filter::default(), Filter { symptom: Some(Symptom::Late), ..Filter::default() }]
    {
        let mut seen: Vec<Cursor> = Vec::new();
        let mut page = Page::First;
        loop {
            let lines = rows(&mut tx, bench.grant().into(), &filter, page).await;
            let shown = lines.len().min(PAGE as usize);
            seen.extend(lines[..shown].iter().map(Line::place));
            if lines.len() <= PAGE as usize {
                break;
            }
            page = Page::OlderThan(seen[seen.len() - 1]);
        }
        let all = if filter.is_empty() { 60 } else { 30 };
        assert_eq!(seen.len(), all);
        assert!(seen.windows(2).all(|pair| (pair[0].at, pair[0].id) > (pair[1].at, pair[1].id)));
        let back = rows(&mut tx, bench.grant().into(), &filter, Page::NewerThan(seen[26])).await;
        assert_eq!(
            back.iter().map(Line::place).collect::<Vec<_>>(),
            seen[0..26],
            "newest first, one row more"
        );
        assert_eq!(count(&mut tx, bench.grant().into(), &filter).await.unwrap(), Some(all as i64));
        let whole = whole(&mut tx, bench.grant().into(), &filter, Some(seen[1]), 4).await.unwrap();
        assert_eq!(
            whole.iter().map(|sample| sample.id).collect::<Vec<_>>(),
            seen[2..6].iter().map(|place| place.id).collect::<Vec<_>>()
        );
    }
}

#[sqlx::test]
async fn filters_narrow_by_each_of_their_fields(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let odd = Sample {
        symptom: Symptom::Silent,
        origin: Origin::Source,
        cause: Cause::Timeout,
        correlation_id: "Trace-100%_x".into(),
        ..sample()
    };
    let id = bench.add(odd).await;
    bench.add(sample()).await;
    let mut tx = bench.act().await;
    review(&mut tx, bench.grant(), id, 1, ReviewState::Confirmed, "").await.unwrap();
    let none = Filter::default;
    for filter in [
        Filter { symptom: Some(Symptom::Silent), ..none() },
        Filter { origin: Some(Origin::Source), ..none() },
        Filter { cause: Some(Cause::Timeout), ..none() },
        Filter { state: Some(ReviewState::Confirmed), ..none() },
        Filter { text: " trace-100%_ ".into(), ..none() },
    ] {
        let lines = rows(&mut tx, bench.grant().into(), &filter, Page::First).await;
        assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [id], "{filter:?}");
    }
    let nowhere = Filter { integration: Some(IntegrationId(uuid::Uuid::nil())), ..none() };
    assert_eq!(rows(&mut tx, bench.grant().into(), &nowhere, Page::First).await.len(), 2);
    assert_eq!(count(&mut tx, bench.grant().into(), &nowhere).await.unwrap(), Some(2));
    let elsewhere = Filter { integration: Some(IntegrationId::new()), ..none() };
    assert!(rows(&mut tx, bench.grant().into(), &elsewhere, Page::First).await.is_empty());
    let wildcard = Filter { text: "%".repeat(3), ..none() };
    assert!(rows(&mut tx, bench.grant().into(), &wildcard, Page::First).await.is_empty());
}

#[sqlx::test]
async fn the_tally_stays_equal_to_a_recount_whatever_happens(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut chance = Chance(0x5eed);
    let mut rows: Vec<SampleId> = Vec::new();
    for _ in 0..120 {
        let mut tx = bench.act().await;
        match chance.of(4) {
            0 | 1 => rows.push(add(&mut tx, bench.grant(), chance.sample()).await.unwrap().id),
            2 if !rows.is_empty() => {
                let id = rows[chance.of(rows.len())];
                let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
                change(&mut tx, bench.grant(), Sample { id, ..chance.sample() }, stored.version)
                    .await
                    .unwrap();
                let to = stored.sample.state.next()[0];
                let seen: Vec<_> = rows
                    .iter()
                    .take(5)
                    .map(|row| (*row, if *row == id { stored.version + 1 } else { 1 }))
                    .collect();
                review_many(&mut tx, bench.grant(), &seen, to, "for a reason").await.unwrap();
            }
            3 if !rows.is_empty() => {
                let id = rows.swap_remove(chance.of(rows.len()));
                query!(
                    "delete from sample where engagement_id = $1 and id = $2",
                    bench.engagement.0,
                    id.0
                )
                .execute(&mut *tx)
                .await
                .unwrap();
            }
            _ => {}
        }
        if chance.of(5) > 0 {
            tx.commit().await.unwrap();
        } else {
            drop(tx);
            let mut tx = bench.act().await;
            let all = whole(&mut tx, bench.grant().into(), &Filter::default(), None, 1_000)
                .await
                .unwrap();
            rows = all.iter().map(|sample| sample.id).collect();
        }
    }
    let (kept, counted) = bench.tallies().await;
    assert!(!counted.is_empty());
    assert_eq!(kept, counted);
}

/// A small generator with a fixed seed: the test is the same every time.
struct Chance(u64);

impl Chance {
    fn of(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn any<C: Catalogue>(&mut self) -> C {
        C::ALL[self.of(C::ALL.len().min(3))]
    }

    fn sample(&mut self) -> Sample {
        Sample {
            id: SampleId::new(),
            symptom: self.any(),
            cause: self.any(),
            detected_by: self.any(),
            missing_control: Some(Control::DuplicateCheck).filter(|_| self.of(2) == 0),
            evidence_kind: Some(self.any()).filter(|_| self.of(2) == 0),
            evidence_on: Some(sample().occurred_at.date_naive()).filter(|_| self.of(2) == 0),
            status_said_success: self.of(2) == 0,
            occurred_at: sample().occurred_at
                - Duration::hours(i64::try_from(self.of(60)).unwrap()),
            manual_minutes: i32::try_from(self.of(90)).unwrap(),
            ..sample()
        }
    }
}

/// Imports a text as the page would, and says what became of it.
async fn import_text(bench: &Bench, text: &str) -> (Imported, usize) {
    let table = Table::read(text, None, true).unwrap();
    let mapping = Mapping {
        columns: suggest(table.header()),
        order: None,
        comma: None,
        zone: Zone::Utc,
        defaults: Defaults { symptom: Some(Symptom::Wrong), ..Defaults::default() },
        values: Default::default(),
        people: Vec::new(),
    };
    let mut tx = bench.act().await;
    let mut import =
        Import::begin(&mut tx, bench.grant(), "ada@example.org.csv\n\0", table.header())
            .await
            .unwrap();
    let reader = Reader::new(&[], import.key(), chrono::Utc::now());
    let (good, bad): (Vec<_>, Vec<_>) = table
        .rows
        .iter()
        .map(|row| reader.read(table.header(), row, &mapping))
        .partition(Result::is_ok);
    let good: Vec<_> = good.into_iter().map(Result::unwrap).collect();
    let mut bulk = Bulk::begin(&mut tx).await.unwrap();
    for slice in good.chunks(7) {
        let mut lot = Lot::default();
        slice.iter().for_each(|row| lot.push(row));
        bulk.take(lot);
        bulk.store(&mut tx, &mut import).await.unwrap();
    }
    bulk.finish(&mut tx, &mut import).await.unwrap();
    let done = import.finish(&mut tx, bad.len()).await.unwrap();
    tx.commit().await.unwrap();
    (done, bad.len())
}

#[sqlx::test]
async fn a_file_is_stored_once_however_often_it_is_imported(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut text = String::from("date,message\nsoon,bad\n2026-11-02,same\n2026-11-02,same\n");
    (0..30).for_each(|row| text += &format!("2026-11-02 10:{row:02},row {row}\n"));
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 32, repeated: 0 }, 1));
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 0, repeated: 32 }, 1));
    text += "2026-11-03,one more\n";
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 1, repeated: 32 }, 1));
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
    let mut tx = bench.act().await;
    let files = query!(
        "select file_name, stored, refused, repeated from sample_import order by created_at"
    );
    let files = files.fetch_all(&mut *tx).await.unwrap();
    assert_eq!(
        files.iter().map(|file| (file.stored, file.refused, file.repeated)).collect::<Vec<_>>(),
        [(32, 1, 0), (0, 1, 32), (1, 1, 32)]
    );
    assert!(files.iter().all(|file| file.file_name.starts_with('‹')), "{files:?}");
    let head = head(&mut tx, bench.grant().into()).await.unwrap().unwrap();
    assert_eq!(head.samples.total(), 33);
}

#[sqlx::test]
async fn an_import_that_is_not_committed_leaves_nothing(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let table = Table::read("date,message\n2026-11-02,x\n", None, true).unwrap();
    let mapping = Mapping {
        columns: suggest(table.header()),
        order: None,
        comma: None,
        zone: Zone::Utc,
        defaults: Defaults { symptom: Some(Symptom::Wrong), ..Defaults::default() },
        values: Default::default(),
        people: Vec::new(),
    };
    let row = Reader::new(&[], import.key(), chrono::Utc::now())
        .read(table.header(), &table.rows[0], &mapping)
        .unwrap();
    import.put(&mut tx, &[row]).await.unwrap();
    drop(tx);
    assert_eq!(bench.tallies().await, (String::new(), String::new()));
}

#[sqlx::test]
async fn another_persons_samples_are_not_there(pool: PgPool) {
    let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool).await);
    let id = bench.add(sample()).await;
    // As if a grant had been made by mistake: row-level security still shows nothing and stores nothing.
    let mut tx = other.act().await;
    let stolen: Grant<EditWork> = bench.grant();
    assert!(get(&mut tx, stolen, id).await.unwrap().is_none());
    assert!(head(&mut tx, stolen.into()).await.unwrap().is_none());
    assert!(page(&mut tx, stolen.into(), &Filter::default(), Page::First).await.unwrap().is_none());
    assert!(whole(&mut tx, stolen.into(), &Filter::default(), None, 9).await.unwrap().is_empty());
    assert_eq!(count(&mut tx, stolen.into(), &Filter::default()).await.unwrap(), Some(0));
    let refused = add(&mut tx, stolen, sample()).await;
    assert!(matches!(refused, Err(SampleError::Write(WriteError::NotFound))), "{refused:?}");
    let refused = review(&mut tx, stolen, id, 1, ReviewState::Confirmed, "").await;
    assert!(matches!(refused, Err(SampleError::Write(WriteError::NotFound))), "{refused:?}");
    assert!(matches!(
        Import::begin(&mut tx, stolen, "a.csv", &[]).await,
        Err(WriteError::NotFound)
    ));
}

#[sqlx::test]
async fn what_is_sent_in_bulk_is_what_is_stored_one_by_one(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let plain = Sample {
        integration: Some(crate::platform::ids::IntegrationId::new()),
        error_class: Some(ErrorClass::Permanent),
        detected_at: Some(sample().occurred_at + Duration::minutes(3)),
        recovered_at: None,
        missing_control: Some(Control::DuplicateCheck),
        retries: 3,
        manual_minutes: 7,
        status_said_success: true,
        evidence: "ä ‹email 000001›\n".into(),
        evidence_kind: Some(EvidenceKind::Reproduced),
        evidence_on: Some(Utc::now().date_naive()),
        evidence_from: "the test shop".into(),
        ..sample()
    };
    let (occurred, detected) = (plain.occurred(), plain.detected());
    let plain = plain.dated(occurred, detected, Some(When::On(Utc::now().date_naive())));
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let (redacted, _) = crate::document::samples::redact(
        plain,
        &crate::engines::redact::Redactor::new(import.key()),
    );
    let expected = Sample { state: ReviewState::New, ..redacted.sample().clone() };
    let mut bulk = Bulk::begin(&mut tx).await.unwrap();
    let mut lot = Lot::default();
    lot.push(&Incoming { sample: redacted, fingerprint: [7; 32] });
    bulk.take(lot);
    bulk.finish(&mut tx, &mut import).await.unwrap();
    let done = import.finish(&mut tx, 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(done, Imported { stored: 1, repeated: 0 });
    assert_eq!(bench.stored(expected.id).await.sample, expected);
}

/// Someone who edits while a file is imported is not held up, and the tally is right after both.
#[sqlx::test]
async fn an_import_under_way_holds_nobody_up(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let (redacted, _) = crate::document::samples::redact(
        sample(),
        &crate::engines::redact::Redactor::new(import.key()),
    );
    import.put(&mut tx, &[Incoming { sample: redacted, fingerprint: [1; 32] }]).await.unwrap();
    let added = tokio::time::timeout(std::time::Duration::from_secs(5), bench.add(sample())).await;
    assert!(added.is_ok(), "a sample typed meanwhile waits for the import");
    import.finish(&mut tx, 0).await.unwrap();
    tx.commit().await.unwrap();
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
}

#[sqlx::test]
async fn what_a_person_marks_goes_from_the_sample_and_never_into_the_audit(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let sent = Sample {
        summary: "An order of Blue Harbour is missing".into(),
        evidence: "Blue Harbour: ‹email 000001›".into(),
        ..sample()
    };
    let id = bench.add(sent).await;
    let mut tx = bench.act().await;
    let marked = Marked { id, version: 1, text: "Blue Harbour", kind: Kind::Name };
    let done = redact_more(&mut tx, bench.grant(), marked).await.unwrap();
    assert_eq!(done.saved.redacted, [Found { kind: Kind::Name, count: 2 }]);
    let stale = redact_more(&mut tx, bench.grant(), marked).await;
    assert!(matches!(stale, Err(SampleError::Conflict(_))));
    let absent = redact_more(&mut tx, bench.grant(), Marked { version: 2, ..marked }).await;
    assert!(matches!(absent, Err(SampleError::Invalid(_))));
    let stored = get(&mut tx, bench.grant(), id).await.unwrap().unwrap();
    assert_eq!(stored.version, 2);
    assert!(!format!("{:?}", stored.sample).contains("Harbour"), "{:?}", stored.sample);
    let told = query_scalar!(
        r#"select string_agg(a::text, ' ') as "told!" from audit a where subject_id = $1 and action = 'changed'"#,
        id.0
    );
    let told = told.fetch_one(&mut *tx).await.unwrap();
    assert!(told.contains("‹name ") && !told.contains("Harbour"), "{told}");
}

#[sqlx::test]
async fn a_secret_in_a_sample_is_remembered_whatever_becomes_of_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let secret = || ["key AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let first = bench.add(Sample { evidence: secret(), ..sample() }).await;
    let second = bench.add(Sample { records: secret(), ..sample() }).await;
    bench.add(sample()).await;
    let mut tx = bench.act().await;
    let plain = Sample { id: first, ..sample() };
    change(&mut tx, bench.grant(), plain.clone(), 1).await.unwrap();
    let seen = load(&mut tx, bench.grant()).await.unwrap().document.samples.secrets;
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert_eq!((seen[0].kind.as_str(), seen[0].samples, seen[0].newest), ("cloud key", 2, second));
    let again = Sample { evidence: "password: hunter2".into(), ..plain };
    change(&mut tx, bench.grant(), again, 2).await.unwrap();
    let seen = load(&mut tx, bench.grant()).await.unwrap().document.samples.secrets;
    assert_eq!(
        seen.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(),
        ["cloud key", "password"]
    );
    assert_eq!(seen[1].newest, first);
}
