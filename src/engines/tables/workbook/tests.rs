//! Facts about workbooks.

use super::*;
use std::io::{Cursor, Write};

const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Chart" r:id="r0"/><sheet name="Empty" r:id="r1"/><sheet name="Orders" r:id="r2"/><sheet name="Hidden" state="hidden" r:id="r1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships><Relationship Id="r0" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
/// Style 1 is a date with a time, style 2 a duration.
const STYLES: &str = r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
const TEXTS: u64 = 1_000_000;

/// A workbook whose first tab is a chart, its second empty, and whose third holds these rows.
pub fn workbook(cells: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let sheet = |cells: &str| {
        format!(r#"<worksheet><dimension ref="A1"/><sheetData>{cells}</sheetData></worksheet>"#)
    };
    for (name, content) in [
        ("_rels/.rels", RELATIONS.to_owned()),
        ("xl/workbook.xml", BOOK.to_owned()),
        ("xl/_rels/workbook.xml.rels", PARTS.to_owned()),
        ("xl/styles.xml", STYLES.to_owned()),
        ("xl/chartsheets/sheet1.xml", "<chartsheet/>".to_owned()),
        ("xl/worksheets/sheet1.xml", sheet("")),
        ("xl/worksheets/sheet2.xml", sheet(cells)),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn csv(cells: &str, wanted: Option<&str>) -> Result<(String, Vec<String>), Unreadable> {
    let mut book = Workbook::open(Cursor::new(workbook(cells)), TEXTS)?;
    let mut sheet = book.sheet(wanted)?;
    let mut text = String::new();
    sheet.read_to_string(&mut text).map_err(|error| Unreadable::from_io(error, 0))?;
    let notes = sheet.notes();
    Ok((text, notes))
}

#[test]
fn cells_are_written_as_a_person_would_type_them_and_rows_keep_their_numbers() {
    let (text, notes) = csv(
        r#"<row r="1"><c r="A1" t="str"><v>when</v></c><c r="C1" t="str"><v>how "many"</v></c></row>
        <row r="4"><c r="A4" s="1"><v>46328.5</v></c><c r="B4" t="b"><v>1</v></c><c r="C4"><v>0.30000000000000004</v></c></row>
        <row r="5"><c r="A5" s="1"><v>46328</v></c><c r="B5" s="2"><v>1.5</v></c><c r="C5" s="1"><v>0.25</v></c></row>"#,
        None,
    )
    .unwrap();
    assert_eq!(
        text,
        "\"when\",,\"how \"\"many\"\"\"\n\n\n\"2026-11-02T12:00:00\",\"true\",\"0.3\"\n\"2026-11-02\",\"36:00:00\",\"06:00:00\"\n"
    );
    assert_eq!(notes, ["Only the sheet “Orders” was read; there are also “Empty”."]);
}

#[test]
fn a_formula_without_a_stored_value_is_told() {
    let row = r#"<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"><f>1+1</f><v>2</v></c></row>"#;
    let (text, notes) = csv(row, Some("orders")).unwrap();
    assert_eq!(text, ",\"2\"\n");
    assert!(notes[1].starts_with("One cell holds a formula without a stored value"), "{notes:?}");
}

#[test]
fn a_sheet_can_be_asked_for_by_its_name() {
    let refused = csv("", Some("Invoices")).unwrap_err();
    assert!(
        refused.to_string().contains("no sheet “Invoices”")
            && refused.to_string().contains("Orders"),
        "{refused}"
    );
    assert_eq!(csv("", None).err(), Some(Unreadable::Empty));
}

#[test]
fn what_claims_to_be_far_away_is_no_workbook() {
    let far = |at: &str| {
        csv(&format!(r#"<row><c r="A1"><v>1</v></c><c r="{at}"><v>1</v></c></row>"#), None)
    };
    assert_eq!(far("A99999999").err(), Some(Unreadable::Workbook));
    assert!(matches!(
        far("ZZZ1").err(),
        Some(Unreadable::TooManyColumns(..) | Unreadable::Workbook)
    ));
}

#[test]
fn a_workbook_that_swells_is_refused_before_it_is_read() {
    let swollen = workbook(&" ".repeat(100_000));
    assert!(weigh(Cursor::new(&swollen), TEXTS).is_ok());
    assert_eq!(weigh(Cursor::new(&swollen), 10), Err(Unreadable::WorkbookBomb));
    assert_eq!(
        weigh(Cursor::new(b"PK\x03\x04 and nothing else"), TEXTS),
        Err(Unreadable::Workbook)
    );
}
