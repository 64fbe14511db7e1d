//! Other ways of an edge, some of which save corners or crossings.
//! Nothing here looks at what a way would meet.

use super::labels::lowered;
use super::{Best, CORNER, STEM};
use crate::engines::map::layout::ports::PIXEL;
use crate::engines::map::layout::sketch::{Area, Spot};

/// Between two rows that are tried beside a node.
const ROW: i32 = 12 * PIXEL;
/// Between two places that are tried where nodes lie opposite each other, in units.
const BESIDE: usize = 160;

/// Offers ways that keep a part of the one that an edge has.
pub fn near(best: &mut Best<'_>) {
    leaving(best);
    reaching(best);
    shorter(best);
    joined(best);
}

/// Offers ways between the nodes of an edge, whichever it has.
pub fn between(best: &mut Best<'_>) {
    straight(best);
    if !best.is_plain() {
        cornered(best);
        turning(best);
    }
}

/// Whether a way leads away from its nodes at both ends, and far enough before its first and after its last corner.
pub fn leads_away(best: &Best<'_>, route: &[Spot]) -> bool {
    let [from, to] = best.nodes();
    let [a, b, .., c, d] = *route else {
        return matches!(*route, [a, b] if away(&from, a, b) && away(&to, b, a))
            || matches!(*route, [a, b, c] if away(&from, a, b) && away(&to, c, b));
    };
    away(&from, a, b) && away(&to, d, c)
}

/// Whether a run that begins on a side of a node leads away from it.
fn away(node: &Area, a: Spot, b: Spot) -> bool {
    let outward = |at: i32, next: i32, side: (i32, i32)| {
        at == side.0 && next + STEM <= at || at == side.1 && at + STEM <= next
    };
    let within = |at: i32, side: (i32, i32)| side.0 < at && at < side.1;
    if a.1 == b.1 {
        outward(a.0, b.0, node.x) && within(a.1, node.y)
    } else {
        outward(a.1, b.1, node.y) && within(a.0, node.x)
    }
}

/// The ways on which an edge leaves its node where its second level run is.
fn leaving(best: &mut Best<'_>) {
    let route = best.route;
    if let [a, b, c, _, ..] = route[..]
        && a.1 == b.1
        && b.0 == c.0
        && a.0 < b.0
    {
        let from = &best.sketch.nodes[best.ends.from as usize];
        let label = lowered(best, c.1);
        for start in starts(from, a.0, c.1) {
            let runs = 0..start.len();
            let route: Vec<Spot> = start.into_iter().chain(route[3..].iter().copied()).collect();
            best.offer(&route, runs, label);
        }
    }
}

/// The ways on which an edge reaches its node where its last level run but one is.
fn reaching(best: &mut Best<'_>) {
    let route = best.route;
    if let [.., _, c, b, a] = route[..]
        && a.1 == b.1
        && b.0 == c.0
        && b.0 < a.0
    {
        let kept = route.len() - 3;
        for start in starts(&best.sketch.nodes[best.ends.to as usize], a.0, c.1) {
            let route: Vec<Spot> =
                route[..kept].iter().copied().chain(start.into_iter().rev()).collect();
            best.offer(&route, kept - 1..route.len() - 1, best.label);
        }
    }
}

/// The ways without a corner: straight across, or straight up or down, where the nodes face each other.
fn straight(best: &mut Best<'_>) {
    let [from, to] = best.nodes();
    if from.x.1 < to.x.0 {
        for y in shared(from.y, to.y) {
            best.offer(&[(from.x.1, y), (to.x.0, y)], 0..1, lowered(best, y));
        }
    }
    if best.ends.from == best.ends.to {
        return;
    }
    for x in shared(from.x, to.x) {
        let (a, b) = if from.y.1 <= to.y.0 { (from.y.1, to.y.0) } else { (from.y.0, to.y.1) };
        if (a - b).abs() >= STEM {
            best.offer_labelled(&[(x, a), (x, b)], 0..1);
        }
    }
}

/// Places on the sides of two nodes that lie straight opposite each other.
fn shared(a: (i32, i32), b: (i32, i32)) -> Vec<i32> {
    let (first, last) = (a.0.max(b.0) + CORNER, a.1.min(b.1) - CORNER);
    if first > last {
        return Vec::new();
    }
    let middle = i32::midpoint(first, last);
    let beside = (0..=(last - first) / 2).step_by(BESIDE).skip(1);
    let beside = beside.flat_map(|by| [middle - by, middle + by]);
    std::iter::once(middle).chain(beside).chain([first, last]).collect()
}

/// The ways with a single corner: up or down first, or across first.
///
/// A side at which flows come the other way round is taken only where none does.
fn cornered(best: &mut Best<'_>) {
    if best.ends.from == best.ends.to || !best.wants(3) {
        return;
    }
    let [from, to] = best.nodes();
    let [start_node, end_node] = [best.ends.from, best.ends.to].map(|node| node as usize);
    let taken = |best: &Best<'_>, node: usize, side: i32| best.sketch.is_met(best.edge, node, side);
    for way in corners(&from, &to) {
        let (side, y) = way[2];
        if side == to.x.0 || !taken(best, end_node, side) {
            if best.label.is_some() {
                best.offer(&way, 0..2, lowered(best, y));
            }
            best.offer_labelled(&way, 0..2);
        }
    }
    for [end, middle, start] in corners(&to, &from) {
        if start.0 == from.x.1 || !taken(best, start_node, start.0) {
            best.offer_labelled(&[start, middle, end], 0..2);
        }
    }
}

/// The ways from above or below a node to the left or right side of another one.
fn corners(upright: &Area, level: &Area) -> impl Iterator<Item = [Spot; 3]> {
    let (upright, level) = (*upright, *level);
    let corner = move |x: i32, y: i32| {
        let (edge, side) = (facing(upright.y, y)?, facing(level.x, x)?);
        Some([(x, edge), (x, y), (side, y)])
    };
    let places = meetings(upright.x).into_iter();
    places.flat_map(move |x| meetings(level.y).into_iter().filter_map(move |y| corner(x, y)))
}

/// The end of a side of a node that faces a place, if that lies far enough beyond it.
fn facing((first, last): (i32, i32), place: i32) -> Option<i32> {
    if place + STEM <= first { Some(first) } else { (last + STEM <= place).then_some(last) }
}

/// Where a flow may meet a side of a node that begins and ends here.
fn meetings((first, last): (i32, i32)) -> [i32; 5] {
    let (middle, eighth) = (i32::midpoint(first, last), (last - first) / 8);
    [0, -2, 2, -3, 3].map(|by| middle + by * eighth)
}

/// The ways that keep both ends and have a single corner, or a single run, between them.
fn shorter(best: &mut Best<'_>) {
    let route = best.route;
    let [a, b, .., c, d] = route[..] else { return };
    let onward = |from: i32, by: i32, to: i32| (by - from).signum() == (to - from).signum();
    let far = |from: i32, by: i32, to: i32| onward(from, by, to) && (to - from).abs() >= STEM;
    let label = best.label;
    match (a.0 == b.0, c.0 == d.0) {
        (true, true) if route.len() > 4 => {
            for y in route[1..].windows(2).filter(|run| run[0].1 == run[1].1).map(|run| run[0].1) {
                if far(a.1, b.1, y) && far(d.1, c.1, y) {
                    best.offer(&[a, (a.0, y), (d.0, y), d], 0..3, label);
                }
            }
        }
        (false, false) if route.len() > 4 => {
            for x in route[1..].windows(2).filter(|run| run[0].0 == run[1].0).map(|run| run[0].0) {
                if far(a.0, b.0, x) && far(d.0, c.0, x) {
                    best.offer(&[a, (x, a.1), (x, d.1), d], 0..3, label);
                }
            }
        }
        (true, false) if far(a.1, b.1, d.1) && far(d.0, c.0, a.0) => {
            best.offer(&[a, (a.0, d.1), d], 0..2, label);
        }
        (false, true) if far(a.0, b.0, d.0) && far(d.1, c.1, a.1) => {
            best.offer(&[a, (d.0, a.1), d], 0..2, label);
        }
        _ => {}
    }
}

/// Where a route that comes level at a height may meet a node: on its side, or from above or below.
fn starts(node: &Area, side: i32, y: i32) -> Vec<Vec<Spot>> {
    if node.y.0 + CORNER <= y && y <= node.y.1 - CORNER {
        return vec![vec![(side, y)]];
    }
    let Some(edge) = facing(node.y, y) else { return Vec::new() };
    meetings(node.x).map(|x| vec![(x, edge), (x, y)]).to_vec()
}

/// The ways on which two runs beside each other become one, so that the step between them is gone.
fn joined(best: &mut Best<'_>) {
    let route = best.route;
    let label = best.label;
    let last = route.len() - 1;
    for at in 0..last.saturating_sub(2) {
        let beside = |spot: Spot, line: Spot| {
            if route[at].1 == route[at + 1].1 { (spot.0, line.1) } else { (line.0, spot.1) }
        };
        if at + 3 < last {
            let moved = beside(route[at + 3], route[at]);
            let way: Vec<Spot> = [&route[..=at], &[moved], &route[at + 4..]].concat();
            if keeps_ends(route, &way) {
                best.offer(&way, at..at + 2, label);
            }
        }
        if at > 0 {
            let moved = beside(route[at], route[at + 2]);
            let way: Vec<Spot> = [&route[..at], &[moved], &route[at + 3..]].concat();
            if keeps_ends(route, &way) {
                best.offer(&way, at - 1..at + 1, label);
            }
        }
    }
}

/// Whether a way leaves and reaches its nodes in the same direction as another one, and far enough from them.
fn keeps_ends(route: &[Spot], way: &[Spot]) -> bool {
    let towards = |a: Spot, b: Spot| ((b.0 - a.0).signum(), (b.1 - a.1).signum());
    let far = |a: Spot, b: Spot| (b.0 - a.0).abs() + (b.1 - a.1).abs() >= STEM;
    let (m, n) = (route.len() - 1, way.len() - 1);
    way.windows(2).all(|run| run[0] != run[1])
        && towards(route[0], route[1]) == towards(way[0], way[1])
        && towards(route[m - 1], route[m]) == towards(way[n - 1], way[n])
        && far(way[0], way[1])
        && far(way[n - 1], way[n])
}

/// The ways that leave up or down, and reach their node from above or below, with one level run between.
fn turning(best: &mut Best<'_>) {
    let drawn = best.route.len();
    if drawn <= 4 || best.ends.from == best.ends.to || !best.wants(4) {
        return;
    }
    let [from, to] = best.nodes();
    let own = best.route.windows(2).filter(|run| run[0].1 == run[1].1).map(|run| run[0].1);
    let between = |y: &i32| facing(from.y, *y).is_some() && facing(to.y, *y).is_some();
    let own: Vec<i32> = own.filter(between).collect();
    for y in rows(&from, &to).into_iter().chain(own) {
        let side = |node: &Area| if y < node.y.0 { node.y.0 } else { node.y.1 };
        for a in meetings(from.x) {
            for b in meetings(to.x).into_iter().filter(|b| *b != a) {
                let route = [(a, side(&from)), (a, y), (b, y), (b, side(&to))];
                best.offer_labelled(&route, 0..3);
            }
        }
    }
}

/// Heights between two nodes that stand above each other, and just above and below both.
fn rows(from: &Area, to: &Area) -> Vec<i32> {
    let (upper, lower) = if from.y.1 <= to.y.0 { (from, to) } else { (to, from) };
    let (first, last) = (upper.y.1 + STEM, lower.y.0 - STEM);
    let mut rows = Vec::new();
    if first <= last {
        rows.extend([i32::midpoint(first, last), first, last]);
    }
    for by in [0, ROW, 2 * ROW] {
        rows.push(from.y.0.min(to.y.0) - STEM - by);
        rows.push(from.y.1.max(to.y.1) + STEM + by);
    }
    rows
}
