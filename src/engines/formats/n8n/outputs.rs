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
        ("splitInBatches", at) => if is_loop(node, at) { "next" } else { "done" }.to_owned(),
        ("compareDatasets", at) => COMPARED.get(at).copied().unwrap_or_default().to_owned(),
        ("switch", at) => rule(node, at),
        _ => String::new(),
    }
}

/// What the outputs of a comparison hold.
const COMPARED: [&str; 4] = ["only in A", "the same", "different", "only in B"];

/// Whether an output of a loop leads into it: the first did until version 3 turned them round.
fn is_loop(node: &Node, output: usize) -> bool {
    (output == 0) == (node.version() < 3.0)
}

/// Whether the tool runs what an output leads to: an output that the node does not have is neither drawn nor run.
pub fn is_reached(node: &Node, connection: &str, output: usize) -> bool {
    if connection != "main" {
        return connection.starts_with("ai_");
    }
    let errors = usize::from(node.on_error.as_deref() == Some("continueErrorOutput"));
    !has_known_outputs(node) || output < regular(node) + errors
}

/// Whether it is known how many outputs a node has; the tool’s own nodes have one unless they are listed.
fn has_known_outputs(node: &Node) -> bool {
    let several = ["removeDuplicates", "evaluation", "webhook", "form", "merge", "code", "filter"];
    node.kind.starts_with("n8n-nodes-base.") && !several.contains(&short(&node.kind))
}

/// Whether an output is the one for errors.
pub fn is_error(node: &Node, output: usize) -> bool {
    node.on_error.as_deref() == Some("continueErrorOutput") && output == regular(node)
}

/// How many outputs a node has besides the one for errors.
pub fn regular(node: &Node) -> usize {
    match short(&node.kind) {
        "if" => 2,
        "splitInBatches" => {
            if node.version() < 2.0 {
                1
            } else {
                2
            }
        }
        "compareDatasets" => COMPARED.len(),
        "switch" if is_expression(node) => expected(node),
        "switch" if node.version() < 2.0 => 4,
        "switch" => {
            let extra = node.parameters.pointer("/options/fallbackOutput");
            rules(node).map_or(4, Vec::len) + usize::from(extra == Some(&Value::from("extra")))
        }
        _ => 1,
    }
}

/// Whether a switch works out its output instead of asking rules.
fn is_expression(node: &Node) -> bool {
    node.parameters.get("mode").and_then(Value::as_str) == Some("expression")
}

/// How many outputs a switch has that works out which it takes.
fn expected(node: &Node) -> usize {
    let asked = ["numberOutputs", "outputsAmount"];
    let asked = asked.iter().find_map(|name| node.parameters.get(name)?.as_u64());
    usize::try_from(asked.unwrap_or(4)).unwrap_or(4)
}

fn rules(node: &Node) -> Option<&Vec<Value>> {
    let rules = node.parameters.get("rules")?;
    ["values", "rules"].iter().find_map(|key| rules.get(key)?.as_array())
}

/// When an output of a switch is taken.
fn rule(node: &Node, at: usize) -> String {
    let Some(rules) = rules(node).filter(|_| !is_expression(node)) else {
        return format!("output {at}");
    };
    if node.version() < 2.0 {
        return numbered(node, rules, at);
    }
    let name = |rule: &Value| {
        let name = rule.get("outputKey").and_then(Value::as_str).filter(|name| !name.is_empty());
        name.map_or_else(|| format!("rule {}", at + 1), str::to_owned)
    };
    rules.get(at).map_or_else(|| "otherwise".to_owned(), name)
}

/// In the first version each rule says which of four outputs it leads to, and so does what fits none.
fn numbered(node: &Node, rules: &[Value], at: usize) -> String {
    let leads = |value: Option<&Value>| value.and_then(Value::as_u64) == u64::try_from(at).ok();
    let mut told: Vec<String> = (1..)
        .zip(rules)
        .filter(|(_, rule)| leads(rule.get("output").or(Some(&Value::from(0)))))
        .map(|(number, _)| format!("rule {number}"))
        .collect();
    if leads(node.parameters.get("fallbackOutput")) {
        told.push("otherwise".to_owned());
    }
    if told.is_empty() { format!("output {at}") } else { told.join(" or ") }
}
