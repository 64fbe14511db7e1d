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
fn findings_tables_and_figures_have_the_numbers_of_the_document() {
    let snapshot = sealed(example());
    let issued = crate::stores::quote::testing::quoted(&example(), true);
    let bytes = workbook(&snapshot, Some(&issued)).unwrap();
    let text = |cell: &Data| cell.as_string().unwrap_or_default();
    let told = crate::delivery::report::with_quote(&snapshot, Some(&issued));
    let told = crate::delivery::report::markdown::write(&told);
    let rows = read(&bytes, "Tables and figures");
    assert!(rows.len() > 10, "{rows:?}");
    for row in &rows[1..] {
        let caption = format!("{} {}: {}", text(&row[0]), text(&row[1]), text(&row[2]));
        let caption = crate::delivery::report::markdown::inline(&caption);
        assert!(told.contains(&caption), "{caption} is not in the document");
    }
    let findings = snapshot.assessment().findings().count();
    let rows = read(&bytes, "Findings");
    let numbers: Vec<_> = rows[1..].iter().map(|row| text(&row[0])).take(findings).collect();
    assert_eq!(numbers, (1..=findings).map(|at| format!("F{at}")).collect::<Vec<_>>());
    assert!(numbers.iter().all(|number| told.contains(&format!("Finding {number}: "))));
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

#[test]
fn what_a_version_hands_out_is_a_register_with_sizes_and_hashes() {
    let (snapshot, _) = crate::stores::room::tests::handing_out();
    let rows = read(&workbook(&snapshot, None).unwrap(), "Files");
    assert_eq!(rows.len(), 3, "a head and two files");
    let file = &snapshot.contents().files[0];
    for told in [&file.name, &file.sha256.to_string(), &"attachments/01-Gr--e-0.txt".to_owned()] {
        assert!(rows[1].iter().any(|cell| &cell.to_string() == told), "{told}: {:?}", rows[1]);
    }
    assert!(!names(&workbook(&sealed(example()), None).unwrap()).contains(&"Files".to_owned()));
}
