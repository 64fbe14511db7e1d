//! Promises of the store: patterns made by hand, of changing many samples, of undo, and of charts.

use super::tests::rows;
use super::*;
use crate::document::samples::testing::sample;
use crate::document::samples::{
    Charts, DELAYS, Filter, OnePattern, Page, PatternKey, TREND_WEEKS, groups, mondays, one_pattern,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::when::When;
use crate::stores::access::{Grant, ViewHistory, ViewWork};
use crate::stores::audit;
use crate::stores::testing::Bench;
use chrono::Duration;
use sqlx::{PgPool, query_scalar};

impl Bench {
    fn view(&self) -> Grant<ViewWork> {
        self.grant().into()
    }

    /// Samples that differ in what is given.
    async fn three(&self) -> Vec<SampleId> {
        let mut ids = Vec::new();
        for (symptom, cause) in [
            (Symptom::Duplicate, Cause::Replayed),
            (Symptom::Missing, Cause::Timeout),
            (Symptom::Late, Cause::Unknown),
        ] {
            ids.push(self.add(Sample { id: SampleId::new(), symptom, cause, ..sample() }).await);
        }
        ids
    }

    async fn keys(&self) -> Vec<(String, i64)> {
        let (patterns, _) = patterns(&mut *self.act().await, self.view()).await.unwrap();
        let mut keys: Vec<_> = groups(&patterns)
            .into_iter()
            .map(|group| {
                let name = group.name().unwrap_or(group.whole.symptom.key());
                (name.to_owned(), group.whole.count)
            })
            .collect();
        keys.sort();
        keys
    }

    async fn rule(&self, symptom: Symptom) -> PatternKey {
        let (patterns, _) = patterns(&mut *self.act().await, self.view()).await.unwrap();
        patterns.iter().find(|pattern| pattern.symptom == symptom).unwrap().key()
    }

    async fn merged(&self, keys: &[PatternKey], name: &str) -> Merged {
        let mut tx = self.act().await;
        let merged = merge(&mut tx, self.grant(), keys, name).await.unwrap();
        tx.commit().await.unwrap();
        merged
    }

    async fn changed(&self, rows: &[(SampleId, i32)], changes: Changes) -> Changed {
        let mut tx = self.act().await;
        let changed = change_many(&mut tx, self.grant(), rows, changes).await.unwrap();
        tx.commit().await.unwrap();
        changed
    }

    /// Takes back what an audit row says was done, and tells what came of it.
    async fn undone(&self, entry: i64) -> (i64, Step) {
        let history: Grant<ViewHistory> = self.actor.may(self.engagement).unwrap();
        let mut tx = self.act().await;
        let entry = audit::entry(&mut tx, history, entry).await.unwrap().unwrap();
        let recorded = undo(&mut tx, self.grant(), &entry).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = self.act().await;
        let entry = audit::entry(&mut tx, history, recorded).await.unwrap().unwrap();
        (recorded, step(&mut tx, self.view(), &entry).await.unwrap().unwrap())
    }
}

fn told(keys: &[(&str, i64)]) -> Vec<(String, i64)> {
    keys.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[sqlx::test]
async fn merged_patterns_are_one_with_what_is_still_to_come_until_that_is_undone(pool: PgPool) {
    let bench = Bench::new(pool).await;
    bench.three().await;
    let keys = [bench.rule(Symptom::Duplicate).await, bench.rule(Symptom::Missing).await];
    let merged = bench.merged(&keys, "Orders of ada.lovelace@example.org").await;
    bench.add(Sample { id: SampleId::new(), ..sample() }).await;
    let (found, _) = patterns(&mut *bench.act().await, bench.view()).await.unwrap();
    let ours: Vec<_> =
        found.iter().filter(|one| one.key() == PatternKey::Made(merged.pattern)).collect();
    assert_eq!(ours.iter().map(|one| one.count).sum::<i64>(), 3);
    assert!(matches!(one_pattern(ours.iter().copied()), OnePattern::One(_)));
    let made = made(&mut *bench.act().await, bench.view(), merged.pattern).await.unwrap().unwrap();
    assert!(made.name.contains("‹email "), "{}", made.name);
    let shown = Filter { pattern: Some(merged.pattern), ..Filter::default() };
    let mut tx = bench.act().await;
    let lines = rows(&mut tx, bench.view(), &shown, Page::First).await;
    assert_eq!((lines.len(), count(&mut tx, bench.view(), &shown).await.unwrap()), (3, Some(3)));
    drop(tx);
    let (_, step) = bench.undone(merged.entry).await;
    assert_eq!((step.changed, step.left, step.is_undo), (2, 0, true));
    assert_eq!(bench.keys().await, told(&[("duplicate", 2), ("late", 1), ("missing", 1)]));
    let (_, again) = bench.undone(merged.entry).await;
    assert_eq!((again.changed, again.left), (0, 2));
}

#[sqlx::test]
async fn what_was_merged_further_comes_apart_only_in_that_order(pool: PgPool) {
    let bench = Bench::new(pool).await;
    bench.three().await;
    let first = [bench.rule(Symptom::Duplicate).await, bench.rule(Symptom::Missing).await];
    let first = bench.merged(&first, "First").await;
    let second = [PatternKey::Made(first.pattern), bench.rule(Symptom::Late).await];
    let second = bench.merged(&second, "Second").await;
    assert_eq!(bench.keys().await, told(&[("Second", 3)]));
    let (_, too_soon) = bench.undone(first.entry).await;
    assert_eq!((too_soon.changed, too_soon.left), (0, 2));
    assert_eq!(bench.keys().await, told(&[("Second", 3)]));
    bench.undone(second.entry).await;
    assert_eq!(bench.keys().await, told(&[("First", 2), ("late", 1)]));
    bench.undone(first.entry).await;
    assert_eq!(bench.keys().await, told(&[("duplicate", 1), ("late", 1), ("missing", 1)]));
}

#[sqlx::test]
async fn a_merge_needs_two_patterns_that_are_there_and_a_name_of_its_own(pool: PgPool) {
    let bench = Bench::new(pool).await;
    bench.three().await;
    let (one, two) = (bench.rule(Symptom::Duplicate).await, bench.rule(Symptom::Missing).await);
    let gone = PatternKey::Made(PatternId::new());
    for (keys, name, field) in [
        (vec![one, one], "Twice", "pattern"),
        (vec![one, gone], "Gone", "pattern"),
        (vec![one, two], " ", "name"),
    ] {
        let refused = merge(&mut *bench.act().await, bench.grant(), &keys, name).await;
        let Err(SampleError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), [field]);
    }
}

#[sqlx::test]
async fn a_name_that_someone_else_gave_meanwhile_is_not_overwritten(pool: PgPool) {
    let bench = Bench::new(pool).await;
    bench.three().await;
    let keys = [bench.rule(Symptom::Duplicate).await, bench.rule(Symptom::Missing).await];
    let id = bench.merged(&keys, "Orders").await.pattern;
    let mut tx = bench.act().await;
    assert_eq!(rename(&mut tx, bench.grant(), id, 1, "Bookings").await.unwrap(), Renamed::Done);
    let stale = rename(&mut tx, bench.grant(), id, 1, "Invoices").await.unwrap();
    assert_eq!(stale, Renamed::Conflict("Bookings".into(), 2));
}

#[sqlx::test]
async fn samples_that_are_split_off_are_a_pattern_of_their_own_until_that_is_undone(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(bench.add(Sample { id: SampleId::new(), ..sample() }).await);
    }
    let split =
        |name: &str| Changes { pattern: Some(IntoPattern::New(name.into())), ..Changes::default() };
    let done = bench.changed(&[(ids[0], 1)], split("Price list")).await;
    assert_eq!((done.changed, done.left.len()), (1, 0));
    assert_eq!(bench.keys().await, told(&[("Price list", 1), ("duplicate", 2)]));
    let rule = Filter { pattern: Some(PatternId(uuid::Uuid::nil())), ..Filter::default() };
    let lines = rows(&mut *bench.act().await, bench.view(), &rule, Page::First).await;
    assert_eq!(lines.len(), 2);
    let (mut tx, rows) = (bench.act().await, [(ids[1], 1)]);
    let same = change_many(&mut tx, bench.grant(), &rows, split("price list")).await;
    assert!(matches!(same, Err(SampleError::Invalid(_))), "{same:?}");
    drop(tx);
    let (undo, step) = bench.undone(done.entry.unwrap()).await;
    assert_eq!((step.changed, step.left), (1, 0));
    assert_eq!(bench.keys().await, told(&[("duplicate", 3)]));
    bench.undone(undo).await;
    assert_eq!(bench.keys().await, told(&[("Price list", 1), ("duplicate", 2)]));
}

#[sqlx::test]
async fn many_are_changed_as_they_were_seen_and_put_back_as_each_was(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let ids = bench.three().await;
    let before: Vec<Sample> =
        [bench.stored(ids[0]).await, bench.stored(ids[1]).await, bench.stored(ids[2]).await]
            .map(|stored| stored.sample)
            .to_vec();
    let rows = [(ids[0], 1), (ids[1], 1), (ids[2], 9)];
    let changes = Changes {
        cause: Some(Cause::WrongMapping),
        missing_control: Some(Some(Control::IdempotencyKey)),
        state: Some(ReviewState::Confirmed),
        ..Changes::default()
    };
    let done = bench.changed(&rows, changes).await;
    assert_eq!((done.changed, &done.left[..]), (2, &ids[2..]));
    let now = bench.stored(ids[0]).await;
    assert_eq!(
        (now.sample.cause, now.sample.state, now.version),
        (Cause::WrongMapping, ReviewState::Confirmed, 2)
    );
    let rows =
        "select count(*) from audit where subject_kind = 'failure_sample' and action = 'changed'";
    let rows = query_scalar::<_, i64>(rows).fetch_one(&bench.pool).await.unwrap();
    assert_eq!(rows, 1, "one row for all of them");
    // Someone goes on with one of them.
    let theirs = Sample { retries: 40, ..bench.stored(ids[1]).await.sample };
    let mut tx = bench.act().await;
    change(&mut tx, bench.grant(), theirs.clone(), 2).await.unwrap();
    tx.commit().await.unwrap();
    let (_, step) = bench.undone(done.entry.unwrap()).await;
    assert_eq!((step.changed, step.left), (1, 1));
    assert_eq!(step.told, [(ids[1], theirs.summary.clone())]);
    assert_eq!(bench.stored(ids[0]).await.sample, before[0]);
    assert_eq!(bench.stored(ids[1]).await.sample, theirs);
    assert_eq!(bench.stored(ids[2]).await.sample, before[2]);
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
}

#[sqlx::test]
async fn a_change_of_many_is_bounded_and_says_what_is_missing(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let id = bench.add(sample()).await;
    let rejected = Changes { state: Some(ReviewState::Rejected), ..Changes::default() };
    let nowhere = Changes { integration: Some(Some(IntegrationId::new())), ..Changes::default() };
    let lost = Changes { pattern: Some(IntoPattern::Made(PatternId::new())), ..Changes::default() };
    let fine = Changes { symptom: Some(Symptom::Late), ..Changes::default() };
    let too_many = vec![(id, 1); MOST_CHANGED + 1];
    for (rows, changes, field) in [
        (vec![(id, 1)], Changes::default(), "set"),
        (vec![(id, 1)], rejected, "reason"),
        (vec![(id, 1)], nowhere, "integration"),
        (vec![(id, 1)], lost, "pattern"),
        (too_many, fine.clone(), "rows"),
        (Vec::new(), fine, "rows"),
    ] {
        let refused = change_many(&mut *bench.act().await, bench.grant(), &rows, changes).await;
        let Err(SampleError::Invalid(problems)) = refused else { panic!("{refused:?}") };
        assert_eq!(problems.iter().map(|one| one.field).collect::<Vec<_>>(), [field]);
    }
    // A step of the review that cannot follow leaves the sample.
    let diagnosed = Changes { state: Some(ReviewState::Diagnosed), ..Changes::default() };
    let done = bench.changed(&[(id, 1)], diagnosed).await;
    assert_eq!((done.changed, done.entry, &done.left[..]), (0, None, &[id][..]));
}

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
