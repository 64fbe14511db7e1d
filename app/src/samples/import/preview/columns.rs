//! The part of the preview that asks what columns and words mean.
//! Examples are redacted as they would be stored.

use super::super::File;
use super::super::choices::EMPTY;
use super::{places, rows::short};
use crate::prelude::*;
use crate::ui::{Choice, Column, DataTable, Section, Select, choices};
use faultline::document::controls::Control;
use faultline::document::samples::import::{Reader, Target};
use faultline::document::samples::{Cause, DetectedBy, ErrorClass, Origin, Outcome, Symptom};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;

/// Examples shown of a column, and the most characters of one.
const EXAMPLES: usize = 3;
const EXAMPLE: usize = 60;

/// What each column holds, with examples of it.
pub fn columns(file: &File, reader: &Reader) -> impl IntoView + use<> {
    let rows = file.table.header().iter().enumerate().map(|(at, name)| {
        let mut examples: Vec<String> = Vec::new();
        for row in file.table.rows.iter().take(200) {
            let cell = row.cell(at);
            if !cell.is_empty() && examples.len() < EXAMPLES {
                let shown = short(&reader.shown(name, &cell), EXAMPLE);
                if !examples.contains(&shown) {
                    examples.push(shown);
                }
            }
        }
        let selected = file.mapping.columns.get(at).copied().flatten();
        let option = |target: &Target| {
            view! { <option value=target.key() selected=selected == Some(*target)>{target.label()}</option> }
        };
        let options = Target::ALL.iter().map(option).collect_view();
        let label = format!("What “{name}” holds");
        view! {
            <tr>
                <th scope="row" data-label="Column">{name.clone()}</th>
                <td data-label="For example" class="wrap">{examples.join(" · ")}</td>
                <td data-label="Holds">
                    <select name=format!("column.{at}") aria-label=label>
                        <option value="">"Leave it out"</option>
                        {options}
                    </select>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let columns = ["Column", "For example", "Holds"].map(Column::new).to_vec();
    view! {
        <Section title="What the columns hold" id="columns" lede="Several columns may be evidence or affected records: each becomes a line.">
            <DataTable caption="Columns of the file" id="columns-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

/// Words nobody knows: what do they mean?
pub fn words(file: &File, integrations: &[(IntegrationId, String)]) -> Option<Markup> {
    if file.survey.unknown.is_empty() {
        return None;
    }
    let ask = |target: Target, word: &String| {
        let mut entries = meanings(target, integrations);
        entries.push(Choice::new(EMPTY, "As if it were empty"));
        let name = format!("word.{}.{word}", target.key());
        let key = (target, word.clone());
        let selected = file
            .mapping
            .values
            .get(&key)
            .map(|meaning| if meaning.is_empty() { EMPTY.to_owned() } else { meaning.clone() });
        let (selected, label) =
            (selected.unwrap_or_default(), format!("{}: “{word}”", target.label()));
        view! { <Select label name choices=entries selected blank="Refuse these rows" /> }
    };
    let fields = file
        .survey
        .unknown
        .iter()
        .flat_map(|(target, words)| words.iter().map(move |word| ask(*target, word)));
    let fields = fields.collect_view();
    let section = view! {
        <Section title="What these words mean" id="words" lede="They are no entry of our lists. Say what each means, or the rows with it are refused.">
            <div class="field-grid">{fields}</div>
        </Section>
    };
    Some(section.markup())
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
        _ => Vec::new(),
    }
}
