//! The part of the preview that shows rows: as they will be stored, or why they will not.
//! What it shows went through the same redaction as what is stored.

use super::Integrations;
use crate::prelude::*;
use crate::ui::{Column, DataTable, Section, facts::grouped};
use crate::zone;
use faultline::document::samples::import::Refused;
use faultline::document::samples::{Incoming, Sample};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::when::When;
use faultline::platform::wording::{cut, inside};

/// Most characters of evidence that a row shows.
const EVIDENCE: usize = 300;

/// The first rows, as they will be stored.
#[component]
pub fn FirstRows(
    rows: Vec<Result<(u64, Incoming), Refused>>,
    integrations: Integrations,
) -> impl IntoView {
    let rows = rows.into_iter().map(|row| match row {
        Ok((number, incoming)) => {
            let sample = incoming.sample.sample().clone();
            let place = integrations.iter().find(|(id, _)| sample.integration == Some(*id));
            let place = place.map_or_else(|| "not known".to_owned(), |(_, name)| name.clone());
            Either::Left(view! { <StoredRow number sample place /> })
        }
        Err(refused) => Either::Right(view! { <RefusedRow refused /> }),
    });
    let rows = rows.collect_view();
    let mut columns =
        ["Row", "What happened", "Symptom", "Integration", "Cause", "Records", "More"]
            .map(Column::new)
            .to_vec();
    columns.insert(2, Column::new(occurred()));
    view! {
        <Section title="The first rows, as they will be stored" id="rows" lede="‹Placeholders› stand for secrets and personal data.">
            <DataTable caption="Rows" id="rows-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
}

/// The name of the column with the time.
fn occurred() -> String {
    format!("Occurred ({})", zone::here())
}

#[component]
fn RefusedRow(refused: Refused) -> impl IntoView {
    view! {
        <tr class="refused">
            <th scope="row" data-label="Row">{refused.number}</th>
            <td colspan="7" data-label="Refused" class="wrap"><strong>"Refused: "</strong>{refused.reasons.join(" ")}</td>
        </tr>
    }
}

#[component]
fn StoredRow(number: u64, sample: Sample, place: String) -> impl IntoView {
    let more = more(&sample).join(" · ");
    let (when, symptom, cause) =
        (time(sample.occurred()), sample.symptom.label(), sample.cause.label());
    let evidence = (!sample.evidence.is_empty()).then(|| {
        let text = cut(&sample.evidence, EVIDENCE);
        view! { <details><summary>"Evidence"</summary><pre class="evidence-text">{text}</pre></details> }
    });
    view! {
        <tr>
            <th scope="row" data-label="Row">{number}</th>
            <td data-label="What happened" class="wrap">{sample.summary}</td>
            <td data-label=occurred()>{when}</td>
            <td data-label="Symptom">{symptom}</td>
            <td data-label="Integration">{place}</td>
            <td data-label="Cause">{cause}</td>
            <td data-label="Records" class="lines">{sample.records}</td>
            <td data-label="More" class="wrap">{more}{evidence}</td>
        </tr>
    }
}

/// A moment to the second in the zone of whoever asks, or a day.
fn time(when: When) -> String {
    match when {
        When::At(at) => zone::local(at).format("%Y-%m-%d %H:%M:%S").to_string(),
        When::On(day) => day.to_string(),
    }
}

/// What else is known of a sample, in a few words each.
fn more(sample: &Sample) -> Vec<String> {
    let (outcome, origin) = (sample.outcome.label(), sample.origin.label().to_lowercase());
    let noticed = sample.detected_by.label().to_lowercase();
    let mut more = vec![format!("{outcome}, noticed by {noticed}"), format!("origin: {origin}")];
    let (retries, minutes) = (sample.retries, sample.manual_minutes);
    let control = sample.missing_control;
    let known = [
        sample.detected().map(|when| format!("detected {}", time(when))),
        sample.recovered().map(|when| format!("recovered {}", time(when))),
        sample.error_class.map(|class| class.label().to_lowercase()),
        (retries > 0).then(|| format!("retries: {retries}")),
        (minutes > 0).then(|| format!("{minutes} min by hand")),
        sample.status_said_success.then(|| "a status said success".to_owned()),
        control.map(|control| format!("missing: {}", control.label().to_lowercase())),
        (!sample.correlation_id.is_empty())
            .then(|| format!("correlation id {}", sample.correlation_id)),
        Some(sample.is_known_by())
            .filter(|known| !known.is_empty())
            .map(|known| format!("known by: {}", inside(&known))),
    ];
    more.extend(known.into_iter().flatten());
    more
}

/// Rows that cannot be stored, with the reasons.
#[component]
pub fn RefusedRows(
    /// The first of them.
    refused: Vec<Refused>,
    /// How many there are.
    all: usize,
) -> impl IntoView {
    let shown = refused.len();
    let lede = if all > shown {
        let all = grouped(&all.to_string());
        format!(
            "The first {shown} of {all} rows that cannot be stored as they are. The header is row 1."
        )
    } else {
        "Rows that cannot be stored as they are. The header is row 1.".to_owned()
    };
    (shown > 0).then(|| {
        let rows = refused.into_iter().map(|refused| {
            let why = refused.reasons.join(" ");
            view! { <tr><th scope="row" data-label="Row">{refused.number}</th><td data-label="Why" class="wrap">{why}</td></tr> }
        });
        let (rows, columns) = (rows.collect_view(), ["Row", "Why"].map(Column::new).to_vec());
        view! {
            <Section title="Refused rows" id="refused" lede>
                <DataTable caption="Rows and reasons" id="refused-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    })
}
