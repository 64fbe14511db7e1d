//! What the parts of a map are drawn as where its own words do not tell: forms of steps, kinds of flows, what lies beside.
//! All of it may be left out; a map without any of it means what it always meant.

use super::StepKind;
use crate::platform::catalogue::catalogue;
use serde::{Deserialize, Serialize};

catalogue! {
    /// What a flow is.
    #[derive(Default)]
    pub enum FlowKind {
        #[default]
        Sequence => "sequence", "Leads to";
        Message => "message", "Message to";
        Interrupts => "interrupts", "Interrupted by";
        Alongside => "alongside", "Beside it";
    }
}

impl FlowKind {
    /// Whether it leads from a step to what happens while that is at work.
    #[must_use]
    pub fn attaches(self) -> bool {
        matches!(self, Self::Interrupts | Self::Alongside)
    }

    /// Whether it is a plain flow; those are not written out.
    #[must_use]
    pub fn is_sequence(&self) -> bool {
        *self == Self::Sequence
    }
}

catalogue! {
    /// What a step is drawn as in BPMN, where its kind does not tell: a form of task, of gateway or of event.
    pub enum Form {
        PlainTask => "plain_task", "Plain task";
        UserTask => "user_task", "User task";
        HandTask => "hand_task", "Task by hand";
        ServiceTask => "service_task", "Service task";
        ScriptTask => "script_task", "Script task";
        RuleTask => "rule_task", "Rule task";
        SendTask => "send_task", "Send task";
        ReceiveTask => "receive_task", "Receive task";
        CalledProcess => "called_process", "Called process";
        SubProcess => "sub_process", "Sub-process";
        Parallel => "parallel", "Parallel branches";
        Inclusive => "inclusive", "One or more branches";
        Exclusive => "exclusive", "One of the branches";
        EventBased => "event_based", "Whichever comes first";
        Complex => "complex", "Branches by a rule";
        Event => "event", "Plain event";
        Message => "message_event", "Message event";
        Timer => "timer_event", "Timer event";
        Error => "error_event", "Error event";
        Escalation => "escalation_event", "Escalation event";
        Signal => "signal_event", "Signal event";
        Condition => "condition_event", "Condition event";
        Compensation => "compensation_event", "Compensation event";
        Cancel => "cancel_event", "Cancel event";
        Terminate => "terminate_event", "Terminate event";
    }
}

impl Form {
    /// Whether ways part or come together at it.
    #[must_use]
    pub fn is_gateway(self) -> bool {
        use Form as F;
        matches!(self, F::Parallel | F::Inclusive | F::Exclusive | F::EventBased | F::Complex)
    }

    /// Whether it happens rather than being done.
    #[must_use]
    pub fn is_event(self) -> bool {
        self >= Self::Event
    }

    /// Whether it is work, by whoever does it.
    #[must_use]
    pub fn is_task(self) -> bool {
        !self.is_gateway() && !self.is_event()
    }

    /// The kind of a step of this form that nobody wrote a kind for; `by_words` is what its name tells.
    #[must_use]
    pub fn kind(self, by_words: StepKind) -> StepKind {
        use Form as F;
        let by_hand = by_words.is_manual() || by_words == StepKind::Detection;
        match self {
            F::Parallel | F::SendTask | F::ServiceTask | F::ScriptTask | F::RuleTask => {
                StepKind::Task
            }
            F::UserTask | F::HandTask if !by_hand => StepKind::ExceptionHandling,
            F::Inclusive | F::Exclusive | F::EventBased | F::Complex => StepKind::Decision,
            F::Error | F::Escalation | F::Cancel => StepKind::Detection,
            F::Message | F::Timer | F::Signal | F::Condition | F::Compensation | F::ReceiveTask => {
                StepKind::Wait
            }
            F::Terminate => StepKind::End,
            F::Event => StepKind::Task,
            F::PlainTask | F::CalledProcess | F::SubProcess | F::UserTask | F::HandTask => by_words,
        }
    }
}

catalogue! {
    /// What lies beside a step.
    pub enum BesideKind {
        Note => "note", "Note";
        Data => "data", "Data";
        Reads => "reads", "Reads";
        Writes => "writes", "Writes";
        Store => "store", "Store";
        ReadsFrom => "reads_from", "Reads from";
        WritesTo => "writes_to", "Writes to";
    }
}

impl BesideKind {
    /// Whether records stay in it when the work is done.
    #[must_use]
    pub fn is_store(self) -> bool {
        matches!(self, Self::Store | Self::ReadsFrom | Self::WritesTo)
    }
}

/// Something that lies beside a step and is drawn there: a note, or data that it works with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Beside {
    /// What it is, and for data what the step does with it.
    pub kind: BesideKind,
    /// The note, or what the data is called.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::catalogue::Catalogue;

    #[test]
    fn a_form_is_of_one_sort_and_its_kind_fits_it() {
        for form in Form::ALL {
            let sorts = [form.is_task(), form.is_gateway(), form.is_event()];
            assert_eq!(sorts.iter().filter(|is| **is).count(), 1, "{form}");
            let kind = form.kind(StepKind::Task);
            assert!(!kind.is_manual() || form.is_task(), "{form}: {kind}");
        }
        assert_eq!(Form::UserTask.kind(StepKind::Check), StepKind::Check);
        assert_eq!(Form::UserTask.kind(StepKind::Task), StepKind::ExceptionHandling);
        assert_eq!(Form::PlainTask.kind(StepKind::Task), StepKind::Task);
    }
}
