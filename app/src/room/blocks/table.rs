//! A table of the recommendation; what a cell is marked with stands as a shape beside its words.

use super::Lead;
use super::sentences::tone;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, FaultLine, Known, PathBadge, Tone};
use faultline::delivery::report::{self, Cell, Mark, Row, Table};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// How many lines of cells stand open where long tables are folded: on a phone a row is a card with two cells in a line.
const OPEN: usize = 9;

/// The table; a quiet one needs no caption but the heading above it. Of a long one whose page folds them, only its
/// number and that of its rows are shown until it is opened.
#[component]
pub fn TableBlock(told: Table, quiet: bool, fold: bool, lead: Lead) -> impl IntoView {
    let column = |column: &report::Column| {
        let shown = Column::new(column.label.clone());
        if column.number { shown.number() } else { shown }
    };
    let Table { number, caption, columns, rows, more } = told;
    let (shown, id) = (columns.iter().map(column).collect(), slug(&caption));
    let number = number.map_or_else(String::new, |number| format!("Table {number}"));
    let (many, lines) = (rows.len(), rows.len() * columns.len().div_ceil(2));
    let columns = Arc::new(columns);
    let rows = rows.into_iter().map(|row| view! { <TableRow columns=columns.clone() row lead /> });
    let rows = rows.collect_view();
    let more = (more > 0)
        .then(|| view! { <p class="note">{format!("And {more} more rows; the JSON download has them all.")}</p> });
    let summary = match number.as_str() {
        "" => format!("{many} rows"),
        number => format!("{number}, {many} rows"),
    };
    let fold = fold && lines > OPEN;
    // What is folded has its number where it is opened.
    let number = if fold { String::new() } else { number };
    let table = view! {
        <DataTable caption number id columns=shown cards=true quiet>{rows}</DataTable>
        {more}
    };
    if fold {
        return Either::Left(view! {
            <details class="long"><summary>{summary}</summary>{table}</details>
        });
    }
    Either::Right(table)
}

/// An id for a caption, unique on a page as the caption is.
fn slug(caption: &str) -> String {
    let words = caption.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("table-{}", words.collect::<Vec<_>>().join("-").to_lowercase())
}

/// The first cell names the row, unless it holds a number.
#[component]
fn TableRow(columns: Arc<Vec<report::Column>>, row: Row, lead: Lead) -> impl IntoView {
    let cells =
        row.cells.into_iter().zip(columns.iter()).enumerate().map(|(at, (cell, column))| {
            let (label, class) = (column.label.clone(), column.number.then_some("num"));
            if at == 0 && !column.number {
                Either::Left(view! { <th scope="row" data-label=label><Shown cell lead /></th> })
            } else {
                Either::Right(view! { <td class=class data-label=label><Shown cell lead /></td> })
            }
        });
    view! { <tr id=row.anchor>{cells.collect_view()}</tr> }
}

#[component]
fn Shown(cell: Cell, lead: Lead) -> impl IntoView {
    let Cell { text, mark, examples } = cell;
    let examples = examples.into_iter().enumerate().map(|(at, (name, to))| {
        let before = if at == 0 { ", such as " } else { ", " };
        view! { {before}<a href=lead.href(&to)>{name}</a> }
    });
    let examples = examples.collect_view();
    let shown: Markup = match mark {
        None => view! { <Known text /> }.into(),
        Some(Mark::Sense(sense)) => view! { <Badge tone=tone(sense) word=text /> }.into(),
        Some(Mark::Right(right)) => {
            let key = Catalogue::key(right);
            view! { <span data-right=key>{text}</span> }.into()
        }
        Some(Mark::Path(path)) => view! { <PathBadge path /> }.into(),
        Some(Mark::Fault(confirmed)) => {
            let evidence = u64::try_from(confirmed).unwrap_or(0);
            let tone = if evidence == 0 { Tone::Unknown } else { Tone::Fault };
            view! { <span><FaultLine tone evidence />" "{text}</span> }.into()
        }
    };
    view! { {shown}{examples} }
}
