//! The digest: where an engagement stands, small enough to show in every list and rail.
//! It is computed from the assessment with every change, and never decides anything.

use crate::document::call::VerdictPath;
use crate::document::engagement::{Engagement, FlagState};
use crate::document::plan::{LineState, WaitsFor};
use crate::judgement::assess::Assessment;
use crate::judgement::flags::Severity;
use crate::judgement::steps::{AuditStep, StepState};
use crate::judgement::tasks::tasks;
use crate::judgement::verdict::Answer;
use crate::judgement::{next_evidence, plan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// The form of a [`Digest`] that is written now; one of an earlier form is computed anew when a server starts.
pub const FORMAT: u32 = 2;

/// Where an engagement stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Digest {
    /// The form it was written in; none before the first change.
    pub format: u32,
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
    /// All gates.
    pub gates: usize,
    /// Risk flags that are open.
    pub flags: usize,
    /// The same by how severe they are; none of a severity is left out.
    pub severities: BTreeMap<Severity, usize>,
    /// Minutes of manual work a month, clearing up after failures included.
    pub manual_minutes: i64,
    /// What waits for whom: lines of the plan that are not done, and tasks whose question is not answered. What is asked in
    /// the room, such as an access, is no part of it: whoever shows what waits counts it beside this one.
    pub waiting: BTreeMap<WaitsFor, usize>,
    /// The one next thing to do.
    pub next: String,
}

impl Digest {
    /// The digest of a document as it was assessed.
    #[must_use]
    pub fn of(doc: &Engagement, assessment: &Assessment) -> Self {
        let steps = assessment.steps.iter().map(|report| StepDigest {
            step: report.step,
            state: report.state,
            done: report.done,
            of: report.of,
        });
        let open = || assessment.flags.iter().filter(|flag| flag.state == FlagState::Open);
        Self {
            format: FORMAT,
            steps: steps.collect(),
            answer: assessment.verdict.answer,
            path: assessment.verdict.standing,
            is_final: assessment.is_final,
            closed_gates: assessment.gates.iter().filter(|gate| !gate.is_open()).count(),
            gates: assessment.gates.len(),
            flags: open().count(),
            severities: counted(open().map(|flag| flag.severity)),
            manual_minutes: assessment.manual_minutes,
            waiting: waiting(doc, assessment),
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

    /// The step that the work is at: the first that lacks evidence, or else the first that is not done. None once all
    /// are done, and before the first change.
    #[must_use]
    pub fn at(&self) -> Option<AuditStep> {
        let lacking = self.steps.iter().find(|step| !step.state.has_evidence());
        let open = || self.steps.iter().find(|step| step.state != StepState::Done);
        lacking.or_else(open).map(|step| step.step)
    }

    /// Gates that hold nothing back.
    #[must_use]
    pub fn open_gates(&self) -> usize {
        self.gates.saturating_sub(self.closed_gates)
    }

    /// Open risk flags of a severity.
    #[must_use]
    pub fn flags_of(&self, severity: Severity) -> usize {
        self.severities.get(&severity).copied().unwrap_or(0)
    }

    /// What waits for somebody.
    #[must_use]
    pub fn waiting_for(&self, whom: WaitsFor) -> usize {
        self.waiting.get(&whom).copied().unwrap_or(0)
    }

    /// Whether it was written in the form of now. What an earlier form lacks is unknown, not none.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.format >= FORMAT
    }
}

/// What waits for whom. What a task asks waits for the client.
fn waiting(doc: &Engagement, assessment: &Assessment) -> BTreeMap<WaitsFor, usize> {
    let lines = plan::of(doc, assessment).lines.into_iter();
    let lines = lines.filter(|line| line.state != LineState::Done).map(|line| line.waits_for);
    let unknowns = if doc.tasks.is_empty() { Vec::new() } else { next_evidence::of(doc) };
    let questions = tasks(doc, &unknowns).iter().filter(|task| task.open.is_some()).count();
    counted(lines.chain(std::iter::repeat_n(WaitsFor::Client, questions)))
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::document::engagement::Task;
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::assess;
    use crate::judgement::assess::testing::{Broken, confirmed, may, sound};
    use crate::platform::catalogue::Catalogue;
    use crate::platform::ids::PartId;

    fn digest(doc: &Engagement) -> Digest {
        Digest::of(doc, &assess(doc))
    }

    fn broken() -> Engagement {
        sound()
            .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
            .control(Control::IdempotencyKey, ControlState::Missing)
            .control(Control::RetryCount, ControlState::Unknown)
    }

    #[test]
    fn open_flags_are_counted_by_severity_and_gates_by_how_they_stand() {
        let (doc, digest) = (broken(), digest(&broken()));
        let severities = Severity::ALL.iter().map(|one| digest.flags_of(*one)).sum::<usize>();
        assert!(digest.flags > 0);
        assert_eq!(severities, digest.flags);
        let open = assess(&doc).gates.iter().filter(|gate| gate.is_open()).count();
        assert_eq!((digest.open_gates(), digest.gates), (open, 8));
    }

    #[test]
    fn what_waits_is_every_line_that_is_not_done_and_every_question_that_is_open() {
        let doc = sound().control(Control::RetryCount, ControlState::Unknown);
        let lines = plan::of(&doc, &assess(&doc)).lines.len();
        let all = |doc: &Engagement| digest(doc).waiting.values().sum::<usize>();
        assert_eq!(all(&doc), lines);
        let unknown = next_evidence::of(&doc).remove(0);
        let task = Task {
            id: PartId::new(),
            unknown: unknown.key(),
            kind: unknown.kind,
            question: unknown.question,
            ask: unknown.ask,
            made_on: may(1),
        };
        let before = digest(&doc).waiting_for(WaitsFor::Client);
        let asked = doc.but(|doc| doc.tasks.push(task));
        assert_eq!(digest(&asked).waiting_for(WaitsFor::Client), before + 1);
        let answered = asked.control(Control::RetryCount, ControlState::InPlace);
        let lines = plan::of(&answered, &assess(&answered)).lines.len();
        assert_eq!(all(&answered), lines, "the question is answered");
    }

    #[test]
    fn the_work_is_at_the_first_step_that_lacks_evidence() {
        assert_eq!(Digest::default().at(), None);
        let without = sound().but(|doc| doc.maps.clear());
        assert_eq!(digest(&without).at(), Some(AuditStep::IntendedFlow));
        assert_ne!(digest(&sound()).at(), Some(AuditStep::IntendedFlow));
    }

    #[test]
    fn a_digest_of_an_earlier_form_is_read_and_known_as_one() {
        let earlier: Digest = serde_json::from_str(r#"{"steps":[],"flags":3}"#).unwrap();
        assert!(!earlier.is_whole() && earlier.flags == 3);
        let now = digest(&sound());
        let kept = serde_json::to_string(&now).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&kept).unwrap(), now);
    }
}
