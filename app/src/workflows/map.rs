//! The page of one map: the drawing, where it breaks, the work it takes, and every step as a table.
//! Nothing is only in the drawing.

use super::{drawing, fault, files, ledger};
use crate::prelude::*;
use crate::ui::{EmptyState, Link, PageHeader, Tab, Tabs};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::{Map, Side};

/// The last part of the page's address.
pub fn path(side: Side) -> &'static str {
    match side {
        Side::Intended => "intended",
        Side::Actual => "actual",
    }
}

/// What the map is called.
pub fn title(side: Side) -> &'static str {
    match side {
        Side::Intended => "Intended map",
        Side::Actual => "Actual map",
    }
}

/// The views of a workflow, as tabs.
pub fn tabs(document: &Engagement, workflow: &Workflow, current: &str) -> impl IntoView + use<> {
    let page = |page: &str| at(document.id, &format!("workflows/{}{page}", workflow.id));
    let tabs = vec![
        Tab::from(Link::new(page(""), "Workflow")),
        Tab::from(Link::new(page("/intended"), "Intended")),
        Tab::from(Link::new(page("/actual"), "Actual")),
        Tab::from(Link::new(page("/compare"), "Compare")),
    ];
    view! { <Tabs label="Views of the workflow" tabs current=page(current) /> }
}

/// The head of every page of a workflow.
pub fn head(
    document: &Engagement,
    workflow: &Workflow,
    lede: &'static str,
    actions: Option<Markup>,
) -> impl IntoView + use<> {
    let trail = vec![Link::new(at(document.id, "workflows"), "Workflows")];
    view! { <PageHeader title=workflow.name.clone() trail lede>{actions}</PageHeader> }
}

/// The page of one map.
pub fn view(
    document: &Engagement,
    workflow: &Workflow,
    side: Side,
    may_edit: bool,
) -> impl IntoView + use<> {
    let text = at(document.id, &format!("workflows/{}/{}/text", workflow.id, path(side)));
    let map = document.map(workflow.id, side).filter(|map| !map.steps.is_empty());
    let write = Link::new(text, if map.is_some() { "Edit the map" } else { "Write the map" });
    let button = may_edit.then(|| {
        let edit = map.is_some().then(|| {
            view! { <a class="button primary" href=write.href.clone()>{write.label.clone()}</a> }
        });
        view! { {edit}{files::import_link(document, workflow, side)} }.markup()
    });
    let lede = match side {
        Side::Intended => "What should happen, as people say it does.",
        Side::Actual => "What really happens, manual work included.",
    };
    let body = match map {
        None => view! {
            <EmptyState title="Not written yet" action=may_edit.then_some(write)>
                <p>
                    "Write it as people tell it: a line for each step, with the system or team in front. The program lays it out."
                </p>
            </EmptyState>
        }
        .markup(),
        Some(map) => shown(document, workflow, map).markup(),
    };
    view! {
        {head(document, workflow, lede, button)}
        {tabs(document, workflow, &format!("/{}", path(side)))}
        {body}
    }
}

fn shown(document: &Engagement, workflow: &Workflow, map: &Map) -> impl IntoView + use<> {
    let title = format!("{}: {}", workflow.name, title(map.side).to_lowercase());
    let note = (!map.note.is_empty()).then(|| view! { <p class="hint">{map.note.clone()}</p> });
    view! {
        {drawing::leading(document, map, &title, path(map.side))}
        {note}
        {fault::list(document, map)}
        {ledger::of_map(document, map)}
        {drawing::table(document, map, "Every step, in the order told", "steps")}
        {files::downloads(document, workflow, map.side)}
    }
}
