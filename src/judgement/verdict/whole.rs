//! The engagement's verdict: it follows its critical and important integrations (domain §10).
//! A convenience integration is told beside it and never lifts it; what has no evidence stays visible.

use super::{Action, Answer, IntegrationVerdict, Level};
use crate::document::call::VerdictPath;
use crate::document::integrations::Criticality;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, listed};
use serde::{Deserialize, Serialize};

/// The verdict on the whole engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct EngagementVerdict {
    /// What it comes to in a word, overrides included.
    #[serde(default)]
    pub answer: Answer,
    /// The dominating path of what the findings say; without one see [`Self::answer`].
    pub computed: Option<VerdictPath>,
    /// The dominating path of what stands, overrides included.
    pub standing: Option<VerdictPath>,
    /// The verdict and how it follows from the integrations.
    pub says: String,
    /// The integrations that force it, the most critical first.
    pub decided_by: Vec<IntegrationId>,
    /// The integrations in scope without enough evidence.
    pub without_evidence: Vec<IntegrationId>,
    /// How sure the least sure of those that force it is; `None` where there is no verdict.
    #[serde(default)]
    pub certainty: Option<Level>,
    /// What to do, in seven stages; within a stage the most critical integration first.
    #[serde(alias = "sequence")]
    pub plan: Vec<Action>,
}

/// The verdict that follows from the verdicts on the integrations in scope.
#[must_use]
pub fn whole(verdicts: &[IntegrationVerdict]) -> EngagementVerdict {
    let deciding = deciding(verdicts);
    let computed = deciding.iter().filter_map(|verdict| verdict.computed).max();
    let standing = deciding.iter().filter_map(|verdict| verdict.standing).max();
    // The catalogue lists the most open answer first: without a path it is the engagement's.
    let answer = standing.map(Answer::from).or_else(|| deciding.iter().map(|one| one.answer).min());
    let answer = answer.unwrap_or_default();
    let mut forcing: Vec<_> =
        deciding.iter().copied().filter(|verdict| verdict.answer == answer).collect();
    forcing.sort_by_key(|verdict| verdict.criticality);
    let silent: Vec<_> =
        verdicts.iter().filter(|one| one.answer == Answer::NotEnoughEvidence).collect();
    let sure = forcing.iter().filter_map(|one| one.certainty.as_ref()).map(|sure| sure.level).min();
    EngagementVerdict {
        answer,
        computed,
        standing,
        says: says(verdicts, answer, &forcing, &silent),
        decided_by: forcing.iter().map(|verdict| verdict.integration).collect(),
        without_evidence: silent.iter().map(|verdict| verdict.integration).collect(),
        certainty: sure.filter(|_| answer.is_verdict()),
        plan: plan(verdicts),
    }
}

/// The critical and important integrations; without any of them all there are.
fn deciding(verdicts: &[IntegrationVerdict]) -> Vec<&IntegrationVerdict> {
    let weighty: Vec<_> =
        verdicts.iter().filter(|one| one.criticality != Criticality::Convenience).collect();
    if weighty.is_empty() { verdicts.iter().collect() } else { weighty }
}

fn says(
    all: &[IntegrationVerdict],
    answer: Answer,
    forcing: &[&IntegrationVerdict],
    silent: &[&IntegrationVerdict],
) -> String {
    let of = counted(all.len() as i64, "integration", "integrations");
    let names = |some: &[&IntegrationVerdict]| {
        listed(&some.iter().map(|v| format!("“{}”", v.name)).collect::<Vec<_>>())
    };
    if all.is_empty() {
        return "Not enough evidence: no integration is in scope.".into();
    }
    let mut says = format!("{answer}: {} of {of} in scope ", names(forcing));
    says.push_str(if forcing.len() == 1 { "decides it." } else { "decide it." });
    if !silent.is_empty() && answer != Answer::NotEnoughEvidence {
        says.push_str(&format!(" Not enough evidence yet on {}.", names(silent)));
    }
    let beside: Vec<_> = all.iter().filter(|one| is_beside(one, answer)).collect();
    if !beside.is_empty() {
        let told: Vec<_> = beside
            .iter()
            .map(|one| format!("“{}” ({})", one.name, one.answer.to_string().to_lowercase()))
            .collect();
        says.push_str(&format!(" Beside it, as a convenience: {}.", listed(&told)));
    }
    says
}

/// Whether a convenience integration has an answer of its own that is told beside the verdict.
fn is_beside(one: &IntegrationVerdict, answer: Answer) -> bool {
    one.criticality == Criticality::Convenience
        && one.answer != answer
        && one.answer != Answer::NotEnoughEvidence
}

fn plan(verdicts: &[IntegrationVerdict]) -> Vec<Action> {
    let mut all: Vec<_> = verdicts
        .iter()
        .flat_map(|one| one.plan.iter().map(move |action| (action.stage, one.criticality, action)))
        .collect();
    all.sort_by_key(|(stage, criticality, _)| (*stage, *criticality));
    all.into_iter().map(|(_, _, action)| action.clone()).collect()
}
