//! The seven audit steps: how far each has come and the one next thing to do (domain §10).
//! Progress is computed from the document; nobody can tick a step off.

use crate::judgement::evidence::{Missing, Subject};
use crate::judgement::findings::Reading;
use crate::platform::catalogue::{Catalogue, catalogue};
use serde::{Deserialize, Serialize};

mod controls;
mod flows;
mod items;
mod samples;
mod truth;

catalogue! {
    /// An audit step, in order.
    pub enum AuditStep {
        IntendedFlow => "intended_flow", "Intended flow";
        RealFlow => "real_flow", "Real flow";
        FailureSamples => "failure_samples", "Failure samples";
        LogsAndPayloads => "logs_and_payloads", "Logs and payloads";
        SourceOfTruth => "source_of_truth", "Source-of-truth rules";
        Validation => "validation", "Validation";
        Decision => "decision", "Decision";
    }
}

catalogue! {
    /// How far a step has come.
    pub enum StepState {
        NotStarted => "not_started", "Not started";
        InProgress => "in_progress", "In progress";
        EvidenceRecorded => "evidence_recorded", "Evidence recorded";
        Done => "done", "Done";
    }
}

impl StepState {
    /// Whether there is enough for a verdict to rest on (gate “no verdict is final before …”).
    #[must_use]
    pub fn has_evidence(self) -> bool {
        matches!(self, Self::EvidenceRecorded | Self::Done)
    }
}

impl AuditStep {
    /// What its progress counts, after “6 of 9”.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::IntendedFlow => "workflows with an intended map",
            Self::RealFlow => "maps, matchings and judgements",
            Self::FailureSamples => "confirmed samples",
            Self::LogsAndPayloads => "visibility controls and payloads looked at",
            Self::SourceOfTruth => "fields settled",
            Self::Validation => "expected controls looked at",
            Self::Decision => "integrations decided",
        }
    }
}

/// How an audit step stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct StepReport {
    /// Which step.
    pub step: AuditStep,
    /// How far it has come.
    pub state: StepState,
    /// How many are done.
    pub done: i64,
    /// Of how many.
    pub of: i64,
    /// “6 of 9 confirmed samples”.
    pub progress: String,
    /// The one next thing to do; `None` when the step is done.
    pub next: Option<Missing>,
    /// Everything that is missing, what the verdict waits for first.
    pub missing: Vec<Missing>,
}

/// The seven steps, in order.
#[must_use]
pub fn steps(reading: &Reading<'_>) -> Vec<StepReport> {
    AuditStep::ALL.iter().map(|step| report(*step, items::of(reading, *step))).collect()
}

/// One thing that a step counts.
#[derive(Debug, Clone)]
struct Item {
    /// How many are done.
    done: i64,
    /// Of how many; none when it only reminds.
    of: i64,
    /// Whether a verdict can rest on it.
    evidence: bool,
    /// What is missing of it.
    missing: Option<Missing>,
}

impl Item {
    fn new(done: i64, of: i64, evidence: bool, says: String, about: Subject) -> Self {
        Self { done, of, evidence, missing: (done < of).then(|| Missing::new(says, about)) }
    }

    /// Something to settle that no progress counts and no verdict waits for.
    fn reminder(says: String, about: Subject) -> Self {
        Self { done: 0, of: 0, evidence: true, missing: Some(Missing::new(says, about)) }
    }
}

fn report(step: AuditStep, mut items: Vec<Item>) -> StepReport {
    items.sort_by_key(|item| item.evidence);
    let (done, of) = items.iter().fold((0, 0), |(done, of), item| (done + item.done, of + item.of));
    let evidence = items.iter().all(|item| item.evidence);
    let missing: Vec<_> = items.into_iter().filter_map(|item| item.missing).collect();
    let state = match (missing.is_empty(), evidence, done) {
        (true, true, _) => StepState::Done,
        (_, true, _) => StepState::EvidenceRecorded,
        (_, _, 0) => StepState::NotStarted,
        _ => StepState::InProgress,
    };
    let progress = format!("{done} of {of} {}", step.unit());
    StepReport { step, state, done, of, progress, next: missing.first().cloned(), missing }
}

#[cfg(test)]
mod tests;
