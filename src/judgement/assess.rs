//! The assessment: every judgement about an engagement, computed from its document.
//! Pages, documents, the API and the command line all show this; none of them judges on its own.

use crate::document::engagement::Engagement;
use crate::judgement::evidence::{Missing, Subject};
use crate::judgement::findings::{InScope, Reading};
use crate::judgement::flags::{self, Flag};
use crate::judgement::gates::{self, Blocked, Gate, GateKind, launch};
use crate::judgement::ledger;
use crate::judgement::matching::Comparison;
use crate::judgement::steps::{self, StepReport};
use crate::judgement::truth::{self, TruthIssue};
use crate::judgement::verdict::{self, EngagementVerdict, IntegrationVerdict};
use crate::platform::ids::{EngagementId, IntegrationId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Every judgement about an engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Assessment {
    /// The engagement.
    pub engagement: EngagementId,
    /// What people call it.
    pub title: String,
    /// When the document was read; evidence is as fresh as it was then.
    pub as_of: DateTime<Utc>,
    /// The engagement's verdict.
    pub verdict: EngagementVerdict,
    /// Whether the verdict is final; until then everything that shows it says “provisional”.
    pub is_final: bool,
    /// What is missing for it to be final.
    #[serde(default)]
    pub provisional: Vec<Missing>,
    /// The integrations in scope, each with its findings and verdict.
    pub integrations: Vec<IntegrationAssessment>,
    /// The seven audit steps.
    pub steps: Vec<StepReport>,
    /// The eight gates.
    pub gates: Vec<Gate>,
    /// Risk flags, the most severe first.
    pub flags: Vec<Flag>,
    /// Flags that were decided about and have closed by themselves since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_flags: Vec<flags::Closed>,
    /// Minutes of manual work a month, clearing up after failures included: the one total that everything shows.
    #[serde(default)]
    pub manual_minutes: i64,
    /// What is wrong with the source-of-truth registry.
    pub truth: Vec<TruthIssue>,
    /// The workflows whose maps were compared.
    pub comparisons: Vec<Comparison>,
}

/// Every judgement about an integration in scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct IntegrationAssessment {
    /// The verdict with its findings.
    #[serde(flatten)]
    pub verdict: IntegrationVerdict,
    /// The gates that are closed for it.
    pub closed_gates: Vec<GateKind>,
    /// The launch checks.
    pub launch: Vec<launch::Checked>,
    /// The flags raised about it, by key.
    pub flags: Vec<String>,
}

/// Assesses an engagement. The same document gives the same assessment, byte for byte.
#[must_use]
pub fn assess(doc: &Engagement) -> Assessment {
    let reading = Reading::of(doc);
    let steps = steps::steps(&reading);
    let (gates, flags) = (gates::gates(&reading, &steps), flags::flags(&reading));
    let verdicts: Vec<_> = reading.in_scope.iter().map(|one| verdict::of(&reading, one)).collect();
    let verdict = verdict::whole(&verdicts);
    let provisional = settled::missing(&reading);
    let told = |verdict: IntegrationVerdict, one: &InScope<'_>| IntegrationAssessment {
        closed_gates: closed(&gates, one.integration.id),
        launch: launch::checks(doc, one.integration),
        flags: about(&flags, one.integration.id),
        verdict,
    };
    Assessment {
        engagement: doc.id,
        title: doc.title.clone(),
        as_of: doc.as_of,
        is_final: provisional.is_empty(),
        provisional,
        verdict,
        integrations: verdicts
            .into_iter()
            .zip(&reading.in_scope)
            .map(|(verdict, one)| told(verdict, one))
            .collect(),
        steps,
        gates,
        closed_flags: flags::closed(doc, &flags),
        flags,
        manual_minutes: (ledger::work(doc).hours() * 60.0).round() as i64,
        truth: truth::checks(doc),
        comparisons: reading.comparisons,
    }
}

impl Assessment {
    /// What was assessed of an integration; `None` when it is not in scope.
    #[must_use]
    pub fn of(&self, integration: IntegrationId) -> Option<&IntegrationAssessment> {
        self.integrations.iter().find(|one| one.verdict.integration == integration)
    }

    /// Whether everything that is published of it has to call itself provisional: the verdict is not final, or a gate
    /// holds a final one back.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        let holds = |gate: &Gate| gate.blocks == Blocked::FinalVerdict && !gate.is_open();
        !self.is_final || self.gates.iter().any(holds)
    }

    /// What the certainty of the verdict is about, where one of those that force it was decided instead.
    #[must_use]
    pub fn certainty_about(&self) -> Option<String> {
        self.verdict.certainty?;
        let mut forcing = self.verdict.decided_by.iter().filter_map(|id| self.of(*id));
        forcing.find_map(|one| one.verdict.certainty_about())
    }

    /// The next thing to do in the first step that lacks evidence, or else in the first that is not done.
    #[must_use]
    pub fn next(&self) -> Option<(&StepReport, &Missing)> {
        let open = |step: &&StepReport| step.next.is_some();
        let lacking = self.steps.iter().filter(open).find(|step| !step.state.has_evidence());
        let step = lacking.or_else(|| self.steps.iter().find(open))?;
        step.next.as_ref().map(|next| (step, next))
    }

    /// The flags raised about one part of the document.
    pub fn flags_about<'a>(&'a self, about: &'a Subject) -> impl Iterator<Item = &'a Flag> {
        self.flags.iter().filter(move |flag| flag.about == *about)
    }
}

fn closed(gates: &[Gate], integration: IntegrationId) -> Vec<GateKind> {
    gates::closed_for(gates, integration).map(|gate| gate.kind).collect()
}

fn about(flags: &[Flag], integration: IntegrationId) -> Vec<String> {
    flags
        .iter()
        .filter(|flag| flag.integration == Some(integration))
        .map(|flag| flag.key.clone())
        .collect()
}

mod numbered;
pub(crate) mod settled;

pub use numbered::FindingNumber;

#[cfg(test)]
pub(crate) mod casebook;
#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod sweep;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
