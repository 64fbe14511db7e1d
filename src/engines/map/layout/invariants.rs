//! What every drawing must keep, whatever is drawn.
//! `FAULTLINE_LAYOUT_CASES` sets how many maps are tried.

pub(super) mod cases;
mod stability;

use super::*;
use cases::{any_size, graph, process};
use proptest::prelude::*;

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/// The straight runs of all routes, by edge; level ones sorted by height, upright ones by place.
struct Runs {
    level: Vec<(f64, f64, f64, usize)>,
    upright: Vec<(f64, f64, f64, usize)>,
}

impl Runs {
    fn new(routes: &[(usize, &Edge, &Route)]) -> Self {
        let (mut level, mut upright) = (Vec::new(), Vec::new());
        for (at, _, route) in routes {
            for ends in route.points.windows(2) {
                let (a, b) = (ends[0], ends[1]);
                if a.y == b.y {
                    level.push((a.y, a.x.min(b.x), a.x.max(b.x), *at));
                } else {
                    upright.push((a.x, a.y.min(b.y), a.y.max(b.y), *at));
                }
            }
        }
        let by = |a: &(f64, f64, f64, usize), b: &(f64, f64, f64, usize)| {
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        };
        level.sort_by(by);
        upright.sort_by(by);
        Self { level, upright }
    }

    /// An edge of which a run goes through the inside of a rectangle.
    fn through(&self, rect: &Rect) -> Option<usize> {
        let met =
            |runs: &[(f64, f64, f64, usize)], (from, to): (f64, f64), (low, high): (f64, f64)| {
                let start = runs.partition_point(|run| run.0 <= from);
                let inside = runs[start..].iter().take_while(|run| run.0 < to);
                inside.clone().find(|run| run.1 < high && low < run.2).map(|run| run.3)
            };
        let (across, down) = ((rect.x, rect.x + rect.w), (rect.y, rect.y + rect.h));
        met(&self.level, down, across).or_else(|| met(&self.upright, across, down))
    }

    /// Two edges that lie on each other for more than a point.
    fn shared(&self) -> Option<(usize, usize)> {
        [&self.level, &self.upright].into_iter().find_map(|runs| {
            let mut last: Option<&(f64, f64, f64, usize)> = None;
            for run in runs {
                match last {
                    Some(other) if other.0 == run.0 && run.1 < other.2 => {
                        if other.3 != run.3 {
                            return Some((other.3, run.3));
                        }
                        if run.2 > other.2 {
                            last = Some(run);
                        }
                    }
                    _ => last = Some(run),
                }
            }
            None
        })
    }
}

fn known<'a>(input: &'a Input, laid: &'a Laid) -> Vec<(usize, &'a Edge, &'a Route)> {
    let edges = input.edges.iter().zip(&laid.edges).enumerate();
    let edges = edges.map(|(at, (edge, route))| (at, edge, route));
    edges.filter(|(_, edge, _)| (edge.from.max(edge.to) as usize) < input.nodes.len()).collect()
}

/// Two rectangles that overlap.
fn overlapping(mut rects: Vec<Rect>) -> Option<(Rect, Rect)> {
    rects.sort_by(|a, b| a.x.total_cmp(&b.x));
    rects.iter().enumerate().find_map(|(at, a)| {
        let near = rects[at + 1..].iter().take_while(|b| b.x < a.x + a.w);
        near.clone().find(|b| overlap(a, b)).map(|b| (*a, *b))
    })
}

fn within(rect: &Rect, laid: &Laid) -> bool {
    rect.x >= 0.0 && rect.y >= 0.0 && rect.x + rect.w <= laid.w && rect.y + rect.h <= laid.h
}

fn nodes_stand_apart_in_their_lanes(input: &Input, laid: &Laid) -> Result<(), TestCaseError> {
    for (node, rect) in input.nodes.iter().zip(&laid.nodes) {
        prop_assert!(within(rect, laid), "{rect:?} outside");
        prop_assert!(rect.w >= node.w && rect.h >= node.h);
        if let Some(band) = laid.lanes.get(node.lane as usize) {
            prop_assert!(
                rect.y >= band.y && rect.y + rect.h <= band.y + band.h,
                "{rect:?} outside its lane"
            );
        }
    }
    let overlapping = overlapping(laid.nodes.clone());
    prop_assert!(overlapping.is_none(), "{overlapping:?}");
    let mut bands = laid.lanes.clone();
    if input.any_order {
        bands.sort_by(|a, b| a.y.total_cmp(&b.y));
    }
    for bands in bands.windows(2) {
        prop_assert!(bands[0].h >= 30.0 && bands[0].y + bands[0].h <= bands[1].y);
    }
    prop_assert_eq!(laid.lanes.len(), input.lanes.len());
    Ok(())
}

fn on_border(point: Point, rect: &Rect) -> bool {
    let within = |at: f64, from: f64, length: f64| at >= from && at <= from + length;
    (point.x == rect.x || point.x == rect.x + rect.w) && within(point.y, rect.y, rect.h)
        || (point.y == rect.y || point.y == rect.y + rect.h) && within(point.x, rect.x, rect.w)
}

fn routes_join_their_nodes_at_right_angles(
    input: &Input,
    laid: &Laid,
) -> Result<(), TestCaseError> {
    for (at, edge, route) in known(input, laid) {
        let points = &route.points;
        prop_assert!(points.len() >= 2, "edge {at} has no way");
        let ends = [(points[0], edge.from), (points[points.len() - 1], edge.to)];
        for (point, node) in ends {
            prop_assert!(on_border(point, &laid.nodes[node as usize]), "edge {at} ends elsewhere");
        }
        for ends in points.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            prop_assert!((a.x == b.x) != (a.y == b.y), "edge {at} is slanted or stands still");
        }
        for point in points {
            let spot = Rect { x: point.x, y: point.y, w: 0.0, h: 0.0 };
            prop_assert!(within(&spot, laid), "edge {at} leaves the drawing");
        }
    }
    Ok(())
}

fn nothing_is_crossed_or_shared(input: &Input, laid: &Laid) -> Result<(), TestCaseError> {
    let routes = known(input, laid);
    let runs = Runs::new(&routes);
    let shared = runs.shared();
    prop_assert!(shared.is_none(), "edges share a segment: {shared:?}");
    for (node, rect) in laid.nodes.iter().enumerate() {
        let edge = runs.through(rect);
        prop_assert!(edge.is_none(), "edge {edge:?} goes through node {node}");
    }
    let mut rects: Vec<Rect> = routes.iter().filter_map(|(_, _, route)| route.label).collect();
    for label in &rects {
        prop_assert!(within(label, laid), "a label is outside");
        let edge = runs.through(label);
        prop_assert!(edge.is_none(), "edge {edge:?} goes through the label {label:?}");
    }
    rects.extend(&laid.nodes);
    let overlapping = overlapping(rects);
    prop_assert!(overlapping.is_none(), "a label lies on another or a node: {overlapping:?}");
    Ok(())
}

/// A drawing may be no larger than all its nodes and edges could ask for.
fn is_bounded(input: &Input, laid: &Laid) -> Result<(), TestCaseError> {
    let (nodes, edges) =
        (laid.nodes.iter(), f64::from(u32::try_from(input.edges.len()).unwrap_or(0)));
    let (w, h) = nodes.fold((0.0, 0.0), |(w, h), rect| (w + rect.w, h + rect.h));
    let count = f64::from(u32::try_from(input.nodes.len() + input.lanes.len()).unwrap_or(0));
    prop_assert!(laid.w.is_finite() && laid.h.is_finite());
    prop_assert!(
        laid.w <= w + 120.0 * count + (300.0 + 12.0 * count) * edges,
        "{} is too wide",
        laid.w
    );
    prop_assert!(laid.h <= h + 160.0 * count + (60.0 + count) * edges, "{} is too high", laid.h);
    Ok(())
}

fn keeps_all(input: &Input) -> Result<(), TestCaseError> {
    let laid = layout(input);
    nodes_stand_apart_in_their_lanes(input, &laid)?;
    routes_join_their_nodes_at_right_angles(input, &laid)?;
    nothing_is_crossed_or_shared(input, &laid)?;
    is_bounded(input, &laid)?;
    prop_assert_eq!(&laid, &layout(input), "the second drawing is another one");
    Ok(())
}

fn tried(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..ProptestConfig::default()
    }
}

fn cases() -> u32 {
    std::env::var("FAULTLINE_LAYOUT_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(20_000)
}

proptest! {
    #![proptest_config(tried(cases()))]

    #[test]
    fn a_drawing_keeps_every_invariant(input in any_size()) {
        keeps_all(&input)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 64, ..tried(cases().div_ceil(2_000)) })]

    #[test]
    fn a_drawing_of_two_thousand_steps_keeps_every_invariant(input in graph(2_000)) {
        keeps_all(&input)?;
    }
}

#[test]
fn a_process_keeps_every_invariant() {
    for seed in 0..200 {
        let (steps, lanes) =
            (5 + u32::try_from(seed).unwrap() % 46, u32::try_from(seed).unwrap() % 7);
        keeps_all(&process(seed, steps, lanes)).unwrap();
    }
}

#[test]
fn many_edges_between_two_nodes_all_find_a_way() {
    let nodes = vec![Node { w: 40.0, h: 30.0, lane: 0 }; 2];
    let edge = |at: u32| Edge { from: at % 2, to: at / 2 % 2, label: None, level: false };
    let input =
        Input { nodes, edges: (0..160).map(edge).collect(), lanes: Vec::new(), any_order: false };
    keeps_all(&input).unwrap();
}

#[test]
fn a_flow_to_the_next_lane_leads_straight_down_and_meets_nothing() {
    let node = |lane| Node { w: 90.0, h: 40.0, lane };
    let edge = |(from, to)| Edge { from, to, label: None, level: false };
    let nodes = [0, 1, 3, 1, 0].map(node).to_vec();
    // The way back from 3 to 1 leads around them, the drops keep the middle.
    let edges = [(0, 1), (1, 2), (2, 3), (3, 1), (3, 4), (4, 0)].map(edge).to_vec();
    let input = Input { nodes, edges, lanes: vec![40.0; 4], any_order: false };
    let laid = layout(&input);
    keeps_all(&input).unwrap();
    assert_eq!(laid.nodes[0].x, laid.nodes[2].x);
    assert_eq!(laid.edges[1].points.len(), 2);
    assert_eq!(laid.edges[1].points[0].x, laid.edges[1].points[1].x);
}

#[test]
fn an_edge_without_a_node_is_left_out() {
    let input = Input {
        nodes: Vec::new(),
        edges: vec![Edge { from: 0, to: 1, label: None, level: false }],
        lanes: vec![40.0; 2],
        any_order: true,
    };
    let laid = layout(&input);
    assert!(laid.edges[0].points.is_empty());
    assert_eq!(laid.lanes.len(), 2);
}

#[test]
fn sizes_that_are_no_sizes_are_made_some() {
    let node = |w: f64, h: f64| Node { w, h, lane: 9 };
    let nodes = vec![node(f64::NAN, -3.0), node(f64::INFINITY, 0.0)];
    let laid = layout(&Input {
        nodes,
        edges: vec![Edge { from: 0, to: 1, label: None, level: false }],
        lanes: vec![f64::NAN],
        any_order: true,
    });
    assert!(laid.w.is_finite() && laid.h.is_finite());
}
