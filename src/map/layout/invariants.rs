//! What every drawing must keep, whatever is drawn.

use super::*;
use proptest::prelude::*;

fn node(lanes: u32) -> impl Strategy<Value = Node> {
    (20..200_u32, 20..90_u32, 0..lanes.max(1)).prop_map(|(w, h, lane)| Node {
        w: f64::from(w),
        h: f64::from(h),
        lane,
    })
}

fn edges(nodes: u32, most: usize) -> impl Strategy<Value = Vec<Edge>> {
    let label =
        prop_oneof![3 => Just(None), 1 => (8..90_u32).prop_map(|w| Some((f64::from(w), 16.0)))];
    let near = (0..nodes.max(1), 0..6_u32, label.clone())
        .prop_map(move |(from, on, label)| (from, from + on, label));
    let any = (0..nodes.max(1), 0..nodes.max(1), label);
    let edge =
        prop_oneof![4 => near, 1 => any].prop_map(|(from, to, label)| Edge { from, to, label });
    prop::collection::vec(edge, 0..=most)
}

fn graph(most: u32) -> impl Strategy<Value = Input> {
    (0..=most, 0..7_u32).prop_flat_map(|(count, lanes)| {
        let nodes = prop::collection::vec(node(lanes), count as usize);
        (nodes, edges(count, count as usize * 3 / 2)).prop_map(move |(nodes, edges)| Input {
            nodes,
            edges,
            lanes: vec![30.0; lanes as usize],
        })
    })
}

fn overlap(a: &Rect, b: &Rect) -> bool {
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h
}

/// Pieces of a route, each with its lesser corner first.
fn pieces(route: &Route) -> impl Iterator<Item = Rect> {
    route.points.windows(2).map(|ends| {
        let (a, b) = (ends[0], ends[1]);
        Rect { x: a.x.min(b.x), y: a.y.min(b.y), w: (a.x - b.x).abs(), h: (a.y - b.y).abs() }
    })
}

/// Whether a piece goes through the inside of a rectangle.
fn through(piece: &Rect, rect: &Rect) -> bool {
    piece.x < rect.x + rect.w
        && rect.x < piece.x + piece.w
        && piece.y < rect.y + rect.h
        && rect.y < piece.y + piece.h
        || piece.w == 0.0
            && piece.x > rect.x
            && piece.x < rect.x + rect.w
            && piece.y < rect.y + rect.h
            && rect.y < piece.y + piece.h
        || piece.h == 0.0
            && piece.y > rect.y
            && piece.y < rect.y + rect.h
            && piece.x < rect.x + rect.w
            && rect.x < piece.x + piece.w
}

/// Whether two pieces lie on each other for more than a point.
fn shared(a: &Rect, b: &Rect) -> bool {
    let across = a.h == 0.0 && b.h == 0.0 && a.y == b.y && a.x < b.x + b.w && b.x < a.x + a.w;
    let down = a.w == 0.0 && b.w == 0.0 && a.x == b.x && a.y < b.y + b.h && b.y < a.y + a.h;
    across || down
}

fn known<'a>(input: &'a Input, laid: &'a Laid) -> Vec<(usize, &'a Edge, &'a Route)> {
    let edges = input
        .edges
        .iter()
        .zip(&laid.edges)
        .enumerate()
        .map(|(at, (edge, route))| (at, edge, route));
    edges.filter(|(_, edge, _)| (edge.from.max(edge.to) as usize) < input.nodes.len()).collect()
}

fn nodes_stand_apart_in_their_lanes(input: &Input, laid: &Laid) -> Result<(), TestCaseError> {
    for (at, a) in laid.nodes.iter().enumerate() {
        prop_assert!(
            a.x >= 0.0 && a.y >= 0.0 && a.x + a.w <= laid.w && a.y + a.h <= laid.h,
            "{a:?} outside"
        );
        prop_assert!(a.w >= input.nodes[at].w && a.h >= input.nodes[at].h);
        for b in &laid.nodes[..at] {
            prop_assert!(!overlap(a, b), "{a:?} {b:?}");
        }
        if let Some(band) = laid.lanes.get(input.nodes[at].lane as usize) {
            prop_assert!(a.y >= band.y && a.y + a.h <= band.y + band.h, "{a:?} outside its lane");
        }
    }
    for bands in laid.lanes.windows(2) {
        prop_assert!(bands[0].h >= 30.0 && bands[0].y + bands[0].h <= bands[1].y);
    }
    prop_assert_eq!(laid.lanes.len(), input.lanes.len());
    Ok(())
}

fn routes_join_their_nodes_at_right_angles(
    input: &Input,
    laid: &Laid,
) -> Result<(), TestCaseError> {
    let on_border = |point: Point, rect: &Rect| {
        let within = |at: f64, from: f64, length: f64| at >= from && at <= from + length;
        (point.x == rect.x || point.x == rect.x + rect.w) && within(point.y, rect.y, rect.h)
            || (point.y == rect.y || point.y == rect.y + rect.h) && within(point.x, rect.x, rect.w)
    };
    for (at, edge, route) in known(input, laid) {
        prop_assert!(route.points.len() >= 2, "edge {at} has no way");
        prop_assert!(
            on_border(route.points[0], &laid.nodes[edge.from as usize]),
            "edge {at} leaves elsewhere"
        );
        prop_assert!(
            on_border(route.points[route.points.len() - 1], &laid.nodes[edge.to as usize]),
            "edge {at} ends elsewhere"
        );
        for piece in pieces(route) {
            prop_assert!(piece.w == 0.0 || piece.h == 0.0, "edge {at} is slanted");
            prop_assert!(
                piece.x >= 0.0
                    && piece.x + piece.w <= laid.w
                    && piece.y >= 0.0
                    && piece.y + piece.h <= laid.h
            );
        }
    }
    Ok(())
}

fn nothing_is_crossed_or_shared(input: &Input, laid: &Laid) -> Result<(), TestCaseError> {
    let routes = known(input, laid);
    let all: Vec<(usize, Rect)> =
        routes.iter().flat_map(|(at, _, route)| pieces(route).map(|piece| (*at, piece))).collect();
    for (at, (edge, piece)) in all.iter().enumerate() {
        for (node, rect) in laid.nodes.iter().enumerate() {
            prop_assert!(
                !through(piece, rect),
                "edge {edge} goes through node {node}: {piece:?} {rect:?}"
            );
        }
        for (other, rect) in &all[..at] {
            prop_assert!(
                other == edge || !shared(piece, rect),
                "edges {edge} and {other} share {piece:?} {rect:?}"
            );
        }
    }
    let labels: Vec<(usize, Rect)> =
        routes.iter().filter_map(|(at, _, route)| Some((*at, route.label?))).collect();
    for (at, (edge, label)) in labels.iter().enumerate() {
        prop_assert!(
            label.x >= 0.0
                && label.y >= 0.0
                && label.x + label.w <= laid.w
                && label.y + label.h <= laid.h
        );
        prop_assert!(
            labels[..at].iter().all(|(_, other)| !overlap(label, other)),
            "labels of {edge} and another"
        );
        prop_assert!(
            laid.nodes.iter().all(|node| !overlap(label, node)),
            "the label of {edge} is on a node"
        );
        for (other, piece) in &all {
            prop_assert!(
                !through(piece, label),
                "edge {other} goes through the label of {edge}: {piece:?} {label:?}"
            );
        }
    }
    Ok(())
}

fn keeps_all(input: &Input) -> Result<(), TestCaseError> {
    let laid = layout(input);
    nodes_stand_apart_in_their_lanes(input, &laid)?;
    routes_join_their_nodes_at_right_angles(input, &laid)?;
    nothing_is_crossed_or_shared(input, &laid)?;
    prop_assert_eq!(&laid, &layout(input));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_small_drawing_keeps_every_invariant(input in graph(14)) {
        keeps_all(&input)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_large_drawing_keeps_every_invariant(input in graph(300)) {
        keeps_all(&input)?;
    }
}

#[test]
fn many_edges_between_two_nodes_all_find_a_way() {
    let nodes = vec![Node { w: 40.0, h: 30.0, lane: 0 }; 2];
    let edge = |at: u32| Edge { from: at % 2, to: at / 2 % 2, label: None };
    let input = Input { nodes, edges: (0..160).map(edge).collect(), lanes: Vec::new() };
    keeps_all(&input).unwrap();
}

#[test]
fn an_edge_without_a_node_is_left_out() {
    let input = Input {
        nodes: Vec::new(),
        edges: vec![Edge { from: 0, to: 1, label: None }],
        lanes: vec![40.0; 2],
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
        edges: vec![Edge { from: 0, to: 1, label: None }],
        lanes: vec![f64::NAN],
    });
    assert!(laid.w.is_finite() && laid.h.is_finite());
}
