//! Which BPMN element, and which event definition in it, a form of step is; both ways.
//! A form is kept only where the kind of the step is written as another element.

use super::kinds::trigger;
use crate::engines::formats::xml::tree::Element;
use crate::engines::map::{Form, StepKind};
use crate::platform::catalogue::Catalogue;

/// The elements of tasks and gateways; sub-processes here are those without steps of their own.
const ELEMENTS: [(Form, &str); 15] = [
    (Form::PlainTask, "task"),
    (Form::UserTask, "userTask"),
    (Form::HandTask, "manualTask"),
    (Form::ServiceTask, "serviceTask"),
    (Form::ScriptTask, "scriptTask"),
    (Form::RuleTask, "businessRuleTask"),
    (Form::SendTask, "sendTask"),
    (Form::ReceiveTask, "receiveTask"),
    (Form::CalledProcess, "callActivity"),
    (Form::SubProcess, "subProcess"),
    (Form::Parallel, "parallelGateway"),
    (Form::Inclusive, "inclusiveGateway"),
    (Form::Exclusive, "exclusiveGateway"),
    (Form::EventBased, "eventBasedGateway"),
    (Form::Complex, "complexGateway"),
];

/// The event definitions.
const DEFINITIONS: [(Form, &str); 9] = [
    (Form::Message, "message"),
    (Form::Timer, "timer"),
    (Form::Error, "error"),
    (Form::Escalation, "escalation"),
    (Form::Signal, "signal"),
    (Form::Condition, "conditional"),
    (Form::Compensation, "compensate"),
    (Form::Cancel, "cancel"),
    (Form::Terminate, "terminate"),
];

/// The form that a step of this kind is written in when it has none of its own.
#[must_use]
pub fn usual(kind: StepKind) -> Form {
    use StepKind as K;
    match kind {
        K::Start | K::End => Form::Event,
        K::Decision => Form::Exclusive,
        K::Wait => Form::Timer,
        K::Task => Form::ServiceTask,
        K::CopyPaste | K::SpreadsheetEdit | K::ExceptionHandling => Form::HandTask,
        K::Export | K::Import | K::Approval | K::Retry | K::Check | K::Notification => {
            Form::UserTask
        }
        K::Detection => Form::PlainTask,
    }
}

/// The form of a node that became a step of this kind; none where the kind tells it.
pub fn of(node: &Element, kind: StepKind) -> Option<Form> {
    match node.own("form") {
        "" => {}
        "none" => return None,
        key => return Form::from_key(key).ok(),
    }
    let name = match node.name.as_str() {
        "adHocSubProcess" | "transaction" | "subChoreography" => "subProcess",
        name => name,
    };
    let by_element = || ELEMENTS.iter().find(|(_, element)| *element == name);
    let by_definition = || {
        let found = DEFINITIONS.iter().find(|(_, definition)| *definition == trigger(node));
        found.map_or(Form::Event, |(form, _)| *form)
    };
    let form = if node.name.ends_with("Event") {
        by_definition()
    } else {
        by_element().map(|(form, _)| *form)?
    };
    // What interrupts a step says by what, even where its kind would be enough.
    (node.name == "boundaryEvent" || form != usual(kind)).then_some(form)
}

/// The element of a task or gateway; none for an event.
#[must_use]
pub fn element(form: Form) -> Option<&'static str> {
    ELEMENTS.iter().find(|(of, _)| *of == form).map(|(_, element)| *element)
}

/// The element that defines what an event is about; none for a plain one.
#[must_use]
pub fn definition(form: Form) -> Option<&'static str> {
    Some(match form {
        Form::Message => "messageEventDefinition",
        Form::Timer => "timerEventDefinition",
        Form::Error => "errorEventDefinition",
        Form::Escalation => "escalationEventDefinition",
        Form::Signal => "signalEventDefinition",
        Form::Condition => "conditionalEventDefinition",
        Form::Compensation => "compensateEventDefinition",
        Form::Cancel => "cancelEventDefinition",
        Form::Terminate => "terminateEventDefinition",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_one_element_or_one_definition() {
        for form in Form::ALL {
            assert_eq!(element(*form).is_none(), form.is_event(), "{form}");
            let told = DEFINITIONS.iter().find(|(of, _)| of == form);
            let told = told.map(|(_, definition)| format!("{definition}EventDefinition"));
            assert_eq!(definition(*form).map(ToOwned::to_owned), told, "{form}");
        }
    }
}
