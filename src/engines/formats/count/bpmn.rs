//! BPMN, counted by its tags alone: what is open when a tag begins tells where it belongs.
//! It must not share code with the reader that it checks.

use super::Count;
use std::collections::{HashMap, HashSet};

/// A node: the steps that a flow to it reaches, and those that a flow from it leaves.
#[derive(Debug, Clone, Copy)]
struct Node {
    entries: usize,
    exits: usize,
}

/// A node of a process or sub-process, as that sees it.
struct Child<'t> {
    id: &'t str,
    ends: Node,
    /// Attached to another, so that nothing begins with it.
    attached: bool,
    /// Begun by an event of its own.
    by_itself: bool,
    /// An end that is an error: nothing goes on behind it.
    fails: bool,
}

/// An open tag, and what was found in it.
struct Open<'t> {
    name: &'t str,
    /// A vendor's own, which is neither a step nor part of one.
    foreign: bool,
    id: &'t str,
    rest: &'t str,
    children: Vec<Child<'t>>,
    flows: Vec<(&'t str, &'t str)>,
    /// What an event is about.
    trigger: Option<&'t str>,
    link: &'t str,
}

/// What was found in the whole file.
#[derive(Default)]
struct Found<'t> {
    steps: usize,
    nodes: HashMap<&'t str, Node>,
    /// Processes with nodes.
    full: HashSet<&'t str>,
    /// Pools, each with its process.
    pools: HashMap<&'t str, &'t str>,
    flows: Vec<(&'t str, &'t str)>,
    messages: Vec<(&'t str, &'t str)>,
    /// Events, each with the node that it is attached to.
    attached: Vec<&'t str>,
    undoing: HashSet<&'t str>,
    ties: Vec<(&'t str, &'t str)>,
    thrown: Vec<&'t str>,
    caught: HashSet<&'t str>,
}

/// Counts. A sub-process with steps is none itself; a flow to it leads to each of its beginnings.
pub fn count(text: &str) -> Count {
    let (mut found, mut open) = (Found::default(), Vec::<Open<'_>>::new());
    for tag in tags(text) {
        match tag.strip_prefix('/') {
            None => {
                let (name, rest) = named(tag);
                begin(name, rest, &mut open, &mut found);
                if rest.ends_with('/') {
                    end(&mut open, &mut found);
                }
            }
            Some(tag) => {
                let (name, _) = named(tag);
                while let Some(last) = open.last().map(|open| open.name) {
                    end(&mut open, &mut found);
                    if last == name {
                        break;
                    }
                }
            }
        }
    }
    found.count()
}

fn begin<'t>(name: &'t str, rest: &'t str, open: &mut Vec<Open<'t>>, found: &mut Found<'t>) {
    let ends = || (local(attribute(rest, "sourceRef")), local(attribute(rest, "targetRef")));
    let foreign = open.iter().any(|open| open.name == "extensionElements");
    if let Some(outer) = open.last_mut().filter(|_| !foreign) {
        match name {
            "sequenceFlow" => outer.flows.push(ends()),
            "messageFlow" => found.messages.push(ends()),
            "association" => found.ties.push(ends()),
            "participant" => {
                let process = local(attribute(rest, "processRef"));
                found.pools.insert(attribute(rest, "id"), process);
            }
            _ => {}
        }
        if let Some(trigger) = name.strip_suffix("EventDefinition") {
            outer.trigger = outer.trigger.or(Some(trigger));
            if trigger == "link" {
                outer.link = attribute(rest, "name");
            }
        }
    }
    let (id, children, flows) = (attribute(rest, "id"), Vec::new(), Vec::new());
    open.push(Open { name, foreign, id, rest, children, flows, trigger: None, link: "" });
}

fn end<'t>(open: &mut Vec<Open<'t>>, found: &mut Found<'t>) {
    let Some(done) = open.pop() else { return };
    found.flows.extend(&done.flows);
    if !done.foreign && done.name == "process" && !done.children.is_empty() {
        found.full.insert(done.id);
    }
    if done.foreign || !is_node(done.name) {
        return;
    }
    let whole = is_sub_process(done.name) && !done.children.is_empty();
    let ends = if whole { done.ends() } else { Node { entries: 1, exits: 1 } };
    found.steps += usize::from(!whole);
    found.nodes.insert(done.id, ends);
    let attached = done.name == "boundaryEvent";
    if attached {
        found.attached.push(local(attribute(done.rest, "attachedToRef")));
    }
    if attached && done.trigger == Some("compensate") {
        found.undoing.insert(done.id);
    }
    if done.trigger == Some("link") {
        let name = if done.link.is_empty() { attribute(done.rest, "name") } else { done.link };
        match done.name {
            "intermediateThrowEvent" => found.thrown.push(name),
            "intermediateCatchEvent" => _ = found.caught.insert(name),
            _ => {}
        }
    }
    let by_itself = attribute(done.rest, "triggeredByEvent") == "true";
    let fails = done.name == "endEvent" && done.trigger == Some("error");
    if let Some(outer) = open.last_mut() {
        outer.children.push(Child { id: done.id, ends, attached, by_itself, fails });
    }
}

impl Open<'_> {
    /// The beginnings and ends of a sub-process.
    fn ends(&self) -> Node {
        let sources: HashSet<&str> = self.flows.iter().map(|(from, _)| *from).collect();
        let targets: HashSet<&str> = self.flows.iter().map(|(_, to)| *to).collect();
        let own = || self.children.iter().filter(|child| !child.by_itself);
        let begins = own().filter(|child| !child.attached && !targets.contains(child.id));
        let ends = own().filter(|child| !child.fails && !sources.contains(child.id));
        let some = usize::from(own().next().is_some());
        Node {
            entries: begins.map(|child| child.ends.entries).sum::<usize>().max(some),
            exits: ends.map(|child| child.ends.exits).sum::<usize>().max(some),
        }
    }
}

impl Found<'_> {
    fn count(&self) -> Count {
        let node = |id: &str| self.nodes.get(id).copied();
        let pool = |id: &str| self.pools.contains_key(id).then_some(Node { entries: 1, exits: 1 });
        let flow = |(from, to): &(&str, &str)| {
            node(from).map_or(0, |from| from.exits) * node(to).map_or(0, |to| to.entries)
        };
        // What is sent or attached is so once, whatever else a sub-process begins or ends with.
        let message = |(from, to): &(&str, &str)| {
            let from = node(from).or_else(|| pool(from)).map_or(0, |from| from.exits);
            let to = node(to).or_else(|| pool(to)).map_or(0, |to| to.entries);
            from.min(1) * to.min(1)
        };
        // The way from what is attached to the step that undoes it.
        let undone = |(from, to): &(&str, &str)| match (from, to) {
            (event, step) | (step, event)
                if self.undoing.contains(event) && !self.undoing.contains(step) =>
            {
                node(step).map_or(0, |step| step.entries)
            }
            _ => 0,
        };
        let attached = |to: &&str| node(to).map_or(0, |to| to.entries.min(1));
        let empty = self.pools.values().filter(|process| !self.full.contains(*process)).count();
        Count {
            steps: self.steps + empty,
            flows: self.flows.iter().map(flow).sum::<usize>()
                + self.messages.iter().map(message).sum::<usize>()
                + self.attached.iter().map(attached).sum::<usize>()
                + self.ties.iter().map(undone).sum::<usize>()
                + self.thrown.iter().filter(|name| self.caught.contains(*name)).count(),
        }
    }
}

/// The insides of all tags, comments and what is quoted whole left out.
fn tags(text: &str) -> Vec<&str> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let skipped = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">")];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest = rest.find(end).map_or("", |at| &rest[at + end.len()..]);
            continue;
        }
        let mut mark = None;
        let end = rest.char_indices().find(|(_, c)| match (mark, c) {
            (None, '"' | '\'') => {
                mark = Some(*c);
                false
            }
            (Some(open), c) => {
                mark = mark.filter(|_| open != *c);
                false
            }
            (None, c) => *c == '>',
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        found.push(&rest[..end]);
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    found
}

/// The name of a tag without its prefix, and what follows it.
fn named(tag: &str) -> (&str, &str) {
    let end = tag.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(tag.len());
    (local(&tag[..end]), &tag[end..])
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attribute<'t>(rest: &'t str, name: &str) -> &'t str {
    let mut from = 0;
    while let Some(at) = rest[from..].find(name).map(|at| from + at) {
        let value = rest[at + name.len()..].trim_start().strip_prefix('=').map(str::trim_start);
        let alone = rest[..at].ends_with(char::is_whitespace);
        if let Some(value) = value.filter(|_| alone)
            && let Some(mark) = value.chars().next()
        {
            return value[1..].split(mark).next().unwrap_or_default();
        }
        from = at + name.len();
    }
    ""
}

fn is_node(name: &str) -> bool {
    const NODES: &[&str] = &[
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
        "eventBasedGateway",
        "complexGateway",
    ];
    NODES.contains(&name) || is_sub_process(name)
}

fn is_sub_process(name: &str) -> bool {
    matches!(name, "subProcess" | "adHocSubProcess" | "transaction")
}
