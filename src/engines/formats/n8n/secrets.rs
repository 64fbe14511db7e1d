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
    // The key under which a memory keeps a conversation opens nothing.
    if name == "sessionKey" {
        return false;
    }
    let Constant { text: constant, beside_expressions } = Constant::of(text);
    if constant.trim().is_empty() {
        return false;
    }
    // What stands beside an expression is the beginning of a name as often as of a secret: its field tells nothing.
    let by_field = || {
        is_written_proof(name, &constant)
            || redactor.field(Policy::Evidence, name, &constant).has_secret()
    };
    (!beside_expressions && by_field()) || redactor.text(&constant).has_secret()
}

/// Whether it is the header that proves who asks, with the proof written out: whatever a proof looks like, it belongs
/// where the program keeps credentials. What only says that one belongs here is none.
fn is_written_proof(name: &str, constant: &str) -> bool {
    let proof = constant.trim().split_once(' ').map(|(_, proof)| proof.trim());
    name.eq_ignore_ascii_case("authorization")
        && proof.is_some_and(|proof| proof.len() >= 8 && !is_blank_to_fill(proof))
}

/// Whether a proof stands for one: a variable, a name in brackets, a name in capitals, a request to put one’s own.
fn is_blank_to_fill(proof: &str) -> bool {
    let asks = ["your", "insert", "replace", "xxxx", "…", "..."];
    let lower = proof.to_lowercase();
    let name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    proof.starts_with(['$', '<', '[', '{', '%', '(', '‹'])
        || asks.iter().any(|word| lower.contains(word))
        || (proof.contains('_')
            && proof.bytes().all(name)
            && !proof.bytes().any(|b| b.is_ascii_digit()))
}

/// What of a parameter is written out.
struct Constant {
    text: String,
    /// It stands beside expressions, which are worked out when the workflow runs.
    beside_expressions: bool,
}

impl Constant {
    /// The text without the parts between `{{` and `}}`, unless one holds a text of its own.
    fn of(text: &str) -> Self {
        let Some(mut rest) = text.strip_prefix('=') else {
            return Self { text: text.to_owned(), beside_expressions: false };
        };
        let (mut constant, mut outside, mut expressions) = (String::new(), 0, false);
        while let Some(open) = rest.find("{{") {
            let Some(close) = rest[open..].find("}}").map(|at| open + at) else { break };
            constant.push_str(&rest[..open]);
            outside += rest[..open].trim().len();
            let inside = &rest[open + 2..close];
            if inside.contains(['"', '\'', '`']) && !inside.contains('$') {
                constant.push_str(inside);
            } else {
                expressions = true;
            }
            rest = &rest[close + 2..];
        }
        outside += rest.trim().len();
        let beside_expressions = expressions && outside > 0;
        Self { text: constant + rest, beside_expressions }
    }
}
