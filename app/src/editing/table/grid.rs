//! A table as a grid of cells, each of them a field of the form.
//! A script moves between cells, fills down and takes what a spreadsheet copied; without it, it is a form like any other.

use crate::form::Form;
use crate::prelude::*;
use crate::ui::{PageKeys, Text};

/// Rows for what is to be added.
pub(super) const BLANK: usize = 5;
/// What the script understands, for the list of keys.
const KEYS: &str = "↑ ↓ ← →: From cell to cell; Enter: To the cell below; Ctrl D: Take what stands above, and go on below; Ctrl V: Put copied cells from here on";

/// The rows of cells that a form tells, after their heading; none when it has no cells.
pub fn sent(form: &Form) -> Option<Vec<Vec<String>>> {
    let heading: Vec<_> = form.all("head").collect();
    let cells: Vec<_> = form.all("cell").collect();
    let width = heading.len();
    let rows =
        (width > 0).then(|| std::iter::once(heading.as_slice()).chain(cells.chunks(width)))?;
    Some(rows.map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect())
}

/// Rows of cells after their heading, with room for more.
#[component]
pub fn Grid(
    /// The heading, and the rows.
    rows: Vec<Vec<String>>,
    /// What is wrong with them.
    error: Option<Text>,
) -> impl IntoView {
    let heading = rows.first().cloned().unwrap_or_default();
    // A line that was left blank between others keeps its number, by which a problem is told.
    let last = rows.iter().rposition(|row| row.iter().any(|cell| !cell.is_empty()));
    let filled = rows.into_iter().take(last.map_or(0, |last| last + 1)).skip(1);
    let blank = std::iter::repeat_n(vec![String::new(); heading.len()], BLANK);
    let labels = heading.clone();
    // Lines are counted as a spreadsheet counts them, whose first is the heading.
    let rows = filled.chain(blank).zip(2..).map(|(cells, line)| {
        let labels = labels.clone();
        view! { <GridRow line labels cells /> }
    });
    let rows = rows.collect_view();
    let heads = heading.into_iter().map(|name| {
        let sent = name.clone();
        view! { <th scope="col">{name}<input type="hidden" name="head" value=sent /></th> }
    });
    let wrong = error.is_some().then_some("true");
    view! {
        <div class="table-region" id="grid" role="group" aria-label="Cells" tabindex="0" data-error=wrong>
            <table class="grid">
                <thead><tr><th scope="col"><span class="visually-hidden">"Line"</span></th>{heads.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <PageKeys keys=KEYS />
    }
}

#[component]
fn GridRow(line: usize, labels: Vec<String>, cells: Vec<String>) -> impl IntoView {
    let inputs = labels.into_iter().zip(cells).map(|(label, cell)| {
        let label = format!("{label}, line {line}");
        view! { <td><input name="cell" value=cell aria-label=label autocomplete="off" spellcheck="false" /></td> }
    });
    view! { <tr><th scope="row">{line}</th>{inputs.collect_view()}</tr> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_sent_row_by_row_beneath_their_heading() {
        let form: Form = [
            ("head", "Field"),
            ("head", "Shop"),
            ("cell", "Price"),
            ("cell", "Owns\tx"),
            ("cell", ""),
            ("cell", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into_iter()
        .collect();
        let rows = sent(&form).unwrap();
        assert_eq!(rows, [["Field", "Shop"], ["Price", "Owns\tx"], ["", ""]]);
        assert!(sent(&Form::default()).is_none());
    }
}
