//! Records of a table from a stream: whole records are cut off block by block, and numbered as a spreadsheet shows them.
//! A row that does not end is noticed before it fills the memory.

use super::super::blocks::last_end;
use super::super::cell::text;
use super::super::dialect::Dialect;
use super::super::marks::Marks;
use super::super::records::Records;
use super::super::titles::blank_lines;
use super::super::{ROW, Unreadable};
use csv::StringRecord;
use std::collections::VecDeque;
use std::io::Read;

/// Bytes that are read at a time.
const STEP: usize = 64 * 1024;

/// A record.
#[derive(Debug)]
pub struct Found {
    /// Its number, as a spreadsheet counts.
    pub number: u64,
    /// The line of the text on which it begins.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// A quotation mark in it is never closed.
    pub open: bool,
}

/// Records, as they are read.
pub struct Stream<R> {
    input: R,
    dialect: Dialect,
    buffer: Vec<u8>,
    marks: Marks,
    found: VecDeque<Found>,
    number: u64,
    line: u64,
    /// Bytes before the buffer.
    before: u64,
    after_return: bool,
    ended: bool,
}

impl<R: Read> Stream<R> {
    pub fn new(input: R, dialect: Dialect) -> Self {
        Self {
            input,
            dialect,
            buffer: Vec::new(),
            marks: Marks::default(),
            found: VecDeque::new(),
            number: 0,
            line: 1,
            before: 0,
            after_return: false,
            ended: false,
        }
    }

    /// How far it was read, in bytes.
    pub fn position(&self) -> u64 {
        self.before
    }

    /// The next record, blank lines passed over.
    ///
    /// # Errors
    /// When the rest cannot be read, with the row at which it is so.
    pub fn next(&mut self) -> Result<Option<Found>, Unreadable> {
        while self.found.is_empty() && !(self.ended && self.buffer.is_empty()) {
            let read = (&mut self.input).take(STEP as u64).read_to_end(&mut self.buffer);
            self.ended = read.map_err(|error| Unreadable::from_io(error, self.number + 1))? == 0;
            let end = if self.ended {
                Some(self.buffer.len())
            } else {
                last_end(&self.buffer, self.dialect)
            };
            match end {
                Some(end) => self.cut(end),
                None if self.buffer.len() > ROW => {
                    return Err(Unreadable::RowTooLong(self.number + 1));
                }
                None => {}
            }
        }
        Ok(self.found.pop_front())
    }

    /// Takes the records before `end` apart.
    fn cut(&mut self, end: usize) {
        let data = &self.buffer[..end];
        let mut cells = Vec::new();
        let mut records = Records::new(data, &mut self.marks, self.dialect);
        let mut last = 0;
        while let Some(start) = records.next(&mut cells) {
            let blank = blank(data, last, start as usize, self.after_return);
            self.number += 1 + blank;
            let (line, mut record) =
                (self.line + blank, StringRecord::with_capacity(0, cells.len()));
            cells.iter().for_each(|cell| record.push_field(&text(&cell.bytes(data))));
            last = records.place().min(end);
            self.after_return = data[..last].ends_with(b"\r");
            self.line = line + lines(&data[start as usize..last]);
            self.found.push_back(Found {
                number: self.number,
                line,
                cells: record,
                open: records.is_open(),
            });
        }
        let blank = blank(data, last, end, self.after_return);
        (self.number, self.line) = (self.number + blank, self.line + blank);
        self.after_return = data.ends_with(b"\r");
        self.before += end as u64;
        self.buffer.drain(..end);
    }
}

/// Blank lines in a gap; the second half of a line end before it is none.
fn blank(data: &[u8], from: usize, to: usize, after_return: bool) -> u64 {
    let half = from == 0 && after_return && data.first() == Some(&b'\n');
    blank_lines(&data[..to], from).saturating_sub(u64::from(half))
}

/// Lines that a record takes.
fn lines(record: &[u8]) -> u64 {
    let half = |at: usize| record[at] == b'\n' && at > 0 && record[at - 1] == b'\r';
    (0..record.len()).filter(|at| matches!(record[*at], b'\n' | b'\r') && !half(*at)).count() as u64
}
