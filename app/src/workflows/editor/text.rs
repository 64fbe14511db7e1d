//! The map as text: a form with one field, and the signs that it understands.
//! An error says its line, its column and what to do.

use super::{Page, Pane};
use crate::editing::Refusal;
use crate::prelude::*;
use crate::ui::{Column, DataTable, EditForm, FormErrors, Section, TextArea};
use faultline::engines::map::text::GRAMMAR;

/// The pane.
pub fn pane(address: &str, text: &str, page: &Page<'_>) -> impl IntoView + use<> {
    let open = page.pane == Pane::Text;
    let errors = if open { errors(page) } else { FormErrors::new() };
    let (action, cancel) = (format!("{address}/text"), address.to_owned());
    let (value, version) = (text.to_owned(), Some(i64::from(page.version())));
    view! {
        <section class="pane" data-pane="text" aria-label="Text" hidden=!open>
            <EditForm action save="Save map" cancel errors version>
                <TextArea label="Text of the map" name="text" value rows=18 mono=true maxlength=200_000 />
            </EditForm>
            <ul class="editor-errors" data-errors aria-label="What deserves a look"></ul>
        </section>
    }
}

fn errors(page: &Page<'_>) -> FormErrors {
    let mut errors = page.refusal.map(Refusal::errors).unwrap_or_default();
    for error in page.errors {
        let (line, column) = (error.line, error.column);
        let said = format!("Line {line}, column {column}: {} {}", error.message, error.help);
        errors.add("text", said);
    }
    errors
}

/// How to write a map.
pub fn grammar() -> impl IntoView {
    let row = |(example, meaning): &(&'static str, &'static str)| {
        view! {
            <tr>
                <th scope="row" data-label="Write"><code>{*example}</code></th>
                <td data-label="Meaning">{*meaning}</td>
            </tr>
        }
    };
    let rows = GRAMMAR.iter().map(row).collect_view();
    let columns = vec![Column::new("Write"), Column::new("Meaning")];
    view! {
        <Section title="How to write a map" id="grammar">
            <DataTable caption="The signs of the text" id="grammar-table" columns quiet=true>{rows}</DataTable>
        </Section>
    }
}
