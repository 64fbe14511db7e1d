//! Promises of the list of samples: paged by key, and narrowed by each field of its filters.

use super::*;
use crate::document::samples::Cursor;
use chrono::Duration;

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
