//! CSV that is safe to open in a spreadsheet: no cell starts a formula, whatever a person or a file once wrote into it.
//! It writes what it is given and knows no column.

use csv::{QuoteStyle, WriterBuilder};
use std::borrow::Cow;

pub use csv::Error;

/// Writes CSV that is safe to open in a spreadsheet.
#[derive(Debug)]
pub struct Writer(csv::Writer<Vec<u8>>);

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// Begins with the mark by which spreadsheets know UTF-8.
    #[must_use]
    pub fn new() -> Self {
        Self(
            WriterBuilder::new()
                .quote_style(QuoteStyle::Always)
                .flexible(true)
                .from_writer("\u{feff}".into()),
        )
    }

    /// Writes a row; a cell that would start a formula gets a quotation mark before it.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), Error> {
        for cell in cells {
            self.0.write_field(neutral(cell.as_ref()).as_ref())?;
        }
        self.0.write_record(None::<&[u8]>)
    }

    /// The file so far, in bytes, without what is still buffered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.get_ref().len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        // Flushing into memory cannot fail; if it could, the part that was written is still a whole number of rows.
        self.0.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if is_armed(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Whether a spreadsheet might run a cell as a formula. One that already begins with a quotation mark counts too,
/// so that taking the mark away again always gives back what was there.
#[must_use]
pub fn is_armed(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n', '\'']) {
        return true;
    }
    let hidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    };
    let first = cell.trim_start_matches(hidden).chars().next();
    first.is_some_and(|c| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '＝'
                | '＋'
                | '－'
                | '﹢'
                | '﹣'
                | '﹦'
                | '＠'
                | '﹫'
                | '−'
                | '|'
                | '%'
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_spreadsheet_would_run_leaves_as_it_is() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\0=1",
            "＝1+1",
            "﹢1",
            "＠SUM",
            "'=1",
        ] {
            assert!(neutral(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["", "order 12", "2026-11-02", "a=b", "‹email 123456›", "\"=1"] {
            assert_eq!(neutral(cell), cell);
        }
    }
}
