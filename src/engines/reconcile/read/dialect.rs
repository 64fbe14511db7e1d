//! What separates the cells of an export: announced by its first line, or the one that makes most records equally wide.
//! It is a guess that the header on the page shows at once.

use super::cells::Records;
use super::marks::Marks;

/// Records that it is judged by.
const LOOK: usize = 100;
/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 4] = *b",;\t|";

/// The delimiter, and how many bytes of the start only announce it.
pub fn detect(start: &[u8]) -> (u8, usize) {
    if let Some(announced) = announced(start) {
        return announced;
    }
    let score = |delimiter: &u8| {
        let widths = widths(start, *delimiter);
        let first = widths.first().copied().unwrap_or(0);
        let alike = widths.iter().filter(|width| **width == first).count();
        if first < 2 { (0, 0) } else { (alike * 100 / widths.len(), first) }
    };
    // Of equals the first: `max_by_key` would take the last.
    (DELIMITERS.iter().rev().copied().max_by_key(score).unwrap_or(b','), 0)
}

/// A first line such as `sep=;`.
fn announced(start: &[u8]) -> Option<(u8, usize)> {
    let end = start.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
    match start[..end].to_ascii_lowercase().strip_prefix(b"sep=")? {
        [delimiter] if DELIMITERS.contains(delimiter) => Some((*delimiter, end + 1)),
        _ => None,
    }
}

fn widths(start: &[u8], delimiter: u8) -> Vec<usize> {
    let (mut marks, mut cells, mut widths) = (Marks::default(), Vec::new(), Vec::new());
    let mut records = Records::new(start, &mut marks, delimiter);
    while widths.len() < LOOK && records.next(&mut cells).is_some() {
        widths.push(cells.len());
    }
    // The last one may be cut off.
    if widths.len() > 2 && widths.len() < LOOK {
        widths.pop();
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_that_makes_rows_alike_is_found() {
        assert_eq!(detect(b"id,note\n1,a;b;c\n2,d;e\n").0, b',');
        assert_eq!(detect(b"id;amount\n1;1,50\n2;2,00\n").0, b';');
        assert_eq!(detect(b"id\tname, first\n1\tx\n").0, b'\t');
        assert_eq!(detect(b"id|\"a,b\"\n1|\"c,d,e\"\n").0, b'|');
        assert_eq!(detect(b"id\n1\n").0, b',');
    }

    #[test]
    fn an_announced_delimiter_is_believed_and_its_line_skipped() {
        assert_eq!(detect(b"sep=;\r\nid;a,b\n"), (b';', 6));
    }
}
