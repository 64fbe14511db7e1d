//! Where the label of an edge stands on a way that is offered.
//! Nothing here looks at what a label would lie on.

use super::{Best, LABEL_GAP};
use crate::engines::map::layout::ports::LABEL_LIFT;
use crate::engines::map::layout::sketch::{Area, Spot};
use std::ops::Range;

impl Best<'_> {
    /// Offers a way with its label wherever that stands on it.
    pub fn offer_labelled(&mut self, route: &[Spot], runs: Range<usize>) {
        let Some(Area { x, y }) = self.label else {
            return self.offer(route, runs, None);
        };
        let size = (x.1 - x.0, y.1 - y.0);
        for label in route.windows(2).filter_map(|run| standing(run[0], run[1], size)) {
            self.offer(route, runs.clone(), Some(label));
        }
    }
}

/// A label on a level run, or beside an upright one, where it begins; none if the run is too short.
fn standing(a: Spot, b: Spot, (w, h): Spot) -> Option<Area> {
    let begin = |from: i32, to: i32, length: i32| {
        let start = if from < to { from + LABEL_GAP } else { from - LABEL_GAP - length };
        ((to - from).abs() >= length + 2 * LABEL_GAP).then_some((start, start + length))
    };
    if a.1 == b.1 {
        let y = (a.1 - LABEL_LIFT - h, a.1 - LABEL_LIFT);
        begin(a.0, b.0, w).map(|x| Area { x, y })
    } else {
        let x = (a.0 + LABEL_GAP, a.0 + LABEL_GAP + w);
        begin(a.1, b.1, h).map(|y| Area { x, y })
    }
}

/// The label of an edge on a run at another height, beside the node that it leaves.
pub fn lowered(best: &Best<'_>, y: i32) -> Option<Area> {
    let label = best.label?;
    let left = best.sketch.nodes[best.ends.from as usize].x.1 + LABEL_GAP;
    let (w, h) = (label.x.1 - label.x.0, label.y.1 - label.y.0);
    let bottom = y - LABEL_LIFT;
    Some(Area { x: (left, left + w), y: (bottom - h, bottom) })
}

/// Whether a label stands on a level run of a route, or beside an upright one where that may be.
pub fn carries(route: &[Spot], label: &Area, level: bool) -> bool {
    let within =
        |from: i32, to: i32, span: (i32, i32)| from.min(to) <= span.0 && span.1 <= from.max(to);
    route.windows(2).any(|run| {
        let [a, b] = [run[0], run[1]];
        if a.1 == b.1 {
            a.1 == label.y.1 + LABEL_LIFT && within(a.0, b.0, label.x)
        } else {
            !level && a.0 + LABEL_GAP == label.x.0 && within(a.1, b.1, label.y)
        }
    })
}
