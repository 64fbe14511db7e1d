//! The map as text: a form with one field, and the signs that it understands.
//! An error says its line, its column and what to do.

use super::island::{CodeField, Pane, Problems};
use super::page::Page;
use crate::editing::Refusal;
use crate::prelude::*;
use crate::ui::markup::island;
use crate::ui::{Column, DataTable, EditForm, FormErrors, Mark, Section, Tone};
use faultline::engines::map::text::GRAMMAR;

/// The pane.
pub fn pane(address: &str, text: &str, page: &Page<'_>) -> impl IntoView + use<> {
    let open = page.pane == Pane::Text;
    let errors = if open { errors(page) } else { FormErrors::new() };
    let (action, cancel) = (format!("{address}/text"), address.to_owned());
    let draft = page.unfinished.map_or(0, |left| left.version);
    let draft = view! { <input type="hidden" name="draft" value=draft /> };
    let (field, version) = (field(text, &errors), Some(i64::from(page.version())));
    view! {
        <section class="pane" data-pane="text" aria-label="Text" hidden=!open>
            <EditForm action save="Save map" cancel errors version>{draft}{field}</EditForm>
            {island(view! { <Problems /> })}
        </section>
    }
}

/// The field, which the browser frames with numbers, marks and offers.
fn field(text: &str, errors: &FormErrors) -> Markup {
    let wrong = errors.of("text");
    let said = wrong.clone().map(|wrong| {
        view! { <p class="error" id="text-error"><Mark tone=Tone::Fault /><span>{wrong}</span></p> }
    });
    let (described, invalid) =
        (said.is_some().then_some("text-error"), said.is_some().then_some("true"));
    // The HTML parser drops one line break at the start: without this one, a person's own would go.
    let text = format!("\n{text}");
    let area = view! {
        <textarea
            id="text"
            name="text"
            class="mono"
            rows="18"
            maxlength="200000"
            spellcheck="false"
            autocomplete="off"
            aria-describedby=described
            aria-invalid=invalid
        >
            {text}
        </textarea>
    }
    .markup();
    view! {
        <div class="field" data-width="full" data-error=wrong.map(|_| "")>
            <label for="text">"Text of the map"</label>
            {said}
            {island(view! { <CodeField>{area}</CodeField> })}
        </div>
    }
    .markup()
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
