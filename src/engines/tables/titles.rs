//! Which of the first rows names the columns: titles, periods and balances may stand above it.
//! A row is passed over only when what is below it shows that it is no header.

use super::amount::Amount;
use super::cell::{meant, text};
use super::dialect::Dialect;
use super::marks::Marks;
use super::moment::{DateOrder, Moment};
use super::records::Records;
use super::zone::Zone;

/// Rows that are looked at.
const LOOK: usize = 60;
/// Most rows above a header.
const ABOVE: usize = 20;

/// A row near the beginning.
struct Line {
    /// Its number, as a spreadsheet counts.
    number: u64,
    cells: Vec<String>,
    /// Whether a blank line stands before it.
    apart: bool,
}

/// The first rows of a table.
pub struct Beginning(Vec<Line>);

impl Line {
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Whether it could name columns: different texts, none of them a value.
    fn is_header_like(&self) -> bool {
        let mut seen: Vec<&String> = self.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let count = seen.len();
        let texts = seen.iter().all(|cell| !is_value(cell));
        seen.sort();
        seen.dedup();
        count > 1 && seen.len() == count && texts
    }

    fn is_value(&self, column: usize) -> bool {
        self.cells.get(column).is_some_and(|cell| is_value(cell))
    }
}

/// Whether a cell holds a number or a date.
fn is_value(cell: &str) -> bool {
    Amount::read(cell.as_bytes(), false).is_some()
        || Moment::read(cell.as_bytes(), Some(DateOrder::DayFirst), Zone::Utc).is_some()
}

impl Beginning {
    /// Takes the first rows of a text apart; `announced` says that its first line only names the delimiter.
    pub fn read(start: &[u8], dialect: Dialect, announced: bool) -> Self {
        let (mut marks, mut cells, mut lines) = (Marks::default(), Vec::new(), Vec::new());
        let mut records = Records::new(start, &mut marks, dialect);
        let (mut number, mut end) = (0, 0);
        while lines.len() < LOOK
            && let Some(begin) = records.next(&mut cells)
        {
            let blank = blank_lines(&start[..begin as usize], end);
            number += 1 + blank;
            end = records.place();
            let cells = cells.iter().map(|cell| meant(&text(&cell.bytes(start))).trim().to_owned());
            lines.push(Line { number, cells: cells.collect(), apart: blank > 0 });
        }
        if announced && !lines.is_empty() {
            lines.remove(0);
        }
        Self(lines)
    }

    /// The number of the row that names the columns.
    pub fn header_row(&self) -> u64 {
        let Self(lines) = self;
        let named = (1..lines.len().min(ABOVE)).find(|at| self.is_header(*at));
        lines.get(named.unwrap_or(0)).map_or(1, |line| line.number)
    }

    /// The number of the first row that holds all these names.
    pub fn row_with(&self, names: &[&str]) -> Option<u64> {
        let holds = |line: &&Line| {
            names.iter().all(|name| {
                line.cells.iter().any(|cell| cell.to_lowercase() == name.to_lowercase())
            })
        };
        self.0.iter().find(holds).map(|line| line.number)
    }

    fn is_header(&self, at: usize) -> bool {
        let (above, rest) = self.0.split_at(at);
        let Some((line, below)) = rest.split_first() else { return false };
        let alike = below.iter().filter(|other| other.cells.len() == line.cells.len()).count();
        if !line.is_header_like() || below.is_empty() || alike * 10 < below.len() * 8 {
            return false;
        }
        let contrast = contrasts(line, below);
        let narrow = above.iter().all(|other| other.filled() * 2 <= line.filled());
        // One row below a blank line says too little.
        let apart = below.len() > 1
            && (line.apart || above.iter().all(|other| other.cells.len() != line.cells.len()));
        // The first row names what is directly below it, when it names anything.
        let first_names = above[0].is_header_like() && contrasts(&above[0], &self.0[1..=at]);
        narrow && (contrast || line.filled() > 2) || apart && contrast && !first_names
    }
}

/// Whether some column holds values below a row that holds a text there.
fn contrasts(line: &Line, below: &[Line]) -> bool {
    (0..line.cells.len()).any(|column| {
        let filled = below
            .iter()
            .filter(|other| other.cells.get(column).is_some_and(|cell| !cell.is_empty()));
        let values = below.iter().filter(|other| other.is_value(column)).count();
        let all = filled.count();
        !line.cells[column].is_empty()
            && !line.is_value(column)
            && all > 0
            && values * 10 >= all * 8
    })
}

/// Blank lines between the end of one record and what comes after it.
pub fn blank_lines(data: &[u8], from: usize) -> u64 {
    let gap = data.get(from..).unwrap_or_default().iter().enumerate();
    let second = |at: usize| (from + at).checked_sub(1).is_some_and(|before| data[before] == b'\r');
    gap.filter(|(at, byte)| !(**byte == b'\n' && second(*at))).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> u64 {
        let delimiter = if text.contains(';') { b';' } else { b',' };
        Beginning::read(text.as_bytes(), Dialect { delimiter, escapes: false }, false).header_row()
    }

    #[test]
    fn titles_above_the_header_are_passed_over() {
        let rows: String = (0..80).map(|row| format!("{row};5,00\n")).collect();
        assert_eq!(header(&format!("Account:;DE00 0000\nPeriod:;January\n\nid;amount\n{rows}")), 4);
        assert_eq!(header("Orders of January\ndate,message,symptom\n2024-01-25,x,late\n"), 2);
        assert_eq!(header("Orders,,\n\n,,\ndate,message,symptom\n2024-01-25,x,late\n"), 4);
        assert_eq!(header("Report,,,\nid,name,city,state\nA,Ann,Bonn,open\nB,Bob,Kiel,paid\n"), 2);
    }

    #[test]
    fn the_first_row_is_the_header_unless_something_speaks_against_it() {
        for text in [
            "id,name\nA,Ann\n\nB,Bob\n3,Cleo\n",
            "id,amount\n1,5\n\n2,7\n",
            "id,name,city\nA,Ann,Bonn\nB,Bob,Kiel\n",
            "a,b\n1,2,3\n1,2,3\n",
            "id,name\n",
            "1,2\n3,4\n",
            "id,note,total\n1,x,2\nsum,\n3,y,4\n",
        ] {
            assert_eq!(header(text), 1, "{text}");
        }
    }

    #[test]
    fn the_row_that_has_the_key_can_be_asked_for() {
        let text = b"Account,DE00\nID,Amount\n1,2\n";
        let beginning = Beginning::read(text, Dialect { delimiter: b',', escapes: false }, false);
        assert_eq!((beginning.row_with(&["id"]), beginning.row_with(&["no"])), (Some(2), None));
    }
}
