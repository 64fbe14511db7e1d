//! Steps and flows of a file, counted by other means than those that read it: a check on the readers.
//! It knows nothing of drafts and understands no file; it only counts what is written there.

use super::From;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// How many steps and flows are written in a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Steps, as a map would have them.
    pub steps: usize,
    /// Flows between them.
    pub flows: usize,
}

/// Counts; `None` for a format in which only a reader can tell what a step is.
#[must_use]
pub fn count(from: From, text: &str) -> Option<Count> {
    match from {
        From::Bpmn => Some(bpmn(text)),
        From::N8n => n8n(&serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?),
        From::Mermaid | From::EventLog | From::Text => None,
    }
}

/// An open tag: its name without a prefix, and how many nodes were opened directly in it.
struct Open<'t> {
    name: &'t str,
    id: &'t str,
    nodes: usize,
}

/// Tags by their names alone. A sub-process with steps is none itself, and a pool without steps is one.
fn bpmn(text: &str) -> Count {
    let (mut count, mut open) = (Count::default(), Vec::<Open<'_>>::new());
    let (mut full, mut pools) = (HashSet::new(), Vec::new());
    let (mut thrown, mut caught) = (Vec::new(), HashSet::new());
    for tag in tags(text) {
        let Some(name) = tag.strip_prefix('/') else {
            let (name, rest) = named(tag);
            let id = attribute(rest, "id");
            match name {
                "sequenceFlow" | "messageFlow" => count.flows += 1,
                "participant" => pools.push(attribute(rest, "processRef")),
                "linkEventDefinition" => match open.last().map(|event| event.name) {
                    Some("intermediateThrowEvent") => thrown.push(attribute(rest, "name")),
                    Some(_) => {
                        caught.insert(attribute(rest, "name"));
                    }
                    None => {}
                },
                _ if is_node(name) => {
                    count.steps += 1;
                    // The way from a task to the event that is attached to it.
                    count.flows += usize::from(name == "boundaryEvent");
                    if let Some(outer) = open.last_mut() {
                        outer.nodes += 1;
                    }
                }
                _ => {}
            }
            if !rest.ends_with('/') {
                open.push(Open { name, id, nodes: 0 });
            }
            continue;
        };
        let (name, _) = named(name);
        while let Some(done) = open.pop() {
            if done.nodes > 0 && is_sub_process(done.name) {
                count.steps -= 1;
            }
            if done.nodes > 0 && done.name == "process" {
                full.insert(done.id);
            }
            if done.name == name {
                break;
            }
        }
    }
    count.steps += pools.iter().filter(|process| !full.contains(local(process))).count();
    count.flows += thrown.iter().filter(|name| caught.contains(*name)).count();
    count
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

/// Nodes but for notes on the canvas, and connections between nodes that are there.
fn n8n(file: &Value) -> Option<Count> {
    let file = file.as_array().and_then(|list| list.first()).unwrap_or(file);
    let nodes = file.get("nodes")?.as_array()?;
    let kinds: HashMap<&str, &str> = nodes
        .iter()
        .filter_map(|node| Some((node.get("name")?.as_str()?, node.get("type")?.as_str()?)))
        .filter(|(_, kind)| !kind.ends_with(".stickyNote"))
        .collect();
    let mut count = Count { steps: kinds.len(), flows: 0 };
    for (from, outputs) in file.get("connections")?.as_object()? {
        let mut open: Vec<&Value> = vec![outputs];
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(fields) => match fields.get("node").and_then(Value::as_str) {
                    Some(to) => {
                        let there = kinds.contains_key(from.as_str()) && kinds.contains_key(to);
                        count.flows += usize::from(there);
                    }
                    None => open.extend(fields.values()),
                },
                _ => {}
            }
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_counted_without_being_read() {
        let bpmn = "<b:definitions><!-- <task/> --><b:collaboration><b:participant id='p' processRef='one'/>\
            <b:participant id='q'/><b:messageFlow/></b:collaboration><b:process id='one'>\
            <b:subProcess id='s'><b:task name='a > b'/></b:subProcess><b:subProcess id='t'/>\
            <b:boundaryEvent/><b:sequenceFlow/></b:process></b:definitions>";
        assert_eq!(count(From::Bpmn, bpmn), Some(Count { steps: 4, flows: 3 }));
        let n8n = r#"[{"nodes": [{"name": "A", "type": "n.set"}, {"name": "N", "type": "n.stickyNote"}],
            "connections": {"A": {"main": [[{"node": "A"}, {"node": "N"}]]}}}]"#;
        assert_eq!(count(From::N8n, n8n), Some(Count { steps: 1, flows: 1 }));
        assert_eq!(count(From::N8n, "{}"), None);
    }
}
