//! A drawing in units before it is told: nodes, the routes of edges and their labels, and what a route would meet.
//! Nodes and routes are replaced whole; nothing here chooses where they go.

mod areas;

pub use areas::{Area, Spot, corners};

use super::cells::Cells;
use super::coordinates::NODE_GAP;
use super::ports::PIXEL;

/// Routes closer than this look like one.
const CLOSE: i32 = 6 * PIXEL;
/// Between a route and a node that it passes.
const CLEAR: i32 = 8 * PIXEL;
/// Between two nodes.
pub const APART: i32 = NODE_GAP * PIXEL;

/// A straight run of a route.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    edge: u32,
    /// The height of a level run, the place of an upright one.
    at: i32,
    from: i32,
    to: i32,
}

/// What a drawing is held by.
pub struct Frame {
    /// The heights at which lanes begin and end.
    pub borders: Vec<i32>,
    /// Between the border of a lane and a node.
    pub pad: i32,
    /// The width of all.
    pub width: i32,
}

impl Frame {
    /// Where the lowest lane ends.
    fn bottom(&self) -> i32 {
        self.borders.last().copied().unwrap_or(0)
    }
}

/// A drawing in units.
pub struct Sketch {
    /// The place of each node.
    pub nodes: Vec<Area>,
    /// The corners of each edge, from the node it leaves; none for one that was left out.
    pub routes: Vec<Vec<Spot>>,
    /// The label of each edge.
    pub labels: Vec<Option<Area>>,
    /// What holds it.
    pub frame: Frame,
    level: Cells<Run>,
    upright: Cells<Run>,
    near_nodes: Cells<u32>,
    near_labels: Cells<u32>,
}

impl Sketch {
    /// The drawing of these nodes, routes and labels within a frame.
    pub fn new(
        nodes: Vec<Area>,
        routes: Vec<Vec<Spot>>,
        labels: Vec<Option<Area>>,
        frame: Frame,
    ) -> Self {
        let size = (frame.width, frame.bottom());
        let mut near_nodes = Cells::new(size);
        for (node, area) in (0..).zip(&nodes) {
            near_nodes.add(area, node);
        }
        let (level, upright, near_labels) = (Cells::new(size), Cells::new(size), Cells::new(size));
        let mut sketch =
            Self { nodes, routes, labels, frame, level, upright, near_nodes, near_labels };
        for edge in 0..sketch.routes.len() {
            sketch.draw(edge, true);
        }
        sketch
    }

    /// Replaces the route of an edge and its label.
    pub fn replace(&mut self, edge: usize, route: Vec<Spot>, label: Option<Area>) {
        self.take_out(edge);
        self.put_in(edge, route, label);
    }

    /// Takes an edge out of the drawing, with its label: nothing meets it until it is put in again.
    pub fn take_out(&mut self, edge: usize) -> (Vec<Spot>, Option<Area>) {
        self.draw(edge, false);
        (std::mem::take(&mut self.routes[edge]), self.labels[edge].take())
    }

    /// Puts an edge that was taken out into the drawing.
    pub fn put_in(&mut self, edge: usize, route: Vec<Spot>, label: Option<Area>) {
        self.routes[edge] = route;
        self.labels[edge] = label;
        self.draw(edge, true);
    }

    /// Moves a node; its edges stay where they are.
    pub fn place_node(&mut self, node: usize, area: Area) {
        let own = u32::try_from(node).unwrap_or(u32::MAX);
        self.near_nodes.take(&self.nodes[node], own);
        self.nodes[node] = area;
        self.near_nodes.add(&area, own);
    }

    /// Enters the runs of an edge and its label into the index, or takes them out of it.
    fn draw(&mut self, edge: usize, enter: bool) {
        for ends in self.routes[edge].windows(2) {
            let (area, run) = run(edge, ends);
            let cells = if area.is_level() { &mut self.level } else { &mut self.upright };
            if enter { cells.add(&area, run) } else { cells.take(&area, run) }
        }
        if let Some(label) = &self.labels[edge] {
            let (cells, own) = (&mut self.near_labels, u32::try_from(edge).unwrap_or(u32::MAX));
            if enter { cells.add(label, own) } else { cells.take(label, own) }
        }
    }

    /// How often a route of an edge crosses others.
    pub fn crossings(&self, edge: usize, route: &[Spot]) -> usize {
        self.crossings_within(edge, route, usize::MAX).unwrap_or(usize::MAX)
    }

    /// The same, if that is no more often than this.
    pub fn crossings_within(&self, edge: usize, route: &[Spot], most: usize) -> Option<usize> {
        let mut sum = 0;
        for ends in route.windows(2) {
            let (area, Run { edge: own, at, from, to }) = run(edge, ends);
            let cells = if area.is_level() { &self.upright } else { &self.level };
            // Each crossing is in one cell.
            sum += cells.count(&area, |run| {
                (from < run.at)
                    & (run.at < to)
                    & (run.from < at)
                    & (at < run.to)
                    & (run.edge != own)
            });
            if sum > most {
                return None;
            }
        }
        Some(sum)
    }

    /// Whether a run comes too close to a node. It may touch the two that are named.
    pub fn hits(&self, ends: &[Spot], nodes: [usize; 2]) -> bool {
        self.meets_node(&Area::of_run(ends[0], ends[1]), CLEAR, nodes)
    }

    /// Whether a run of an edge keeps away from labels, borders and runs beside it.
    pub fn is_free(&self, edge: usize, ends: &[Spot]) -> bool {
        let (area, Run { edge: own, at, from, to }) = run(edge, ends);
        let cells = if area.is_level() { &self.level } else { &self.upright };
        let beside = |run: &Run| {
            run.edge != own
                && (run.at - at).abs() < CLOSE
                && from - CLOSE < run.to
                && run.from < to + CLOSE
        };
        let inside = !area.is_level() || !self.meets_border(at);
        inside && !cells.any(&area.grown(CLOSE), beside) && !self.meets_label(edge, &area)
    }

    /// Whether a level run at a height lies outside the drawing, or too close to the border of a lane.
    fn meets_border(&self, at: i32) -> bool {
        let is_close = |border: &i32| (border - at).abs() < CLOSE;
        at < 0 || at > self.frame.bottom() || self.frame.borders.iter().any(is_close)
    }

    /// Whether an area is within the drawing.
    pub fn holds(&self, area: &Area) -> bool {
        area.x.0 >= 0
            && area.x.1 <= self.frame.width
            && area.y.0 >= 0
            && area.y.1 <= self.frame.bottom()
    }

    /// Whether a flow of another edge than this one meets the left or right side of a node.
    pub fn is_met(&self, edge: usize, node: usize, side: i32) -> bool {
        let area = Area { x: (side, side), y: self.nodes[node].y };
        let meets = |run: &Run| {
            run.edge as usize != edge
                && (run.from == side || run.to == side)
                && (area.y.0..=area.y.1).contains(&run.at)
        };
        self.level.any(&area, meets)
    }

    /// Whether an area comes closer to a node than the margin; the nodes of `ends` may be touched.
    fn meets_node(&self, area: &Area, margin: i32, ends: [usize; 2]) -> bool {
        self.near_nodes.any(&area.grown(margin), |&node| {
            let node = node as usize;
            let margin = if ends.contains(&node) { 0 } else { margin };
            area.meets(&self.nodes[node], margin)
        })
    }

    fn meets_label(&self, edge: usize, area: &Area) -> bool {
        self.near_labels.any(&area.grown(1), |&other| {
            let label = self.labels[other as usize].filter(|_| other as usize != edge);
            label.is_some_and(|label| area.meets(&label, 1))
        })
    }

    /// Whether a node that stood here would be in its lane, and apart from other nodes.
    pub fn is_apart(&self, node: usize, area: &Area) -> bool {
        let is_close = |other: &u32| {
            *other as usize != node && area.meets(&self.nodes[*other as usize], APART)
        };
        self.holds(area)
            && self.keeps_lane(&self.nodes[node], area)
            && !self.near_nodes.any(&area.grown(APART), is_close)
    }

    /// Whether no route and no label is in an area, or close to it.
    pub fn is_bare(&self, area: &Area) -> bool {
        let near = area.grown(CLEAR);
        let within = |run: &Run, along: (i32, i32), across: (i32, i32)| {
            across.0 < run.at && run.at < across.1 && run.from < along.1 && along.0 < run.to
        };
        !self.level.any(&near, |run| within(run, near.x, near.y))
            && !self.upright.any(&near, |run| within(run, near.y, near.x))
            && !self.meets_label(usize::MAX, &near)
    }

    /// Whether a node that moves stays in its lane, and far enough from its borders.
    fn keeps_lane(&self, from: &Area, to: &Area) -> bool {
        let Frame { borders, pad, .. } = &self.frame;
        let keeps = |&border: &i32| {
            let is_below = from.y.1 <= border;
            if is_below { to.y.1 + pad <= border } else { border + pad <= to.y.0 }
        };
        from.y == to.y || borders.iter().all(keeps)
    }

    /// Whether a label of an edge would lie on nothing, if the edge went this way.
    pub fn has_room(&self, edge: usize, label: &Area, route: &[Spot]) -> bool {
        let own = u32::try_from(edge).unwrap_or(u32::MAX);
        let within = |run: &Run, along: (i32, i32), across: (i32, i32)| {
            run.edge != own
                && across.0 <= run.at
                && run.at <= across.1
                && run.from <= along.1
                && along.0 <= run.to
        };
        !self.level.any(label, |run| within(run, label.x, label.y))
            && !self.upright.any(label, |run| within(run, label.y, label.x))
            && !route.windows(2).any(|ends| Area::of_run(ends[0], ends[1]).meets(label, 1))
            && !self.meets_node(label, 1, [usize::MAX; 2])
            && !self.meets_label(edge, label)
    }
}

/// A run of an edge and what it covers.
fn run(edge: usize, ends: &[Spot]) -> (Area, Run) {
    let edge = u32::try_from(edge).unwrap_or(u32::MAX);
    let area = Area::of_run(ends[0], ends[1]);
    let (at, (from, to)) = if area.is_level() { (area.y.0, area.x) } else { (area.x.0, area.y) };
    (area, Run { edge, at, from, to })
}
