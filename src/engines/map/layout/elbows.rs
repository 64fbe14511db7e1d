//! Lets edges leave and reach their nodes above, below or at another height where that saves corners.
//! No route crosses more than it did, none comes close to another, and no node moves.

use super::ports::{LABEL_LIFT, PIXEL};
use super::sketch::{Area, Sketch, Spot};
use super::{Edge, Input};

/// Between a node and a label beside it.
pub const LABEL_GAP: i32 = 6 * PIXEL;
/// Rounds over all edges: a route that moved makes room for others.
const ROUNDS: u32 = 3;
/// The least length of the run that meets a node from above or below: room for an arrowhead.
const STEM: i32 = 14 * PIXEL;
/// Between the corner of a node and a route that meets it.
const CORNER: i32 = 7 * PIXEL;

/// Another way for an edge.
struct Way {
    route: Vec<Spot>,
    /// The runs that are new.
    runs: std::ops::Range<usize>,
    label: Option<Area>,
}

/// Saves corners of all edges.
pub fn save(input: &Input, sketch: &mut Sketch) {
    for _ in 0..ROUNDS {
        let mut moved = false;
        for edge in 0..sketch.routes.len() {
            moved |= bend_less(input, sketch, edge);
        }
        if !moved {
            break;
        }
    }
}

/// Takes the way with the fewest crossings and corners, if it has fewer than the one that is drawn.
fn bend_less(input: &Input, sketch: &mut Sketch, edge: usize) -> bool {
    let route = &sketch.routes[edge];
    if route.len() < 3 {
        return false;
    }
    let mut best = (sketch.crossings(edge, route), route.len());
    let mut found = None;
    let ends = input.edges[edge];
    for way in ways(sketch, edge, ends) {
        let cost = (sketch.crossings(edge, &way.route), way.route.len());
        if cost < best && cost.0 <= best.0 && fits(sketch, edge, ends, &way) {
            best = cost;
            found = Some(way);
        }
    }
    let Some(way) = found else { return false };
    sketch.replace(edge, way.route, way.label);
    true
}

fn fits(sketch: &Sketch, edge: usize, ends: Edge, way: &Way) -> bool {
    let nodes = [ends.from as usize, ends.to as usize];
    let free = |at: usize| sketch.is_free(edge, &way.route[at..=at + 1], nodes);
    way.runs.clone().all(free)
        && way.label.is_none_or(|label| label.y.0 >= 0 && carries(&way.route, &label))
        && way.label.is_none_or(|label| sketch.has_room(edge, &label, &way.route))
}

/// Whether a label stands on a level run of a route.
fn carries(route: &[Spot], label: &Area) -> bool {
    route.windows(2).any(|run| {
        let (from, to) = (run[0].0.min(run[1].0), run[0].0.max(run[1].0));
        run[0].1 == run[1].1
            && run[0].1 == label.y.1 + LABEL_LIFT
            && from <= label.x.0
            && label.x.1 <= to
    })
}

/// Other ways of an edge, of which some may save corners.
fn ways(sketch: &Sketch, edge: usize, ends: Edge) -> Vec<Way> {
    let mut ways = Vec::new();
    leaving(sketch, edge, ends, &mut ways);
    reaching(sketch, edge, ends, &mut ways);
    straight(sketch, edge, ends, &mut ways);
    cornered(sketch, edge, ends, &mut ways);
    shorter(sketch, edge, &mut ways);
    ways
}

/// The ways on which an edge leaves its node where its second level run is.
fn leaving(sketch: &Sketch, edge: usize, ends: Edge, ways: &mut Vec<Way>) {
    let route = &sketch.routes[edge];
    if let [a, b, c, _, ..] = route[..]
        && a.1 == b.1
        && b.0 == c.0
        && a.0 < b.0
    {
        let from = &sketch.nodes[ends.from as usize];
        let label = lowered(sketch.labels[edge], from, c.1);
        for start in starts(from, a.0, c.1) {
            let runs = 0..start.len();
            let route = start.into_iter().chain(route[3..].iter().copied()).collect();
            ways.push(Way { route, runs, label });
        }
    }
}

/// The ways on which an edge reaches its node where its last level run but one is.
fn reaching(sketch: &Sketch, edge: usize, ends: Edge, ways: &mut Vec<Way>) {
    let route = &sketch.routes[edge];
    if let [.., _, c, b, a] = route[..]
        && a.1 == b.1
        && b.0 == c.0
        && b.0 < a.0
    {
        let kept = route.len() - 3;
        for start in starts(&sketch.nodes[ends.to as usize], a.0, c.1) {
            let route: Vec<Spot> =
                route[..kept].iter().copied().chain(start.into_iter().rev()).collect();
            let label = sketch.labels[edge];
            ways.push(Way { runs: kept - 1..route.len() - 1, route, label });
        }
    }
}

/// The ways without a corner: straight across, or straight up or down, where the nodes face each other.
fn straight(sketch: &Sketch, edge: usize, ends: Edge, ways: &mut Vec<Way>) {
    let [from, to] = [ends.from, ends.to].map(|node| &sketch.nodes[node as usize]);
    if from.x.1 < to.x.0 {
        for y in shared(from.y, to.y) {
            let label = lowered(sketch.labels[edge], from, y);
            ways.push(Way { route: vec![(from.x.1, y), (to.x.0, y)], runs: 0..1, label });
        }
    }
    if sketch.labels[edge].is_some() || ends.from == ends.to {
        return;
    }
    for x in shared(from.x, to.x) {
        let (a, b) = if from.y.1 <= to.y.0 { (from.y.1, to.y.0) } else { (from.y.0, to.y.1) };
        if (a - b).abs() >= STEM {
            ways.push(Way { route: vec![(x, a), (x, b)], runs: 0..1, label: None });
        }
    }
}

/// Places on the sides of two nodes that lie straight opposite each other.
fn shared(a: (i32, i32), b: (i32, i32)) -> Vec<i32> {
    let (first, last) = (a.0.max(b.0) + CORNER, a.1.min(b.1) - CORNER);
    if first > last { Vec::new() } else { vec![i32::midpoint(first, last), first, last] }
}

/// The ways with a single corner: up or down first, or across first.
fn cornered(sketch: &Sketch, edge: usize, ends: Edge, ways: &mut Vec<Way>) {
    let [from, to] = [ends.from, ends.to].map(|node| &sketch.nodes[node as usize]);
    let middle = |node: &Area| i32::midpoint(node.y.0, node.y.1);
    for start in starts(from, from.x.1, middle(to)).into_iter().filter(|start| start.len() == 2) {
        if start[0].0 + STEM <= to.x.0 {
            let label = lowered(sketch.labels[edge], from, middle(to));
            let route = vec![start[0], start[1], (to.x.0, middle(to))];
            ways.push(Way { route, runs: 0..2, label });
        }
    }
    for end in starts(to, to.x.0, middle(from)).into_iter().filter(|end| end.len() == 2) {
        if from.x.1 + STEM <= end[0].0 {
            let label = lowered(sketch.labels[edge], from, middle(from));
            let route = vec![(from.x.1, middle(from)), end[1], end[0]];
            ways.push(Way { route, runs: 0..2, label });
        }
    }
}

/// The label of an edge on a run at another height, beside the node that it leaves.
fn lowered(label: Option<Area>, from: &Area, y: i32) -> Option<Area> {
    let label = label?;
    let (w, h) = (label.x.1 - label.x.0, label.y.1 - label.y.0);
    let (x, bottom) = (from.x.1 + LABEL_GAP, y - LABEL_LIFT);
    Some(Area { x: (x, x + w), y: (bottom - h, bottom) })
}

/// The ways that keep both ends and have a single corner, or a single run, between them.
fn shorter(sketch: &Sketch, edge: usize, ways: &mut Vec<Way>) {
    let route = &sketch.routes[edge];
    let [a, b, .., c, d] = route[..] else { return };
    let onward = |from: i32, by: i32, to: i32| (by - from).signum() == (to - from).signum();
    let far = |from: i32, by: i32, to: i32| onward(from, by, to) && (to - from).abs() >= STEM;
    let mut add = |corners: Vec<Spot>| {
        if corners.len() + 2 < route.len() {
            let route: Vec<Spot> = [a].into_iter().chain(corners).chain([d]).collect();
            ways.push(Way { runs: 0..route.len() - 1, route, label: sketch.labels[edge] });
        }
    };
    match (a.0 == b.0, c.0 == d.0) {
        (true, true) => {
            for y in route[1..].windows(2).filter(|run| run[0].1 == run[1].1).map(|run| run[0].1) {
                if far(a.1, b.1, y) && far(d.1, c.1, y) {
                    add(vec![(a.0, y), (d.0, y)]);
                }
            }
        }
        (false, false) => {
            for x in route[1..].windows(2).filter(|run| run[0].0 == run[1].0).map(|run| run[0].0) {
                if far(a.0, b.0, x) && far(d.0, c.0, x) {
                    add(vec![(x, a.1), (x, d.1)]);
                }
            }
        }
        (true, false) if far(a.1, b.1, d.1) && far(d.0, c.0, a.0) => add(vec![(a.0, d.1)]),
        (false, true) if far(a.0, b.0, d.0) && far(d.1, c.1, a.1) => add(vec![(d.0, a.1)]),
        _ => {}
    }
}

/// Where a route that comes level at a height may meet a node: on its side, or from above or below.
fn starts(node: &Area, side: i32, y: i32) -> Vec<Vec<Spot>> {
    if node.y.0 + CORNER <= y && y <= node.y.1 - CORNER {
        return vec![vec![(side, y)]];
    }
    let edge = if y <= node.y.0 - STEM {
        node.y.0
    } else if y >= node.y.1 + STEM {
        node.y.1
    } else {
        return Vec::new();
    };
    let (middle, quarter) = (i32::midpoint(node.x.0, node.x.1), (node.x.1 - node.x.0) / 4);
    [middle, middle - quarter, middle + quarter].map(|x| vec![(x, edge), (x, y)]).to_vec()
}
