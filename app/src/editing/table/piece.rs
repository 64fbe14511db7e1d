//! The pieces of a table that is too large to be edited at once: each is a table of its own, and can be saved as it is shown.
//! What a piece leaves out stays as it is stored, as it does with any table.

use super::grid::BLANK;
use serde::Deserialize;
use std::ops::Range;

/// Most lines of a piece, so that some can be added.
const LINES: usize = 150;
/// Most columns of a piece: its key and those of fifty integrations.
const COLUMNS: usize = 101;
/// Most cells of a piece with its heading and the blank lines below it, and most bytes of it as a form sends it. What was typed
/// survives a session that ended within somewhat more of either.
const CELLS: usize = 4_500;
const BYTES: usize = 150_000;

/// The piece that an address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Its number, from one.
    pub part: String,
}

/// A piece of a table, or all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The heading, and the lines.
    pub rows: Vec<Vec<String>>,
    /// Its number, from one.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The cell by which a line is known.
    key: usize,
}

impl Piece {
    /// The piece of this number, or else the first; the first `keys` columns are in all of them.
    pub fn of(rows: &[Vec<String>], keys: usize, asked: &str) -> Self {
        let width = rows.first().map_or(0, Vec::len);
        let sizes = rows.iter().map(|row| row.iter().map(|cell| sent(cell)).collect()).collect();
        let mut cut = Cut { sizes, keys: keys.min(width), pieces: Vec::new() };
        cut.halve(keys.min(width)..width, 1..rows.len().max(1));
        let of = cut.pieces.len();
        let number = asked.parse().ok().filter(|at| (1..=of).contains(at)).unwrap_or(1);
        let (columns, lines) = cut.pieces.swap_remove(number - 1);
        let row = |row: &Vec<String>| [&row[..cut.keys], &row[columns.clone()]].concat();
        let rows = rows.iter().take(1).chain(rows.get(lines).unwrap_or_default()).map(row);
        Self { rows: rows.collect(), number, of, key: cut.keys.saturating_sub(1) }
    }

    /// Which lines and columns it has, when it is not all.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        let heading = self.rows.first().filter(|_| self.of > 1)?;
        let name = |row: &Vec<String>| row.get(self.key).cloned().unwrap_or_default();
        let lines = match self.rows.get(1..).unwrap_or_default() {
            [] => "no lines yet".to_owned(),
            [only] => format!("“{}”", name(only)),
            [first, .., last] => format!("“{}” to “{}”", name(first), name(last)),
        };
        let columns = match heading.get(self.key + 1..).unwrap_or_default() {
            [first, .., last] => format!(", columns “{first}” to “{last}”"),
            _ => String::new(),
        };
        Some(format!("Part {} of {}: {lines}{columns}", self.number, self.of))
    }
}

/// A table while it is cut.
struct Cut {
    /// What each cell takes in a form.
    sizes: Vec<Vec<usize>>,
    keys: usize,
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl Cut {
    /// Halves what does not fit, the wider way first. Columns are parted in twos, which belong together.
    fn halve(&mut self, columns: Range<usize>, lines: Range<usize>) {
        let wide = self.keys + columns.len() > COLUMNS;
        let cells = (self.keys + columns.len()) * (1 + lines.len() + BLANK);
        let small = !wide && lines.len() <= LINES && cells <= CELLS;
        let fits = small && self.bytes(&columns, &lines) <= BYTES;
        if !fits && columns.len() > 2 && (wide || lines.len() <= 1) {
            let middle = columns.start + (columns.len() / 2).next_multiple_of(2);
            self.halve(columns.start..middle, lines.clone());
            self.halve(middle..columns.end, lines);
        } else if !fits && lines.len() > 1 {
            let middle = lines.start + lines.len() / 2;
            self.halve(columns.clone(), lines.start..middle);
            self.halve(columns, middle..lines.end);
        } else {
            self.pieces.push((columns, lines));
        }
    }

    fn bytes(&self, columns: &Range<usize>, lines: &Range<usize>) -> usize {
        let sizes =
            |row: &Vec<usize>| row[..self.keys].iter().chain(&row[columns.clone()]).sum::<usize>();
        let lines = self.sizes.get(lines.clone()).unwrap_or_default();
        self.sizes.iter().take(1).chain(lines).map(sizes).sum()
    }
}

/// The bytes that a cell takes in a form: `cell=`, `&`, and three for each that is written as a code.
fn sent(cell: &str) -> usize {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" *-._".contains(&byte);
    6 + cell.bytes().map(|byte| if plain(byte) { 1 } else { 3 }).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: usize, columns: usize, cell: &str) -> Vec<Vec<String>> {
        let heading =
            std::iter::once("Field".to_owned()).chain((1..columns).map(|at| format!("c{at}")));
        let line = |at| {
            let cells = (1..columns).map(|_| cell.to_owned());
            std::iter::once(format!("field {at}")).chain(cells).collect()
        };
        std::iter::once(heading.collect()).chain((1..=lines).map(line)).collect()
    }

    fn pieces(rows: &[Vec<String>], keys: usize) -> Vec<Piece> {
        let of = Piece::of(rows, keys, "").of;
        (1..=of).map(|at| Piece::of(rows, keys, &at.to_string())).collect()
    }

    #[test]
    fn a_small_table_is_one_piece_and_says_nothing_of_parts() {
        let rows = table(LINES, 8, "Owns");
        let all = Piece::of(&rows, 1, "7");
        assert_eq!((all.rows.clone(), all.of, all.told()), (rows, 1, None));
        assert_eq!(Piece::of(&table(0, 3, ""), 1, "").rows.len(), 1);
    }

    #[test]
    fn every_line_of_a_long_table_is_in_one_piece() {
        let rows = table(501, 8, "Owns");
        let pieces = pieces(&rows, 1);
        let lines: Vec<_> = pieces.iter().flat_map(|piece| piece.rows[1..].to_vec()).collect();
        assert_eq!(lines, rows[1..]);
        assert!(pieces.len() == 4 && pieces.iter().all(|piece| piece.rows.len() <= LINES + 1));
        let told = "Part 2 of 4: “field 126” to “field 250”, columns “c1” to “c7”";
        assert_eq!(pieces[1].told().as_deref(), Some(told));
    }

    #[test]
    fn a_wide_table_keeps_its_keys_and_the_columns_of_each_integration_together() {
        let rows = table(35, 201, "In place");
        let pieces = pieces(&rows, 1);
        assert!(
            pieces.iter().all(|piece| piece.rows[0].len() <= COLUMNS && piece.rows.len() == 36)
        );
        let columns: Vec<_> = pieces.iter().flat_map(|piece| piece.rows[0][1..].to_vec()).collect();
        assert_eq!(columns, rows[0][1..]);
        assert!(pieces.iter().all(|piece| piece.rows[3][0] == "field 3"));
        assert!(pieces.iter().all(|piece| piece.rows[0].len() % 2 == 1));
    }

    #[test]
    fn no_piece_has_more_cells_than_survive_a_session_that_ended() {
        for piece in pieces(&table(300, 60, "Owns"), 1) {
            assert!((piece.rows.len() + BLANK) * piece.rows[0].len() <= CELLS);
        }
    }

    #[test]
    fn long_texts_make_pieces_that_a_form_can_send() {
        let rows = table(40, 9, &"ü".repeat(5_000));
        for piece in pieces(&rows, 1) {
            let bytes: usize = piece.rows.iter().flatten().map(|cell| sent(cell)).sum();
            assert!(bytes <= BYTES, "{bytes}");
        }
    }
}
