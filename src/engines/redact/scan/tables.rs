//! Tables in a text: the cells of columns whose head says what they hold.
//! Must never judge a cell twice, or by another column's head.

use std::ops::Range;

use super::Search;
use crate::engines::redact::assignment::Value;
use crate::engines::redact::field::Field;
use crate::engines::redact::hit::Hit;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::table::Table;

impl Search<'_> {
    /// Judges the cells of known columns; returns where the rows begin.
    pub(super) fn in_cells(
        &self,
        text: &str,
        table: &Table,
        from: usize,
        hits: &mut Vec<Hit>,
    ) -> Vec<usize> {
        let mut references = Vec::new();
        let mut found = Vec::new();
        let rows = table.cells(text, from, |field, cell| match (field, trimmed(text, cell)) {
            (Field::Reference, cell) => references.push(cell),
            (field, cell) => self.judge(text, cell.start, field, Value::whole(cell), &mut found),
        });
        // An order number may pass the checksum of a card.
        hits.retain(|hit| {
            let cell = references.get(references.partition_point(|cell| cell.end < hit.at.end));
            let numeric = matches!(hit.kind, Kind::Card | Kind::Phone | Kind::NationalId);
            !(numeric && cell.is_some_and(|cell| cell.start <= hit.at.start))
        });
        hits.append(&mut found);
        rows
    }

    /// Judges the cells of tables that stand below other text, each once.
    pub(super) fn in_tables_below(&self, text: &str, heads: &[usize], hits: &mut Vec<Hit>) {
        let mut done = 0;
        for head in heads {
            if *head >= done
                && let Some((table, end)) = Table::below(text, *head)
            {
                let text = &text[..end];
                self.in_cells(text, &table, head + table.first_row(&text[*head..]), hits);
                done = end;
            }
        }
    }
}

/// A cell without the blanks and the marks of code around what it holds.
fn trimmed(text: &str, cell: Range<usize>) -> Range<usize> {
    let marks = |c: char| c.is_whitespace() || c == '`';
    let whole = &text[cell.clone()];
    let start = cell.start + whole.len() - whole.trim_start_matches(marks).len();
    start..start + whole.trim_matches(marks).len()
}
