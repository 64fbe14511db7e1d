//! How a text is a table: what separates its cells, how quotes are written inside of quotes, and which row names the columns.
//! It is a guess that the header on the page shows at once.

use super::cell::{meant, text};
use super::marks::Marks;
use super::records::Records;
use super::titles::Beginning;
use crate::platform::catalogue::{Catalogue, catalogue};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Records that the delimiter is judged by.
const LOOK: usize = 100;
/// Bytes that it is judged by.
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

/// How records and cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The byte between two cells.
    pub delimiter: u8,
    /// A backslash stands before a quote inside of quotes, as `MySQL` writes it.
    pub escapes: bool,
}

/// How a table begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// What separates the cells.
    pub delimiter: Delimiter,
    /// See [`Dialect::escapes`].
    #[serde(default)]
    pub escapes: bool,
    /// The number of the row that names the columns, as a spreadsheet counts.
    #[serde(default = "first")]
    pub header_row: u64,
}

fn first() -> u64 {
    1
}

impl Delimiter {
    /// The byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// What a first line such as `sep=;` says, as spreadsheet programs write it.
    fn announced(start: &[u8]) -> Option<Self> {
        let end =
            start.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(start.len());
        let line = text(&start[..end]).to_ascii_lowercase();
        let sign = line.trim_matches('"').strip_prefix("sep=")?.to_owned();
        let mut bytes = sign.bytes();
        let byte = bytes.next()?;
        let found = Self::ALL.iter().copied().find(|delimiter| delimiter.byte() == byte)?;
        bytes.all(|more| more == byte || more == b'"').then_some(found)
    }

    /// The delimiter with which most rows are equally wide.
    fn detect(start: &[u8]) -> Self {
        let score = |delimiter: &Self| {
            let widths = widths(start, delimiter.byte());
            let mut counts: HashMap<usize, usize> = HashMap::new();
            widths
                .iter()
                .filter(|width| **width > 1)
                .for_each(|width| *counts.entry(*width).or_default() += 1);
            let (mode, alike) =
                counts.into_iter().max_by_key(|(width, count)| (*count, *width)).unwrap_or((0, 0));
            (alike * 100 / widths.len().max(1), widths.first() == Some(&mode), mode)
        };
        // Of equals, the first of the catalogue: `max_by_key` would take the last.
        Self::ALL.iter().rev().copied().max_by_key(score).unwrap_or(Self::Comma)
    }
}

impl Dialect {
    /// Whether a backslash takes its meaning from the byte at a place.
    #[inline]
    #[must_use]
    pub fn is_escaped(self, data: &[u8], at: usize) -> bool {
        self.escapes && data[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    }

    /// Whether quotes inside of quotes are written with a backslash: one is followed by more of its cell.
    fn is_escaping(start: &[u8], delimiter: u8) -> bool {
        let goes_on = |bytes: &[u8]| {
            bytes[0] == b'\\'
                && bytes[1] == b'"'
                && bytes[2] != delimiter
                && !matches!(bytes[2], b'\n' | b'\r' | b'"')
        };
        start.windows(3).any(goes_on)
    }
}

impl Layout {
    /// How a text is a table, from its beginning; without a delimiter, it is found.
    #[must_use]
    pub fn of(start: &[u8], delimiter: Option<Delimiter>) -> Self {
        let start = &start[..start.len().min(LOOK_BYTES)];
        let announced = Delimiter::announced(start);
        let delimiter = delimiter.or(announced).unwrap_or_else(|| Delimiter::detect(start));
        let escapes = Dialect::is_escaping(start, delimiter.byte());
        let layout = Self { delimiter, escapes, header_row: 1 };
        let beginning = Beginning::read(start, layout.dialect(), announced.is_some());
        let least = 1 + u64::from(announced.is_some());
        Self { header_row: beginning.header_row().max(least), ..layout }
    }

    /// The same with the row that has columns of these names as the header, whatever their capitals; `None` when no row
    /// near the beginning has.
    #[must_use]
    pub fn headed_by(&self, start: &[u8], names: &[&str]) -> Option<Self> {
        let beginning =
            Beginning::read(&start[..start.len().min(LOOK_BYTES)], self.dialect(), false);
        Some(Self { header_row: beginning.row_with(names)?, ..self.clone() })
    }

    /// How its records are told apart.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        Dialect { delimiter: self.delimiter.byte(), escapes: self.escapes }
    }
}

fn widths(start: &[u8], delimiter: u8) -> Vec<usize> {
    let (mut marks, mut cells, mut widths) = (Marks::default(), Vec::new(), Vec::new());
    let mut records = Records::new(start, &mut marks, Dialect { delimiter, escapes: false });
    while widths.len() < LOOK && records.next(&mut cells).is_some() {
        widths.push(cells.len());
    }
    // The last one may be cut off.
    if widths.len() > 2 && widths.len() < LOOK {
        widths.pop();
    }
    widths
}

/// Gives every column a name of its own, `status`, `status (2)`, and says which had to be told apart.
#[must_use]
pub fn names<'a>(cells: impl Iterator<Item = &'a str>) -> (Vec<String>, Vec<String>) {
    let (mut names, mut notes): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // Which names are taken, and the number that the next column of a name is tried with: a header may hold many thousands.
    let (mut taken, mut numbers) = (HashSet::new(), HashMap::new());
    for (at, cell) in cells.enumerate() {
        let plain = own_name(cell);
        let base = if plain.is_empty() { format!("Column {}", at + 1) } else { plain };
        let mut name = base.clone();
        let again = numbers.entry(base.clone()).or_insert(2_u32);
        while !taken.insert(name.clone()) {
            name = format!("{base} ({again})");
            *again += 1;
        }
        if name != base {
            notes.push(format!("Several columns are called “{base}”; one is shown as “{name}”."));
        }
        names.push(name);
    }
    (names, notes)
}

/// The places of the columns that a header gives no name of their own, from zero.
pub(super) fn unnamed<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let lacking = cells.enumerate().filter(|(_, cell)| own_name(cell).is_empty());
    lacking.map(|(place, _)| place).collect()
}

fn own_name(cell: &str) -> String {
    meant(cell).trim().chars().filter(|letter| !letter.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(start: &[u8]) -> (u8, u64) {
        let layout = Layout::of(start, None);
        (layout.delimiter.byte(), layout.header_row)
    }

    #[test]
    fn the_delimiter_that_makes_rows_alike_is_found() {
        assert_eq!(detected(b"id,note\n1,a;b;c\n2,d;e\n").0, b',');
        assert_eq!(detected(b"id;amount\n1;1,50\n2;2,00\n").0, b';');
        assert_eq!(detected(b"id\tname, first\n1\tx\n").0, b'\t');
        assert_eq!(detected(b"id|\"a,b\"\n1|\"c,d,e\"\n").0, b'|');
        assert_eq!(detected(b"id\n1\n").0, b',');
    }

    #[test]
    fn an_announced_delimiter_is_believed_and_its_line_is_no_header() {
        for start in ["sep=;\r\nid;a,b\n", "\"sep=;\"\nid;a,b\n", "SEP=;\nid;a,b\n"] {
            assert_eq!(detected(start.as_bytes()), (b';', 2), "{start}");
        }
    }

    #[test]
    fn a_backslash_before_a_quote_is_an_escape_only_where_the_cell_goes_on() {
        assert!(Layout::of(b"id,note\n1,\"say \\\"no\\\", twice\"\n", None).escapes);
        assert!(!Layout::of(b"id,path\n1,\"C:\\dir\\\",2\n", None).escapes);
        assert!(!Layout::of(b"id,json\n1,\"{\"\"a\"\":\"\"x\\\"\"y\"\"}\"\n", None).escapes);
    }

    #[test]
    fn names_that_repeat_or_are_missing_are_told_apart() {
        let (names, notes) = names(["id", "id", "", "id", "=\"x\""].into_iter());
        assert_eq!(names, ["id", "id (2)", "Column 3", "id (3)", "x"]);
        assert_eq!(notes.len(), 2);
    }
}
