//! JSON that has already been read: every string, number and key is searched with its field's name.
//! Must never drop a member: two keys that become alike are kept apart.

use serde_json::{Map, Value};

use super::field::{self, Field};
use super::json_text::{holds_a_value, names_a_field};
use super::scan::{Context, Search};

/// Deeper values cannot come from a parser; they are dropped rather than left unread.
const DEEPEST: u16 = 200;

/// Where a value stands.
#[derive(Clone, Copy, Default)]
struct Place<'k> {
    /// Its key, or its list's key.
    key: Option<&'k str>,
    /// The key of the object it is a member of.
    record: Option<&'k str>,
    /// What a `name` beside it says, when its own key is `value`.
    beside: Option<&'k str>,
    depth: u16,
}

/// Replaces everything to hide in `value`.
pub(super) fn walk(search: &mut Search<'_>, value: &mut Value) {
    visit(search, value, Place::default());
}

fn visit(search: &mut Search<'_>, value: &mut Value, place: Place<'_>) {
    if place.depth > DEEPEST {
        *value = Value::Null;
        return;
    }
    match value {
        // Ids are made by this program, or say nothing of anybody.
        Value::String(text) if is_id(text) => {}
        Value::String(text) => {
            if let Some(new) = search.rewrite(text, place.context()) {
                *text = new;
            }
        }
        Value::Number(number) => {
            let text = number.to_string();
            if let Some(kind) = search.bare_value(&text, place.context()) {
                *value = Value::String(search.label(kind, &text));
                *search.tally.entry(kind).or_default() += 1;
            }
        }
        Value::Array(items) => {
            for item in items {
                visit(search, item, Place { depth: place.depth + 1, ..place });
            }
        }
        Value::Object(members) => object(search, members, place),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Whether a text is an id as it is written (RFC 9562), and nothing else.
fn is_id(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

fn object(search: &mut Search<'_>, members: &mut Map<String, Value>, place: Place<'_>) {
    let beside = members.iter().find(|(key, value)| names_a_field(key) && value.is_string());
    let beside = beside.and_then(|(_, value)| value.as_str()).map(str::to_owned);
    let mut renamed = Vec::new();
    for (key, value) in members.iter_mut() {
        let beside = beside.as_deref().filter(|_| holds_a_value(key));
        visit(
            search,
            value,
            Place { key: Some(key), record: place.key, beside, depth: place.depth + 1 },
        );
        if is_id(key) {
            continue;
        }
        if let Some(new) = search.rewrite(key, Context::default()) {
            renamed.push((key.clone(), new));
        }
    }
    for (old, mut new) in renamed {
        if let Some(value) = members.remove(&old) {
            while members.contains_key(&new) {
                new.push('*');
            }
            members.insert(new, value);
        }
    }
}

impl Place<'_> {
    fn context(&self) -> Context {
        let Some(key) = self.key else { return Context::default() };
        let mut context = Context::named(key);
        if holds_a_value(key) {
            let said = self.beside.map(Context::named).filter(|said| said.field.is_some());
            context = said.or_else(|| self.record.map(Context::named)).unwrap_or(context);
        }
        if let Some(Field::OfPerson(kind)) = context.field {
            context.field = self
                .record
                .filter(|record| field::is_person(record))
                .map(|_| Field::Personal(kind));
        }
        context
    }
}

#[cfg(test)]
mod tests {
    use crate::engines::redact::Redactor;
    use serde_json::{Value, json};

    /// An id that begins with the sixteen letters and digits of a Belgian account with a sound check.
    fn like_an_account() -> String {
        use crate::engines::redact::checksum::{iban, iban_length};
        let tail = "8000-8000-000000000000";
        let sound = |id: &str| {
            let compact: String = id.chars().filter(|c| *c != '-').collect();
            iban_length(&id[..2]).is_some_and(|length| iban(&compact[..length]))
        };
        let mut ids =
            (0..100_000).map(|n| format!("be{:02}{n:04x}-{:04x}-{tail}", n % 90 + 10, n % 0xffff));
        ids.find(|id| id.len() == 36 && sound(id)).expect("one in ninety-seven is")
    }

    #[test]
    fn an_id_is_not_taken_for_an_account_number_wherever_it_stands() {
        let id = like_an_account();
        let whole = json!({ "id": id, "steps": { id.clone(): [id] } });
        let mut redacted: Value = whole.clone();
        assert!(Redactor::new(b"key").json_document(&mut redacted).is_empty());
        assert_eq!(redacted, whole);
        assert_eq!(Redactor::new(b"key").text(&format!("see {id}.")).text, format!("see {id}."));
    }
}
