//! Samples as CSV: what a list downloads.
//! No cell starts a formula in a spreadsheet, whatever a person or a file once wrote into it.

use super::Sample;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use chrono::{DateTime, SecondsFormat, Utc};
use csv::{QuoteStyle, WriterBuilder};
use std::borrow::Cow;
use std::collections::HashMap;

pub use csv::Error;

/// The columns, named so that an import finds them again.
const COLUMNS: [&str; 22] = [
    "Occurred at (UTC)",
    "Summary",
    "Integration",
    "Symptom",
    "Origin",
    "Nature",
    "Cause",
    "Error class",
    "Detected at (UTC)",
    "Detected by",
    "Recovered at (UTC)",
    "Retries",
    "Outcome",
    "Status said success",
    "Correlation id",
    "Affected records",
    "Minutes of manual work",
    "Missing control",
    "Evidence",
    "Review state",
    "Rejected because",
    "Sample id",
];

/// Writes CSV that is safe to open in a spreadsheet.
#[derive(Debug)]
pub struct Writer(csv::Writer<Vec<u8>>);

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// Begins with the mark by which spreadsheets know UTF-8.
    #[must_use]
    pub fn new() -> Self {
        Self(
            WriterBuilder::new()
                .quote_style(QuoteStyle::Always)
                .flexible(true)
                .from_writer("\u{feff}".into()),
        )
    }

    /// Begins a file of samples, with its header.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn of_samples() -> Result<Self, Error> {
        let mut writer = Self::new();
        writer.row(COLUMNS)?;
        Ok(writer)
    }

    /// Writes a row; a cell that would start a formula gets a quotation mark before it.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), Error> {
        for cell in cells {
            self.0.write_field(neutral(cell.as_ref()).as_ref())?;
        }
        self.0.write_record(None::<&[u8]>)
    }

    /// Writes a sample.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn sample(
        &mut self,
        sample: &Sample,
        names: &HashMap<IntegrationId, String>,
    ) -> Result<(), Error> {
        let time = |at: Option<DateTime<Utc>>| {
            at.map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        };
        let integration =
            sample.integration.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        let cells = [
            time(Some(sample.occurred_at)),
            sample.summary.clone(),
            integration,
            sample.symptom.label().into(),
            sample.origin.label().into(),
            sample.cause.nature().label().into(),
            sample.cause.label().into(),
            sample.error_class.map_or("", Catalogue::label).into(),
            time(sample.detected_at),
            sample.detected_by.label().into(),
            time(sample.recovered_at),
            sample.retries.to_string(),
            sample.outcome.label().into(),
            if sample.status_said_success { "yes" } else { "no" }.into(),
            sample.correlation_id.clone(),
            sample.records.clone(),
            sample.manual_minutes.to_string(),
            sample.missing_control.map_or("", Catalogue::label).into(),
            sample.evidence.clone(),
            sample.state.label().into(),
            sample.rejected_because.clone(),
            sample.id.to_string(),
        ];
        self.row(cells)
    }

    /// The file so far, in bytes, without what is still buffered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.get_ref().len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole file.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        // Flushing into memory cannot fail; if it could, the part that was written is still a whole number of rows.
        self.0.into_inner().unwrap_or_default()
    }
}

/// A cell that no spreadsheet takes for a formula.
#[must_use]
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if is_armed(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Whether a spreadsheet might run a cell as a formula. One that already begins with a quotation mark counts too,
/// so that taking the mark away again always gives back what was there.
pub(super) fn is_armed(cell: &str) -> bool {
    if cell.starts_with(['\t', '\r', '\n', '\'']) {
        return true;
    }
    let hidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    };
    let first = cell.trim_start_matches(hidden).chars().next();
    first.is_some_and(|c| {
        matches!(
            c,
            '=' | '+'
                | '-'
                | '@'
                | '＝'
                | '＋'
                | '－'
                | '﹢'
                | '﹣'
                | '﹦'
                | '＠'
                | '﹫'
                | '−'
                | '|'
                | '%'
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;

    #[test]
    fn nothing_that_a_spreadsheet_would_run_leaves_as_it_is() {
        for cell in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\0=1",
            "＝1+1",
            "﹢1",
            "＠SUM",
            "'=1",
        ] {
            assert!(neutral(cell).starts_with('\''), "{cell:?}");
        }
        for cell in ["", "order 12", "2026-11-02", "a=b", "‹email 123456›", "\"=1"] {
            assert_eq!(neutral(cell), cell);
        }
    }

    #[test]
    fn every_cell_is_quoted_and_a_row_has_every_column() {
        let mut writer = Writer::of_samples().unwrap();
        writer
            .sample(
                &Sample { summary: "=cmd|' /C calc'!A0, \"x\"".into(), ..sample() },
                &HashMap::new(),
            )
            .unwrap();
        let text = String::from_utf8(writer.finish()).unwrap();
        assert!(text.contains(r#","'=cmd|' /C calc'!A0, ""x""","#), "{text}");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert_eq!(reader.records().next().unwrap().unwrap().len(), COLUMNS.len());
    }
}
