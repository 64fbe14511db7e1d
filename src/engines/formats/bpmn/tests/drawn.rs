//! What BPMN draws beyond steps and flows: events on borders, data, notes, messages, forms; in, out, and in again.

use super::{again, flows, named, shown};
use crate::engines::formats::bpmn::{read, write};
use crate::engines::formats::draft::{Draft, Understood};
use crate::engines::formats::plain;
use crate::engines::map::names::Names;
use crate::engines::map::{BesideKind, Form};
use crate::platform::catalogue::Catalogue;

fn file(inner: &str) -> Draft {
    read(&named("", inner)).unwrap()
}

fn written(draft: &Draft) -> String {
    let names = Names::default();
    write(&draft.map(&names), &names, "Orders")
}

#[test]
fn an_event_on_a_border_says_what_it_is_about_and_goes_out_on_that_border() {
    let draft = file(
        "<process id='p'><userTask id='a' name='Pay'/><task id='b' name='Cancel'/>\
         <boundaryEvent id='t' name='Late' attachedToRef='a' cancelActivity='false'><timerEventDefinition/></boundaryEvent>\
         <boundaryEvent id='e' attachedToRef='a'><errorEventDefinition/></boundaryEvent>\
         <sequenceFlow sourceRef='t' targetRef='b'/><sequenceFlow sourceRef='e' targetRef='b'/></process>",
    );
    let form = |name: &str| draft.steps.iter().find(|step| step.name == name).unwrap().form;
    assert_eq!((form("Late"), form("On error")), (Some(Form::Timer), Some(Form::Error)));
    let told = [
        "Late --> Cancel",
        "On error --> Cancel",
        "Pay --> Late, alongside",
        "Pay --> On error, interrupts",
    ];
    assert_eq!(flows(&draft), told);
    let out = written(&draft);
    for part in [
        "<bpmn:boundaryEvent id=\"step_3\" name=\"Late\" attachedToRef=\"step_1\" cancelActivity=\"false\"",
        "<bpmn:boundaryEvent id=\"step_4\" name=\"On error\" attachedToRef=\"step_1\" faultline",
        "<bpmn:timerEventDefinition",
        "<bpmn:errorEventDefinition",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    assert_eq!(out.matches("<bpmn:sequenceFlow ").count(), 2, "the tie is no flow");
    assert_eq!(shown(&again(&draft)), shown(&draft));
}

#[test]
fn an_event_of_a_sub_process_with_several_beginnings_goes_out_on_the_border_of_the_first() {
    let draft = file(
        "<process id='p'><subProcess id='s' name='Checks'><userTask id='a' name='Check stock'/>\
         <userTask id='b' name='Check price'/></subProcess><endEvent id='x' name='Off'/>\
         <boundaryEvent id='e' name='Failed' attachedToRef='s'><errorEventDefinition/></boundaryEvent>\
         <sequenceFlow sourceRef='e' targetRef='x'/></process>",
    );
    assert_eq!(flows(&draft), ["Check stock --> Failed, interrupts", "Failed --> Off"]);
    let told = draft.lines.iter().find(|line| line.what.contains("attached")).unwrap();
    assert_eq!(told.understood, Understood::Doubt);
    assert!(written(&draft).contains("name=\"Failed\" attachedToRef=\"step_1\""));
    assert_eq!(shown(&again(&draft)), shown(&draft));
}

#[test]
fn every_task_gateway_and_event_keeps_its_form() {
    let mut inner = String::from("<process id='p'>");
    let tasks = "task userTask manualTask serviceTask scriptTask businessRuleTask sendTask receiveTask callActivity \
                 parallelGateway inclusiveGateway exclusiveGateway eventBasedGateway complexGateway";
    for element in tasks.split_whitespace() {
        inner += &format!("<{element} id='{element}' name='{element}'/>");
    }
    for definition in
        ["message", "timer", "error", "escalation", "signal", "conditional", "compensate"]
    {
        for event in ["intermediateCatchEvent", "intermediateThrowEvent"] {
            inner += &format!(
                "<{event} name='{event} {definition}'><{definition}EventDefinition/></{event}>"
            );
        }
    }
    inner += "<startEvent name='m'><messageEventDefinition/></startEvent><endEvent name='x'><terminateEventDefinition/></endEvent></process>";
    let draft = file(&inner);
    let out = written(&draft);
    for element in tasks.split_whitespace() {
        assert!(out.contains(&format!("<bpmn:{element} id=")), "{element}\n{out}");
    }
    for event in ["intermediateCatchEvent", "intermediateThrowEvent", "startEvent", "endEvent"] {
        assert!(out.contains(&format!("<bpmn:{event} ")), "{event}");
    }
    assert_eq!(out.matches("EventDefinition id=").count(), 2 * 7 + 2);
    assert_eq!(shown(&again(&draft)), shown(&draft));
    // As text it reads back with the same forms.
    let text = draft.text(&Names::default());
    let read = plain::read(&text).unwrap();
    let forms = |draft: &Draft| draft.steps.iter().map(|step| step.form).collect::<Vec<_>>();
    assert_eq!(forms(&read), forms(&draft), "{text}");
}

#[test]
fn data_lies_beside_what_reads_and_writes_it() {
    let draft = file(
        "<collaboration><participant id='q' name='Shop' processRef='p'/></collaboration>\
         <process id='p'><dataObject id='d'/><dataObjectReference id='r' name='Order form' dataObjectRef='d'/>\
         <dataStoreReference id='s' name='Customers'/><dataObjectReference id='l' name='Loose'/>\
         <task id='a' name='Fill in'><dataOutputAssociation><targetRef>r</targetRef></dataOutputAssociation></task>\
         <task id='b' name='Book'><dataInputAssociation><sourceRef>r</sourceRef></dataInputAssociation></task>\
         <exclusiveGateway id='g' name='Known?'/><association sourceRef='g' targetRef='s'/>\
         <sequenceFlow id='f' sourceRef='a' targetRef='b'/><textAnnotation id='t'><text>by post\nor mail</text></textAnnotation>\
         <association sourceRef='f' targetRef='t'/></process>",
    );
    let beside = |at: usize| {
        let all = draft.steps[at].beside.iter();
        all.map(|it| format!("{} {}", it.kind.key(), it.text)).collect::<Vec<_>>()
    };
    assert_eq!(beside(0), ["note by post or mail", "writes Order form"]);
    assert_eq!(
        (beside(1), beside(2)),
        (vec!["reads Order form".to_owned()], vec!["store Customers".to_owned()])
    );
    assert_eq!(draft.note, "Data: Loose");
    assert!(draft.lines.iter().all(|line| line.understood != Understood::No), "{:?}", draft.lines);
    let out = written(&draft);
    assert_eq!(out.matches("<bpmn:dataObject ").count(), 1, "one object, referred to twice");
    assert_eq!(out.matches("<bpmn:dataObjectReference ").count(), 2);
    for tie in ["dataInputAssociation", "dataOutputAssociation", "association", "textAnnotation"] {
        assert!(out.contains(&format!("<bpmn:{tie} ")), "{tie}");
    }
    assert_eq!(shown(&again(&draft)), shown(&draft));
}

#[test]
fn a_note_that_is_too_long_to_draw_stays_with_its_step() {
    let long = "long ".repeat(200);
    let draft = file(&format!(
        "<process id='p'><task id='a' name='Pay'/><textAnnotation id='t'><text>{long}</text></textAnnotation>\
         <association sourceRef='a' targetRef='t'/></process>"
    ));
    assert!(draft.steps[0].beside.is_empty());
    assert_eq!(draft.steps[0].note, long.trim());
}

#[test]
fn messages_between_pools_stay_messages_between_pools() {
    let text = "Shop: Pay\n-> Bank: Charge [message]\nShop: Ship\n---\nBank: Charge\n-> accepted: Ship [message]";
    let draft = plain::read(text).unwrap();
    let out = written(&draft);
    assert_eq!(out.matches("<bpmn:participant ").count(), 2);
    assert_eq!(out.matches("<bpmn:messageFlow ").count(), 2);
    assert_eq!(out.matches("<bpmn:sequenceFlow ").count(), 1);
    assert_eq!(out.matches("<bpmn:process ").count(), 2);
    let told = flows(&draft);
    assert_eq!(told[0], "Charge -accepted-> Ship, message");
    assert_eq!(flows(&again(&draft)), told);
    // Within one pool BPMN has no messages: the file says it in its own words.
    let within = plain::read("Shop: Pay\n-> Bank: Charge [message]\nBank: Charge").unwrap();
    assert!(!written(&within).contains("messageFlow"));
    assert_eq!(flows(&again(&within)), flows(&within));
}

#[test]
fn everything_that_is_drawn_has_coordinates_and_every_reference_an_element() {
    let text = "Shop: Pay [user task]\n[note by card]\n[reads from Customers]\n[writes Receipt]\n-> Bank: Charge [message]\n  \
                Late [timer event, interrupts]\n    -> Cancel\nShop: Both [parallel branches]\n-> Ship\n-> Tell\n---\n\
                Bank: Charge\n---\nShop: Cancel\n---\nShip\n---\nTell [one of the branches]\n[data Slip]";
    let draft = plain::read(text).unwrap();
    let out = written(&draft);
    let ids: std::collections::HashSet<&str> =
        out.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for naming in
        ["sourceRef=\"", "targetRef=\"", "attachedToRef=\"", "bpmnElement=\"", "dataObjectRef=\""]
    {
        for named in out.split(naming).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(named), "{naming}{named}\n{out}");
        }
    }
    let besides = draft.steps.iter().map(|step| step.beside.len()).sum::<usize>();
    let shapes = 2 + draft.lanes.len() + draft.steps.len() + besides;
    assert_eq!(out.matches("<bpmndi:BPMNShape ").count(), shapes);
    let flows = draft.flows.iter().filter(|flow| !flow.kind.attaches()).count();
    assert_eq!(out.matches("<bpmndi:BPMNEdge ").count(), flows + besides);
    assert_eq!(BesideKind::ALL.len(), 7, "each of these is written");
}
