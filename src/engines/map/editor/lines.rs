//! Lines and columns of a text, from 1 as people count them.
//! Columns are characters; places are UTF-16 units.

use super::offsets::{byte_at, units, units_at};

/// The line that a place is in.
#[must_use]
pub fn line_of(text: &str, at: usize) -> u32 {
    let before = &text[..byte_at(text, at)];
    let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

/// The place of a line and a column; beyond the end of the line it is its end.
#[must_use]
pub fn place_of(text: &str, line: u32, column: u32) -> usize {
    let mut start = 0;
    for _ in 1..line {
        let Some(end) = text[start..].find('\n') else { return units(text) };
        start += end + 1;
    }
    let own = text[start..].split('\n').next().unwrap_or_default();
    let before = own.chars().take(column.saturating_sub(1) as usize);
    units_at(text, start) + before.map(char::len_utf16).sum::<usize>()
}

/// How many characters a line has.
#[must_use]
pub fn length_of(text: &str, line: u32) -> usize {
    text.split('\n').nth(line.saturating_sub(1) as usize).map_or(0, |line| line.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_and_a_column_lead_to_a_place_and_back() {
        let text = "one\n→two\n";
        assert_eq!([0, 3, 4, 8, 9].map(|at| line_of(text, at)), [1, 1, 2, 2, 3]);
        assert_eq!(place_of(text, 2, 2), 5);
        assert_eq!(place_of(text, 2, 99), 8);
        assert_eq!(place_of(text, 9, 1), 9);
        assert_eq!((length_of(text, 2), length_of(text, 7)), (4, 0));
    }
}
