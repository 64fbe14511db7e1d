//! With what a comparison was made, and the way to remove it.

use super::Found;
use crate::prelude::*;
use crate::reconcile::{address, words};
use crate::ui::{Fact, Facts, PostButton, Section, Time, facts::grouped};
use std::sync::Arc;

/// With what, and how, it was compared.
#[component]
pub fn Compared(
    /// What was found.
    found: Arc<Found>,
) -> impl IntoView {
    let Found { stored, settings, counted, .. } = &*found;
    let names = found.names();
    let rows = [counted.summary.rows_a, counted.summary.rows_b];
    let files = (0..2).map(|side: usize| {
        let rows = grouped(&rows[side].to_string());
        let says = format!("{}: {rows} rows", stored.files[side]);
        let notes = counted.notes[side].clone();
        view! { <FileFact term=names[side].to_owned() says notes /> }
    });
    let files = files.collect_view();
    let key = settings.plan.keys.iter().map(|pair| {
        let other = if pair.a == pair.b { String::new() } else { format!(" = {}", pair.b) };
        format!("{}{other} ({})", pair.a, words::rule(&pair.rule, names))
    });
    let key = key.collect::<Vec<_>>().join(", ");
    let late = settings.plan.late.clone();
    let before = stored.follows.map(|before| address(found.document.id, before, ""));
    let compared_at = stored.compared_at;
    view! {
        <Section title="How it was compared" id="compared">
            <Facts>
                {files}
                <Fact term="Key">{key}</Fact>
                {late.map(|late| view! { <Fact term="Tells what is late">{late}</Fact> })}
                {compared_at.map(|at| view! { <Fact term="Compared"><Time at /></Fact> })}
                {before.map(|href| view! { <Fact term="Repeats"><a href=href>"the comparison before"</a></Fact> })}
            </Facts>
        </Section>
    }
}

/// One of the exports: what it is, and what was assumed about it.
#[component]
fn FileFact(
    /// Its system.
    term: String,
    /// The file.
    says: String,
    /// What was assumed.
    notes: Vec<String>,
) -> impl IntoView {
    let notes = notes.into_iter().map(|note| view! { <br /><small>{note}</small> });
    view! { <Fact term>{says}{notes.collect_view()}</Fact> }
}

/// The way to remove a comparison.
#[component]
pub fn Remove(
    /// Where it posts to.
    action: String,
    /// The version that was seen.
    version: i32,
) -> impl IntoView {
    let with = vec![("version", version.to_string())];
    view! {
        <details class="confirm">
            <summary class="button">"Remove this comparison …"</summary>
            <div class="confirm-body">
                <p>"Its differences go for good. Samples that were made of them stay."</p>
                <PostButton action label="Remove this comparison" look="danger" with />
            </div>
        </details>
    }
}
