//! Promises of the queue, against a real database: one worker a job, no job lost, and none run as someone else.

use super::*;
use crate::stores::testing::Bench;

const LEASE: Duration = Duration::from_secs(60);
const NONE: Duration = Duration::ZERO;

impl Bench {
    async fn start(&self) -> JobId {
        let mut tx = self.act().await;
        let id = start(&mut tx, self.grant(), JobKind::Import, Uuid::now_v7()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn job(&self, id: JobId) -> Job {
        get(&mut *self.act().await, self.grant().into(), id).await.unwrap().unwrap()
    }

    async fn end(&self, claim: &Claim, state: JobState) -> bool {
        let mut conn = self.pool.acquire().await.unwrap();
        end(&mut conn, claim, state, "", None).await.unwrap()
    }
}

async fn take(pool: &PgPool, lease: Duration) -> Option<Claim> {
    claim(pool, Uuid::now_v7(), lease).await.unwrap()
}

#[sqlx::test]
async fn a_job_is_taken_once_and_acts_as_whoever_started_it(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    let id = bench.start().await;
    let claim = take(&pool, LEASE).await.unwrap();
    assert_eq!((claim.id, claim.engagement, claim.attempts), (id, bench.engagement, 1));
    let actor = claim.actor.clone().unwrap();
    assert_eq!(
        (actor.person, actor.memberships),
        (bench.actor.person, bench.actor.memberships.clone())
    );
    assert!(take(&pool, LEASE).await.is_none());
    assert_eq!(bench.job(id).await.state, JobState::Running);
    assert!(bench.end(&claim, JobState::Done).await);
    assert!(!bench.end(&claim, JobState::Failed).await, "what is done stays done");
    assert_eq!(bench.job(id).await.state, JobState::Done);
}

#[sqlx::test]
async fn what_a_silent_server_left_is_taken_over_and_given_up_after_three_times(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    let id = bench.start().await;
    let lost = take(&pool, NONE).await.unwrap();
    let second = take(&pool, NONE).await.unwrap();
    assert_eq!(second.attempts, 2);
    assert_eq!(heartbeat(&pool, &lost, LEASE, 1, 2, "").await.unwrap(), Heartbeat::Lost);
    assert!(!bench.end(&lost, JobState::Done).await, "the first worker stores nothing any more");
    assert!(take(&pool, NONE).await.is_some());
    assert!(take(&pool, NONE).await.is_none());
    let job = bench.job(id).await;
    assert_eq!(job.state, JobState::Failed);
    assert!(job.error.contains("three times"));
}

#[sqlx::test]
async fn a_job_that_was_given_back_is_taken_at_once_and_loses_no_attempt(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    bench.start().await;
    for _ in 0..5 {
        let claim = take(&pool, LEASE).await.unwrap();
        assert_eq!(claim.attempts, 1);
        release(&pool, claim.worker).await.unwrap();
    }
}

#[sqlx::test]
async fn of_one_engagement_one_runs_at_a_time_and_others_are_not_held_up(pool: PgPool) {
    let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool.clone()).await);
    let (first, second, third) = (bench.start().await, bench.start().await, other.start().await);
    let one = take(&pool, LEASE).await.unwrap();
    let two = take(&pool, LEASE).await.unwrap();
    assert_eq!((one.id, two.id), (first, third));
    assert!(take(&pool, LEASE).await.is_none());
    bench.end(&one, JobState::Done).await;
    assert_eq!(take(&pool, LEASE).await.unwrap().id, second);
}

#[sqlx::test]
async fn a_cancelled_job_is_told_and_cannot_end_as_done(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    let id = bench.start().await;
    let claim = take(&pool, LEASE).await.unwrap();
    assert_eq!(heartbeat(&pool, &claim, LEASE, 5, 10, "half").await.unwrap(), Heartbeat::GoOn);
    let job = bench.job(id).await;
    assert_eq!((job.percent(), job.note.as_str()), (Some(50), "half"));
    let mut tx = bench.act().await;
    assert!(cancel(&mut tx, bench.grant(), id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(heartbeat(&pool, &claim, LEASE, 6, 10, "").await.unwrap(), Heartbeat::Cancel);
    assert!(!bench.end(&claim, JobState::Done).await);
    assert!(bench.end(&claim, JobState::Cancelled).await);
}

#[sqlx::test]
async fn a_waiting_job_is_cancelled_at_once(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    let id = bench.start().await;
    let mut tx = bench.act().await;
    assert!(cancel(&mut tx, bench.grant(), id).await.unwrap());
    assert!(!cancel(&mut tx, bench.grant(), id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(take(&pool, LEASE).await.is_none());
    assert_eq!(bench.job(id).await.state, JobState::Cancelled);
}

#[sqlx::test]
async fn nobody_starts_a_job_as_someone_else_or_sees_another_engagements(pool: PgPool) {
    let (bench, other) = (Bench::new(pool.clone()).await, Bench::new(pool.clone()).await);
    let id = bench.start().await;
    // As if a grant had been made by mistake.
    let mut tx = other.act().await;
    assert!(get(&mut tx, bench.grant().into(), id).await.unwrap().is_none());
    assert!(!cancel(&mut tx, bench.grant(), id).await.unwrap());
    assert!(start(&mut tx, bench.grant(), JobKind::Import, Uuid::now_v7()).await.is_err());
    drop(tx);
    let mut tx = other.act().await;
    let forged = query!(
        "insert into job (id, engagement_id, kind, subject_id, created_by) values ($1, $2, 'import', $1, $3)",
        Uuid::now_v7(),
        other.engagement.0,
        bench.actor.person.0
    );
    assert!(forged.execute(&mut *tx).await.is_err());
}

#[sqlx::test]
async fn whoever_was_shut_out_does_nothing_any_more(pool: PgPool) {
    let bench = Bench::new(pool.clone()).await;
    bench.start().await;
    query!("update person set disabled_at = now()").execute(&pool).await.unwrap();
    assert!(take(&pool, LEASE).await.unwrap().actor.is_none());
}
