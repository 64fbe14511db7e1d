//! n8n workflows in: nodes as steps, the systems they call as lanes and integrations, and risks they show.
//! Parameters are looked at and left behind: no value of one is kept, least of all a secret.

mod file;
mod outputs;
mod risks;
mod secrets;
mod systems;
#[cfg(test)]
mod tests;

use super::Unreadable;
use super::draft::{Boundary, Draft};
use crate::engines::map::text::MAX_STEPS;
use crate::engines::map::{LaneKind, StepKind};
use crate::platform::boundary::{Direction, Middleware, Timing};
use file::{File, Found};
use std::collections::{HashMap, HashSet};

/// Why a connection is left out that leads nowhere.
const NO_NODE: &str = "No such node is in the file.";
/// The lane of what happens in the tool itself.
const TOOL: &str = "n8n";

/// Reads a workflow.
///
/// # Errors
/// When it is no n8n workflow.
pub fn read(text: &str) -> Result<Draft, Unreadable> {
    let (file, nodes) = file::read(text)?;
    if nodes.len() > MAX_STEPS {
        let message = format!("It has {} nodes; a map has at most {MAX_STEPS} steps.", nodes.len());
        return Err(Unreadable::whole(message));
    }
    let mut draft = Draft { name: file.name.clone(), ..Draft::default() };
    draft.lane(TOOL, LaneKind::System);
    let mut steps = HashMap::new();
    for found in &nodes {
        match step(found, &mut draft) {
            Some(at) => {
                steps.insert(found.node.name.as_str(), at);
            }
            None => note(found, &mut draft),
        }
    }
    flows(&file, &nodes, &steps, &mut draft);
    let timing = timing(&nodes);
    for found in &nodes {
        if let Some(&at) = steps.get(found.node.name.as_str()) {
            boundary(found, at, timing, &mut draft);
        }
    }
    risks::find(&file, &nodes, &steps, &mut draft);
    Ok(draft)
}

/// A node as a step; `None` for a note on the canvas.
fn step(found: &Found, draft: &mut Draft) -> Option<usize> {
    let node = &found.node;
    let kind = match systems::short(&node.kind) {
        "stickyNote" => return None,
        "if" | "switch" | "filter" | "splitInBatches" => StepKind::Decision,
        "wait" => StepKind::Wait,
        "stopAndError" => StepKind::End,
        kind if systems::is_trigger(kind) => StepKind::Start,
        _ => StepKind::Task,
    };
    let lane = match systems::of(node) {
        Some(system) => draft.lane(&system, LaneKind::System),
        None => draft.lane(TOOL, LaneKind::System),
    };
    let at = draft.step(lane, &node.name, kind, found.line);
    draft.note(at, node.notes.as_deref().unwrap_or_default());
    if node.disabled {
        draft.note(at, "Disabled in n8n: it is passed over.");
    }
    let what = format!("{} “{}”", node.kind, node.name);
    let told = format!("Step in “{}”.", draft.lanes[lane].name);
    if node.disabled {
        draft.doubt(found.line, what, &format!("{told} It is disabled."));
    } else {
        draft.understood(found.line, what, &told);
    }
    Some(at)
}

/// A note on the canvas becomes a note of the map.
fn note(found: &Found, draft: &mut Draft) {
    let text = found.node.parameters.get("content").and_then(|content| content.as_str());
    let text = text.unwrap_or_default().chars().take(2_000).collect::<String>();
    draft.note_of_all(&text);
    draft.understood(found.line, "note on the canvas", "A note of the map.");
}

fn flows(file: &File, nodes: &[Found], steps: &HashMap<&str, usize>, draft: &mut Draft) {
    let by_name: HashMap<&str, &Found> =
        nodes.iter().map(|found| (found.node.name.as_str(), found)).collect();
    let mut told = HashSet::new();
    for (source, kind, output, target) in file.connections() {
        let (Some(&from), Some(found)) = (steps.get(source), by_name.get(source)) else {
            if told.insert(source) {
                draft.lost(1, format!("connections of “{source}”"), NO_NODE);
            }
            continue;
        };
        let what = format!("connection of “{source}” to “{target}”");
        if !outputs::is_reached(&found.node, kind, output) {
            let which =
                if kind == "main" { format!("output {output}") } else { format!("“{kind}”") };
            let why = format!("n8n neither draws nor runs it: the node has no {which}.");
            draft.lost(found.line, what, &why);
            continue;
        }
        match steps.get(target) {
            Some(&to) => {
                let condition = outputs::condition(&found.node, kind, output);
                draft.flow(from, to, &condition, found.line);
            }
            None => draft.lost(found.line, what, NO_NODE),
        }
    }
}

/// How often the workflow runs, by what starts it.
fn timing(nodes: &[Found]) -> Option<Timing> {
    nodes.iter().find_map(|found| systems::timing(&found.node))
}

/// A step outside the tool is a boundary that data crosses.
fn boundary(found: &Found, step: usize, timing: Option<Timing>, draft: &mut Draft) {
    let node = &found.node;
    let outside = match systems::of(node) {
        Some(system) => system,
        None if systems::short(&node.kind) == "webhook" => format!("Caller of “{}”", node.name),
        None => return,
    };
    let pulls = systems::pulls(node);
    let inward = pulls || systems::is_trigger(systems::short(&node.kind));
    let (source, destination) =
        if inward { (outside, TOOL.to_owned()) } else { (TOOL.to_owned(), outside) };
    let same = |found: &&mut Boundary| found.source == source && found.destination == destination;
    if let Some(known) = draft.boundaries.iter_mut().find(same) {
        known.steps.push(step);
        return;
    }
    draft.boundaries.push(Boundary {
        source,
        destination,
        middleware: Middleware::NoCodeTool,
        transport: Some(systems::transport(&node.kind)),
        direction: if pulls { Direction::Pull } else { Direction::Push },
        timing,
        steps: vec![step],
    });
}
