//! From text to rows: finds what separates the cells, and numbers the rows as a spreadsheet shows them.
//! It is bounded in every direction, and a row that does not fit the header is told, not bent.

use super::rows::{Form, Rows, bounded};
use super::{CELL, Unreadable};
use crate::platform::catalogue::{Catalogue, catalogue};
use csv::{ReaderBuilder, StringRecord};

/// Rows and bytes that the delimiter is judged by.
const LOOK: usize = 100;
const LOOK_BYTES: usize = 256 * 1024;

catalogue! {
    /// What separates the cells of a row.
    pub enum Delimiter {
        Comma => "comma", "Comma";
        Semicolon => "semicolon", "Semicolon";
        Tab => "tab", "Tab";
        Pipe => "pipe", "Vertical bar";
    }
}

impl Delimiter {
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// What a first line such as `sep=;` says, as spreadsheet programs write it, and the text without it.
    pub(super) fn announced(text: &str) -> (Option<Self>, &str) {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let line = line.trim_matches('"').to_ascii_lowercase();
        let Some(sign) = line.strip_prefix("sep=") else { return (None, text) };
        let mut bytes = sign.bytes();
        let byte = bytes.next();
        let found = Self::ALL.iter().copied().find(|delimiter| {
            Some(delimiter.byte()) == byte
                && bytes.clone().all(|more| more == delimiter.byte() || more == b'"')
        });
        (found, if found.is_some() { rest } else { text })
    }

    /// Whether a record is such a line, taken apart with the delimiter it names or with another.
    pub(super) fn is_announcement(record: &StringRecord) -> bool {
        let mut cells = record.iter();
        let first = cells.next().unwrap_or_default().trim_matches('"').to_ascii_lowercase();
        let named = first.strip_prefix("sep=").map(|sign| sign.trim_matches('"'));
        let empty = cells.all(|cell| cell.trim_matches('"').is_empty());
        let known = |sign: &str| Self::ALL.iter().any(|one| sign.bytes().eq([one.byte()]));
        named.is_some_and(|sign| empty && (sign.is_empty() && record.len() > 1 || known(sign)))
    }

    /// The delimiter with which most rows are as wide as the first.
    pub(super) fn detect(text: &str) -> Self {
        let mut end = text.len().min(LOOK_BYTES);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let score = |delimiter: &Self| {
            let records = reader(&text[..end], *delimiter).into_records().take(LOOK);
            let widths: Vec<usize> =
                records.filter_map(Result::ok).map(|record| record.len()).collect();
            let first = widths.first().copied().unwrap_or(0);
            let alike = widths.iter().filter(|width| **width == first).count();
            if first < 2 { (0, 0) } else { (alike * 100 / widths.len().max(1), first) }
        };
        // Of equals, the first of the catalogue: `max_by_key` would take the last.
        Self::ALL.iter().rev().copied().max_by_key(score).unwrap_or(Self::Comma)
    }
}

fn reader(text: &str, delimiter: Delimiter) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes())
}

/// A row of a file.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, as a spreadsheet counts: the header is 1. Records of JSON have no header and are counted from 1.
    pub number: u64,
    pub(super) cells: StringRecord,
    /// Why it cannot be read, whatever its cells mean.
    pub problem: Option<String>,
}

impl Row {
    /// A cell without surrounding space, and without the quotation mark that our own downloads put before what would
    /// start a formula; empty when the row has none there.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        let cell = self.cells.get(column).unwrap_or("");
        cell.strip_prefix('\'')
            .filter(|rest| crate::engines::spreadsheet::is_armed(rest))
            .unwrap_or(cell)
            .trim()
    }

    /// A cell as it stands in the file; empty when the row has none there.
    pub(super) fn raw(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or("")
    }

    /// The cells as they stand in the file.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }
}

/// The beginning of a file, as a table.
#[derive(Debug, Clone)]
pub struct Table {
    /// How it is taken apart.
    pub form: Form,
    /// Its first rows.
    pub rows: Vec<Row>,
    /// Whether there are more.
    pub more: bool,
}

impl Table {
    /// Takes a text apart; without a delimiter, it is found. Of a text that is not `whole`, the last row is left out: it
    /// may be cut.
    ///
    /// # Errors
    /// When it has no rows, or more columns than are read.
    pub fn read(text: &str, delimiter: Option<Delimiter>, whole: bool) -> Result<Self, Unreadable> {
        let form = Form::of(text, delimiter)?;
        let mut rows = Rows::new(text.as_bytes(), form.clone());
        let mut found = Vec::new();
        loop {
            match rows.next() {
                Ok(Some(row)) => found.push(row),
                Ok(None) => break,
                // It goes on where the text was cut; the whole file tells whether it is so there.
                Err(Unreadable::Incomplete(_)) if !whole => break,
                Err(error) => return Err(error),
            }
        }
        if !whole && found.len() > 1 {
            found.pop();
        }
        if found.is_empty() {
            return Err(Unreadable::NoRows);
        }
        Ok(Self { form, rows: found, more: !whole })
    }

    /// The names of its columns.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.form.header
    }
}

/// The names of the columns: blank ones get a number, and those that repeat get one after the name.
pub(super) fn names(record: &StringRecord) -> Result<Vec<String>, Unreadable> {
    let cells = bounded(record.iter().map(str::to_owned).collect())?;
    let mut names: Vec<String> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let plain: String = cell.trim().chars().filter(|c| !c.is_control()).take(100).collect();
        let base = if plain.is_empty() { format!("Column {}", at + 1) } else { plain };
        let mut name = base.clone();
        let mut again = 2;
        while names.contains(&name) {
            name = format!("{base} ({again})");
            again += 1;
        }
        names.push(name);
    }
    Ok(names)
}

/// What keeps a row from being read at all; `open` says that a quotation mark in it is never closed.
pub(super) fn problem(record: &StringRecord, header: &[String], open: bool) -> Option<String> {
    if open {
        return Some("A quotation mark is opened here and never closed. Close it, or double it if it is part of the text.".into());
    }
    let (width, expected) = (record.len(), header.len());
    let surplus = record.iter().skip(expected).any(|cell| !cell.trim().is_empty());
    if width < expected || surplus {
        return Some(format!("It has {width} cells where the header has {expected}."));
    }
    cell_problem(record, header)
}

/// What keeps a cell from being read.
pub(super) fn cell_problem(record: &StringRecord, header: &[String]) -> Option<String> {
    let name = |at: usize| header.get(at).map_or("", String::as_str);
    if let Some(at) = record.iter().position(|cell| cell.len() > CELL) {
        return Some(format!("“{}” holds more than 100 kB. Shorten it.", name(at)));
    }
    let at = record.iter().position(|cell| cell.contains('\0'))?;
    Some(format!("“{}” holds a NUL character. Remove it.", name(at)))
}

/// Whether a record ends inside quotation marks: the reader then took everything up to the end of the file.
pub(super) fn unclosed(raw: &[u8], delimiter: Delimiter) -> bool {
    let (mut quoted, mut fresh) = (false, true);
    let mut bytes = raw.iter().copied().skip_while(|byte| *byte == b'\n').peekable();
    while let Some(byte) = bytes.next() {
        match (quoted, byte) {
            (true, b'"') if bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            (true, b'"') => quoted = false,
            (false, b'"') if fresh => quoted = true,
            _ => {}
        }
        fresh = !quoted && (byte == delimiter.byte() || byte == b'\n');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Table {
        Table::read(text, None, true).unwrap()
    }

    fn problems(text: &str) -> Vec<(u64, bool)> {
        read(text).rows.iter().map(|row| (row.number, row.problem.is_some())).collect()
    }

    #[test]
    fn the_delimiter_is_found() {
        for (text, delimiter) in [
            ("id,note\n1,x\n", Delimiter::Comma),
            ("id;amount\n1;2,50\n2;3,75\n", Delimiter::Semicolon),
            ("id\tnote\n1\ta, b; c\n", Delimiter::Tab),
            ("id|note\n1|x\n", Delimiter::Pipe),
            ("only\none\n", Delimiter::Comma),
        ] {
            assert_eq!(read(text).form.delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn a_line_that_names_the_delimiter_is_obeyed_and_counted() {
        for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
            let table = read(&format!("{first}\nid;note, long\n1;x\n"));
            assert_eq!(table.form.delimiter, Delimiter::Semicolon);
            assert_eq!(table.header(), ["id", "note, long"]);
            assert_eq!(table.rows[0].number, 3);
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let numbers: Vec<_> =
            read("a,b\n\n1,\"x\ny\"\n,\n\n\n2,z\n").rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [3, 7]);
    }

    #[test]
    fn names_that_repeat_or_are_missing_are_told_apart() {
        assert_eq!(read("id,id,,id\n1,2,3,4\n").header(), ["id", "id (2)", "Column 3", "id (3)"]);
    }

    #[test]
    fn ragged_rows_are_refused_and_empty_surplus_is_not() {
        assert_eq!(
            problems("a,b\n1\n1,2\n1,2,3\n1,2,,\n"),
            [(2, true), (3, false), (4, true), (5, false)]
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told_in_its_row() {
        assert_eq!(problems("a,b\n1,x\n2,\"open\n3,y\n"), [(2, false), (3, true)]);
        assert_eq!(problems("a,b\n1,5\" pipe\n2,\"a \"\"b\"\"\""), [(2, false), (3, false)]);
    }

    #[test]
    fn what_is_too_wide_or_too_long_is_refused() {
        let wide = vec!["c"; super::super::COLUMNS + 1].join(",");
        assert_eq!(
            Table::read(&format!("{wide}\n{wide}\n"), None, true).err(),
            Some(Unreadable::TooManyColumns(super::super::COLUMNS + 1))
        );
        assert_eq!(problems(&format!("a,b\n1,{}\n", "x".repeat(CELL + 1))), [(2, true)]);
        assert_eq!(problems("a,b\n1,x\0y\n"), [(2, true)]);
    }

    #[test]
    fn a_row_that_never_ends_is_told_before_it_fills_the_memory() {
        let endless = format!("a,b\n1,2\n3,\"{}\n", "4,5\n".repeat(super::super::RECORD / 2));
        assert_eq!(Table::read(&endless, None, true).err(), Some(Unreadable::RowTooLong(3)));
    }

    #[test]
    fn of_a_text_that_was_cut_the_last_row_is_left_out() {
        let table = Table::read("a,b\n1,2\n3,4\n5,", None, false).unwrap();
        assert_eq!((table.rows.len(), table.more), (2, true));
    }

    #[test]
    fn a_header_alone_is_no_file() {
        assert_eq!(Table::read("a,b\n", None, true).err(), Some(Unreadable::NoRows));
        assert_eq!(Table::read("sep=;", None, true).err(), Some(Unreadable::Empty));
    }
}
