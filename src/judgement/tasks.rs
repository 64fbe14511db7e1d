//! Tasks: questions that were made work of an audit step, and whether they are answered.
//! A task is done once nothing turns on its question any more; nobody ticks it off.

use crate::document::engagement::{Engagement, Task, UnknownKind};
use crate::judgement::next_evidence::Unknown;
use crate::judgement::steps::AuditStep;

/// A task as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskState<'a> {
    /// The task.
    pub task: &'a Task,
    /// The step it belongs to.
    pub step: AuditStep,
    /// What is still unknown; `None` once it is answered.
    pub open: Option<&'a Unknown>,
}

/// The tasks of an engagement by step, the open ones of each first.
#[must_use]
pub fn tasks<'a>(doc: &'a Engagement, unknowns: &'a [Unknown]) -> Vec<TaskState<'a>> {
    let stands = |task: &'a Task| TaskState {
        task,
        step: step_of(task.kind),
        open: unknowns.iter().find(|unknown| unknown.key() == task.unknown),
    };
    let mut tasks: Vec<_> = doc.tasks.iter().map(stands).collect();
    tasks.sort_by_key(|task| (task.step, task.open.is_none(), task.task.made_on));
    tasks
}

/// The audit step in which such a question is asked.
#[must_use]
pub fn step_of(kind: UnknownKind) -> AuditStep {
    match kind {
        UnknownKind::Difference => AuditStep::RealFlow,
        UnknownKind::Sample | UnknownKind::Cause => AuditStep::FailureSamples,
        UnknownKind::Visibility => AuditStep::LogsAndPayloads,
        UnknownKind::Control => AuditStep::Validation,
        UnknownKind::Changeable | UnknownKind::Credentials | UnknownKind::Maintainable => {
            AuditStep::Decision
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::judgement::assess::testing::{Broken, may, sound};
    use crate::judgement::next_evidence;
    use crate::platform::ids::PartId;

    #[test]
    fn a_task_is_done_once_its_question_is_answered() {
        let open = sound().control(Control::RetryCount, ControlState::Unknown);
        let unknown = next_evidence::of(&open).remove(0);
        let task = Task {
            id: PartId::new(),
            unknown: unknown.key(),
            kind: unknown.kind,
            question: unknown.question.clone(),
            ask: unknown.ask.clone(),
            made_on: may(1),
        };
        let open = open.but(|doc| doc.tasks.push(task));
        let unknowns = next_evidence::of(&open);
        let told = tasks(&open, &unknowns);
        assert_eq!((told[0].step, told[0].open), (AuditStep::LogsAndPayloads, Some(&unknowns[0])));
        let answered = open.control(Control::RetryCount, ControlState::InPlace);
        let unknowns = next_evidence::of(&answered);
        assert_eq!(tasks(&answered, &unknowns)[0].open, None);
    }
}
