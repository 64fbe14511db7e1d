//! What was read of a file as tables: its lines, and the flags and integrations that it suggests.

use super::LISTED;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Section, Tone};
use crate::urls::at;
use faultline::document::controls;
use faultline::engines::formats::draft::{Boundary, Line, Risk, Understood};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// What each place of the file became: first what needs eyes, then the rest, folded.
#[component]
pub fn Lines(
    /// The places.
    lines: Vec<Line>,
) -> impl IntoView {
    let (sure, unsure): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.understood == Understood::Yes);
    let (some, more) = (unsure.len(), sure.len());
    let unsure = (some > 0).then(
        || view! { <LineTable caption="Places that need a look" id="unsure" lines=unsure /> },
    );
    let sure = (more > 0).then(|| {
        view! {
            <details>
                <summary>{format!("{more} understood")}</summary>
                <LineTable caption="Places that were understood" id="sure" lines=sure />
            </details>
        }
    });
    let left = some.max(more).saturating_sub(LISTED);
    let cut = (left > 0)
        .then(|| view! { <p class="hint">{format!("The first {LISTED} of each are listed.")}</p> });
    view! { <Section title="What was understood, line by line" id="lines">{unsure}{sure}{cut}</Section> }
}

#[component]
fn LineTable(caption: &'static str, id: &'static str, lines: Vec<Line>) -> impl IntoView {
    let rows = lines.into_iter().take(LISTED).map(|line| view! { <LineRow line /> }).collect_view();
    let columns = vec![
        Column::new("Line").number(),
        Column::new("In the file"),
        Column::new("Understood"),
        Column::new("What it became"),
    ];
    view! { <DataTable caption id columns cards=true quiet=true>{rows}</DataTable> }
}

#[component]
fn LineRow(line: Line) -> impl IntoView {
    let tone = match line.understood {
        Understood::Yes => Tone::Sound,
        Understood::Doubt => Tone::Doubt,
        Understood::No => Tone::Unknown,
    };
    view! {
        <tr>
            <td data-label="Line" class="num">{line.line}</td>
            <th scope="row" data-label="In the file" class="wrap">{line.what}</th>
            <td data-label="Understood"><Badge tone word=line.understood.label() /></td>
            <td data-label="What it became" class="wrap">{line.became}</td>
        </tr>
    }
}

/// The flags that the file suggests.
#[component]
pub fn Risks(
    /// What was seen.
    risks: Vec<Risk>,
) -> impl IntoView {
    let rows = risks.into_iter().map(|risk| view! { <RiskRow risk /> });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::new("Line").number(),
        Column::new("Suggested flag"),
        Column::new("Seen"),
        Column::new("Why it matters"),
        Column::new("What good looks like"),
        Column::new("Control to check"),
    ];
    let lede = "Each is noted beside its step in the text above. Adding what the file suggests records the control as missing; the flag is then raised by itself.";
    (!rows.is_empty()).then(|| view! {
        <Section title="Suggested flags" id="suggested-flags" lede>
            <DataTable caption="Suggested flags" id="flags-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn RiskRow(risk: Risk) -> impl IntoView {
    let control = controls::against(risk.suspicion).map_or("", |control| control.label());
    view! {
        <tr>
            <td data-label="Line" class="num">{risk.line}</td>
            <th scope="row" data-label="Suggested flag">{risk.suspicion.label()}</th>
            <td data-label="Seen" class="wrap">{risk.says}</td>
            <td data-label="Why it matters" class="wrap">{risk.suspicion.why()}</td>
            <td data-label="What good looks like" class="wrap">{risk.suspicion.good()}</td>
            <td data-label="Control to check">{control}</td>
        </tr>
    }
}

/// The integrations that the file suggests.
#[component]
pub fn Boundaries(
    /// The engagement.
    engagement: EngagementId,
    /// The boundaries that data crosses.
    boundaries: Vec<Boundary>,
) -> impl IntoView {
    let rows = boundaries.into_iter().map(|boundary| view! { <BoundaryRow boundary /> });
    let rows: Vec<_> = rows.collect();
    let columns = ["From", "To", "How", "How often", "Steps"].map(Column::new).to_vec();
    let lede = "Boundaries that data crosses in this file. Add them all with the map above, or those that matter one by one; then write “via” and the name behind the step that uses it.";
    (!rows.is_empty()).then(|| view! {
        <Section title="Suggested integrations" id="suggested-integrations" lede>
            <DataTable caption="Suggested integrations" id="integrations-table" columns cards=true quiet=true>{rows}</DataTable>
            <p><a href=at(engagement, "integrations/new")>"Add an integration"</a></p>
        </Section>
    })
}

#[component]
fn BoundaryRow(boundary: Boundary) -> impl IntoView {
    let how = boundary.transport.map_or("not told", |transport| transport.label());
    let often = boundary.timing.map_or("not told", |timing| timing.label());
    view! {
        <tr>
            <th scope="row" data-label="From">{boundary.source}</th>
            <td data-label="To">{boundary.destination}</td>
            <td data-label="How">{how}</td>
            <td data-label="How often">{often}</td>
            <td data-label="Steps" class="num">{boundary.steps.len()}</td>
        </tr>
    }
}
