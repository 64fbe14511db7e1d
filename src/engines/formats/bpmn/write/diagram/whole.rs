//! Pools of which nothing is known but their names: each message ends at their border, straight above or below its step
//! where nothing is in the way. In the layout a message has an end of its own in the band of the pool.

use super::{Drawn, Out, captions, parted};
use crate::engines::map::attached::laid_out;
use crate::engines::map::layout::{Input, Laid, Point, Rect};

/// The end of a message in the layout.
const STUB: (f64, f64) = (36.0, 24.0);
/// Between two places at which a message may leave its step, and how many there are to each side of the middle.
const APART: f64 = 10.0;
const PLACES: u8 = 6;
/// Between a message and the corner of its step.
const CORNER: f64 = 7.0;
/// Between a message and a step that it passes, and a flow beside it.
const CLEAR: f64 = 8.0;
const BESIDE: f64 = 6.0;
/// Between a message and its name, and around that.
const GAP: f64 = 5.0;
const AROUND: f64 = 0.75;
/// Between two heights at which a name may stand.
const LINE: f64 = 14.0;
/// How often everything is laid out: once more for messages that found no room, then with room for all.
const ROUNDS: usize = 3;

/// A message to or from such a pool.
struct Message {
    /// The flow.
    flow: usize,
    /// A step, and the one that stands for the pool; of two that stand for pools the first and the second.
    ends: [usize; 2],
    /// Whether the layout keeps room for it and its name; else it is drawn beside one that it goes with, and named later.
    held: bool,
}

/// Lays everything out.
pub fn lay(out: &Out<'_>, input: &Input) -> Laid {
    let whole = |step: usize| out.pools.stood_for(step).is_some();
    let message = |(flow, drawn): (usize, &Drawn<'_>)| {
        let Drawn { from, to, .. } = *drawn;
        let ends = if whole(to) { [from, to] } else { [to, from] };
        whole(ends[1]).then_some(Message { flow, ends, held: false })
    };
    let mut messages: Vec<Message> = out.flows.iter().enumerate().filter_map(message).collect();
    let mut laid = drawn(out, input, &messages);
    for round in 2..=ROUNDS {
        let crowded = finished(out, &mut laid, &messages);
        if crowded.is_empty() {
            break;
        }
        for (at, own) in messages.iter_mut().enumerate() {
            own.held |= round == ROUNDS || crowded.contains(&at);
        }
        laid = drawn(out, input, &messages);
        if round == ROUNDS {
            finished(out, &mut laid, &messages);
        }
    }
    for own in messages.iter().filter(|own| own.ends[0] != out.flows[own.flow].from) {
        laid.edges[own.flow].points.reverse();
    }
    laid
}

/// The layout in which these messages have ends of their own, and end at the borders of their pools.
fn drawn(out: &Out<'_>, input: &Input, messages: &[Message]) -> Laid {
    let (mut less, mut hosts) = (input.clone(), out.hosts.clone());
    let mut stands = vec![false; hosts.len()];
    for (at, own) in messages.iter().enumerate() {
        let same = |other: &Message| other.ends == own.ends;
        let edge = &mut less.edges[own.flow];
        if !own.held && messages[..at].iter().any(same) {
            (edge.from, edge.to) = (u32::MAX, u32::MAX);
            continue;
        }
        let mut end = |step: usize| {
            let mut node = step;
            if out.pools.stood_for(step).is_some() {
                if std::mem::replace(&mut stands[step], true) {
                    node = less.nodes.len();
                    less.nodes.push(less.nodes[step]);
                    hosts.push(None);
                }
                (less.nodes[node].w, less.nodes[node].h) = STUB;
            }
            u32::try_from(node).unwrap_or(u32::MAX)
        };
        (edge.from, edge.to) = (end(own.ends[0]), end(own.ends[1]));
        edge.label = edge.label.filter(|_| own.held);
    }
    let mut laid = parted(out, laid_out(&less, &hosts, super::EVENT / 2.0));
    laid.nodes.truncate(out.hosts.len());
    for step in (0..out.hosts.len()).filter(|step| out.pools.stood_for(*step).is_some()) {
        laid.nodes[step] = band(out, &laid, step);
    }
    for own in messages {
        let [from, to] = own.ends;
        let points = &mut laid.edges[own.flow].points;
        cut(points, &laid.nodes[to]);
        if out.pools.stood_for(from).is_some() {
            points.reverse();
            cut(points, &laid.nodes[from]);
            points.reverse();
        }
    }
    laid
}

/// The band of the pool that a step stands for.
fn band(out: &Out<'_>, laid: &Laid, step: usize) -> Rect {
    let lane = out.pools.all[out.pools.of_step[step]].lanes.first();
    let place = out.pools.order().iter().position(|at| Some(at) == lane);
    let band = place.and_then(|at| laid.lanes.get(at)).copied().unwrap_or_default();
    Rect { x: 0.0, y: band.y, w: laid.w, h: band.h }
}

/// Ends a way where it comes to a band.
fn cut(points: &mut Vec<Point>, band: &Rect) {
    let (top, bottom) = (band.y, band.y + band.h);
    let enters = |run: &[Point]| {
        let down = run[0].y <= top && run[1].y > top;
        let up = run[0].y >= bottom && run[1].y < bottom;
        down.then_some(top).or(up.then_some(bottom))
    };
    let found = points.windows(2).enumerate().find_map(|(at, run)| Some((at, enters(run)?)));
    if let Some((at, y)) = found {
        points.truncate(at + 1);
        points.push(Point { x: points[at].x, y });
    }
}

/// Draws what the layout left out, straightens what can be, and names what is not named yet; gives those for which there
/// was no room.
fn finished(out: &Out<'_>, laid: &mut Laid, messages: &[Message]) -> Vec<usize> {
    let mut crowded = Vec::new();
    for (at, own) in messages.iter().enumerate() {
        let way = straight(out, laid, own);
        let route = &mut laid.edges[own.flow];
        match way {
            Some(way) if route.label.is_none() => route.points = way.to_vec(),
            _ if route.points.is_empty() => crowded.push(at),
            _ => {}
        }
    }
    for (at, own) in messages.iter().enumerate() {
        let condition = &out.flows[own.flow].flow.condition;
        if laid.edges[own.flow].label.is_none() && !condition.is_empty() {
            let found = beside(laid, own.flow, captions::size(condition));
            laid.edges[own.flow].label = found;
            if found.is_none() {
                crowded.push(at);
            }
        }
    }
    crowded
}

/// The way straight up or down, if nothing is in its way and it crosses no more than the one that is drawn.
fn straight(out: &Out<'_>, laid: &Laid, own: &Message) -> Option<[Point; 2]> {
    let [from, to] = own.ends.map(|step| laid.nodes[step]);
    let drawn = &laid.edges[own.flow].points;
    if drawn.len() == 2 {
        return None;
    }
    let ys = if from.y < to.y { [from.y + from.h, to.y] } else { [from.y, to.y + to.h] };
    let middle = match drawn.last().filter(|_| out.pools.stood_for(own.ends[0]).is_some()) {
        Some(last) => last.x,
        None => from.x + from.w / 2.0,
    };
    // What is on a border leaves it from the middle: there its outline touches its box.
    let places = if out.hosts[own.ends[0]].is_some() { 0 } else { PLACES };
    let xs =
        (0..=places).flat_map(|at| [1.0, -1.0].map(|side| middle + side * APART * f64::from(at)));
    let corridor =
        Rect::of_run(Point { x: from.x, y: ys[0] }, Point { x: from.x + from.w, y: ys[1] });
    let near = Near::of(out, laid, own, &corridor);
    let mut least =
        if drawn.is_empty() { usize::MAX } else { crossed(&all_runs(laid, own.flow), drawn) };
    let mut best = None;
    for x in xs.filter(|x| from.x + CORNER <= *x && *x <= from.x + from.w - CORNER) {
        let way = ys.map(|y| Point { x, y });
        let crossed = crossed(&near.runs, &way);
        if (best.is_none() && crossed <= least || crossed < least) && near.lets_pass(way) {
            (best, least) = (Some(way), crossed);
        }
    }
    best
}

/// What is close to where a message may go.
struct Near {
    /// Steps and names.
    boxes: Vec<Rect>,
    /// The runs of other flows.
    runs: Vec<[Point; 2]>,
}

impl Near {
    fn of(out: &Out<'_>, laid: &Laid, own: &Message, corridor: &Rect) -> Self {
        let reach = corridor.grown(2.0 * CLEAR);
        let nodes = laid.nodes.iter().enumerate();
        let nodes =
            nodes.filter(|(at, _)| *at != own.ends[0] && out.pools.stood_for(*at).is_none());
        let labels = laid.edges.iter().filter_map(|route| route.label);
        let boxes =
            nodes.map(|(_, rect)| rect.grown(CLEAR)).chain(labels.map(|it| it.grown(AROUND)));
        let mut runs = all_runs(laid, own.flow);
        runs.retain(|[a, b]| Rect::of_run(*a, *b).grown(1.0).meets(&reach));
        Self { boxes: boxes.filter(|it| it.meets(&reach)).collect(), runs }
    }

    /// Whether an upright run lies on nothing, and no flow beside it or turning at it is close.
    fn lets_pass(&self, [a, b]: [Point; 2]) -> bool {
        let own = Rect::of_run(a, b);
        let close = |[c, d]: &[Point; 2]| {
            let upright = c.x == d.x;
            let ends = [c, d].into_iter().any(|end| (end.x - a.x).abs() < BESIDE);
            let level = own.y < c.y && c.y < own.y + own.h;
            if upright {
                ends && Rect::of_run(*c, *d).grown(BESIDE).meets(&own)
            } else {
                ends && level
            }
        };
        !self.boxes.iter().any(|it| it.meets(&own)) && !self.runs.iter().any(close)
    }
}

/// The runs of all flows but one.
fn all_runs(laid: &Laid, flow: usize) -> Vec<[Point; 2]> {
    let others = laid.edges.iter().enumerate().filter(|(at, _)| *at != flow);
    others.flat_map(|(_, route)| route.points.windows(2).map(|run| [run[0], run[1]])).collect()
}

/// How often a way crosses these runs.
fn crossed(runs: &[[Point; 2]], way: &[Point]) -> usize {
    let within = |at: f64, a: f64, b: f64| a.min(b) < at && at < a.max(b);
    let crosses = |[a, b]: &[Point; 2], [c, d]: [Point; 2]| {
        let (level, upright) = if a.y == b.y { ([*a, *b], [c, d]) } else { ([c, d], [*a, *b]) };
        level[0].y == level[1].y
            && upright[0].x == upright[1].x
            && within(upright[0].x, level[0].x, level[1].x)
            && within(level[0].y, upright[0].y, upright[1].y)
    };
    let way = way.windows(2).map(|run| [run[0], run[1]]);
    way.map(|own| runs.iter().filter(|run| crosses(run, own)).count()).sum()
}

/// A place for a name beside a message, the nearer to the pool the better, on which nothing lies.
fn beside(laid: &Laid, flow: usize, (w, h): (f64, f64)) -> Option<Rect> {
    let points = &laid.edges[flow].points;
    let runs = points.windows(2).rev().filter(|run| run[0].x == run[1].x);
    let places = runs.flat_map(|run| {
        let (from, to) = (run[1].y, run[0].y);
        let (first, by) =
            if from < to { (from + AROUND, LINE) } else { (from - AROUND - h, -LINE) };
        let count = ((from - to).abs() - h - AROUND) / LINE;
        let xs = [run[0].x + GAP, run[0].x - GAP - w];
        let ys = (0_u8..200).map(f64::from).take_while(move |at| *at <= count);
        ys.flat_map(move |at| xs.map(|x| Rect { x, y: first + by * at, w, h }))
    });
    let labels = laid.edges.iter().filter_map(|route| route.label);
    let runs = laid.edges.iter().flat_map(|route| route.points.windows(2));
    let runs = runs.map(|run| Rect::of_run(run[0], run[1]));
    let taken: Vec<Rect> = laid.nodes.iter().copied().chain(labels).chain(runs).collect();
    let free = |rect: &Rect| {
        let around = rect.grown(AROUND);
        let inside = 0.0 <= rect.x && rect.x + rect.w <= laid.w;
        inside && taken.iter().all(|other| !other.meets(&around))
    };
    places.into_iter().find(free)
}

#[cfg(test)]
mod tests;
