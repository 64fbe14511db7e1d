//! Evidence: a sentence and the part of the document it rests on.
//! A judgement without evidence must not be shown; nothing here knows an address of a page.

use crate::document::samples::{Cause, Pattern};
use crate::platform::wording::{counted, span};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod stale;
mod subject;

pub use stale::half_life;
pub use subject::{IntegrationFact, Subject};

/// How many samples there are, and from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Count {
    /// How many.
    pub count: i64,
    /// Day of the first.
    pub first: NaiveDate,
    /// Day of the last.
    pub last: NaiveDate,
}

/// A reason: a sentence, what it is about, and the samples behind it when there are any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Evidence {
    /// The sentence.
    pub says: String,
    /// What it is about.
    pub about: Subject,
    /// The samples behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub samples: Option<Count>,
}

impl Evidence {
    /// A sentence about a part of the document.
    pub fn new(says: impl Into<String>, about: Subject) -> Self {
        Self { says: says.into(), about, samples: None }
    }

    /// The confirmed samples of a pattern.
    #[must_use]
    pub fn confirmed(pattern: &Pattern) -> Self {
        let samples =
            Count { count: pattern.confirmed, first: pattern.first_seen, last: pattern.last_seen };
        Self { says: told(pattern), about: Subject::pattern(pattern), samples: Some(samples) }
    }

    /// The same samples under another sentence.
    #[must_use]
    pub fn saying(self, says: impl Into<String>) -> Self {
        Self { says: says.into(), ..self }
    }
}

/// “7 confirmed samples of “Duplicate” in 3 weeks, all with the cause “Replayed”.”
fn told(pattern: &Pattern) -> String {
    let count = counted(pattern.confirmed, "confirmed sample", "confirmed samples");
    let when = span(pattern.first_seen, pattern.last_seen);
    let why = match pattern.cause {
        Cause::Unknown => "; the cause is not known yet.".to_owned(),
        cause if pattern.confirmed == 1 => format!(", with the cause “{cause}”."),
        cause => format!(", all with the cause “{cause}”."),
    };
    format!("{count} of “{}” {when}{why}", pattern.symptom)
}

/// Something that is not there yet: what to do about it, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Missing {
    /// The sentence.
    pub says: String,
    /// Where it would be recorded.
    pub about: Subject,
}

impl Missing {
    /// A sentence about what is not there yet.
    pub fn new(says: impl Into<String>, about: Subject) -> Self {
        Self { says: says.into(), about }
    }
}
