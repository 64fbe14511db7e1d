//! Promises of changing many samples at once, and of taking that back.

use super::*;
use sqlx::query_scalar;

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
