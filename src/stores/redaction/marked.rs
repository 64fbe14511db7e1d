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

    /// JSON without what was marked, as long as it can be read as a type: `kept` says what the type keeps of it, `None`
    /// when it cannot be read. `None` when nothing in it can be replaced.
    pub fn out_of_json(
        &self,
        value: &Value,
        kept: impl Fn(&Value) -> Option<Value>,
    ) -> Option<Value> {
        let mut met = BTreeSet::new();
        let all = self.rewritten(value, "", &mut |path| {
            met.insert(path.to_owned());
            true
        });
        if met.is_empty() {
            return None;
        }
        // What could not be read before has nothing to keep.
        let Some(before) = kept(value) else { return Some(all) };
        if !met.iter().any(|place| is_name(place)) && kept(&all).is_some() {
            return Some(all);
        }
        // Somewhere it is a word of our own, such as the kind of a step or the name of a member: that place, in every row
        // of it, is left. A member that the type no longer finds by its name would be lost with all it says.
        let names = self.names(&before);
        let alone = |place: &&String| {
            let new = self.rewritten(value, "", &mut |path| path == *place);
            kept(&new).is_some_and(|kept| !is_name(place) || self.names(&kept) > names)
        };
        let free: BTreeSet<String> = met.iter().filter(alone).cloned().collect();
        let new = self.rewritten(value, "", &mut |path| free.contains(path));
        (!free.is_empty() && kept(&new).is_some()).then_some(new)
    }

    /// JSON without what was marked in its texts; the names of its members stay. `None` when it is in none of them.
    #[must_use]
    pub fn out_of_texts(&self, value: &Value) -> Option<Value> {
        let mut met = false;
        let new = self.rewritten(value, "", &mut |path| {
            met |= !is_name(path);
            !is_name(path)
        });
        met.then_some(new)
    }

    /// How many members have the placeholder in their name.
    fn names(&self, value: &Value) -> usize {
        match value {
            Value::Array(items) => items.iter().map(|item| self.names(item)).sum(),
            Value::Object(members) => {
                let own = members.keys().filter(|name| name.contains(self.placeholder)).count();
                own + members.values().map(|value| self.names(value)).sum::<usize>()
            }
            _ => 0,
        }
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

/// Whether a place is the name of a member, and not what it says.
fn is_name(place: &str) -> bool {
    place.ends_with(':')
}

/// Whether a text is an id of ours, and nothing else.
fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    const MARK: Mark<'_> = Mark { text: "wait", placeholder: "‹name 123456›" };

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Steps {
        steps: Vec<Step>,
        #[serde(default)]
        columns: BTreeMap<String, String>,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    struct Step {
        kind: Kind,
        name: String,
        #[serde(default)]
        owner: String,
    }

    #[derive(serde::Serialize, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Wait,
        Task,
    }

    fn kept(value: &Value) -> Option<Value> {
        serde_json::to_value(serde_json::from_value::<Steps>(value.clone()).ok()?).ok()
    }

    #[test]
    fn words_of_our_own_are_left_where_a_type_needs_them_and_texts_go() {
        let steps = json!({ "steps": [
            { "kind": "wait", "name": "wait for Ada" },
            { "kind": "task", "name": "pay" },
        ] });
        let new = MARK.out_of_json(&steps, kept).unwrap();
        assert_eq!(new["steps"][0]["kind"], "wait");
        assert_eq!(new["steps"][0]["name"], "‹name 123456› for Ada");
        assert!(kept(&new).is_some());
        let only_ours = json!({ "steps": [{ "kind": "wait", "name": "pay" }] });
        assert_eq!(MARK.out_of_json(&only_ours, kept), None);
        let nothing = json!({ "steps": [{ "kind": "task", "name": "pay" }] });
        assert_eq!(MARK.out_of_json(&nothing, kept), None);
        let broken = json!({ "kind": "wait" });
        assert_eq!(MARK.out_of_json(&broken, kept).unwrap()["kind"], "‹name 123456›");
    }

    #[test]
    fn a_member_that_can_be_left_out_keeps_its_name_and_what_it_says() {
        let owner = Mark { text: "owner", ..MARK };
        let steps = json!({
            "steps": [{ "kind": "task", "name": "ask the owner", "owner": "Operations" }],
            "columns": { "owner": "Who" },
        });
        let new = owner.out_of_json(&steps, kept).unwrap();
        assert_eq!(new["steps"][0]["owner"], "Operations");
        assert_eq!(new["steps"][0]["name"], "ask the ‹name 123456›");
        assert_eq!(new["columns"], json!({ "‹name 123456›": "Who" }), "a column of a file");
        let texts = owner.out_of_texts(&steps).unwrap();
        assert_eq!(texts["steps"][0]["name"], "ask the ‹name 123456›");
        assert_eq!(texts["columns"], steps["columns"]);
        assert_eq!(owner.out_of_texts(&json!({ "owner": "Ada" })), None);
    }

    #[test]
    fn names_of_members_go_too_and_ids_and_placeholders_stay() {
        let id = "0198c0de-aaaa-7bbb-8ccc-0123456789ab";
        let value = json!({ "wait": 1, id: [id, "‹wait 1›"] });
        let all = |value: &Value| Some(value.clone());
        let new = MARK.out_of_json(&value, all).unwrap();
        assert_eq!(new, json!({ "‹name 123456›": 1, id: [id, "‹wait 1›"] }));
        let ids = Mark { text: "0198", ..MARK };
        assert_eq!(ids.out_of_json(&json!({ id: [id] }), all), None);
    }
}
