//! Facts about BPMN: what is read, and that nothing is lost on the way out and in again.

use super::{read, write};
use crate::engines::formats::draft::{Draft, Understood};
use crate::engines::formats::plain;
use crate::engines::map::names::Names;
use crate::engines::map::{Beside, BesideKind, FlowKind, LaneKind, StepKind};
use crate::platform::catalogue::Catalogue;
use proptest::prelude::*;

mod drawn;

const FILE: &str = r#"<?xml version="1.0"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor" name="Orders">
<b:collaboration><b:participant id="p1" name="Shop" processRef="one"/><b:participant id="p2" name="Bank"/>
<b:messageFlow id="m1" name="pay" sourceRef="pay" targetRef="p2"/></b:collaboration>
<b:process id="one">
<b:laneSet><b:lane name="Web"><b:flowNodeRef>s</b:flowNodeRef><b:flowNodeRef>pay</b:flowNodeRef></b:lane>
<b:lane name="Desk"><b:flowNodeRef>sub</b:flowNodeRef><b:flowNodeRef>late</b:flowNodeRef></b:lane></b:laneSet>
<b:startEvent id="s"/>
<b:serviceTask id="pay" name="Take payment" v:colour="red"><b:extensionElements><v:style><v:deep/></v:style></b:extensionElements>
<b:documentation>once a day</b:documentation></b:serviceTask>
<b:subProcess id="sub" name="Packing">
<b:startEvent id="i"/><b:userTask id="c" name="Check stock"/><b:endEvent id="o"/>
<b:sequenceFlow id="f1" sourceRef="i" targetRef="c"/><b:sequenceFlow id="f2" sourceRef="c" targetRef="o"/>
</b:subProcess>
<b:boundaryEvent id="late" attachedToRef="sub"><b:timerEventDefinition/></b:boundaryEvent>
<b:exclusiveGateway id="g" default="d"/>
<b:endEvent id="e"/><b:dataObject id="x"/>
<b:sequenceFlow id="a" sourceRef="s" targetRef="pay"/><b:sequenceFlow id="n" sourceRef="pay" targetRef="sub"/>
<b:sequenceFlow id="c1" sourceRef="sub" targetRef="g"/><b:sequenceFlow id="d" sourceRef="g" targetRef="e"/>
<b:sequenceFlow id="q" sourceRef="g" targetRef="pay"><b:conditionExpression>again</b:conditionExpression></b:sequenceFlow>
<b:sequenceFlow id="z" sourceRef="late" targetRef="e"/><b:sequenceFlow id="lost" sourceRef="e" targetRef="nobody"/>
</b:process></b:definitions>"#;

fn flows(draft: &Draft) -> Vec<String> {
    let name = |step: usize| draft.steps[step].name.as_str();
    let mut flows: Vec<_> = draft
        .flows
        .iter()
        .map(|f| match f.kind {
            FlowKind::Sequence => format!("{} -{}-> {}", name(f.from), f.condition, name(f.to)),
            kind => format!("{} -{}-> {}, {}", name(f.from), f.condition, name(f.to), kind.key()),
        })
        .collect();
    flows.sort();
    flows
}

fn shown(draft: &Draft) -> (Vec<String>, Vec<String>, Vec<String>) {
    let lanes = draft.lanes.iter().map(|lane| format!("{} {}", lane.name, lane.kind)).collect();
    let step = |step: &crate::engines::formats::draft::DraftStep| {
        format!(
            "{}: {} [{}] {:?} {:?} {} {:?}",
            draft.lanes[step.lane].name,
            step.name,
            step.kind,
            step.form,
            step.facts,
            step.note,
            step.beside
        )
    };
    (lanes, draft.steps.iter().map(step).collect(), flows(draft))
}

fn again(draft: &Draft) -> Draft {
    let names = Names::default();
    read(&write(&draft.map(&names), &names, "title")).unwrap()
}

#[test]
fn pools_lanes_sub_processes_and_attached_events_are_read() {
    let draft = read(FILE).unwrap().checked().unwrap();
    let lanes: Vec<_> = draft.lanes.iter().map(|l| (l.name.as_str(), l.kind)).collect();
    assert_eq!(
        lanes,
        [
            ("Web", LaneKind::System),
            ("Desk", LaneKind::Team),
            ("Shop", LaneKind::Team),
            ("Bank", LaneKind::Team)
        ]
    );
    assert_eq!(
        flows(&draft),
        [
            "Check stock --> End of Packing",
            "End of Packing --> Which way?",
            "On timer --> End",
            "Start --> Take payment",
            "Start of Packing --> Check stock",
            "Start of Packing --> On timer, interrupts",
            "Take payment --> Start of Packing",
            "Take payment -pay-> Bank, message",
            "Which way? -again-> Take payment",
            "Which way? -otherwise-> End",
        ]
    );
    let kind = |name: &str| draft.steps.iter().find(|step| step.name == name).unwrap().kind;
    assert_eq!((kind("Check stock"), kind("On timer")), (StepKind::Check, StepKind::Wait));
    assert_eq!(draft.steps[1].note, "once a day");
    let lost: Vec<_> = draft.lines.iter().filter(|l| l.understood == Understood::No).collect();
    let lost: Vec<_> = lost.iter().map(|line| (line.line, line.what.as_str())).collect();
    assert_eq!(
        lost,
        [(9, "3 additions of the program that wrote it"), (17, "dataObject"), (21, "sequenceFlow")]
    );
    assert_eq!(draft.boundaries.len(), 1);
}

fn named(prefix: &str, inner: &str) -> String {
    format!(
        "<m:definitions xmlns:m=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" xmlns:t=\"urn:mine\" \
         xmlns:o=\"urn:other\" targetNamespace=\"urn:mine\">{}</m:definitions>",
        inner.replace("?:", prefix).replace("<", "<m:").replace("<m:/", "</m:")
    )
}

#[test]
fn a_reference_with_the_files_own_prefix_names_its_element_and_one_with_anothers_does_not() {
    let inner = "<collaboration><participant id='p' name='Shop' processRef='?:one'/></collaboration>\
        <process id='one'><laneSet><lane name='Desk'><flowNodeRef>?:b</flowNodeRef></lane></laneSet>\
        <task id='a' name='Pick'/><task id='b' name='Pack'/><boundaryEvent id='e' attachedToRef='?:b'/>\
        <sequenceFlow id='f' sourceRef='?:a' targetRef='?:b'/></process>";
    for prefix in ["", "t:", "undeclared:"] {
        let draft = read(&named(prefix, inner)).unwrap();
        let lanes: Vec<_> =
            draft.steps.iter().map(|step| draft.lanes[step.lane].name.as_str()).collect();
        assert_eq!(lanes, ["Shop", "Desk", "Shop"], "{prefix}");
        assert_eq!(flows(&draft), ["Pack --> On event, interrupts", "Pick --> Pack"], "{prefix}");
    }
    let draft = read(&named("o:", inner)).unwrap();
    assert!(draft.flows.is_empty() && draft.lanes.iter().any(|lane| lane.name == "Shop"));
}

#[test]
fn what_undoes_a_step_is_reached_from_the_event_that_calls_it_back() {
    for (from, to) in [("e", "undo"), ("undo", "e")] {
        let inner = format!(
            "<process id='p'><task id='pay' name='Pay'/><task id='undo' name='Pay back'/>\
             <boundaryEvent id='e' attachedToRef='pay'><compensateEventDefinition/></boundaryEvent>\
             <association sourceRef='{from}' targetRef='{to}'/></process>"
        );
        let draft = read(&named("", &inner)).unwrap();
        let told = ["On compensate --> Pay back", "Pay --> On compensate, interrupts"];
        assert_eq!(flows(&draft), told);
        assert_eq!(shown(&again(&draft)), shown(&draft));
    }
}

#[test]
fn a_note_of_a_collaboration_stands_beside_each_step_it_is_tied_to() {
    let inner = "<collaboration><participant id='p' name='Shop' processRef='one'/>\
        <textAnnotation id='n'><text>by hand since May</text></textAnnotation>\
        <textAnnotation id='m'><text>to be replaced</text></textAnnotation>\
        <association sourceRef='a' targetRef='n'/></collaboration>\
        <process id='one'><task id='a' name='Pick'/><task id='b' name='Pack'/>\
        <association sourceRef='n' targetRef='b'/></process>";
    let draft = read(&named("", inner)).unwrap();
    let note = [Beside { kind: BesideKind::Note, text: "by hand since May".into() }];
    assert!(draft.steps.iter().all(|step| step.beside == note), "{:?}", draft.steps);
    assert_eq!(draft.note, "to be replaced");
    assert!(draft.lines.iter().all(|line| line.understood != Understood::No));
}

#[test]
fn an_empty_pool_is_one_step_and_its_messages_are_flows_and_an_integration() {
    let inner = "<collaboration><participant id='p' name='Shop' processRef='one'/>\
        <participant id='q' name='Bank' processRef='two'/>\
        <messageFlow name='order' sourceRef='a' targetRef='q'/><messageFlow sourceRef='q' targetRef='a'/>\
        </collaboration><process id='one'><task id='a' name='Pay'/></process><process id='two'/>";
    let draft = read(&named("", inner)).unwrap();
    assert_eq!(flows(&draft), ["Bank --> Pay, message", "Pay -order-> Bank, message"]);
    assert_eq!((draft.lanes.len(), draft.boundaries.len()), (2, 2));
}

#[test]
fn a_called_process_is_a_lane_named_by_its_caller_and_no_flow_is_made_up_to_it() {
    let inner = "<process id='one' name='Order'><task id='a' name='Pick'/>\
        <callActivity id='c' name='Pay' calledElement='two'/><sequenceFlow sourceRef='a' targetRef='c'/>\
        </process><process id='two'><task id='t' name='Charge'/></process>";
    let draft = read(&named("", inner)).unwrap();
    let lane = |step: usize| draft.lanes[draft.steps[step].lane].name.as_str();
    let steps: Vec<_> =
        draft.steps.iter().enumerate().map(|(at, step)| (lane(at), step.name.as_str())).collect();
    assert_eq!(steps, [("Order", "Pick"), ("Order", "Pay"), ("Pay", "Charge")]);
    assert_eq!(flows(&draft), ["Pick --> Pay"]);
    assert_eq!(shown(&again(&draft)), shown(&draft));
}

#[test]
fn a_wrong_namespace_is_named_and_a_missing_one_too() {
    let error = |text: &str| read(text).unwrap_err().to_string();
    let wrong = error("<x:definitions xmlns:x='urn:wrong'><x:process/></x:definitions>");
    assert!(wrong.contains("its namespace is “urn:wrong”"), "{wrong}");
    let missing = error("<bpmn:definitions><bpmn:process/></bpmn:definitions>");
    assert!(missing.contains("no namespace is declared for its prefix “bpmn”"), "{missing}");
}

#[test]
fn what_was_written_reads_back_the_same() {
    let draft = read(FILE).unwrap();
    let second = again(&draft);
    assert_eq!(shown(&second), shown(&draft));
    assert_eq!(shown(&again(&second)), shown(&draft));
}

#[test]
fn facts_and_every_kind_survive_the_way_out_and_in() {
    let mut text = String::from(
        "lane Ann [person]\nAnn: First (5 min x 20/month, by Bob, creates order, updates stock) !memory !audit\n",
    );
    for kind in StepKind::ALL {
        text += &format!("Ann: <{0}> & \"{0}\" [{1}]\n", kind.key(), kind.label().to_lowercase());
    }
    let draft = plain::read(&text).unwrap();
    assert_eq!(shown(&again(&draft)), shown(&draft));
}

#[test]
fn every_shape_and_edge_has_coordinates() {
    let names = Names::default();
    let map = read(FILE).unwrap().map(&names);
    let file = write(&map, &names, "Orders & <returns>");
    assert!(file.contains("name=\"Orders &amp; &lt;returns&gt;\""));
    let count = |what: &str| file.matches(what).count();
    let of = |kind| map.flows.iter().filter(|flow| flow.kind == kind).count();
    let pools = count("<bpmn:participant ");
    assert_eq!((pools, of(FlowKind::Message), of(FlowKind::Interrupts)), (2, 1, 1));
    // The pool of which nothing is known is drawn without the lane and the step that stand for it.
    assert_eq!(count("<bpmndi:BPMNShape "), pools + map.lanes.len() - 1 + map.steps.len() - 1);
    assert_eq!(count("<bpmndi:BPMNEdge "), map.flows.len() - 1, "what is on a border needs no tie");
    assert_eq!(count("<bpmn:sequenceFlow "), map.flows.len() - 2);
    assert!(count("<di:waypoint ") >= 2 * (map.flows.len() - 1));
    assert_eq!(file, write(&map, &names, "Orders & <returns>"));
}

#[test]
fn what_is_no_bpmn_or_too_much_is_told() {
    let error = |text: &str| read(text).unwrap_err().to_string();
    assert!(error("<html/>").contains("no BPMN"));
    assert!(error("<definitions><process>").contains("middle"));
    let many = format!("<definitions><process>{}</process></definitions>", "<task/>".repeat(2_001));
    assert!(error(&many).contains("at most 2000"), "{}", error(&many));
    let cross = format!(
        "<definitions><process><subProcess id='a'>{0}</subProcess><subProcess id='b'>{0}</subProcess>\
         <sequenceFlow sourceRef='a' targetRef='b'/></process></definitions>",
        "<task/>".repeat(900)
    );
    assert!(read(&cross).is_ok_and(|draft| draft.checked().is_err()) || read(&cross).is_err());
}

#[test]
fn a_message_of_a_sub_process_is_one_flow_and_a_sequence_flow_leaves_each_of_its_ends() {
    let sub = "<subProcess id='sub'><startEvent id='i'/><task id='a' name='A'/><task id='b' name='B'/>\
         <sequenceFlow id='1' sourceRef='i' targetRef='a'/><sequenceFlow id='2' sourceRef='i' targetRef='b'/></subProcess>";
    let inner = format!(
        "<collaboration><participant id='p' name='Shop' processRef='one'/><participant id='q' name='Bank'/>\
         <messageFlow id='m' sourceRef='sub' targetRef='q'/></collaboration><process id='one'>{sub}<task id='n' name='N'/>\
         <sequenceFlow id='3' sourceRef='sub' targetRef='n'/></process>"
    );
    let draft = read(&named("", &inner)).unwrap();
    let out = |flow: &String| flow.starts_with("A ") || flow.starts_with("B ");
    let out: Vec<String> = flows(&draft).into_iter().filter(out).collect();
    assert_eq!(out, ["A --> Bank, message", "A --> N", "B --> N"]);
    let told = draft.lines.iter().find(|line| line.what.starts_with("messageFlow")).unwrap();
    assert_eq!(told.understood, Understood::Doubt);
}

proptest! {
    #[test]
    fn any_names_and_flows_survive_the_way_out_and_in(
        names in prop::collection::vec("\\PC{1,12}", 1..12),
        flows in prop::collection::vec((0_usize..12, 0_usize..12, "[ -~]{0,8}"), 0..24),
    ) {
        let mut draft = Draft::default();
        for (at, name) in names.iter().enumerate() {
            let lane = draft.lane(["Shop", "Ann & Bob", "<ERP>"][at % 3], LaneKind::Team);
            draft.step(lane, name, StepKind::Task, 1);
        }
        for (from, to, condition) in flows {
            draft.flow(from % names.len(), to % names.len(), &condition, 1);
        }
        prop_assert_eq!(shown(&again(&draft)), shown(&draft));
    }
}
