//! A map on a page: the drawing, its legend and the equivalent table.
//! Nothing is only in the drawing.

use crate::prelude::*;
use crate::ui::{Column, DataTable, Text};
use faultline::document::engagement::Engagement;
use faultline::engines::map::Map;
use faultline::engines::map::names::{Index, Names};
use faultline::engines::map::scene::{Evidence, Scene, legend, scene};
use faultline::engines::map::svg::{Ink, Links, States, SvgOptions, lane_names, mark, svg};
use faultline::engines::map::table::{Lead, Row, rows};
use faultline::judgement::fault::weights;
use faultline::platform::ids::FlowId;
use std::sync::Arc;

/// The drawing with its legend.
#[component]
pub fn Drawing(
    /// The engagement.
    document: Arc<Engagement>,
    /// The map.
    map: Arc<Map>,
    /// What it is called.
    title: String,
    /// What its ids begin with, once on the page.
    #[prop(into)]
    id: String,
    /// What the page has beside it.
    #[prop(default = Beside::Nothing)]
    beside: Beside,
) -> impl IntoView {
    let scene = scene(&map, &evidence(&document, &map));
    view! { <DrawnScene scene map title id beside /> }
}

/// What a page has beside a drawing.
#[derive(Debug, Clone)]
pub enum Beside {
    /// The table of its steps.
    Nothing,
    /// The list of where it breaks as well: a flow that breaks leads to its row.
    Breaks,
    /// A comparison: what each step and flow is in it.
    States(States),
}

/// A scene of a map with its legend.
#[component]
pub fn DrawnScene(
    /// The scene.
    scene: Scene,
    /// The map.
    map: Arc<Map>,
    /// What it is called.
    title: String,
    /// What its ids begin with, once on the page.
    id: String,
    /// What the page has beside it.
    beside: Beside,
) -> impl IntoView {
    let description = format!(
        "{} steps in {} lanes. The same is told in the table below the drawing.",
        map.steps.len(),
        map.lanes.len()
    );
    let link = |step| format!("#{step}");
    let behind = |flow| format!("#{}", super::fault::row(flow));
    let flow_link: Links<'_, FlowId> =
        if matches!(beside, Beside::Breaks) { Some(&behind) } else { None };
    let options = SvgOptions {
        title: &title,
        description: &description,
        id: &id,
        ink: Ink::Page,
        step_link: Some(&link),
        flow_link,
        states: if let Beside::States(states) = &beside { Some(states) } else { None },
    };
    let drawn = lane_names(&scene, Ink::Page) + &svg(&scene, &options);
    view! {
        <div class="map" role="group" aria-label=format!("{title}, drawing") tabindex="0" inner_html=drawn></div>
        <Legend scene />
    }
}

/// What the signs of a drawing mean.
#[component]
pub fn Legend(
    /// The scene.
    scene: Scene,
) -> impl IntoView {
    let items = legend(&scene).into_iter().map(|(sign, says)| {
        view! { <li><span aria-hidden="true" inner_html=mark(sign, Ink::Page)></span>{says}</li> }
    });
    view! { <ul class="map-legend" aria-label="Legend">{items.collect_view()}</ul> }
}

/// The equivalent table: every step and every flow, in the order told.
#[component]
pub fn StepTable(
    /// The engagement.
    document: Arc<Engagement>,
    /// The map.
    map: Arc<Map>,
    /// What the table lists.
    #[prop(into)]
    caption: Text,
    /// Its id on the page.
    #[prop(into)]
    id: Text,
) -> impl IntoView {
    let rows = rows(&map, &names(&document)).into_iter().map(|row| view! { <StepRow row /> });
    let columns = vec![
        Column::new("Number").number(),
        Column::new("Step"),
        Column::new("Lane"),
        Column::new("Kind"),
        Column::new("Facts"),
        Column::new("Leads to"),
    ];
    view! { <DataTable caption id columns cards=true>{rows.collect_view()}</DataTable> }
}

#[component]
fn StepRow(row: Row) -> impl IntoView {
    // A list with nothing in it would be announced all the same.
    let leads: Vec<_> = row.leads_to.into_iter().map(|lead| view! { <LeadItem lead /> }).collect();
    let leads = (!leads.is_empty()).then(|| view! { <ul class="leads">{leads}</ul> });
    let note = (!row.note.is_empty()).then(|| view! { <span class="hint">{row.note}</span> });
    view! {
        <tr id=row.step.to_string()>
            <td data-label="Number" class="num">{row.number}</td>
            <th scope="row" data-label="Step">{row.name}" "{note}</th>
            <td data-label="Lane">{row.lane}</td>
            <td data-label="Kind">{row.told_kind}</td>
            <td data-label="Facts">{row.facts.join("; ")}</td>
            <td data-label="Leads to">{leads}</td>
        </tr>
    }
}

#[component]
fn LeadItem(lead: Lead) -> impl IntoView {
    let when = (!lead.condition.is_empty()).then(|| format!("{}: ", lead.condition));
    let (step, way) = (format!("{} {}", lead.number, lead.name), lead.way());
    let via = lead.integration.map(|(_, name)| format!(" via {name}"));
    view! { <li>{when}{way}<a href=format!("#{}", lead.step)>{step}</a>{via}</li> }
}

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
