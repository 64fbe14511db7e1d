//! The list behind the fault line: for each flow that breaks, its samples, the hours they cost and their patterns.
//! A flow of the drawing leads to its row, and the row to the samples themselves.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Link, Section};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::samples::Pattern;
use faultline::engines::map::Map;
use faultline::judgement::fault::{Break, breaks};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::FlowId;
use faultline::platform::wording::{counted, inside, span};

/// Patterns named for one flow; the samples list has all.
const MOST: usize = 4;

/// The id of a flow's row.
pub fn row(flow: FlowId) -> String {
    format!("breaks-{flow}")
}

/// The list; nothing when nothing breaks.
pub fn list(document: &Engagement, map: &Map) -> impl IntoView + use<> {
    let found = breaks(document, map);
    if found.is_empty() {
        return ().markup();
    }
    let rows = found.iter().map(|broken| of_flow(document, map, broken)).collect_view();
    let columns = vec![
        Column::new("Flow"),
        Column::new("Integration"),
        Column::new("Samples").number(),
        Column::new("Hours").number(),
        Column::new("What happens"),
    ];
    view! {
        <Section title="Where it breaks" id="fault" lede="Confirmed failure samples behind each flow, and what clearing up after them took.">
            <DataTable caption="Flows that break" id="fault-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    }
    .markup()
}

fn of_flow(document: &Engagement, map: &Map, broken: &Break<'_>) -> impl IntoView + use<> {
    let name = |id| map.step(id).map(|step| step.name.clone()).unwrap_or_default();
    let flow = map.flows.iter().find(|flow| flow.id == broken.flow);
    let told =
        flow.map(|flow| format!("{} → {}", name(flow.from), name(flow.to))).unwrap_or_default();
    let integration =
        document.integration(broken.integration).map(|it| it.name.clone()).unwrap_or_default();
    let samples = Link::new(
        at(document.id, &format!("samples?integration={}", broken.integration)),
        counted(i64::try_from(broken.samples).unwrap_or(i64::MAX), "sample", "samples"),
    );
    let hours = if broken.hours > 0.0 { format!("{:.1}", broken.hours) } else { String::new() };
    let patterns = broken.patterns.iter().take(MOST).map(|it| view! { <li>{says(it)}</li> });
    view! {
        <tr id=row(broken.flow)>
            <th scope="row" data-label="Flow">{told}</th>
            <td data-label="Integration">{integration}</td>
            <td data-label="Samples" class="num"><a href=samples.href>{samples.label}</a></td>
            <td data-label="Hours" class="num">{hours}</td>
            <td data-label="What happens"><ul class="leads">{patterns.collect_view()}</ul></td>
        </tr>
    }
}

fn says(pattern: &Pattern) -> String {
    format!(
        "{} {}, {} {}",
        pattern.confirmed,
        inside(pattern.symptom.label()),
        inside(pattern.cause.label()),
        span(pattern.first_seen, pattern.last_seen)
    )
}
