//! Sequence flows, message flows, and the ways into events that are attached to a task.
//! A flow whose ends are not in the file is listed as not understood.

use super::nodes::Nodes;
use crate::engines::formats::draft::{Boundary, Draft};
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::FlowKind;
use crate::engines::map::text::MAX_FLOWS;
use crate::platform::boundary::{Direction, Middleware};
use std::collections::HashMap;

/// The longest condition that is taken from an expression.
const EXPRESSION: usize = 80;

/// The flows of a file, until all nodes are known.
#[derive(Default)]
pub struct Flows<'x> {
    waiting: Vec<Waiting<'x>>,
}

struct Waiting<'x> {
    id: &'x str,
    from: &'x str,
    to: &'x str,
    condition: String,
    via: &'x str,
    line: u32,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Sequence,
    Message,
    Attached(FlowKind),
    Link,
    Undone,
}

impl What {
    fn kind(self) -> FlowKind {
        match self {
            Self::Message => FlowKind::Message,
            Self::Attached(kind) => kind,
            Self::Sequence | Self::Link | Self::Undone => FlowKind::Sequence,
        }
    }
}

impl<'x> Flows<'x> {
    /// A sequence flow of a process or sub-process; the default one is taken when no other is.
    pub fn sequence(&mut self, flow: &'x Element, default: bool) {
        let (from, to) = (flow.get("sourceRef"), flow.get("targetRef"));
        let written = flow.first("conditionExpression").map_or("", |written| written.text.trim());
        let condition = match flow.get("name").trim() {
            "" if default => "otherwise".to_owned(),
            "" if written.chars().count() <= EXPRESSION => written.to_owned(),
            name => name.to_owned(),
        };
        let (id, via, line) = (flow.get("id"), flow.own("integration"), flow.line);
        // Our own files keep what BPMN allows only elsewhere: a message within a pool.
        let what = match flow.own("kind").parse() {
            Ok(FlowKind::Message) => What::Message,
            Ok(kind @ (FlowKind::Interrupts | FlowKind::Alongside)) => What::Attached(kind),
            Ok(FlowKind::Sequence) | Err(_) => What::Sequence,
        };
        self.waiting.push(Waiting { id, from, to, condition, via, line, what });
    }

    /// An event that is attached to a task: the task leads to it when the event happens.
    pub fn attached(&mut self, event: &'x Element) {
        let (from, to, line) = (event.get("attachedToRef"), event.get("id"), event.line);
        let goes_on = event.get("cancelActivity") == "false";
        let kind = if goes_on { FlowKind::Alongside } else { FlowKind::Interrupts };
        self.waits(from, to, String::new(), line, What::Attached(kind));
    }

    fn waits(&mut self, from: &'x str, to: &'x str, condition: String, line: u32, what: What) {
        self.waiting.push(Waiting { id: "", from, to, condition, via: "", line, what });
    }

    /// Where each flow leaves, by its id.
    pub fn sources(&self) -> HashMap<&'x str, &'x str> {
        let named = self.waiting.iter().rev().filter(|flow| !flow.id.is_empty());
        named.map(|flow| (flow.id, flow.from)).collect()
    }

    /// The way from an event that calls something back to the step that undoes it.
    pub fn undone_by(&mut self, from: &'x str, to: &'x str, line: u32) {
        self.waits(from, to, String::new(), line, What::Undone);
    }

    /// The link events of a process: whatever is thrown goes on where a link of the same name is caught.
    pub fn links(&mut self, container: &'x Element) {
        let named = |event: &'x Element| match event.first("linkEventDefinition") {
            Some(link) if link.get("name").is_empty() => Some(event.get("name")),
            Some(link) => Some(link.get("name")),
            None => None,
        };
        let caught: HashMap<&str, &str> = container
            .all("intermediateCatchEvent")
            .filter_map(|event| Some((named(event)?, event.get("id"))))
            .collect();
        for event in container.all("intermediateThrowEvent") {
            if let Some(to) = named(event).and_then(|name| caught.get(name)) {
                self.waits(event.get("id"), to, String::new(), event.line, What::Link);
            }
        }
    }

    /// The message flows of a collaboration.
    pub fn messages(&mut self, collaboration: &'x Element) {
        for flow in collaboration.all("messageFlow") {
            let (from, to, line) = (flow.get("sourceRef"), flow.get("targetRef"), flow.line);
            let condition = flow.get("name").trim().to_owned();
            let (id, via, what) = (flow.get("id"), flow.own("integration"), What::Message);
            self.waiting.push(Waiting { id, from, to, condition, via, line, what });
        }
    }

    /// Draws the flows between the steps that are there.
    pub fn draw(&self, nodes: &Nodes<'x>, draft: &mut Draft) {
        for flow in &self.waiting {
            // A message is sent once, however many ends the sub-process has that sends or receives it, and an event is
            // on the border of one step.
            let once = matches!(flow.what, What::Message | What::Attached(_));
            let whole = |id, mut found: Vec<usize>, draft: &Draft| match found.len() {
                0 => (nodes.first_of_pool(id, draft).into_iter().collect(), true),
                many => {
                    found.truncate(if once { 1 } else { many });
                    (found, once && many > 1)
                }
            };
            // An event happens while its task is at work, so it is reached from where that begins.
            let exits = if matches!(flow.what, What::Attached(_)) {
                nodes.entries(flow.from)
            } else {
                nodes.exits(flow.from)
            };
            let (from, from_pool): (Vec<usize>, bool) = whole(flow.from, exits, draft);
            let (to, to_pool): (Vec<usize>, bool) = whole(flow.to, nodes.entries(flow.to), draft);
            let what = match flow.what {
                What::Sequence => "sequenceFlow",
                What::Message => "messageFlow",
                What::Attached(_) => "boundaryEvent, attached",
                What::Link => "link",
                What::Undone => "association to what undoes it",
            };
            if from.is_empty() || to.is_empty() {
                draft.lost(flow.line, what, "One of its ends is not in the file.");
                continue;
            }
            let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
            for (source, target) in pairs {
                if draft.flows.len() > MAX_FLOWS {
                    return;
                }
                draft.flow(source, target, &flow.condition, flow.line);
                if let Some(drawn) = draft.flows.last_mut() {
                    drawn.via = flow.via.to_owned();
                    drawn.kind = flow.what.kind();
                }
            }
            tell(flow, what, (from[0], to[0]), from_pool || to_pool, from.len() * to.len(), draft);
            if flow.what == What::Message {
                boundary(nodes, from[0], to[0], draft);
            }
        }
    }
}

fn tell(
    flow: &Waiting<'_>,
    what: &str,
    (from, to): (usize, usize),
    pool: bool,
    many: usize,
    draft: &mut Draft,
) {
    let name = |step: usize| draft.steps[step].name.clone();
    let what = format!("{what} “{}” to “{}”", name(from), name(to));
    if pool {
        let doubt = "It leads to or from a pool or sub-process as a whole; the first step that it can mean was taken.";
        draft.doubt(flow.line, what, doubt);
    } else if many > 1 {
        let doubt = format!("{many} flows: the sub-process has several beginnings or ends.");
        draft.doubt(flow.line, what, &doubt);
    } else {
        draft.understood(flow.line, what, "A flow.");
    }
}

/// A message between pools is an integration, or ought to be one.
fn boundary(nodes: &Nodes<'_>, from: usize, to: usize, draft: &mut Draft) {
    let lane = |step: usize| draft.lanes[draft.steps[step].lane].name.clone();
    let (source, destination) = (lane(from), lane(to));
    if nodes.process_of(from) == nodes.process_of(to) && nodes.process_of(from).is_some() {
        return;
    }
    let same = |found: &&mut Boundary| found.source == source && found.destination == destination;
    if let Some(found) = draft.boundaries.iter_mut().find(same) {
        found.steps.push(to);
        return;
    }
    draft.boundaries.push(Boundary {
        source,
        destination,
        middleware: Middleware::None,
        transport: None,
        direction: Direction::Push,
        timing: None,
        steps: vec![to],
    });
}
