//! What is agreed and known about figures (domain §11): the targets, and who measured the work that is done by hand.
//! Whether a target is met is judged elsewhere.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{PartId, WorkflowId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The largest target, in samples a month or in hours.
pub const MOST: i64 = 1_000_000;

catalogue! {
    /// A figure.
    pub enum Figure {
        Failures => "failures", "Failure rate";
        Recovery => "recovery", "Recovery time";
        Duplicates => "duplicates", "Duplicate rate";
        Manual => "manual", "Manual interventions";
    }
}

impl Figure {
    /// What it counts, in the words of whoever lives with it.
    #[must_use]
    pub fn plain(self) -> &'static str {
        match self {
            Self::Failures => "Failures",
            Self::Recovery => "Time until a failure was put right",
            Self::Duplicates => "Records that came twice",
            Self::Manual => "Times that somebody had to step in",
        }
    }
}

/// Who measured how long the steps of a workflow take.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Measured {
    /// Who, by name.
    pub by: String,
    /// On which day.
    pub on: Option<NaiveDate>,
    /// How: by watch, from a log, by asking.
    pub how: String,
}

/// Targets and measurements. There is one of it at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Measures {
    /// Its id.
    pub id: PartId,
    /// What a figure should be at most: samples a month, or hours to recover.
    #[serde(default)]
    pub targets: BTreeMap<Figure, i64>,
    /// Who measured what, by workflow.
    #[serde(default)]
    pub measured: BTreeMap<WorkflowId, Measured>,
}
