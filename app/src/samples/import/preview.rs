//! The second page of an import: how the file was read, what its columns mean, and its first rows as they will be stored.
//! Everything on it that comes from the file is redacted.

use super::choices::stamp;
use super::{File, Read, people};
use crate::prelude::*;
use crate::ui::{
    Choice, Column, DataTable, EditForm, Fact, Facts, Field, Link, Notice, PageHeader, Section,
    Select, Tone, Width, choices, facts::grouped,
};
use crate::urls::at;
use crate::zone;
use faultline::document::samples::import::{Reader, examples};
use faultline::document::samples::{Cause, DetectedBy, Origin, Outcome, Symptom};
use faultline::engines::tables::{DateOrder, Delimiter, Format};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId};

mod columns;
mod rows;

pub use rows::refused;

/// The page. `tried` says that it was sent to be stored.
pub fn view(
    engagement: EngagementId,
    file: &File,
    read: &Read,
    reader: &Reader,
    problems: &[String],
    integrations: &[(IntegrationId, String)],
    tried: bool,
) -> impl IntoView + use<> {
    let (list, id) = (at(engagement, "samples"), file.upload.id);
    let notices = notices(file, problems, tried);
    let facts = facts(file, read);
    let fields = (
        hidden(file),
        columns::columns(file, reader),
        columns::words(file, integrations),
        assumed(file, reader, integrations),
        people::view(&file.offered, &file.mapping),
        rows::rows(read, integrations),
        rows::refused(&read.refused, read.bad),
    );
    let save = match (file.table.more, read.good) {
        (true, _) => "Store the samples".to_owned(),
        (_, 1) => "Store 1 sample".to_owned(),
        (_, n) => format!("Store {} samples", grouped(&n.to_string())),
    };
    let trail = vec![
        Link::new(list.clone(), "Failure samples"),
        Link::new(format!("{list}/import"), "Import samples"),
    ];
    view! {
        <PageHeader title="Check before storing" trail />
        {notices}
        {facts}
        <div class="import">
            <EditForm action=format!("{list}/import/{id}") save cancel=list busy="One moment …">
                {fields}
                <button class="button" type="submit" name="step" value="preview">"Show again with these choices"</button>
            </EditForm>
        </div>
    }
}

fn notices(file: &File, problems: &[String], tried: bool) -> impl IntoView + use<> {
    let note = file.upload.note.clone();
    let note = (!note.is_empty()).then(|| view! { <Notice tone=Tone::Doubt title=note /> });
    let known = (file.remembered && !tried).then(|| {
        let title =
            "A file with these columns was imported before: what you chose then is chosen again.";
        view! { <Notice title /> }
    });
    let both = file.survey.both_orders.then(|| {
        let title = "Some dates can only be read with the day first, others only with the month first. Rows that do not fit the order you choose are refused.";
        view! { <Notice tone=Tone::Doubt title /> }
    });
    let changed = (tried && problems.is_empty()).then(|| {
        let title =
            "You changed what columns mean. The rows below are as they would be stored now.";
        view! { <Notice title><p>"Look once more, then store them."</p></Notice> }
    });
    let decide = (!problems.is_empty()).then(|| {
        let items = problems.iter().map(|problem| view! { <li>{problem.clone()}</li> }).collect_view();
        let tone = if tried { Tone::Fault } else { Tone::Doubt };
        view! { <Notice tone title="To decide before anything can be stored"><ul>{items}</ul></Notice> }
    });
    (note, known, both, changed, decide)
}

fn facts(file: &File, read: &Read) -> impl IntoView + use<> {
    let name = file.upload.file_name.clone();
    let (rows, columns) = (grouped(&file.table.rows.len().to_string()), file.table.header().len());
    let size = if file.table.more {
        format!("{columns} columns; {} MB", grouped(&(file.upload.bytes / 1_000_000).to_string()))
    } else {
        format!("{rows} rows, {columns} columns")
    };
    let of = if file.table.more { format!("of the first {rows}, ") } else { String::new() };
    let fit = match read.bad {
        0 => format!("{of}all of them"),
        bad => format!(
            "{of}{}; {} cannot be stored as they are",
            grouped(&read.good.to_string()),
            grouped(&bad.to_string())
        ),
    };
    let (format, encoding) = (file.upload.format.clone(), file.upload.encoding.clone());
    view! {
        <Facts>
            <Fact term="File">{name}</Fact>
            <Fact term="Read as">{format}" in "{encoding}", "{size}</Fact>
            <Fact term="Rows that can be stored">{fit}</Fact>
        </Facts>
    }
}

/// What the page showed of the file: what is stored is what was shown.
fn hidden(file: &File) -> impl IntoView + use<> {
    let fields =
        [("delimited", file.table.form.layout.delimiter.key().to_owned()), ("seen", stamp(file))];
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    fields.collect_view()
}

fn places(integrations: &[(IntegrationId, String)]) -> Vec<Choice> {
    integrations.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect()
}

/// What holds for the whole file, and for rows that do not say.
fn assumed(
    file: &File,
    reader: &Reader,
    integrations: &[(IntegrationId, String)],
) -> impl IntoView + use<> {
    let defaults = &file.mapping.defaults;
    let zone = file.mapping.zone.to_string();
    let order_hint = file
        .survey
        .either_order
        .as_ref()
        .map(|date| format!("For example {date}: which day is that?"));
    let order = file.mapping.order.map_or("", Catalogue::key);
    let occurred =
        defaults.occurred_at.map(|at| zone::local(at).format("%Y-%m-%dT%H:%M").to_string());
    let occurred = occurred.unwrap_or_default();
    let occurred_in = format!("Occurred ({})", zone::here());
    let integration = defaults.integration.map(|id| id.to_string()).unwrap_or_default();
    let symptom = defaults.symptom.map_or("", Catalogue::key);
    let (delimiter, places, summary) =
        (file.table.form.layout.delimiter.key(), places(integrations), defaults.summary.clone());
    let (origin, cause) = (defaults.origin.key(), defaults.cause.key());
    let (detected_by, outcome) = (defaults.detected_by.key(), defaults.outcome.key());
    let table = file.table.form.format == Format::Table;
    let times = times(file, reader);
    let read = view! {
        <div class="field-grid">
            {table.then(|| view! { <Select label="Cells are separated by" name="delimiter" choices={choices::<Delimiter>()} selected=delimiter /> })}
            <Field
                label="Times without a zone are in"
                name="zone"
                value=zone
                hint="A place such as Europe/Berlin, with its summer time; or UTC, or +02:00."
                maxlength=60
                width=Width::Medium
            />
            <Select label="Dates such as 03/04/2026" name="order" choices={choices::<DateOrder>()} selected=order blank="Not said" hint=order_hint.unwrap_or_default() />
        </div>
    };
    let rows = view! {
        <div class="field-grid">
            <Field label="What happened" name="default.summary" value=summary maxlength=500 />
            <Field label=occurred_in name="default.occurred_at" kind="datetime-local" value=occurred width=Width::Medium />
            <Select label="Integration" name="default.integration" choices=places selected=integration blank="Not known yet" />
            <Select label="Symptom" name="default.symptom" choices={choices::<Symptom>()} selected=symptom blank="Refuse these rows" />
            <Select label="Origin" name="default.origin" choices={choices::<Origin>()} selected=origin />
            <Select label="Cause" name="default.cause" choices={choices::<Cause>()} selected=cause />
            <Select label="Noticed by" name="default.detected_by" choices={choices::<DetectedBy>()} selected=detected_by />
            <Select label="Outcome" name="default.outcome" choices={choices::<Outcome>()} selected=outcome />
        </div>
    };
    view! {
        <Section title="How it is read" id="reading">{read}{times}</Section>
        <Section title="For rows that do not say" id="defaults" lede="They hold where a column is missing or a cell is empty.">
            {rows}
        </Section>
    }
}

/// Times of the file with how they are read, to be confirmed.
fn times(file: &File, reader: &Reader) -> Option<Markup> {
    let examples = examples(&file.table, &file.mapping);
    if examples.is_empty() {
        return None;
    }
    let rows = examples.into_iter().map(|example| {
        let cell = rows::short(&reader.shown(&example.column, &example.cell), 60);
        let at = example.at.map_or_else(
            || "cannot be read".to_owned(),
            |at| {
                format!(
                    "{} {}",
                    zone::local(at).format("%-d %B %Y, %H:%M:%S"),
                    zone::here().beside(at)
                )
            },
        );
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
    let table = view! {
        <DataTable caption="Times, and how they are read" id="times-table" columns cards=true quiet=true>{rows}</DataTable>
    };
    Some(table.markup())
}
