//! A row that is read again, because the numbers alone do not say what differs.
//! From here on values are compared, not digests.

use super::failed::Failed;
use super::plan::Seen;
use super::probe::Half;
use super::rows::Rows;
use crate::engines::tables::cell::text;
use crate::engines::tables::{Marks, Moment, Records, Span};

/// Bytes of a value that are shown.
const SHOWN: usize = 4_096;

/// A row.
#[derive(Debug)]
pub struct Record {
    /// Its number as people count.
    pub number: u64,
    /// When it was written, if the plan says how to know.
    pub written: Option<Moment>,
    /// As it is compared.
    pub seen: Seen,
    /// As it stands in the file, column by column of the plan, and where each ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
    keys: usize,
}

/// Reads rows of one export again.
#[derive(Debug)]
pub struct Reader<'a> {
    half: Half<'a>,
    rows: &'a Rows,
    buffer: Vec<u8>,
    marks: Marks,
    cells: Vec<Span>,
}

impl<'a> Reader<'a> {
    /// For the rows of an export.
    pub fn new(half: Half<'a>, rows: &'a Rows) -> Self {
        Self { half, rows, buffer: Vec::new(), marks: Marks::default(), cells: Vec::new() }
    }

    /// Reads a row.
    pub fn read(&mut self, row: u32) -> Result<Record, Failed> {
        let (offset, length, skip) = self.rows.place(row);
        if self.buffer.len() < length {
            self.buffer.resize(length, 0);
        }
        let (export, lens) = (self.half.export, self.half.lens);
        let read = export.source().read(&mut self.buffer[..length], offset)?;
        let data = &self.buffer[..read];
        let mut records = Records::new(data, &mut self.marks, export.dialect());
        for _ in 0..=skip {
            records.next(&mut self.cells);
        }
        let mut seen = Seen::default();
        lens.look(data, &self.cells, &mut seen);
        let (mut cells, mut ends) = (Vec::new(), Vec::with_capacity(lens.columns().len()));
        for (at, _) in lens.columns() {
            let cell = self.cells.get(*at).copied().unwrap_or(Span::ABSENT);
            cells.extend_from_slice(&cell.bytes(data));
            ends.push(cells.len());
        }
        Ok(Record {
            number: self.rows.number(row, export.header_row()),
            written: lens.written(&seen),
            cells,
            ends,
            seen,
            keys: lens.keys(),
        })
    }
}

impl Record {
    /// Its key, as it is compared.
    pub fn key(&self) -> &[u8] {
        &self.seen.normal[..self.seen.key]
    }

    /// Everything but the key, as it is compared.
    pub fn rest(&self) -> &[u8] {
        &self.seen.normal[self.seen.key..]
    }

    /// Its key, as it stands in the file.
    pub fn shown_key(&self) -> Vec<String> {
        (0..self.keys).map(|column| shown(self.cell(column))).collect()
    }

    /// The value of a column, as it stands in the file.
    pub fn shown(&self, column: usize) -> String {
        shown(self.cell(self.keys + column))
    }

    fn cell(&self, column: usize) -> &[u8] {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[column]]
    }

    /// The columns that are compared.
    pub fn columns(&self) -> std::ops::Range<usize> {
        0..self.ends.len() - self.keys
    }

    /// The value of a column, as it is compared.
    pub fn value(&self, column: usize) -> &[u8] {
        self.seen.value(self.keys + column)
    }
}

fn shown(cell: &[u8]) -> String {
    let text = text(cell);
    if text.len() <= SHOWN {
        return text.into_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(SHOWN)])
}
