//! The part of the preview that asks what columns and words mean.
//! Examples are redacted as they would be stored.

use super::super::choices::EMPTY;
use super::{File, Integrations, places};
use crate::prelude::*;
use crate::ui::{Choice, Column, DataTable, Section, Select, choices};
use faultline::document::controls::Control;
use faultline::document::evidence::Kind;
use faultline::document::samples::import::{Reader, Target};
use faultline::document::samples::{Cause, DetectedBy, ErrorClass, Origin, Outcome, Symptom};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use faultline::platform::wording::cut;
use std::sync::Arc;

/// Examples shown of a column, and the most characters of one.
const EXAMPLES: usize = 3;
const EXAMPLE: usize = 60;
/// Rows in which examples are looked for.
const LOOKED_THROUGH: usize = 200;

/// What each column holds, with examples of it.
#[component]
pub fn Columns(file: Arc<File>, reader: Arc<Reader>) -> impl IntoView {
    let rows = file.table.header().iter().enumerate().map(|(at, name)| {
        let examples = examples(&file, &reader, at, name).join(" · ");
        let holds = file.mapping.columns.get(at).copied().flatten();
        view! { <ColumnRow at name=name.clone() examples holds /> }
    });
    let rows = rows.collect_view();
    let columns = ["Column", "For example", "Holds"].map(Column::new).to_vec();
    view! {
        <Section title="What the columns hold" id="columns" lede="Several columns may be evidence or affected records: each becomes a line.">
            <DataTable caption="Columns of the file" id="columns-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

/// Cells of a column that differ, as they would be stored.
fn examples(file: &File, reader: &Reader, column: usize, name: &str) -> Vec<String> {
    let mut examples: Vec<String> = Vec::new();
    for row in file.table.rows.iter().take(LOOKED_THROUGH) {
        let cell = row.cell(column);
        if !cell.is_empty() && examples.len() < EXAMPLES {
            let shown = cut(&reader.shown(name, &cell), EXAMPLE);
            if !examples.contains(&shown) {
                examples.push(shown);
            }
        }
    }
    examples
}

#[component]
fn ColumnRow(at: usize, name: String, examples: String, holds: Option<Target>) -> impl IntoView {
    let option = |target: &Target| {
        view! { <option value=target.key() selected=holds == Some(*target)>{target.label()}</option> }
    };
    let label = format!("What “{name}” holds");
    view! {
        <tr>
            <th scope="row" data-label="Column">{name}</th>
            <td data-label="For example" class="wrap">{examples}</td>
            <td data-label="Holds">
                <select name=format!("column.{at}") aria-label=label>
                    <option value="">"Leave it out"</option>
                    {Target::ALL.iter().map(option).collect_view()}
                </select>
            </td>
        </tr>
    }
}

/// Words nobody knows: what do they mean?
#[component]
pub fn Words(file: Arc<File>, integrations: Integrations) -> impl IntoView {
    let unknown = &file.survey.unknown;
    let asked = unknown.iter().flat_map(|(target, words)| words.iter().map(|word| (*target, word)));
    let fields: Vec<_> = asked
        .map(|(target, word)| {
            let meaning = file.mapping.values.get(&(target, word.clone())).cloned();
            let meanings = meanings(target, &integrations);
            view! { <WordMeaning target word=word.clone() meaning meanings /> }
        })
        .collect();
    (!fields.is_empty()).then(|| {
        view! {
            <Section title="What these words mean" id="words" lede="They are no entry of our lists. Say what each means, or the rows with it are refused.">
                <div class="field-grid">{fields}</div>
            </Section>
        }
    })
}

#[component]
fn WordMeaning(
    target: Target,
    word: String,
    meaning: Option<String>,
    meanings: Vec<Choice>,
) -> impl IntoView {
    let empty = Choice::new(EMPTY, "As if it were empty");
    let choices = meanings.into_iter().chain([empty]).collect();
    let name = format!("word.{}.{word}", target.key());
    let selected =
        meaning.map(|meaning| if meaning.is_empty() { EMPTY.to_owned() } else { meaning });
    let label = format!("{}: “{word}”", target.label());
    view! { <Select label name choices selected=selected.unwrap_or_default() blank="Refuse these rows" /> }
}

fn meanings(target: Target, integrations: &[(IntegrationId, String)]) -> Vec<Choice> {
    match target {
        Target::Integration => places(integrations),
        Target::Symptom => choices::<Symptom>(),
        Target::Origin => choices::<Origin>(),
        Target::Cause => choices::<Cause>(),
        Target::ErrorClass => choices::<ErrorClass>(),
        Target::DetectedBy => choices::<DetectedBy>(),
        Target::Outcome => choices::<Outcome>(),
        Target::MissingControl => choices::<Control>(),
        Target::EvidenceKind => choices::<Kind>(),
        _ => Vec::new(),
    }
}
