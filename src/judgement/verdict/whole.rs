//! The engagement's verdict: it follows its integrations (domain §10).
//! It never says more than they do; an integration without evidence stays visible in it.

use super::{Action, Confidence, IntegrationVerdict};
use crate::document::call::VerdictPath;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, listed};
use serde::{Deserialize, Serialize};

/// The verdict on the whole engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct EngagementVerdict {
    /// The dominating path of what the findings say; `None` is not enough evidence.
    pub computed: Option<VerdictPath>,
    /// The dominating path of what stands, overrides included.
    pub standing: Option<VerdictPath>,
    /// The verdict and how it follows from the integrations.
    pub says: String,
    /// The integrations in scope whose standing path is the verdict.
    pub decided_by: Vec<IntegrationId>,
    /// The integrations in scope without enough evidence.
    pub without_evidence: Vec<IntegrationId>,
    /// The confidence of the integration in scope that has the least; `None` without one in scope.
    pub confidence: Option<Confidence>,
    /// What to do, in order: missing logs of all integrations first, the most critical integration first in each place.
    pub sequence: Vec<Action>,
}

/// The verdict that follows from the verdicts on the integrations in scope: the dominating path among them.
#[must_use]
pub fn whole(verdicts: &[IntegrationVerdict]) -> EngagementVerdict {
    let computed = verdicts.iter().filter_map(|verdict| verdict.computed).max();
    let standing = verdicts.iter().filter_map(|verdict| verdict.standing).max();
    let deciding: Vec<_> =
        verdicts.iter().filter(|v| v.standing.is_some() && v.standing == standing).collect();
    let silent: Vec<_> = verdicts.iter().filter(|verdict| verdict.standing.is_none()).collect();
    EngagementVerdict {
        computed,
        standing,
        says: says(verdicts, standing, &deciding, &silent),
        decided_by: deciding.iter().map(|verdict| verdict.integration).collect(),
        without_evidence: silent.iter().map(|verdict| verdict.integration).collect(),
        confidence: weakest(verdicts),
        sequence: sequence(verdicts),
    }
}

fn says(
    all: &[IntegrationVerdict],
    standing: Option<VerdictPath>,
    deciding: &[&IntegrationVerdict],
    silent: &[&IntegrationVerdict],
) -> String {
    let of = counted(all.len() as i64, "integration", "integrations");
    let names = |some: &[&IntegrationVerdict]| {
        listed(&some.iter().map(|v| format!("“{}”", v.name)).collect::<Vec<_>>())
    };
    let Some(path) = standing else {
        return match all.len() {
            0 => "Not enough evidence: no integration is in scope.".into(),
            _ => format!("Not enough evidence on any of {of} in scope."),
        };
    };
    let decided =
        format!("{path} follows from {} of {of} in scope: {}.", deciding.len(), names(deciding));
    if silent.is_empty() {
        decided
    } else {
        format!("{decided} Not enough evidence yet on {}.", names(silent))
    }
}

fn weakest(verdicts: &[IntegrationVerdict]) -> Option<Confidence> {
    let points =
        |confidence: &Confidence| confidence.measures.iter().map(|measure| measure.points).min();
    verdicts.iter().map(|verdict| &verdict.confidence).min_by_key(|c| (c.level, points(c))).cloned()
}

fn sequence(verdicts: &[IntegrationVerdict]) -> Vec<Action> {
    let mut all: Vec<_> = verdicts
        .iter()
        .flat_map(|v| v.sequence.iter().map(move |action| (action.rank, v.criticality, action)))
        .collect();
    all.sort_by_key(|(rank, criticality, _)| (*rank, *criticality));
    all.into_iter().map(|(_, _, action)| action.clone()).collect()
}
