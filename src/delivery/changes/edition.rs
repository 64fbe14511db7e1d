//! A version as it is compared: everything that a reader of it can see, with the names of what it refers to.

use crate::document::engagement::Engagement;
use crate::judgement::assess::Assessment;
use crate::judgement::plan::{self, DatedLine, DatedPlan};
use crate::stores::quote;
use crate::stores::room::Contents;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Fields by which people call a thing, the best first.
const NAMES: [&str; 6] = ["name", "title", "says", "purpose", "question", "summary"];

/// A version, ready to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// What is read in it.
    pub(super) value: Value,
    /// What people call the things in it, by id.
    pub(super) names: BTreeMap<String, String>,
}

impl Edition {
    /// A published version with the quote that went with it.
    ///
    /// # Errors
    /// When a number in it cannot be written as JSON.
    pub fn of(
        contents: &Contents,
        quote: Option<&quote::Contents>,
    ) -> Result<Self, serde_json::Error> {
        let mut edition = Self::made(&contents.document, &contents.assessment, quote)?;
        if let Value::Object(read) = &mut edition.value {
            read.insert("figures".into(), serde_json::to_value(&contents.figures)?);
            read.insert("presentation".into(), serde_json::to_value(&contents.presentation)?);
            read.insert("files".into(), serde_json::to_value(&contents.files)?);
        }
        Ok(edition)
    }

    /// A document with what is judged of it.
    ///
    /// # Errors
    /// As for [`Edition::of`].
    pub fn made(
        document: &Engagement,
        assessment: &Assessment,
        quote: Option<&quote::Contents>,
    ) -> Result<Self, serde_json::Error> {
        let mut read = Map::new();
        read.insert("document".into(), serde_json::to_value(document)?);
        read.insert("assessment".into(), serde_json::to_value(assessment)?);
        read.insert("plan".into(), planned(document, assessment));
        read.insert("quote".into(), serde_json::to_value(quote)?);
        Ok(Self::new(Value::Object(read)))
    }

    /// What was read from elsewhere in the same form.
    pub(super) fn new(value: Value) -> Self {
        let mut names = BTreeMap::new();
        gather(&value, &mut names);
        Self { value, names }
    }
}

/// The dated lines of a plan; nothing as long as its first day is not set, since no page shows it before.
fn planned(document: &Engagement, assessment: &Assessment) -> Value {
    let plan = plan::of(document, assessment);
    if plan.starts_on.is_none() {
        return json!({});
    }
    let lines: Vec<Value> = plan.lines.iter().map(|line| planned_line(&plan, line)).collect();
    json!({ "lines": lines })
}

fn planned_line(plan: &DatedPlan, line: &DatedLine) -> Value {
    json!({
        "id": line.id,
        "says": line.says,
        "phase": line.phase,
        "integration": line.integration,
        "owner": line.owner,
        "waits_for": line.waits_for,
        "first_day": plan.date(line.starts),
        "last_day": plan.date(line.ends),
        "after": line.after,
        "state": line.state,
        "done_on": line.done_on,
        "closes": line.closes.iter().map(|closes| &closes.says).collect::<Vec<_>>(),
    })
}

/// Notes what everything that has an id is called.
fn gather(value: &Value, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, names)),
        Value::Object(fields) => {
            if let (Some(Value::String(id)), Some(name)) = (fields.get("id"), called(fields)) {
                names.entry(id.clone()).or_insert(name);
            }
            fields.values().for_each(|field| gather(field, names));
        }
        _ => {}
    }
}

/// What people call a thing; `None` where it has no name.
pub(super) fn called(fields: &Map<String, Value>) -> Option<String> {
    let text = |name: &&str| fields.get(*name).and_then(Value::as_str);
    let found = NAMES.iter().filter_map(text).find(|text| !text.trim().is_empty());
    found.map(ToOwned::to_owned)
}
