//! A map as BPMN 2.0: its pools and lanes, and coordinates for every shape and edge.
//! Ids are made from positions, so that the same map gives the same bytes.

mod beside;
mod captions;
mod diagram;
mod pools;

use super::shapes::{self, Shape, Ties};
use crate::engines::formats::xml::OWN;
use crate::engines::map::attached;
use crate::engines::map::names::Names;
use crate::engines::map::sorting::Places;
use crate::engines::map::{Flow, FlowKind, Form, Map, Step};
use crate::platform::catalogue::Catalogue;
use beside::Besides;
use pools::Pools;
use quick_xml::escape::escape;
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
        "{HEAD}xmlns:faultline=\"{OWN}\" id=\"definitions\" name=\"{title}\" targetNamespace=\"{OWN}\" exporter=\"Faultline\">\n",
        title = attribute(title)
    );
    out.collaboration(&mut file, title);
    for pool in (0..out.pools.all.len()).filter(|pool| out.pools.all[*pool].whole.is_none()) {
        out.process(&mut file, pool);
    }
    diagram::write(&mut file, &out);
    file.push_str("</bpmn:definitions>\n");
    file
}

/// What a flow is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum As {
    Sequence,
    Message,
    /// From an event that calls something back to the step that undoes it.
    Association,
    /// Nothing: the event says itself which step it is attached to.
    Attached,
}

/// A flow whose steps are there.
struct Drawn<'m> {
    number: usize,
    from: usize,
    to: usize,
    flow: &'m Flow,
    is: As,
}

/// A map about to be written.
struct Out<'m> {
    map: &'m Map,
    names: &'m Names,
    shapes: Vec<Shape>,
    /// The step on whose border each step is.
    hosts: Vec<Option<usize>>,
    pools: Pools,
    flows: Vec<Drawn<'m>>,
    besides: Besides<'m>,
}

impl<'m> Out<'m> {
    fn new(map: &'m Map, names: &'m Names) -> Self {
        let places = Places::of(map.steps.iter().map(|step| step.id));
        let (hosts, pools) = (attached::hosts(map), Pools::of(map));
        let drawn = |(at, flow): (usize, &'m Flow)| {
            let (from, to) = (places.at(flow.from)?, places.at(flow.to)?);
            let undoes = hosts[from].is_some()
                && map.steps[from].form == Some(Form::Compensation)
                && flow.condition.is_empty()
                && flow.integration.is_none();
            let is = match flow.kind {
                _ if hosts[to].is_some() => As::Attached,
                FlowKind::Message if pools.of_step[from] != pools.of_step[to] => As::Message,
                FlowKind::Sequence if undoes => As::Association,
                _ => As::Sequence,
            };
            Some(Drawn { number: at + 1, from, to, flow, is })
        };
        let flows: Vec<_> = map.flows.iter().enumerate().filter_map(drawn).collect();
        let mut ties = vec![Ties::default(); map.steps.len()];
        for flow in flows.iter().filter(|flow| flow.is == As::Sequence) {
            (ties[flow.from].left, ties[flow.to].entered) = (true, true);
        }
        for (tie, host) in ties.iter_mut().zip(&hosts) {
            tie.attached = host.is_some();
        }
        let shapes: Vec<_> =
            map.steps.iter().zip(ties).map(|(step, ties)| shapes::shape(step, ties)).collect();
        let besides = Besides::of(map, &shapes);
        Self { map, names, shapes, hosts, pools, flows, besides }
    }

    /// Pools, and the messages between them.
    fn collaboration(&self, file: &mut String, title: &str) {
        file.push_str("<bpmn:collaboration id=\"collaboration\">");
        for (at, pool) in self.pools.all.iter().enumerate() {
            let (of, name) = (suffix(at), attribute(&pool.name(self.map, title)));
            push(file, format_args!("<bpmn:participant id=\"pool{of}\" name=\"{name}\""));
            if pool.whole.is_some() {
                let kind = self.map.lanes[pool.lanes[0]].kind.key();
                push(file, format_args!(" faultline:kind=\"{kind}\"/>"));
            } else {
                push(file, format_args!(" processRef=\"process{of}\"/>"));
            }
        }
        for flow in self.flows.iter().filter(|flow| flow.is == As::Message) {
            self.flow(file, flow);
        }
        file.push_str("</bpmn:collaboration>\n");
    }

    fn process(&self, file: &mut String, pool: usize) {
        let of = suffix(pool);
        push(file, format_args!("<bpmn:process id=\"process{of}\" isExecutable=\"false\">\n"));
        if self.pools.all[..pool].iter().all(|before| before.whole.is_some()) {
            self.note(file, &self.map.note);
        }
        self.lanes(file, pool);
        let here = |step: &usize| self.pools.of_step[*step] == pool;
        for (at, step) in self.map.steps.iter().enumerate().filter(|(at, _)| here(at)) {
            self.step(file, at, step);
        }
        self.besides.data(file, here);
        let inside = |flow: &&Drawn<'_>| here(&flow.from) && flow.is == As::Sequence;
        self.flows.iter().filter(inside).for_each(|flow| self.flow(file, flow));
        let undone = |flow: &&Drawn<'_>| here(&flow.from) && flow.is == As::Association;
        self.flows.iter().filter(undone).for_each(|flow| self.flow(file, flow));
        self.besides.artifacts(file, here);
        file.push_str("</bpmn:process>\n");
    }

    fn note(&self, file: &mut String, note: &str) {
        if !note.trim().is_empty() {
            let lines: Vec<_> = note.trim().lines().map(attribute).collect();
            let text = lines.join("\n");
            push(file, format_args!("<bpmn:documentation>{text}</bpmn:documentation>\n"));
        }
    }

    fn lanes(&self, file: &mut String, pool: usize) {
        let lanes = &self.pools.all[pool].lanes;
        if lanes.is_empty() {
            return;
        }
        push(file, format_args!("<bpmn:laneSet id=\"lanes{}\">\n", suffix(pool)));
        for &at in lanes {
            let lane = &self.map.lanes[at];
            let (number, name, kind) = (at + 1, attribute(&lane.name), lane.kind.key());
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
        self.tied(file, at);
        for (name, value) in shapes::own(step, self.hosts[at].is_some()) {
            push(file, format_args!(" faultline:{name}=\"{}\"", attribute(&value)));
        }
        file.push_str(">\n");
        self.note(file, &step.note);
        let sequence = || self.flows.iter().filter(|flow| flow.is == As::Sequence);
        for Drawn { number, .. } in sequence().filter(|flow| flow.to == at) {
            push(file, format_args!("<bpmn:incoming>flow_{number}</bpmn:incoming>\n"));
        }
        for Drawn { number, .. } in sequence().filter(|flow| flow.from == at) {
            push(file, format_args!("<bpmn:outgoing>flow_{number}</bpmn:outgoing>\n"));
        }
        self.besides.of_step(file, at);
        if let Some(definition) = definition {
            push(file, format_args!("<bpmn:{definition} id=\"event_{id}\"/>\n"));
        }
        push(file, format_args!("</bpmn:{element}>\n"));
    }

    /// What an event is attached to, and whether a step only undoes another.
    fn tied(&self, file: &mut String, at: usize) {
        if let Some(host) = self.hosts[at] {
            let tie = self.flows.iter().find(|flow| flow.to == at && flow.from == host);
            let goes_on = tie.is_some_and(|tie| tie.flow.kind == FlowKind::Alongside);
            push(file, format_args!(" attachedToRef=\"step_{}\"", host + 1));
            if goes_on {
                file.push_str(" cancelActivity=\"false\"");
            }
        }
        let undoes = |flow: &Drawn<'_>| flow.is == As::Association && flow.to == at;
        if self.flows.iter().any(undoes) && self.shapes[at].is_task() {
            file.push_str(" isForCompensation=\"true\"");
        }
    }

    /// What a flow from or to a step names: its element, or the pool that it stands for.
    fn end(&self, step: usize) -> String {
        let pool = self.pools.stood_for(step);
        pool.map_or_else(|| format!("step_{}", step + 1), |pool| format!("pool{}", suffix(pool)))
    }

    fn flow(&self, file: &mut String, drawn: &Drawn<'_>) {
        let Drawn { number, flow, is, .. } = drawn;
        let (from, to) = (self.end(drawn.from), self.end(drawn.to));
        let element = match is {
            As::Sequence => "sequenceFlow",
            As::Message => "messageFlow",
            As::Association => "association",
            As::Attached => return,
        };
        push(
            file,
            format_args!(
                "<bpmn:{element} id=\"flow_{number}\" sourceRef=\"{from}\" targetRef=\"{to}\""
            ),
        );
        if *is == As::Association {
            file.push_str(" associationDirection=\"One\"/>\n");
            return;
        }
        if !flow.condition.is_empty() {
            push(file, format_args!(" name=\"{}\"", attribute(&flow.condition)));
        }
        if let Some(name) = flow.integration.and_then(|id| self.names.integrations.name(id)) {
            push(file, format_args!(" faultline:integration=\"{}\"", attribute(name)));
        }
        if *is == As::Sequence && !flow.kind.is_sequence() {
            push(file, format_args!(" faultline:kind=\"{}\"", flow.kind.key()));
        }
        file.push_str("/>\n");
    }
}

/// What tells the ids of several pools apart.
fn suffix(pool: usize) -> String {
    if pool == 0 { String::new() } else { format!("_{}", pool + 1) }
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
