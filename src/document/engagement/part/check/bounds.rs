//! What no text of a part may be, whatever it says.

use super::{Problem, TEXT};
use serde_json::Value;

/// Texts that are too long or hold what a database cannot keep.
pub(super) fn unbounded(value: &Value) -> Vec<Problem> {
    match value {
        Value::String(text) if text.chars().count() > TEXT => {
            vec![Problem::new(
                "",
                format!("Shorten the text that begins “{}…” to {TEXT} characters.", start(text)),
            )]
        }
        Value::String(text) if text.contains('\0') => {
            vec![Problem::new(
                "",
                format!("The text that begins “{}” holds a NUL character. Remove it.", start(text)),
            )]
        }
        Value::Array(items) => items.iter().flat_map(unbounded).collect(),
        Value::Object(fields) => fields.values().flat_map(unbounded).collect(),
        _ => Vec::new(),
    }
}

fn start(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(30).collect()
}
