//! Parts under new ids, wherever these stand: what two engagements begin with has nothing in common but its shape.

use crate::document::engagement::Part;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The same parts under new ids. That of the brief, which every engagement has, stays.
///
/// # Errors
/// When a part cannot be written or read as JSON.
pub fn fresh(parts: &[Part]) -> Result<Vec<Part>, serde_json::Error> {
    let mut ids: BTreeMap<Uuid, Uuid> = BTreeMap::from([(Uuid::nil(), Uuid::nil())]);
    let known: Vec<Uuid> = parts.iter().map(|part| part.id().0).collect();
    ids.extend(known.into_iter().filter(|id| !id.is_nil()).map(|id| (id, Uuid::now_v7())));
    let under_new = |part: &Part| Part::read(part.kind(), renamed(part.body()?, &ids));
    parts.iter().map(under_new).collect()
}

/// A value with the known ids in it replaced, as texts and as keys.
fn renamed(value: Value, ids: &BTreeMap<Uuid, Uuid>) -> Value {
    let new = |text: &str| Some(ids.get(&text.parse().ok()?)?.to_string());
    match value {
        Value::String(text) => Value::String(new(&text).unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(|item| renamed(item, ids)).collect(),
        Value::Object(fields) => {
            let field =
                |(key, item): (String, Value)| (new(&key).unwrap_or(key), renamed(item, ids));
            Value::Object(fields.into_iter().map(field).collect::<Map<_, _>>())
        }
        other => other,
    }
}
