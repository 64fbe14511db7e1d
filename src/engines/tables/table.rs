//! The beginning of a file as a table, for a person who decides what its columns hold.
//! It is bounded in every direction, and a row that does not fit the header is told, not bent.

use super::cell;
use super::dialect::Delimiter;
use super::rows::{Form, Rows};
use super::{CELL, Unreadable};
use csv::StringRecord;
use std::borrow::Cow;

/// A row of a file.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number, as a spreadsheet counts: the header is 1. Records of JSON have no header and are counted from 1.
    pub number: u64,
    /// The line of the file on which it begins.
    pub line: u64,
    pub(super) cells: StringRecord,
    /// Why it cannot be read, whatever its cells mean.
    pub problem: Option<String>,
}

impl Row {
    /// A cell as it is meant, without surrounding space and without the guards that keep spreadsheets from reading it;
    /// empty when the row has none there.
    #[must_use]
    pub fn cell(&self, column: usize) -> Cow<'_, str> {
        match cell::meant(self.raw(column)) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// A cell as it stands in the file; empty when the row has none there.
    #[must_use]
    pub fn raw(&self, column: usize) -> &str {
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
            assert_eq!(read(text).form.layout.delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn a_line_that_names_the_delimiter_is_obeyed_and_counted() {
        for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
            let table = read(&format!("{first}\nid;note, long\n1;x\n"));
            assert_eq!(table.form.layout.delimiter, Delimiter::Semicolon);
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
    fn rows_below_a_title_keep_their_numbers() {
        let table = read("Orders of January\n\ndate,message,kind\n2024-01-25,x,late\n");
        assert_eq!((table.header()[0].as_str(), table.rows[0].number), ("date", 4));
    }

    #[test]
    fn guards_are_no_part_of_a_cell() {
        let table = read("id,note\n=\"0001\",'=1+1\n");
        assert_eq!((table.rows[0].cell(0), table.rows[0].cell(1)), ("0001".into(), "=1+1".into()));
    }

    #[test]
    fn line_ends_of_every_system_are_counted_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,\"x\ny\"", "", "2,z", ""].join(end);
            let numbers: Vec<_> =
                read(&text).rows.iter().map(|row| (row.number, row.line)).collect();
            assert_eq!(numbers, [(2, 2), (4, 5)], "{end:?}");
        }
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
            Some(Unreadable::TooManyColumns(super::super::COLUMNS + 1, super::super::COLUMNS))
        );
        assert_eq!(problems(&format!("a,b\n1,{}\n", "x".repeat(CELL + 1))), [(2, true)]);
        assert_eq!(problems("a,b\n1,x\0y\n"), [(2, true)]);
    }

    #[test]
    fn a_row_that_never_ends_is_told_before_it_fills_the_memory() {
        let endless = format!("a,b\n1,2\n3,\"{}\n", "4,5\n".repeat(super::super::ROW / 2));
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
