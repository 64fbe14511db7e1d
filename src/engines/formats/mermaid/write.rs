//! A map as a Mermaid flowchart: a subgraph for each lane, a class for each kind.
//! Names are quoted and coded, so that none is read as anything but a name.

use crate::engines::map::{Map, Step, StepKind};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::StepId;
use std::collections::HashMap;
use std::fmt::Write;

/// The flowchart of a map.
#[must_use]
pub fn write(map: &Map) -> String {
    let mut out = String::from("flowchart LR\n");
    let at: HashMap<StepId, usize> =
        (1..).zip(&map.steps).map(|(number, step)| (step.id, number)).collect();
    // Named ahead, so that steps keep their order whatever lane they are in.
    for (number, step) in (1..).zip(&map.steps) {
        writeln!(out, "  s{number}{}:::{}", shape(step), step.kind.key()).ok();
    }
    for (number, lane) in (1..).zip(&map.lanes) {
        writeln!(out, "  subgraph l{number}[\"{}\"]", coded(&lane.name)).ok();
        for step in map.steps.iter().filter(|step| step.lane == lane.id) {
            writeln!(out, "    s{}", at[&step.id]).ok();
        }
        writeln!(out, "  end\n  class l{number} {}", lane.kind.key()).ok();
    }
    for flow in &map.flows {
        let (Some(from), Some(to)) = (at.get(&flow.from), at.get(&flow.to)) else { continue };
        let label = match flow.condition.as_str() {
            "" => String::new(),
            condition => format!("|\"{}\"|", coded(condition)),
        };
        writeln!(out, "  s{from} -->{label} s{to}").ok();
    }
    out
}

fn shape(step: &Step) -> String {
    let name = coded(&step.name);
    match step.kind {
        StepKind::Start | StepKind::End => format!("([\"{name}\"])"),
        StepKind::Decision => format!("{{\"{name}\"}}"),
        StepKind::Wait => format!("{{{{\"{name}\"}}}}"),
        _ => format!("[\"{name}\"]"),
    }
}

/// A name as Mermaid shows it again: signs that mean something there become codes.
fn coded(name: &str) -> String {
    let mut coded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | '`' | ';' | '|' | '\\' => {
                write!(coded, "#{};", u32::from(c)).ok();
            }
            c if c.is_control() => coded.push(' '),
            c => coded.push(c),
        }
    }
    coded
}
