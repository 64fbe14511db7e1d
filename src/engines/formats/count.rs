//! Steps and flows of a file, counted by other means than those that read it: a check on the readers.
//! It knows nothing of drafts and understands no file; it only counts what is written there.

use super::From;
use serde_json::Value;
use std::collections::HashMap;

mod bpmn;

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
        From::Bpmn => Some(bpmn::count(text)),
        From::N8n => n8n(&serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?),
        From::Mermaid | From::EventLog | From::Text => None,
    }
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

    /// Sub-processes with several beginnings and ends, events that are attached, undone or linked, messages to pools,
    /// and a vendor’s own elements that are called as a step is.
    #[test]
    fn a_file_counts_as_it_is_read() {
        let inner = "<collaboration><participant id='p' processRef='one'/><participant id='q' processRef='two'/>\
            <messageFlow sourceRef='a' targetRef='q'/><messageFlow sourceRef='p' targetRef='a'/>\
            <messageFlow sourceRef='q' targetRef='s'/></collaboration>\
            <process id='one'><task id='a'><extensionElements><userTask/><startEvent></startEvent></extensionElements></task>\
            <subProcess id='s'><task id='s1'/><task id='s2'/><endEvent id='s3'><errorEventDefinition/></endEvent>\
            <sequenceFlow sourceRef='s2' targetRef='s3'/></subProcess>\
            <subProcess id='t' triggeredByEvent='true'><startEvent id='t1'/><task id='t2'/>\
            <sequenceFlow sourceRef='t1' targetRef='t2'/></subProcess><adHocSubProcess id='empty'/>\
            <boundaryEvent id='b' attachedToRef='s'><compensateEventDefinition/></boundaryEvent>\
            <association sourceRef='b' targetRef='a'/><association sourceRef='a' targetRef='note'/>\
            <intermediateThrowEvent id='l' name='on'><linkEventDefinition/></intermediateThrowEvent>\
            <intermediateCatchEvent id='m' name='on'><linkEventDefinition/></intermediateCatchEvent>\
            <sequenceFlow sourceRef='a' targetRef='s'/><sequenceFlow sourceRef='s' targetRef='empty'/>\
            <sequenceFlow sourceRef='empty' targetRef='nowhere'/></process>";
        let file = format!("<definitions>{inner}</definitions>");
        let draft = crate::engines::formats::bpmn::read(&file).unwrap();
        let read = Count { steps: draft.steps.len(), flows: draft.flows.len() };
        assert_eq!(count(From::Bpmn, &file), Some(read));
        assert_eq!(read, Count { steps: 11, flows: 11 });
    }
}
