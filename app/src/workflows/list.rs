//! The workflows of an engagement.

use super::ledger::EngagementLedger;
use super::lines::{WORKFLOW_COLUMNS, WorkflowLine};
use crate::listing::{ListFilter, Listing, MANY};
use crate::prelude::*;
use crate::ui::{Badge, DataTable, EmptyState, Link, PageHeader, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::platform::ids::EngagementId;
use std::sync::Arc;

/// The page.
#[component]
pub fn WorkflowsPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What narrows and sorts them.
    listing: Listing,
    /// Whether the reader may change it.
    may_edit: bool,
) -> impl IntoView {
    let new = may_edit.then(|| Link::new(at(document.id, "workflows/new"), "Add a workflow"));
    let none = document.workflows.is_empty();
    let add = new.clone().filter(|_| !none);
    let body = if none {
        Either::Left(view! {
            <EmptyState title="No workflows yet" action=new>
                <p>"A workflow is what the business wants done, from the event that starts it to the record that must be right at the end."</p>
            </EmptyState>
        })
    } else {
        Either::Right(view! { <Workflows document=document.clone() listing /> })
    };
    view! {
        <PageHeader title="Workflows" lede="What should happen, what happens, and where the two part.">
            {add.map(|link| view! { <a class="button primary" href=link.href>{link.label}</a> })}
        </PageHeader>
        {body}
        <EngagementLedger document />
    }
}

#[component]
fn Workflows(document: Arc<Engagement>, listing: Listing) -> impl IntoView {
    let (engagement, list) = (document.id, at(document.id, "workflows"));
    let many = document.workflows.len() >= MANY;
    let lines = listing.of(WorkflowLine::all(&document), &WORKFLOW_COLUMNS);
    let none = lines.is_empty();
    let columns = listing.headers(&list, &WORKFLOW_COLUMNS);
    let file = at(engagement, &format!("workflows.csv{}", listing.query()));
    let rows = lines.into_iter().map(|line| view! { <WorkflowRow engagement line /> });
    let rows = rows.collect_view();
    view! {
        <ListFilter list listing many />
        {none.then(|| view! { <p class="hint">"No workflow has these words."</p> })}
        <DataTable caption="Workflows" id="workflows" columns cards=true quiet=true>{rows}</DataTable>
        <p class="list-foot"><a href=file>"Workflows as CSV"</a></p>
    }
}

#[component]
fn WorkflowRow(engagement: EngagementId, line: WorkflowLine) -> impl IntoView {
    let WorkflowLine { workflow, intended, actual, compared } = line;
    let page = |page: &str| at(engagement, &format!("workflows/{}{page}", workflow.id));
    let compared = match compared {
        None => Either::Left(view! { <Badge tone=Tone::Unknown word="not compared yet" /> }),
        Some(told) => Either::Right(told),
    };
    let (own, intention, reality, both) =
        (page(""), page("/intended"), page("/actual"), page("/compare"));
    view! {
        <tr id=workflow.id.to_string()>
            <th scope="row" data-label="Workflow"><a href=own>{workflow.name}</a></th>
            <td data-label="Starts with">{workflow.start_event}</td>
            <td data-label="Intended"><a href=intention><StepCount steps=intended /></a></td>
            <td data-label="Actual"><a href=reality><StepCount steps=actual /></a></td>
            <td data-label="Compared"><a href=both>{compared}</a></td>
        </tr>
    }
}

#[component]
fn StepCount(steps: usize) -> impl IntoView {
    match steps {
        0 => Either::Left(view! { <Badge tone=Tone::Unknown word="not written yet" /> }),
        1 => Either::Right("1 step".to_owned()),
        n => Either::Right(format!("{n} steps")),
    }
}
