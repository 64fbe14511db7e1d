//! The part of the preview that shows rows: as they will be stored, or why they will not.
//! What it shows went through the same redaction as what is stored.

use super::super::Read;
use crate::prelude::*;
use crate::ui::{Column, DataTable, Section, facts::grouped};
use crate::zone;
use chrono::{DateTime, Utc};
use faultline::document::samples::Incoming;
use faultline::document::samples::import::Refused;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use std::collections::HashMap;

/// Most characters of evidence that a row shows.
const EVIDENCE: usize = 300;

/// The first rows, as they will be stored.
pub fn rows(read: &Read, integrations: &[(IntegrationId, String)]) -> impl IntoView + use<> {
    let names: HashMap<IntegrationId, &String> =
        integrations.iter().map(|(id, name)| (*id, name)).collect();
    let row = |row: &Result<(u64, Incoming), Refused>| match row {
        Ok((number, incoming)) => stored(*number, incoming, &names).markup(),
        Err(refused) => {
            let why = refused.reasons.join(" ");
            view! {
                <tr class="refused">
                    <th scope="row" data-label="Row">{refused.number}</th>
                    <td colspan="7" data-label="Refused" class="wrap"><strong>"Refused: "</strong>{why}</td>
                </tr>
            }
            .markup()
        }
    };
    let rows = read.first.iter().map(row).collect_view();
    let occurred = format!("Occurred ({})", zone::here());
    let columns = [
        "Row",
        "What happened",
        occurred.as_str(),
        "Symptom",
        "Integration",
        "Cause",
        "Records",
        "More",
    ]
    .map(|label| Column::new(label.to_owned()))
    .to_vec();
    view! {
        <Section title="The first rows, as they will be stored" id="rows" lede="‹Placeholders› stand for secrets and personal data.">
            <DataTable caption="Rows" id="rows-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

fn stored(
    number: u64,
    incoming: &Incoming,
    names: &HashMap<IntegrationId, &String>,
) -> impl IntoView + use<> {
    let sample = incoming.sample.sample();
    let place = sample
        .integration
        .and_then(|id| names.get(&id))
        .map_or("not known", |name| name.as_str())
        .to_owned();
    let time = |at: DateTime<Utc>| zone::local(at).format("%Y-%m-%d %H:%M:%S").to_string();
    let occurred = format!("Occurred ({})", zone::here());
    let mut more = vec![
        format!(
            "{}, noticed by {}",
            sample.outcome.label(),
            sample.detected_by.label().to_lowercase()
        ),
        format!("origin: {}", sample.origin.label().to_lowercase()),
    ];
    more.extend(sample.detected_at.map(|at| format!("detected {}", time(at))));
    more.extend(sample.recovered_at.map(|at| format!("recovered {}", time(at))));
    more.extend(sample.error_class.map(|class| class.label().to_lowercase()));
    more.extend((sample.retries > 0).then(|| format!("retries: {}", sample.retries)));
    more.extend(
        (sample.manual_minutes > 0).then(|| format!("{} min by hand", sample.manual_minutes)),
    );
    more.extend(sample.status_said_success.then(|| "a status said success".to_owned()));
    more.extend(
        sample
            .missing_control
            .map(|control| format!("missing: {}", control.label().to_lowercase())),
    );
    more.extend(
        (!sample.correlation_id.is_empty())
            .then(|| format!("correlation id {}", sample.correlation_id)),
    );
    let evidence = (!sample.evidence.is_empty()).then(|| {
        let text = short(&sample.evidence, EVIDENCE);
        view! { <details><summary>"Evidence"</summary><pre class="evidence-text">{text}</pre></details> }
    });
    let (summary, records) = (sample.summary.clone(), sample.records.clone());
    let (symptom, cause) = (sample.symptom.label(), sample.cause.label());
    view! {
        <tr>
            <th scope="row" data-label="Row">{number}</th>
            <td data-label="What happened" class="wrap">{summary}</td>
            <td data-label=occurred>{time(sample.occurred_at)}</td>
            <td data-label="Symptom">{symptom}</td>
            <td data-label="Integration">{place}</td>
            <td data-label="Cause">{cause}</td>
            <td data-label="Records" class="lines">{records}</td>
            <td data-label="More" class="wrap">{more.join(" · ")}{evidence}</td>
        </tr>
    }
}

/// Rows that cannot be stored, with the reasons.
pub fn refused(refused: &[Refused], all: usize) -> Option<Markup> {
    if refused.is_empty() {
        return None;
    }
    let rows = refused.iter().map(|refused| {
        let why = refused.reasons.join(" ");
        view! { <tr><th scope="row" data-label="Row">{refused.number}</th><td data-label="Why" class="wrap">{why}</td></tr> }
    });
    let (rows, columns) = (rows.collect_view(), ["Row", "Why"].map(Column::new).to_vec());
    let lede = if all > refused.len() {
        format!(
            "The first {} of {} rows that cannot be stored as they are. The header is row 1.",
            refused.len(),
            grouped(&all.to_string())
        )
    } else {
        "Rows that cannot be stored as they are. The header is row 1.".to_owned()
    };
    let section = view! {
        <Section title="Refused rows" id="refused" lede>
            <DataTable caption="Rows and reasons" id="refused-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    };
    Some(section.markup())
}

/// A text as a cell of a table holds it.
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() > most {
        text.chars().take(most - 1).chain("…".chars()).collect()
    } else {
        text.to_owned()
    }
}
