//! Failure samples: what went wrong, once, with its evidence (domain §7).
//! A success status is never proof; nothing here reads one as such.

use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::platform::ids::{IntegrationId, SampleId, StepId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod check;
mod clock;
mod dates;
mod digest;
#[cfg(feature = "ssr")]
pub mod export;
mod filter;
#[cfg(feature = "ssr")]
pub mod import;
mod known;
mod lists;
mod patterns;
#[cfg(feature = "ssr")]
mod redacted;
mod review;
#[cfg(test)]
pub(crate) mod testing;

pub use check::{
    CORRELATION_ID, EVIDENCE, EVIDENCE_FROM, FIRST_YEAR, MINUTES, REASON, RECORDS, RETRIES, SUMMARY,
};
pub use clock::{CHART_WEEKS, Charts, DELAYS, Delays, HOURS, mondays};
pub use dates::DatesOnly;
pub use digest::{LARGEST, SampleDigest};
pub use filter::{Cursor, Filter, InvalidCursor, Page};
pub use known::{Compared, Known};
pub use lists::{Cause, DetectedBy, ErrorClass, Nature, Origin, Outcome, ReviewState, Symptom};
pub use patterns::{
    Group, OnePattern, PartOf, PatternKey, Rule, TREND_WEEKS, Trend, groups, one_pattern,
};
#[cfg(feature = "ssr")]
pub use redacted::{Incoming, RedactedSample, placeholders, redact, redact_more, replaced};

impl Sample {
    /// The rule of the pattern it belongs to.
    #[must_use]
    pub fn rule(&self) -> Rule {
        let Self { integration, symptom, origin, cause, .. } = *self;
        Rule { integration, symptom, origin, cause }
    }

    /// Whether it carries a payload, a log line or an id that can be followed through the systems.
    #[must_use]
    pub fn can_be_followed(&self) -> bool {
        !self.evidence.trim().is_empty() || !self.correlation_id.trim().is_empty()
    }

    /// Everything that was written down of it.
    #[must_use]
    pub fn words(&self) -> String {
        [self.summary.as_str(), &self.records, &self.evidence].join("\n")
    }
}

/// A failure sample, redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Sample {
    /// Its id.
    pub id: SampleId,
    /// The integration it happened at, once known.
    pub integration: Option<IntegrationId>,
    /// The step it happened at, once known.
    #[serde(default)]
    pub step: Option<StepId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
    /// Whether trying again can help, once known.
    #[serde(default)]
    pub error_class: Option<ErrorClass>,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When someone or something noticed.
    #[serde(default)]
    pub detected_at: Option<DateTime<Utc>>,
    /// When the data was right again.
    #[serde(default)]
    pub recovered_at: Option<DateTime<Utc>>,
    /// Which of these are dates of which no time is known: each is given as the universal midnight that begins it.
    #[serde(default, skip_serializing_if = "DatesOnly::is_none")]
    #[cfg_attr(feature = "ssr", schemars(with = "Vec<String>"))]
    pub dates_only: DatesOnly,
    /// Who noticed.
    pub detected_by: DetectedBy,
    /// How often it was retried.
    #[serde(default)]
    pub retries: i32,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether a status said success all the same.
    #[serde(default)]
    pub status_said_success: bool,
    /// The id that follows the record across systems.
    #[serde(default)]
    pub correlation_id: String,
    /// Affected records, each “system: id”, one a line.
    #[serde(default)]
    pub records: String,
    /// Minutes of manual work it cost.
    #[serde(default)]
    pub manual_minutes: i32,
    /// The control that should have blocked it, once named.
    #[serde(default)]
    pub missing_control: Option<Control>,
    /// What happened, in a sentence.
    pub summary: String,
    /// Payload text, log lines, what people wrote.
    #[serde(default)]
    pub evidence: String,
    /// How it is known, once somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_kind: Option<Kind>,
    /// The day on which that was seen, once somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence_on: Option<NaiveDate>,
    /// Where it is from: a log, a system, an export, the role of whoever told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence_from: String,
    /// How far a person has looked at it.
    pub state: ReviewState,
    /// Why it was rejected.
    #[serde(default)]
    pub rejected_because: String,
}

/// Samples that agree on integration, symptom, origin and cause: the explicit grouping rule of domain §7.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Pattern {
    /// Where.
    pub integration: Option<IntegrationId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
    /// The controls that should have blocked these, each with the number of confirmed ones that name it.
    #[serde(default, deserialize_with = "named")]
    pub missing_controls: BTreeMap<Control, i64>,
    /// How confirmed ones are known, by kind of evidence, as far as somebody said so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known: BTreeMap<Kind, Known>,
    /// All samples but the rejected ones.
    pub count: i64,
    /// Those a person confirmed.
    pub confirmed: i64,
    /// Confirmed ones where a status said success.
    pub trusted_success: i64,
    /// Confirmed ones that nobody noticed, or that customers noticed first.
    #[serde(default)]
    pub unnoticed: i64,
    /// Confirmed ones that ended well without anybody clearing up, such as after a retry.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub succeeded: i64,
    /// Minutes of manual work on confirmed ones.
    pub manual_minutes: i64,
    /// Records that confirmed ones name; one that two samples name counts twice.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub records: i64,
    /// The pattern that a person put these into, when someone did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<PartOf>,
    /// Day of the first confirmed one, or of the first at all while none is confirmed.
    pub first_seen: NaiveDate,
    /// Day of the last confirmed one, or of the last at all while none is confirmed.
    pub last_seen: NaiveDate,
}

/// Reads counts by control, or the bare list of controls of documents written before they were counted: there each was
/// named at least once.
fn named<'de, D: serde::Deserializer<'de>>(from: D) -> Result<BTreeMap<Control, i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Named {
        Counted(BTreeMap<Control, i64>),
        Listed(Vec<Control>),
    }
    Ok(match Named::deserialize(from)? {
        Named::Counted(counts) => counts,
        Named::Listed(controls) => controls.into_iter().map(|control| (control, 1)).collect(),
    })
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference, which is the smaller one on some machines"
)]
fn is_zero(n: &i64) -> bool {
    *n == 0
}

/// What the document carries of its samples: the samples themselves are unbounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SampleSummary {
    /// Every pattern, the largest first.
    pub patterns: Vec<Pattern>,
    /// How many were rejected.
    pub rejected: i64,
    /// A few of the newest confirmed samples.
    pub examples: Vec<Sample>,
    /// Secrets that were replaced in them, by kind; remembered whatever became of the samples.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretsSeen>,
    /// Fields on which the newest comparison of two systems found differences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<Compared>,
}

/// Secrets of one kind that were in samples on their way in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct SecretsSeen {
    /// What it was, as its placeholder calls it: “api key”.
    pub kind: String,
    /// In how many samples.
    pub samples: i64,
    /// Day of the first.
    pub first: NaiveDate,
    /// Day of the last.
    pub last: NaiveDate,
    /// The sample it was last seen in.
    pub newest: SampleId,
}

impl SampleSummary {
    /// All samples but the rejected ones.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.patterns.iter().map(|pattern| pattern.count).sum()
    }

    /// The confirmed samples.
    #[must_use]
    pub fn confirmed(&self) -> i64 {
        self.patterns.iter().map(|pattern| pattern.confirmed).sum()
    }

    /// The patterns of one integration.
    pub fn of(&self, integration: IntegrationId) -> impl Iterator<Item = &Pattern> {
        self.patterns.iter().filter(move |pattern| pattern.integration == Some(integration))
    }
}
