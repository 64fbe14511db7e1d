//! Moves nodes to where their edges bend less: straight above, below or beside a neighbour.
//! No move makes more cross, leaves a lane, or turns an edge the other way round; one that saves nothing is not made.

use super::elbows::{self, Drawn, STEM};
use super::items::known;
use super::lists::{Lists, narrow};
use super::ports::PIXEL;
use super::sketch::{APART, Area, Sketch, Spot, corners};
use super::{Edge, Input};

/// How far to the left the middle of a node may be of another one's and still count as below it.
const LEVEL: i32 = PIXEL;

/// Moves each node once to where it is best, if that is elsewhere; says whether any moved.
pub fn slide(input: &Input, sketch: &mut Sketch, ends: &Lists) -> bool {
    let mut moved = false;
    for node in 0..input.nodes.len() {
        moved |= Slide::new(input, sketch, node, ends).is_some_and(|mut slide| slide.make());
    }
    moved
}

/// The ends of edges at each node, two numbers for each edge.
pub fn ends(input: &Input) -> Lists {
    let nodes = input.nodes.len();
    let ends = input.edges.iter().flat_map(|edge| {
        let ends = if known(input, edge) { [edge.from, edge.to] } else { [u32::MAX; 2] };
        ends.map(|node| (node as usize).min(nodes))
    });
    Lists::of_places(nodes + 1, ends)
}

/// A node that may move, and its edges.
struct Slide<'a> {
    input: &'a Input,
    sketch: &'a mut Sketch,
    node: usize,
    edges: Vec<usize>,
}

impl<'a> Slide<'a> {
    /// The slide of a node, if any of its edges bends.
    fn new(input: &'a Input, sketch: &'a mut Sketch, node: usize, ends: &Lists) -> Option<Self> {
        let mut edges: Vec<usize> =
            ends.of(narrow(node)).iter().map(|&end| end as usize / 2).collect();
        edges.dedup();
        let bends = edges.iter().any(|&edge| sketch.routes[edge].len() > 2);
        bends.then_some(Self { input, sketch, node, edges })
    }

    /// Moves the node beside one of its neighbours, if that is better; says whether it did.
    fn make(&mut self) -> bool {
        let mut before = None;
        for at in 0..self.edges.len() {
            for by in self.ways_to(self.edges[at]) {
                if self.may_move(by) {
                    let before = *before.get_or_insert_with(|| self.cost());
                    if self.moved(by, before) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// The crossings and the points of all edges.
    fn cost(&self) -> (usize, usize) {
        let each = self.edges.iter().map(|&edge| {
            let route = &self.sketch.routes[edge];
            (self.sketch.crossings(edge, route), route.len())
        });
        each.fold((0, 0), |sum, cost| (sum.0 + cost.0, sum.1 + cost.1))
    }

    /// How far the node would have to move so that an edge that bends could be straight.
    fn ways_to(&self, edge: usize) -> Vec<Spot> {
        let Edge { from, to, .. } = self.input.edges[edge];
        let other = if from as usize == self.node { to } else { from } as usize;
        if other == self.node || self.sketch.routes[edge].len() < 3 {
            return Vec::new();
        }
        let [own, there] = [self.node, other].map(|node| self.sketch.nodes[node]);
        let middle = |side: (i32, i32)| i32::midpoint(side.0, side.1);
        let apart = |a: (i32, i32), b: (i32, i32)| a.1 + STEM <= b.0 || b.1 + STEM <= a.0;
        let mut ways = Vec::new();
        let across = middle(there.x) - middle(own.x);
        if apart(own.y, there.y) {
            ways.push((across, 0));
        } else {
            ways.extend([
                (across, there.y.1 + APART - own.y.0),
                (across, there.y.0 - APART - own.y.1),
            ]);
        }
        if apart(own.x, there.x) {
            ways.push((0, middle(there.y) - middle(own.y)));
        }
        ways.retain(|way| *way != (0, 0));
        ways
    }

    /// Whether the node would be apart from others there, and no edge would turn to the left.
    fn may_move(&self, by: Spot) -> bool {
        let area = shifted_area(&self.sketch.nodes[self.node], by);
        self.sketch.is_apart(self.node, &area) && self.keeps_directions(&area)
    }

    /// Moves the node and leads its edges anew, if all of that fits and is better than before.
    fn moved(&mut self, by: Spot, before: (usize, usize)) -> bool {
        let was = self.sketch.nodes[self.node];
        let area = shifted_area(&was, by);
        if before <= (0, self.least_points(&area)) {
            return false;
        }
        let kept: Vec<Drawn> = self.edges.iter().map(|&edge| self.sketch.take_out(edge)).collect();
        if self.sketch.is_bare(&area) {
            self.sketch.place_node(self.node, area);
            if self.lead(&kept, by, before) && self.cost() < before {
                return true;
            }
            self.sketch.place_node(self.node, was);
        }
        for (&edge, (route, label)) in self.edges.iter().zip(kept) {
            self.sketch.replace(edge, route, label);
        }
        false
    }

    /// The fewest points that all edges can have if the node stands there: two where the nodes of an edge face each
    /// other, three elsewhere.
    fn least_points(&self, area: &Area) -> usize {
        let shares = |a: (i32, i32), b: (i32, i32)| a.0.max(b.0) < a.1.min(b.1);
        let points = self.edges.iter().map(|&edge| {
            let Edge { from, to, .. } = self.input.edges[edge];
            let other =
                self.sketch.nodes[if from as usize == self.node { to } else { from } as usize];
            if shares(area.x, other.x) || shares(area.y, other.y) { 2 } else { 3 }
        });
        points.sum()
    }

    /// Whether no edge of the node that led to the right, or straight up or down, would lead to the left.
    fn keeps_directions(&self, area: &Area) -> bool {
        let middle = |area: &Area| i32::midpoint(area.x.0, area.x.1);
        let edges = self.edges.iter().map(|&edge| self.input.edges[edge]);
        let mut ends = edges.map(|edge| [edge.from, edge.to].map(|node| node as usize));
        ends.all(|ends| {
            let was = ends.map(|node| middle(&self.sketch.nodes[node]));
            let is = ends.map(|node| {
                if node == self.node { middle(area) } else { middle(&self.sketch.nodes[node]) }
            });
            is[1] >= is[0] - LEVEL || was[1] < was[0] - LEVEL
        })
    }

    /// Draws all edges of the node anew; says whether each found a way, and all might be better than before.
    fn lead(&mut self, kept: &[Drawn], by: Spot, before: (usize, usize)) -> bool {
        // Each edge that is not drawn yet has two points at least.
        let mut cost = (0, 2 * self.edges.len());
        for (&edge, (route, label)) in self.edges.iter().zip(kept) {
            let Edge { from, to, .. } = self.input.edges[edge];
            let moves = [from, to].map(|node| node as usize == self.node);
            let route = shifted(route, moves, by);
            let label = label.map(|label| if moves[0] { shifted_area(&label, by) } else { label });
            let least = (before.0 - cost.0, (before.1 + 2).saturating_sub(cost.1));
            let drawn = elbows::anew(self.input, self.sketch, edge, (route, label), least);
            let Some((route, label)) = drawn else {
                return false;
            };
            cost.0 += self.sketch.crossings(edge, &route);
            cost.1 += route.len() - 2;
            self.sketch.put_in(edge, route, label);
            if cost >= before {
                return false;
            }
        }
        true
    }
}

fn shifted_area(area: &Area, by: Spot) -> Area {
    Area { x: (area.x.0 + by.0, area.x.1 + by.0), y: (area.y.0 + by.1, area.y.1 + by.1) }
}

/// A route whose ends, one or both, moved: their first runs are longer or shorter, or go along. None where a single run
/// would have to go along with one end and stay with the other.
fn shifted(route: &[Spot], moves: [bool; 2], by: Spot) -> Vec<Spot> {
    if moves == [true, true] {
        return route.iter().map(|spot| (spot.0 + by.0, spot.1 + by.1)).collect();
    }
    let mut spots = route.to_vec();
    if moves[1] {
        spots.reverse();
    }
    let single = spots.len() == 2;
    if let [first, next, ..] = &mut spots[..] {
        let along = if first.1 == next.1 { (0, by.1) } else { (by.0, 0) };
        if single && along != (0, 0) {
            return Vec::new();
        }
        *first = (first.0 + by.0, first.1 + by.1);
        *next = (next.0 + along.0, next.1 + along.1);
    }
    if moves[1] {
        spots.reverse();
    }
    corners(&spots)
}
