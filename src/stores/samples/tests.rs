//! Promises of the store of samples, against a real database and as the role that owns nothing.

use super::*;
use crate::document::samples::testing::sample;
use crate::document::samples::{Filter, Page};
use crate::stores::access::EditWork;
use crate::stores::testing::{Bench, Tx};
use sqlx::{PgPool, query_scalar};

mod counted;
mod imported;
mod listed;
mod redacted;

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
