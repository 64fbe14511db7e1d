//! A map as BPMN 2.0: one pool, its lanes, and coordinates for every shape and edge.
//! Ids are made from positions, so that the same map gives the same bytes.

mod captions;
mod diagram;

use super::shapes::{self, Shape};
use crate::engines::formats::xml::OWN;
use crate::engines::map::names::Names;
use crate::engines::map::{Flow, Map, Step};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::StepId;
use quick_xml::escape::escape;
use std::collections::HashMap;
use std::fmt::Write;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" \
xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\" \
xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\" \
xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\" ";

/// The file of a map.
#[must_use]
pub fn write(map: &Map, names: &Names, title: &str) -> String {
    let out = Out::new(map, names);
    let mut file = format!(
        "{HEAD}xmlns:faultline=\"{OWN}\" id=\"definitions\" name=\"{title}\" targetNamespace=\"{OWN}\" exporter=\"Faultline\">\n\
         <bpmn:collaboration id=\"collaboration\">\
         <bpmn:participant id=\"pool\" name=\"{title}\" processRef=\"process\"/></bpmn:collaboration>\n\
         <bpmn:process id=\"process\" isExecutable=\"false\">\n",
        title = attribute(title)
    );
    out.note(&mut file, &map.note);
    out.lanes(&mut file);
    for (at, step) in map.steps.iter().enumerate() {
        out.step(&mut file, at, step);
    }
    for &(number, from, to, flow) in &out.flows {
        out.flow(&mut file, number, (from, to), flow);
    }
    file.push_str("</bpmn:process>\n");
    diagram::write(&mut file, &out);
    file.push_str("</bpmn:definitions>\n");
    file
}

/// A map about to be written.
struct Out<'m> {
    map: &'m Map,
    names: &'m Names,
    shapes: Vec<Shape>,
    /// The flows whose steps are there: number, positions of their steps, the flow.
    flows: Vec<(usize, usize, usize, &'m Flow)>,
}

impl<'m> Out<'m> {
    fn new(map: &'m Map, names: &'m Names) -> Self {
        let at: HashMap<StepId, usize> =
            map.steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
        let known = map.flows.iter().enumerate().filter_map(|(number, flow)| {
            Some((number + 1, *at.get(&flow.from)?, *at.get(&flow.to)?, flow))
        });
        let flows: Vec<_> = known.collect();
        let (mut entered, mut left) = (vec![false; map.steps.len()], vec![false; map.steps.len()]);
        for &(_, from, to, _) in &flows {
            (left[from], entered[to]) = (true, true);
        }
        let steps = map.steps.iter().enumerate();
        let shapes = steps.map(|(at, step)| shapes::shape(step.kind, entered[at], left[at]));
        Self { map, names, shapes: shapes.collect(), flows }
    }

    fn note(&self, file: &mut String, note: &str) {
        if !note.trim().is_empty() {
            let lines: Vec<_> = note.trim().lines().map(attribute).collect();
            let text = lines.join("\n");
            push(file, format_args!("<bpmn:documentation>{text}</bpmn:documentation>\n"));
        }
    }

    fn lanes(&self, file: &mut String) {
        if self.map.lanes.is_empty() {
            return;
        }
        file.push_str("<bpmn:laneSet id=\"lanes\">\n");
        for (number, lane) in (1..).zip(&self.map.lanes) {
            let (name, kind) = (attribute(&lane.name), lane.kind.key());
            push(
                file,
                format_args!(
                    "<bpmn:lane id=\"lane_{number}\" name=\"{name}\" faultline:kind=\"{kind}\">\n"
                ),
            );
            for (at, _) in self.map.steps.iter().enumerate().filter(|(_, s)| s.lane == lane.id) {
                let step = at + 1;
                push(file, format_args!("<bpmn:flowNodeRef>step_{step}</bpmn:flowNodeRef>\n"));
            }
            file.push_str("</bpmn:lane>\n");
        }
        file.push_str("</bpmn:laneSet>\n");
    }

    fn step(&self, file: &mut String, at: usize, step: &Step) {
        let Shape { element, definition, .. } = self.shapes[at];
        let (id, name) = (at + 1, attribute(&step.name));
        push(file, format_args!("<bpmn:{element} id=\"step_{id}\" name=\"{name}\""));
        for (name, value) in shapes::own(step) {
            push(file, format_args!(" faultline:{name}=\"{}\"", attribute(&value)));
        }
        file.push_str(">\n");
        self.note(file, &step.note);
        for (number, ..) in self.flows.iter().filter(|flow| flow.2 == at) {
            push(file, format_args!("<bpmn:incoming>flow_{number}</bpmn:incoming>\n"));
        }
        for (number, ..) in self.flows.iter().filter(|flow| flow.1 == at) {
            push(file, format_args!("<bpmn:outgoing>flow_{number}</bpmn:outgoing>\n"));
        }
        if let Some(definition) = definition {
            push(file, format_args!("<bpmn:{definition} id=\"event_{id}\"/>\n"));
        }
        push(file, format_args!("</bpmn:{element}>\n"));
    }

    fn flow(&self, file: &mut String, number: usize, (from, to): (usize, usize), flow: &Flow) {
        let (from, to) = (from + 1, to + 1);
        push(
            file,
            format_args!(
                "<bpmn:sequenceFlow id=\"flow_{number}\" sourceRef=\"step_{from}\" targetRef=\"step_{to}\""
            ),
        );
        if !flow.condition.is_empty() {
            push(file, format_args!(" name=\"{}\"", attribute(&flow.condition)));
        }
        if let Some(name) = flow.integration.and_then(|id| self.names.integrations.name(id)) {
            push(file, format_args!(" faultline:integration=\"{}\"", attribute(name)));
        }
        file.push_str("/>\n");
    }
}

/// Appends to the file; writing into memory cannot fail.
fn push(file: &mut String, text: std::fmt::Arguments<'_>) {
    file.write_fmt(text).ok();
}

/// A text as the value of an attribute: escaped, without characters that XML cannot hold.
fn attribute(text: &str) -> String {
    let allowed: String = text
        .chars()
        .map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c })
        .collect();
    escape(allowed).into_owned()
}
