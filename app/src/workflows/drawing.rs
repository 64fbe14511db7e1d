//! A map on a page: the drawing, its legend and the equivalent table.
//! Nothing is only in the drawing.

use crate::prelude::*;
use crate::ui::{Column, DataTable};
use faultline::document::engagement::Engagement;
use faultline::engines::map::Map;
use faultline::engines::map::names::{Index, Names};
use faultline::engines::map::scene::{Evidence, Scene, legend, scene};
use faultline::engines::map::svg::{Ink, Links, States, SvgOptions, mark, svg};
use faultline::engines::map::table::{Lead, Row, rows};
use faultline::judgement::fault::weights;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::FlowId;

/// What the text of a map can name.
#[must_use]
pub fn names(document: &Engagement) -> Names {
    Names {
        systems: Index::new(document.systems.iter().map(|system| (system.id, system.name.clone()))),
        integrations: Index::new(document.integrations.iter().map(|it| (it.id, it.name.clone()))),
        data_types: Index::new(document.data_types.iter().map(|kind| (kind.id, kind.name.clone()))),
    }
}

/// The confirmed samples behind each flow.
#[must_use]
pub fn evidence(document: &Engagement, map: &Map) -> Evidence {
    weights(document, map)
}

/// The drawing with its legend. `id` is what its ids begin with, once on the page.
pub fn drawing(document: &Engagement, map: &Map, title: &str, id: &str) -> impl IntoView + use<> {
    drawn(&scene(map, &evidence(document, map)), map, title, id, Beside::Nothing)
}

/// The same on a page that lists where it breaks: a flow that breaks leads to its row.
pub fn leading(document: &Engagement, map: &Map, title: &str, id: &str) -> impl IntoView + use<> {
    drawn(&scene(map, &evidence(document, map)), map, title, id, Beside::Breaks)
}

/// What a page has beside a drawing.
#[derive(Clone, Copy)]
pub enum Beside<'a> {
    /// The table of its steps.
    Nothing,
    /// The list of where it breaks as well.
    Breaks,
    /// A comparison: what each step and flow is in it.
    States(&'a States),
}

/// A scene of a map with its legend.
pub fn drawn(
    scene: &Scene,
    map: &Map,
    title: &str,
    id: &str,
    beside: Beside<'_>,
) -> impl IntoView + use<> {
    let description = format!(
        "{} steps in {} lanes. The same is told in the table below the drawing.",
        map.steps.len(),
        map.lanes.len()
    );
    let link = |step| format!("#{step}");
    let behind = |flow| format!("#{}", super::fault::row(flow));
    let states = if let Beside::States(states) = beside { Some(states) } else { None };
    let flow_link: Links<'_, FlowId> =
        if matches!(beside, Beside::Breaks) { Some(&behind) } else { None };
    let options = SvgOptions {
        title,
        description: &description,
        id,
        ink: Ink::Page,
        step_link: Some(&link),
        flow_link,
        states,
    };
    let drawn = svg(scene, &options);
    let label = format!("{title}, drawing");
    let key = key(scene);
    view! {
        <div class="map" role="group" aria-label=label tabindex="0" inner_html=drawn></div>
        {key}
    }
}

fn key(scene: &Scene) -> impl IntoView + use<> {
    let item = |(sign, says): (faultline::engines::map::scene::Mark, &'static str)| {
        view! { <li><span aria-hidden="true" inner_html=mark(sign, Ink::Page)></span>{says}</li> }
    };
    let items = legend(scene).into_iter().map(item).collect_view();
    view! { <ul class="map-legend" aria-label="Legend">{items}</ul> }
}

/// The equivalent table: every step and every flow, in the order told.
pub fn table(document: &Engagement, map: &Map, caption: &str, id: &str) -> impl IntoView + use<> {
    let row = |row: Row| {
        // A list with nothing in it would be announced all the same.
        let leads: Vec<_> = row.leads_to.into_iter().map(lead).collect();
        let leads = (!leads.is_empty()).then(|| view! { <ul class="leads">{leads}</ul> });
        let facts = row.facts.join("; ");
        let note = (!row.note.is_empty()).then(|| view! { <span class="hint">{row.note}</span> });
        view! {
            <tr id=row.step.to_string()>
                <td data-label="Number" class="num">{row.number}</td>
                <th scope="row" data-label="Step">{row.name}" "{note}</th>
                <td data-label="Lane">{row.lane}</td>
                <td data-label="Kind">{row.kind.label()}</td>
                <td data-label="Facts">{facts}</td>
                <td data-label="Leads to">{leads}</td>
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
