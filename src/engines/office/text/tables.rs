//! Tables of a document: real ones, whose header is told on every page.

use super::body::Body;
use super::{Column, Run, Table, escape};
use std::fmt::Write;

/// What a page of A4 leaves between its margins, in twentieths of a point.
const WIDTH: u32 = 9_184;

impl<'d> Body<'d> {
    pub(super) fn table(&mut self, table: &'d Table) {
        let widths = widths(&table.columns);
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
        // Without a paragraph between them, two tables would be read as one.
        self.xml.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"Small\"/></w:pPr></w:p>");
    }

    fn cell(&mut self, width: u32, style: &str, number: bool, name: Option<&str>, runs: &[Run]) {
        let _ = write!(self.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
        let right = if number { "<w:jc w:val=\"right\"/>" } else { "" };
        self.paragraph(style, right, name, runs);
        self.xml.push_str("</w:tc>");
    }
}

/// The widths of columns that fill the page.
fn widths(columns: &[Column]) -> Vec<u32> {
    let share = |column: &Column| column.share.clamp(1, 20);
    let all: u32 = columns.iter().map(share).sum::<u32>().max(1);
    columns.iter().map(|column| WIDTH * share(column) / all).collect()
}
