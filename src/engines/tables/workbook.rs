//! Workbooks (XLSX): the cells of a sheet as CSV, row for row.
//! What a workbook unpacks to is counted before it is read: a small file may hold more than any memory.

use super::{BYTES, Unreadable};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use std::io::{self, Read, Seek};

/// The largest workbook that is read, in bytes.
pub const WORKBOOK: usize = 20 * 1024 * 1024;
/// The most that the part with its texts, and each of the parts that describe it, may unpack to.
pub const TEXTS: u64 = 24 * 1024 * 1024;
/// The most that all of it may unpack to.
const UNPACKED: u64 = 600 * 1024 * 1024;
/// The most rows that a sheet has: what claims to be beyond is no workbook.
const LAST_ROW: u32 = 1_048_576;
/// The most columns that a sheet has.
const LAST_COLUMN: u32 = 16_384;
/// The most parts it may have.
const PARTS: usize = 2_000;

/// A workbook that was opened.
pub struct Workbook<R: Read + Seek> {
    book: Xlsx<R>,
    sheets: Vec<String>,
}

impl<R: Read + Seek> Workbook<R> {
    /// Opens a workbook; `texts` bounds what the part with its texts, and each of those that describe it, unpacks to.
    ///
    /// # Errors
    /// When it is damaged or locked, or unpacks to too much.
    pub fn open(mut file: R, texts: u64) -> Result<Self, Unreadable> {
        weigh(&mut file, texts)?;
        file.rewind().map_err(|_| Unreadable::Broken)?;
        let book = Xlsx::new(file).map_err(|_| Unreadable::Workbook)?;
        // Charts hold no rows.
        let all =
            || book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let visible = all().filter(|sheet| sheet.visible == SheetVisible::Visible);
        let mut sheets: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
        if sheets.is_empty() {
            sheets = all().map(|sheet| sheet.name.clone()).collect();
        }
        Ok(Self { book, sheets })
    }

    /// What its sheets are called, in order; hidden ones only where all are.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.sheets
    }

    /// The sheet of this name; without one, the first that holds anything.
    ///
    /// # Errors
    /// When there is none.
    pub fn sheet(&mut self, wanted: Option<&str>) -> Result<Sheet<'_, R>, Unreadable> {
        let name = match wanted {
            Some(wanted) => {
                let named =
                    |name: &&String| name.trim().to_lowercase() == wanted.trim().to_lowercase();
                let found = self.sheets.iter().find(named).cloned();
                found
                    .ok_or_else(|| Unreadable::NoSheet(wanted.to_owned(), self.sheets.join(", ")))?
            }
            None => self.first_filled()?,
        };
        let others: Vec<String> = self
            .sheets
            .iter()
            .filter(|other| **other != name)
            .map(|other| format!("“{other}”"))
            .collect();
        let note = (!others.is_empty()).then(|| {
            format!("Only the sheet “{name}” was read; there are also {}.", others.join(", "))
        });
        let cells = self.book.worksheet_cells_reader(&name).map_err(|_| Unreadable::Workbook)?;
        Ok(Sheet {
            cells,
            held: None,
            row: 0,
            out: Vec::new(),
            given: 0,
            total: 0,
            unknown: 0,
            state: State::Reading,
            note,
        })
    }

    fn first_filled(&mut self) -> Result<String, Unreadable> {
        for name in &self.sheets {
            let mut cells =
                self.book.worksheet_cells_reader(name).map_err(|_| Unreadable::Workbook)?;
            while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Workbook)? {
                if *cell.get_value() != DataRef::Empty {
                    return Ok(name.clone());
                }
            }
        }
        Err(Unreadable::Empty)
    }
}

/// Counts what the parts really unpack to; what they say of themselves may be a lie.
fn weigh(file: impl Read + Seek, texts: u64) -> Result<(), Unreadable> {
    let mut archive = zip::ZipArchive::new(file).map_err(|_| Unreadable::Workbook)?;
    if archive.len() > PARTS {
        return Err(Unreadable::WorkbookBomb);
    }
    let mut all = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unreadable::Workbook)?;
        let sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if sheet { UNPACKED } else { texts };
        let size = io::copy(&mut part.take(most + 1), &mut io::sink())
            .map_err(|_| Unreadable::Workbook)?;
        all += size;
        if size > most || all > UNPACKED {
            return Err(Unreadable::WorkbookBomb);
        }
    }
    Ok(())
}

/// How far a sheet was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    /// The last cell was read.
    Read,
    /// The last row was written.
    Ended,
}

/// A cell that holds something, with its row and column.
type Held = (u32, u32, String);

/// The cells of a sheet as CSV, row for row.
pub struct Sheet<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    /// The first cell of the next row.
    held: Option<Held>,
    row: u32,
    out: Vec<u8>,
    given: usize,
    total: usize,
    /// Formulas without a value.
    unknown: u64,
    state: State,
    note: Option<String>,
}

impl<R: Read + Seek> Sheet<'_, R> {
    /// What was not certain about it; all of it is known once it was read to its end.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let formulas = match self.unknown {
            0 => None,
            1 => Some(
                "One cell holds a formula without a stored value and was read as empty. "
                    .to_owned(),
            ),
            many => Some(format!(
                "{many} cells hold a formula without a stored value and were read as empty. "
            )),
        };
        let formulas = formulas.map(|told| {
            told + "Open the workbook in a spreadsheet program, save it and use that file."
        });
        self.note.iter().cloned().chain(formulas).collect()
    }

    fn cell(&mut self) -> io::Result<Option<Held>> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        while self.state == State::Reading {
            let cell = self.cells.next_cell_with_formula_metadata();
            let Some(cell) = cell.map_err(|_| io::Error::other(Unreadable::Workbook))? else {
                self.state = State::Read;
                break;
            };
            let text = shown(&cell.value);
            if !text.is_empty() {
                return Ok(Some((cell.pos.0, cell.pos.1, text)));
            }
            self.unknown += u64::from(cell.formula.is_some() && cell.value == DataRef::Empty);
        }
        Ok(None)
    }

    /// Writes the next row that holds anything, and blank lines for those before it that hold nothing.
    fn more(&mut self) -> io::Result<()> {
        self.out.clear();
        self.given = 0;
        let Some((row, mut column, mut text)) = self.cell()? else {
            self.state = State::Ended;
            return Ok(());
        };
        if row >= LAST_ROW {
            return Err(io::Error::other(Unreadable::Workbook));
        }
        // A blank line keeps the rows' numbers.
        self.out.extend(std::iter::repeat_n(b'\n', row.saturating_sub(self.row) as usize));
        let mut at = 0;
        loop {
            if column >= LAST_COLUMN {
                return Err(io::Error::other(Unreadable::TooManyColumns(
                    column as usize + 1,
                    LAST_COLUMN as usize,
                )));
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

impl<R: Read + Seek> Read for Sheet<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() && self.state != State::Ended {
            self.more()?;
        }
        let n = buffer.len().min(self.out.len() - self.given);
        buffer[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}

/// Writes a cell of CSV.
pub(super) fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes().filter(|byte| *byte != b'\r') {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// A value as a person would type it: whole numbers without a point, dates as ISO 8601.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_of_15_digits(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => time(moment),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the digits that spreadsheet programs show; the others are an artefact of how it is stored.
fn number_of_15_digits(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A serial date in ISO 8601; a time of day, or a duration, as hours, minutes and seconds.
fn time(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if !moment.is_datetime() || (0.0..1.0).contains(&days) {
        let seconds = (days.abs() * 86_400.0).round() as u64;
        let sign = if days < 0.0 { "-" } else { "" };
        return format!(
            "{sign}{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        (_, _, _, 0) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    }
}

#[cfg(test)]
pub(super) mod tests;
