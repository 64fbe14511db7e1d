//! Workbooks (XLSX): the cells of a sheet as CSV, row for row.
//! What a workbook unpacks to is counted before it is read: a small file may hold more than any memory.

use super::Unreadable;
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use std::io::{self, Read, Seek};

mod sheet;
mod shown;
#[cfg(test)]
pub(super) mod tests;

pub use sheet::Sheet;

/// The largest workbook that is read, in bytes.
pub const WORKBOOK: usize = 20 * 1024 * 1024;
/// The most that the part with its texts, and each of the parts that describe it, may unpack to.
pub const TEXTS: u64 = 24 * 1024 * 1024;
/// The most that all of it may unpack to.
const UNPACKED: u64 = 600 * 1024 * 1024;
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
        Ok(Sheet::new(cells, note))
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
