//! The rows of a file of any length, one after the other: CSV and its relatives, JSON and NDJSON.
//! It holds one row at a time and never more than is read ahead; what is too large is told with its row.

use super::json::Records;
use super::table::{Delimiter, Row, names, problem, unclosed};
use super::{COLUMNS, RECORD, ROWS, Unreadable};
use crate::platform::catalogue::catalogue;
use csv::{ErrorKind, ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};
use std::io::{self, Read};

catalogue! {
    /// What a file is, once it is text.
    pub enum Format {
        Table => "table", "Table";
        Json => "json", "JSON";
    }
}

impl Format {
    /// What a text begins like.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim_start();
        let opens = |rest: &str, sign| rest.trim_start().starts_with(sign);
        let object =
            text.strip_prefix('{').is_some_and(|rest| opens(rest, '"') || opens(rest, '}'));
        let list = text.strip_prefix('[').is_some_and(|rest| opens(rest, '{') || opens(rest, ']'));
        if object || list { Self::Json } else { Self::Table }
    }
}

/// How a file is taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// What it is.
    pub format: Format,
    /// What separates the cells of a table.
    pub delimiter: Delimiter,
    /// The names of the columns, each different. Of a table they are its first row; of JSON, whatever its first records
    /// call their fields.
    pub header: Vec<String>,
}

impl Form {
    /// How a text is taken apart, from its beginning; without a delimiter, it is found.
    ///
    /// # Errors
    /// When it has too many columns, or nothing in it.
    pub fn of(beginning: &str, delimiter: Option<Delimiter>) -> Result<Self, Unreadable> {
        let format = Format::of(beginning);
        if format == Format::Json {
            let header = super::json::fields(beginning)?;
            return Ok(Self { format, delimiter: Delimiter::Comma, header });
        }
        let (announced, body) = Delimiter::announced(beginning);
        let delimiter = delimiter.or(announced).unwrap_or_else(|| Delimiter::detect(body));
        let mut record = StringRecord::new();
        let mut reader = builder(delimiter).from_reader(body.as_bytes());
        reader.read_record(&mut record).map_err(|_| Unreadable::Binary)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Err(Unreadable::Empty);
        }
        Ok(Self { format, delimiter, header: names(&record)? })
    }
}

fn builder(delimiter: Delimiter) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .buffer_capacity(64 * 1024);
    builder
}

/// Rows, as they are read.
pub struct Rows<R: Read> {
    form: Form,
    number: u64,
    count: u64,
    source: Source<R>,
}

enum Source<R: Read> {
    Table { reader: csv::Reader<Kept<R>>, begun: bool, record: StringRecord },
    Json(Records<R>),
}

impl<R: Read> Rows<R> {
    /// Reads a text that is taken apart like this.
    #[must_use]
    pub fn new(input: R, form: Form) -> Self {
        let source = match form.format {
            Format::Json => Source::Json(Records::new(input)),
            Format::Table => Source::Table {
                reader: builder(form.delimiter).from_reader(Kept::new(input)),
                begun: false,
                record: StringRecord::new(),
            },
        };
        Self { form, number: 0, count: 0, source }
    }

    /// How far it was read, in bytes.
    #[must_use]
    pub fn position(&self) -> u64 {
        match &self.source {
            Source::Table { reader, .. } => reader.position().byte(),
            Source::Json(records) => records.position(),
        }
    }

    /// The next row, if there is one.
    ///
    /// # Errors
    /// When the rest cannot be read, with the row at which it is so.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would have to end after its error"
    )]
    pub fn next(&mut self) -> Result<Option<Row>, Unreadable> {
        let row = match self.form.format {
            Format::Table => self.next_of_table()?,
            Format::Json => self.next_of_json()?,
        };
        self.count += u64::from(row.is_some());
        if self.count > ROWS { Err(Unreadable::TooManyRows) } else { Ok(row) }
    }

    fn next_of_json(&mut self) -> Result<Option<Row>, Unreadable> {
        let Source::Json(records) = &mut self.source else { return Ok(None) };
        let Some(record) = records.next(self.number + 1)? else { return Ok(None) };
        self.number += 1;
        let (cells, problem) = record.cells(&self.form.header);
        Ok(Some(Row { number: self.number, cells, problem }))
    }

    fn next_of_table(&mut self) -> Result<Option<Row>, Unreadable> {
        let Source::Table { reader, begun, record } = &mut self.source else { return Ok(None) };
        loop {
            let (line, from) = (reader.position().line(), reader.position().byte());
            reader.get_mut().mark = from;
            match reader.read_record(record) {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) => return Err(unreadable(error, self.number + 1)),
            }
            self.number += 1 + blank_lines(record, reader.position().line() - line);
            let header = !*begun;
            if header {
                // A first line such as `sep=;` only names the delimiter.
                *begun = !Delimiter::is_announcement(record);
            }
            if header || record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let last = reader.get_ref().rest(from);
            let open = last.is_some_and(|raw| unclosed(raw, self.form.delimiter));
            let problem = problem(record, &self.form.header, open);
            return Ok(Some(Row { number: self.number, cells: std::mem::take(record), problem }));
        }
    }
}

/// Blank lines before a record that took so many lines: the reader passes over them.
fn blank_lines(record: &StringRecord, lines: u64) -> u64 {
    if lines < 2 {
        return 0;
    }
    let inside: usize =
        record.iter().map(|cell| cell.bytes().filter(|byte| *byte == b'\n').count()).sum();
    (lines - 1).saturating_sub(inside as u64)
}

fn unreadable(error: csv::Error, number: u64) -> Unreadable {
    match error.into_kind() {
        ErrorKind::Io(error) => Unreadable::from_io(error, number),
        _ => Unreadable::Binary,
    }
}

/// A reader that keeps what it gave since a mark: what is inside a row that does not end can be looked at, and a row
/// that is too long is noticed before it fills the memory.
struct Kept<R> {
    input: R,
    kept: Vec<u8>,
    /// Where what is kept begins, and where the row under way does.
    from: u64,
    mark: u64,
    ended: bool,
}

impl<R> Kept<R> {
    fn new(input: R) -> Self {
        Self { input, kept: Vec::new(), from: 0, mark: 0, ended: false }
    }

    /// What was read from a place to the end, once that was reached.
    fn rest(&self, from: u64) -> Option<&[u8]> {
        let at = usize::try_from(from.checked_sub(self.from)?).ok()?;
        // The reader asks for more only when it has used up everything.
        if self.ended { self.kept.get(at..) } else { None }
    }
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let before = self.mark.saturating_sub(self.from).min(self.kept.len() as u64);
        self.kept.drain(..usize::try_from(before).unwrap_or(0));
        self.from += before;
        if self.kept.len() > RECORD {
            return Err(io::Error::other(Unreadable::RowTooLong(0)));
        }
        let n = self.input.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..n]);
        self.ended |= n == 0;
        Ok(n)
    }
}

impl Unreadable {
    /// What an error of reading stands for, at a row.
    pub(super) fn from_io(error: io::Error, number: u64) -> Self {
        match error.downcast::<Self>() {
            Ok(Self::RowTooLong(_)) => Self::RowTooLong(number),
            Ok(Self::Incomplete(_)) => Self::Incomplete(number),
            Ok(told) => told,
            Err(_) => Self::Broken,
        }
    }
}

/// The most columns a file may have, kept here for both kinds.
pub(super) fn bounded(header: Vec<String>) -> Result<Vec<String>, Unreadable> {
    if header.len() > COLUMNS { Err(Unreadable::TooManyColumns(header.len())) } else { Ok(header) }
}
