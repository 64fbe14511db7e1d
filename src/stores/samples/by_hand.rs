//! Promises of the store: patterns made by hand, of changing many samples, of undo, and of charts.

use super::tests::rows;
use super::*;
use crate::document::samples::testing::sample;
use crate::document::samples::{Filter, OnePattern, Page, PatternKey, groups, one_pattern};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Grant, ViewHistory, ViewWork};
use crate::stores::audit;
use crate::stores::testing::Bench;
use sqlx::PgPool;

mod many;
mod over_time;

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
