//! Which table and which figure of the document is which: their numbers are those of every form of this version.

use super::sheet;
use crate::delivery::report::{Block, Number, Report, with_quote};
use crate::engines::office::workbook::Sheet;
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;

/// The tables and figures of a version and of the quote that goes with it, by their numbers.
pub(super) fn tables(snapshot: &Snapshot, issued: Option<&Issued>) -> Sheet {
    let report = with_quote(snapshot, issued);
    let row = |one: Numbered<'_>| {
        vec![one.kind.into(), one.number.to_string().into(), one.caption.into(), one.section.into()]
    };
    let columns = [("Kind", 10), ("No.", 8), ("What it shows", 70), ("Section", 40)];
    sheet("Tables and figures", &columns, numbered(&report).into_iter().map(row).collect())
}

/// A table or figure with its number.
struct Numbered<'a> {
    kind: &'static str,
    number: Number,
    caption: &'a str,
    section: &'a str,
}

fn numbered<'a>(report: &'a Report) -> Vec<Numbered<'a>> {
    let mut all = Vec::new();
    for section in &report.sections {
        let mut add = |kind, number: Option<Number>, caption: &'a str| {
            let section = section.title;
            all.extend(number.map(|number| Numbered { kind, number, caption, section }));
        };
        for block in &section.blocks {
            match block {
                Block::Table(table) => add("Table", table.number, &table.caption),
                Block::Drawings(told) => {
                    for drawing in &told.drawings {
                        add("Figure", drawing.number, &drawing.caption);
                    }
                }
                _ => {}
            }
        }
    }
    all.sort_by_key(|one| (one.kind != "Table", one.number));
    all
}
