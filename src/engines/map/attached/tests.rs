//! What is attached to a step stands on its border, and takes nothing else with it.

use super::*;
use crate::engines::map::Side;
use crate::engines::map::names::Names;
use crate::engines::map::text::parse;
use crate::platform::ids::WorkflowId;

fn map(text: &str) -> Map {
    Map::empty(WorkflowId::new(), Side::Actual).take(&parse(text, &Names::default()).unwrap())
}

const TEXT: &str = "A: Pay [service task]\n  Late [timer event, interrupts]\n    -> Cancel\n  Refused [error event, alongside]\n    -> Pay\nShip\n---\nCancel\n";

#[test]
fn what_happens_to_work_in_its_own_lane_is_on_its_border() {
    assert_eq!(hosts(&map(TEXT)), [None, Some(0), Some(0), None, None]);
    for elsewhere in [
        "B: Late [timer event, interrupts]",
        "A: Late [manual check, interrupts]",
        "A: Late (5 min) [timer event, interrupts]",
    ] {
        let text = format!("A: Pay [service task]\n  {elsewhere}\nA: Ship\n");
        assert!(hosts(&map(&text)).iter().all(Option::is_none), "{elsewhere}");
    }
    let noted = "A: Pay [service task]\n  Late [timer event, interrupts]\n    [note x]\nA: Ship\n";
    assert_eq!(hosts(&map(noted))[1], Some(0), "a note lies beside it there");
    let asked = "A: Paid?\n  Late [timer event, interrupts]\nA: Ship\n";
    assert!(hosts(&map(asked)).iter().all(Option::is_none), "a question is no work");
    let twice = format!("{TEXT}---\nA: Also\n-> Late\n");
    assert_eq!(hosts(&map(&twice))[1], None, "something else leads to it");
}

/// The layout of a map whose steps are boxes of one size.
fn laid(map: &Map, radius: f64) -> (Input, Laid) {
    use crate::engines::map::layout::Node;
    let at = |id| map.steps.iter().position(|step| step.id == id).unwrap();
    let place = |id| u32::try_from(at(id)).unwrap();
    let edges = map.flows.iter().map(|flow| Edge {
        from: place(flow.from),
        to: place(flow.to),
        label: None,
        level: false,
    });
    let input = Input {
        nodes: map.steps.iter().map(|_| Node { w: 120.0, h: 80.0, lane: 0 }).collect(),
        edges: edges.collect(),
        lanes: vec![100.0],
        any_order: false,
    };
    let laid = laid_out(&input, &hosts(map), radius);
    (input, laid)
}

#[test]
fn a_flow_of_an_event_leaves_from_its_circle_and_the_tie_has_no_way() {
    let map = map(TEXT);
    let (input, laid) = laid(&map, 18.0);
    for (edge, route) in input.edges.iter().zip(&laid.edges) {
        assert_eq!(route.points.is_empty(), edge.to == 1 || edge.to == 2, "{edge:?}");
        if edge.from == 1 || edge.from == 2 {
            let (circle, start) = (laid.nodes[edge.from as usize], route.points[0]);
            let (dx, dy) = (start.x - circle.x - 18.0, start.y - circle.y - 18.0);
            assert!((dx.hypot(dy) - 18.0).abs() < 0.1, "{start:?} is not on {circle:?}");
        }
    }
    let host = laid.nodes[0];
    for circle in [laid.nodes[1], laid.nodes[2]] {
        let meets = circle.x < host.x + host.w && host.x < circle.x + circle.w;
        let inside = circle.x > host.x
            && circle.x + 36.0 < host.x + host.w
            && circle.y > host.y
            && circle.y + 36.0 < host.y + host.h;
        assert!(meets && !inside, "{circle:?} is not on the border of {host:?}");
    }
}

#[test]
fn every_flow_of_an_event_with_several_begins_at_its_circle() {
    let map = map(
        "A: Pay [service task]\n  Late [timer event, interrupts]\n    -> Cancel\n    -> Tell\nShip\n---\nCancel\n---\nTell\n",
    );
    let (input, laid) = laid(&map, 8.0);
    let circle = laid.nodes[1];
    for (edge, route) in input.edges.iter().zip(&laid.edges).filter(|(edge, _)| edge.from == 1) {
        let start = route.points[0];
        let (dx, dy) = (start.x - circle.x - 8.0, start.y - circle.y - 8.0);
        assert!(dx.hypot(dy) <= 8.1, "{edge:?} begins at {start:?}, off {circle:?}");
    }
}

#[test]
fn no_flow_of_a_step_leads_through_the_circle_of_its_event() {
    let map =
        map("A: Go\nPay [service task]\n  Late [timer event, interrupts]\n    -> Ship\nShip\n");
    let (input, laid) = laid(&map, 18.0);
    assert_eq!(hosts(&map), [None, None, Some(1), None]);
    let others = input.edges.iter().zip(&laid.edges).filter(|(edge, _)| edge.from != 2);
    for run in others.flat_map(|(_, route)| route.points.windows(2)) {
        let meets = Rect::of_run(run[0], run[1]).meets(&laid.nodes[2]);
        assert!(!meets, "{run:?} is on {:?}", laid.nodes[2]);
    }
}

#[test]
fn a_map_without_events_is_laid_out_as_it_always_was() {
    let map = map("A: a\nb?\n  ? no -> a\n  ? yes\nB: c\n");
    let (input, drawn) = laid(&map, 8.0);
    assert_eq!(drawn, layout(&input));
}
