//! What a text says of events, messages and forms.

use super::error;
use crate::engines::map::StepKind;
use crate::engines::map::names::Names;
use crate::engines::map::text::parse;
use crate::platform::catalogue::Catalogue;

/// The flows of a text, with what each is.
fn kinds(text: &str) -> String {
    let draft = parse(text, &Names::default()).unwrap();
    let name = |at: usize| draft.steps[at].name.clone();
    let told = draft.flows.iter().map(|flow| {
        let kind = if flow.kind.is_sequence() { "" } else { flow.kind.key() };
        format!("{}>{kind}>{}", name(flow.from), name(flow.to))
    });
    told.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_interrupts_a_step_stands_below_it_and_the_work_goes_on_outside() {
    let text = "A: pay\n  late [timer event, interrupts]\n    cancel\n    -> tell\n  due [alongside]\nship\ntell";
    let told = "pay>interrupts>late pay>alongside>due pay>>ship late>>cancel cancel>>tell due>>ship ship>>tell";
    assert_eq!(kinds(text), told);
    // Without any indentation the lines below an event follow from the step.
    assert_eq!(
        kinds("A: pay\nlate [interrupts]\n-> tell\nship\n---\ntell"),
        "pay>interrupts>late pay>>ship late>>tell"
    );
    assert_eq!(error("A: x\n---\nlate [interrupts]").message, "There is nothing to interrupt.");
}

#[test]
fn a_message_is_sent_and_the_next_line_follows_all_the_same() {
    assert_eq!(kinds("A: a\n-> B: c [message]\nb\n---\nB: c"), "a>message>c a>>b");
    assert_eq!(kinds("A: a?\n  ? no -> c [message]\n  ? yes\nb\n---\nc"), "a?>message>c a?>>b");
    // A step of that name is found as it always was.
    assert_eq!(kinds("A: \"c [message]\"\n-> c [message]"), "c [message]>>c [message]");
}

#[test]
fn a_form_tells_the_kind_that_nobody_wrote() {
    let kind = |line: &str| parse(line, &Names::default()).unwrap().steps[0].kind;
    assert_eq!(kind("A: x [user task]"), StepKind::ExceptionHandling);
    assert_eq!(kind("A: x [user task, automated task]"), StepKind::Task);
    assert_eq!(kind("A: x [one or more branches]"), StepKind::Decision);
    assert_eq!(kind("A: x [message event]"), StepKind::Wait);
    assert_eq!(kind("A: x [manual task]"), StepKind::Task, "as it always was");
}
