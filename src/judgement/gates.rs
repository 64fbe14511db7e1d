//! Gates: what must be there before something may be done (domain §10).
//! Nothing passes silently: a gate that is closed says what is missing, one that does not arise says so too.

use crate::judgement::evidence::Subject;
use crate::judgement::findings::Reading;
use crate::judgement::steps::StepReport;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::IntegrationId;
use serde::{Deserialize, Serialize};

mod discovery;
pub mod launch;
mod rules;

pub(crate) use discovery::{asked_facts, fact_name};

catalogue! {
    /// A gate.
    pub enum GateKind {
        StepsBeforeFinal => "steps_before_final", "Nothing is decided before the seven audit steps have evidence";
        TruthBeforeRebuild => "truth_before_rebuild", "No rebuild is final before truth is named and the actual map exists";
        BatchBeforePatch => "batch_before_patch", "No patch is started without a controlled batch";
        VisibilityBeforeLogic => "visibility_before_logic", "No business-logic change before visibility";
        SamplesBeforeQuote => "samples_before_quote", "No quote is issued without failure samples";
        FactsBeforeScope => "facts_before_scope", "No fixed price while discovery facts are unknown";
        PatternBeforeMassChange => "pattern_before_mass_change", "No mass change before the pattern is confirmed";
        ChecksBeforeLaunch => "checks_before_launch", "No launch with two or more launch checks missing";
    }
}

catalogue! {
    /// What a closed gate holds back.
    pub enum Blocked {
        FinalVerdict => "final_verdict", "Stage “decided”, and publishing as other than provisional";
        Rebuild => "rebuild", "A rebuild as the final verdict";
        Patch => "patch", "Starting a patch";
        LogicChange => "logic_change", "Starting a change of business logic";
        Quote => "quote", "Issuing a quote";
        Scope => "scope", "A fixed-price scope";
        MassChange => "mass_change", "Mass change";
        Launch => "launch", "Launch";
    }
}

catalogue! {
    /// How a gate stands.
    pub enum GateState {
        Passed => "passed", "Passed";
        Closed => "closed", "Closed";
        DoesNotArise => "does_not_arise", "Does not arise";
    }
}

impl GateKind {
    /// What it holds back while it is closed.
    #[must_use]
    pub fn blocks(self) -> Blocked {
        match self {
            Self::StepsBeforeFinal => Blocked::FinalVerdict,
            Self::TruthBeforeRebuild => Blocked::Rebuild,
            Self::BatchBeforePatch => Blocked::Patch,
            Self::VisibilityBeforeLogic => Blocked::LogicChange,
            Self::SamplesBeforeQuote => Blocked::Quote,
            Self::FactsBeforeScope => Blocked::Scope,
            Self::PatternBeforeMassChange => Blocked::MassChange,
            Self::ChecksBeforeLaunch => Blocked::Launch,
        }
    }
}

/// One thing that a gate is waiting for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Lacks {
    /// What to do, in a sentence.
    pub says: String,
    /// Where it would be recorded.
    pub about: Subject,
    /// The integration it is for; without one it is the engagement's.
    pub integration: Option<IntegrationId>,
    /// The launch check that is not met, where it is one; versions that were published earlier do not name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<launch::LaunchCheck>,
}

/// How a gate stands, with what it is waiting for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Gate {
    /// Which gate.
    pub kind: GateKind,
    /// What it holds back while it is closed.
    pub blocks: Blocked,
    /// How it stands for the engagement: closed as soon as it is closed for one integration in scope.
    pub state: GateState,
    /// The integrations it is closed for, in the document's order.
    pub closed_for: Vec<IntegrationId>,
    /// What is missing. A passed launch gate may still show one missing check.
    pub missing: Vec<Lacks>,
}

impl Gate {
    /// Whether what it guards may be done.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != GateState::Closed
    }
}

/// All eight gates, in the order of the catalogue.
#[must_use]
pub fn gates(reading: &Reading<'_>, steps: &[StepReport]) -> Vec<Gate> {
    GateKind::ALL.iter().map(|kind| rules::gate(reading, steps, *kind)).collect()
}

/// The gates that are closed for an integration, or for the whole engagement.
pub fn closed_for(gates: &[Gate], integration: IntegrationId) -> impl Iterator<Item = &Gate> {
    let whole = |gate: &Gate| gate.closed_for.is_empty();
    gates.iter().filter(move |gate| {
        !gate.is_open() && (whole(gate) || gate.closed_for.contains(&integration))
    })
}

#[cfg(test)]
mod tests;
