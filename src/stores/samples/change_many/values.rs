//! Values of a sample that are changed together with others, and the outcome.
//! Nothing else is ever changed for many at once.

use crate::document::controls::Control;
use crate::document::evidence::Kind;
use crate::document::samples::{
    Cause, DetectedBy, ErrorClass, Origin, Outcome, ReviewState, Symptom,
};
use crate::platform::ids::{IntegrationId, PatternId, SampleId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The values of a sample that can be changed together with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// Where.
    pub integration: Option<IntegrationId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
    /// Whether trying again can help.
    pub error_class: Option<ErrorClass>,
    /// The control that should have blocked it.
    pub missing_control: Option<Control>,
    /// How it is known.
    pub evidence_kind: Option<Kind>,
    /// Who noticed.
    pub detected_by: DetectedBy,
    /// How it ended.
    pub outcome: Outcome,
    /// How far a person has looked at it.
    pub state: ReviewState,
    /// Why it was rejected.
    pub rejected_because: String,
    /// The pattern that a person put it into.
    pub pattern: Option<PatternId>,
}

/// The pattern that samples are put into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntoPattern {
    /// One of their own, by this name: a split.
    New(String),
    /// One that is there.
    Made(PatternId),
    /// Wherever their rule puts them.
    ByRule,
}

/// The values to set; what is unset stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Where, or not known.
    pub integration: Option<Option<IntegrationId>>,
    /// What it looked like.
    pub symptom: Option<Symptom>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// Why it happened.
    pub cause: Option<Cause>,
    /// Whether trying again can help, or not known.
    pub error_class: Option<Option<ErrorClass>>,
    /// The control that should have blocked it, or none named.
    pub missing_control: Option<Option<Control>>,
    /// How it is known, or not said.
    pub evidence_kind: Option<Option<Kind>>,
    /// Who noticed.
    pub detected_by: Option<DetectedBy>,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// How far a person has looked at it.
    pub state: Option<ReviewState>,
    /// Why it is rejected, when it is.
    pub reason: String,
    /// The pattern.
    pub pattern: Option<IntoPattern>,
}

/// The outcome for many samples.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The audit row, by which it is undone; none when nothing changed.
    pub entry: Option<i64>,
    /// How many were changed.
    pub changed: usize,
    /// Those that were left: changed by someone meanwhile, gone, or the review step does not follow.
    pub left: Vec<SampleId>,
}

/// A sample on its way into the table: which, the version it has, what it gets.
pub(in crate::stores::samples) type Row = (Uuid, i32, Values);
