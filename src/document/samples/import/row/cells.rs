//! The cells of one row as a sample: each read by what its column holds, and everything that is wrong told at once.

use super::Reader;
use crate::document::samples::import::mapping::{Mapping, Target};
use crate::document::samples::import::words::{Spoken, minutes, recognise, whole, yes_or_no};
use crate::document::samples::{DatesOnly, ReviewState, SUMMARY, Sample, Symptom};
use crate::engines::tables::single::Doubt;
use crate::engines::tables::{Moment, Row, cell};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SampleId};
use crate::platform::when::When;
use chrono::NaiveDate;

/// Most characters of a cell that a reason quotes.
const QUOTED: usize = 40;

/// The cells of one row, and what is wrong with them.
pub(super) struct Cells<'a> {
    pub(super) reader: &'a Reader,
    pub(super) header: &'a [String],
    pub(super) row: &'a Row,
    pub(super) mapping: &'a Mapping,
    pub(super) reasons: Vec<String>,
}

impl Cells<'_> {
    /// The sample that they say, or everything that is wrong with them.
    pub(super) fn sample(mut self) -> Result<Sample, Vec<String>> {
        let mapping = self.mapping;
        let defaults = &mapping.defaults;
        let occurred = self.time(Target::OccurredAt).or(defaults.occurred_at);
        let symptom = self.choice(Target::Symptom).or(defaults.symptom);
        let (summary, cut) = self.summary();
        let mut evidence = self.lines(Target::Evidence, false);
        if let Some(whole) = cut {
            evidence = if evidence.is_empty() { whole } else { format!("{whole}\n\n{evidence}") };
        }
        self.must(Target::OccurredAt, occurred.is_some(), "It does not say when it occurred.");
        self.must(Target::Symptom, symptom.is_some(), "It does not say what the symptom was.");
        let sample = Sample {
            id: SampleId::new(),
            integration: self.integration().or(defaults.integration),
            step: None,
            symptom: symptom.unwrap_or(Symptom::Wrong),
            origin: self.choice(Target::Origin).unwrap_or(defaults.origin),
            cause: self.choice(Target::Cause).unwrap_or(defaults.cause),
            error_class: self.choice(Target::ErrorClass),
            occurred_at: self.reader.now,
            detected_at: None,
            recovered_at: None,
            dates_only: DatesOnly::default(),
            detected_by: self.choice(Target::DetectedBy).unwrap_or(defaults.detected_by),
            retries: self.parsed(Target::Retries, whole, "is no whole number").unwrap_or(0),
            outcome: self.choice(Target::Outcome).unwrap_or(defaults.outcome),
            status_said_success: self
                .parsed(Target::StatusSaidSuccess, yes_or_no, "is neither yes nor no")
                .unwrap_or(false),
            correlation_id: self.redacted(Target::CorrelationId),
            records: self.lines(Target::Records, true),
            manual_minutes: self.minutes().unwrap_or(0),
            missing_control: self.choice(Target::MissingControl),
            summary,
            evidence,
            evidence_kind: self.choice(Target::EvidenceKind).or(defaults.evidence_kind),
            evidence_on: self.day(Target::EvidenceOn),
            evidence_from: self.redacted(Target::EvidenceFrom),
            state: ReviewState::New,
            rejected_because: String::new(),
        };
        let (detected, recovered) = (self.time(Target::DetectedAt), self.time(Target::RecoveredAt));
        let sample = sample.dated(occurred.unwrap_or(self.reader.now.into()), detected, recovered);
        // A row that already has its reasons is not told again that a stand-in is unsound.
        if self.reasons.is_empty() {
            self.reasons = sample
                .problems(self.reader.now)
                .into_iter()
                .map(|problem| problem.message)
                .collect();
        }
        if self.reasons.is_empty() { Ok(sample) } else { Err(self.reasons) }
    }

    /// Notes a reason, unless the cell is there and its own reason was noted.
    fn must(&mut self, target: Target, holds: bool, reason: &str) {
        if !holds && self.raw(target).is_empty() {
            self.reasons.push(reason.to_owned());
        }
    }

    /// The one cell of a target, as it is meant; empty when no column holds it, or it stands for no value.
    fn raw(&self, target: Target) -> String {
        let column = self.mapping.of(target).next();
        let text = column.map(|column| self.row.cell(column).into_owned()).unwrap_or_default();
        // Among words, “None” may be one that says something.
        if !target.is_choice() && cell::is_missing(&text) { String::new() } else { text }
    }

    /// The one cell of a target, redacted as its column's name demands.
    fn redacted(&self, target: Target) -> String {
        self.mapping.of(target).next().map(|column| self.cell(column)).unwrap_or_default()
    }

    fn cell(&self, column: usize) -> String {
        let text = self.row.cell(column);
        if cell::is_missing(&text) {
            String::new()
        } else {
            self.reader.shown(self.name(column), &text)
        }
    }

    fn name(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }

    /// All cells of a target, each a line; with its column's name before it where several columns hold it.
    fn lines(&self, target: Target, named: bool) -> String {
        let columns: Vec<usize> = self.mapping.of(target).collect();
        let named = named || columns.len() > 1;
        let lines = columns.into_iter().filter_map(|column| {
            let cell = self.cell(column);
            let line = if named && !cell.contains(": ") {
                format!("{}: {cell}", self.name(column))
            } else {
                cell.clone()
            };
            (!cell.is_empty()).then_some(line)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The summary; when it is longer than one holds, its beginning, and the whole of it as evidence.
    fn summary(&mut self) -> (String, Option<String>) {
        let text = self.redacted(Target::Summary);
        let text = if text.is_empty() { self.mapping.defaults.summary.clone() } else { text };
        self.must(Target::Summary, !text.is_empty(), "It does not say what happened.");
        if text.chars().count() <= SUMMARY {
            return (text, None);
        }
        (text.chars().take(SUMMARY - 1).chain("…".chars()).collect(), Some(text))
    }

    fn time(&mut self, target: Target) -> Option<When> {
        let (order, zone) = (self.mapping.order, self.mapping.zone);
        let read = |text: &str| Moment::when(text.as_bytes(), order, zone);
        self.parsed(target, read, "is no date that can be read")
    }

    /// The day of a time, in the zone that the file's times are in.
    fn day(&mut self, target: Target) -> Option<NaiveDate> {
        let zone = self.mapping.zone;
        self.time(target).map(|when| match when {
            When::On(day) => day,
            When::At(at) => zone.local(at).date(),
        })
    }

    fn minutes(&mut self) -> Option<i32> {
        let (target, comma) = (Target::ManualMinutes, self.mapping.comma);
        let why = match minutes(&self.raw(target), comma) {
            Err(doubt @ Doubt::Either(..)) => doubt.to_string(),
            _ => "is no number of minutes".to_owned(),
        };
        self.parsed(target, |text| minutes(text, comma).ok(), &why)
    }

    fn choice<C: Spoken>(&mut self, target: Target) -> Option<C> {
        match self.told(target) {
            Some(key) => C::from_key(&key).ok(),
            None => self.parsed(target, recognise::<C>, "is not known here. Say what it means"),
        }
    }

    fn integration(&mut self) -> Option<IntegrationId> {
        let reader = self.reader;
        match self.told(Target::Integration) {
            Some(id) => id
                .parse()
                .ok()
                .filter(|id| reader.integrations.iter().any(|(_, known)| known == id)),
            None => self.parsed(
                Target::Integration,
                |word| reader.integration(word),
                "is no integration of this engagement",
            ),
        }
    }

    /// What the person said that this cell means.
    fn told(&self, target: Target) -> Option<String> {
        if self.mapping.values.is_empty() {
            return None;
        }
        self.mapping.values.get(&(target, self.raw(target))).cloned()
    }

    /// A cell that must be readable when it is not empty.
    fn parsed<T>(
        &mut self,
        target: Target,
        read: impl Fn(&str) -> Option<T>,
        why: &str,
    ) -> Option<T> {
        let raw = self.raw(target);
        if raw.is_empty() {
            return None;
        }
        let found = read(&raw);
        if found.is_none() {
            let shown: String = self.redacted(target).chars().take(QUOTED).collect();
            self.reasons.push(format!("{}: “{shown}” {why}.", target.label()));
        }
        found
    }
}
