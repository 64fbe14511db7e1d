//! Workbooks as tests send them: one that can be read, and one that unpacks to far more than its size.

use std::io::Write;

/// The parts of a workbook, packed.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>"#;
const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &[u8] = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fn book(sheet: &[u8]) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// A workbook of one sheet with these rows.
pub fn workbook(rows: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut sheet = String::from(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    for (at, (one, two, three)) in rows.iter().enumerate() {
        let row = at + 1;
        sheet += &format!("<row r=\"{row}\">");
        for (column, text) in [("A", one), ("B", two), ("C", three)] {
            sheet += &format!("<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        }
        sheet += "</row>";
    }
    sheet += "</sheetData></worksheet>";
    book(sheet.as_bytes())
}

/// A small file that unpacks to most of a gigabyte.
pub fn bomb() -> Vec<u8> {
    book(&vec![b' '; 700 << 20])
}
