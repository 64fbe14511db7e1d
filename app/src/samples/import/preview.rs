//! The second page of an import: how the file was read, what its columns mean, and its first rows as they will be stored.
//! Everything on it that comes from the file is redacted, except the file itself, which goes back to whoever sent it.

use super::choices::{ZONES, stamp, zone_label};
use super::{File, Read};
use crate::frame::at;
use crate::ui::{
    Choice, Fact, Facts, Field, Form, Link, Notice, PageHeader, Section, Select, Tone, Width,
    choices, facts::grouped,
};
use faultline::catalogue::Catalogue;
use faultline::ids::{EngagementId, IntegrationId};
use faultline::samples::import::{DateOrder, Delimiter, Reader};
use faultline::samples::{Cause, DetectedBy, Origin, Outcome, Symptom};
use leptos::prelude::*;

mod columns;
mod rows;

pub use rows::refused;

/// Refused rows that the preview lists; the last page lists more, and hands all of them back.
const LISTED: usize = 20;

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
    let list = at(engagement, "samples");
    let notices = notices(file, problems, tried);
    let facts = facts(file, read);
    let fields = (
        hidden(file),
        columns::columns(file, reader),
        columns::words(file, integrations),
        assumed(file, integrations),
        rows::rows(read, integrations),
        rows::refused(&read.refused[..read.refused.len().min(LISTED)], read.bad),
    );
    let save = match read.good {
        1 => "Store 1 sample".to_owned(),
        n => format!("Store {} samples", grouped(&n.to_string())),
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
            <Form action=format!("{list}/import") save cancel=list files=true busy="Storing …">
                {fields}
                <button class="button" type="submit" name="step" value="preview">"Show again with these choices"</button>
            </Form>
        </div>
    }
}

fn notices(file: &File, problems: &[String], tried: bool) -> impl IntoView + use<> {
    let note = file.decoded.note.map(|note| view! { <Notice tone=Tone::Doubt title=note /> });
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
    (note, both, changed, decide)
}

fn facts(file: &File, read: &Read) -> impl IntoView + use<> {
    let name = file.name.clone();
    let size = format!(
        "{} rows, {} columns",
        grouped(&file.table.rows.len().to_string()),
        file.table.header.len()
    );
    let fit = match read.bad {
        0 => "all of them".to_owned(),
        bad => format!(
            "{}; {} cannot be stored as they are",
            grouped(&read.good.to_string()),
            grouped(&bad.to_string())
        ),
    };
    let encoding = file.decoded.encoding;
    view! {
        <Facts>
            <Fact term="File">{name}</Fact>
            <Fact term="Read as">{encoding}", "{size}</Fact>
            <Fact term="Rows that can be stored">{fit}</Fact>
        </Facts>
    }
}

/// The file itself, and what the page showed of it.
fn hidden(file: &File) -> impl IntoView + use<> {
    let fields = [
        ("file_name", file.name.clone()),
        ("encoding", file.decoded.encoding.to_owned()),
        ("delimited", file.table.delimiter.key().to_owned()),
        ("seen", stamp(file)),
    ];
    let fields = fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    // The HTML parser drops one line break at the start.
    let text = format!("\n{}", file.decoded.text);
    (
        fields.collect_view(),
        view! { <textarea hidden name="text" aria-label="The file" readonly>{text}</textarea> },
    )
}

fn places(integrations: &[(IntegrationId, String)]) -> Vec<Choice> {
    integrations.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect()
}

/// What holds for the whole file, and for rows that do not say.
fn assumed(file: &File, integrations: &[(IntegrationId, String)]) -> impl IntoView + use<> {
    let defaults = &file.mapping.defaults;
    let quarters = file.mapping.zone.local_minus_utc() / 900;
    let zones = ZONES
        .map(|quarters| Choice::new(quarters.to_string(), zone_label(quarters)))
        .collect::<Vec<_>>();
    let order_hint = file
        .survey
        .either_order
        .as_ref()
        .map(|date| format!("For example {date}: which day is that?"));
    let order = file.mapping.order.map_or("", Catalogue::key);
    let occurred =
        defaults.occurred_at.map(|at| at.format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default();
    let integration = defaults.integration.map(|id| id.to_string()).unwrap_or_default();
    let symptom = defaults.symptom.map_or("", Catalogue::key);
    let (delimiter, places, summary) =
        (file.table.delimiter.key(), places(integrations), defaults.summary.clone());
    let (origin, cause) = (defaults.origin.key(), defaults.cause.key());
    let (detected_by, outcome) = (defaults.detected_by.key(), defaults.outcome.key());
    let read = view! {
        <div class="field-grid">
            <Select label="Cells are separated by" name="delimiter" choices={choices::<Delimiter>()} selected=delimiter />
            <Select
                label="Times without a zone are in"
                name="zone"
                choices=zones
                selected=quarters.to_string()
                hint="A fixed distance: it does not follow summer time."
            />
            <Select label="Dates such as 03/04/2026" name="order" choices={choices::<DateOrder>()} selected=order blank="Not said" hint=order_hint.unwrap_or_default() />
        </div>
    };
    let rows = view! {
        <div class="field-grid">
            <Field label="What happened" name="default.summary" value=summary maxlength=500 />
            <Field label="Occurred, in UTC" name="default.occurred_at" kind="datetime-local" value=occurred width=Width::Medium />
            <Select label="Integration" name="default.integration" choices=places selected=integration blank="Not known yet" />
            <Select label="Symptom" name="default.symptom" choices={choices::<Symptom>()} selected=symptom blank="Refuse these rows" />
            <Select label="Origin" name="default.origin" choices={choices::<Origin>()} selected=origin />
            <Select label="Cause" name="default.cause" choices={choices::<Cause>()} selected=cause />
            <Select label="Noticed by" name="default.detected_by" choices={choices::<DetectedBy>()} selected=detected_by />
            <Select label="Outcome" name="default.outcome" choices={choices::<Outcome>()} selected=outcome />
        </div>
    };
    view! {
        <Section title="How it is read" id="reading">{read}</Section>
        <Section title="For rows that do not say" id="defaults" lede="They hold where a column is missing or a cell is empty.">
            {rows}
        </Section>
    }
}
