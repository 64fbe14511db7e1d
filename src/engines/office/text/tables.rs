//! Tables of a document: real ones, whose header is told on every page.

use super::body::Body;
use super::{Column, Piece, Run, Table, escape};
use std::fmt::Write;

/// What a page of A4 leaves between its margins, in twentieths of a point.
const WIDTH: u32 = 9_184;
/// What a letter takes in a table, with some room to spare, and what stands on both sides of a cell.
const LETTER: u32 = 115;
const PADDING: u32 = 200;
/// Longer words are broken: a column of them would leave the others none.
const LONGEST: u32 = 14;

impl<'d> Body<'d> {
    pub(super) fn table(&mut self, table: &'d Table) {
        let widths = widths(table);
        let caption = escape::text(&table.caption);
        let _ = write!(
            self.xml,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Register\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
             <w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             <w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>"
        );
        for width in &widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid>");
        let small = if table.columns.len() > 7 { "TableSmall" } else { "TableText" };
        if table.columns.iter().any(|column| !column.label.is_empty()) {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (column, width) in table.columns.iter().zip(&widths) {
                self.cell(*width, small, column.number, None, &[Run::bold(column.label.as_str())]);
            }
            self.xml.push_str("</w:tr>");
        }
        for row in table.rows.iter().filter(|row| !row.cells.is_empty()) {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            let empty = Vec::new();
            for (at, (column, width)) in table.columns.iter().zip(&widths).enumerate() {
                let name = row.name.as_deref().filter(|_| at == 0);
                let runs = row.cells.get(at).unwrap_or(&empty);
                self.cell(*width, small, column.number, name, runs);
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
    }

    /// Parts a table from what follows it: without a paragraph between them, two tables would be read as one. A heading
    /// has room of its own before it, and an empty line could begin a page that has nothing else.
    pub(super) fn after_table(&mut self, next: Option<&Piece>) {
        if !matches!(next, Some(Piece::Heading { .. })) {
            self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr></w:p>");
        }
    }

    fn cell(&mut self, width: u32, style: &str, number: bool, name: Option<&str>, runs: &[Run]) {
        let _ = write!(self.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
        let right = if number { "<w:jc w:val=\"right\"/>" } else { "" };
        self.paragraph(style, right, name, runs);
        self.xml.push_str("</w:tc>");
    }
}

/// The widths of columns that fill the page: each as wide as its longest word, and what is left by their shares.
fn widths(table: &Table) -> Vec<u32> {
    let least: Vec<_> = (0..table.columns.len()).map(|at| least(table, at)).collect();
    let share = |column: &Column| column.share.clamp(1, 20);
    let all: u32 = table.columns.iter().map(share).sum::<u32>().max(1);
    let words: u32 = least.iter().sum();
    let left = WIDTH.saturating_sub(words);
    let width = |(column, least): (&Column, &u32)| {
        least * WIDTH.min(words) / words.max(1) + left * share(column) / all
    };
    table.columns.iter().zip(&least).map(width).collect()
}

/// What the longest word of a column takes.
fn least(table: &Table, at: usize) -> u32 {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).flatten();
    let texts = cells.map(|run| run.text.as_str()).chain([table.columns[at].label.as_str()]);
    let words = texts.flat_map(str::split_whitespace).map(|word| word.chars().count());
    let longest = u32::try_from(words.max().unwrap_or(0)).unwrap_or(LONGEST).min(LONGEST);
    longest * LETTER + PADDING
}

#[cfg(test)]
mod tests {
    use super::super::Row;
    use super::*;

    fn table(columns: &[(&str, u32)], cells: &[&str]) -> Table {
        let column = |(label, share): &(&str, u32)| Column {
            label: (*label).to_owned(),
            share: *share,
            ..Column::default()
        };
        let run = |text: &&str| vec![Run { text: (*text).to_owned(), ..Run::default() }];
        let row = Row { cells: cells.iter().map(run).collect(), ..Row::default() };
        Table { columns: columns.iter().map(column).collect(), rows: vec![row], ..Table::default() }
    }

    #[test]
    fn no_word_of_usual_length_is_broken_and_the_page_is_filled() {
        let columns = [("Symptom", 3), ("Confirmed", 0), ("Hours", 0), ("Seen", 4)];
        let widths = widths(&table(&columns, &["Duplicate", "19 of 23", "4.6", "5 October 2026"]));
        assert!(widths[1] >= 9 * LETTER && widths[2] >= 5 * LETTER, "{widths:?}");
        let all: u32 = widths.iter().sum();
        assert!((WIDTH - 10..=WIDTH).contains(&all), "{widths:?}");
    }

    #[test]
    fn columns_that_have_no_room_share_the_page() {
        let word = "x".repeat(40);
        let widths = widths(&table(&[("A", 1); 12], &[word.as_str(); 12]));
        assert!(widths.iter().all(|width| *width > 700), "{widths:?}");
        assert!(widths.iter().sum::<u32>() <= WIDTH, "{widths:?}");
    }
}
