//! Lets a strip into a drawing from side to side: what is below it moves down, what crosses it becomes longer.
//! It is let in where neither a step nor a label is, so that nothing is torn.

use super::{CLEAR, Crowd, GAP, Item, Placed, band, crosses, tie};
use crate::engines::map::layout::{Laid, Rect};
use crate::engines::map::sorting::sort_by;

/// What a line lies on and how many flows it crosses, then how long it is.
type Cost = ((usize, usize), f64);

/// How close to a level run, or to the end of what is above it, a strip may be let in.
const HAIR: f64 = 0.5;

/// Makes room for an item in the lane of its step, below it or above it, and gives the place.
pub fn open(laid: &mut Laid, placed: &mut Vec<Placed>, item: &Item) -> Placed {
    let height = item.h + 2.0 * GAP;
    let mut best: Option<(Cost, Laid, Vec<Placed>, Placed)> = None;
    for cut in cuts(laid, placed, item) {
        let (mut wider, mut moved) = (laid.clone(), placed.clone());
        let_in(&mut wider, &mut moved, cut, height);
        let (badness, found) = within(&wider, &moved, item, cut);
        let [from, to] = found.line;
        let cost = (badness, (from.y - to.y).abs() + (from.x - to.x).abs());
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, wider, moved, found));
        }
    }
    match best {
        Some((_, wider, moved, found)) => {
            (*laid, *placed) = (wider, moved);
            found
        }
        // There is always a cut at the border of a lane.
        None => within(laid, placed, item, laid.h).1,
    }
}

/// The heights nearest to a step, in its lane, at which no step, label or item is: those below it and those above it.
fn cuts(laid: &Laid, placed: &[Placed], item: &Item) -> Vec<f64> {
    let node = laid.nodes[item.node];
    let (top, bottom) = band(laid, &node);
    let crowd = Crowd::all(laid, placed);
    let mut spans: Vec<(f64, f64)> = crowd.boxes.iter().map(|it| (it.y, it.y + it.h)).collect();
    // What crosses the border of a lane is none of its own.
    spans.retain(|(from, to)| *to > top && *from < bottom);
    sort_by(&mut spans, |a, b| a.0.total_cmp(&b.0));
    let (mut above, mut below): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut end = top;
    for (from, to) in spans.iter().copied().chain([(bottom, bottom)]) {
        if from - end > 2.0 * HAIR {
            if end >= node.y + node.h {
                below.push(end + HAIR);
            } else if from <= node.y {
                above.push(from - HAIR);
            }
        }
        end = end.max(to);
    }
    let mut cuts: Vec<f64> = below.into_iter().take(2).collect();
    cuts.extend(above.into_iter().rev().take(2));
    if cuts.is_empty() {
        cuts.push(bottom);
    }
    let level: Vec<f64> = crowd.runs.iter().filter(|(a, b)| a.y == b.y).map(|(a, _)| a.y).collect();
    // A cut along a level run would leave its place open.
    cuts.iter_mut().for_each(|cut| {
        if level.iter().any(|y| (*y - *cut).abs() < HAIR / 4.0) {
            *cut += HAIR / 2.0;
        }
    });
    cuts
}

/// Moves everything at or below a height down.
fn let_in(laid: &mut Laid, placed: &mut [Placed], cut: f64, height: f64) {
    let down = |y: &mut f64| {
        if *y >= cut {
            *y += height;
        }
    };
    laid.nodes.iter_mut().for_each(|node| down(&mut node.y));
    for route in &mut laid.edges {
        route.points.iter_mut().for_each(|point| down(&mut point.y));
        if let Some(label) = &mut route.label {
            down(&mut label.y);
        }
    }
    for placed in placed {
        down(&mut placed.rect.y);
        placed.line.iter_mut().for_each(|point| down(&mut point.y));
    }
    // A cut at the very end of a lane is still within it.
    for lane in &mut laid.lanes {
        if lane.y >= cut {
            lane.y += height;
        } else if cut <= lane.y + lane.h {
            lane.h += height;
        }
    }
    laid.h += height;
}

/// The best place for an item in the strip below a height.
fn within(laid: &Laid, placed: &[Placed], item: &Item, cut: f64) -> ((usize, usize), Placed) {
    let node = laid.nodes[item.node];
    let y = cut + GAP;
    let crowd = Crowd::all(laid, placed);
    let strip = Rect { x: f64::MIN / 4.0, y: cut, w: f64::MAX / 2.0, h: item.h + 2.0 * GAP };
    let flows = crowd.runs.iter().map(|(a, b)| Rect::of_run(*a, *b)).filter(|it| it.meets(&strip));
    let ties = placed.iter().filter(|other| crosses(other.line, &strip));
    let ties = ties.map(|other| Rect::of_run(other.line[0], other.line[1]));
    let taken: Vec<Rect> = flows.chain(ties).collect();
    let middle = node.x + (node.w - item.w) / 2.0;
    let mut across = vec![middle, node.x, node.x + node.w - item.w];
    for run in &taken {
        across.extend([run.x - CLEAR - 1.0 - item.w, run.x + run.w + CLEAR + 1.0]);
    }
    across.retain(|x| *x >= 0.0);
    sort_by(&mut across, |a, b| (a - middle).abs().total_cmp(&(b - middle).abs()));
    let mut best: Option<((usize, usize), Placed)> = None;
    for x in across {
        let rect = Rect { x, y, w: item.w, h: item.h };
        let around = rect.grown(CLEAR);
        if taken.iter().any(|run| run.meets(&around)) {
            continue;
        }
        let (badness, line) = tie(&crowd, &node, &rect);
        if best.as_ref().is_none_or(|(least, _)| badness < *least) {
            best = Some((badness, Placed { rect, line }));
        }
        if badness == (0, 0) {
            break;
        }
    }
    best.unwrap_or_else(|| {
        // Right of everything there is always room.
        let rect = Rect { x: laid.w.max(0.0) + GAP, y, w: item.w, h: item.h };
        let (badness, line) = tie(&crowd, &node, &rect);
        (badness, Placed { rect, line })
    })
}
