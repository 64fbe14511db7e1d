//! The part of the preview that asks how the file is read, and what holds for rows that do not say.

use super::{File, Integrations, places};
use crate::prelude::*;
use crate::ui::{Column, DataTable, Field, Section, Select, WhenFields, Width, choices};
use crate::zone;
use chrono::{DateTime, Utc};
use faultline::document::evidence::Kind;
use faultline::document::samples::import::{Reader, examples};
use faultline::document::samples::{Cause, DetectedBy, Origin, Outcome, Symptom};
use faultline::engines::tables::{DateOrder, Delimiter, Format};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::cut;
use std::sync::Arc;

/// Characters of a cell that are shown beside what it is read as.
const CELL: usize = 60;

/// How the whole file is read.
#[component]
pub fn HowItIsRead(file: Arc<File>, reader: Arc<Reader>) -> impl IntoView {
    let table = file.table.form.format == Format::Table;
    let delimiter = file.table.form.layout.delimiter.key();
    let order = file.mapping.order.map_or("", Catalogue::key);
    let either = file.survey.either_order.as_ref();
    let hint = either.map(|date| format!("For example {date}: which day is that?"));
    view! {
        <Section title="How it is read" id="reading">
            <div class="field-grid">
                {table.then(|| view! { <Select label="Cells are separated by" name="delimiter" choices={choices::<Delimiter>()} selected=delimiter /> })}
                <Field
                    label="Times without a zone are in"
                    name="zone"
                    value=file.mapping.zone.to_string()
                    hint="A place such as Europe/Berlin, with its summer time; or UTC, or +02:00."
                    maxlength=60
                    width=Width::Medium
                />
                <Select
                    label="Dates such as 03/04/2026"
                    name="order"
                    choices={choices::<DateOrder>()}
                    selected=order
                    blank="Not said"
                    hint=hint.unwrap_or_default()
                />
            </div>
            <Times file=file.clone() reader />
        </Section>
    }
}

/// Times of the file with how they are read, to be confirmed.
#[component]
fn Times(file: Arc<File>, reader: Arc<Reader>) -> impl IntoView {
    let examples = examples(&file.table, &file.mapping);
    (!examples.is_empty()).then(|| {
        let rows = examples.into_iter().map(|example| {
            let cell = cut(&reader.shown(&example.column, &example.cell), CELL);
            let at = example.at.map_or_else(|| "cannot be read".to_owned(), spoken);
            view! {
                <tr>
                    <th scope="row" data-label="Column">{example.column}</th>
                    <td data-label="In the file">{cell}</td>
                    <td data-label="Read as">{at}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let columns = ["Column", "In the file", "Read as"].map(Column::new).to_vec();
        view! {
            <DataTable caption="Times, and how they are read" id="times-table" columns cards=true quiet=true>{rows}</DataTable>
        }
    })
}

/// A moment to the second, in the zone of whoever asks.
fn spoken(at: DateTime<Utc>) -> String {
    format!("{} {}", zone::local(at).format("%-d %B %Y, %H:%M:%S"), zone::here().beside(at))
}

/// What holds where a column is missing or a cell is empty.
#[component]
pub fn ForRowsThatDoNotSay(file: Arc<File>, integrations: Integrations) -> impl IntoView {
    let defaults = file.mapping.defaults.clone();
    let occurred = defaults.occurred_at.map(zone::typed).unwrap_or_default();
    let integration = defaults.integration.map(|id| id.to_string()).unwrap_or_default();
    let symptom = defaults.symptom.map_or("", Catalogue::key);
    let known = defaults.evidence_kind.map_or("", Catalogue::key);
    view! {
        <Section title="For rows that do not say" id="defaults" lede="They hold where a column is missing or a cell is empty.">
            <div class="field-grid">
                <Field label="What happened" name="default.summary" value=defaults.summary maxlength=500 />
                <WhenFields label=format!("Occurred ({})", zone::here()) name="default.occurred_at" value=occurred />
                <Select label="Integration" name="default.integration" choices=places(&integrations) selected=integration blank="Not known yet" />
                <Select label="Symptom" name="default.symptom" choices={choices::<Symptom>()} selected=symptom blank="Refuse these rows" />
                <Select label="Origin" name="default.origin" choices={choices::<Origin>()} selected=defaults.origin.key() />
                <Select label="Cause" name="default.cause" choices={choices::<Cause>()} selected=defaults.cause.key() />
                <Select label="Noticed by" name="default.detected_by" choices={choices::<DetectedBy>()} selected=defaults.detected_by.key() />
                <Select label="Outcome" name="default.outcome" choices={choices::<Outcome>()} selected=defaults.outcome.key() />
                <Select label="Kind of evidence" name="default.evidence_kind" choices={choices::<Kind>()} selected=known blank="Not said" />
            </div>
        </Section>
    }
}
