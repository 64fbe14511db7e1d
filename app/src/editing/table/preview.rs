//! What rows would change, cell by cell, before they are stored.

use super::{AboutTable, PartTable};
use crate::form::url_encoded;
use crate::prelude::*;
use crate::ui::{Column, DataTable, EditForm, Link, Notice, PageHeader, Tone};
use faultline::document::engagement::{Engagement, Part};
use faultline::platform::wording::{counted, listed};

/// Cells that are shown; what is beyond is counted.
const SHOWN: usize = 500;

/// What rows would change.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Preview {
    added: usize,
    changed: usize,
    same: usize,
    cells: Vec<ChangedCell>,
}

/// A cell that would say something else.
#[derive(Debug, PartialEq, Eq)]
struct ChangedCell {
    row: String,
    column: String,
    before: String,
    after: String,
}

impl Preview {
    /// What these parts would change in a document.
    pub fn of(table: &impl PartTable, document: &Engagement, parts: Vec<Part>) -> Self {
        let mut then = document.clone();
        parts.iter().for_each(|part| then.put(part.clone()));
        let mut preview = Self::default();
        for part in parts {
            let before = document.part(part.id());
            match &before {
                None => preview.added += 1,
                Some(before) if *before == part => {
                    preview.same += 1;
                    continue;
                }
                Some(_) => preview.changed += 1,
            }
            let before = before.map_or_else(Vec::new, |part| table.told(document, &part));
            preview.cells.extend(differences(&before, table.told(&then, &part)));
        }
        preview
    }

    fn changes_nothing(&self) -> bool {
        self.added + self.changed == 0
    }

    /// “2 rows are new, 3 would change and 14 stay as they are.”
    fn told(&self) -> String {
        let rows = |count: usize| counted(i64::try_from(count).unwrap_or(i64::MAX), "row", "rows");
        let is = |count: usize, one, many| if count == 1 { one } else { many };
        let told = [
            (self.added, is(self.added, "is new", "are new")),
            (self.changed, "would change"),
            (self.same, is(self.same, "stays as it is", "stay as they are")),
        ];
        let told = told.into_iter().filter(|(count, _)| *count > 0);
        let told: Vec<_> = told.map(|(count, what)| format!("{} {what}", rows(count))).collect();
        if told.is_empty() {
            return "The rows say nothing besides their names.".to_owned();
        }
        format!("{}.", listed(&told))
    }
}

/// The columns in which a row says something else than before.
fn differences(before: &[(String, String)], after: Vec<(String, String)>) -> Vec<ChangedCell> {
    let row = after.first().map_or_else(String::new, |(_, name)| name.clone());
    let was = |column: &str| {
        let found = before.iter().find(|(name, _)| name == column);
        found.map_or_else(String::new, |(_, cell)| cell.clone())
    };
    let changed = after.into_iter().filter_map(|(column, after)| {
        let before = was(&column);
        (before != after).then(|| ChangedCell { row: row.clone(), column, before, after })
    });
    changed.collect()
}

/// The page.
#[component]
pub fn PreviewPage(
    /// What the page of the table says.
    about: AboutTable,
    /// What would change.
    preview: Preview,
    /// The mark of what is stored now.
    mark: String,
    /// The text that is saved.
    text: String,
    /// The part of the table that it was sent from.
    part: String,
) -> impl IntoView {
    let AboutTable { title, action, list, .. } = about;
    let asked =
        if part.is_empty() { part.clone() } else { format!("?part={}", url_encoded(&part)) };
    let back = format!("{action}{asked}");
    let trail = vec![list, Link::new(back.clone(), title)];
    let (told, nothing) = (preview.told(), preview.changes_nothing());
    let body = if nothing {
        Either::Left(view! {
            <Notice tone=Tone::Sound title="It says what is stored already: nothing would change.">
                <p><a href=back>"Back to the table"</a></p>
            </Notice>
        })
    } else {
        Either::Right(view! {
            <ChangedCells cells=preview.cells />
            <EditForm action save="Save these changes" cancel=back>
                <input type="hidden" name="seen" value=mark />
                <input type="hidden" name="part" value=part />
                <input type="hidden" name="table" value=text />
            </EditForm>
        })
    };
    view! {
        <PageHeader title="What would change" trail lede="Nothing is stored yet." />
        <p>{told}</p>
        {body}
    }
}

#[component]
fn ChangedCells(cells: Vec<ChangedCell>) -> impl IntoView {
    let beyond = cells.len().saturating_sub(SHOWN);
    let rows = cells.into_iter().take(SHOWN).map(|cell| {
        let ChangedCell { row, column, before, after } = cell;
        view! {
            <tr>
                <th scope="row" data-label="Row">{row}</th>
                <td data-label="Column">{column}</td>
                <td data-label="Stored now">{before}</td>
                <td data-label="Then"><ins>{after}</ins></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = ["Row", "Column", "Stored now", "Then"].map(Column::new).to_vec();
    let beyond = i64::try_from(beyond).unwrap_or(i64::MAX);
    view! {
        <DataTable caption="Cells that would change" id="changes" columns cards=true>{rows}</DataTable>
        {(beyond > 0).then(|| view! { <p>{format!("And {} more.", counted(beyond, "cell", "cells"))}</p> })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: &[(&str, &str)]) -> Vec<(String, String)> {
        cells.iter().map(|(column, cell)| ((*column).into(), (*cell).into())).collect()
    }

    #[test]
    fn a_row_differs_where_a_cell_says_something_else() {
        let before = cells(&[("Field", "Price"), ("Shop", "Owns"), ("Why", "")]);
        let after = cells(&[("Field", "Price"), ("Shop", ""), ("Why", "")]);
        let [only] = differences(&before, after.clone()).try_into().unwrap();
        assert_eq!((only.row.as_str(), only.column.as_str()), ("Price", "Shop"));
        assert_eq!((only.before.as_str(), only.after.as_str()), ("Owns", ""));
        assert_eq!(differences(&[], after).len(), 1, "an empty cell of a new row is no change");
    }

    #[test]
    fn rows_are_counted_in_words() {
        let told =
            |added, changed, same| Preview { added, changed, same, cells: Vec::new() }.told();
        assert_eq!(told(2, 1, 1), "2 rows are new, 1 row would change and 1 row stays as it is.");
        assert_eq!(told(0, 3, 0), "3 rows would change.");
    }
}
