//! A decision counts once and is its person's own; what is kept of an acceptance tells what happened, in its order.

use super::*;
use crate::stores::access::{Actor, Capacity};
use crate::stores::certificate::{Certificate, EventKind, OutsideStamp};
use crate::stores::room::store::publish;
use crate::stores::testing::Bench;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgPool;

/// A room in which version 1 is published, and the key that stamps.
struct Room {
    bench: Bench,
    authority: Authority,
}

impl Room {
    async fn new(pool: PgPool) -> Self {
        let bench = Bench::new(pool).await;
        let mut tx = bench.act().await;
        publish(&mut tx, bench.actor.may(bench.engagement).unwrap(), "").await.unwrap();
        tx.commit().await.unwrap();
        let (authority, _) = Authority::make("Faultline", Utc::now()).unwrap();
        Self { bench, authority }
    }

    /// Somebody of the client who may decide.
    async fn contributor(&self) -> Actor {
        self.bench.client_person(Capacity::Contributor).await
    }

    async fn accept(&self, who: &Actor, asks_outside: bool) -> Result<Recorded, DecideError> {
        let agreement = Agreement { name: " gRACE  ", authority: &self.authority, asks_outside };
        let answer = GivenAnswer::Accept(agreement);
        let decided = Decided { version: 1, quote: None, answer, reason: "" };
        let mut tx = self.bench.act_as(who).await;
        let recorded = decide_on(&mut tx, who.may(self.bench.engagement).unwrap(), decided).await?;
        tx.commit().await.unwrap();
        Ok(recorded)
    }

    async fn certificate(&self) -> Certificate {
        let record = sqlx::query_scalar("select record from certificate");
        let record: Vec<u8> = record.fetch_one(&self.bench.pool).await.unwrap();
        Certificate::read(&record).unwrap()
    }

    async fn count(&self, what: &'static str) -> i64 {
        sqlx::query_scalar(what).fetch_one(&self.bench.pool).await.unwrap()
    }
}

#[sqlx::test]
async fn an_acceptance_counts_once_and_is_nobody_elses(pool: PgPool) {
    let room = Room::new(pool).await;
    // Of the same name, too.
    let (ann, ben) = (room.contributor().await, room.contributor().await);
    let first = room.accept(&ann, false).await.unwrap();
    assert!(first.new && first.certified.is_some());
    let again = room.accept(&ann, false).await.unwrap();
    assert_eq!(again, Recorded { number: first.number, new: false, certified: None });
    let other = room.accept(&ben, false).await;
    assert!(matches!(other, Err(DecideError::Write(WriteError::Conflict(None)))), "{other:?}");
    assert_eq!(room.count("select count(*) from decision").await, 1);
    assert_eq!(room.certificate().await.parts.decision.typed, "gRACE");
}

#[sqlx::test]
async fn events_within_one_second_stand_in_the_order_in_which_they_happened(pool: PgPool) {
    let room = Room::new(pool).await;
    let ann = room.contributor().await;
    let start: DateTime<Utc> = "2026-01-01T10:00:00Z".parse().unwrap();
    for step in 0..6 {
        let at = start + TimeDelta::milliseconds(100 * step);
        let (add, who) = if step % 2 == 0 {
            ("insert into decision (id, engagement_id, snapshot_id, answer, reason, person_id, person_name, created_at)
              select gen_random_uuid(), s.engagement_id, s.id, 'ask', 'When?', $1, 'Grace', $2 from snapshot s", &ann)
        } else {
            ("insert into comment (id, engagement_id, snapshot_id, about, body, person_id, person_name, created_at)
              select gen_random_uuid(), s.engagement_id, s.id, 'decision', 'Soon.', $1, 'Ada', $2 from snapshot s",
             &room.bench.actor)
        };
        let add = sqlx::query(add).bind(who.person.0).bind(at);
        add.execute(&room.bench.pool).await.unwrap();
    }
    room.accept(&ann, false).await.unwrap();
    let trail = room.certificate().await.parts.trail;
    let events: Vec<_> = trail.iter().map(|event| event.event).collect();
    use EventKind::{Accepted, Answered, Asked, Published};
    let expected = [Asked, Answered, Asked, Answered, Asked, Answered, Published, Accepted];
    assert_eq!(events, expected);
    assert!(trail[..6].iter().all(|event| event.at == start), "{trail:?}");
}

#[sqlx::test]
async fn until_a_stamp_of_an_authority_outside_has_come_it_gave_none(pool: PgPool) {
    const FAILED: &str = "select count(*) from certificate where outside_failed_at is not null";
    const AUDITED: &str =
        "select count(*) from audit where subject_kind = 'certificate' and action = 'changed'";
    let room = Room::new(pool).await;
    let ann = room.contributor().await;
    let imprint = room.accept(&ann, true).await.unwrap().certified.unwrap();
    assert_eq!((room.count(FAILED).await, room.count(AUDITED).await), (1, 0));
    let outside = OutsideStamp { stamp: vec![1], authority: "Elsewhere".into() };
    for _ in 0..2 {
        let mut tx = room.bench.act_as(&ann).await;
        let grant = ann.may(room.bench.engagement).unwrap();
        keep_outside(&mut tx, grant, &imprint, &outside).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!((room.count(FAILED).await, room.count(AUDITED).await), (0, 1));
}

#[sqlx::test]
async fn that_the_page_was_opened_is_noted_once_for_each_reader_and_version(pool: PgPool) {
    const OPENED: &str = "select count(*) from audit where action = 'opened'";
    let room = Room::new(pool).await;
    let (ann, ben) = (room.contributor().await, room.contributor().await);
    for (who, noted) in [(&ann, 1), (&ann, 1), (&ben, 2), (&ann, 2)] {
        let mut tx = room.bench.act_as(who).await;
        opened(&mut tx, who.may(room.bench.engagement).unwrap(), 1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(room.count(OPENED).await, noted);
    }
}
