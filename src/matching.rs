//! Which intended step is which actual step, and what people made of the difference (domain §4).
//! Only a person confirms a pair; a suggestion is never stored as if it were confirmed.

use crate::catalogue::catalogue;
use crate::ids::{PartId, StepId, WorkflowId};
use serde::{Deserialize, Serialize};

mod compare;
pub mod reach;

pub use compare::{Comparison, DifferenceKind, Seen, compare};

catalogue! {
    /// What a person made of a difference between the maps.
    pub enum Judgement {
        WrongAssumption => "wrong_assumption", "Wrong assumption";
        Workaround => "workaround", "Workaround";
        Fine => "fine", "Fine";
    }
}

/// An intended step and the actual step that does its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Pair {
    /// The step of the intended map.
    pub intended: StepId,
    /// The step of the actual map.
    pub actual: StepId,
}

/// A judged difference: a missing intended step, a shadow step, or a changed pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The intended step, unless it is a shadow step.
    pub intended: Option<StepId>,
    /// The actual step, unless it is missing.
    pub actual: Option<StepId>,
    /// What a person made of it.
    pub judgement: Judgement,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// The confirmed matching of one workflow's two maps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Matching {
    /// Its id.
    pub id: PartId,
    /// The workflow.
    pub workflow: WorkflowId,
    /// Confirmed pairs.
    #[serde(default)]
    pub pairs: Vec<Pair>,
    /// Judged differences.
    #[serde(default)]
    pub differences: Vec<Difference>,
}
