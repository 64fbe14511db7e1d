//! One sheet of a workbook, read as CSV while it is unpacked.

use super::quoted;
use super::shown::shown;
use crate::engines::tables::{BYTES, Unreadable};
use calamine::{DataRef, XlsxCellReader};
use std::io::{self, Read, Seek};

/// The most rows that a sheet has: what claims to be beyond is no workbook.
const LAST_ROW: u32 = 1_048_576;
/// The most columns that a sheet has.
const LAST_COLUMN: u32 = 16_384;

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

impl<'a, R: Read + Seek> Sheet<'a, R> {
    /// A sheet of which nothing was read yet, with what is to be told of the others.
    pub(super) fn new(cells: XlsxCellReader<'a, R>, note: Option<String>) -> Self {
        Self {
            cells,
            held: None,
            row: 0,
            out: Vec::new(),
            given: 0,
            total: 0,
            unknown: 0,
            state: State::Reading,
            note,
        }
    }
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
