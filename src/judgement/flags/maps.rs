//! Flags that the maps raise: memory, shadow steps, work done twice, no step that notices a failure.
//! What a person judged to be fine raises nothing.

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::Criticality;
use crate::document::matching::Judgement;
use crate::document::workflow::Workflow;
use crate::engines::map::{Map, Side, Step, StepKind};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::Reading;
use crate::judgement::matching::DifferenceKind;
use crate::platform::numbers::money;
use crate::platform::wording::counted;
use rust_decimal::Decimal;

/// Hours a month of entering the same data again from which it is a flag of its own: one working day.
const ONE_DAY: f64 = 8.0;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    reading.doc.workflows.iter().flat_map(|workflow| of_workflow(reading, workflow)).collect()
}

fn of_workflow(reading: &Reading<'_>, workflow: &Workflow) -> Vec<Raised> {
    let Some(map) = reading.doc.map(workflow.id, Side::Actual).filter(|map| map.steps.len() >= 2)
    else {
        return Vec::new();
    };
    let flow = Flow {
        reading,
        workflow,
        map,
        criticality: reading.criticality(reading.used(workflow.id)),
    };
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
    reading: &'a Reading<'a>,
    workflow: &'a Workflow,
    map: &'a Map,
    criticality: Option<Criticality>,
}

fn undetected(flow: &Flow<'_>) -> Option<Raised> {
    if flow.map.steps.iter().any(|step| step.kind == StepKind::Detection) {
        return None;
    }
    let says = format!("No step of “{}” notices that something failed.", flow.workflow.name);
    let about = Subject::Map { workflow: flow.workflow.id, side: Side::Actual };
    let steps = counted(flow.map.steps.len() as i64, "step", "steps");
    let seen = format!("{steps} on the actual map, none of the kind “{}”.", StepKind::Detection);
    Some(Raised::new(FlagRule::NobodyNotices, about, flow.criticality, says).seen(seen))
}

fn about_step(flow: &Flow<'_>, step: &Step) -> Subject {
    Subject::Step { workflow: flow.workflow.id, side: Side::Actual, step: step.id }
}

fn from_memory(flow: &Flow<'_>, step: &Step) -> Raised {
    let says = format!(
        "“{}” in “{}” happens only when somebody remembers.",
        step.name, flow.workflow.name
    );
    let reach = flow.reading.reach(flow.workflow.id, Side::Actual);
    let near = reach.and_then(|reach| flow.reading.criticality(reach.nearest(step.id)));
    let criticality = near.or(flow.criticality);
    let seen = match step.facts.trigger.trim() {
        "" => {
            "The actual map says that it relies on memory; who triggers it is not recorded.".into()
        }
        who => format!("The actual map says that it relies on memory; triggered by {who}."),
    };
    Raised::new(FlagRule::HumanMemory, about_step(flow, step), criticality, says).seen(seen)
}

fn shadows(flow: &Flow<'_>) -> Vec<Raised> {
    if flow.criticality != Some(Criticality::Critical) {
        return Vec::new();
    }
    let comparison = flow.reading.comparison(flow.workflow.id);
    let differences = comparison.into_iter().flat_map(|comparison| &comparison.differences);
    let open = differences.filter(|seen| {
        seen.kind == DifferenceKind::Shadow && seen.judgement != Some(Judgement::Fine)
    });
    let raised = open.map(|seen| {
        let about = seen.subject(flow.workflow.id);
        let raised = Raised::new(FlagRule::ShadowStep, about, flow.criticality, seen.says.clone());
        raised.seen(match (seen.judgement, seen.note.trim()) {
            (None, _) => "Nobody has judged it yet.".to_owned(),
            (Some(judgement), "") => format!("Judged “{judgement}”."),
            (Some(judgement), note) => format!("Judged “{judgement}”: {note}"),
        })
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
        flow.map.steps.iter().filter(again).filter_map(|step| Some((step, step.hours_a_month()?)));
    let timed: Vec<_> = timed.collect();
    let hours: f64 = timed.iter().map(|(_, hours)| hours).sum();
    if hours < ONE_DAY {
        return None;
    }
    let says = format!(
        "{hours:.1} hours a month{} go into entering the same data again in “{}”.",
        cost(flow.reading.doc, hours),
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
    Some(raised.because(told).because(ticked(flow.reading.doc, Complaint::TypedTwice)))
}

/// “ (1,260 EUR)” when an hour’s cost is known.
fn cost(doc: &Engagement, hours: f64) -> String {
    let minutes = Decimal::try_from((hours * 60.0).round()).ok();
    let amount =
        doc.brief.hourly_cost.zip(minutes).and_then(|(cost, minutes)| cost.checked_mul(minutes));
    let rounded = amount.map(|amount| (amount / Decimal::from(60)).round());
    rounded.map_or_else(String::new, |amount| {
        format!(" ({})", money(amount.normalize(), &doc.brief.currency))
    })
}
