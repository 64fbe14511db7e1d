//! Words for what differs: what a field is called, and what stands in it, as people read it.
//! Two values that differ never read the same.

use super::edition::{Edition, called};
use super::registers::Register;
use crate::document::access_ledger::{AccessScope, AccessState, Care};
use crate::document::call::VerdictPath;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::{Complaint, FlagState, Stage, UnknownKind};
use crate::document::integrations::{
    Availability, Criticality, Direction, Extent, Middleware, Ownership, Timing, Transport,
};
use crate::document::launch::LaunchCheck;
use crate::document::matching::Judgement;
use crate::document::measures::Figure;
use crate::document::plan::{LineState, Phase, WaitsFor};
use crate::document::quote::{AssumptionState, QuoteGate, Work};
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Symptom,
};
use crate::document::systems::{ApiAccess, Delivery, DiscoveryFact, SystemKind};
use crate::document::truth::{Right, Standing};
use crate::document::workflow::HiddenRuleTopic;
use crate::engines::map::{LaneKind, Side, StepKind};
use crate::judgement::findings::FindingKind;
use crate::judgement::flags::{FlagRule, Severity};
use crate::judgement::gates::{Blocked, GateKind, GateState};
use crate::judgement::matching::DifferenceKind;
use crate::judgement::steps::{AuditStep, StepState};
use crate::judgement::truth::TruthIssueKind;
use crate::judgement::verdict::{ActionKind, Answer, Level, PlanStage};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, sentence};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Fields whose name in the document says too little.
const FIELDS: [(&str, &str); 18] = [
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

    /// What a field is called; a field that is kept by id is called as that is.
    pub(super) fn label(&self, key: &str) -> String {
        let known = FIELDS.iter().find(|(field, _)| *field == key).map(|(_, label)| *label);
        let known = known.or_else(|| self.get(key)).or_else(|| labels().get(key).copied());
        known.map_or_else(|| sentence(&key.replace('_', " ")), ToOwned::to_owned)
    }

    /// What an item of a register is called.
    pub(super) fn named(&self, register: &Register, element: &Value) -> String {
        let told = register.named.iter().filter_map(|field| element.get(field));
        let told: Vec<_> =
            told.map(|value| self.shown(value)).filter(|it| !it.is_empty()).collect();
        let between = match register.named {
            ["from", "to"] | ["intended", "actual"] => " → ",
            ["data_type", ..] => " · ",
            _ => ", ",
        };
        told.join(between)
    }

    /// Two values that differ, in words that differ.
    pub(super) fn both(&self, old: Option<&Value>, new: Option<&Value>) -> (String, String) {
        let shown = |value: Option<&Value>| value.map_or_else(String::new, |it| self.shown(it));
        let raw = |value: Option<&Value>| value.map_or_else(String::new, ToString::to_string);
        let (from, to) = (shown(old), shown(new));
        if from == to { (raw(old), raw(new)) } else { (from, to) }
    }

    fn shown(&self, value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => self.text(text),
            Value::Array(elements) => {
                let told: Vec<_> = elements.iter().map(|element| self.shown(element)).collect();
                told.join(if elements.iter().any(Value::is_object) { "; " } else { ", " })
            }
            Value::Object(fields) => called(fields).unwrap_or_else(|| self.listed(fields)),
        }
    }

    fn listed(&self, fields: &serde_json::Map<String, Value>) -> String {
        let stated = fields.iter().filter(|(_, value)| is_stated(value));
        let told = stated.map(|(key, value)| format!("{}: {}", self.label(key), self.shown(value)));
        told.collect::<Vec<_>>().join(", ")
    }

    fn text(&self, text: &str) -> String {
        if let Some(name) = self.get(text) {
            return name.to_owned();
        }
        if let Some(label) = labels().get(text) {
            return (*label).to_owned();
        }
        when(text).unwrap_or_else(|| text.to_owned())
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

/// The labels of everything that the document writes as a key.
fn labels() -> &'static BTreeMap<&'static str, &'static str> {
    static LABELS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        let mut labels = BTreeMap::new();
        records(&mut labels);
        samples(&mut labels);
        judgements(&mut labels);
        labels
    });
    &LABELS
}

type Labels = BTreeMap<&'static str, &'static str>;

/// Adds a catalogue; what two of them share keeps the label of the first.
fn add<T: Catalogue>(labels: &mut Labels) {
    for entry in T::ALL {
        labels.entry(entry.key()).or_insert_with(|| entry.label());
    }
}

fn records(labels: &mut Labels) {
    add::<Control>(labels);
    add::<ControlState>(labels);
    add::<LaunchCheck>(labels);
    add::<Complaint>(labels);
    add::<Stage>(labels);
    add::<VerdictPath>(labels);
    add::<Criticality>(labels);
    add::<Middleware>(labels);
    add::<Transport>(labels);
    add::<Direction>(labels);
    add::<Timing>(labels);
    add::<Extent>(labels);
    add::<Ownership>(labels);
    add::<Availability>(labels);
    add::<SystemKind>(labels);
    add::<ApiAccess>(labels);
    add::<Delivery>(labels);
    add::<DiscoveryFact>(labels);
    add::<Right>(labels);
    add::<Standing>(labels);
    add::<HiddenRuleTopic>(labels);
    add::<StepKind>(labels);
    add::<LaneKind>(labels);
    add::<Side>(labels);
    add::<Judgement>(labels);
    add::<AccessState>(labels);
    add::<AccessScope>(labels);
    add::<Care>(labels);
}

fn samples(labels: &mut Labels) {
    add::<Symptom>(labels);
    add::<Origin>(labels);
    add::<Cause>(labels);
    add::<ErrorClass>(labels);
    add::<DetectedBy>(labels);
    add::<Outcome>(labels);
    add::<ReviewState>(labels);
}

fn judgements(labels: &mut Labels) {
    add::<FindingKind>(labels);
    add::<FlagRule>(labels);
    add::<FlagState>(labels);
    add::<Severity>(labels);
    add::<GateKind>(labels);
    add::<GateState>(labels);
    add::<Blocked>(labels);
    add::<AuditStep>(labels);
    add::<StepState>(labels);
    add::<TruthIssueKind>(labels);
    add::<DifferenceKind>(labels);
    add::<Answer>(labels);
    add::<Level>(labels);
    add::<PlanStage>(labels);
    add::<ActionKind>(labels);
    add::<Phase>(labels);
    add::<WaitsFor>(labels);
    add::<LineState>(labels);
    add::<Work>(labels);
    add::<AssumptionState>(labels);
    add::<QuoteGate>(labels);
    add::<Figure>(labels);
    add::<UnknownKind>(labels);
}
