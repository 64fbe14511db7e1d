//! What looks like a person in a draft, with where it stands: it is shown before anything is published.
//! It changes nothing; a person decides what the client may keep.

use super::Draft;
use crate::document::engagement::PartKind;
use crate::engines::redact::{Redactor, people_in};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{PartId, SampleId};
use serde_json::Value;

/// The most that is listed.
pub const MOST: usize = 200;

/// Fields that say on purpose who answers for something.
const OWNERS: [&str; 6] =
    ["business_owner", "technical_owner", "owners", "owner", "decided_by", "who_may_trigger"];

/// A place in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The title or the client's name.
    Head,
    /// A part, by kind, id and name.
    Part(PartKind, PartId, String),
    /// A sample that is published as an example.
    Sample(SampleId),
}

/// What looks like a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The text: a name, a mail address, a telephone number.
    pub text: String,
    /// Where it stands.
    pub places: Vec<Place>,
    /// Whether it stands only where somebody is named as the owner of something.
    pub as_owner: bool,
}

/// Everything in a draft that looks like a person, in the order in which it is met; `redactor` knows the engagement's own
/// people.
///
/// # Errors
/// When a number in the document cannot be written as JSON.
pub fn named(draft: &Draft, redactor: &Redactor) -> Result<Vec<Named>, serde_json::Error> {
    let document = &draft.document;
    let mut list = List { redactor, found: Vec::new() };
    for text in [&document.title, &document.client] {
        list.text(text, &Place::Head);
    }
    for part in document.parts() {
        let place = Place::Part(part.kind(), part.id(), document.name_of(&part));
        list.value(&part.body()?, &place, false);
    }
    for sample in &document.samples.examples {
        let place = Place::Sample(sample.id);
        for text in [&sample.summary, &sample.records, &sample.evidence] {
            list.text(text, &place);
        }
    }
    Ok(list.found)
}

/// The list while it is made.
struct List<'a> {
    redactor: &'a Redactor,
    found: Vec<Named>,
}

impl List<'_> {
    fn value(&mut self, value: &Value, place: &Place, owner: bool) {
        match value {
            Value::String(text) if owner => {
                people_in(text).into_iter().for_each(|name| self.add(name, place, true));
            }
            Value::String(text) => self.text(text, place),
            Value::Array(items) => items.iter().for_each(|item| self.value(item, place, owner)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    self.value(value, place, owner || OWNERS.contains(&name.as_str()));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, place: &Place) {
        // An id, a date or a word of a catalogue names nobody.
        if text.chars().any(|c| c.is_uppercase() || c == '@' || c == '+') {
            let found = self.redactor.people(text);
            found.into_iter().for_each(|name| self.add(name, place, false));
        }
    }

    fn add(&mut self, text: String, place: &Place, as_owner: bool) {
        if let Some(named) = self.found.iter_mut().find(|named| named.text == text) {
            named.as_owner &= as_owner;
            if !named.places.contains(place) {
                named.places.push(place.clone());
            }
        } else if self.found.len() < MOST {
            self.found.push(Named { text, places: vec![place.clone()], as_owner });
        }
    }
}

impl Place {
    /// What it is called.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Head => "Title or client".into(),
            Self::Part(kind, _, name) if name.is_empty() => kind.label().into(),
            Self::Part(kind, _, name) => format!("{}: {name}", kind.label()),
            Self::Sample(_) => "A sample shown as an example".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn draft() -> Draft {
        let id = |n: u8| uuid::Uuid::from_u128(u128::from(n));
        let document = serde_json::from_value(json!({
            "id": id(1), "title": "Orders of Anna Muster", "client": "Tidewick", "stage": "active",
            "as_of": "2026-01-01T00:00:00Z",
            "brief": { "id": id(2), "situation": "Customer Bo Probe phoned; write to bo@example.org. Orders wait." },
            "systems": [{ "id": id(3), "name": "Shop", "kind": "shop", "business_owner": "Carla Beispiel, Sales" }],
        }));
        Draft::of(document.unwrap())
    }

    #[test]
    fn whoever_looks_like_a_person_is_listed_with_where_it_stands() {
        let redactor = Redactor::new(b"key").knowing(["Anna Muster"]);
        let found = named(&draft(), &redactor).unwrap();
        let shown: Vec<(&str, bool, String)> =
            found.iter().map(|it| (it.text.as_str(), it.as_owner, it.places[0].words())).collect();
        assert_eq!(
            shown,
            [
                ("Anna Muster", false, "Title or client".to_owned()),
                ("Bo Probe", false, "Brief: Orders of Anna Muster".to_owned()),
                ("bo@example.org", false, "Brief: Orders of Anna Muster".to_owned()),
                ("Carla Beispiel", true, "System: Shop".to_owned()),
            ]
        );
    }
}
