//! The fields of a sample as programs send them: one table, from which samples are read, the OpenAPI document is
//! written and the page is printed. What it does not list is refused.

use faultline::document::controls::Control;
use faultline::document::evidence::Kind;
use faultline::document::samples::{
    CORRELATION_ID, Cause, DetectedBy, EVIDENCE, EVIDENCE_FROM, ErrorClass, MINUTES, Origin,
    Outcome, RECORDS, RETRIES, SUMMARY, Symptom,
};
use faultline::platform::catalogue::Catalogue;

/// The values that a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// Words: at least one that can be seen, and at most so many characters.
    Words(usize),
    /// A text of at most so many characters.
    Text(usize),
    /// An entry of a catalogue.
    Key(fn() -> Vec<&'static str>),
    /// A moment, or a date of which no time is known (RFC 3339).
    When,
    /// A day (RFC 3339).
    Day,
    /// A whole number from 0 to this.
    Whole(i32),
    /// True or false.
    Truth,
    /// An id.
    Id,
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// What it means.
    pub says: &'static str,
}

/// A text: no control characters but tab and line ends.
pub const TEXT: &str = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F]*$";
/// Words: such a text with something to see in it.
pub const WORDS: &str = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F]*[^\s\u0000-\u001F][^\u0000-\u0008\u000B\u000C\u000E-\u001F]*$";

fn keys<C: Catalogue>() -> Vec<&'static str> {
    C::ALL.iter().map(|entry| entry.key()).collect()
}

const fn must(name: &'static str, takes: Takes, says: &'static str) -> Field {
    Field { name, takes, required: true, says }
}

const fn may(name: &'static str, takes: Takes, says: &'static str) -> Field {
    Field { name, takes, required: false, says }
}

/// Every field.
pub const FIELDS: [Field; 22] = [
    must("summary", Takes::Words(SUMMARY), "What happened, in a sentence with the record."),
    must("symptom", Takes::Key(keys::<Symptom>), "What it looked like."),
    must("occurred_at", Takes::When, "When it happened: after 1989, and not in the future."),
    must("detected_by", Takes::Key(keys::<DetectedBy>), "Who noticed."),
    may("detected_at", Takes::When, "When it was noticed; not before it occurred."),
    may("recovered_at", Takes::When, "When the data was right again; not before it occurred."),
    may("integration", Takes::Id, "The integration it happened at: its id in this engagement."),
    may("step", Takes::Id, "The step of a map it happened at: its id in this engagement."),
    may("origin", Takes::Key(keys::<Origin>), "Where it came from; unknown when left out."),
    may("cause", Takes::Key(keys::<Cause>), "Why it happened; unknown when left out."),
    may("error_class", Takes::Key(keys::<ErrorClass>), "Whether trying again can help."),
    may("outcome", Takes::Key(keys::<Outcome>), "How it ended; unresolved when left out."),
    may("retries", Takes::Whole(RETRIES), "How often it was retried."),
    may("status_said_success", Takes::Truth, "Whether a status said success all the same."),
    may(
        "correlation_id",
        Takes::Text(CORRELATION_ID),
        "The id that follows the record across systems.",
    ),
    may("records", Takes::Text(RECORDS), "Affected records, “system: id”, one a line."),
    may("manual_minutes", Takes::Whole(MINUTES), "Minutes of manual work it cost."),
    may("missing_control", Takes::Key(keys::<Control>), "The control that should have blocked it."),
    may("evidence", Takes::Text(EVIDENCE), "Payload, log lines. Redacted before it is stored."),
    may("evidence_kind", Takes::Key(keys::<Kind>), "How it is known."),
    may("evidence_on", Takes::Day, "The day on which the evidence was seen."),
    may(
        "evidence_from",
        Takes::Text(EVIDENCE_FROM),
        "Where the evidence is from: a log, a system, an export, a role.",
    ),
];

impl Takes {
    /// What it takes, in words.
    pub fn words(self) -> String {
        match self {
            Self::Words(most) | Self::Text(most) => {
                format!("text without control characters, at most {most} characters")
            }
            Self::Key(keys) => keys().join(" · "),
            Self::When => {
                "moment, such as 2026-11-02T14:05:00Z, or a date of which no time is known".into()
            }
            Self::Day => "date, such as 2026-11-02".into(),
            Self::Whole(most) => format!("whole number, 0 to {most}"),
            Self::Truth => "true or false".into(),
            Self::Id => "id".into(),
        }
    }
}
