//! Samples that a client's contributors submit from their room.
//! A client never reaches the working tables: functions of the database do these few things for them, and no others.

use super::write::{KIND, name};
use super::{SampleError, Saved};
use crate::document::samples::{Cause, DatesOnly, Origin, ReviewState, Sample, redact};
use crate::engines::redact::Redactor;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SampleId;
use crate::platform::when::When;
use crate::stores::access::{Grant, SubmitSample};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::db::is_refused;
use crate::stores::engagement::WriteError;
use crate::stores::redaction;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, query, query_as, query_scalar};

/// A contributor's earlier submission, and what became of it.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Its id.
    pub id: SampleId,
    /// What happened.
    pub summary: String,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Whether only the date of that is known.
    pub dates_only: DatesOnly,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
    /// What became of it.
    pub state: ReviewState,
    /// Why it does not count, when it was rejected: the word back to whoever sent it.
    pub rejected_because: String,
}

impl Submission {
    /// When it happened.
    #[must_use]
    pub fn occurred(&self) -> When {
        When::stored(self.occurred_at, self.dates_only.occurred())
    }
}

/// The key that the engagement's placeholders are made with.
async fn submission_key(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
) -> Result<Vec<u8>, WriteError> {
    query_scalar!("select submission_key($1)", grant.engagement().0)
        .fetch_one(conn)
        .await?
        .ok_or(WriteError::NotFound)
}

/// What redacts what a contributor sends: it knows the engagement's own people by their names.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such engagement.
pub async fn submission_redactor(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
) -> Result<Redactor, WriteError> {
    let key = submission_key(&mut *conn, grant).await?;
    Ok(Redactor::new(&key).knowing(redaction::names(conn, grant).await?))
}

/// Stores a sample as new, whatever it says of its review: a consultant looks at it first. Why it happened is theirs
/// to say as well.
///
/// # Errors
/// [`SampleError::Invalid`] with what to put right.
pub async fn submit(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
    sample: Sample,
) -> Result<Saved, SampleError> {
    let sample = Sample {
        state: ReviewState::New,
        rejected_because: String::new(),
        origin: Origin::Unknown,
        cause: Cause::Unknown,
        ..sample
    };
    let problems = sample.problems(Utc::now());
    if !problems.is_empty() {
        return Err(SampleError::Invalid(problems));
    }
    let redactor = submission_redactor(&mut *conn, grant).await?;
    let (redacted_sample, redacted) = redact(sample, &redactor);
    let sample = redacted_sample.sample();
    insert(&mut *conn, grant, sample).await?;
    let after = serde_json::to_value(sample)?;
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action: AuditAction::Added,
        kind: KIND,
        subject: Some(sample.id.0),
        name: &name(&sample.summary),
        before: None,
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(Saved { id: sample.id, redacted })
}

async fn insert(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
    sample: &Sample,
) -> sqlx::Result<()> {
    query!(
        "select submit_sample($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
             $17, $18, $19)",
        sample.id.0,
        grant.engagement().0,
        sample.integration.map(|id| id.0),
        sample.symptom.key(),
        sample.occurred_at,
        sample.detected_at,
        sample.recovered_at,
        sample.detected_by.key(),
        sample.outcome.key(),
        sample.status_said_success,
        sample.correlation_id,
        sample.records,
        sample.manual_minutes,
        sample.summary,
        sample.evidence,
        sample.dates_only.bits(),
        sample.evidence_kind.map(Catalogue::key),
        sample.evidence_on,
        sample.evidence_from
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The acting person's submissions to this engagement, newest first.
///
/// # Errors
/// [`WriteError::NotFound`] when the database knows no such contributor.
pub async fn submissions(
    conn: &mut PgConnection,
    grant: Grant<SubmitSample>,
) -> Result<Vec<Submission>, WriteError> {
    let own = query_as!(
        Submission,
        r#"select id as "id!: SampleId", summary as "summary!", occurred_at as "occurred_at!", dates_only as "dates_only!: DatesOnly",
               created_at as "created_at!", state as "state!: ReviewState", rejected_because as "rejected_because!"
           from own_submissions($1)"#,
        grant.engagement().0
    );
    let own = own.fetch_all(conn).await;
    own.map_err(|error| if is_refused(&error) { WriteError::NotFound } else { error.into() })
}

#[cfg(test)]
mod tests {
    use super::super::{head, live_digest};
    use super::*;
    use crate::document::evidence::Kind;
    use crate::document::samples::testing::sample;
    use crate::stores::access::Capacity;
    use crate::stores::testing::Bench;
    use sqlx::PgPool;

    #[sqlx::test]
    async fn a_contributors_sample_is_new_redacted_and_theirs(pool: PgPool) {
        let bench = Bench::new(pool).await;
        let grace = bench.client_person(Capacity::Contributor).await;
        let grant = grace.may(bench.engagement).unwrap();
        let day = "2026-03-04".parse().unwrap();
        let sent = Sample {
            state: ReviewState::Confirmed,
            evidence: "wrote to ada.lovelace@example.org".into(),
            evidence_kind: Some(Kind::Screenshot),
            evidence_on: Some(Utc::now().date_naive()),
            evidence_from: "the mailbox of ada.lovelace@example.org".into(),
            ..sample()
        };
        let sent = sent.dated(day, None, None);
        let mut tx = bench.act_as(&grace).await;
        let saved = submit(&mut tx, grant, sent).await.unwrap();
        let own = submissions(&mut tx, grant).await.unwrap();
        assert_eq!((own.len(), own[0].id), (1, saved.id));
        assert_eq!(own[0].occurred(), day);
        assert_eq!((own[0].state, own[0].rejected_because.as_str()), (ReviewState::New, ""));
        // What follows in the same transaction is a client's again.
        let count = sqlx::query_scalar::<_, i64>("select count(*) from sample");
        assert_eq!(count.fetch_one(&mut *tx).await.unwrap(), 0);
        tx.commit().await.unwrap();
        let stored = bench.stored(saved.id).await;
        assert_eq!(stored.sample.state, ReviewState::New);
        assert_eq!(stored.sample.occurred(), day);
        assert_eq!(stored.submitted_by.as_deref(), Some("Grace"));
        assert!(!stored.sample.evidence.contains("lovelace"), "{}", stored.sample.evidence);
        assert_eq!(stored.sample.evidence_kind, Some(Kind::Screenshot));
        assert_eq!(stored.sample.evidence_on, Some(Utc::now().date_naive()));
        let from = &stored.sample.evidence_from;
        assert!(from.contains('‹') && !from.contains("lovelace"), "{from}");
        assert_eq!(stored.sample.cause, Cause::Unknown);
        let mut tx = bench.act().await;
        let head = head(&mut tx, bench.grant().into()).await.unwrap().unwrap();
        assert_eq!(head.samples.total(), 0, "the list counts anew");
        assert_eq!(live_digest(&mut tx, bench.grant().into()).await.unwrap().new, 1);
    }

    #[sqlx::test]
    async fn the_same_value_gets_the_same_placeholder_from_either_side(pool: PgPool) {
        let bench = Bench::new(pool).await;
        let grace = bench.client_person(Capacity::Contributor).await;
        let mail = || Sample { summary: "Mail of ada.lovelace@example.org".into(), ..sample() };
        let theirs = bench.add(mail()).await;
        let mut tx = bench.act_as(&grace).await;
        let saved = submit(&mut tx, grace.may(bench.engagement).unwrap(), mail()).await.unwrap();
        tx.commit().await.unwrap();
        let summary = bench.stored(saved.id).await.sample.summary;
        assert_eq!(summary, bench.stored(theirs).await.sample.summary);
    }

    #[sqlx::test]
    async fn nobody_but_a_contributor_of_the_room_submits(pool: PgPool) {
        let bench = Bench::new(pool.clone()).await;
        let elsewhere = Bench::new(pool).await;
        let viewer = bench.client_person(Capacity::Viewer).await;
        let stranger = elsewhere.client_person(Capacity::Contributor).await;
        for actor in [&viewer, &stranger, &bench.actor] {
            let mut tx = bench.act_as(actor).await;
            let key = sqlx::query_scalar::<_, Option<Vec<u8>>>("select submission_key($1)");
            let key = key.bind(bench.engagement.0).fetch_one(&mut *tx).await.unwrap();
            assert_eq!(key, None, "{}", actor.name);
            let own = "select own_submissions($1)";
            let called = sqlx::query(own).bind(bench.engagement.0).execute(&mut *tx).await;
            let code = called.unwrap_err();
            let code = code.as_database_error().and_then(|error| error.code());
            assert_eq!(code.as_deref(), Some("42501"), "{}", actor.name);
            let mut tx = bench.act_as(actor).await;
            let submit = "select submit_sample(gen_random_uuid(), $1, null, 'wrong', now(), null, null, 'staff',
                              'failed', false, '', '', 0, 'x', '')";
            let called = sqlx::query(submit).bind(bench.engagement.0).execute(&mut *tx).await;
            assert!(called.is_err());
        }
    }
}
