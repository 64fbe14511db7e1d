//! The map as text: a form with one field, and the signs that it understands.
//! An error says its line, its column and what to do.

use super::island::{CodeField, Pane, Problems};
use super::page::Writing;
use crate::editing::Refusal;
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Column, DataTable, EditForm, FormErrors, Mark, Section, Text, Tone};
use faultline::engines::map::text::GRAMMAR;
use std::sync::Arc;

/// The pane.
#[component]
pub fn TextPane(
    /// The address of the map.
    address: String,
    /// What stands in its field.
    text: String,
    /// What is written of the map.
    writing: Arc<Writing>,
) -> impl IntoView {
    let open = writing.pane == Pane::Text;
    let errors = if open { errors(&writing) } else { FormErrors::new() };
    let wrong = errors.of("text");
    let draft = writing.unfinished.as_ref().map_or(0, |left| left.version);
    let version = Some(i64::from(writing.version()));
    view! {
        <section class="pane" data-pane="text" aria-label="Text" hidden=!open>
            <EditForm action=format!("{address}/text") save="Save map" cancel=address errors version>
                <input type="hidden" name="draft" value=draft />
                <MapText text wrong />
            </EditForm>
            {island(view! { <Problems /> })}
        </section>
    }
}

/// The field, which the browser frames with numbers, marks and offers.
#[component]
fn MapText(text: String, wrong: Option<Text>) -> impl IntoView {
    let is_wrong = wrong.is_some();
    let (described, invalid) = (is_wrong.then_some("text-error"), is_wrong.then_some("true"));
    let said = wrong.map(|wrong| {
        view! { <p class="error" id="text-error"><Mark tone=Tone::Fault /><span>{wrong}</span></p> }
    });
    // The HTML parser drops one line break at the start: without this one, a person's own would go.
    let text = format!("\n{text}");
    let area: Markup = view! {
        <textarea
            id="text"
            name="text"
            class="mono"
            rows="18"
            spellcheck="false"
            autocomplete="off"
            aria-describedby=described
            aria-invalid=invalid
        >
            {text}
        </textarea>
    }
    .into();
    view! {
        <div class="field" data-width="full" data-error=is_wrong.then_some("")>
            <label for="text">"Text of the map"</label>
            {said}
            {island(view! { <CodeField>{area}</CodeField> })}
        </div>
    }
}

fn errors(writing: &Writing) -> FormErrors {
    let mut errors = writing.refusal.as_ref().map(Refusal::errors).unwrap_or_default();
    for error in &writing.errors {
        let (line, column) = (error.line, error.column);
        let said = format!("Line {line}, column {column}: {} {}", error.message, error.help);
        errors.add("text", said);
    }
    errors
}

/// How to write a map.
#[component]
pub fn Grammar() -> impl IntoView {
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
