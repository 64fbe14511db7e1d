//! The page of a table, or of a part of it that can be saved at once: the grid of cells, and the same as a text or a file.

use super::AboutTable;
use super::grid::Grid;
use super::piece::Piece;
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Field, Notice, PageHeader, Pager, Text, TextArea, Tone, Width};

/// The page.
#[component]
pub fn TablePage(
    /// What it says.
    about: AboutTable,
    /// The mark of what is stored now.
    mark: String,
    /// The part of it that is edited.
    piece: Piece,
    /// The most lines that are saved at once.
    most: usize,
    /// The cells that were sent, after their heading.
    cells: Option<Vec<Vec<String>>>,
    /// What was sent, and what is wrong with it.
    form: Filled,
    /// What is stored now, when it is not what the form was made from.
    now: Option<String>,
) -> impl IntoView {
    let AboutTable { title, lede, hint, action, list } = about;
    let (errors, error) = (form.errors(), form.error("grid"));
    let (seen, to, cancel) = (mark.clone(), action.clone(), list.href.clone());
    let (as_text, as_file) = (form.error("table").is_some(), form.error("file").is_some());
    let (file, part) = (format!("{action}/file"), piece.number);
    let asked = if piece.of > 1 { format!("?part={part}") } else { String::new() };
    let download = format!("{action}.csv{asked}");
    let (unread, pieces) = (form.clone(), pieces(&action, &piece));
    let cells = cells.unwrap_or(piece.rows);
    view! {
        <PageHeader title trail=vec![list] lede />
        {pieces}
        <EditForm action save="Save the table" cancel errors label="Cells of the table">
            <input type="hidden" name="seen" value=mark />
            <input type="hidden" name="part" value=part />
            <p class="hint">{hint}" Paste cells of a spreadsheet where the cursor is; arrows move, Ctrl D fills down. A row is known by its name; where there can be more of them, another name adds one. At most "{most}" lines are saved at once. A line that is emptied stays as it is stored."</p>
            <Grid rows=cells error />
        </EditForm>
        <details class="as-text" open=as_text>
            <summary>"As text: a whole table, or what a CSV file holds"</summary>
            <AsText action=to mark=seen part most form />
        </details>
        <details class="as-text" open=as_file>
            <summary>"As a file: CSV or a workbook"</summary>
            <p><a href=download>"Download these lines as CSV"</a>", change it, and send it back: what would change is shown before it is stored."</p>
            <AsFile action=file part form=unread />
        </details>
        {now.map(|now| view! {
            <Notice tone=Tone::Doubt title="What is stored now"><pre>{now}</pre></Notice>
        })}
    }
}

/// The ways to the other parts, where there are any: what is typed in one is saved before another is opened.
fn pieces(action: &str, piece: &Piece) -> Option<impl IntoView + use<>> {
    let shown = piece.told()?;
    let to = |number: usize| -> Text { format!("{action}?part={number}").into() };
    let before = (piece.number > 1).then(|| to(piece.number - 1));
    let after = (piece.number < piece.of).then(|| to(piece.number + 1));
    Some(view! {
        <p>"This is more than can be saved at once, so it is edited in parts. Save what you change in one before you open another."</p>
        <Pager newer=before older=after shown back="Part before" on="Next part" />
    })
}

#[component]
fn AsText(action: String, mark: String, part: usize, most: usize, form: Filled) -> impl IntoView {
    let look = format!("{action}/file");
    let hint = format!(
        "Its first line names the columns, of which not all have to be there; at most {most} lines follow. Tabs, bars, semicolons or commas part the cells. A column that is left out stays as it is; a cell that is empty empties what it stands for."
    );
    view! {
        <EditForm action save="Save the text" label="The table as text">
            <input type="hidden" name="seen" value=mark />
            <input type="hidden" name="part" value=part />
            <TextArea
                label="Table"
                name="table"
                value=form.raw("table")
                hint
                error=form.error("table")
                rows=12
                mono=true
            />
            <p><button class="button" type="submit" formaction=look formenctype="multipart/form-data">"Show what would change"</button></p>
        </EditForm>
    }
}

#[component]
fn AsFile(action: String, part: usize, form: Filled) -> impl IntoView {
    view! {
        <EditForm action save="Show what would change" files=true label="The table as a file">
            <input type="hidden" name="part" value=part />
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
