//! The page of one map: the drawing, where it breaks, the work it takes, and every step as a table.
//! Nothing is only in the drawing.

use super::drawing::{Beside, Drawing, StepTable};
use super::fault::Breaks;
use super::files::{Downloads, ImportLink};
use super::ledger::MapLedger;
use crate::prelude::*;
use crate::ui::{EmptyState, Link, PageHeader, Tab, Tabs};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::{Map, Side};
use faultline::platform::ids::{EngagementId, WorkflowId};
use std::sync::Arc;

/// The page.
#[component]
pub fn MapPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The workflow.
    workflow: Workflow,
    /// Which of its maps.
    side: Side,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let engagement = document.id;
    let text = at(engagement, &format!("workflows/{}/{}/text", workflow.id, path(side)));
    let map = document.map(workflow.id, side).filter(|map| !map.steps.is_empty()).cloned();
    let (write, edit) = match (may_edit, map.is_some()) {
        (true, true) => (None, Some(text)),
        (true, false) => (Some(Link::new(text, "Write the map")), None),
        (false, _) => (None, None),
    };
    let actions = may_edit.then(|| {
        view! {
            {edit.map(|href| view! { <a class="button primary" href=href>"Edit the map"</a> })}
            <ImportLink engagement workflow=workflow.id side />
        }
    });
    let lede = match side {
        Side::Intended => "What should happen, as people say it does.",
        Side::Actual => "What really happens, manual work included.",
    };
    let body = match map {
        None => Either::Left(view! {
            <EmptyState title="Not written yet" action=write>
                <p>
                    "Write it as people tell it: a line for each step, with the system or team in front. The program lays it out."
                </p>
            </EmptyState>
        }),
        Some(map) => Either::Right(
            view! { <Written document workflow=workflow.clone() map=Arc::new(map) /> },
        ),
    };
    view! {
        <WorkflowHeader engagement workflow=workflow.clone() lede actions />
        <WorkflowTabs engagement workflow=workflow.id current=format!("/{}", path(side)) />
        {body}
    }
}

#[component]
fn Written(document: Arc<Engagement>, workflow: Workflow, map: Arc<Map>) -> impl IntoView {
    let title = format!("{}: {}", workflow.name, title(map.side).to_lowercase());
    let (engagement, side, note) = (document.id, map.side, map.note.clone());
    view! {
        <Drawing document=document.clone() map=map.clone() title id=path(side) beside=Beside::Breaks />
        {(!note.is_empty()).then(|| view! { <p class="hint">{note}</p> })}
        <Breaks document=document.clone() map=map.clone() />
        <MapLedger document=document.clone() map=map.clone() />
        <StepTable document map caption="Every step, in the order told" id="steps" />
        <Downloads engagement workflow=workflow.id side />
    }
}

/// The head of every page of a workflow.
#[component]
pub fn WorkflowHeader(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: Workflow,
    /// One sentence on what the page answers.
    lede: &'static str,
    /// What can be done here.
    #[prop(optional, into)]
    actions: Markup,
) -> impl IntoView {
    let trail = vec![Link::new(at(engagement, "workflows"), "Workflows")];
    view! { <PageHeader title=workflow.name trail lede>{actions}</PageHeader> }
}

/// The views of a workflow, as tabs.
#[component]
pub fn WorkflowTabs(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: WorkflowId,
    /// The last part of the page's address.
    #[prop(into)]
    current: String,
) -> impl IntoView {
    let page = |page: &str| at(engagement, &format!("workflows/{workflow}{page}"));
    let tabs = vec![
        Tab::from(Link::new(page(""), "Workflow")),
        Tab::from(Link::new(page("/intended"), "Intended")),
        Tab::from(Link::new(page("/actual"), "Actual")),
        Tab::from(Link::new(page("/compare"), "Compare")),
    ];
    view! { <Tabs label="Views of the workflow" tabs current=page(&current) /> }
}

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
