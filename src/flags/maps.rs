//! Flags that the maps raise: memory, shadow steps, work done twice, no step that notices a failure.
//! What a person judged to be fine raises nothing.

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::engagement::{Complaint, Engagement};
use crate::evidence::{Evidence, Subject};
use crate::ids::IntegrationId;
use crate::integrations::Criticality;
use crate::matching::{DifferenceKind, Judgement, compare, reach};
use crate::workflow::{Map, Side, Step, StepKind, Workflow, ledger};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// Hours a month of entering the same data again from which it is a flag of its own: one working day.
const ONE_DAY: f64 = 8.0;

pub(super) fn raise(doc: &Engagement) -> Vec<Raised> {
    doc.workflows.iter().flat_map(|workflow| of_workflow(doc, workflow)).collect()
}

fn of_workflow(doc: &Engagement, workflow: &Workflow) -> Vec<Raised> {
    let Some(map) = doc.map(workflow.id, Side::Actual).filter(|map| map.steps.len() >= 2) else {
        return Vec::new();
    };
    let flow = Flow { doc, workflow, map, criticality: criticality(doc, workflow) };
    let memory = map
        .steps
        .iter()
        .filter(|step| step.facts.relies_on_memory)
        .map(|step| from_memory(&flow, step));
    let mut raised: Vec<_> = undetected(&flow).into_iter().chain(memory).collect();
    raised.extend(shadows(&flow));
    raised.extend(entered_again(&flow));
    raised
}

/// A workflow as it really goes.
struct Flow<'a> {
    doc: &'a Engagement,
    workflow: &'a Workflow,
    map: &'a Map,
    criticality: Option<Criticality>,
}

/// The highest criticality of the integrations in scope that a workflow's maps use.
fn criticality(doc: &Engagement, workflow: &Workflow) -> Option<Criticality> {
    let maps = doc.maps.iter().filter(|map| map.workflow == workflow.id);
    let used: BTreeSet<IntegrationId> = maps.flat_map(|map| reach::used(doc, map)).collect();
    let in_scope = doc.in_scope().map(|one| one.id).filter(|id| used.contains(id)).collect();
    reach::criticality(doc, &in_scope)
}

fn undetected(flow: &Flow<'_>) -> Option<Raised> {
    if flow.map.steps.iter().any(|step| step.kind == StepKind::Detection) {
        return None;
    }
    let says = format!("No step of “{}” notices that something failed.", flow.workflow.name);
    let about = Subject::Map { workflow: flow.workflow.id, side: Side::Actual };
    Some(Raised::new(FlagRule::NobodyNotices, about, flow.criticality, says))
}

fn about_step(flow: &Flow<'_>, step: &Step) -> Subject {
    Subject::Step { workflow: flow.workflow.id, side: Side::Actual, step: step.id }
}

fn from_memory(flow: &Flow<'_>, step: &Step) -> Raised {
    let says = format!(
        "“{}” in “{}” happens only when somebody remembers.",
        step.name, flow.workflow.name
    );
    let near = reach::nearest(flow.doc, flow.map, step.id);
    let criticality = reach::criticality(flow.doc, &near).or(flow.criticality);
    Raised::new(FlagRule::HumanMemory, about_step(flow, step), criticality, says)
}

fn shadows(flow: &Flow<'_>) -> Vec<Raised> {
    if flow.criticality != Some(Criticality::Critical) {
        return Vec::new();
    }
    let differences =
        compare(flow.doc, flow.workflow).map_or(Vec::new(), |comparison| comparison.differences);
    let open = differences.into_iter().filter(|seen| {
        seen.kind == DifferenceKind::Shadow && seen.judgement != Some(Judgement::Fine)
    });
    let raised = open.map(|seen| {
        let about = seen.subject(flow.workflow.id);
        let evidence = Evidence::new(seen.says.clone(), about.clone());
        Raised::new(FlagRule::ShadowStep, about, flow.criticality, seen.says).because([evidence])
    });
    raised.collect()
}

fn entered_again(flow: &Flow<'_>) -> Option<Raised> {
    let again = |step: &&Step| {
        matches!(
            step.kind,
            StepKind::CopyPaste | StepKind::SpreadsheetEdit | StepKind::Export | StepKind::Import
        )
    };
    let timed =
        flow.map.steps.iter().filter(again).filter_map(|step| Some((step, ledger::hours(step)?)));
    let timed: Vec<_> = timed.collect();
    let hours: f64 = timed.iter().map(|(_, hours)| hours).sum();
    if hours < ONE_DAY {
        return None;
    }
    let says = format!(
        "{hours:.0} hours a month{} go into entering the same data again in “{}”.",
        cost(flow.doc, hours),
        flow.workflow.name
    );
    let told = timed.iter().map(|(step, hours)| {
        Evidence::new(
            format!("“{}” takes {hours:.1} hours a month.", step.name),
            about_step(flow, step),
        )
    });
    let about = Subject::Workflow { workflow: flow.workflow.id };
    let raised = Raised::new(FlagRule::DuplicateEntry, about, flow.criticality, says);
    Some(raised.because(told).because(ticked(flow.doc, Complaint::TypedTwice)))
}

/// “ (EUR 1260)” when an hour’s cost is known.
fn cost(doc: &Engagement, hours: f64) -> String {
    let minutes = Decimal::try_from((hours * 60.0).round()).ok();
    let amount =
        doc.brief.hourly_cost.zip(minutes).and_then(|(cost, minutes)| cost.checked_mul(minutes));
    let rounded = amount.map(|amount| (amount / Decimal::from(60)).round());
    rounded.map_or_else(String::new, |amount| {
        format!(" ({} {})", doc.brief.currency, amount.normalize())
    })
}
