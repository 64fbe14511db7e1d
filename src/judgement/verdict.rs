//! The verdict: patch, stabilise or rebuild, with its reasons and what would change it (domain §10).
//! Only findings established from evidence count; a consultant's override is shown beside them, never instead.

use crate::document::call::{Call, VerdictPath};
use crate::document::integrations::Criticality;
use crate::judgement::evidence::Evidence;
use crate::judgement::findings::{self, Established, InScope, NotEstablished, Reading};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, listed};
use serde::{Deserialize, Serialize};

mod answer;
mod certainty;
mod change;
mod edit;
mod plan;
mod ways;
mod whole;

pub use answer::Answer;
pub use certainty::{Certainty, CertaintyStep, EvidenceKind, Level, StepKind};
pub use change::Change;
pub use plan::{Action, ActionKind, PlanStage};
pub use whole::{EngagementVerdict, whole};

/// A consultant's override as it stands beside the computed verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Override {
    /// The path taken instead.
    pub path: VerdictPath,
    /// Why.
    pub reason: String,
    /// The second person who agrees.
    #[serde(default)]
    pub agreed_by: String,
    /// Whether it counts: only with a reason of substance and a second person's agreement.
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
    /// What the verdict comes to in a word, overrides included.
    #[serde(default)]
    pub answer: Answer,
    /// What the answer rests on where no finding is established.
    #[serde(default)]
    pub because: Vec<Evidence>,
    /// The path that the findings ask for; without one see [`Self::answer`].
    pub computed: Option<VerdictPath>,
    /// The path that stands: an override that counts, or else what the findings ask for.
    pub standing: Option<VerdictPath>,
    /// The override, whether it counts or not.
    pub overridden: Option<Override>,
    /// The verdict in a sentence.
    pub says: String,
    /// The findings, those of the dominating path first.
    pub findings: Vec<Established>,
    /// What was looked for and is not established.
    pub not_established: Vec<NotEstablished>,
    /// How sure the verdict of the evidence is, whatever was decided instead; `None` where there is none.
    #[serde(default)]
    pub certainty: Option<Certainty>,
    /// What to do, in seven stages.
    #[serde(alias = "sequence")]
    pub plan: Vec<Action>,
    /// What an override sets aside of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<Action>,
    /// What would change it, the changes of the verdict first.
    pub would_change: Vec<Change>,
}

impl IntegrationVerdict {
    /// What its certainty is about, where something else was decided; nothing where it is that of what stands.
    #[must_use]
    pub fn certainty_about(&self) -> Option<String> {
        let decided = self.standing.filter(|_| self.certainty.is_some())?;
        (self.computed != Some(decided)).then(|| {
            format!(
                "This is the certainty of what the evidence says, not of “{decided}”, which was decided instead."
            )
        })
    }
}

/// The path that dominates: rebuild, then stabilise, then patch (domain §10); `None` where no finding is established.
#[must_use]
pub fn dominant(findings: &[Established]) -> Option<VerdictPath> {
    findings.iter().map(|finding| finding.path).max()
}

/// What the verdict on an integration comes to in a word, overrides included.
#[must_use]
pub fn answer(one: &InScope<'_>) -> Answer {
    let decided = one.call.and_then(Call::counts).map(Answer::from);
    decided.unwrap_or_else(|| answer::of(&one.facts, &one.findings).answer)
}

/// The verdict on an integration in scope.
#[must_use]
pub fn of(reading: &Reading<'_>, one: &InScope<'_>) -> IntegrationVerdict {
    let overridden = one.call.and_then(overridden);
    let answer::Reasoned { answer, because } = answer::of(&one.facts, &one.findings);
    let computed = one.computed();
    let (plan, set_aside) = plan::of(reading, one, answer, overridden.as_ref());
    let certainty = match computed {
        Some(path) => certainty::of_path(&one.facts, &one.findings, path),
        None => answer.is_verdict().then(|| certainty::of(&one.facts, &because)),
    };
    IntegrationVerdict {
        integration: one.integration.id,
        name: one.integration.name.clone(),
        criticality: one.integration.criticality,
        answer: if computed == one.standing() {
            answer
        } else {
            one.standing().map_or(answer, Answer::from)
        },
        says: says(&one.findings, answer, &because, overridden.as_ref()),
        because,
        computed,
        standing: one.standing(),
        not_established: findings::not_established(&one.facts),
        certainty,
        plan,
        set_aside,
        would_change: change::would_change(&one.facts),
        overridden,
        findings: one.findings.clone(),
    }
}

fn overridden(call: &Call) -> Option<Override> {
    let path = call.instead?;
    let (reason, agreed_by) = (call.reason.trim().to_owned(), call.agreed_by.trim().to_owned());
    Some(Override { path, reason, agreed_by, counts: call.counts().is_some() })
}

fn says(
    findings: &[Established],
    answer: Answer,
    because: &[Evidence],
    overridden: Option<&Override>,
) -> String {
    let path = VerdictPath::ALL.iter().copied().find(|path| Answer::from(*path) == answer);
    let computed = match path {
        None => {
            let told: Vec<_> = because.iter().map(|evidence| evidence.says.as_str()).collect();
            format!("{answer}. {}", told.join(" ")).trim().to_owned()
        }
        Some(path) => {
            let leading = findings.iter().filter(|finding| finding.path == path);
            let leading: Vec<_> = leading.map(|finding| format!("“{}”", finding.kind)).collect();
            let many = counted(leading.len() as i64, "finding asks", "findings ask");
            format!("{path}: {many} for it, {}.", listed(&leading))
        }
    };
    match overridden {
        None => computed,
        Some(same) if same.counts && path == Some(same.path) => {
            format!("{computed} The consultant decided the same, and {} agrees.", same.agreed_by)
        }
        Some(instead) if instead.counts => {
            format!(
                "{computed} The consultant decided “{}” instead, and {} agrees.",
                instead.path, instead.agreed_by
            )
        }
        Some(instead) => {
            format!(
                "{computed} An override to “{}” needs a written reason of substance and a second person who agrees; it does not count.",
                instead.path
            )
        }
    }
}

#[cfg(test)]
mod tests;
