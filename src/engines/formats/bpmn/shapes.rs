//! Which BPMN element stands for a kind of step, and our own attributes that keep what BPMN has no word for.
//! Another modeller reads the elements and leaves the attributes alone.

use crate::engines::formats::xml::tree::Element;
use crate::engines::map::{Step, StepFacts, StepKind, Touch, TouchKind};
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

/// What a step is drawn as; `entered` and `left` say whether flows lead to and from it.
pub fn shape(kind: StepKind, entered: bool, left: bool) -> Shape {
    use StepKind as K;
    let event = |element, definition| Shape { element, definition, size: (36.0, 36.0) };
    let task = |element| Shape { element, definition: None, size: (120.0, 80.0) };
    match kind {
        // BPMN has nothing lead into a start, or out of an end.
        K::Start if !entered => event("startEvent", None),
        K::End if !left => event("endEvent", None),
        K::Start | K::End => event("intermediateThrowEvent", None),
        K::Decision => Shape { element: "exclusiveGateway", definition: None, size: (50.0, 50.0) },
        K::Wait => event("intermediateCatchEvent", Some("timerEventDefinition")),
        K::Task => task("serviceTask"),
        K::CopyPaste | K::SpreadsheetEdit | K::ExceptionHandling => task("manualTask"),
        K::Export | K::Import | K::Approval | K::Retry | K::Check | K::Notification => {
            task("userTask")
        }
        K::Detection => task("task"),
    }
}

/// Our own attributes of a step.
pub fn own(step: &Step) -> Vec<(&'static str, String)> {
    let facts = &step.facts;
    let mut own = vec![("kind", step.kind.key().to_owned())];
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
