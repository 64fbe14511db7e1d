//! Facts about workbooks: what is read back is what was written, and nothing in it runs.

use super::super::testing::{assert_sound, part};
use super::*;
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;

/// Texts of eight scripts, and what a spreadsheet or a parser might trip over.
const TEXTS: [&str; 20] = [
    "Größe und Straße",
    "Ελληνικά",
    "Кириллица",
    "العربية من اليمين",
    "עברית",
    "हिन्दी",
    "株式会社ファルト",
    "한국어 · ไทย",
    "=1+1",
    "+49 30 1234",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "\t=1",
    "_x0041_ and _x000D_",
    "<script>&amp;</script>",
    "]]> <!-- -->",
    "two\nlines",
    " spaces around ",
    "🙂",
];

fn properties() -> Properties {
    let created = "2026-05-04T08:30:00Z".parse().unwrap();
    let text = |text: &str| text.to_owned();
    Properties { title: text("Orders & more"), author: text("Mara"), subject: text("v1"), created }
}

fn sheet(name: &str, rows: Vec<Vec<Value>>) -> Sheet {
    let column = |label: &str| Column { label: label.into(), width: 20 };
    Sheet { name: name.into(), columns: vec![column("First"), column("Second")], rows }
}

fn read(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn texts_of_every_script_are_read_back_as_texts_and_none_is_a_formula() {
    let rows = TEXTS.iter().map(|text| vec![(*text).into(), "x".into()]).collect();
    let bytes = write(&properties(), &[sheet("Texts", rows)]).unwrap();
    assert_sound(&bytes);
    let rows = read(&bytes, "Texts");
    for (row, text) in rows[1..].iter().zip(TEXTS) {
        assert_eq!(row[0], Data::String(text.to_owned()));
    }
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(!xml.contains("<f>") && !xml.contains("<f "), "a formula is in it");
    assert_eq!(xml.matches("s=\"3\"").count(), 6, "what looks like a formula is marked as a text");
}

#[test]
fn numbers_days_and_times_are_what_they_are() {
    let day = NaiveDate::from_ymd_opt(2026, 5, 4).unwrap();
    let rows = vec![
        vec![Value::Number("-12.50".parse().unwrap()), Value::Bool(true)],
        vec![Value::Day(day), Value::Time("2026-05-04T12:00:00Z".parse().unwrap())],
        vec![Value::measured(Some(1.005)), Value::measured(Some(f64::NAN))],
        vec![Value::Day(NaiveDate::MIN), Value::whole(i64::MAX)],
    ];
    let bytes = write(&properties(), &[sheet("Typed", rows)]).unwrap();
    let rows = read(&bytes, "Typed");
    assert_eq!(rows[1], [Data::Float(-12.5), Data::Bool(true)]);
    assert_eq!(rows[2][0].as_date(), Some(day));
    assert_eq!(rows[2][1].as_datetime(), day.and_hms_opt(12, 0, 0));
    assert_eq!(rows[3][1], Data::Empty);
    assert!(matches!(rows[4][0], Data::String(_)), "a day that no spreadsheet counts is a text");
}

#[test]
fn the_header_stays_in_sight_and_can_be_filtered() {
    let bytes = write(&properties(), &[sheet("One", vec![vec!["a".into(), "b".into()]])]).unwrap();
    let xml = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(xml.contains("ySplit=\"1\"") && xml.contains("state=\"frozen\""));
    assert!(xml.contains("<autoFilter ref=\"A1:B2\"/>"));
    assert!(part(&bytes, "xl/workbook.xml").contains("'One'!$A$1:$B$2"));
}

#[test]
fn the_same_sheets_give_the_same_bytes_under_their_names() {
    let sheets = [sheet("A & B", Vec::new()), sheet("a b", Vec::new())];
    let bytes = write(&properties(), &sheets).unwrap();
    assert_eq!(bytes, write(&properties(), &sheets).unwrap());
    assert_sound(&bytes);
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(book.sheet_names(), ["A & B", "a b"]);
    assert!(part(&bytes, "docProps/core.xml").contains("2026-05-04T08:30:00Z"));
}

#[test]
fn a_text_beyond_a_cell_is_cut_between_letters_and_says_so() {
    assert_eq!(shortened("abc"), "abc");
    let whole = "x".repeat(LONGEST);
    assert_eq!(shortened(&whole), whole);
    let long = "🙂".repeat(LONGEST);
    let told = shortened(&long);
    assert!(told.ends_with("🙂 … (shortened; the JSON has all of it)"));
    assert!((LONGEST - 1..=LONGEST).contains(&told.encode_utf16().count()));
}

#[test]
fn columns_are_called_as_spreadsheets_call_them() {
    assert_eq!(
        [0, 25, 26, 51, 52, 701, 702].map(letters),
        ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    );
}
