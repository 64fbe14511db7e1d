//! The rows of a file of any length, one after the other: CSV and its relatives, JSON and NDJSON.
//! It holds a block at a time and never more than is read ahead; what is too large is told with its row.

mod stream;

use super::dialect::{self, Delimiter, Layout};
use super::json;
use super::table::{Row, problem};
use super::{COLUMNS, ROWS, Unreadable};
use crate::platform::catalogue::catalogue;
use serde::{Deserialize, Serialize};
use std::io::Read;
use stream::Stream;

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
        let text = text.trim_start_matches('\u{feff}').trim_start();
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
    /// How a table begins; of JSON it says nothing.
    #[serde(flatten)]
    pub layout: Layout,
    /// The names of the columns, each different. Of a table they are its header; of JSON, whatever its first records
    /// call their fields.
    pub header: Vec<String>,
    /// The places of those whose name was made up, because the header has none for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unnamed: Vec<usize>,
}

impl Form {
    /// How a text is taken apart, from its beginning; without a delimiter, it is found.
    ///
    /// # Errors
    /// When it has too many columns, or nothing in it.
    pub fn of(beginning: &str, delimiter: Option<Delimiter>) -> Result<Self, Unreadable> {
        if Format::of(beginning) == Format::Json {
            let header = json::fields(beginning)?;
            let layout = Layout { delimiter: Delimiter::Comma, escapes: false, header_row: 0 };
            return Ok(Self { format: Format::Json, layout, header, unnamed: Vec::new() });
        }
        Self::of_table(beginning, Layout::of(beginning.as_bytes(), delimiter))
    }

    /// The same, with the row that has columns of these names as its header, where one near the beginning has.
    ///
    /// # Errors
    /// As [`Form::of`].
    pub fn headed_by(beginning: &str, names: &[&str]) -> Result<Self, Unreadable> {
        let found = Self::of(beginning, None)?;
        let layout = found.layout.headed_by(beginning.as_bytes(), names);
        match layout.filter(|layout| found.format == Format::Table && *layout != found.layout) {
            Some(layout) => Self::of_table(beginning, layout),
            None => Ok(found),
        }
    }

    fn of_table(beginning: &str, layout: Layout) -> Result<Self, Unreadable> {
        let mut stream = Stream::new(beginning.as_bytes(), layout.dialect());
        let mut header = None;
        while let Some(found) = stream.next()? {
            if found.number >= layout.header_row {
                header = Some(found.cells);
                break;
            }
        }
        let header = header.filter(|cells| cells.iter().any(|cell| !cell.trim().is_empty()));
        let header = header.ok_or(Unreadable::Empty)?;
        let (names, _) = dialect::names(header.iter());
        let unnamed = dialect::unnamed(header.iter());
        Ok(Self { format: Format::Table, layout, header: bounded(names)?, unnamed })
    }
}

/// Rows, as they are read.
pub struct Rows<R: Read> {
    form: Form,
    number: u64,
    count: u64,
    source: Source<R>,
}

enum Source<R: Read> {
    Table(Stream<R>),
    Json(json::Records<R>),
}

impl<R: Read> Rows<R> {
    /// Reads a text that is taken apart like this.
    #[must_use]
    pub fn new(input: R, form: Form) -> Self {
        let source = match form.format {
            Format::Json => Source::Json(json::Records::new(input)),
            Format::Table => Source::Table(Stream::new(input, form.layout.dialect())),
        };
        Self { form, number: 0, count: 0, source }
    }

    /// How far it was read, in bytes.
    #[must_use]
    pub fn position(&self) -> u64 {
        match &self.source {
            Source::Table(stream) => stream.position(),
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
        Ok(Some(Row { number: self.number, line: self.number, cells, problem }))
    }

    fn next_of_table(&mut self) -> Result<Option<Row>, Unreadable> {
        let Source::Table(stream) = &mut self.source else { return Ok(None) };
        while let Some(found) = stream.next()? {
            let blank = found.cells.iter().all(|cell| cell.trim().is_empty());
            if found.number > self.form.layout.header_row && !blank {
                let problem = problem(&found.cells, &self.form.header, found.open);
                let stream::Found { number, line, cells, .. } = found;
                return Ok(Some(Row { number, line, cells, problem }));
            }
        }
        Ok(None)
    }
}

/// The most columns a file may have, kept here for both kinds.
pub(super) fn bounded(header: Vec<String>) -> Result<Vec<String>, Unreadable> {
    if header.len() > COLUMNS {
        Err(Unreadable::TooManyColumns(header.len(), COLUMNS))
    } else {
        Ok(header)
    }
}
