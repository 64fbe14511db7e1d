//! What an import promises, on files that people have.

use super::*;
use crate::document::samples::Incoming;
use crate::document::samples::{Sample, Symptom};
use crate::engines::redact::Redactor;
use crate::engines::tables::{DateOrder, Table, Unreadable, Zone};
use crate::platform::ids::IntegrationId;
use crate::platform::when::When;
use chrono::Utc;

mod hostile;

const KEY: &[u8] = b"an engagement's key";

fn integration() -> (IntegrationId, String) {
    (IntegrationId("018f0000-0000-7000-8000-000000000001".parse().unwrap()), "Shop → ERP".into())
}

fn mapping(table: &Table) -> Mapping {
    Mapping {
        columns: suggest(table.header()),
        order: None,
        comma: None,
        zone: Zone::Utc,
        defaults: Defaults { symptom: Some(Symptom::Wrong), ..Defaults::default() },
        values: Default::default(),
        people: Vec::new(),
    }
}

/// What is kept of a file until it is imported.
fn kept(bytes: &[u8]) -> Result<String, Unreadable> {
    let mut text = Vec::new();
    spool(&mut &*bytes, None, &Redactor::new(KEY), &mut text)?;
    Ok(String::from_utf8(text).unwrap())
}

/// A file from its bytes to its rows, as a page would do it.
fn import(bytes: &[u8]) -> Result<Vec<Result<Incoming, Refused>>, Unreadable> {
    let table = Table::read(&kept(bytes)?, None, true)?;
    let mut mapping = mapping(&table);
    let reader = Reader::new(&[integration()], KEY, Utc::now());
    let survey = survey(&table, &mut mapping, &reader);
    let _ = (mapping.problems(&survey), mapping.stamp());
    Ok(table.rows.iter().map(|row| reader.read(table.header(), row, &mapping)).collect())
}

fn good(text: &str) -> Vec<Sample> {
    import(text.as_bytes())
        .unwrap()
        .into_iter()
        .map(|row| row.unwrap().sample.sample().clone())
        .collect()
}

fn reasons(text: &str) -> Vec<(u64, String)> {
    let refused = import(text.as_bytes()).unwrap().into_iter().filter_map(Result::err);
    refused.map(|refused| (refused.number, refused.reasons.join(" "))).collect()
}

#[test]
fn an_export_of_a_shop_becomes_samples() {
    let found = good(
        "occurred_at;message;integration;type;root cause;order_id;retries;result\n\
         02.11.2026 14:05;Order booked twice;shop  ERP;Duplicate;webhook retry;10023;1;manual\n",
    );
    let sample = &found[0];
    assert_eq!(sample.occurred_at.to_rfc3339(), "2026-11-02T14:05:00+00:00");
    assert_eq!(sample.summary, "Order booked twice");
    assert_eq!(sample.integration, Some(integration().0));
    assert_eq!(sample.symptom, Symptom::Duplicate);
    assert_eq!(sample.cause, crate::document::samples::Cause::Replayed);
    assert_eq!(sample.outcome, crate::document::samples::Outcome::ManualOverride);
    assert_eq!((sample.records.as_str(), sample.retries), ("order_id: 10023", 1));
    assert_eq!(sample.state, crate::document::samples::ReviewState::New);
}

#[test]
fn what_cannot_be_read_is_told_with_its_row() {
    let told = reasons(
        "date,message,retries\n2026-11-02,fine,0\nsoon,no date,0\n,nothing,0\n2026-11-02,,0\n2026-11-02,many,lots\n",
    );
    let expected = [
        (3, "When it occurred: “soon” is no date that can be read."),
        (4, "It does not say when it occurred."),
        (5, "It does not say what happened."),
        (6, "Retries: “lots” is no whole number."),
    ];
    assert_eq!(told, expected.map(|(row, reason)| (row, reason.to_owned())));
}

#[test]
fn personal_data_goes_by_what_it_is_and_by_its_columns_name() {
    let found = good(
        "date,message,customer_name,payload\n2026-11-02,mail to ada@example.org bounced,Ada Lovelace,password=hunter2hunter2\n",
    );
    let text = format!("{found:?}");
    assert!(!text.contains("ada@example.org") && !text.contains("hunter2"), "{text}");
    let table =
        Table::read("date,message,customer_name\n2026-11-02,late,Ada Lovelace\n", None, true)
            .unwrap();
    let mut mapping = mapping(&table);
    mapping.columns[2] = Some(Target::Evidence);
    let reader = Reader::new(&[], KEY, Utc::now());
    let row = reader.read(table.header(), &table.rows[0], &mapping).unwrap();
    assert!(!row.sample.sample().evidence.contains("Lovelace"), "{}", row.sample.sample().evidence);
}

#[test]
fn a_reason_does_not_repeat_a_secret() {
    let secret = ["AKIA", "Q7ZXM2N5KV3T8WBD"].concat();
    let told = reasons(&format!("date,message\n{secret},x\n"));
    assert!(!told[0].1.contains(&secret), "{told:?}");
}

#[test]
fn minutes_that_can_be_two_numbers_are_told_unless_their_column_settles_it() {
    let rows = "date,message,minutes\n2026-11-02,x,\"1,200\"\n2026-11-03,y,";
    let told = reasons(&format!("{rows}15\n"));
    assert_eq!((told.len(), told[0].0), (1, 2), "{told:?}");
    assert!(told[0].1.contains("“1,200” can be 1200 or 1.2000"), "{told:?}");
    let minutes = |more: &str| {
        let samples = good(&format!("{rows}{more}\n"));
        samples.iter().map(|sample| sample.manual_minutes).collect::<Vec<_>>()
    };
    assert_eq!(minutes("\"2,5\""), [2, 3]);
    assert_eq!(minutes("2.5"), [1_200, 3]);
}

#[test]
fn dates_that_could_be_either_are_asked_and_those_that_settle_it_are_not() {
    let ask = |text: &str| {
        let table = Table::read(text, None, true).unwrap();
        let mut mapping = mapping(&table);
        let survey = survey(&table, &mut mapping, &Reader::new(&[], KEY, Utc::now()));
        (mapping.order, survey.either_order, survey.both_orders)
    };
    assert_eq!(ask("date,message\n03/04/2026,x\n"), (None, Some("03/04/2026".into()), false));
    assert_eq!(
        ask("date,message\n03/04/2026,x\n31/04/2026,x\n"),
        (Some(DateOrder::DayFirst), None, false)
    );
    assert_eq!(
        ask("date,message\n03/04/2026,x\n04/31/2026,x\n"),
        (Some(DateOrder::MonthFirst), None, false)
    );
    assert_eq!(
        ask("date,message\n03/04/2026,x\n04/31/2026,x\n31/04/2026,x\n"),
        (None, Some("03/04/2026".into()), true)
    );
}

#[test]
fn words_nobody_knows_are_asked_and_mean_what_a_person_says() {
    let table =
        Table::read("date,message,type\n2026-11-02,x,kaputt\n2026-11-02,y,dupe\n", None, true)
            .unwrap();
    let mut mapping = mapping(&table);
    let reader = Reader::new(&[], KEY, Utc::now());
    let survey = survey(&table, &mut mapping, &reader);
    assert_eq!(survey.unknown, [(Target::Symptom, ["kaputt".to_owned()].into())]);
    assert!(reader.read(table.header(), &table.rows[0], &mapping).is_err());
    mapping.values.insert((Target::Symptom, "kaputt".into()), "partial".into());
    let row = reader.read(table.header(), &table.rows[0], &mapping).unwrap();
    assert_eq!(row.sample.sample().symptom, Symptom::Partial);
}

#[test]
fn a_long_description_is_kept_whole_as_evidence() {
    let long = "word ".repeat(300);
    let found = good(&format!("date,message,payload\n2026-11-02,{long},body\n"));
    assert!(
        found[0].summary.ends_with('…')
            && found[0].summary.chars().count() <= crate::document::samples::SUMMARY
    );
    assert_eq!(found[0].evidence, format!("{}\n\nbody", long.trim()));
}

fn fingerprints(text: &str) -> Vec<[u8; 32]> {
    import(text.as_bytes())
        .unwrap()
        .into_iter()
        .filter_map(Result::ok)
        .map(|row| row.fingerprint)
        .collect()
}

#[test]
fn the_same_rows_are_the_same_in_every_file_and_equal_rows_are_two() {
    let text = "date,message\n2026-11-02,a\n2026-11-02,a\n2026-11-03,b\n";
    let first = fingerprints(text);
    assert_eq!(first[0], first[1]);
    assert_ne!(repeated(first[1], 2), first[0]);
    assert_eq!(first, fingerprints(text));
    assert_eq!(first, fingerprints("message;date\n a ;2026-11-02\na;2026-11-02\nb;2026-11-03\n"));
    assert_ne!(first[2], fingerprints("date,message\n2026-11-03,c\n")[0]);
}

#[test]
fn our_own_download_comes_back_as_it_was() {
    let sample = Sample {
        integration: Some(integration().0),
        summary: "=1+1 was exported as a formula".into(),
        evidence: "'quoted'\nand \"double\", with; signs".into(),
        error_class: Some(crate::document::samples::ErrorClass::Permanent),
        missing_control: Some(crate::document::controls::Control::DuplicateCheck),
        evidence_kind: Some(crate::document::evidence::Kind::Reconciled),
        evidence_on: chrono::NaiveDate::from_ymd_opt(2026, 5, 4),
        evidence_from: "exports of both systems".into(),
        ..super::super::testing::sample()
    };
    let mut writer =
        crate::engines::spreadsheet::Writer::of_samples("Europe/Berlin".parse().unwrap()).unwrap();
    writer.sample(&sample, &[integration()].into(), "Europe/Berlin".parse().unwrap()).unwrap();
    let rows = import(&writer.finish()).unwrap();
    let back = rows[0].as_ref().unwrap().sample.sample();
    assert_eq!(*back, Sample { id: back.id, ..sample });
}

#[test]
fn evidence_was_seen_on_the_day_of_the_zone_that_the_file_is_in() {
    let text = "date,message,evidence seen on\n2026-11-03 00:40,x,2026-11-03 00:30\n2026-11-03,y,2026-11-03\n";
    let table = Table::read(text, None, true).unwrap();
    let mut mapping = mapping(&table);
    mapping.zone = "Europe/Berlin".parse().unwrap();
    let reader = Reader::new(&[], KEY, Utc::now());
    for row in &table.rows {
        let incoming = reader.read(table.header(), row, &mapping).unwrap();
        assert_eq!(incoming.sample.sample().evidence_on, "2026-11-03".parse().ok());
    }
}

#[test]
fn a_date_without_a_time_stays_one_from_the_file_to_the_download_and_back() {
    let written = "date,message,detected at,recovered at\n\
        02.11.2026,x,2026-11-02 14:05,\"Nov 4, 2026\"\n2026-11-02 00:00,y,20261103,\n";
    let found = good(written);
    let times = |sample: &Sample| {
        let shown = |when: Option<When>| when.map_or_else(String::new, |when| when.to_string());
        [Some(sample.occurred()), sample.detected(), sample.recovered()].map(shown)
    };
    assert_eq!(times(&found[0]), ["2026-11-02", "2026-11-02T14:05:00Z", "2026-11-04"]);
    assert_eq!(times(&found[1]), ["2026-11-02T00:00:00Z", "2026-11-03", ""]);
    let zone: Zone = "America/New_York".parse().unwrap();
    let mut writer = crate::engines::spreadsheet::Writer::of_samples(zone).unwrap();
    for sample in &found {
        writer.sample(sample, &std::collections::HashMap::new(), zone).unwrap();
    }
    let back: Vec<_> = import(&writer.finish()).unwrap().into_iter().map(Result::unwrap).collect();
    for (back, sample) in back.iter().zip(&found) {
        assert_eq!(times(back.sample.sample()), times(sample));
    }
}

#[test]
fn refused_rows_come_back_with_their_reasons_and_start_no_formula() {
    let table = Table::read("date,message\nsoon,=1+1\n", None, true).unwrap();
    let mapping = mapping(&table);
    let row = &table.rows[0];
    let reader = Reader::new(&[], KEY, Utc::now());
    let refused = reader.read(table.header(), row, &mapping).unwrap_err();
    let mut writer = refused_csv(table.header()).unwrap();
    reader.hand_back(table.header(), row, &refused).write(&mut writer).unwrap();
    let file = String::from_utf8(writer.finish()).unwrap();
    assert!(file.contains("\"Row\",\"Why it was refused\",\"date\",\"message\""), "{file}");
    assert!(file.contains("\"soon\",\"'=1+1\""), "{file}");
}
