//! Promises of charts, and of a pattern's weeks with the samples that stand for it.

use super::*;
use crate::document::samples::{Charts, DELAYS, TREND_WEEKS, mondays};
use crate::platform::when::When;
use chrono::Duration;

#[sqlx::test]
async fn charts_count_what_is_there_whatever_became_of_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let occurred_at = DateTime::parse_from_rfc3339("2026-05-06T09:30:00Z").unwrap().to_utc();
    let at = |minutes: i64| Some(occurred_at + Duration::minutes(minutes));
    let one = Sample { occurred_at, detected_at: at(90), recovered_at: at(60 * 30), ..sample() };
    let id = bench.add(one.clone()).await;
    let other = bench.add(Sample { id: SampleId::new(), detected_at: None, ..one.clone() }).await;
    let read = || async { charts(&mut *bench.act().await, bench.view(), None).await.unwrap() };
    let drawn: Charts = read().await;
    let wednesday_nine = 2 * 24 + 9;
    assert_eq!((drawn.hours[wednesday_nine], drawn.hours.iter().sum::<i64>()), (2, 2));
    assert_eq!((drawn.detect.middle(), drawn.detect.open), (Some(DELAYS[4]), 1));
    assert_eq!((drawn.recover.middle(), drawn.recover.open), (Some(DELAYS[6]), 0));
    assert_eq!(drawn.weeks.len(), 1);
    assert_eq!(drawn.weeks[0].0.to_string(), "2026-05-04");
    let mut tx = bench.act().await;
    review(&mut tx, bench.grant(), other, 1, ReviewState::Rejected, "A test").await.unwrap();
    change(&mut tx, bench.grant(), Sample { id, detected_at: None, ..one }, 1).await.unwrap();
    tx.commit().await.unwrap();
    let drawn = read().await;
    assert_eq!((drawn.hours[wednesday_nine], drawn.detect.known(), drawn.detect.open), (1, 0, 1));
    // A day says nothing of an hour, nor of how long it took until a moment of it.
    let dated = Sample { id: SampleId::new(), ..sample() };
    let dated = dated.dated("2026-05-06".parse().unwrap(), at(90).map(When::At), None);
    bench.add(dated).await;
    let drawn = read().await;
    assert_eq!((drawn.hours.iter().sum::<i64>(), drawn.detect.known()), (1, 0));
    assert_eq!((drawn.detect.open, drawn.recover.open), (1, 1));
    assert_eq!(drawn.weeks[0].1.iter().sum::<i64>(), 2);
    let nowhere = Some(IntegrationId::new());
    let none = charts(&mut *bench.act().await, bench.view(), nowhere).await.unwrap();
    assert!(none.is_empty() && none.weeks.is_empty());
}

#[sqlx::test]
async fn a_pattern_has_its_weeks_and_samples_that_stand_for_it(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let last = sample();
    let early = Sample {
        id: SampleId::new(),
        occurred_at: last.occurred_at - Duration::days(14),
        state: ReviewState::New,
        ..sample()
    };
    let (last_id, early_id) = (bench.add(last.clone()).await, bench.add(early).await);
    bench.add(Sample { id: SampleId::new(), symptom: Symptom::Late, ..sample() }).await;
    let key = bench.rule(Symptom::Duplicate).await;
    let mondays = mondays(last.occurred_at.date_naive(), TREND_WEEKS);
    let mut tx = bench.act().await;
    let weeks = weeks(&mut tx, bench.view(), &mondays).await.unwrap();
    let counts = &weeks[&key];
    assert_eq!((counts[TREND_WEEKS - 1], counts[TREND_WEEKS - 3]), (1, 1));
    assert_eq!(counts.iter().sum::<i64>(), 2);
    let typical = representatives(&mut tx, bench.view(), key).await.unwrap();
    let mut told: Vec<_> = typical.iter().map(|one| (one.id, one.why.as_str())).collect();
    told.sort_by_key(|(_, why)| *why);
    assert_eq!(told, [(early_id, "first"), (last_id, "last")]);
    drop(tx);
    let merged = [key, bench.rule(Symptom::Late).await];
    let made = bench.merged(&merged, "All of it").await.pattern;
    let made = PatternKey::Made(made);
    let typical = representatives(&mut *bench.act().await, bench.view(), made).await.unwrap();
    assert!(typical.iter().any(|one| one.id == early_id), "{typical:?}");
}
