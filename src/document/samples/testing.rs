//! A sample for tests: sound as it is, to be changed a field at a time.
//! Nothing outside tests is built from it.

use super::{Cause, DatesOnly, DetectedBy, Origin, Outcome, ReviewState, Sample, Symptom};
use crate::platform::ids::SampleId;
use chrono::{Duration, DurationRound, Utc};

/// A duplicate that a replayed webhook made, a week ago.
pub fn sample() -> Sample {
    let occurred_at =
        (Utc::now() - Duration::days(7)).duration_trunc(Duration::seconds(1)).unwrap_or_default();
    Sample {
        id: SampleId::new(),
        integration: None,
        step: None,
        symptom: Symptom::Duplicate,
        origin: Origin::Middleware,
        cause: Cause::Replayed,
        error_class: None,
        occurred_at,
        detected_at: None,
        recovered_at: None,
        dates_only: DatesOnly::default(),
        detected_by: DetectedBy::Staff,
        retries: 1,
        outcome: Outcome::ManualOverride,
        status_said_success: true,
        correlation_id: "req-7781".into(),
        records: "shop: 10023\nERP: 88120".into(),
        manual_minutes: 15,
        missing_control: None,
        summary: "Order 10023 was booked twice after a retry".into(),
        evidence: "POST /orders 201".into(),
        evidence_kind: None,
        evidence_on: None,
        evidence_from: String::new(),
        state: ReviewState::New,
        rejected_because: String::new(),
    }
}
