//! Where the fault line is drawn on a flow: beside its condition, in the room that the layout kept for it.
//! It never leaves the run it is on, so that it can be read as part of the flow.

use super::boxes::{LABEL_GAP, TRACE, Tag};
use crate::engines::map::layout::{Point, Rect};

/// The stretch of the fault line, its left and its right end.
pub fn place(points: &[Point], tag: &Tag, label: Rect) -> Option<(Point, Point)> {
    let level = || points.windows(2).filter(|run| run[0].y == run[1].y);
    let length = |run: &&[Point]| (run[0].x - run[1].x).abs();
    // The run that carries the label is the first that has the room; an edge to its own step has none.
    if let Some(run) = level().find(|run| length(run) >= label.w + LABEL_GAP) {
        let gap = LABEL_GAP + if tag.words > 0.0 { tag.words + LABEL_GAP } else { 0.0 };
        let from = if run[1].x > run[0].x { run[0].x + gap } else { run[0].x - gap - TRACE };
        return Some(stretch(from, run[0].y));
    }
    let run = level().find(|run| length(run) >= TRACE)?;
    Some(stretch(f64::midpoint(run[0].x, run[1].x) - TRACE / 2.0, run[0].y))
}

fn stretch(from: f64, y: f64) -> (Point, Point) {
    (Point { x: from, y }, Point { x: from + TRACE, y })
}
