//! Keeps the flows of a pool inside it: where the layout led one around through another pool, to cross less, it leads along
//! the border of its own pool, between that and the steps.

use super::{As, Out};
use crate::engines::map::layout::{Laid, Point, Rect};

/// How far from the border such a flow may lead; steps stand further away.
const PLACES: [f64; 4] = [9.0, 12.0, 6.0, 15.0];
/// Nothing else is so close to it, and its label is so far away.
const CLEAR: f64 = 2.5;

/// Leads flows that leave their pool along its border, where nothing is in the way.
pub fn keep(out: &Out<'_>, laid: &mut Laid) {
    let stay = out.flows.iter().enumerate().filter(|(_, drawn)| drawn.is != As::Message);
    for (flow, drawn) in stay {
        let Some(pool) = extent(out, laid, drawn.from).filter(|_| leaves(out, laid, flow)) else {
            continue;
        };
        let ways = PLACES.iter().map(|place| [pool[0] + place, pool[1] - place]);
        let mut ways = ways.filter_map(|levels| way(out, laid, flow, pool, levels));
        if let Some((points, label)) = ways.next() {
            (laid.edges[flow].points, laid.edges[flow].label) = (points, label);
        }
    }
}

/// Whether a flow leaves the pool of the step that it comes from.
pub fn leaves(out: &Out<'_>, laid: &Laid, flow: usize) -> bool {
    let leaves = |pool| {
        let mut points = laid.edges[flow].points.iter();
        points.any(|point| outside(pool, point.y).is_some())
    };
    extent(out, laid, out.flows[flow].from).is_some_and(leaves)
}

/// Where the pool of a step begins and ends.
fn extent(out: &Out<'_>, laid: &Laid, step: usize) -> Option<[f64; 2]> {
    let (order, pool) = (out.pools.order(), &out.pools.all[out.pools.of_step[step]]);
    let bands = order.iter().zip(&laid.lanes).filter(|(lane, _)| pool.lanes.contains(lane));
    let mut bands = bands.map(|(_, band)| band);
    let first = bands.next()?;
    let last = bands.next_back().unwrap_or(first);
    Some([first.y, last.y + last.h])
}

/// The end of the pool beyond which a height is.
fn outside([top, bottom]: [f64; 2], y: f64) -> Option<usize> {
    if y < top { Some(0) } else { (y > bottom).then_some(1) }
}

/// The way of a flow with all that is outside its pool at these heights, and its label there, if nothing is in its way.
fn way(
    out: &Out<'_>,
    laid: &Laid,
    flow: usize,
    pool: [f64; 2],
    levels: [f64; 2],
) -> Option<(Vec<Point>, Option<Rect>)> {
    let route = &laid.edges[flow];
    let moved = |point: &Point| {
        let level = outside(pool, point.y).map(|end| levels[end]);
        Point { y: level.unwrap_or(point.y), ..*point }
    };
    let mut points: Vec<Point> = Vec::with_capacity(route.points.len());
    for point in route.points.iter().map(moved) {
        if let [.., a, b] = points[..]
            && a.y == b.y
            && b.y == point.y
        {
            points.pop();
        }
        points.push(point);
    }
    let new = points.windows(2).filter(|run| run[0].y == run[1].y && levels.contains(&run[0].y));
    let new: Vec<Rect> = new.map(|run| Rect::of_run(run[0], run[1])).collect();
    let label = route.label.map(|label| moved_in(label, pool, levels, &new));
    let around = Around::of(out, laid, flow);
    let free = new.iter().all(|run| around.lets_pass(run));
    let named = label == route.label || label.is_none_or(|label| around.has_room(&label));
    (free && named).then_some((points, label))
}

/// A label that would be outside the pool, or on the flow along its border, further inside.
fn moved_in(label: Rect, pool: [f64; 2], [top, bottom]: [f64; 2], new: &[Rect]) -> Rect {
    let is_on = new.iter().any(|run| run.meets(&label.grown(CLEAR / 2.0)));
    let low = label.y + label.h;
    if outside(pool, label.y).is_none() && outside(pool, low).is_none() && !is_on {
        label
    } else if low < (pool[0] + pool[1]) / 2.0 {
        Rect { y: top + CLEAR, ..label }
    } else {
        Rect { y: bottom - CLEAR - label.h, ..label }
    }
}

/// All that is drawn but for one flow.
struct Around {
    /// Steps and labels.
    boxes: Vec<Rect>,
    /// The runs of flows.
    runs: Vec<[Point; 2]>,
}

impl Around {
    fn of(out: &Out<'_>, laid: &Laid, flow: usize) -> Self {
        let nodes = laid.nodes.iter().enumerate();
        let nodes =
            nodes.filter(|(at, _)| out.pools.stood_for(*at).is_none()).map(|(_, rect)| *rect);
        let others = || laid.edges.iter().enumerate().filter(|(at, _)| *at != flow);
        let labels = others().filter_map(|(_, route)| route.label);
        let runs = others().flat_map(|(_, route)| route.points.windows(2));
        Self {
            boxes: nodes.chain(labels).collect(),
            runs: runs.map(|run| [run[0], run[1]]).collect(),
        }
    }

    /// Whether a level run lies on nothing, and no other lies on it or turns at it.
    fn lets_pass(&self, run: &Rect) -> bool {
        let own = run.grown(CLEAR);
        let touches = |[c, d]: &[Point; 2]| {
            let turns = [c, d].into_iter().any(|end| (end.y - run.y).abs() < CLEAR);
            turns && Rect::of_run(*c, *d).meets(&own)
        };
        !self.boxes.iter().any(|it| it.meets(&own)) && !self.runs.iter().any(touches)
    }

    /// Whether a label lies on nothing.
    fn has_room(&self, label: &Rect) -> bool {
        let own = label.grown(CLEAR / 2.0);
        let mut runs = self.runs.iter().map(|[a, b]| Rect::of_run(*a, *b));
        !self.boxes.iter().any(|it| it.meets(&own)) && !runs.any(|it| it.meets(&own))
    }
}
