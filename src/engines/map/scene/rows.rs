//! Folds a drawing that is wider than its page into rows below each other, with the lanes repeated at each.
//! It cuts where neither steps nor words stand and moves nothing within a row, so that the rows read on as one line.

use super::{Scene, SceneBeside, SceneFlow, SceneLane, SceneStep, moved, shifted};
use crate::engines::map::layout::{Point, Rect};
use crate::engines::map::sorting::sort_by;

/// Between two rows, in pixels.
const ROW_GAP: f64 = 28.0;
/// Around a cut: nothing but level runs of flows is closer.
const CLEAR: f64 = 6.0;
/// How far a flow is drawn past a cut, so that it is seen to go on.
const BEYOND: f64 = 5.0;
/// The part of a row that is filled before a cut is looked for.
const FILLED: f64 = 0.6;

/// A row: what it shows, from left to right, and how that moves.
struct Row {
    from: f64,
    to: f64,
    by: Point,
}

impl Row {
    fn shows(&self, x: f64) -> bool {
        self.from <= x && x < self.to
    }
}

/// The drawing in rows that are at most so wide, as far as its steps allow; as it is when it is no wider.
#[must_use]
pub fn folded(scene: Scene, most: f64) -> Scene {
    let rows = rows(&scene, most);
    if rows.len() < 2 {
        return scene;
    }
    let left = rows[0].from;
    let margin = scene.w - rows[rows.len() - 1].to;
    let widest = rows.iter().map(|row| row.to - row.from).fold(0.0, f64::max);
    let w = left + widest + margin;
    let count = f64::from(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    Scene {
        w,
        h: count * (scene.h + ROW_GAP) - ROW_GAP,
        lanes: rows.iter().flat_map(|row| lanes(&scene, row, w)).collect(),
        flows: rows.iter().flat_map(|row| flows(&scene, row)).collect(),
        steps: rows.iter().flat_map(|row| steps(&scene, row)).collect(),
        besides: rows.iter().flat_map(|row| besides(&scene, row)).collect(),
    }
}

fn lanes(scene: &Scene, row: &Row, w: f64) -> Vec<SceneLane> {
    let down = Point { x: 0.0, y: row.by.y };
    let lane = |lane: &SceneLane| SceneLane {
        band: Rect { w, ..moved(lane.band, down) },
        at: shifted(lane.at, down),
        ..lane.clone()
    };
    scene.lanes.iter().map(lane).collect()
}

fn steps(scene: &Scene, row: &Row) -> Vec<SceneStep> {
    let shown = scene.steps.iter().filter(|step| row.shows(step.rect.x));
    shown.map(|step| SceneStep { rect: moved(step.rect, row.by), ..step.clone() }).collect()
}

fn besides(scene: &Scene, row: &Row) -> Vec<SceneBeside> {
    let shown = scene.besides.iter().filter(|beside| row.shows(beside.rect.x));
    let moved = shown.map(|beside| SceneBeside {
        rect: moved(beside.rect, row.by),
        line: beside.line.map(|point| shifted(point, row.by)),
        ..beside.clone()
    });
    moved.collect()
}

/// The stretches of all flows that a row shows; the words and the fault line of each are on one of them.
fn flows(scene: &Scene, row: &Row) -> Vec<SceneFlow> {
    let mut shown = Vec::new();
    for flow in &scene.flows {
        let mut label = flow.label.clone().filter(|(rect, _)| row.shows(rect.x));
        for (points, goes_on) in stretches(&flow.points, row) {
            let fault =
                flow.fault.filter(|(from, _)| points.windows(2).any(|run| covers(run, *from)));
            shown.push(SceneFlow {
                points: points.iter().map(|point| shifted(*point, row.by)).collect(),
                label: label.take().map(|(rect, lines)| (moved(rect, row.by), lines)),
                fault: fault.map(|(from, to)| (shifted(from, row.by), shifted(to, row.by))),
                goes_on,
                ..flow.clone()
            });
        }
    }
    shown
}

fn covers(run: &[Point], point: Point) -> bool {
    let (from, to) = (run[0].x.min(run[1].x), run[0].x.max(run[1].x));
    run[0].y == run[1].y && run[0].y == point.y && from <= point.x && point.x <= to
}

/// The stretches of a route within a row, and whether each goes on in another.
fn stretches(points: &[Point], row: &Row) -> Vec<(Vec<Point>, bool)> {
    let mut found: Vec<(Vec<Point>, bool)> = Vec::new();
    let mut own: Vec<Point> = Vec::new();
    for run in points.windows(2) {
        let (a, b) = (run[0], run[1]);
        let edge = |x: f64| {
            let x = if x < row.from { row.from - BEYOND } else { row.to + BEYOND };
            Point { x, y: a.y }
        };
        match (row.shows(a.x), row.shows(b.x)) {
            (true, true) => {
                if own.is_empty() {
                    own.push(a);
                }
                own.push(b);
            }
            (true, false) => {
                if own.is_empty() {
                    own.push(a);
                }
                own.push(edge(b.x));
                found.push((std::mem::take(&mut own), true));
            }
            (false, true) => own = vec![edge(a.x), b],
            (false, false) if (a.x < row.from) != (b.x < row.from) => {
                found.push((vec![edge(a.x), edge(b.x)], true));
            }
            (false, false) => {}
        }
    }
    if !own.is_empty() {
        found.push((own, false));
    }
    found
}

/// The rows of a drawing.
fn rows(scene: &Scene, most: f64) -> Vec<Row> {
    let xs = || scene.flows.iter().flat_map(|flow| &flow.points).map(|point| point.x);
    let boxes = || {
        let besides = scene.besides.iter().map(|beside| beside.rect);
        scene.steps.iter().map(|step| step.rect).chain(besides)
    };
    let lefts = boxes().map(|rect| rect.x).chain(xs());
    let rights = boxes().map(|rect| rect.x + rect.w).chain(xs());
    let first = lefts.fold(f64::INFINITY, f64::min) - CLEAR;
    let last = rights.fold(f64::NEG_INFINITY, f64::max) + CLEAR;
    let mut rows = Vec::new();
    if scene.w <= most || first >= last {
        return rows;
    }
    let room = most - first - (scene.w - last);
    let cuts = cuts(scene);
    let (mut from, mut down) = (first, 0.0);
    while from < last {
        let to = if last - from <= room { last } else { next(&cuts, from, room).unwrap_or(last) };
        rows.push(Row { from, to, by: Point { x: first - from, y: down } });
        from = to;
        down += scene.h + ROW_GAP;
    }
    rows
}

/// The cut that fewest flows cross among those that fill a row; else the next one there is.
fn next(cuts: &[(f64, usize)], from: f64, room: f64) -> Option<f64> {
    let after = || cuts.iter().filter(|(x, _)| *x > from + CLEAR);
    let filled = after().filter(|(x, _)| (from + FILLED * room..=from + room).contains(x));
    let least = filled.rev().min_by_key(|(_, crossed)| *crossed);
    let within = || after().rev().find(|(x, _)| *x <= from + room);
    least.or_else(within).or_else(|| after().next()).map(|(x, _)| *x)
}

/// Where the drawing can be cut, from left to right, and how many runs of flows each cut crosses.
fn cuts(scene: &Scene) -> Vec<(f64, usize)> {
    let span = |rect: &Rect| (rect.x, rect.x + rect.w);
    let labels = scene.flows.iter().filter_map(|flow| flow.label.as_ref());
    let faults = scene.flows.iter().filter_map(|flow| flow.fault);
    let upright = scene.flows.iter().flat_map(|flow| flow.points.windows(2));
    let mut taken: Vec<(f64, f64)> = scene.steps.iter().map(|step| span(&step.rect)).collect();
    taken.extend(labels.map(|(rect, _)| span(rect)));
    taken.extend(faults.map(|(from, to)| (from.x, to.x)));
    for beside in &scene.besides {
        // What lies beside a step stays in its row, with the line between them.
        let [from, to] = beside.line.map(|point| point.x);
        let (left, right) = span(&beside.rect);
        taken.push((left.min(from).min(to), right.max(from).max(to)));
    }
    taken.extend(upright.filter(|run| run[0].x == run[1].x).map(|run| (run[0].x, run[0].x)));
    sort_by(&mut taken, |a, b| a.0.total_cmp(&b.0));
    let mut cuts = Vec::new();
    let mut right = f64::INFINITY;
    for (from, to) in taken {
        if from - right >= 2.0 * CLEAR {
            let x = f64::midpoint(right, from);
            cuts.push((x, crossed(scene, x)));
        }
        right = if right.is_finite() { right.max(to) } else { to };
    }
    cuts
}

fn crossed(scene: &Scene, x: f64) -> usize {
    let runs = scene.flows.iter().flat_map(|flow| flow.points.windows(2));
    runs.filter(|run| (run[0].x < x) != (run[1].x < x)).count()
}

#[cfg(test)]
mod tests {
    use super::super::{Evidence, scene};
    use super::*;
    use crate::engines::map::names::Names;
    use crate::engines::map::text::parse;
    use crate::engines::map::{Map, Side};
    use crate::platform::ids::WorkflowId;

    /// Twenty-four steps of one lane in a row, one of another lane, and a flow back to the third.
    fn long() -> Scene {
        let steps: Vec<String> = (1..=24).map(|at| format!("Step number {at}")).collect();
        let text = format!("Sales: {}\nOffice: File it\n-> Step number 3", steps.join("\n"));
        let draft = parse(&text, &Names::default()).unwrap();
        scene(&Map::empty(WorkflowId::new(), Side::Actual).take(&draft), &Evidence::new())
    }

    #[test]
    fn a_long_path_folds_into_rows_that_show_every_step_once() {
        let whole = long();
        let most = whole.w / 3.0;
        let rows = folded(whole.clone(), most);
        assert!(rows.w <= most && rows.h > 2.0 * whole.h, "{} wide, {} high", rows.w, rows.h);
        let ids = |scene: &Scene| {
            let mut ids: Vec<_> = scene.steps.iter().map(|step| step.id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids(&rows), ids(&whole));
        assert!(
            rows.lanes.len() > whole.lanes.len()
                && rows.lanes.len().is_multiple_of(whole.lanes.len())
        );
        let inside = |step: &SceneStep| step.rect.x >= 0.0 && step.rect.x + step.rect.w <= rows.w;
        assert!(rows.steps.iter().all(inside));
    }

    #[test]
    fn a_flow_that_is_cut_goes_on_until_its_last_stretch() {
        let whole = long();
        let rows = folded(whole.clone(), whole.w / 3.0);
        for flow in &whole.flows {
            let own: Vec<_> = rows.flows.iter().filter(|own| own.id == flow.id).collect();
            assert!(!own.is_empty());
            assert_eq!(own.iter().filter(|stretch| !stretch.goes_on).count(), 1);
        }
        assert!(rows.flows.len() > whole.flows.len());
    }

    #[test]
    fn a_drawing_that_fits_stays_as_it_is() {
        let whole = long();
        assert_eq!(folded(whole.clone(), whole.w), whole);
    }
}
