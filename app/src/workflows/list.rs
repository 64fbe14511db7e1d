//! The workflows of an engagement.

use super::ledger::EngagementLedger;
use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EmptyState, Link, PageHeader, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::judgement::matching::compare;
use std::sync::Arc;

/// The page.
#[component]
pub fn WorkflowsPage(
    /// The engagement.
    document: Arc<Engagement>,
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
        Either::Right(view! { <Workflows document=document.clone() /> })
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
fn Workflows(document: Arc<Engagement>) -> impl IntoView {
    let rows = document.workflows.iter().cloned();
    let rows = rows.map(|workflow| view! { <WorkflowRow document=document.clone() workflow /> });
    let columns =
        ["Workflow", "Starts with", "Intended", "Actual", "Compared"].map(Column::new).to_vec();
    view! {
        <DataTable caption="Workflows" id="workflows" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
    }
}

#[component]
fn WorkflowRow(document: Arc<Engagement>, workflow: Workflow) -> impl IntoView {
    let page = |page: &str| at(document.id, &format!("workflows/{}{page}", workflow.id));
    let steps = |side| document.map(workflow.id, side).map_or(0, |map| map.steps.len());
    let compared = match compare(&document, &workflow) {
        None => Either::Left(view! { <Badge tone=Tone::Unknown word="not compared yet" /> }),
        Some(seen) => Either::Right(format!(
            "{} missing, {} shadow, {} changed",
            seen.missing, seen.shadow, seen.changed
        )),
    };
    view! {
        <tr id=workflow.id.to_string()>
            <th scope="row" data-label="Workflow"><a href=page("")>{workflow.name.clone()}</a></th>
            <td data-label="Starts with">{workflow.start_event.clone()}</td>
            <td data-label="Intended"><a href=page("/intended")><StepCount steps=steps(Side::Intended) /></a></td>
            <td data-label="Actual"><a href=page("/actual")><StepCount steps=steps(Side::Actual) /></a></td>
            <td data-label="Compared"><a href=page("/compare")>{compared}</a></td>
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
