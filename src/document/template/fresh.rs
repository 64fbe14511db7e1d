//! Parts under new ids, wherever these stand: what two engagements begin with has nothing in common but its shape.

use crate::document::engagement::Part;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The same parts under new ids, those within a part too, such as the assumptions of a quote. That of the brief, which every
/// engagement has, stays.
///
/// # Errors
/// When a part cannot be written or read as JSON.
pub fn fresh(parts: &[Part]) -> Result<Vec<Part>, serde_json::Error> {
    let mut ids: BTreeMap<Uuid, Uuid> = BTreeMap::from([(Uuid::nil(), Uuid::nil())]);
    let bodies: Vec<Value> = parts.iter().map(Part::body).collect::<Result<_, _>>()?;
    bodies.iter().for_each(|body| renew(body, &mut ids));
    let under_new = |(part, body): (&Part, Value)| Part::read(part.kind(), renamed(body, &ids));
    parts.iter().zip(bodies).map(under_new).collect()
}

/// New ids for all that has one, at every depth.
fn renew(value: &Value, ids: &mut BTreeMap<Uuid, Uuid>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| renew(item, ids)),
        Value::Object(fields) => {
            let own = fields.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
            if let Some(id) = own {
                ids.entry(id).or_insert_with(Uuid::now_v7);
            }
            fields.values().for_each(|item| renew(item, ids));
        }
        _ => {}
    }
}

/// A value with the known ids in it replaced, as texts and as keys.
fn renamed(value: Value, ids: &BTreeMap<Uuid, Uuid>) -> Value {
    match value {
        Value::String(text) => Value::String(renewed(&text, ids).unwrap_or(text)),
        Value::Array(items) => items.into_iter().map(|item| renamed(item, ids)).collect(),
        Value::Object(fields) => {
            let field = |(key, item): (String, Value)| {
                (renewed(&key, ids).unwrap_or(key), renamed(item, ids))
            };
            Value::Object(fields.into_iter().map(field).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// A known id as the new one. What a line of a quote answers is a key with ids between its marks: these are replaced as well.
fn renewed(text: &str, ids: &BTreeMap<Uuid, Uuid>) -> Option<String> {
    let new = |id: &str| Some(ids.get(&id.parse().ok()?)?.to_string());
    let is_mark = |c: char| "/:#".contains(c);
    let is_key =
        |c: char| is_mark(c) || c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c);
    if !text.contains(is_mark) || !text.chars().all(is_key) {
        return new(text);
    }
    let piece = |piece: &str| {
        let (id, mark) = piece.split_at(piece.trim_end_matches(is_mark).len());
        new(id).unwrap_or_else(|| id.to_owned()) + mark
    };
    Some(text.split_inclusive(is_mark).map(piece).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_within_a_key_are_replaced_and_words_stay() {
        let (was, is) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let ids = BTreeMap::from([(was, is)]);
        let renewed = |text: String| renewed(&text, &ids);
        assert_eq!(renewed(was.to_string()), Some(is.to_string()));
        let key = |id: Uuid| format!("control:{id}/runbook");
        assert_eq!(renewed(key(was)), Some(key(is)));
        assert_eq!(renewed(format!("Ask about {was}: it is late")), None);
    }
}
