//! Words for what differs: what a field is called, and what stands in it, as people read it.
//! Two values that differ never read the same.

use super::edition::{Edition, called};
use super::places;
use super::registers::Register;
use crate::platform::wording::{day, sentence};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields whose name in the document says too little.
const FIELDS: [(&str, &str); 19] = [
    ("says", "Wording"),
    ("because", "Reasons"),
    ("instead", "Path decided instead"),
    ("is_final", "Verdict is final"),
    ("provisional", "Missing for a final verdict"),
    ("standing", "What stands"),
    ("computed", "What the findings ask for"),
    ("would_change", "What would change it"),
    ("set_aside", "Set aside"),
    ("code", "Can be changed"),
    ("api_access", "API access"),
    ("manual_minutes", "Minutes of manual work"),
    ("p50", "Hours, enough in every second case"),
    ("p80", "Hours, enough in four cases of five"),
    ("p90", "Hours, enough in nine cases of ten"),
    ("good", "What good looks like"),
    ("why", "Why"),
    ("of", "Out of"),
    ("sha256", "SHA-256"),
];

/// Names of things in two versions.
pub(super) struct Names<'a> {
    before: &'a BTreeMap<String, String>,
    after: &'a BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(before: &'a Edition, after: &'a Edition) -> Self {
        Self { before: &before.names, after: &after.names }
    }

    fn get(&self, id: &str) -> Option<&str> {
        self.after.get(id).or_else(|| self.before.get(id)).map(String::as_str)
    }

    /// What a field of the object at a place is called; where things are kept by key or by id, it is called as they are.
    pub(super) fn label(&self, path: &str, key: &str) -> String {
        let field = || FIELDS.iter().find(|(field, _)| *field == key).map(|(_, label)| *label);
        let known = places::name(path, key).or_else(field).or_else(|| self.get(key));
        known.map_or_else(|| sentence(&key.replace('_', " ")), ToOwned::to_owned)
    }

    /// What an item of a register is called.
    pub(super) fn named(&self, register: &Register, element: &Value) -> String {
        let told = register.named.iter().filter_map(|field| Some((field, element.get(field)?)));
        let told =
            told.map(|(field, value)| self.shown(&format!("{}.{field}", register.at), value));
        let told: Vec<_> = told.filter(|it| !it.is_empty()).collect();
        let between = match register.named {
            ["from", "to"] | ["intended", "actual"] => " → ",
            ["data_type", ..] => " · ",
            _ => ", ",
        };
        told.join(between)
    }

    /// Two values at a place that differ, in words that differ.
    pub(super) fn both(
        &self,
        path: &str,
        old: Option<&Value>,
        new: Option<&Value>,
    ) -> (String, String) {
        let shown =
            |value: Option<&Value>| value.map_or_else(String::new, |it| self.shown(path, it));
        let raw = |value: Option<&Value>| value.map_or_else(String::new, ToString::to_string);
        let (from, to) = (shown(old), shown(new));
        if from == to { (raw(old), raw(new)) } else { (from, to) }
    }

    fn shown(&self, path: &str, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => self.text(path, text),
            Value::Array(elements) => {
                let told: Vec<_> =
                    elements.iter().map(|element| self.shown(path, element)).collect();
                told.join(if elements.iter().any(Value::is_object) { "; " } else { ", " })
            }
            Value::Object(fields) => called(fields).unwrap_or_else(|| self.listed(path, fields)),
        }
    }

    fn listed(&self, path: &str, fields: &serde_json::Map<String, Value>) -> String {
        let stated = fields.iter().filter(|(_, value)| is_stated(value));
        let told = stated.map(|(key, value)| {
            let shown = self.shown(&format!("{path}.{key}"), value);
            format!("{}: {shown}", self.label(path, key))
        });
        told.collect::<Vec<_>>().join(", ")
    }

    fn text(&self, path: &str, text: &str) -> String {
        let known = places::value(path, text).or_else(|| self.get(text));
        known.map(ToOwned::to_owned).or_else(|| when(text)).unwrap_or_else(|| text.to_owned())
    }
}

/// A date, or a moment of universal time, as people write it.
fn when(text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Some(day(date));
    }
    let at = text.parse::<DateTime<Utc>>().ok()?;
    Some(format!("{}, {} UTC", day(at.date_naive()), at.format("%H:%M")))
}

/// Whether a value states something: nothing, an empty text and an empty list do not.
pub(super) fn is_stated(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => !elements.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}
