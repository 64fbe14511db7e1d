//! The form of a sample: fast to fill, with defaults that claim nothing.
//! Times are typed and shown in the zone of whoever asks, and the form says which.

use super::Refusal;
use crate::form::{Form, Reading, errors};
use crate::ui::{Difference, FormErrors};
use crate::zone;
use chrono::{DateTime, Timelike, Utc};
use faultline::document::controls::Control;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::evidence::Kind;
use faultline::document::samples::{
    Cause, DatesOnly, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Sample, Symptom,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SampleId;
use faultline::platform::when::When;

mod fields;
mod known;

pub use fields::{SampleFields, causes, controls};
pub use known::KnownBy;

/// The fields that a conflict is shown in.
const LABELS: &[(&str, &str)] = &[
    ("summary", "What happened"),
    ("integration", "Integration"),
    ("step", "Step"),
    ("symptom", "Symptom"),
    ("occurred_at", "Occurred"),
    ("detected_at", "Detected"),
    ("recovered_at", "Recovered"),
    ("detected_by", "Noticed by"),
    ("origin", "Origin"),
    ("cause", "Cause"),
    ("error_class", "Error class"),
    ("outcome", "Outcome"),
    ("retries", "Retries"),
    ("manual_minutes", "Minutes of manual work"),
    ("status_said_success", "A status said success"),
    ("correlation_id", "Correlation id"),
    ("records", "Affected records"),
    ("missing_control", "Missing control"),
    ("evidence", "Evidence"),
    ("evidence_kind", "Kind of evidence"),
    ("evidence_on", "Evidence seen on"),
    ("evidence_from", "Evidence from"),
];

/// A new sample as a form: now, and nothing claimed that nobody said.
pub fn blank() -> Form {
    let now = Utc::now().with_second(0).and_then(|now| now.with_nanosecond(0)).unwrap_or_default();
    Form::of(vec![
        ("occurred_at", zone::typed(now.into())),
        ("origin", Origin::Unknown.key().into()),
        ("cause", Cause::Unknown.key().into()),
        ("detected_by", DetectedBy::NotKnown.key().into()),
        ("outcome", Outcome::Unresolved.key().into()),
    ])
}

/// A new sample as a form that begins like another.
pub fn like(sample: &Sample) -> Form {
    let mut sent = fill(sample, 0);
    for name in [
        "summary",
        "correlation_id",
        "records",
        "evidence",
        "evidence_on",
        "detected_at",
        "recovered_at",
        "retries",
        "manual_minutes",
    ] {
        sent.set(name, "");
    }
    sent.push("again", "true");
    sent
}

/// What a stored sample looks like as a form.
pub fn fill(sample: &Sample, version: i32) -> Form {
    let time = |when: Option<When>| when.map(zone::typed).unwrap_or_default();
    let mut sent = Form::of(vec![
        ("version", version.to_string()),
        ("summary", sample.summary.clone()),
        ("integration", sample.integration.map(|id| id.to_string()).unwrap_or_default()),
        ("step", sample.step.map(|id| id.to_string()).unwrap_or_default()),
        ("symptom", sample.symptom.key().into()),
        ("occurred_at", zone::typed(sample.occurred())),
        ("detected_at", time(sample.detected())),
        ("recovered_at", time(sample.recovered())),
        ("detected_by", sample.detected_by.key().into()),
        ("origin", sample.origin.key().into()),
        ("cause", sample.cause.key().into()),
        ("error_class", sample.error_class.map_or("", Catalogue::key).into()),
        ("outcome", sample.outcome.key().into()),
        ("retries", sample.retries.to_string()),
        ("manual_minutes", sample.manual_minutes.to_string()),
        ("correlation_id", sample.correlation_id.clone()),
        ("records", sample.records.clone()),
        ("missing_control", sample.missing_control.map_or("", Catalogue::key).into()),
        ("evidence", sample.evidence.clone()),
        ("evidence_kind", sample.evidence_kind.map_or("", Catalogue::key).into()),
        ("evidence_on", sample.evidence_on.map_or_else(String::new, |on| on.to_string())),
        ("evidence_from", sample.evidence_from.clone()),
    ]);
    if sample.status_said_success {
        sent.push("status_said_success", "true");
    }
    sent
}

/// A time as it was typed; one that was not touched keeps the parts of a second that the field cannot hold.
fn time(
    reading: &mut Reading,
    sent: &Form,
    field: &'static str,
    stored: Option<When>,
) -> Option<When> {
    let text = sent.when(field);
    if text.is_empty() {
        return None;
    }
    if let Some(stored) = stored.filter(|stored| zone::typed(*stored) == text) {
        return Some(stored);
    }
    zone::when(&text).map_err(|told| reading.problem(field, &told.to_string())).ok()
}

/// The sample a form describes, and what is wrong with it. `stored` is what it changes.
pub fn read(sent: &Form, stored: Option<&Sample>) -> (Sample, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let occurred = time(&mut reading, sent, "occurred_at", stored.map(Sample::occurred));
    let detected = time(&mut reading, sent, "detected_at", stored.and_then(Sample::detected));
    let recovered = time(&mut reading, sent, "recovered_at", stored.and_then(Sample::recovered));
    if occurred.is_none() && sent.when("occurred_at").is_empty() {
        reading.problem("occurred_at", "Say when it occurred.");
    }
    let confirmed = stored.is_none() && sent.ticked("confirmed");
    let sample = Sample {
        id: stored.map_or_else(SampleId::new, |stored| stored.id),
        integration: reading.optional("integration", "Choose an integration of the list."),
        step: reading.optional("step", "Choose a step of the list."),
        symptom: reading.choice::<Symptom>("symptom", "Choose what it looked like."),
        origin: reading.choice::<Origin>("origin", "Choose where it came from."),
        cause: reading.choice::<Cause>("cause", "Choose why it happened."),
        error_class: reading.optional_choice::<ErrorClass>("error_class"),
        occurred_at: DateTime::default(),
        detected_at: None,
        recovered_at: None,
        dates_only: DatesOnly::default(),
        detected_by: reading.choice::<DetectedBy>("detected_by", "Choose who noticed."),
        retries: reading.optional("retries", "Give the retries as a whole number.").unwrap_or(0),
        outcome: reading.choice::<Outcome>("outcome", "Choose how it ended."),
        status_said_success: sent.ticked("status_said_success"),
        correlation_id: sent.text("correlation_id"),
        records: sent.text("records"),
        manual_minutes: reading
            .optional("manual_minutes", "Give the minutes as a whole number.")
            .unwrap_or(0),
        missing_control: reading.optional_choice::<Control>("missing_control"),
        summary: sent.text("summary"),
        evidence: sent.text("evidence"),
        evidence_kind: reading.optional_choice::<Kind>("evidence_kind"),
        evidence_on: reading.optional("evidence_on", "Give the day as 2026-05-31."),
        evidence_from: sent.text("evidence_from"),
        state: if confirmed { ReviewState::Confirmed } else { ReviewState::New },
        rejected_because: String::new(),
    };
    let sample = sample.dated(occurred.unwrap_or(DateTime::default().into()), detected, recovered);
    (sample, reading.problems())
}

/// What is wrong, for the fields of the form.
pub fn faults(refusal: Option<&Refusal>) -> FormErrors {
    match refusal {
        Some(Refusal::Invalid(problems)) => errors(problems),
        Some(Refusal::Conflict(_)) | None => FormErrors::new(),
    }
}

/// The fields of a conflict that differ, from both sides.
pub fn differences(theirs: &Sample, yours: &Form, document: &Engagement) -> Vec<Difference> {
    let stored = fill(theirs, 0);
    let said = |sent: &Form, name: &str| {
        let text = if name.ends_with("_at") { sent.when(name) } else { sent.text(name) };
        let integration = text.parse().ok().and_then(|id| document.integration(id));
        integration.map_or(text, |integration| integration.name.clone())
    };
    let differs = LABELS.iter().filter(|(name, _)| said(yours, name) != said(&stored, name));
    let differences = differs.map(|(name, label)| Difference {
        label: (*label).into(),
        yours: said(yours, name).into(),
        theirs: said(&stored, name).into(),
    });
    differences.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Sample {
        let mut sent = blank();
        [("summary", "It broke"), ("symptom", "late"), ("occurred_at", "2026-11-02T14:05")]
            .into_iter()
            .for_each(|(name, value)| sent.set(name, value));
        let (sample, problems) = read(&sent, None);
        assert_eq!(problems, []);
        sample
    }

    #[test]
    fn a_sample_comes_back_from_its_form_as_it_was() {
        let stored = Sample {
            occurred_at: "2026-11-02T14:05:06.789123Z".parse().unwrap(),
            detected_at: Some("2026-11-02T15:00:01Z".parse().unwrap()),
            status_said_success: true,
            missing_control: Some(Control::Runbook),
            evidence: "two\nlines".into(),
            evidence_kind: Some(Kind::Logged),
            evidence_on: "2026-11-03".parse().ok(),
            evidence_from: "the shop’s log".into(),
            ..sample()
        };
        assert_eq!(read(&fill(&stored, 3), Some(&stored)), (stored.clone(), vec![]));
    }

    #[test]
    fn a_date_without_a_time_comes_back_as_one() {
        let stored = sample().dated(
            "2026-11-02".parse().unwrap(),
            Some("2026-11-02T15:00:00Z".parse().unwrap()),
            Some("2026-11-03".parse().unwrap()),
        );
        assert_eq!(read(&fill(&stored, 3), Some(&stored)), (stored.clone(), vec![]));
        let mut sent = fill(&stored, 3);
        sent.set("occurred_at_time", "09:30");
        let changed = read(&sent, Some(&stored)).0;
        assert_eq!(changed.occurred().to_string(), "2026-11-02T09:30:00Z");
        sent.set("detected_at", "2026-11-04");
        assert_eq!(read(&sent, Some(&stored)).0.detected(), "2026-11-04".parse().ok());
    }

    #[test]
    fn a_form_that_says_nothing_says_what_is_needed() {
        let (_, problems) = read(&Form::default(), None);
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["occurred_at", "symptom", "origin", "cause", "detected_by", "outcome"]);
    }

    #[test]
    fn a_change_never_confirms() {
        let stored = sample();
        let mut sent = fill(&stored, 1);
        sent.push("confirmed", "true");
        assert_eq!(read(&sent, Some(&stored)).0.state, ReviewState::New);
        assert_eq!(read(&sent, None).0.state, ReviewState::Confirmed);
    }
}
