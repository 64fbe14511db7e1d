//! Promises of what is counted of samples: by pattern, by how they are known, and by the tally.

use super::*;
use crate::document::evidence::Kind as EvidenceKind;
use crate::document::samples::{Known, Pattern};
use crate::platform::catalogue::Catalogue;
use chrono::Duration;

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
fn verdict_says(pattern: &Pattern) -> String {
    use crate::document::controls::ControlState;
    use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, sound};
    let doc = sound().control(Control::IdempotencyKey, ControlState::Missing).but(|doc| {
        let integration = Some(SHOP_TO_ERP);
        let own = Pattern { integration, ..pattern.clone() };
        doc.samples.patterns.push(own);
    });
    let told = crate::judgement::assess::assess(&doc);
    told.integrations[0].verdict.findings[0].because[0].says.clone()
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
