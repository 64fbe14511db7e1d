//! From text to rows: finds what separates the cells, and numbers the rows as a spreadsheet shows them.
//! It is bounded in every direction, and a row that does not fit the header is told, not bent.

use super::{CELL, COLUMNS, ROWS, Unreadable};
use crate::catalogue::{Catalogue, catalogue};
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
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// What a first line such as `sep=;` says, as spreadsheet programs write it.
    fn announced(text: &str) -> Option<Self> {
        let line = text.lines().next()?.trim_matches('"').to_ascii_lowercase();
        let rest = line.strip_prefix("sep=")?;
        let mut bytes = rest.bytes();
        let byte = bytes.next()?;
        Self::ALL.iter().copied().find(|delimiter| {
            delimiter.byte() == byte && bytes.all(|more| more == byte || more == b'"')
        })
    }

    /// The delimiter with which most rows are as wide as the first.
    fn detect(text: &str) -> Self {
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
    /// Its number, as a spreadsheet counts: the header is 1.
    pub number: u64,
    cells: StringRecord,
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
            .filter(|rest| crate::samples::export::is_armed(rest))
            .unwrap_or(cell)
            .trim()
    }

    /// The cells as they stand in the file.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }
}

/// A file as a table.
#[derive(Debug, Clone)]
pub struct Table {
    /// What separates its cells.
    pub delimiter: Delimiter,
    /// The names of its columns, each different.
    pub header: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a text as a table; without a delimiter, it is found.
    ///
    /// # Errors
    /// When it has no rows, or more rows or columns than are read.
    pub fn read(text: &str, delimiter: Option<Delimiter>) -> Result<Self, Unreadable> {
        let announced = Delimiter::announced(text);
        let (body, mut number) = match announced {
            Some(_) => (text.split_once('\n').map_or("", |(_, rest)| rest), 1),
            None => (text, 0),
        };
        let delimiter = delimiter.or(announced).unwrap_or_else(|| Delimiter::detect(body));
        let mut reader = reader(body, delimiter);
        let mut record = StringRecord::new();
        let mut header = Vec::new();
        let mut rows = Vec::new();
        let mut begins = 0;
        while reader.read_record(&mut record).map_err(|_| Unreadable::Binary)? {
            let ends =
                usize::try_from(reader.position().byte()).unwrap_or(body.len()).min(body.len());
            let raw = body.get(begins..ends).unwrap_or("");
            let blank = raw.len() - raw.trim_start_matches('\n').len();
            number += 1 + blank as u64;
            begins = ends;
            if header.is_empty() {
                header = names(&record)?;
                continue;
            }
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if rows.len() >= ROWS {
                return Err(Unreadable::TooManyRows);
            }
            let last = ends >= body.len();
            let problem = problem(&record, &header, last.then_some((raw, delimiter)));
            rows.push(Row { number, cells: record.clone(), problem });
        }
        if rows.is_empty() {
            return Err(Unreadable::NoRows);
        }
        Ok(Self { delimiter, header, rows })
    }
}

/// The names of the columns: blank ones get a number, and those that repeat get one after the name.
fn names(record: &StringRecord) -> Result<Vec<String>, Unreadable> {
    if record.len() > COLUMNS {
        return Err(Unreadable::TooManyColumns(record.len()));
    }
    let mut names: Vec<String> = Vec::with_capacity(record.len());
    for (at, cell) in record.iter().enumerate() {
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

/// What keeps a row from being read at all.
fn problem(
    record: &StringRecord,
    header: &[String],
    last: Option<(&str, Delimiter)>,
) -> Option<String> {
    if last.is_some_and(|(raw, delimiter)| is_open(raw, delimiter)) {
        return Some("A quotation mark is opened here and never closed. Close it, or double it if it is part of the text.".into());
    }
    let (width, expected) = (record.len(), header.len());
    let surplus = record.iter().skip(expected).any(|cell| !cell.trim().is_empty());
    if width < expected || surplus {
        return Some(format!("It has {width} cells where the header has {expected}."));
    }
    if let Some(at) = record.iter().position(|cell| cell.len() > CELL) {
        return Some(format!(
            "“{}” holds more than 100 kB. Shorten it.",
            header.get(at).map_or("", String::as_str)
        ));
    }
    if let Some(at) = record.iter().position(|cell| cell.contains('\0')) {
        return Some(format!(
            "“{}” holds a NUL character. Remove it.",
            header.get(at).map_or("", String::as_str)
        ));
    }
    None
}

/// Whether a record ends inside quotation marks: the reader then took everything up to the end of the file.
fn is_open(raw: &str, delimiter: Delimiter) -> bool {
    let (mut quoted, mut fresh) = (false, true);
    let mut bytes = raw.trim_start_matches('\n').bytes().peekable();
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
        Table::read(text, None).unwrap()
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
            assert_eq!(read(text).delimiter, delimiter, "{text}");
        }
    }

    #[test]
    fn a_line_that_names_the_delimiter_is_obeyed_and_counted() {
        for first in ["sep=;", "\"sep=;\"", "SEP=;"] {
            let table = read(&format!("{first}\nid;note, long\n1;x\n"));
            assert_eq!(table.delimiter, Delimiter::Semicolon);
            assert_eq!(table.header, ["id", "note, long"]);
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
        assert_eq!(read("id,id,,id\n1,2,3,4\n").header, ["id", "id (2)", "Column 3", "id (3)"]);
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
    fn what_is_too_wide_too_long_or_too_large_is_refused() {
        let wide = vec!["c"; COLUMNS + 1].join(",");
        assert_eq!(
            Table::read(&format!("{wide}\n{wide}\n"), None).err(),
            Some(Unreadable::TooManyColumns(COLUMNS + 1))
        );
        let long = format!("a,b\n{}", "1,2\n".repeat(ROWS + 1));
        assert_eq!(Table::read(&long, None).err(), Some(Unreadable::TooManyRows));
        assert_eq!(problems(&format!("a,b\n1,{}\n", "x".repeat(CELL + 1))), [(2, true)]);
        assert_eq!(problems("a,b\n1,x\0y\n"), [(2, true)]);
    }

    #[test]
    fn a_header_alone_is_no_file() {
        assert_eq!(Table::read("a,b\n", None).err(), Some(Unreadable::NoRows));
        assert_eq!(Table::read("sep=;", None).err(), Some(Unreadable::NoRows));
    }
}
