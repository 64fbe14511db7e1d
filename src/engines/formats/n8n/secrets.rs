//! Whether a secret is written into a node. Only yes or no leaves this file.
//! What is fetched when the workflow runs, such as an environment variable, is no secret.

use super::file::Node;
use crate::engines::redact::{Policy, Redactor};
use serde_json::Value;

/// Whether any parameter holds a secret.
pub fn written_into(node: &Node, redactor: &Redactor) -> bool {
    in_value(redactor, "", &node.parameters)
}

fn in_value(redactor: &Redactor, name: &str, value: &Value) -> bool {
    match value {
        Value::String(text) => in_text(redactor, name, text),
        Value::Array(items) => items.iter().any(|item| in_value(redactor, name, item)),
        Value::Object(fields) => {
            // A header or a parameter: {"name": "Authorization", "value": "…"}.
            let named = fields.get("name").and_then(Value::as_str);
            fields.iter().any(|(key, value)| match named.filter(|_| key == "value") {
                Some(named) => in_value(redactor, named, value),
                None => in_value(redactor, key, value),
            })
        }
        _ => false,
    }
}

fn in_text(redactor: &Redactor, name: &str, text: &str) -> bool {
    let constant = without_expressions(text);
    if constant.trim().is_empty() {
        return false;
    }
    is_written_proof(name, &constant)
        || redactor.field(Policy::Evidence, name, &constant).has_secret()
        || redactor.text(&constant).has_secret()
}

/// Whether it is the header that proves who asks, with the proof written out: whatever a proof looks like, it belongs
/// where the program keeps credentials.
fn is_written_proof(name: &str, constant: &str) -> bool {
    let proof = constant.trim().split_once(' ').map(|(_, proof)| proof.trim());
    name.eq_ignore_ascii_case("authorization") && proof.is_some_and(|proof| proof.len() >= 8)
}

/// The text without the parts between `{{` and `}}`, which are worked out when the workflow runs, unless one holds
/// a text of its own.
fn without_expressions(text: &str) -> String {
    let Some(mut rest) = text.strip_prefix('=') else { return text.to_owned() };
    let mut constant = String::new();
    while let Some(open) = rest.find("{{") {
        constant.push_str(&rest[..open]);
        let Some(close) = rest[open..].find("}}").map(|at| open + at) else { break };
        let inside = &rest[open + 2..close];
        if inside.contains(['"', '\'', '`']) && !inside.contains('$') {
            constant.push_str(inside);
        }
        rest = &rest[close + 2..];
    }
    constant + rest
}
