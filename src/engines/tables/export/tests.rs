use super::super::workbook::tests::workbook;
use super::*;

fn export(bytes: &[u8], name: &str) -> Result<Export, FileError> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Export::read(file, name.into())
}

#[test]
fn a_table_is_opened_whatever_it_is_written_in() {
    let rows = r#"<row r="1"><c r="A1" t="str"><v>Orders</v></c></row>
        <row r="3"><c r="A3" t="str"><v>id</v></c><c r="B3" t="str"><v>note</v></c></row>
        <row r="4"><c r="A4"><v>1</v></c><c r="B4" t="str"><v>x</v></c></row>"#;
    let wide: Vec<u8> = "id,note\n1,x\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [
        b"id,note\n1,x\n".to_vec(),
        b"\xef\xbb\xbfsep=;\r\nid;note\r\n1;x\r\n".to_vec(),
        br#"{"orders": [{"id": 1, "note": "x"}]}"#.to_vec(),
        wide,
        workbook(rows),
    ] {
        let export = export(&bytes, "orders").unwrap();
        assert_eq!(export.header(), ["id", "note"]);
        assert_eq!(export.bytes(), export.source().len() - export.first);
    }
}

#[test]
fn what_only_looks_like_a_table_says_so_with_its_name() {
    for (bytes, told) in [
        (&b"PK\x03\x04 and nothing else"[..], "orders: This workbook cannot be opened"),
        (b"\xd0\xcf\x11\xe0 old", "neither CSV nor XLSX"),
        (b"<html><body><table><tr><td>id</td>", "web page"),
        (b"", "There is nothing in it"),
    ] {
        let refused = export(bytes, "orders").unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
}

#[test]
fn the_beginning_of_records_of_json_may_end_anywhere() {
    let text = r#"{"orders": [{"id": 1, "note": "x"}, {"id": 2, "note": "y"}, {"id": 3, "no"#;
    let export = Export::beginning(text, Extent::Beginning, "orders".into()).unwrap();
    assert_eq!(export.header(), ["id", "note"]);
    assert_eq!(export.bytes(), 16, "the header and two records");
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let told = Export::read(file, "orders".into()).unwrap_err().to_string();
    assert!(told.contains("ends in the middle"), "a whole file must be whole: {told}");
}

#[test]
fn the_row_with_the_key_becomes_the_header() {
    let export =
        export(b"Account,DE00\nID,Amount\n1,2\n", "a").unwrap().headed_by(&["id"]).unwrap();
    assert_eq!((export.header()[0].as_str(), export.header_row()), ("ID", 2));
}
