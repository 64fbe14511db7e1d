//! Maps to try the layout with: small ones of every shape, and a few of up to 2,000 steps.

use crate::engines::map::layout::{Edge, Input, Node};
use proptest::prelude::*;

fn node(lanes: u32) -> impl Strategy<Value = Node> {
    (20..200_u32, 20..90_u32, 0..lanes.max(1)).prop_map(|(w, h, lane)| Node {
        w: f64::from(w),
        h: f64::from(h),
        lane,
    })
}

/// Edges most of which lead a little further, or back, and some anywhere; `from + on` may name no node.
fn edges(nodes: u32, most: usize) -> impl Strategy<Value = Vec<Edge>> {
    let nodes = nodes.max(1);
    let label =
        prop_oneof![3 => Just(None), 1 => (8..90_u32).prop_map(|w| Some((f64::from(w), 16.0)))];
    let near =
        (0..nodes, 0..6_u32, label.clone()).prop_map(|(from, on, label)| (from, from + on, label));
    let back = (0..nodes, 0..9_u32, label.clone())
        .prop_map(|(from, on, label)| (from, from.saturating_sub(on), label));
    let any = (0..nodes, 0..nodes, label);
    let far = if nodes > 100 { 1 } else { 12 };
    let edge = prop_oneof![60 => near, 4 => back, far => any];
    prop::collection::vec(
        edge.prop_map(|(from, to, label)| Edge { from, to, label, level: from % 2 == 0 }),
        0..=most,
    )
}

/// Any map of at most so many steps.
pub fn graph(most: u32) -> impl Strategy<Value = Input> {
    (0..=most, 0..7_u32, 1..4_usize).prop_flat_map(|(count, lanes, twice)| {
        let nodes = prop::collection::vec(node(lanes), count as usize);
        (nodes, edges(count, count as usize * twice / 2)).prop_map(move |(nodes, edges)| Input {
            nodes,
            edges,
            lanes: vec![30.0; lanes as usize],
            any_order: count % 2 == 0,
        })
    })
}

/// Maps of all sizes; small ones find most of what is wrong, and find it fast.
pub fn any_size() -> impl Strategy<Value = Input> {
    prop_oneof![
        900 => graph(9).boxed(),
        90 => graph(20).boxed(),
        10 => graph(60).boxed(),
        1 => graph(300).boxed(),
    ]
}

/// A process as people tell it: steps in order, branches that meet again, now and then a way back.
pub fn process(seed: u64, steps: u32, lanes: u32) -> Input {
    let mut random = Random(seed);
    let mut edges = Vec::new();
    let mut open = vec![0];
    for step in 1..steps {
        match random.below(8) {
            // A branch: two steps follow from one, and the next step from both.
            0 | 1 if open.len() == 1 => {
                edges.push((open[0], step));
                open.push(step);
            }
            2 if step > 3 => {
                edges.extend(open.drain(..).map(|from| (from, step)));
                edges.push((step, step - 1 - random.below(3)));
                open.push(step);
            }
            _ => {
                edges.extend(open.drain(..).map(|from| (from, step)));
                open.push(step);
            }
        }
    }
    let mut lane = 0;
    let mut node = |_| {
        if random.below(5) < 2 {
            lane = random.below(lanes.max(1));
        }
        Node {
            w: 100.0 + f64::from(random.below(5) * 12),
            h: 44.0 + f64::from(random.below(3) * 14),
            lane,
        }
    };
    Input {
        nodes: (0..steps).map(&mut node).collect(),
        edges: edges
            .into_iter()
            .map(|(from, to)| Edge { from, to, label: None, level: false })
            .collect(),
        lanes: vec![40.0; lanes as usize],
        any_order: false,
    }
}

/// Numbers that look like chance and are the same at every run.
pub struct Random(pub u64);

impl Random {
    /// A number below a bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(bound.max(1))).unwrap_or(0)
    }
}
