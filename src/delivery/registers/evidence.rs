//! Failures: every pattern with its counts, the confirmed samples that the version carries, and the files that it hands out.

use super::{Told, label, maybe, sheet};
use crate::document::samples::{Pattern, Sample};
use crate::engines::office::workbook::{Sheet, Value};
use crate::platform::when::When;
use crate::stores::room::{HandedOut, Snapshot};

pub(super) fn patterns(told: &Told<'_>) -> Sheet {
    let row = |pattern: &Pattern| {
        vec![
            told.integration(pattern.integration),
            label(pattern.symptom),
            label(pattern.origin),
            label(pattern.cause),
            pattern.part_of.as_ref().map_or(Value::Empty, |made| (&made.name).into()),
            Value::whole(pattern.count),
            Value::whole(pattern.confirmed),
            Value::whole(pattern.unnoticed),
            Value::whole(pattern.trusted_success),
            Value::whole(pattern.manual_minutes),
            Value::whole(pattern.records),
            Value::Day(pattern.first_seen),
            Value::Day(pattern.last_seen),
        ]
    };
    let columns = [
        ("Integration", 30),
        ("Symptom", 14),
        ("Origin", 16),
        ("Cause", 24),
        ("Part of", 24),
        ("Collected", 10),
        ("Confirmed", 10),
        ("Noticed by customers or nobody", 14),
        ("Status said success", 12),
        ("Minutes by hand", 12),
        ("Records named", 10),
        ("First seen", 12),
        ("Last seen", 12),
    ];
    sheet("Patterns", &columns, told.doc.samples.patterns.iter().map(row).collect())
}

pub(super) fn samples(told: &Told<'_>) -> Sheet {
    let row = |sample: &Sample| {
        vec![
            (&sample.summary).into(),
            told.integration(sample.integration),
            label(sample.symptom),
            label(sample.origin),
            label(sample.cause),
            moment(Some(sample.occurred())),
            moment(sample.detected()),
            moment(sample.recovered()),
            label(sample.detected_by),
            Value::whole(sample.retries),
            label(sample.outcome),
            sample.status_said_success.into(),
            (&sample.correlation_id).into(),
            (&sample.records).into(),
            Value::whole(sample.manual_minutes),
            maybe(sample.missing_control),
            (&sample.evidence).into(),
            maybe(sample.evidence_kind),
            sample.evidence_on.map_or(Value::Empty, Value::Day),
            (&sample.evidence_from).into(),
        ]
    };
    let columns = [
        ("What happened", 50),
        ("Integration", 30),
        ("Symptom", 14),
        ("Origin", 16),
        ("Cause", 24),
        ("Occurred (UTC)", 17),
        ("Noticed (UTC)", 17),
        ("Right again (UTC)", 17),
        ("Noticed by", 14),
        ("Retries", 8),
        ("Outcome", 16),
        ("Status said success", 12),
        ("Correlation id", 22),
        ("Records", 30),
        ("Minutes by hand", 10),
        ("What should have stopped it", 34),
        ("Evidence, redacted", 60),
        ("Kind of evidence", 24),
        ("Evidence seen on", 14),
        ("Evidence from", 30),
    ];
    let confirmed = told.doc.samples.examples.iter().filter(|sample| sample.state.is_confirmed());
    sheet("Samples", &columns, confirmed.map(row).collect())
}

/// The files beside failures that the version hands out.
pub(super) fn files(snapshot: &Snapshot) -> Sheet {
    let row = |(number, file): (usize, &HandedOut)| {
        vec![
            (&file.name).into(),
            label(file.format),
            Value::whole(file.bytes),
            file.sha256.to_string().into(),
            (&file.summary).into(),
            (&file.records).into(),
            file.path(number).into(),
            Value::time(snapshot.file_withdrawn(file.id)),
        ]
    };
    let columns = [
        ("File", 34),
        ("Kind", 14),
        ("Bytes", 12),
        ("SHA-256", 70),
        ("Beside the failure", 50),
        ("Records", 30),
        ("In the archive as", 40),
        ("Withdrawn at (UTC)", 17),
    ];
    sheet("Files", &columns, (1..).zip(&snapshot.contents().files).map(row).collect())
}

/// A time as far as it is known: a day of which no time is known stays a day.
fn moment(when: Option<When>) -> Value {
    match when {
        None => Value::Empty,
        Some(When::At(at)) => Value::Time(at),
        Some(When::On(day)) => Value::Day(day),
    }
}
