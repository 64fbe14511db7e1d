//! A text that a person marked, and the placeholder that takes its place in JSON.
//! What must be read as a type stays readable as it: words of our own are left where the type needs them.

use crate::document::samples::replaced;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A text that must go, with what takes its place.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// The text that a person marked.
    pub text: &'a str,
    /// Its placeholder.
    pub placeholder: &'a str,
}

impl Mark<'_> {
    /// A text without what was marked; `None` when it is not in it.
    #[must_use]
    pub fn out_of(&self, text: &str) -> Option<String> {
        let (new, places) = replaced(text, self.text, self.placeholder);
        (places > 0).then_some(new)
    }

    /// JSON without what was marked, as long as `reads` takes it; `None` when nothing in it can be replaced.
    pub fn out_of_json(&self, value: &Value, reads: impl Fn(&Value) -> bool) -> Option<Value> {
        let mut met = BTreeSet::new();
        let all = self.rewritten(value, "", &mut |path| {
            met.insert(path.to_owned());
            true
        });
        if met.is_empty() {
            return None;
        }
        // What could not be read before has nothing to keep.
        if reads(&all) || !reads(value) {
            return Some(all);
        }
        // Somewhere it is a word of our own, such as the kind of a step: that place, in every row of it, is left.
        let alone = |place: &&String| reads(&self.rewritten(value, "", &mut |path| path == *place));
        let free: BTreeSet<String> = met.iter().filter(alone).cloned().collect();
        let new = self.rewritten(value, "", &mut |path| free.contains(path));
        (!free.is_empty() && reads(&new)).then_some(new)
    }

    /// JSON with every text replaced that holds the mark and stands at a place that may be.
    fn rewritten(&self, value: &Value, path: &str, may: &mut impl FnMut(&str) -> bool) -> Value {
        match value {
            Value::String(text) if !is_id(text) => match self.out_of(text) {
                Some(new) if may(path) => Value::String(new),
                _ => value.clone(),
            },
            Value::Array(items) => {
                let path = format!("{path}[]");
                items.iter().map(|item| self.rewritten(item, &path, may)).collect()
            }
            Value::Object(members) => Value::Object(self.members(members, path, may)),
            _ => value.clone(),
        }
    }

    fn members(
        &self,
        members: &Map<String, Value>,
        path: &str,
        may: &mut impl FnMut(&str) -> bool,
    ) -> Map<String, Value> {
        let mut new = Map::new();
        for (key, value) in members {
            // The names of members are the same in every row; ids of rows are not.
            let place = if is_id(key) { format!("{path}.*") } else { format!("{path}.{key}") };
            let value = self.rewritten(value, &place, may);
            let renamed = if is_id(key) { None } else { self.out_of(key) };
            let mut name = match renamed {
                Some(renamed) if may(&format!("{place}:")) => renamed,
                _ => key.clone(),
            };
            while new.contains_key(&name) {
                name.push('*');
            }
            new.insert(name, value);
        }
        new
    }
}

/// Whether a text is an id of ours, and nothing else.
fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const MARK: Mark<'_> = Mark { text: "wait", placeholder: "‹name 123456›" };

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Steps {
        steps: Vec<Step>,
    }

    #[derive(serde::Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read matters")]
    struct Step {
        kind: Kind,
        name: String,
    }

    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Wait,
        Task,
    }

    fn reads(value: &Value) -> bool {
        serde_json::from_value::<Steps>(value.clone()).is_ok()
    }

    #[test]
    fn words_of_our_own_are_left_where_a_type_needs_them_and_texts_go() {
        let steps = json!({ "steps": [
            { "kind": "wait", "name": "wait for Ada" },
            { "kind": "task", "name": "pay" },
        ] });
        let new = MARK.out_of_json(&steps, reads).unwrap();
        assert_eq!(new["steps"][0]["kind"], "wait");
        assert_eq!(new["steps"][0]["name"], "‹name 123456› for Ada");
        assert!(reads(&new));
        let only_ours = json!({ "steps": [{ "kind": "wait", "name": "pay" }] });
        assert_eq!(MARK.out_of_json(&only_ours, reads), None);
        let nothing = json!({ "steps": [{ "kind": "task", "name": "pay" }] });
        assert_eq!(MARK.out_of_json(&nothing, reads), None);
        let broken = json!({ "kind": "wait" });
        assert_eq!(MARK.out_of_json(&broken, reads).unwrap()["kind"], "‹name 123456›");
    }

    #[test]
    fn names_of_members_go_too_and_ids_and_placeholders_stay() {
        let id = "0198c0de-aaaa-7bbb-8ccc-0123456789ab";
        let value = json!({ "wait": 1, id: [id, "‹wait 1›"] });
        let new = MARK.out_of_json(&value, |_| true).unwrap();
        assert_eq!(new, json!({ "‹name 123456›": 1, id: [id, "‹wait 1›"] }));
        let ids = Mark { text: "0198", ..MARK };
        assert_eq!(ids.out_of_json(&json!({ id: [id] }), |_| true), None);
    }
}
