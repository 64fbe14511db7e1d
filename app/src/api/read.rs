//! Samples as a program sent them, read field by field by the table.
//! Everything that is wrong is told at once, each with a pointer to it; nothing is guessed or repaired.

use super::SAMPLES_PER_REQUEST;
use super::fields::{FIELDS, Field, Takes};
use super::problem::Wrong;
use faultline::document::samples::Sample;
use object::{Object, day, id, when, whole};
use serde_json::Value;

mod object;

/// The most values of one body: every field of every sample twice over.
pub const VALUES: usize = 2 * SAMPLES_PER_REQUEST * (FIELDS.len() + 1);
/// The most that is told to be wrong at once.
const WRONG: usize = 200;

/// About how many values a body of JSON holds, counted without keeping any.
pub fn values(body: &[u8]) -> usize {
    let (mut values, mut quoted, mut escaped) = (1, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b',' | b'[' | b'{' if !quoted => values += 1,
            _ => {}
        }
    }
    values
}

/// A body as it was sent: one sample or many, each with the pointer to it.
#[derive(Debug)]
pub struct Batch {
    /// The samples, in their order.
    pub samples: Vec<Sample>,
    one: bool,
}

impl Batch {
    /// The pointer to a field of a sample.
    pub fn pointer(&self, at: usize, field: &str) -> String {
        if self.one { format!("/{field}") } else { format!("/{at}/{field}") }
    }
}

/// Reads a body: an object is one sample, an array is many.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(body: &Value) -> Result<Batch, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let samples = match body {
        Value::Array(many) if (1..=SAMPLES_PER_REQUEST).contains(&many.len()) => many
            .iter()
            .enumerate()
            .map(|(at, one)| sample(one, &format!("/{at}"), &mut wrong))
            .collect(),
        Value::Array(_) => {
            wrong.push(Wrong::body_at(
                "",
                format!("Send from 1 to {SAMPLES_PER_REQUEST} samples at once."),
            ));
            Vec::new()
        }
        one => vec![sample(one, "", &mut wrong)],
    };
    let samples: Vec<Sample> = samples.into_iter().flatten().collect();
    if wrong.is_empty() {
        return Ok(Batch { samples, one: !body.is_array() });
    }
    if wrong.len() > WRONG {
        let more = wrong.len() - WRONG;
        wrong.truncate(WRONG);
        wrong.push(Wrong::body_at("", format!("{more} more are wrong. Put these right first.")));
    }
    Err(wrong)
}

fn sample(value: &Value, pointer: &str, wrong: &mut Vec<Wrong>) -> Option<Sample> {
    let Value::Object(object) = value else {
        wrong.push(Wrong::body_at(pointer, "Send an object with the fields of a sample."));
        return None;
    };
    let unknown = object.keys().filter(|name| !FIELDS.iter().any(|field| field.name == *name));
    for name in unknown {
        let name = name.replace('~', "~0").replace('/', "~1");
        wrong.push(Wrong::body_at(
            format!("{pointer}/{name}"),
            "There is no such field. Leave it out.",
        ));
    }
    let before = wrong.len();
    for field in &FIELDS {
        if let Some(detail) = fault(field, object.get(field.name)) {
            wrong.push(Wrong::body_at(format!("{pointer}/{}", field.name), detail));
        }
    }
    if wrong.len() == before { Some(Object(object).sample()) } else { None }
}

/// The problem with a field.
fn fault(field: &Field, value: Option<&Value>) -> Option<String> {
    let Some(value) = value else {
        return field.required.then(|| format!("This is missing: {}", field.takes.words()));
    };
    let sound = match field.takes {
        Takes::Words(most) => is_text(value, most) && value.as_str().is_some_and(has_words),
        Takes::Text(most) => is_text(value, most),
        Takes::Key(keys) => value.as_str().is_some_and(|key| keys().contains(&key)),
        Takes::When => when(value).is_some(),
        Takes::Day => day(value).is_some(),
        Takes::Whole(most) => whole(value).is_some_and(|n| (0..=most).contains(&n)),
        Takes::Truth => value.is_boolean(),
        Takes::Id => id(value).is_some(),
    };
    (!sound).then(|| format!("This takes: {}", field.takes.words()))
}

fn is_text(value: &Value, most: usize) -> bool {
    let odd = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    value.as_str().is_some_and(|text| text.chars().count() <= most && !text.chars().any(odd))
}

fn has_words(text: &str) -> bool {
    !text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::problem::Location;
    use super::*;
    use faultline::document::samples::ReviewState;
    use serde_json::{Map, json};

    fn full() -> Value {
        json!({
            "summary": "Order 10023 was booked twice", "symptom": "duplicate",
            "occurred_at": "2026-11-02T14:05:00.123456Z", "detected_by": "monitor",
            "detected_at": "2026-11-02T15:05:00+01:00", "recovered_at": "2026-11-03",
            "integration": "01890000-0000-7000-8000-000000000001", "step": "01890000-0000-7000-8000-000000000002",
            "origin": "middleware", "cause": "replayed", "error_class": "transient", "outcome": "failed",
            "retries": 3, "status_said_success": true, "correlation_id": "req-1", "records": "shop: 1\nERP: 2",
            "manual_minutes": 15.0, "missing_control": "runbook", "evidence": "POST /orders 201",
            "evidence_kind": "logged", "evidence_on": "2026-11-03", "evidence_from": "log of the shop",
        })
    }

    fn pointers(body: &Value) -> Vec<String> {
        let wrong = read(body).err().unwrap_or_default();
        let pointer = |wrong: Wrong| match wrong.at {
            Location::Body(pointer) => pointer,
            Location::Query(name) => panic!("{name} is no pointer"),
        };
        wrong.into_iter().map(pointer).collect()
    }

    #[test]
    fn every_field_of_the_table_reaches_the_sample() {
        let body = full();
        assert_eq!(body.as_object().unwrap().len(), FIELDS.len());
        let sample = read(&body).unwrap().samples.remove(0);
        let shown = crate::api::samples::written(&sample);
        for field in &FIELDS {
            let (sent, read) = (&body[field.name], &shown[field.name]);
            let same = match field.takes {
                Takes::When => when(sent) == when(read),
                Takes::Whole(_) => whole(sent) == whole(read),
                _ => sent == read,
            };
            assert!(same, "{}: {sent} became {read}", field.name);
        }
        assert_eq!(sample.state, ReviewState::New);
    }

    #[test]
    fn everything_wrong_is_told_with_its_place() {
        let bad = json!({ "summary": " ", "symptom": "odd", "occurred_at": "yesterday", "retries": 1.5, "a/b": 1,
            "evidence": "a\u{0}b", "integration": "x", "status_said_success": "yes", "state": "confirmed" });
        let expected = [
            "/a~1b",
            "/state",
            "/summary",
            "/symptom",
            "/occurred_at",
            "/detected_by",
            "/integration",
            "/retries",
            "/status_said_success",
            "/evidence",
        ];
        assert_eq!(pointers(&bad), expected);
        let many = json!([full(), { "symptom": null }, 7]);
        assert_eq!(
            pointers(&many),
            ["/1/summary", "/1/symptom", "/1/occurred_at", "/1/detected_by", "/2"]
        );
    }

    #[test]
    fn a_sound_body_of_the_largest_size_is_within_the_bound_of_values() {
        let largest = Value::Array(vec![full(); SAMPLES_PER_REQUEST]).to_string();
        assert!(values(largest.as_bytes()) <= VALUES);
        assert_eq!(values(br#"{"a,[{\\":"\",{[","b":[1,2]}"#), 5);
        let unknown = (0..VALUES).map(|n| format!("\"x{n}\":0")).collect::<Vec<_>>().join(",");
        assert!(values(format!("{{{unknown}}}").as_bytes()) > VALUES);
    }

    #[test]
    fn more_that_is_wrong_than_anybody_reads_is_told_as_a_number() {
        let bad: Map<String, Value> = (0..300).map(|n| (format!("x{n}"), json!(0))).collect();
        let wrong = read(&Value::Object(bad)).unwrap_err();
        assert_eq!(wrong.len(), WRONG + 1);
        assert!(wrong[WRONG].detail.starts_with("104 more"), "{}", wrong[WRONG].detail);
    }

    #[test]
    fn a_body_has_one_sample_or_a_bounded_many() {
        assert_eq!(pointers(&json!([])), [""]);
        assert_eq!(pointers(&json!("x")), [""]);
        assert_eq!(pointers(&Value::Array(vec![full(); SAMPLES_PER_REQUEST + 1])), [""]);
        assert_eq!(
            read(&Value::Array(vec![full(); SAMPLES_PER_REQUEST])).unwrap().samples.len(),
            SAMPLES_PER_REQUEST
        );
        assert_eq!(read(&full()).unwrap().pointer(0, "summary"), "/summary");
        assert_eq!(read(&json!([full()])).unwrap().pointer(0, "summary"), "/0/summary");
    }
}
