//! What lies beside steps lies on nothing else, whatever the map.

use super::*;
use crate::engines::map::layout::{Edge, Input, Node, layout};
use proptest::prelude::*;

/// A process of so many steps in up to three lanes, with branches, ways back and labels, and items beside some steps.
fn process(seed: u64, steps: usize) -> (Input, Vec<Item>) {
    let mut state = seed;
    let mut below = |bound: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let narrow = |n: usize| u32::try_from(n).unwrap();
    let lanes = 1 + below(3);
    let nodes = (0..steps).map(|_| Node {
        w: 160.0,
        h: [44.0, 61.0, 80.0][below(3)],
        lane: narrow(below(lanes)),
    });
    let nodes: Vec<_> = nodes.collect();
    let (mut edges, mut items) = (Vec::new(), Vec::new());
    let mut edge = |from: usize, to: usize, labelled: bool| {
        let label = labelled.then_some((60.0, 14.0));
        edges.push(Edge { from: narrow(from), to: narrow(to), label, level: false });
    };
    for at in 1..steps {
        let from = if below(4) == 0 { below(at) } else { at - 1 };
        edge(from, at, below(3) == 0);
        if below(6) == 0 {
            edge(at, below(at + 1), below(2) == 0);
        }
    }
    for node in 0..steps {
        for _ in 0..[0, 0, 1, 2][below(4)] {
            let (w, h) = [(140.0, 34.0), (60.0, 48.0), (90.0, 20.0)][below(3)];
            items.push(Item { node, w, h });
        }
    }
    (Input { nodes, edges, lanes: vec![58.0; lanes], any_order: false }, items)
}

/// The pairs of an item and what it lies on, and lines that pass through a step or a label.
fn covered(laid: &Laid, placed: &[Placed], items: &[Item]) -> (usize, usize) {
    let labels = laid.edges.iter().filter_map(|route| route.label);
    let boxes: Vec<Rect> = laid.nodes.iter().copied().chain(labels).collect();
    let runs = laid.edges.iter().flat_map(|route| route.points.windows(2));
    let runs: Vec<Rect> = runs.map(|run| Rect::of_run(run[0], run[1])).collect();
    let (mut on, mut through) = (0, 0);
    for (at, (own, item)) in placed.iter().zip(items).enumerate() {
        let rects = boxes.iter().chain(&runs).chain(placed[..at].iter().map(|it| &it.rect));
        on += rects.filter(|other| other.meets(&own.rect)).count();
        let host = laid.nodes[item.node];
        through += boxes.iter().filter(|it| **it != host && crosses(own.line, it)).count();
    }
    (on, through)
}

#[test]
fn an_item_lies_on_nothing_and_hardly_any_line_passes_through_a_step() {
    let (mut all, mut through) = (0, 0);
    for seed in 0..400 {
        let (input, items) = process(seed, 3 + usize::try_from(seed).unwrap() % 28);
        let mut laid = layout(&input);
        let placed = place(&mut laid, &items);
        let found = covered(&laid, &placed, &items);
        assert_eq!(found.0, 0, "seed {seed}: something lies on something");
        all += items.len();
        through += found.1;
    }
    assert!(all > 2_000, "only {all} items");
    assert!(through * 100 <= all, "{through} of {all} lines pass through a step or a label");
}

#[test]
fn a_strip_moves_what_is_below_it_and_no_way_leaves_its_step() {
    for seed in 0..100 {
        let (input, items) = process(seed, 12);
        let before = layout(&input);
        let mut laid = before.clone();
        let placed = place(&mut laid, &items);
        for (edge, route) in input.edges.iter().zip(&laid.edges) {
            for (node, point) in [(edge.from, route.points.first()), (edge.to, route.points.last())]
            {
                let (rect, point) = (laid.nodes[node as usize], point.unwrap());
                let inside = rect.grown(0.01);
                let on = Rect { x: point.x, y: point.y, w: 0.0, h: 0.0 };
                assert!(inside.meets(&on), "seed {seed}: {edge:?} ends off its step");
            }
            assert!(
                route.points.windows(2).all(|run| run[0].x == run[1].x || run[0].y == run[1].y)
            );
        }
        let inside = |node: &Rect, own: usize| {
            let band = laid.lanes[input.nodes[own].lane as usize];
            band.y <= node.y && node.y + node.h <= band.y + band.h
        };
        assert!(laid.nodes.iter().enumerate().all(|(own, node)| inside(node, own)));
        assert!(placed.iter().zip(&items).all(|(it, item)| inside(&it.rect, item.node)));
        let heights = |laid: &Laid| laid.nodes.iter().map(|node| node.h).sum::<f64>();
        assert_eq!(heights(&laid), heights(&before), "no step grew");
    }
}

proptest! {
    #[test]
    fn a_line_crosses_a_box_when_a_point_of_it_is_inside(
        ends in prop::array::uniform4(0.0..100.0_f64),
        corner in prop::array::uniform2(0.0..80.0_f64),
    ) {
        let line = [Point { x: ends[0], y: ends[1] }, Point { x: ends[2], y: ends[3] }];
        let rect = Rect { x: corner[0], y: corner[1], w: 20.0, h: 20.0 };
        let at = |share: f64| Rect {
            x: line[0].x + (line[1].x - line[0].x) * share,
            y: line[0].y + (line[1].y - line[0].y) * share,
            w: 0.0,
            h: 0.0,
        };
        let inside = (2..999).any(|step| rect.meets(&at(f64::from(step) / 1_000.0)));
        if inside {
            prop_assert!(crosses(line, &rect));
        }
    }
}
