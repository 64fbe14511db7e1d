//! Which kind of step a flow node is, and what it is called when the file gives it no name.
//! Where the file does not tell which manual work it is, that is said.

use super::forms;
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::text::inferred_kind;
use crate::engines::map::{Form, LaneKind, StepKind};

/// What a flow node becomes.
pub struct Became {
    /// Its kind.
    pub kind: StepKind,
    /// What it is called when it has no name.
    pub name: String,
    /// What deserves a look.
    pub doubt: Option<&'static str>,
    /// A person does it, and nothing tells which kind of work it is.
    pub unclear: bool,
    /// Nothing but its name was there to tell who does it.
    pub guessed: bool,
    /// What it is drawn as, where its kind does not tell.
    pub form: Option<Form>,
}

/// How many flows enter and leave a node.
#[derive(Debug, Clone, Copy, Default)]
pub struct Degree {
    /// Flows in.
    pub enters: u32,
    /// Flows out.
    pub leaves: u32,
}

/// Whether an element is a flow node.
pub fn is_node(name: &str) -> bool {
    is_task(name) || name.ends_with("Event") || name.ends_with("Gateway") || is_sub_process(name)
}

fn is_task(name: &str) -> bool {
    matches!(name, "task" | "callActivity" | "callChoreography" | "choreographyTask")
        || name.ends_with("Task") && name != "globalTask"
}

/// Whether an element is a sub-process.
pub fn is_sub_process(name: &str) -> bool {
    matches!(name, "subProcess" | "adHocSubProcess" | "transaction" | "subChoreography")
}

/// What a flow node becomes; `inside` is the sub-process it is in.
pub fn of(node: &Element, inside: Option<&str>, degree: Degree) -> Became {
    let became = kind_of(node, inside, degree);
    // What a sub-process begins and ends with is a step among those before and after it.
    let flattened = inside.is_some() && matches!(node.name.as_str(), "startEvent" | "endEvent");
    let form = if flattened { None } else { forms::of(node, became.kind) };
    Became { form, ..became }
}

fn kind_of(node: &Element, inside: Option<&str>, degree: Degree) -> Became {
    let kind = node.name.as_str();
    if let Ok(kind) = node.own("kind").parse() {
        return became(kind, kind_name(kind), None);
    }
    if kind.ends_with("Event") {
        return event(node, inside);
    }
    if kind.ends_with("Gateway") {
        return gateway(kind, degree);
    }
    let by_words = inferred_kind(node.get("name"), LaneKind::Team);
    let by_words = if by_words.is_manual() || by_words == StepKind::Detection {
        by_words
    } else {
        StepKind::Task
    };
    match kind {
        "receiveTask" => became(StepKind::Wait, "Wait for a message", None),
        "serviceTask" | "scriptTask" | "businessRuleTask" | "sendTask" => {
            became(StepKind::Task, "Automated task", None)
        }
        "userTask" | "manualTask" => {
            let unclear = by_words == StepKind::Task;
            let kind = if unclear { StepKind::ExceptionHandling } else { by_words };
            Became { unclear, ..became(kind, "Manual task", None) }
        }
        "callActivity" => {
            let doubt = "It calls another process. If that is in the file, its steps are here too.";
            became(by_words, "Called process", Some(doubt))
        }
        name if is_sub_process(name) => {
            let doubt = "A sub-process whose steps are not in the file: one step stands for them.";
            became(by_words, "Sub-process", Some(doubt))
        }
        _ => Became { guessed: by_words == StepKind::Task, ..became(by_words, "Task", None) },
    }
}

fn became(kind: StepKind, name: impl Into<String>, doubt: Option<&'static str>) -> Became {
    Became { kind, name: name.into(), doubt, unclear: false, guessed: false, form: None }
}

fn kind_name(kind: StepKind) -> &'static str {
    crate::platform::catalogue::Catalogue::label(kind)
}

fn event(node: &Element, inside: Option<&str>) -> Became {
    let trigger = trigger(node);
    let of = inside.map(|name| format!(" of {name}"));
    match (node.name.as_str(), of) {
        ("startEvent", Some(of)) => became(StepKind::Task, format!("Start{of}"), None),
        ("endEvent", Some(of)) => became(StepKind::Task, format!("End{of}"), None),
        ("startEvent", None) => became(StepKind::Start, "Start", None),
        ("endEvent", None) => became(StepKind::End, "End", None),
        ("boundaryEvent", _) if matches!(trigger, "error" | "escalation" | "cancel") => {
            became(StepKind::Detection, format!("On {trigger}"), None)
        }
        ("boundaryEvent", _) => became(StepKind::Wait, format!("On {trigger}"), None),
        ("intermediateCatchEvent", _) => {
            became(StepKind::Wait, format!("Wait for {trigger}"), None)
        }
        _ => became(StepKind::Task, format!("Send {trigger}"), None),
    }
}

/// What an event is about.
pub fn trigger(node: &Element) -> &str {
    let definition = node.children.iter().find_map(|child| {
        let name = child.name.strip_suffix("EventDefinition")?;
        (!name.is_empty()).then_some(name)
    });
    definition.unwrap_or("event")
}

fn gateway(kind: &str, degree: Degree) -> Became {
    let joins = degree.enters > 1 && degree.leaves <= 1;
    match (kind, joins) {
        ("parallelGateway", true) => became(StepKind::Wait, "Wait for all branches", None),
        ("inclusiveGateway", true) => became(StepKind::Wait, "Wait for the branches taken", None),
        ("parallelGateway", false) => became(StepKind::Task, "Do all of these", None),
        ("inclusiveGateway", false) => became(StepKind::Decision, "Which of these?", None),
        ("eventBasedGateway", _) => became(StepKind::Decision, "What happens first?", None),
        (_, true) => became(StepKind::Task, "Branches come together", None),
        (_, false) => became(StepKind::Decision, "Which way?", None),
    }
}
