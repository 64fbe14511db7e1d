//! Facts about the workbook of the example: every register is a sheet, and what is read back is what was published.

use super::*;
use crate::document::controls::Control;
use crate::engines::office::testing::assert_sound;
use crate::stores::room::tests::{example, sealed};
use calamine::{Data, DataType, Reader, Xlsx};
use std::io::Cursor;

fn read(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn names(bytes: &[u8]) -> Vec<String> {
    let book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    book.sheet_names()
}

#[test]
fn every_register_is_a_sheet_with_a_row_for_each_entry() {
    let snapshot = sealed(example());
    let (doc, assessment) = (snapshot.document(), snapshot.assessment());
    let bytes = workbook(&snapshot, None).unwrap();
    assert_sound(&bytes);
    let steps = doc.maps.iter().map(|map| map.steps.len()).sum::<usize>();
    for (name, rows) in [
        ("Systems", doc.systems.len()),
        ("Integrations", doc.integrations.len()),
        ("Controls", doc.in_scope().count() * Control::ALL.len()),
        ("Steps", steps),
        ("Source of truth", doc.fields.len()),
        ("Patterns", doc.samples.patterns.len()),
        ("Verdicts", assessment.integrations.len()),
        ("Gates", assessment.gates.len()),
        ("Risks", assessment.flags.len()),
        ("Actions", assessment.verdict.plan.len()),
    ] {
        assert!(rows > 0, "the example has no {name}");
        assert_eq!(read(&bytes, name).len(), rows + 1, "{name}");
    }
    assert_eq!(names(&bytes)[..2], ["About", "Figures"]);
}

#[test]
fn every_sheet_has_a_name_of_its_own_that_spreadsheets_take() {
    let issued = crate::stores::quote::testing::quoted(&example(), true);
    let sheets = sheets(&sealed(example()), Some(&issued));
    let names: std::collections::BTreeSet<_> =
        sheets.iter().map(|sheet| sheet.name.to_lowercase()).collect();
    assert_eq!(names.len(), sheets.len());
    let fits =
        |name: &String| name.len() <= 31 && !name.contains(|c: char| "[]:*?/\\'".contains(c));
    assert!(names.iter().all(fits), "{names:?}");
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    for sheet in sheets(&sealed(example()), None) {
        let whole = sheet.rows.iter().all(|row| row.len() == sheet.columns.len());
        assert!(whole, "{}", sheet.name);
    }
}

#[test]
fn numbers_and_times_are_typed_and_the_hash_is_in_it() {
    let snapshot = sealed(example());
    let bytes = workbook(&snapshot, None).unwrap();
    let about = read(&bytes, "About");
    let value = |what: &str| {
        about
            .iter()
            .find(|row| row[0] == Data::String(what.into()))
            .map(|row| row[1].clone())
            .unwrap()
    };
    assert_eq!(value("SHA-256 of the JSON"), Data::String(snapshot.hash().to_string()));
    let published = snapshot.contents().published_at.naive_utc();
    let told = value("Published at (UTC)").as_datetime().unwrap();
    assert!((told - published).num_seconds().abs() <= 1, "{told}");
    let patterns = read(&bytes, "Patterns");
    let confirmed: f64 = patterns[1..].iter().filter_map(|row| row[6].as_f64()).sum();
    assert_eq!(confirmed as i64, snapshot.document().samples.confirmed());
    assert!(patterns[1..].iter().all(|row| row[11].as_date().is_some()));
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let written = || workbook(&sealed(example()), None).unwrap();
    assert_eq!(written(), written());
}

#[test]
fn what_looks_like_a_formula_is_a_text() {
    let mut document = example();
    for text in ["=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0"] {
        document.systems[0].name = text.into();
        document.integrations[0].name = text.into();
        document.title = text.into();
        let bytes = workbook(&sealed(document.clone()), None).unwrap();
        assert_sound(&bytes);
        for sheet in names(&bytes) {
            let part: Vec<_> = read(&bytes, &sheet);
            assert!(!part.is_empty());
        }
        assert_eq!(read(&bytes, "Systems")[1][0], Data::String(text.into()));
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).unwrap();
            assert!(formulas.rows().flatten().all(String::is_empty), "{sheet} has a formula");
        }
    }
}
