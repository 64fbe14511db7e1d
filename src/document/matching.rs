//! Which intended step is which actual step, and what people made of the difference (domain §4).
//! Only a person confirms a pair; suggestions and comparisons are made elsewhere.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{PartId, StepId, WorkflowId};
use serde::{Deserialize, Serialize};

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
    /// Pairs that a person said are not the same; they are not suggested again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected: Vec<Pair>,
    /// Judged differences.
    #[serde(default)]
    pub differences: Vec<Difference>,
}

impl Matching {
    /// A workflow's matching with nothing in it yet.
    #[must_use]
    pub fn empty(workflow: WorkflowId) -> Self {
        let (pairs, rejected, differences) = (Vec::new(), Vec::new(), Vec::new());
        Self { id: PartId::new(), workflow, pairs, rejected, differences }
    }

    /// Confirms a pair: what was said of either step on its own, or paired with another, no longer holds.
    pub fn confirm(&mut self, pair: Pair) {
        let apart = |other: &Pair| other.intended != pair.intended && other.actual != pair.actual;
        self.pairs.retain(apart);
        self.rejected.retain(|other| *other != pair);
        let keep = |difference: &Difference| {
            let (intended, actual) = (difference.intended, difference.actual);
            (intended, actual) == (Some(pair.intended), Some(pair.actual))
                || (intended != Some(pair.intended) && actual != Some(pair.actual))
        };
        self.differences.retain(keep);
        self.pairs.push(pair);
    }

    /// Says that two steps are not the same: a confirmed pair of them is none any more.
    pub fn reject(&mut self, pair: Pair) {
        self.part(&pair);
        if !self.rejected.contains(&pair) {
            self.rejected.push(pair);
        }
    }

    /// Takes a confirmed pair back; it may be suggested again.
    pub fn part(&mut self, pair: &Pair) {
        self.pairs.retain(|other| other != pair);
        let of_pair = |difference: &Difference| {
            (difference.intended, difference.actual) == (Some(pair.intended), Some(pair.actual))
        };
        self.differences.retain(|difference| !of_pair(difference));
    }

    /// Notes what a person made of a difference; `None` takes it back.
    pub fn judge(
        &mut self,
        (intended, actual): (Option<StepId>, Option<StepId>),
        judgement: Option<Judgement>,
        note: String,
    ) {
        self.differences.retain(|other| (other.intended, other.actual) != (intended, actual));
        if let Some(judgement) = judgement {
            self.differences.push(Difference { intended, actual, judgement, note });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(intended: u128, actual: u128) -> Pair {
        let id = |n| StepId(uuid::Uuid::from_u128(n));
        Pair { intended: id(intended), actual: id(actual) }
    }

    #[test]
    fn a_confirmed_pair_takes_its_steps_out_of_every_other() {
        let mut matching = Matching::empty(WorkflowId::new());
        matching.confirm(pair(1, 11));
        matching.judge(
            (None, Some(pair(1, 12).actual)),
            Some(Judgement::Workaround),
            String::new(),
        );
        matching.confirm(pair(1, 12));
        assert_eq!(matching.pairs, [pair(1, 12)]);
        assert_eq!(matching.differences, []);
    }

    #[test]
    fn a_rejected_pair_is_remembered_until_it_is_confirmed() {
        let mut matching = Matching::empty(WorkflowId::new());
        matching.confirm(pair(1, 11));
        matching.reject(pair(1, 11));
        assert_eq!((matching.pairs.len(), matching.rejected.len()), (0, 1));
        matching.confirm(pair(1, 11));
        assert_eq!((matching.pairs.len(), matching.rejected.len()), (1, 0));
    }
}
