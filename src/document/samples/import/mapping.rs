//! What each column of a file means, and what is assumed where the file says nothing.
//! An assumption is a choice a person made on the page; none hides in the code.

use super::survey::Survey;
use crate::document::evidence::Kind;
use crate::document::samples::{Cause, DetectedBy, Origin, Outcome, Symptom};
use crate::engines::tables::{DateOrder, Form, Zone};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::IntegrationId;
use crate::platform::when::When;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

catalogue! {
    /// What a column may hold.
    pub enum Target {
        OccurredAt => "occurred_at", "When it occurred";
        Summary => "summary", "What happened";
        Integration => "integration", "Integration";
        Symptom => "symptom", "Symptom";
        Origin => "origin", "Origin";
        Cause => "cause", "Cause";
        ErrorClass => "error_class", "Error class";
        DetectedAt => "detected_at", "When it was detected";
        DetectedBy => "detected_by", "Who noticed";
        RecoveredAt => "recovered_at", "When it was recovered";
        Retries => "retries", "Retries";
        Outcome => "outcome", "Outcome";
        StatusSaidSuccess => "status_said_success", "Status said success";
        CorrelationId => "correlation_id", "Correlation id";
        Records => "records", "Affected records";
        ManualMinutes => "manual_minutes", "Minutes of manual work";
        MissingControl => "missing_control", "Missing control";
        Evidence => "evidence", "Evidence";
        EvidenceKind => "evidence_kind", "Kind of evidence";
        EvidenceOn => "evidence_on", "When the evidence was seen";
        EvidenceFrom => "evidence_from", "Where the evidence is from";
    }
}

impl Target {
    /// Whether several columns may hold it: each then becomes a line.
    #[must_use]
    pub fn takes_several(self) -> bool {
        matches!(self, Self::Records | Self::Evidence)
    }

    /// Whether it is a time.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Self::OccurredAt | Self::DetectedAt | Self::RecoveredAt | Self::EvidenceOn)
    }

    /// Whether its words can be given a meaning.
    #[must_use]
    pub fn is_choice(self) -> bool {
        matches!(
            self,
            Self::Integration
                | Self::Symptom
                | Self::Origin
                | Self::Cause
                | Self::ErrorClass
                | Self::DetectedBy
                | Self::Outcome
                | Self::MissingControl
                | Self::EvidenceKind
        )
    }
}

/// What holds for a row whose cell is empty, or for all rows when no column says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    /// Where it happened.
    pub integration: Option<IntegrationId>,
    /// What it looked like; without one, rows that do not say it are refused.
    pub symptom: Option<Symptom>,
    /// Where it came from.
    pub origin: Origin,
    /// Why it happened.
    pub cause: Cause,
    /// Who noticed.
    pub detected_by: DetectedBy,
    /// How it ended.
    pub outcome: Outcome,
    /// When it happened; without one, rows that do not say it are refused.
    pub occurred_at: Option<When>,
    /// What happened; empty, rows that do not say it are refused.
    pub summary: String,
    /// How it is known.
    #[serde(default)]
    pub evidence_kind: Option<Kind>,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            integration: None,
            symptom: None,
            origin: Origin::Unknown,
            cause: Cause::Unknown,
            detected_by: DetectedBy::NotKnown,
            outcome: Outcome::Unresolved,
            occurred_at: None,
            summary: String::new(),
            evidence_kind: None,
        }
    }
}

/// How a file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What each column holds; `None` leaves it out.
    pub columns: Vec<Option<Target>>,
    /// How dates are read that could be read either way.
    pub order: Option<DateOrder>,
    /// Whether decimals stand behind a comma; `None` when nothing in the file tells.
    #[serde(default)]
    pub comma: Option<bool>,
    /// Where times are that name no zone.
    pub zone: Zone,
    /// What holds where the file says nothing.
    pub defaults: Defaults,
    /// What words mean that no catalogue knows: by target and word, the key or id that is meant; an empty one
    /// stands for “as if the cell were empty”.
    #[serde(with = "pairs")]
    pub values: BTreeMap<(Target, String), String>,
    /// Names of people that a person ticked: they are replaced in every row. They stay with the file they are in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl Mapping {
    /// The columns that hold something, with what they hold.
    pub fn of(&self, target: Target) -> impl Iterator<Item = usize> + '_ {
        self.columns
            .iter()
            .enumerate()
            .filter(move |(_, held)| **held == Some(target))
            .map(|(at, _)| at)
    }

    /// What must be decided before anything can be stored; empty when nothing must.
    #[must_use]
    pub fn problems(&self, survey: &Survey) -> Vec<String> {
        let mut problems = Vec::new();
        for target in Target::ALL {
            if !target.takes_several() && self.of(*target).count() > 1 {
                problems.push(format!("Two columns hold “{}”. Keep one, and leave the other out or add it to the evidence.", target.label()));
            }
        }
        let absent = |target| self.of(target).next().is_none();
        if absent(Target::OccurredAt) && self.defaults.occurred_at.is_none() {
            problems.push(
                "Choose the column that says when it occurred, or give one time for all rows."
                    .into(),
            );
        }
        if absent(Target::Summary) && self.defaults.summary.is_empty() {
            problems.push(
                "Choose the column that says what happened, or give one sentence for all rows."
                    .into(),
            );
        }
        if absent(Target::Symptom) && self.defaults.symptom.is_none() {
            problems.push(
                "Choose the column that holds the symptom, or one symptom for all rows.".into(),
            );
        }
        if self.order.is_none() && survey.either_order.is_some() {
            problems.push(
                "Say whether the day or the month comes first: the dates can be read both ways."
                    .into(),
            );
        }
        problems
    }

    /// The mapping in a few characters that differ whenever it does: a page can tell that what it showed has changed.
    #[must_use]
    pub fn stamp(&self) -> String {
        use sha2::{Digest, Sha256};
        hex::encode(&Sha256::digest(format!("{self:?}").as_bytes())[..8])
    }
}

/// A file's way into the store, as it was confirmed: how it is taken apart, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How it is taken apart.
    pub form: Form,
    /// What it means.
    pub mapping: Mapping,
}

/// A map as a list: its keys are no texts.
mod pairs {
    use super::{BTreeMap, Target};
    use serde::{Deserialize, Deserializer, Serializer};

    type Values = BTreeMap<(Target, String), String>;

    pub fn serialize<S: Serializer>(values: &Values, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Values, D::Error> {
        Vec::<((Target, String), String)>::deserialize(deserializer).map(Values::from_iter)
    }
}
