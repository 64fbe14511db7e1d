//! Lists and objects of two versions side by side: what both have, and what only one does.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Whether this may be a list of objects: it is one, or nothing.
pub(super) fn is_list(value: Option<&Value>) -> bool {
    match value {
        None => true,
        Some(Value::Array(elements)) => elements.iter().all(Value::is_object),
        Some(_) => false,
    }
}

/// The elements of a list; none where there is no list.
pub(super) fn elements(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The elements of a list that another list does not have, as often as it lacks them.
pub(super) fn left_over<'a>(list: &'a [Value], other: &[Value]) -> Vec<&'a Value> {
    let mut there = BTreeMap::<String, usize>::new();
    for element in other {
        *there.entry(element.to_string()).or_default() += 1;
    }
    let lacks = |element: &&Value| match there.get_mut(&element.to_string()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(lacks).collect()
}

/// The elements of a list with what tells them apart; those that share it are counted on.
pub(super) fn keyed<'a>(keys: &[&str], list: &'a [Value]) -> Vec<(String, &'a Value)> {
    let mut seen = BTreeMap::<String, usize>::new();
    let key = |element: &'a Value| {
        let part = |key: &&str| element.get(*key).unwrap_or(&Value::Null).to_string();
        let key = keys.iter().map(part).collect::<Vec<_>>().join("|");
        let again = seen.entry(key.clone()).or_default();
        *again += 1;
        (format!("{key}#{again}"), element)
    };
    list.iter().map(key).collect()
}

/// The entries of two objects side by side.
pub(super) fn by_key<'a>(
    old: Option<&'a Value>,
    new: Option<&'a Value>,
) -> Vec<(&'a String, Option<&'a Value>, Option<&'a Value>)> {
    let (old, new) = (old.and_then(Value::as_object), new.and_then(Value::as_object));
    let get = |of: Option<&'a Map<String, Value>>, key: &str| of.and_then(|of| of.get(key));
    let kept = new.into_iter().flatten().map(|(key, new)| (key, get(old, key), Some(new)));
    let gone = old.into_iter().flatten().filter(|(key, _)| get(new, key).is_none());
    kept.chain(gone.map(|(key, old)| (key, Some(old), None))).collect()
}
