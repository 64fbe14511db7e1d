//! What was observed: evidence, and what speaks against a claim, each with how and when it came to be known.
//! Where that is not recorded, it says so instead of guessing.

use super::{NAMES, line, property, time};
use crate::delivery::verdict_pack::Counter;
use crate::document::controls::{ControlState, Finding};
use crate::document::engagement::Engagement;
use crate::document::evidence::Kind;
use crate::judgement::evidence::{Evidence, Subject};
use crate::platform::catalogue::Catalogue;
use crate::stores::room::Snapshot;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Observations, each once, in the order in which claims come to them.
#[derive(Default)]
pub(super) struct Observed {
    pub entries: Vec<Value>,
    ids: BTreeSet<String>,
}

impl Observed {
    fn add(&mut self, id: &str, entry: Value) {
        if self.ids.insert(id.to_owned()) {
            self.entries.push(entry);
        }
    }

    /// A piece of evidence under its id.
    pub fn evidence(&mut self, snapshot: &Snapshot, id: &str, evidence: &Evidence) {
        let doc = snapshot.document();
        let recorded = control(doc, &evidence.about);
        let seen_on = recorded.and_then(|found| found.seen_on);
        let mut props = vec![property("record", &evidence.about.key())];
        if let Some(samples) = evidence.samples {
            props.push(property("confirmed", &samples.count.to_string()));
            props.push(property("first", &samples.first.to_string()));
            props.push(property("last", &samples.last.to_string()));
        }
        let mut entry = json!({
            "uuid": id,
            "description": evidence.says,
            "props": props,
            "methods": [method(recorded, evidence.samples.is_some())],
            "types": ["finding"],
            "collected": time(seen_on.map_or(doc.as_of, midnight)),
        });
        if seen_on.is_none() {
            entry["remarks"] = json!(
                "The day on which it was seen is not recorded; given is when the document was read."
            );
        }
        if let Some(found) = recorded.filter(|found| found.has_evidence()) {
            entry["relevant-evidence"] = json!([{ "description": found.evidence }]);
        }
        self.add(id, entry);
    }

    /// Something that speaks against a claim, under its id.
    pub fn counter(&mut self, snapshot: &Snapshot, id: &str, counter: &Counter) {
        let state = if counter.is_answered { "answered" } else { "open" };
        let entry = json!({
            "uuid": id,
            "description": counter.says,
            "props": [{ "name": "counter-evidence", "ns": NAMES, "value": state }],
            "methods": ["EXAMINE"],
            "types": ["counter-evidence"],
            "collected": time(snapshot.document().as_of),
            "remarks": line(&counter.answer),
        });
        self.add(id, entry);
    }
}

/// What is recorded of the control that evidence is about.
fn control<'d>(doc: &'d Engagement, about: &Subject) -> Option<&'d Finding> {
    match about {
        Subject::Control { integration, control } => {
            doc.controls(*integration)?.controls.get(control)
        }
        _ => None,
    }
}

/// How it came to be known, in the words of OSCAL. A person confirmed what has samples.
fn method(recorded: Option<&Finding>, has_samples: bool) -> &'static str {
    match recorded.and_then(|found| found.kind) {
        Some(Kind::Reproduced | Kind::Reconciled) => "TEST",
        Some(Kind::Logged | Kind::Screenshot) => "EXAMINE",
        Some(Kind::Told) => "INTERVIEW",
        None if has_samples => "EXAMINE",
        None => "UNKNOWN",
    }
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Every control that somebody looked at, with what was seen.
fn looked_at(doc: &Engagement) -> impl Iterator<Item = (&'static str, &Finding)> {
    let sheets = doc.control_sheets.iter().flat_map(|sheet| &sheet.controls);
    let known = sheets.filter(|(_, found)| found.state != ControlState::Unknown);
    known.map(|(control, found)| (control.key(), found))
}

/// The first day on which evidence is recorded to have been seen, or else when the document was read.
pub(super) fn start(doc: &Engagement) -> DateTime<Utc> {
    let first = looked_at(doc).filter_map(|(_, found)| found.seen_on).min();
    first.map_or(doc.as_of, midnight).min(doc.as_of)
}

/// The controls that were looked at.
pub(super) fn controls(doc: &Engagement) -> Value {
    let keys: BTreeSet<_> = looked_at(doc).map(|(key, _)| key).collect();
    if keys.is_empty() {
        return json!({ "description": "No control was looked at.", "include-all": {} });
    }
    let keys: Vec<_> = keys.into_iter().map(|key| json!({ "control-id": key })).collect();
    json!({ "description": "Controls that were looked at, by their keys.", "include-controls": keys })
}
