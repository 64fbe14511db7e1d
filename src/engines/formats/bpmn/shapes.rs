//! Which BPMN element stands for a kind of step, and our own attributes that keep what BPMN has no word for.
//! Another modeller reads the elements and leaves the attributes alone.

use super::forms;
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::{Form, Step, StepFacts, StepKind, Touch, TouchKind};
use crate::platform::catalogue::Catalogue;

/// The element of a step, the event definition in it, and its size in a drawing.
pub struct Shape {
    /// The element.
    pub element: &'static str,
    /// The event definition in it.
    pub definition: Option<&'static str>,
    /// Width and height.
    pub size: (f64, f64),
}

impl Shape {
    /// Whether it is drawn as work.
    pub fn is_task(&self) -> bool {
        !self.element.ends_with("Event") && !self.element.ends_with("Gateway")
    }
}

/// The width and height of an event.
pub const EVENT: f64 = 36.0;

/// What leads to a step and from it, and whether it is on the border of another one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ties {
    /// Sequence flows lead to it.
    pub entered: bool,
    /// Sequence flows lead from it.
    pub left: bool,
    /// It is on the border of a step.
    pub attached: bool,
}

/// What a step is drawn as.
pub fn shape(step: &Step, ties: Ties) -> Shape {
    let form = step.form.unwrap_or_else(|| match (ties.attached, step.kind) {
        // What interrupts a step has to be about something.
        (true, StepKind::Detection) => Form::Error,
        (true, StepKind::Task) => Form::Signal,
        (_, kind) => forms::usual(kind),
    });
    let size = if form.is_gateway() { (50.0, 50.0) } else { (120.0, 80.0) };
    match forms::element(form) {
        Some(element) if !ties.attached => Shape { element, definition: None, size },
        _ => event(step.kind, form, ties),
    }
}

/// An event: attached to a step, a beginning or an end where BPMN allows that, else caught or thrown between steps.
fn event(kind: StepKind, form: Form, ties: Ties) -> Shape {
    let element = match kind {
        _ if ties.attached => "boundaryEvent",
        StepKind::Start if !ties.entered => "startEvent",
        StepKind::End if !ties.left => "endEvent",
        StepKind::Wait | StepKind::Detection => "intermediateCatchEvent",
        _ => "intermediateThrowEvent",
    };
    Shape { element, definition: forms::definition(form), size: (EVENT, EVENT) }
}

/// Our own attributes of a step.
pub fn own(step: &Step, attached: bool) -> Vec<(&'static str, String)> {
    let facts = &step.facts;
    let mut own = vec![("kind", step.kind.key().to_owned())];
    match step.form {
        Some(form) => own.push(("form", form.key().to_owned())),
        None if attached => own.push(("form", "none".to_owned())),
        None => {}
    }
    let marks = [
        ("memory", facts.relies_on_memory),
        ("approval", facts.needs_approval),
        ("audit", facts.needs_audit_trail),
    ];
    own.extend(marks.iter().filter(|(_, set)| *set).map(|(name, _)| (*name, "true".to_owned())));
    own.extend(facts.minutes_per_run.map(|minutes| ("minutes", minutes.to_string())));
    own.extend(facts.runs_per_month.map(|runs| ("runs", runs.to_string())));
    if !facts.trigger.is_empty() {
        own.push(("by", facts.trigger.clone()));
    }
    for (name, kind) in [("creates", TouchKind::Creates), ("updates", TouchKind::Updates)] {
        let touched = facts.touches.iter().filter(|touch| touch.kind == kind);
        let touched: Vec<_> = touched.map(|touch| touch.data.as_str()).collect();
        if !touched.is_empty() {
            own.push((name, touched.join("; ")));
        }
    }
    own
}

/// The facts that our own attributes tell.
pub fn facts(node: &Element) -> StepFacts {
    let number = |name| node.own(name).parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
    let touches = [("creates", TouchKind::Creates), ("updates", TouchKind::Updates)];
    let touches = touches.into_iter().flat_map(|(name, kind)| {
        let data = node.own(name).split(';').map(str::trim).filter(|data| !data.is_empty());
        data.map(move |data| Touch { kind, data: data.to_owned(), data_type: None })
    });
    StepFacts {
        relies_on_memory: node.own("memory") == "true",
        trigger: node.own("by").to_owned(),
        touches: touches.collect(),
        needs_approval: node.own("approval") == "true",
        needs_audit_trail: node.own("audit") == "true",
        minutes_per_run: number("minutes"),
        runs_per_month: number("runs"),
    }
}
