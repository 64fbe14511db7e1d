//! The page of a table: the grid of cells, and the same as a text or a file.

use super::AboutTable;
use super::grid::Grid;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Field, Notice, PageHeader, TextArea, Tone, Width};

/// The page.
#[component]
pub fn TablePage(
    /// What it says.
    about: AboutTable,
    /// The mark of what is stored now.
    mark: String,
    /// The cells of the grid, after their heading.
    cells: Vec<Vec<String>>,
    /// What was sent, and what is wrong with it.
    form: Filled,
    /// What is stored now, when it is not what the form was made from.
    now: Option<String>,
) -> impl IntoView {
    let AboutTable { title, lede, hint, action, list } = about;
    let (errors, error) = (form.errors(), form.error("grid"));
    let (seen, to, cancel) = (mark.clone(), action.clone(), list.href.clone());
    let (as_text, as_file) = (form.error("table").is_some(), form.error("file").is_some());
    let (file, download) = (format!("{action}/file"), format!("{action}.csv"));
    let unread = form.clone();
    view! {
        <PageHeader title trail=vec![list] lede />
        <EditForm action save="Save the table" cancel errors label="Cells of the table">
            <input type="hidden" name="seen" value=mark />
            <p class="hint">{hint}" Paste cells of a spreadsheet where the cursor is; arrows move, Ctrl D fills down. A row is known by its name; where there can be more of them, another name adds one. A line that is emptied stays as it is stored."</p>
            <Grid rows=cells error />
        </EditForm>
        <details class="as-text" open=as_text>
            <summary>"As text: a whole table, or what a CSV file holds"</summary>
            <AsText action=to mark=seen form />
        </details>
        <details class="as-text" open=as_file>
            <summary>"As a file: CSV or a workbook"</summary>
            <p><a href=download>"Download the table as CSV"</a>", change it, and send it back: what would change is shown before it is stored."</p>
            <AsFile action=file form=unread />
        </details>
        {now.map(|now| view! {
            <Notice tone=Tone::Doubt title="What is stored now"><pre>{now}</pre></Notice>
        })}
    }
}

#[component]
fn AsText(action: String, mark: String, form: Filled) -> impl IntoView {
    let look = format!("{action}/file");
    view! {
        <EditForm action save="Save the text" label="The table as text">
            <input type="hidden" name="seen" value=mark />
            <TextArea
                label="Table"
                name="table"
                value=form.raw("table")
                hint="Its first line names the columns, of which not all have to be there. Tabs, bars, semicolons or commas part the cells. A column that is left out stays as it is; a cell that is empty empties what it stands for."
                error=form.error("table")
                rows=12
                mono=true
                maxlength=200_000
            />
            <p><button class="button" type="submit" formaction=look formenctype="multipart/form-data">"Show what would change"</button></p>
        </EditForm>
    }
}

#[component]
fn AsFile(action: String, form: Filled) -> impl IntoView {
    view! {
        <EditForm action save="Show what would change" files=true label="The table as a file">
            <Field
                label="File"
                name="file"
                kind="file"
                hint="CSV or a workbook (XLSX) whose first row names the columns, of which not all have to be there."
                error=form.error("file")
                width=Width::Full
            />
        </EditForm>
    }
}
