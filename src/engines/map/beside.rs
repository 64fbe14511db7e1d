//! A place for what lies beside steps: notes, data, and names that have no flow to stand on.
//! It comes after the layout of steps and flows and changes no way of theirs: where there is no room, a strip is let in
//! from side to side, at a height where no step and no label is, so that everything below moves down together.

use super::layout::{Laid, Point, Rect};

mod near;
mod strip;
#[cfg(test)]
mod tests;

/// Between a step and what lies beside it, and around that.
const GAP: f64 = 12.0;
/// Around what lies beside a step nothing else is closer.
const CLEAR: f64 = 5.0;

/// Something that lies beside a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// The step, by its place among the nodes.
    pub node: usize,
    /// Its width.
    pub w: f64,
    /// Its height.
    pub h: f64,
}

/// Where it lies, and the line that ties it to its step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Its box.
    pub rect: Rect,
    /// From the step to the box.
    pub line: [Point; 2],
}

/// Places all items, in order; the layout grows where they need room.
pub fn place(laid: &mut Laid, items: &[Item]) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::with_capacity(items.len());
    for item in items {
        let found = near::spot(laid, &placed, item).unwrap_or_else(|| {
            let found = strip::open(laid, &mut placed, item);
            laid.w = laid.w.max(found.rect.x + found.rect.w + CLEAR);
            found
        });
        placed.push(found);
    }
    placed
}

/// What is in the way of an item.
struct Crowd {
    /// Steps, labels and what was placed before.
    boxes: Vec<Rect>,
    /// The straight runs of flows.
    runs: Vec<(Point, Point)>,
    /// The lines of what was placed before.
    ties: Vec<[Point; 2]>,
}

impl Crowd {
    /// All that is within a box.
    fn around(laid: &Laid, placed: &[Placed], reach: &Rect) -> Self {
        let labels = laid.edges.iter().filter_map(|route| route.label);
        let boxes = laid.nodes.iter().copied().chain(labels);
        let boxes = boxes.chain(placed.iter().map(|placed| placed.rect));
        let runs = laid.edges.iter().flat_map(|route| route.points.windows(2));
        let runs = runs.map(|run| (run[0], run[1]));
        let ties = placed.iter().map(|placed| placed.line);
        Self {
            boxes: boxes.filter(|it| it.meets(reach)).collect(),
            runs: runs.filter(|(a, b)| Rect::of_run(*a, *b).meets(reach)).collect(),
            ties: ties.filter(|line| Rect::of_run(line[0], line[1]).meets(reach)).collect(),
        }
    }

    /// All that there is.
    fn all(laid: &Laid, placed: &[Placed]) -> Self {
        let far = f64::MAX / 4.0;
        Self::around(laid, placed, &Rect { x: -far, y: -far, w: 2.0 * far, h: 2.0 * far })
    }

    /// Whether nothing is where a box would be, nor close to it.
    fn is_free(&self, rect: &Rect) -> bool {
        let around = rect.grown(CLEAR);
        self.boxes.iter().all(|other| !other.meets(&around))
            && self.runs.iter().all(|(a, b)| !Rect::of_run(*a, *b).meets(&around))
            && self.ties.iter().all(|line| !crosses(*line, &around))
    }

    /// How bad a line is: what it lies on, and how many flows it crosses. One along a flow lies on it.
    fn badness(&self, line: [Point; 2], own: &Rect) -> (usize, usize) {
        let on = self.boxes.iter().filter(|other| *other != own && crosses(line, other)).count();
        let upright = line[0].x == line[1].x;
        let along = |(a, b): &(Point, Point)| {
            let beside = upright && a.x == b.x && (a.x - line[0].x).abs() < CLEAR;
            beside && Rect::of_run(*a, *b).grown(CLEAR).meets(&Rect::of_run(line[0], line[1]))
        };
        let along = self.runs.iter().filter(|run| along(run)).count();
        let met = self.runs.iter().filter(|(a, b)| crosses(line, &Rect::of_run(*a, *b))).count();
        let ties = self.ties.iter().filter(|other| cut(**other, line)).count();
        (on + along, met + ties)
    }
}

/// The heights that belong to the lane of a node; all there are, where there are no lanes.
fn band(laid: &Laid, node: &Rect) -> (f64, f64) {
    let middle = node.y + node.h / 2.0;
    let own = laid.lanes.iter().find(|band| band.y <= middle && middle <= band.y + band.h);
    own.map_or((0.0, laid.h), |band| (band.y, band.y + band.h))
}

/// The best line from a node to a box above or below it.
fn tie(crowd: &Crowd, node: &Rect, rect: &Rect) -> ((usize, usize), [Point; 2]) {
    let below = rect.y > node.y;
    let (from, to) = if below { (node.y + node.h, rect.y) } else { (node.y, rect.y + rect.h) };
    let (left, right) = (node.x.max(rect.x), (node.x + node.w).min(rect.x + rect.w));
    let middle = |rect: &Rect| rect.x + rect.w / 2.0;
    let mut lines: Vec<[Point; 2]> = Vec::new();
    if right - left >= 8.0 {
        let shares = [0.5, 0.25, 0.75, 0.1, 0.9];
        lines.extend(shares.map(|share| {
            let x = ((left + (right - left) * share) * 4.0).round() / 4.0;
            [Point { x, y: from }, Point { x, y: to }]
        }));
    }
    let ends = [0.15, 0.5, 0.85].map(|share| node.x + node.w * share);
    lines.extend(ends.map(|x| [Point { x, y: from }, Point { x: middle(rect), y: to }]));
    let mut best = ((usize::MAX, usize::MAX), lines[0]);
    for line in lines {
        let badness = crowd.badness(line, node);
        if badness < best.0 {
            best = (badness, line);
        }
    }
    best
}

/// Whether a line passes through a box or over a run.
fn crosses([from, to]: [Point; 2], rect: &Rect) -> bool {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (start, by, low, high) in
        [(from.x, dx, rect.x, rect.x + rect.w), (from.y, dy, rect.y, rect.y + rect.h)]
    {
        if by == 0.0 {
            if start <= low - 0.01
                || start >= high + 0.01
                || (low < high && (start <= low || start >= high))
            {
                return false;
            }
            continue;
        }
        let (a, b) = ((low - start) / by, (high - start) / by);
        enters = enters.max(a.min(b));
        leaves = leaves.min(a.max(b));
    }
    // What only touches an end of the line is met there and not crossed.
    enters <= leaves && leaves > 0.001 && enters < 0.999
}

/// Whether two lines cross.
fn cut(a: [Point; 2], b: [Point; 2]) -> bool {
    let side = |line: [Point; 2], point: Point| {
        (line[1].x - line[0].x) * (point.y - line[0].y)
            - (line[1].y - line[0].y) * (point.x - line[0].x)
    };
    side(a, b[0]) * side(a, b[1]) < 0.0 && side(b, a[0]) * side(b, a[1]) < 0.0
}
