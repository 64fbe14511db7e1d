//! A map on a page: the drawing, its legend and the equivalent table.
//! Nothing is only in the drawing.

use crate::ui::{Column, DataTable};
use faultline::catalogue::Catalogue;
use faultline::engagement::Engagement;
use faultline::map::names::{Index, Names};
use faultline::map::scene::{Evidence, Scene, legend, scene};
use faultline::map::svg::{Ink, SvgOptions, mark, svg};
use faultline::map::table::{Lead, Row, rows};
use faultline::workflow::Map;
use leptos::prelude::*;

/// What the text of a map can name.
#[must_use]
pub fn names(document: &Engagement) -> Names {
    Names {
        systems: Index::new(document.systems.iter().map(|system| (system.id, system.name.clone()))),
        integrations: Index::new(document.integrations.iter().map(|it| (it.id, it.name.clone()))),
        data_types: Index::new(document.data_types.iter().map(|kind| (kind.id, kind.name.clone()))),
    }
}

/// The confirmed samples behind each flow: those of the integration it uses.
#[must_use]
pub fn evidence(document: &Engagement, map: &Map) -> Evidence {
    let weight = |integration| {
        document.samples.of(integration).map(|pattern| pattern.confirmed).sum::<i64>()
    };
    let flows = map
        .flows
        .iter()
        .filter_map(|flow| Some((flow.id, u64::try_from(weight(flow.integration?)).ok()?)));
    flows.filter(|(_, weight)| *weight > 0).collect()
}

/// The drawing with its legend. `id` is what its ids begin with, once on the page.
pub fn drawing(document: &Engagement, map: &Map, title: &str, id: &str) -> impl IntoView + use<> {
    let scene = scene(map, &evidence(document, map));
    let description = format!(
        "{} steps in {} lanes. The same is told in the table below the drawing.",
        map.steps.len(),
        map.lanes.len()
    );
    let link = |step| format!("#{step}");
    let options = SvgOptions {
        title,
        description: &description,
        id,
        ink: Ink::Page,
        step_link: Some(&link),
        flow_link: None,
    };
    let drawn = svg(&scene, &options);
    let label = format!("{title}, drawing");
    let key = key(&scene);
    view! {
        <div class="map" role="group" aria-label=label tabindex="0" inner_html=drawn></div>
        {key}
    }
}

fn key(scene: &Scene) -> impl IntoView + use<> {
    let item = |(sign, says): (faultline::map::scene::Mark, &'static str)| {
        view! { <li><span aria-hidden="true" inner_html=mark(sign, Ink::Page)></span>{says}</li> }
    };
    let items = legend(scene).into_iter().map(item).collect_view();
    view! { <ul class="map-legend" aria-label="Legend">{items}</ul> }
}

/// The equivalent table: every step and every flow, in the order told.
pub fn table(document: &Engagement, map: &Map, caption: &str, id: &str) -> impl IntoView + use<> {
    let row = |row: Row| {
        let leads = row.leads_to.into_iter().map(lead).collect_view();
        let facts = row.facts.join("; ");
        let note = (!row.note.is_empty()).then(|| view! { <span class="hint">{row.note}</span> });
        view! {
            <tr id=row.step.to_string()>
                <td data-label="Number" class="num">{row.number}</td>
                <th scope="row" data-label="Step">{row.name}" "{note}</th>
                <td data-label="Lane">{row.lane}</td>
                <td data-label="Kind">{row.kind.label()}</td>
                <td data-label="Facts">{facts}</td>
                <td data-label="Leads to"><ul class="leads">{leads}</ul></td>
            </tr>
        }
    };
    let rows = rows(map, &names(document)).into_iter().map(row).collect_view();
    let columns = vec![
        Column::new("Number").number(),
        Column::new("Step"),
        Column::new("Lane"),
        Column::new("Kind"),
        Column::new("Facts"),
        Column::new("Leads to"),
    ];
    view! { <DataTable caption=caption.to_owned() id=id.to_owned() columns cards=true>{rows}</DataTable> }
}

fn lead(lead: Lead) -> impl IntoView {
    let when = (!lead.condition.is_empty()).then(|| format!("{}: ", lead.condition));
    let via = lead.integration.map(|(_, name)| format!(" via {name}"));
    view! { <li>{when}<a href=format!("#{}", lead.step)>{format!("{} {}", lead.number, lead.name)}</a>{via}</li> }
}
