//! The list behind the fault line: for each flow that breaks, its samples, the hours they cost and their patterns.
//! A flow of the drawing leads to its row, and the row to the samples themselves.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Link, Section};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::samples::Pattern;
use faultline::engines::map::Map;
use faultline::judgement::fault::breaks;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::FlowId;
use faultline::platform::wording::{counted, inside, span};
use std::sync::Arc;

/// Patterns named for one flow; the samples list has all.
const MOST: usize = 4;

/// The list; nothing when nothing breaks.
#[component]
pub fn Breaks(
    /// The engagement.
    document: Arc<Engagement>,
    /// The map.
    map: Arc<Map>,
) -> impl IntoView {
    let found = breaks(&document, &map);
    let rows = found.into_iter().map(|broken| {
        let patterns = broken.patterns.iter().take(MOST).map(|pattern| says(pattern)).collect();
        let name = |id| map.step(id).map(|step| step.name.clone()).unwrap_or_default();
        let flow = map.flows.iter().find(|flow| flow.id == broken.flow);
        let told = flow.map(|flow| format!("{} → {}", name(flow.from), name(flow.to)));
        let integration = document.integration(broken.integration).map(|it| it.name.clone());
        let samples = Link::new(
            at(document.id, &format!("samples?integration={}", broken.integration)),
            counted(i64::try_from(broken.samples).unwrap_or(i64::MAX), "sample", "samples"),
        );
        let id = row(broken.flow);
        view! { <BreakRow id told integration samples hours=broken.hours patterns /> }
    });
    let rows: Vec<_> = rows.collect();
    let columns = vec![
        Column::new("Flow"),
        Column::new("Integration"),
        Column::new("Samples").number(),
        Column::new("Hours").number(),
        Column::new("What happens"),
    ];
    (!rows.is_empty()).then(|| view! {
        <Section title="Where it breaks" id="fault" lede="Confirmed failure samples behind each flow, and what clearing up after them took.">
            <DataTable caption="Flows that break" id="fault-table" columns cards=true quiet=true>{rows}</DataTable>
        </Section>
    })
}

#[component]
fn BreakRow(
    id: String,
    told: Option<String>,
    integration: Option<String>,
    samples: Link,
    hours: f64,
    patterns: Vec<String>,
) -> impl IntoView {
    let hours = if hours > 0.0 { format!("{hours:.1}") } else { String::new() };
    let patterns = patterns.into_iter().map(|says| view! { <li>{says}</li> });
    view! {
        <tr id=id>
            <th scope="row" data-label="Flow">{told}</th>
            <td data-label="Integration">{integration}</td>
            <td data-label="Samples" class="num"><a href=samples.href>{samples.label}</a></td>
            <td data-label="Hours" class="num">{hours}</td>
            <td data-label="What happens"><ul class="leads">{patterns.collect_view()}</ul></td>
        </tr>
    }
}

/// The id of a flow's row.
pub fn row(flow: FlowId) -> String {
    format!("breaks-{flow}")
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
