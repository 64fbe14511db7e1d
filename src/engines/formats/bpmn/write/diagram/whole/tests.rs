//! Messages to pools of which nothing is known: drawn to the border, named beside it, through nothing.

use super::super::tests::{annotated, covered};
use super::super::{As, Drawing, inside, write};
use super::*;
use crate::engines::formats::bpmn::{read, write as file};
use crate::engines::formats::draft::Draft;
use crate::engines::formats::plain;
use crate::engines::map::names::Names;
use crate::engines::map::{FlowKind, LaneKind, StepKind};

const TEXT: &str = "lane Bank [system]\nShop: Pay\n-> order: Bank [message]\nShop: Ship\n---\nBank: Bank\n\
                    -> accepted: Pay [message]\n-> receipt: Ship [message]\n";

#[test]
fn messages_go_straight_to_the_border_and_come_back_as_they_were() {
    let (names, draft) = (Names::default(), plain::read(TEXT).unwrap());
    let map = draft.map(&names);
    let out = Out::new(&map, &names);
    let drawing = Drawing::new(&out);
    let bank = (0..map.steps.len()).find(|step| out.pools.stood_for(*step).is_some()).unwrap();
    let band = drawing.laid.nodes[bank];
    for (flow, route) in out.flows.iter().zip(&drawing.laid.edges) {
        if flow.flow.kind == FlowKind::Message {
            let at = if flow.from == bank { route.points[0] } else { route.points[1] };
            assert_eq!(route.points.len(), 2, "{route:?}");
            assert!(at.y == band.y || at.y == band.y + band.h, "{at:?} is not on {band:?}");
            assert!(route.label.is_some());
        }
    }
    let written = file(&map, &names, "Orders");
    assert!(
        written.contains("<bpmn:participant id=\"pool\" name=\"Bank\" faultline:kind=\"system\"/>")
    );
    assert!(written.contains("sourceRef=\"step_1\" targetRef=\"pool\""));
    assert!(!written.contains(&format!("step_{}\"", bank + 1)), "{written}");
    let again = read(&written).unwrap();
    let told = |draft: &Draft| {
        let steps = draft.steps.iter().map(|step| (step.name.clone(), step.kind));
        let lanes = draft.lanes.iter().map(|lane| (lane.name.clone(), lane.kind));
        (steps.collect::<Vec<_>>(), lanes.collect::<Vec<_>>(), draft.flows.len())
    };
    assert_eq!(told(&again), told(&draft));
}

/// A process with events, notes and data, and two pools of which nothing is known above and below it.
fn between_strangers(seed: u64, steps: usize) -> Draft {
    let mut draft = Draft::default();
    draft.lane("Bank", LaneKind::Team);
    let inner = annotated(seed, steps);
    for lane in &inner.lanes {
        draft.lane(&lane.name, lane.kind);
    }
    draft.steps = inner.steps;
    draft.steps.iter_mut().for_each(|step| step.lane += 1);
    draft.flows = inner.flows;
    for (at, name) in ["Bank", "Post"].into_iter().enumerate() {
        let lane = draft.lane(name, LaneKind::Team);
        let stranger = draft.step(lane, name, StepKind::Task, 1);
        for step in (0..steps).filter(|step| step % 3 == at) {
            let ends = if step % 2 == 0 { (step, stranger) } else { (stranger, step) };
            draft.flow(ends.0, ends.1, ["", "order", "a long answer of the bank"][step % 3], 1);
            draft.flows.last_mut().unwrap().kind = FlowKind::Message;
        }
    }
    draft
}

/// The pairs of a text and whatever it lies on; nothing is drawn in such a pool but its border.
fn covered_but_for_pools(out: &Out<'_>, drawing: &mut Drawing) -> usize {
    let nodes = drawing.laid.nodes.clone();
    for (step, band) in
        nodes.iter().enumerate().filter(|(step, _)| out.pools.stood_for(*step).is_some())
    {
        drawing.laid.nodes[step].h = 0.0;
        drawing.laid.nodes.push(Rect { y: band.y + band.h, h: 0.0, ..*band });
    }
    let covered = covered(drawing);
    drawing.laid.nodes = nodes;
    covered
}

#[test]
fn no_message_passes_through_a_step_and_most_are_straight() {
    let (mut messages, mut straight, mut texts, mut wrong) = (0, 0, 0, 0);
    for seed in 0..200 {
        let draft = between_strangers(seed, 4 + usize::try_from(seed).unwrap() % 20);
        let (names, map) = (Names::default(), draft.map(&Names::default()));
        let out = Out::new(&map, &names);
        let mut drawing = Drawing::new(&out);
        wrong += covered_but_for_pools(&out, &mut drawing);
        let Laid { nodes, edges, .. } = &drawing.laid;
        texts += edges.iter().filter(|route| route.label.is_some()).count();
        for (flow, route) in out.flows.iter().zip(edges) {
            let strangers = [flow.from, flow.to].map(|step| out.pools.stood_for(step).is_some());
            if strangers == [false; 2] {
                continue;
            }
            messages += 1;
            straight += usize::from(route.points.len() == 2);
            let ends = [route.points[0], route.points[route.points.len() - 1]];
            for ((step, end), _) in
                [flow.from, flow.to].iter().zip(ends).zip(strangers).filter(|it| it.1)
            {
                let band = nodes[*step];
                assert!(end.y == band.y || end.y == band.y + band.h, "seed {seed}: off its pool");
            }
            for run in route.points.windows(2) {
                assert!(run[0].x == run[1].x || run[0].y == run[1].y, "seed {seed}: slanted");
                let run = Rect::of_run(run[0], run[1]);
                let through = nodes.iter().enumerate().find(|(at, node)| {
                    let own =
                        [flow.from, flow.to].contains(at) || out.pools.stood_for(*at).is_some();
                    !own && node.grown(-1.0).meets(&run)
                });
                assert_eq!(through, None, "seed {seed}");
            }
        }
    }
    assert!(messages > 500 && straight * 2 > messages, "{straight} of {messages} are straight");
    assert!(wrong * 100 <= texts, "of {texts} texts {wrong} lie on something");
}

#[test]
fn everything_of_such_pools_has_coordinates() {
    let (names, draft) = (Names::default(), plain::read(TEXT).unwrap());
    let map = draft.map(&names);
    let mut drawn = String::new();
    write(&mut drawn, &Out::new(&map, &names));
    assert_eq!(drawn.matches("<bpmndi:BPMNShape ").count(), 2 + 1 + 2, "pools, a lane, steps");
    assert_eq!(drawn.matches("<bpmndi:BPMNEdge ").count(), map.flows.len());
}

#[test]
fn work_stays_in_its_pool() {
    let (mut flows, mut astray) = (0, 0);
    for seed in 0..200 {
        let draft = between_strangers(seed, 4 + usize::try_from(seed).unwrap() % 20);
        let (names, map) = (Names::default(), draft.map(&Names::default()));
        let out = Out::new(&map, &names);
        let drawing = Drawing::new(&out);
        let work = |at: &usize| out.flows[*at].is == As::Sequence;
        let left = |at: &usize| inside::leaves(&out, &drawing.laid, *at);
        flows += (0..out.flows.len()).filter(work).count();
        astray += (0..out.flows.len()).filter(work).filter(left).count();
    }
    assert!(flows > 2_000 && astray * 50 <= flows, "{astray} of {flows} leave their pool");
}
