//! The values of one object, and the sample that they say once every one of them is sound.

use chrono::{DateTime, NaiveDate, SubsecRound};
use faultline::document::samples::{
    Cause, DatesOnly, DetectedBy, Origin, Outcome, ReviewState, Sample, Symptom,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SampleId;
use faultline::platform::when::When;
use serde_json::{Map, Value};
use uuid::Uuid;

/// To the microsecond, which is what is stored.
pub(super) fn when(value: &Value) -> Option<When> {
    Some(match value.as_str()?.parse().ok()? {
        When::At(at) => When::At(at.trunc_subsecs(6)),
        date => date,
    })
}

/// A day, as programs write it.
pub(super) fn day(value: &Value) -> Option<NaiveDate> {
    let text = value.as_str().filter(|text| text.len() == 10)?;
    text.parse().ok()
}

/// A number without a fraction is whole, however it is written.
pub(super) fn whole(value: &Value) -> Option<i32> {
    let n = value.as_f64().filter(|n| n.fract() == 0.0 && n.abs() <= f64::from(i32::MAX))?;
    format!("{n:.0}").parse().ok()
}

/// An id, in its usual form.
pub(super) fn id(value: &Value) -> Option<Uuid> {
    let text = value.as_str().filter(|text| text.len() == 36)?;
    text.parse().ok()
}

/// An object whose every field is sound.
pub(super) struct Object<'a>(pub(super) &'a Map<String, Value>);

impl Object<'_> {
    /// The sample that its fields say.
    pub(super) fn sample(&self) -> Sample {
        let occurred = self.get("occurred_at", when).unwrap_or(When::At(DateTime::UNIX_EPOCH));
        let sample = Sample {
            id: SampleId::new(),
            integration: self.get("integration", id).map(Into::into),
            step: self.get("step", id).map(Into::into),
            symptom: self.entry("symptom").unwrap_or(Symptom::Wrong),
            origin: self.entry("origin").unwrap_or(Origin::Unknown),
            cause: self.entry("cause").unwrap_or(Cause::Unknown),
            error_class: self.entry("error_class"),
            occurred_at: occurred.moment(),
            detected_at: None,
            recovered_at: None,
            dates_only: DatesOnly::default(),
            detected_by: self.entry("detected_by").unwrap_or(DetectedBy::NotKnown),
            retries: self.get("retries", whole).unwrap_or(0),
            outcome: self.entry("outcome").unwrap_or(Outcome::Unresolved),
            status_said_success: self.get("status_said_success", Value::as_bool).unwrap_or(false),
            correlation_id: self.text("correlation_id"),
            records: self.text("records"),
            manual_minutes: self.get("manual_minutes", whole).unwrap_or(0),
            missing_control: self.entry("missing_control"),
            summary: self.text("summary").trim().to_owned(),
            evidence: self.text("evidence"),
            evidence_kind: self.entry("evidence_kind"),
            evidence_on: self.get("evidence_on", day),
            evidence_from: self.text("evidence_from"),
            state: ReviewState::New,
            rejected_because: String::new(),
        };
        sample.dated(occurred, self.get("detected_at", when), self.get("recovered_at", when))
    }

    fn get<T>(&self, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        self.0.get(name).and_then(read)
    }

    fn entry<C: Catalogue>(&self, name: &str) -> Option<C> {
        self.get(name, |value| C::from_key(value.as_str()?).ok())
    }

    fn text(&self, name: &str) -> String {
        self.get(name, |value| value.as_str().map(|text| text.replace("\r\n", "\n")))
            .unwrap_or_default()
    }
}
