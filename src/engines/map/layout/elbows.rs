//! Lets edges leave and reach their nodes above, below or at another height where that saves corners.
//! No route crosses more than it did, none comes close to another, and no node moves.

mod labels;
mod ways;

use super::ports::PIXEL;
use super::sketch::{Area, Sketch, Spot};
use super::{Edge, Input};
use std::ops::Range;

/// Between a node and a label beside it.
pub const LABEL_GAP: i32 = 6 * PIXEL;
/// Rounds over all edges: a route that moved makes room for others.
const ROUNDS: u32 = 3;
/// The least length of the run that meets a node from above or below: room for an arrowhead.
pub const STEM: i32 = 14 * PIXEL;
/// Between the corner of a node and a route that meets it.
pub const CORNER: i32 = 7 * PIXEL;

/// The way of an edge and the place of its label.
pub type Drawn = (Vec<Spot>, Option<Area>);

/// The best way of an edge so far.
struct Best<'s> {
    sketch: &'s Sketch,
    edge: usize,
    ends: Edge,
    /// The way that it has, and the place of its label.
    route: &'s [Spot],
    label: Option<Area>,
    /// Its crossings, its points, and how far from the middles of the sides of its nodes it is.
    cost: (usize, usize, i32),
    /// The way and the place of the label on it, if it is not the one that is drawn.
    found: Option<Drawn>,
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
    let (route, label) = (&sketch.routes[edge][..], sketch.labels[edge]);
    if route.len() < 3 {
        return false;
    }
    let cost = (sketch.crossings(edge, route), route.len(), 0);
    let ends = input.edges[edge];
    let mut best = Best { sketch, edge, ends, route, label, cost, found: None };
    ways::near(&mut best);
    ways::between(&mut best);
    let Some((route, label)) = best.found else { return false };
    sketch.replace(edge, route, label);
    true
}

/// The best way of an edge that is not in the drawing: this one, if it fits, one near it, or another one; none that is
/// not better than `least`, crossings and points.
pub fn anew(
    input: &Input,
    sketch: &Sketch,
    edge: usize,
    (route, label): (Vec<Spot>, Option<Area>),
    least: (usize, usize),
) -> Option<Drawn> {
    let (ends, cost) = (input.edges[edge], (usize::MAX, usize::MAX, 0));
    let mut best = Best { sketch, edge, ends, route: &route, label, cost, found: None };
    if ways::leads_away(&best, &route) {
        let runs = 0..route.len().saturating_sub(1);
        best.offer(&route, runs.clone(), label);
        best.offer_labelled(&route, runs);
    }
    let fits = best.found.as_ref().map(|(_, placed)| *placed);
    if (best.cost.0, best.cost.1) >= least {
        (best.cost, best.found) = ((least.0, least.1, 0), None);
    }
    if best.found.is_some() && best.is_plain() {
        return best.found;
    }
    if let Some(placed) = fits {
        best.label = placed;
        ways::near(&mut best);
    }
    ways::between(&mut best);
    best.found
}

impl Best<'_> {
    /// The nodes that the edge leaves and reaches.
    fn nodes(&self) -> [Area; 2] {
        [self.ends.from, self.ends.to].map(|node| self.sketch.nodes[node as usize])
    }

    /// Whether it has neither a crossing nor a corner.
    fn is_plain(&self) -> bool {
        self.cost.0 == 0 && self.cost.1 <= 2
    }

    /// Whether ways of so many points can be better.
    fn wants(&self, points: usize) -> bool {
        let most = if self.found.is_some() { self.cost.1 } else { self.cost.1.saturating_sub(1) };
        self.cost.0 > 0 || points <= most
    }

    /// How far from the middles of the sides of its nodes a way is.
    fn off(&self, route: &[Spot]) -> i32 {
        let ends = [route.first(), route.last()].into_iter().flatten().zip(self.nodes());
        let off = ends.map(|(spot, node)| {
            let [x, y] = [node.x, node.y].map(|side| i32::midpoint(side.0, side.1));
            (spot.0 - x).abs().min((spot.1 - y).abs())
        });
        off.sum()
    }

    /// Takes a way with its label, if it is better; some of its runs are new.
    fn offer(&mut self, route: &[Spot], runs: Range<usize>, label: Option<Area>) {
        let (points, off) = (route.len(), self.off(route));
        if self.cost.0 == 0 && (points, off) >= (self.cost.1, self.cost.2) {
            return;
        }
        // What stands in the way is found sooner than everything that is crossed.
        let mut new = runs.clone();
        if new.any(|at| self.sketch.hits(&route[at..=at + 1], self.ends_at())) {
            return;
        }
        let most = self.cost.0;
        let Some(crossings) = self.sketch.crossings_within(self.edge, route, most) else { return };
        let cost = (crossings, points, off);
        if cost < self.cost && self.fits(route, runs, label) {
            self.cost = cost;
            self.found = Some((route.to_vec(), label));
        }
    }

    /// The positions of the nodes that the edge leaves and reaches.
    fn ends_at(&self) -> [usize; 2] {
        [self.ends.from as usize, self.ends.to as usize]
    }

    /// Whether a way that hits no node keeps away from all else.
    fn fits(&self, route: &[Spot], mut runs: Range<usize>, label: Option<Area>) -> bool {
        runs.all(|at| self.sketch.is_free(self.edge, &route[at..=at + 1]))
            && label.is_none_or(|label| {
                self.sketch.holds(&label)
                    && labels::carries(route, &label, self.ends.level)
                    && self.sketch.has_room(self.edge, &label, route)
            })
    }
}
