//! From a row to a sample, or to the reasons why not.
//! The same function serves the preview and the import, so that what was shown is what is stored.

use super::mapping::{Mapping, Target};
use super::refused::Refusal;
use super::words::{plain, recognise};
use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Incoming, Origin, Outcome, Symptom, redact,
};
use crate::engines::redact::{Policy, Redactor};
use crate::engines::tables::{CELL, COLUMNS, Row};
use crate::platform::ids::IntegrationId;
use cells::Cells;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

mod cells;

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
