//! Tables in text: CSV and its relatives, whose header says what a column holds.
//! Must never disturb a row: only the inside of a cell is replaced, its quotation marks stay.

use std::ops::Range;

use super::field::{self, Field};
use super::kind::Kind;

/// A header that names at least one column worth looking at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    delimiter: u8,
    columns: Vec<Option<Field>>,
}

/// The longest header and the most columns that are considered.
const HEADER: usize = 16_384;
const COLUMNS: usize = 1_024;

/// The longest quoted cell; a mark that is not closed by then is only a sign.
const CELL: usize = 65_536;

impl Table {
    /// The table that `text` begins with, if its first line is a header and its second fits it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let end = text.find('\n').filter(|end| *end < HEADER)?;
        let header = text[..end].trim_end_matches('\r');
        let second = &text[end + 1..];
        [b',', b';', b'\t', b'|'].into_iter().find_map(|delimiter| {
            let table = Self::with_header(header, delimiter)?;
            (table.first_cells(second).len() == table.columns.len()).then_some(table)
        })
    }

    /// The table that begins at `head` below other text, such as a mail with rows pasted into it, and where its
    /// last row ends.
    pub(super) fn below(text: &str, head: usize) -> Option<(Self, usize)> {
        let rest = &text[head..];
        let header = rest.split('\n').next()?.trim_end_matches('\r');
        // A sentence may name two things between commas; three short names without a sentence’s end are a head.
        let fits = |name: &str| name.split_whitespace().count() <= 4 && !name.trim().ends_with('.');
        let least = |delimiter| match delimiter {
            b',' => 3,
            b'|' => 4,
            _ => 2,
        };
        let table = [b',', b';', b'\t', b'|'].into_iter().find_map(|delimiter| {
            let table = Self::with_header(header, delimiter)?;
            let names = header.split(char::from(delimiter));
            (table.columns.len() >= least(delimiter) && names.into_iter().all(fits))
                .then_some(table)
        })?;
        let first = head + rest.find('\n')? + 1;
        let mut end = first;
        while end < text.len() {
            let mut cells = 0;
            let next = table.row(text, end, |_, _| cells += 1);
            if cells != table.columns.len() {
                break;
            }
            end = next;
        }
        (end > first).then_some((table, end))
    }

    fn with_header(header: &str, delimiter: u8) -> Option<Self> {
        let plain = Self { delimiter, columns: Vec::new() };
        let names =
            plain.first_cells(header).into_iter().map(|at| header[at].trim()).collect::<Vec<_>>();
        // Bars may stand at both ends of a row.
        let barred = delimiter == b'|' && names.len() > 3;
        let edges = [0, names.len().saturating_sub(1)];
        let named = names
            .iter()
            .enumerate()
            .all(|(at, name)| is_name(name) || (barred && name.is_empty() && edges.contains(&at)));
        if names.len() < 2 || names.len() > COLUMNS || !named {
            return None;
        }
        let mut columns: Vec<_> = names.iter().map(|name| field::classify(name)).collect();
        let about_people =
            names.iter().any(|name| is_mail(name)) || columns.iter().any(is_about_a_person);
        for column in &mut columns {
            if let Some(Field::OfPerson(kind)) = *column {
                *column = about_people.then_some(Field::Personal(kind));
            }
        }
        columns.iter().any(Option::is_some).then_some(Self { delimiter, columns })
    }

    /// Where the first row below the header begins.
    pub(super) fn first_row(&self, text: &str) -> usize {
        text.find('\n').map_or(text.len(), |end| end + 1)
    }

    /// Every cell of a known column from `from` on; returns where each row begins, the one after the last included.
    pub(super) fn cells(
        &self,
        text: &str,
        from: usize,
        mut each: impl FnMut(Field, Range<usize>),
    ) -> Vec<usize> {
        let mut starts = vec![from];
        let mut at = from;
        while at < text.len() {
            at = self.row(text, at, |column, cell| {
                if let Some(Some(field)) = self.columns.get(column) {
                    each(*field, cell);
                }
            });
            starts.push(at);
        }
        starts
    }

    /// The insides of the cells of the row at `at`; returns where the next row begins.
    fn row(&self, text: &str, at: usize, mut each: impl FnMut(usize, Range<usize>)) -> usize {
        let bytes = text.as_bytes();
        let mut from = at;
        let mut column = 0;
        loop {
            let (cell, end) = self.cell(bytes, from);
            each(column, cell);
            column += 1;
            match bytes.get(end) {
                Some(b) if *b == self.delimiter => from = end + 1,
                Some(_) => return end + 1,
                None => return end,
            }
        }
    }

    /// The cells of the row that `text` begins with.
    fn first_cells(&self, text: &str) -> Vec<Range<usize>> {
        let mut cells = Vec::new();
        self.row(text, 0, |_, cell| cells.push(cell));
        cells
    }

    /// The inside of the cell at `at`, and the delimiter, line break or end after it.
    fn cell(&self, bytes: &[u8], at: usize) -> (Range<usize>, usize) {
        let stops = |b: &u8| *b == self.delimiter || *b == b'\n';
        let plain_end =
            |from: usize| bytes[from..].iter().position(stops).map_or(bytes.len(), |i| from + i);
        if bytes.get(at) != Some(&b'"') {
            let end = plain_end(at);
            let inner = end - usize::from(end > at && bytes[end - 1] == b'\r');
            return (at..inner, end);
        }
        let mut close = at + 1;
        let limit = bytes.len().min(at + CELL);
        loop {
            match bytes[close.min(limit)..limit].iter().position(|b| *b == b'"') {
                Some(i) if bytes.get(close + i + 1) == Some(&b'"') => close += i + 2,
                Some(i) => return (at + 1..close + i, plain_end(close + i + 1)),
                None => return (at..plain_end(at), plain_end(at)),
            }
        }
    }
}

/// Whether every character of a line may stand in a head: what most lines fail at once.
pub(super) fn may_be_head(line: &str) -> bool {
    line.len() < HEADER
        && line.chars().all(|c| c.is_alphanumeric() || " _-./()#*:',;\t|\r".contains(c))
        && line.contains([',', ';', '\t', '|'])
}

fn is_about_a_person(column: &Option<Field>) -> bool {
    matches!(
        column,
        Some(Field::Personal(Kind::Name | Kind::Phone | Kind::Address | Kind::BirthDate))
    )
}

fn is_mail(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("mail") && !name.contains("mailing")
}

fn is_name(name: &str) -> bool {
    let signs = |c: char| c.is_alphanumeric() || " _-./()#*:'".contains(c);
    !name.is_empty()
        && name.len() <= field::LONGEST
        && name.chars().all(signs)
        && name.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<&str> {
        let table = Table::of(text).unwrap();
        let mut found = Vec::new();
        let from = text.find('\n').unwrap() + 1;
        table.cells(text, from, |field, at| {
            if matches!(field, Field::Personal(_)) {
                found.push(&text[at]);
            }
        });
        found
    }

    #[test]
    fn cells_of_named_columns_are_found_with_any_delimiter_and_quoting() {
        assert_eq!(
            cells("id,first_name,note\n1,Ann,x\r\n2,\"Bo, \"\"B\"\"\",y\n"),
            ["Ann", "Bo, \"\"B\"\""]
        );
        assert_eq!(cells("id;street\n1;\"12\nHigh Street\"\n2;x"), ["12\nHigh Street", "x"]);
        assert_eq!(cells("name\temail\nAnn\ta@b.example"), ["Ann"]);
    }

    #[test]
    fn prose_and_other_tables_are_no_tables_about_people() {
        for text in [
            "Dear Ann, first name, please\nhello",
            "a,b\n1,2",
            "product,name\n1,2",
            "one line only",
        ] {
            let personal =
                Table::of(text).is_some_and(|table| table.columns.iter().any(is_about_a_person));
            assert!(!personal, "{text}");
        }
    }

    #[test]
    fn an_unclosed_mark_does_not_swallow_the_table() {
        assert_eq!(cells("id,first_name\n\"1,Ann\n2,Bo\n"), ["Ann", "Bo"]);
    }
}
