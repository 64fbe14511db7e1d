//! Workbooks (XLSX): the first sheet with anything in it, as CSV.
//! What a workbook unpacks to is counted before it is read: a small file may hold more than any memory.

use super::{BYTES, COLUMNS, Unreadable};
use calamine::{DataRef, Reader, Xlsx, XlsxCellReader};
use chrono::SubsecRound;
use std::io::{self, Cursor, Read};

/// The largest workbook that is read, in bytes.
pub(super) const WORKBOOK: usize = 20 * 1024 * 1024;
/// The most that the part with its texts, and each of the parts that describe it, may unpack to.
const TEXTS: u64 = 24 * 1024 * 1024;
/// The most that all of it may unpack to.
const UNPACKED: u64 = 600 * 1024 * 1024;
/// The most rows that a sheet has: what claims to be beyond is no workbook.
const LAST_ROW: u32 = 1_048_576;
/// The most parts it may have.
const PARTS: usize = 2_000;

/// A workbook that was opened.
pub struct Workbook(Xlsx<Cursor<Vec<u8>>>);

impl Workbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is too large, damaged or locked.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        if bytes.len() > WORKBOOK {
            return Err(Unreadable::WorkbookTooLarge);
        }
        weigh(&bytes)?;
        Xlsx::new(Cursor::new(bytes)).map(Self).map_err(|_| Unreadable::Workbook)
    }

    /// The first sheet that holds anything.
    ///
    /// # Errors
    /// When none does.
    pub fn sheet(&mut self) -> Result<Sheet<'_>, Unreadable> {
        let names = self.0.sheet_names();
        let mut chosen = None;
        for name in &names {
            let mut cells =
                self.0.worksheet_cells_reader(name).map_err(|_| Unreadable::Workbook)?;
            let mut any = || {
                cells.next_cell().map(|cell| cell.map(|cell| *cell.get_value() != DataRef::Empty))
            };
            loop {
                match any().map_err(|_| Unreadable::Workbook)? {
                    Some(true) => {
                        chosen = Some(name.clone());
                        break;
                    }
                    Some(false) => {}
                    None => break,
                }
            }
            if chosen.is_some() {
                break;
            }
        }
        let name = chosen.ok_or(Unreadable::Empty)?;
        let note = (names.len() > 1).then(|| {
            format!(
                "It has {} sheets; “{name}” was read. Move what you need to the first one.",
                names.len()
            )
        });
        let cells = self.0.worksheet_cells_reader(&name).map_err(|_| Unreadable::Workbook)?;
        Ok(Sheet {
            cells,
            held: None,
            row: 0,
            out: Vec::new(),
            given: 0,
            total: 0,
            read: false,
            ended: false,
            note,
        })
    }
}

/// Counts what the parts really unpack to; what they say of themselves may be a lie.
fn weigh(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Workbook)?;
    if archive.len() > PARTS {
        return Err(Unreadable::WorkbookBomb);
    }
    let mut all = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unreadable::Workbook)?;
        let sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if sheet { UNPACKED } else { TEXTS };
        let size = io::copy(&mut part.take(most + 1), &mut io::sink())
            .map_err(|_| Unreadable::Workbook)?;
        all += size;
        if size > most || all > UNPACKED {
            return Err(Unreadable::WorkbookBomb);
        }
    }
    Ok(())
}

/// The cells of a sheet as CSV, row for row.
pub struct Sheet<'a> {
    cells: XlsxCellReader<'a, Cursor<Vec<u8>>>,
    /// The first cell of the next row.
    held: Option<(u32, u32, String)>,
    row: u32,
    out: Vec<u8>,
    given: usize,
    total: usize,
    /// Whether the last cell was read, and whether the last row was written.
    read: bool,
    ended: bool,
    note: Option<String>,
}

impl Sheet<'_> {
    /// What was not certain about which sheet was meant.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    fn cell(&mut self) -> io::Result<Option<(u32, u32, String)>> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        while !self.read {
            let cell =
                self.cells.next_cell().map_err(|_| io::Error::other(Unreadable::Workbook))?;
            let Some(cell) = cell else {
                self.read = true;
                break;
            };
            let (row, column) = cell.get_position();
            let text = text(cell.get_value());
            if !text.is_empty() {
                return Ok(Some((row, column, text)));
            }
        }
        Ok(None)
    }

    /// Writes the next row that holds anything, and blank lines for those before it that hold nothing.
    fn more(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let Some((row, mut column, mut text)) = self.cell()? else {
            self.ended = true;
            return Ok(());
        };
        if row >= LAST_ROW {
            return Err(io::Error::other(Unreadable::Workbook));
        }
        // A blank line keeps the rows' numbers; the first rows are the header's place and are passed over.
        let blank = if self.total == 0 { 0 } else { row.saturating_sub(self.row) };
        self.out.extend(std::iter::repeat_n(b'\n', usize::try_from(blank).unwrap_or(0)));
        let mut at = 0;
        loop {
            if usize::try_from(column).unwrap_or(usize::MAX) >= COLUMNS {
                return Err(io::Error::other(Unreadable::TooManyColumns(column as usize + 1)));
            }
            while at < column {
                self.out.push(b',');
                at += 1;
            }
            quoted(&text, &mut self.out);
            match self.cell()? {
                Some((next, place, words)) if next == row => (column, text) = (place, words),
                held => {
                    self.held = held;
                    break;
                }
            }
        }
        self.out.push(b'\n');
        self.row = row + 1;
        self.total += self.out.len();
        if self.total > BYTES { Err(io::Error::other(Unreadable::TooLarge)) } else { Ok(()) }
    }
}

impl Read for Sheet<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && !self.ended {
            self.more()?;
        }
        let n = buffer.len().min(self.out.len() - self.given);
        buffer[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes().filter(|byte| *byte != b'\r') {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// A cell as a person would type it: whole numbers without a point, dates as ISO 8601.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) => match at.as_datetime() {
            Some(at) => at.round_subsecs(3).format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
            None => at.as_f64().to_string(),
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook xmlns:r="r"><sheets><sheet name="Empty" r:id="r1"/><sheet name="Orders" r:id="r2"/></sheets></workbook>"#;
    const PARTS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
    /// Style 1 is a date with a time.
    const STYLES: &str =
        r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#;

    fn workbook(cells: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let sheet = |cells: &str| format!("<worksheet><sheetData>{cells}</sheetData></worksheet>");
        for (name, content) in [
            ("_rels/.rels", RELATIONS.to_owned()),
            ("xl/workbook.xml", BOOK.to_owned()),
            ("xl/_rels/workbook.xml.rels", PARTS.to_owned()),
            ("xl/styles.xml", STYLES.to_owned()),
            ("xl/worksheets/sheet1.xml", sheet("")),
            ("xl/worksheets/sheet2.xml", sheet(cells)),
        ] {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn csv(cells: &str) -> Result<String, Unreadable> {
        let mut book = Workbook::open(workbook(cells))?;
        let mut sheet = book.sheet()?;
        assert!(sheet.note().unwrap().contains("“Orders” was read"));
        let mut text = String::new();
        sheet.read_to_string(&mut text).map_err(|error| Unreadable::from_io(error, 0))?;
        Ok(text)
    }

    #[test]
    fn cells_are_written_as_a_person_would_type_them_and_rows_keep_their_numbers() {
        let text = csv(
            r#"<row r="1"><c r="A1" t="str"><v>when</v></c><c r="C1" t="str"><v>how "many"</v></c></row>
            <row r="4"><c r="A4" s="1"><v>46328.5</v></c><c r="B4" t="b"><v>1</v></c><c r="C4"><v>12</v></c></row>"#,
        );
        assert_eq!(
            text.unwrap(),
            "\"when\",,\"how \"\"many\"\"\"\n\n\n\"2026-11-02T12:00:00\",\"true\",\"12\"\n"
        );
    }

    #[test]
    fn what_claims_to_be_far_away_is_no_workbook() {
        let far = |at: &str| {
            csv(&format!(r#"<row><c r="A1"><v>1</v></c><c r="{at}"><v>1</v></c></row>"#))
        };
        assert_eq!(far("A99999999").err(), Some(Unreadable::Workbook));
        assert!(matches!(far("ZZZ1").err(), Some(Unreadable::TooManyColumns(_))));
    }
}
