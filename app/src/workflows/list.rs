//! The workflows of an engagement.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, EmptyState, Link, PageHeader, Tone};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::workflow::Workflow;
use faultline::engines::map::Side;
use faultline::judgement::matching::compare;

/// The page.
pub fn view(document: &Engagement, may_edit: bool) -> impl IntoView + use<> {
    let new = Link::new(at(document.id, "workflows/new"), "Add a workflow");
    let add = (may_edit && !document.workflows.is_empty())
        .then(|| view! { <a class="button primary" href=new.href.clone()>{new.label.clone()}</a> });
    let body = if document.workflows.is_empty() {
        view! {
            <EmptyState title="No workflows yet" action=may_edit.then_some(new)>
                <p>"A workflow is what the business wants done, from the event that starts it to the record that must be right at the end."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let rows = document.workflows.iter().map(|workflow| row(document, workflow)).collect_view();
        let columns =
            ["Workflow", "Starts with", "Intended", "Actual", "Compared"].map(Column::new).to_vec();
        view! { <DataTable caption="Workflows" id="workflows" columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    view! {
        <PageHeader title="Workflows" lede="What should happen, what happens, and where the two part.">{add}</PageHeader>
        {body}
        {super::ledger::of_engagement(document)}
    }
}

fn row(document: &Engagement, workflow: &Workflow) -> impl IntoView + use<> {
    let page = |page: &str| at(document.id, &format!("workflows/{}{page}", workflow.id));
    let steps = |side| match document.map(workflow.id, side).map_or(0, |map| map.steps.len()) {
        0 => view! { <Badge tone=Tone::Unknown word="not written yet" /> }.markup(),
        1 => "1 step".markup(),
        n => format!("{n} steps").markup(),
    };
    let compared = match compare(document, workflow) {
        None => view! { <Badge tone=Tone::Unknown word="not compared yet" /> }.markup(),
        Some(seen) => {
            format!("{} missing, {} shadow, {} changed", seen.missing, seen.shadow, seen.changed)
                .markup()
        }
    };
    view! {
        <tr id=workflow.id.to_string()>
            <th scope="row" data-label="Workflow"><a href=page("")>{workflow.name.clone()}</a></th>
            <td data-label="Starts with">{workflow.start_event.clone()}</td>
            <td data-label="Intended"><a href=page("/intended")>{steps(Side::Intended)}</a></td>
            <td data-label="Actual"><a href=page("/actual")>{steps(Side::Actual)}</a></td>
            <td data-label="Compared"><a href=page("/compare")>{compared}</a></td>
        </tr>
    }
}
