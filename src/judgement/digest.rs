//! The digest: where an engagement stands, small enough to show in every list and rail.
//! It is computed from the assessment with every change, and never decides anything.

use crate::document::call::VerdictPath;
use crate::judgement::assess::Assessment;
use crate::judgement::steps::{AuditStep, StepState};
use serde::{Deserialize, Serialize};

/// How one audit step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDigest {
    /// Which step.
    pub step: AuditStep,
    /// How far it has come.
    pub state: StepState,
    /// How many are done.
    pub done: i64,
    /// Of how many.
    pub of: i64,
}

/// Where an engagement stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Digest {
    /// The seven audit steps; empty before the first change.
    pub steps: Vec<StepDigest>,
    /// The verdict that stands; `None` is not enough evidence.
    pub path: Option<VerdictPath>,
    /// Gates that hold something back.
    pub closed_gates: usize,
    /// Risk flags raised.
    pub flags: usize,
    /// The one next thing to do.
    pub next: String,
}

impl Digest {
    /// The digest of an assessment.
    #[must_use]
    pub fn of(assessment: &Assessment) -> Self {
        let steps = assessment.steps.iter().map(|report| StepDigest {
            step: report.step,
            state: report.state,
            done: report.done,
            of: report.of,
        });
        Self {
            steps: steps.collect(),
            path: assessment.verdict.standing,
            closed_gates: assessment.gates.iter().filter(|gate| !gate.is_open()).count(),
            flags: assessment.flags.len(),
            next: assessment.next().map(|(_, missing)| missing.says.clone()).unwrap_or_default(),
        }
    }

    /// How one step stands; before the first change, not started.
    #[must_use]
    pub fn step(&self, step: AuditStep) -> StepDigest {
        let not_started = StepDigest { step, state: StepState::NotStarted, done: 0, of: 0 };
        self.steps.iter().find(|found| found.step == step).copied().unwrap_or(not_started)
    }

    /// The steps whose evidence is recorded.
    #[must_use]
    pub fn steps_with_evidence(&self) -> usize {
        self.steps.iter().filter(|step| step.state.has_evidence()).count()
    }
}
