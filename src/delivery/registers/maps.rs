//! Steps and flows of both maps of each workflow, and where the two differ.

use super::{Told, label, lines, maybe, sheet};
use crate::document::workflow::Workflow;
use crate::engines::map::{Map, Step};
use crate::engines::office::workbook::{Sheet, Value};
use crate::platform::ids::StepId;

/// The maps that were recorded, each with its workflow, in the order of the workflows.
fn recorded<'a>(told: &Told<'a>) -> impl Iterator<Item = (&'a Workflow, &'a Map)> {
    let doc = told.doc;
    doc.workflows.iter().flat_map(move |workflow| {
        let of = move |map: &&Map| map.workflow == workflow.id;
        doc.maps.iter().filter(of).map(move |map| (workflow, map))
    })
}

fn number(map: &Map, id: StepId) -> Value {
    map.steps.iter().position(|step| step.id == id).map_or(Value::Empty, |at| Value::count(at + 1))
}

fn name(map: &Map, id: StepId) -> Value {
    map.step(id).map_or(Value::Empty, |step| (&step.name).into())
}

pub(super) fn steps(told: &Told<'_>) -> Sheet {
    let row = |(workflow, map, step): (&Workflow, &Map, &Step)| {
        let facts = &step.facts;
        vec![
            (&workflow.name).into(),
            label(map.side),
            number(map, step.id),
            map.lane(step.lane).map_or(Value::Empty, |lane| (&lane.name).into()),
            (&step.name).into(),
            label(step.kind),
            step.kind.is_manual().into(),
            facts.relies_on_memory.into(),
            (&facts.trigger).into(),
            facts.needs_approval.into(),
            facts.needs_audit_trail.into(),
            Value::measured(facts.minutes_per_run),
            Value::measured(facts.runs_per_month),
            Value::measured(step.hours_a_month()),
            lines(facts.touches.iter().map(|touch| format!("{}: {}", touch.kind, touch.data))),
            maybe(step.form),
            lines(step.beside.iter().map(|beside| format!("{}: {}", beside.kind, beside.text))),
        ]
    };
    let all = recorded(told)
        .flat_map(|(workflow, map)| map.steps.iter().map(move |step| (workflow, map, step)));
    let columns = [
        ("Workflow", 26),
        ("Map", 12),
        ("No.", 6),
        ("Lane", 20),
        ("Step", 40),
        ("Kind", 20),
        ("By hand", 10),
        ("Relies on memory", 12),
        ("Who may trigger it", 22),
        ("Needs approval", 12),
        ("Needs an audit trail", 12),
        ("Minutes a run", 12),
        ("Runs a month", 12),
        ("Hours a month", 12),
        ("Records it touches", 30),
        ("Form", 20),
        ("Beside it", 30),
    ];
    sheet("Steps", &columns, all.map(row).collect())
}

pub(super) fn flows(told: &Told<'_>) -> Sheet {
    let mut rows = Vec::new();
    for (workflow, map) in recorded(told) {
        rows.extend(map.flows.iter().map(|flow| {
            vec![
                (&workflow.name).into(),
                label(map.side),
                number(map, flow.from),
                name(map, flow.from),
                number(map, flow.to),
                name(map, flow.to),
                (&flow.condition).into(),
                told.integration(flow.integration),
                label(flow.kind),
            ]
        }));
    }
    let columns = [
        ("Workflow", 26),
        ("Map", 12),
        ("From no.", 8),
        ("From", 36),
        ("To no.", 8),
        ("To", 36),
        ("Condition", 30),
        ("Integration", 30),
        ("What it is", 16),
    ];
    sheet("Flows", &columns, rows)
}

/// Where what happens differs from what should.
pub(super) fn differences(told: &Told<'_>) -> Sheet {
    let mut rows = Vec::new();
    for comparison in &told.assessment.comparisons {
        let of = told.doc.workflows.iter().find(|workflow| workflow.id == comparison.workflow);
        rows.extend(comparison.differences.iter().map(|seen| {
            vec![
                of.map_or(Value::Empty, |workflow| (&workflow.name).into()),
                label(seen.kind),
                (&seen.says).into(),
                maybe(seen.judgement),
                (&seen.note).into(),
            ]
        }));
    }
    let columns = [
        ("Workflow", 26),
        ("Difference", 16),
        ("What differs", 60),
        ("What we make of it", 20),
        ("Note", 50),
    ];
    sheet("Differences", &columns, rows)
}
