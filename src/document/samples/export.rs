//! Samples as CSV: what a list downloads.
//! It names its columns so that an import finds them again.

use super::Sample;
use crate::engines::spreadsheet::{Error, Writer};
use crate::engines::tables::Zone;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::when::When;
use chrono::SecondsFormat;
use std::collections::HashMap;

/// The columns, named so that an import finds them again; beside times stands the zone.
const COLUMNS: [&str; 25] = [
    "Occurred at",
    "Summary",
    "Integration",
    "Symptom",
    "Origin",
    "Nature",
    "Cause",
    "Error class",
    "Detected at",
    "Detected by",
    "Recovered at",
    "Retries",
    "Outcome",
    "Status said success",
    "Correlation id",
    "Affected records",
    "Minutes of manual work",
    "Missing control",
    "Evidence",
    "Kind of evidence",
    "Evidence seen on",
    "Evidence from",
    "Review state",
    "Rejected because",
    "Sample id",
];

/// Failure samples as a CSV file.
impl Writer {
    /// Begins a file of samples, with its header.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn of_samples(zone: Zone) -> Result<Self, Error> {
        let mut writer = Self::new();
        writer.row(COLUMNS.map(|name| match name.ends_with(" at") {
            true => format!("{name} ({zone})"),
            false => name.to_owned(),
        }))?;
        Ok(writer)
    }

    /// Writes a sample.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn sample(
        &mut self,
        sample: &Sample,
        names: &HashMap<IntegrationId, String>,
        zone: Zone,
    ) -> Result<(), Error> {
        // With the distance of the clocks, so that it is one moment even where they show a time twice.
        let time = |when: Option<When>| match when {
            Some(When::At(at)) => zone
                .fixed(at)
                .map_or_else(String::new, |at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Some(When::On(day)) => day.to_string(),
            None => String::new(),
        };
        let integration =
            sample.integration.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
        let cells = [
            time(Some(sample.occurred())),
            sample.summary.clone(),
            integration,
            sample.symptom.label().into(),
            sample.origin.label().into(),
            sample.cause.nature().label().into(),
            sample.cause.label().into(),
            sample.error_class.map_or("", Catalogue::label).into(),
            time(sample.detected()),
            sample.detected_by.label().into(),
            time(sample.recovered()),
            sample.retries.to_string(),
            sample.outcome.label().into(),
            if sample.status_said_success { "yes" } else { "no" }.into(),
            sample.correlation_id.clone(),
            sample.records.clone(),
            sample.manual_minutes.to_string(),
            sample.missing_control.map_or("", Catalogue::label).into(),
            sample.evidence.clone(),
            sample.evidence_kind.map_or("", Catalogue::label).into(),
            sample.evidence_on.map_or_else(String::new, |on| on.to_string()),
            sample.evidence_from.clone(),
            sample.state.label().into(),
            sample.rejected_because.clone(),
            sample.id.to_string(),
        ];
        self.row(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::sample;
    use super::*;
    use chrono::{DateTime, Utc};

    #[test]
    fn every_cell_is_quoted_and_a_row_has_every_column() {
        let mut writer = Writer::of_samples("Europe/Berlin".parse().unwrap()).unwrap();
        writer
            .sample(
                &Sample { summary: "=cmd|' /C calc'!A0, \"x\"".into(), ..sample() },
                &HashMap::new(),
                "Europe/Berlin".parse().unwrap(),
            )
            .unwrap();
        let text = String::from_utf8(writer.finish()).unwrap();
        assert!(text.contains(r#","'=cmd|' /C calc'!A0, ""x""","#), "{text}");
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        assert!(text.contains("Occurred at (Europe/Berlin)"), "{text}");
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.len(), COLUMNS.len());
        let moment: DateTime<Utc> = row[0].parse().unwrap();
        assert_eq!(moment, sample().occurred_at);
        assert!(!row[0].ends_with('Z'), "{}", &row[0]);
    }
}
