//! Promises of imports: stored once, all or nothing, and holding nobody up.

use super::*;
use crate::document::evidence::Kind as EvidenceKind;
use crate::document::samples::import::{Defaults, Mapping, Reader, suggest};
use crate::document::samples::{Incoming, redact};
use crate::engines::redact::Redactor;
use crate::engines::tables::{Table, Zone};
use crate::platform::when::When;
use chrono::Duration;

/// Imports a text as the page would, and says what became of it.
async fn import_text(bench: &Bench, text: &str) -> (Imported, usize) {
    let table = Table::read(text, None, true).unwrap();
    let mapping = Mapping {
        columns: suggest(table.header()),
        order: None,
        comma: None,
        zone: Zone::Utc,
        defaults: Defaults { symptom: Some(Symptom::Wrong), ..Defaults::default() },
        values: Default::default(),
        people: Vec::new(),
    };
    let mut tx = bench.act().await;
    let mut import =
        Import::begin(&mut tx, bench.grant(), "ada@example.org.csv\n\0", table.header())
            .await
            .unwrap();
    let reader = Reader::new(&[], import.key(), chrono::Utc::now());
    let (good, bad): (Vec<_>, Vec<_>) = table
        .rows
        .iter()
        .map(|row| reader.read(table.header(), row, &mapping))
        .partition(Result::is_ok);
    let good: Vec<_> = good.into_iter().map(Result::unwrap).collect();
    let mut bulk = Bulk::begin(&mut tx).await.unwrap();
    for slice in good.chunks(7) {
        let mut lot = Lot::default();
        slice.iter().for_each(|row| lot.push(row));
        bulk.take(lot);
        bulk.store(&mut tx, &mut import).await.unwrap();
    }
    bulk.finish(&mut tx, &mut import).await.unwrap();
    let done = import.finish(&mut tx, bad.len()).await.unwrap();
    tx.commit().await.unwrap();
    (done, bad.len())
}

#[sqlx::test]
async fn a_file_is_stored_once_however_often_it_is_imported(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut text = String::from("date,message\nsoon,bad\n2026-11-02,same\n2026-11-02,same\n");
    (0..30).for_each(|row| text += &format!("2026-11-02 10:{row:02},row {row}\n"));
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 32, repeated: 0 }, 1));
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 0, repeated: 32 }, 1));
    text += "2026-11-03,one more\n";
    assert_eq!(import_text(&bench, &text).await, (Imported { stored: 1, repeated: 32 }, 1));
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
    let mut tx = bench.act().await;
    let files = query!(
        "select file_name, stored, refused, repeated from sample_import order by created_at"
    );
    let files = files.fetch_all(&mut *tx).await.unwrap();
    assert_eq!(
        files.iter().map(|file| (file.stored, file.refused, file.repeated)).collect::<Vec<_>>(),
        [(32, 1, 0), (0, 1, 32), (1, 1, 32)]
    );
    assert!(files.iter().all(|file| file.file_name.starts_with('‹')), "{files:?}");
    let head = head(&mut tx, bench.grant().into()).await.unwrap().unwrap();
    assert_eq!(head.samples.total(), 33);
}

#[sqlx::test]
async fn an_import_that_is_not_committed_leaves_nothing(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let table = Table::read("date,message\n2026-11-02,x\n", None, true).unwrap();
    let mapping = Mapping {
        columns: suggest(table.header()),
        order: None,
        comma: None,
        zone: Zone::Utc,
        defaults: Defaults { symptom: Some(Symptom::Wrong), ..Defaults::default() },
        values: Default::default(),
        people: Vec::new(),
    };
    let row = Reader::new(&[], import.key(), chrono::Utc::now())
        .read(table.header(), &table.rows[0], &mapping)
        .unwrap();
    import.put(&mut tx, &[row]).await.unwrap();
    drop(tx);
    assert_eq!(bench.tallies().await, (String::new(), String::new()));
}

#[sqlx::test]
async fn what_is_sent_in_bulk_is_what_is_stored_one_by_one(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let plain = Sample {
        integration: Some(IntegrationId::new()),
        error_class: Some(ErrorClass::Permanent),
        detected_at: Some(sample().occurred_at + Duration::minutes(3)),
        recovered_at: None,
        missing_control: Some(Control::DuplicateCheck),
        retries: 3,
        manual_minutes: 7,
        status_said_success: true,
        evidence: "ä ‹email 000001›\n".into(),
        evidence_kind: Some(EvidenceKind::Reproduced),
        evidence_on: Some(Utc::now().date_naive()),
        evidence_from: "the test shop".into(),
        ..sample()
    };
    let (occurred, detected) = (plain.occurred(), plain.detected());
    let plain = plain.dated(occurred, detected, Some(When::On(Utc::now().date_naive())));
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let (redacted, _) = redact(plain, &Redactor::new(import.key()));
    let expected = Sample { state: ReviewState::New, ..redacted.sample().clone() };
    let mut bulk = Bulk::begin(&mut tx).await.unwrap();
    let mut lot = Lot::default();
    lot.push(&Incoming { sample: redacted, fingerprint: [7; 32] });
    bulk.take(lot);
    bulk.finish(&mut tx, &mut import).await.unwrap();
    let done = import.finish(&mut tx, 0).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(done, Imported { stored: 1, repeated: 0 });
    assert_eq!(bench.stored(expected.id).await.sample, expected);
}

/// Someone who edits while a file is imported is not held up, and the tally is right after both.
#[sqlx::test]
async fn an_import_under_way_holds_nobody_up(pool: PgPool) {
    let bench = Bench::new(pool).await;
    let mut tx = bench.act().await;
    let mut import = Import::begin(&mut tx, bench.grant(), "a.csv", &[]).await.unwrap();
    let (redacted, _) = redact(sample(), &Redactor::new(import.key()));
    import.put(&mut tx, &[Incoming { sample: redacted, fingerprint: [1; 32] }]).await.unwrap();
    let added = tokio::time::timeout(std::time::Duration::from_secs(5), bench.add(sample())).await;
    assert!(added.is_ok(), "a sample typed meanwhile waits for the import");
    import.finish(&mut tx, 0).await.unwrap();
    tx.commit().await.unwrap();
    let (kept, counted) = bench.tallies().await;
    assert_eq!(kept, counted);
}
