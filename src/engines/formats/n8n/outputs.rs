//! What the outputs of a node mean: true and false, a rule's name, done and again, an error.
//! The error output is the one after all others.

use super::file::Node;
use super::systems::short;
use serde_json::Value;

/// When this output is taken; empty when always.
pub fn condition(node: &Node, connection: &str, output: usize) -> String {
    if connection != "main" {
        return connection.strip_prefix("ai_").unwrap_or(connection).to_owned();
    }
    if is_error(node, output) {
        return "on error".to_owned();
    }
    match (short(&node.kind), output) {
        ("if", 0) => "true".to_owned(),
        ("if", 1) => "false".to_owned(),
        ("filter", 0) => "kept".to_owned(),
        ("filter", _) => "discarded".to_owned(),
        ("splitInBatches", 0) => "done".to_owned(),
        ("splitInBatches", _) => "next".to_owned(),
        ("switch", at) => rule(node, at),
        _ => String::new(),
    }
}

/// Whether an output is the one for errors.
pub fn is_error(node: &Node, output: usize) -> bool {
    node.on_error.as_deref() == Some("continueErrorOutput") && output == regular(node)
}

/// How many outputs a node has besides the one for errors.
pub fn regular(node: &Node) -> usize {
    match short(&node.kind) {
        "if" | "splitInBatches" => 2,
        "switch" => {
            let extra = node.parameters.pointer("/options/fallbackOutput");
            rules(node).map_or(4, Vec::len) + usize::from(extra == Some(&Value::from("extra")))
        }
        _ => 1,
    }
}

fn rules(node: &Node) -> Option<&Vec<Value>> {
    let rules = node.parameters.get("rules")?;
    ["values", "rules"].iter().find_map(|key| rules.get(key)?.as_array())
}

fn rule(node: &Node, at: usize) -> String {
    let Some(rule) = rules(node).and_then(|rules| rules.get(at)) else {
        return if rules(node).is_some() { "otherwise".to_owned() } else { format!("output {at}") };
    };
    let name = rule.get("outputKey").and_then(Value::as_str).filter(|name| !name.is_empty());
    name.map_or_else(|| format!("rule {}", at + 1), str::to_owned)
}
