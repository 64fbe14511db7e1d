//! The verdict: patch, stabilise or rebuild, with its reasons and what would change it (domain §10).
//! Only findings established from evidence count; a consultant's override is shown beside them, never instead.

use crate::document::call::{Call, VerdictPath};
use crate::document::integrations::Criticality;
use crate::judgement::findings::{self, Established, InScope, NotEstablished, Reading};
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, listed};
use serde::{Deserialize, Serialize};

mod change;
mod confidence;
mod edit;
mod sequence;
mod ways;
mod whole;

pub use change::Change;
pub use confidence::{Confidence, Level, Measure, MeasureKind};
pub use sequence::{Action, ActionKind};
pub use whole::{EngagementVerdict, whole};

/// A consultant's override as it stands beside the computed verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Override {
    /// The path taken instead.
    pub path: VerdictPath,
    /// Why.
    pub reason: String,
    /// Whether it counts: only with a reason.
    pub counts: bool,
}

/// The verdict on one integration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct IntegrationVerdict {
    /// The integration.
    pub integration: IntegrationId,
    /// What people call it.
    pub name: String,
    /// What the business loses when it breaks.
    pub criticality: Criticality,
    /// What the findings say; `None` is not enough evidence.
    pub computed: Option<VerdictPath>,
    /// What stands: an override that counts, or else what the findings say.
    pub standing: Option<VerdictPath>,
    /// The override, whether it counts or not.
    pub overridden: Option<Override>,
    /// The verdict in a sentence.
    pub says: String,
    /// The findings, those of the dominating path first.
    pub findings: Vec<Established>,
    /// What was looked for and is not established.
    pub not_established: Vec<NotEstablished>,
    /// How far the verdict can be relied on.
    pub confidence: Confidence,
    /// What to do, in order.
    pub sequence: Vec<Action>,
    /// What would change it, the changes of the verdict first.
    pub would_change: Vec<Change>,
}

/// The path that dominates: rebuild, then stabilise, then patch; `None` is not enough evidence (domain §10).
#[must_use]
pub fn dominant(findings: &[Established]) -> Option<VerdictPath> {
    findings.iter().map(|finding| finding.path).max()
}

/// The verdict on an integration in scope.
#[must_use]
pub fn of(reading: &Reading<'_>, one: &InScope<'_>) -> IntegrationVerdict {
    let overridden = one.call.and_then(overridden);
    IntegrationVerdict {
        integration: one.integration.id,
        name: one.integration.name.clone(),
        criticality: one.integration.criticality,
        computed: one.computed(),
        standing: one.standing(),
        says: says(&one.findings, one.computed(), overridden.as_ref()),
        not_established: findings::not_established(&one.facts),
        confidence: confidence::of(reading.doc, one),
        sequence: sequence::of(reading, one, overridden.as_ref()),
        would_change: change::would_change(&one.facts),
        overridden,
        findings: one.findings.clone(),
    }
}

fn overridden(call: &Call) -> Option<Override> {
    let path = call.instead?;
    Some(Override { path, reason: call.reason.trim().to_owned(), counts: call.counts().is_some() })
}

fn says(
    findings: &[Established],
    computed: Option<VerdictPath>,
    overridden: Option<&Override>,
) -> String {
    let computed = match computed {
        None => "Not enough evidence: no finding is established.".to_owned(),
        Some(path) => {
            let leading = findings.iter().filter(|finding| finding.path == path);
            let leading: Vec<_> = leading.map(|finding| format!("“{}”", finding.kind)).collect();
            let many = counted(leading.len() as i64, "finding asks", "findings ask");
            format!("{path}: {many} for it, {}.", listed(&leading))
        }
    };
    match overridden {
        None => computed,
        Some(instead) if instead.counts => {
            format!("{computed} The consultant decided “{}” instead.", instead.path)
        }
        Some(instead) => {
            format!(
                "{computed} An override to “{}” has no written reason and does not count.",
                instead.path
            )
        }
    }
}

#[cfg(test)]
mod tests;
