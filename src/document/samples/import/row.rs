//! From a row to a sample, or to the reasons why not.
//! The same function serves the preview and the import, so that what was shown is what is stored.

use super::mapping::{Mapping, Target};
use super::refused::Refusal;
use super::words::{Spoken, minutes, plain, recognise, whole, yes_or_no};
use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::Incoming;
use crate::document::samples::{
    Cause, DatesOnly, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, SUMMARY, Sample,
    Symptom, redact,
};
use crate::engines::redact::{Policy, Redactor};
use crate::engines::tables::{CELL, COLUMNS, Moment, Row, cell};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SampleId};
use crate::platform::when::When;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Most characters of a cell that a reason quotes.
const QUOTED: usize = 40;

/// A row that cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number, as a spreadsheet counts.
    pub number: u64,
    /// Why, each with what to do.
    pub reasons: Vec<String>,
}

/// Reads rows of a file for one engagement.
#[derive(Debug)]
pub struct Reader {
    integrations: Vec<(String, IntegrationId)>,
    redactor: Redactor,
    key: [u8; 64],
    now: DateTime<Utc>,
}

impl Reader {
    /// A reader for an engagement with these integrations and this redaction key.
    #[must_use]
    pub fn new(integrations: &[(IntegrationId, String)], key: &[u8], now: DateTime<Utc>) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest([b"sample fingerprint\0", key].concat()));
        let integrations = integrations.iter().map(|(id, name)| (plain(name), *id)).collect();
        Self { integrations, redactor: Redactor::new(key), key: block, now }
    }

    /// The same, which also replaces these names of people.
    #[must_use]
    pub fn knowing(self, names: &[String]) -> Self {
        Self { redactor: self.redactor.knowing_also(names), ..self }
    }

    /// Whether a word of a column is understood without being told what it means.
    #[must_use]
    pub fn knows(&self, target: Target, word: &str) -> bool {
        match target {
            Target::Integration => self.integration(word).is_some(),
            Target::Symptom => recognise::<Symptom>(word).is_some(),
            Target::Origin => recognise::<Origin>(word).is_some(),
            Target::Cause => recognise::<Cause>(word).is_some(),
            Target::ErrorClass => recognise::<ErrorClass>(word).is_some(),
            Target::DetectedBy => recognise::<DetectedBy>(word).is_some(),
            Target::Outcome => recognise::<Outcome>(word).is_some(),
            Target::MissingControl => recognise::<Control>(word).is_some(),
            Target::EvidenceKind => recognise::<Kind>(word).is_some(),
            _ => true,
        }
    }

    /// A cell as it may be shown: redacted as its column's name demands.
    #[must_use]
    pub fn shown(&self, column: &str, cell: &str) -> String {
        self.redactor.field(Policy::Evidence, column, cell).text
    }

    /// A row as it will be stored.
    ///
    /// # Errors
    /// Why it cannot be.
    pub fn read(
        &self,
        header: &[String],
        row: &Row,
        mapping: &Mapping,
    ) -> Result<Incoming, Refused> {
        let refused = |reasons| Refused { number: row.number, reasons };
        if let Some(problem) = &row.problem {
            return Err(refused(vec![self.redactor.text(problem).text]));
        }
        let sample = Cells { reader: self, header, row, mapping, reasons: Vec::new() }
            .sample()
            .map_err(refused)?;
        let (sample, _) = redact(sample, &self.redactor);
        Ok(Incoming { sample, fingerprint: self.fingerprint(header, row) })
    }

    /// A row as it is handed back, with the reasons for it.
    #[must_use]
    pub fn hand_back(&self, header: &[String], row: &Row, refused: &Refused) -> Refusal {
        let cell = |(at, cell): (usize, &str)| {
            let shown = self.shown(header.get(at).map_or("", String::as_str), cell);
            let shown = shown.replace('\0', "\u{fffd}");
            if shown.len() > CELL {
                shown.chars().take(1_000).chain("…".chars()).collect()
            } else {
                shown
            }
        };
        let cells = row.cells().take(COLUMNS + 1).enumerate().map(cell).collect();
        Refusal { number: row.number, reasons: refused.reasons.join(" "), cells }
    }

    /// What makes two rows of two files the same: all their cells under their columns' names, in any order of the
    /// columns, however they are mapped. It is keyed, so that nothing can be guessed from it.
    fn fingerprint(&self, header: &[String], row: &Row) -> [u8; 32] {
        let mut order: Vec<usize> = (0..header.len()).collect();
        order.sort_unstable_by(|one, other| header[*one].cmp(&header[*other]));
        let mut mac = Hmac::<Sha256>::new(&self.key.into());
        for at in order {
            for text in [header[at].as_str(), row.raw(at).trim()] {
                mac.update(&(text.len() as u64).to_le_bytes());
                mac.update(text.as_bytes());
            }
        }
        mac.finalize().into_bytes().into()
    }

    fn integration(&self, word: &str) -> Option<IntegrationId> {
        let said = plain(word);
        let by_name = self.integrations.iter().find(|(name, _)| *name == said).map(|(_, id)| *id);
        by_name.or_else(|| {
            word.parse().ok().filter(|id| self.integrations.iter().any(|(_, known)| known == id))
        })
    }
}

/// The fingerprint of a row that comes for the `again`-th time in its file: two equal rows are two samples, the same file
/// twice is none.
#[must_use]
pub fn repeated(content: [u8; 32], again: u32) -> [u8; 32] {
    if again == 1 {
        return content;
    }
    let mut digest = Sha256::new();
    digest.update(content);
    digest.update(again.to_le_bytes());
    digest.finalize().into()
}

/// The cells of one row, and what is wrong with them.
struct Cells<'a> {
    reader: &'a Reader,
    header: &'a [String],
    row: &'a Row,
    mapping: &'a Mapping,
    reasons: Vec<String>,
}

impl Cells<'_> {
    fn sample(mut self) -> Result<Sample, Vec<String>> {
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
            manual_minutes: self
                .parsed(Target::ManualMinutes, minutes, "is no number of minutes")
                .unwrap_or(0),
            missing_control: self.choice(Target::MissingControl),
            summary,
            evidence,
            evidence_kind: self.choice(Target::EvidenceKind).or(defaults.evidence_kind),
            evidence_on: self.time(Target::EvidenceOn).map(|when| when.moment().date_naive()),
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
