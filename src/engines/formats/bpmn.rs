//! BPMN 2.0 in and out.
//! Reading keeps every lane, flow node and flow; what a map has no room for is listed, not dropped in silence.

mod data;
mod flows;
mod forms;
mod kinds;
mod lanes;
mod nodes;
mod order;
mod refs;
mod shapes;
#[cfg(test)]
mod tests;
mod write;

pub use write::write;

use super::Unreadable;
use super::draft::Draft;
use super::xml::tree::{self, Element, Others, count};
use crate::engines::map::text::{MAX_FLOWS, MAX_LANES, MAX_STEPS};
use flows::Flows;
use lanes::Pools;
use nodes::Nodes;

/// How many names of a vendor’s additions are told.
const SHOWN: usize = 5;

/// Reads a BPMN file.
///
/// # Errors
/// When it is no BPMN, or no process is in it.
pub fn read(text: &str) -> Result<Draft, Unreadable> {
    let mut file = tree::read(text)?;
    refs::unqualify(&mut file);
    let tree::File { root, mut others, vendor, places, .. } = file;
    if root.name != "definitions" {
        let message = format!("This is no BPMN file: it begins with “{}”.", root.name);
        return Err(Unreadable::at(root.line, message));
    }
    bounded(&root)?;
    let mut draft = Draft { name: root.get("name").trim().to_owned(), ..Draft::default() };
    let mut pools = Pools::new(&root);
    let (mut nodes, mut flows) = (Nodes::default(), Flows::default());
    for process in root.all("process") {
        pools.process(process, &mut draft);
        nodes.process(process, &pools, &mut draft, &mut flows, &mut others);
    }
    pools.without_process(&mut draft, &mut nodes);
    for collaboration in root.children.iter().filter(|child| child.name == "collaboration") {
        flows.messages(collaboration);
        nodes.notes(collaboration);
        let known =
            ["participant", "messageFlow", "documentation", "textAnnotation", "association"];
        rest(collaboration, &known, &mut others);
    }
    nodes.undone_by(&mut flows);
    flows.draw(&nodes, &mut draft);
    nodes.annotate(&flows, &mut draft);
    nodes.lay_data(&mut draft);
    pools.judge(&nodes, &mut draft);
    order::put(&pools, &places, &mut draft);
    let known = ["process", "collaboration", "documentation", "import", "dataStore"];
    rest(&root, &known, &mut others);
    tell(&others, &vendor, &mut draft);
    Ok(draft)
}

/// Refuses what is larger than a map may be before anything is made of it.
fn bounded(root: &Element) -> Result<(), Unreadable> {
    let (mut found, mut open) = ([0_usize; 3], vec![root]);
    while let Some(element) = open.pop() {
        let name = element.name.as_str();
        found[0] += usize::from(kinds::is_node(name));
        found[1] += usize::from(matches!(name, "sequenceFlow" | "messageFlow"));
        found[2] += usize::from(matches!(name, "lane" | "participant"));
        open.extend(&element.children);
    }
    let most = [(MAX_STEPS, "steps"), (MAX_FLOWS, "flows"), (MAX_LANES, "lanes and pools")];
    match found.iter().zip(most).find(|(found, (most, _))| **found > *most) {
        Some((found, (most, what))) => Err(Unreadable::whole(format!(
            "It has {found} {what}; a map has at most {most}. Export a part of it."
        ))),
        None => Ok(()),
    }
}

/// Counts what is in an element beyond what is read of it.
fn rest(element: &Element, known: &[&str], others: &mut Others) {
    for child in element.children.iter().filter(|child| !known.contains(&child.name.as_str())) {
        if child.name != "extensionElements" {
            count(others, &child.name, child.line);
        }
    }
}

/// Lists what was left out: of the model each by its name, and what a vendor added in one line.
fn tell(others: &Others, vendor: &Others, draft: &mut Draft) {
    for (what, (times, line)) in others {
        let times = if *times == 1 { String::new() } else { format!(", {times} times") };
        draft.lost(*line, format!("{what}{times}"), "A map has no place for it; it was left out.");
    }
    let Some(line) = vendor.values().map(|(_, line)| *line).min() else { return };
    let times: u32 = vendor.values().map(|(times, _)| times).sum();
    let shown: Vec<&str> = vendor.keys().take(SHOWN).map(String::as_str).collect();
    let more = if vendor.len() > SHOWN { " and others" } else { "" };
    let what = format!("{times} additions of the program that wrote it");
    let became = format!("{}{more}: settings of that program, left out.", shown.join(", "));
    draft.lost(line, what, &became);
}
