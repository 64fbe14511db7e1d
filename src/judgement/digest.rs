//! The digest: where an engagement stands, small enough to show in every list and rail.
//! It is computed from the assessment with every change, and never decides anything.

use crate::document::call::VerdictPath;
use crate::document::engagement::FlagState;
use crate::judgement::assess::Assessment;
use crate::judgement::steps::{AuditStep, StepState};
use crate::judgement::verdict::Answer;
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
    /// What the verdict comes to in a word.
    pub answer: Answer,
    /// The path that stands, where there is one.
    pub path: Option<VerdictPath>,
    /// Whether the verdict is final.
    pub is_final: bool,
    /// Gates that hold something back.
    pub closed_gates: usize,
    /// Risk flags that are open.
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
            answer: assessment.verdict.answer,
            path: assessment.verdict.standing,
            is_final: assessment.is_final,
            closed_gates: assessment.gates.iter().filter(|gate| !gate.is_open()).count(),
            flags: assessment.flags.iter().filter(|flag| flag.state == FlagState::Open).count(),
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
