//! Which table or figure something is: both are numbered in the order in which a version is printed, so that the room and
//! every document call the same thing by the same number. Numbers follow from what was published alone.

use super::printed::READ_FIRST;
use super::{Block, Report, Section};
use crate::document::engagement::Engagement;
use crate::platform::ids::MapId;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// The number of a table or a figure. Those of a quote are a series of their own: a quote is issued by itself, and goes with
/// a version later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    in_quote: bool,
    at: u32,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.in_quote { "Q" } else { "" }, self.at)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A caption with what it is numbered.
pub(super) fn numbered(kind: &str, number: Option<Number>, caption: &str) -> String {
    number.map_or_else(|| caption.to_owned(), |number| format!("{kind} {number}: {caption}"))
}

/// The next number of a series.
fn next(last: &mut u32, in_quote: bool) -> Number {
    *last += 1;
    Number { in_quote, at: *last }
}

/// Numbers the tables and figures of a version, and tells what refers to them which they are.
pub(super) fn give(report: &mut Report, doc: &Engagement) {
    let mut order: Vec<&mut Section> = report.sections.iter_mut().collect();
    order.sort_by_key(|section| !READ_FIRST.contains(&section.id));
    let (mut tables, mut figures) = (0, 0);
    for block in order.into_iter().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Table(table) => table.number = Some(next(&mut tables, false)),
            Block::Drawings(told) => {
                let drawings = told.drawings.iter_mut();
                drawings.for_each(|one| one.number = Some(next(&mut figures, false)));
            }
            _ => {}
        }
    }
    refer(report, doc);
}

/// Numbers the tables of a quote.
pub(super) fn give_quote(section: &mut Section) {
    let mut tables = 0;
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            table.number = Some(next(&mut tables, true));
        }
    }
}

/// Says of a sentence in which table it can be looked up, and of a drawing which table lists what it draws.
fn refer(report: &mut Report, doc: &Engagement) {
    let rows = rows(report);
    let first = |map: MapId| {
        let map = doc.maps.iter().find(|one| one.id == map)?;
        rows.get(&map.steps.first()?.id.to_string())
    };
    for block in report.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Items(told) => {
                for item in &mut told.items {
                    let anchor = item.to.as_ref().and_then(|to| to.anchor.as_ref());
                    item.table = anchor.and_then(|anchor| rows.get(anchor)).copied();
                }
            }
            Block::Drawings(told) => {
                for drawing in &mut told.drawings {
                    if let Some(table) = first(drawing.map) {
                        drawing.alt = format!("{} Table {table} lists its steps.", drawing.alt);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The table of each row that something may lead to.
fn rows(report: &Report) -> BTreeMap<String, Number> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let tables = blocks.filter_map(|block| match block {
        Block::Table(table) => table.number.map(|number| (number, table)),
        _ => None,
    });
    let named = tables.flat_map(|(number, table)| {
        table.rows.iter().filter_map(move |row| Some((row.anchor.clone()?, number)))
    });
    named.collect()
}

#[cfg(test)]
mod tests;
