//! The first sheet of a workbook that has cells, written once as CSV into a file that has no name.
//! What it unpacks to is measured before anything of it is kept.

use super::{COLUMNS, Source, Unreadable};
use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

/// Most bytes that a workbook may unpack to, and that a sheet may be as CSV.
const UNPACKED: u64 = 512 * 1024 * 1024;

type Book = Xlsx<BufReader<File>>;

/// Writes the sheet as CSV.
pub fn flatten(source: &Source, notes: &mut Vec<String>) -> Result<File, Unreadable> {
    let damaged = |error: String| Unreadable::Workbook { name: source.name().to_owned(), error };
    let failed = |error: io::Error| source.failed(error);
    let swollen =
        || Unreadable::Swollen { name: source.name().to_owned(), limit: UNPACKED / 1024 / 1024 };
    if !fits(source.reader().map_err(failed)?, UNPACKED).map_err(&damaged)? {
        return Err(swollen());
    }
    let mut book: Book = Xlsx::new(BufReader::new(source.reader().map_err(failed)?))
        .map_err(|error| damaged(error.to_string()))?;
    let visible = |sheet: &calamine::Sheet| sheet.visible == SheetVisible::Visible;
    let sheets = book.sheets_metadata().iter().filter(|sheet| visible(sheet));
    let sheets: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    for sheet in &sheets {
        let mut lines = Lines::new().map_err(failed)?;
        write(&mut book, sheet, &mut lines).map_err(&damaged)?;
        if lines.bytes > UNPACKED {
            return Err(swollen());
        }
        if lines.bytes > 0 {
            if sheets.len() > 1 {
                notes.push(format!("Only the sheet “{sheet}” was read."));
            }
            return lines.finish().map_err(failed);
        }
    }
    Err(Unreadable::Empty(source.name().to_owned()))
}

/// Whether everything in the archive together stays within bounds; sizes that it claims are not believed.
fn fits(file: File, most: u64) -> Result<bool, String> {
    let mut archive =
        zip::ZipArchive::new(BufReader::new(file)).map_err(|error| error.to_string())?;
    let mut left = most;
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| error.to_string())?;
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink());
        match left.checked_sub(unpacked.map_err(|error| error.to_string())?) {
            Some(rest) => left = rest,
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn write(book: &mut Book, sheet: &str, lines: &mut Lines) -> Result<(), String> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        if column as usize > COLUMNS || lines.bytes > UNPACKED {
            continue;
        }
        lines.cell(row, column, &shown(cell.get_value())).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A value as CSV would hold it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => time(moment),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A serial date in ISO 8601; a duration stays the number it is.
fn time(moment: &ExcelDateTime) -> String {
    if !moment.is_datetime() {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        (_, _, _, 0) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    }
}

/// CSV that is written cell by cell, in order.
struct Lines {
    file: BufWriter<File>,
    row: u32,
    column: u32,
    bytes: u64,
}

impl Lines {
    fn new() -> io::Result<Self> {
        let file = BufWriter::new(tempfile::tempfile()?);
        Ok(Self { file, row: 0, column: 0, bytes: 0 })
    }

    fn cell(&mut self, row: u32, column: u32, text: &str) -> io::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        // A row without cells is no record, as a blank line is none.
        if row != self.row && self.bytes > 0 {
            self.put("\n")?;
            self.column = 0;
        }
        self.row = row;
        while self.column < column {
            self.put(",")?;
            self.column += 1;
        }
        self.put("\"")?;
        self.put(&text.replace('"', "\"\""))?;
        self.put("\"")
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        self.bytes += text.len() as u64;
        self.file.write_all(text.as_bytes())
    }

    fn finish(self) -> io::Result<File> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Export;
    use super::*;
    use zip::write::SimpleFileOptions;

    const CELLS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="inlineStr"><is><t>note</t></is></c></row>
        <row r="3"><c r="A3"><v>12</v></c><c r="C3" t="inlineStr"><is><t>a "b",&#10;c</t></is></c></row>
        <row r="4"><c r="A4"><v>0.5</v></c><c r="B4" t="b"><v>1</v></c></row>"#;

    fn workbook(cells: &str) -> File {
        let spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let parts = [
            (
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#
                    .to_owned(),
            ),
            (
                "_rels/.rels",
                format!(
                    r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    r#"<workbook xmlns="{spread}" xmlns:r="{office}"><sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>"#
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    r#"<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!(
                    r#"<worksheet xmlns="{spread}"><sheetData>{cells}</sheetData></worksheet>"#
                ),
            ),
        ];
        let mut archive = zip::ZipWriter::new(tempfile::tempfile().unwrap());
        for (name, text) in parts {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap()
    }

    #[test]
    fn a_workbook_becomes_the_csv_it_could_have_been() {
        let source = Source::new(workbook(CELLS), "orders.xlsx".into()).unwrap();
        let file = flatten(&source, &mut Vec::new()).unwrap();
        let text = io::read_to_string(file).unwrap();
        assert_eq!(text, "\"id\",,\"note\"\n\"12\",,\"a \"\"b\"\",\nc\"\n\"0.5\",\"true\"");
        let export = Export::read(workbook(CELLS), "orders.xlsx".into()).unwrap();
        assert_eq!(export.header(), ["id", "column 2", "note"]);
    }

    #[test]
    fn a_workbook_that_swells_is_refused_before_it_is_read() {
        let swollen = workbook(&" ".repeat(100_000));
        assert_eq!(fits(swollen.try_clone().unwrap(), 10_000), Ok(false));
        assert_eq!(fits(swollen, 1_000_000), Ok(true));
    }

    #[test]
    fn what_only_looks_like_a_workbook_says_so() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"PK\x03\x04 and nothing else").unwrap();
        let refused = Export::read(file, "orders.xlsx".into()).unwrap_err();
        assert!(refused.to_string().starts_with("orders.xlsx is no workbook"), "{refused}");
        let empty = Export::read(workbook(""), "orders.xlsx".into()).unwrap_err();
        assert!(empty.to_string().starts_with("There is nothing in orders.xlsx"), "{empty}");
    }
}
