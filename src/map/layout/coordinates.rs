//! Places items from top to bottom: lanes as bands that share nothing, main flows straight, the whole compact.
//! All wishes are weighted in one sum and the network simplex finds the least, so no wish undoes another.

use super::items::{Item, Layers};
use super::ports::{PIXEL, Ports};
use super::simplex::{Arc, solve};

/// Between two nodes, in pixels.
pub const NODE_GAP: i32 = 28;
/// Between a node and a line.
const MIXED_GAP: i32 = 16;
/// Between two lines.
const LINE_GAP: i32 = 12;
/// Between a node and the edge of its lane.
const NODE_PAD: i32 = 24;
/// Between a line and the edge of its lane.
const LINE_PAD: i32 = 12;
/// The least height of a lane.
const LANE_LEAST: i32 = 48;

/// How much straight pieces, equal rows and low lanes are worth against each other.
mod worth {
    /// A piece between two places where an edge only passes.
    pub const PASS: i32 = 32;
    /// A main piece that has such a place at one end.
    pub const LONG: i32 = 14;
    /// A main piece between two nodes.
    pub const MAIN: i32 = 12;
    /// Any other piece.
    pub const OTHER: i32 = 3;
    /// A piece that changes lanes, and cannot be straight.
    pub const ACROSS: i32 = 1;
    /// A node on the common row of its lane.
    pub const ROW: i32 = 1;
    /// The height of all.
    pub const HEIGHT: i32 = 2;
}

/// Where things are from top to bottom.
pub struct Heights {
    /// The top of each item.
    pub top: Vec<i32>,
    /// Where lanes begin, and where the last one ends.
    pub lanes: Vec<i32>,
}

/// Places all items.
pub fn place(layers: &Layers<'_>, ports: &Ports, lanes: u32) -> Heights {
    let mut system = System::new(layers, ports, lanes as usize);
    system.keep_apart();
    system.keep_straight();
    if lanes > 1 {
        system.keep_rows();
    }
    let pivots = (200 + 6 * system.nodes).min(4_000_000 / system.nodes.max(1) + 200);
    let value = solve(system.nodes, system.arcs, pivots);
    let origin = value.get(layers.items.len()).copied().unwrap_or(0);
    let bands = layers.items.len()..=layers.items.len() + lanes.max(1) as usize;
    Heights {
        top: value[..layers.items.len()].iter().map(|top| top - origin).collect(),
        lanes: value[bands].iter().map(|top| top - origin).collect(),
    }
}

/// The unknowns: the tops of items, then the tops of lanes and the bottom of the last, then helpers.
struct System<'a> {
    layers: &'a Layers<'a>,
    ports: &'a Ports,
    lanes: usize,
    arcs: Vec<Arc>,
    nodes: usize,
}

impl<'a> System<'a> {
    fn new(layers: &'a Layers<'a>, ports: &'a Ports, lanes: usize) -> Self {
        let nodes = layers.items.len() + lanes.max(1) + 1;
        Self { layers, ports, lanes, arcs: Vec::new(), nodes }
    }

    fn lane(&self, lane: usize) -> usize {
        self.layers.items.len() + lane
    }

    /// `head` at least `length` below `tail`.
    fn below(&mut self, tail: usize, head: usize, length: i32) {
        self.arcs.push(Arc { tail, head, length, weight: 0 });
    }

    /// `a + at_a` close to `b + at_b`.
    fn close(&mut self, (a, at_a): (usize, i32), (b, at_b): (usize, i32), weight: i32) {
        let helper = self.nodes;
        self.nodes += 1;
        let least = at_a.min(at_b);
        self.arcs.push(Arc { tail: helper, head: a, length: least - at_a, weight });
        self.arcs.push(Arc { tail: helper, head: b, length: least - at_b, weight });
    }

    /// Keeps items below each other, and inside their lanes.
    fn keep_apart(&mut self) {
        for lane in 0..self.lanes.max(1) {
            let least = if self.lanes > 0 { LANE_LEAST * PIXEL } else { 0 };
            self.below(self.lane(lane), self.lane(lane + 1), least);
        }
        let (first, last) = (self.lane(0), self.lane(self.lanes.max(1)));
        self.arcs.push(Arc { tail: first, head: last, length: 0, weight: worth::HEIGHT });
        let layers = self.layers;
        for rank in &layers.ranks {
            for pair in rank.windows(2) {
                let (a, b) = (&layers.items[pair[0]], &layers.items[pair[1]]);
                if a.lane == b.lane {
                    let gap = gap(ends_in_line(a), starts_in_line(b));
                    self.below(pair[0], pair[1], self.ports.height[pair[0]] + gap * PIXEL);
                } else {
                    self.close_lane(pair[0]);
                    self.open_lane(pair[1]);
                }
            }
            if let (Some(&first), Some(&last)) = (rank.first(), rank.last()) {
                self.open_lane(first);
                self.close_lane(last);
            }
        }
    }

    fn pad(&self, line: bool) -> i32 {
        match (self.lanes, line) {
            (0, _) => 0,
            (_, true) => LINE_PAD * PIXEL,
            (_, false) => NODE_PAD * PIXEL,
        }
    }

    fn open_lane(&mut self, item: usize) {
        let own = &self.layers.items[item];
        self.below(self.lane(own.lane), item, self.pad(starts_in_line(own)));
    }

    fn close_lane(&mut self, item: usize) {
        let own = &self.layers.items[item];
        let pad = self.pad(ends_in_line(own));
        self.below(item, self.lane(own.lane + 1), self.ports.height[item] + pad);
    }

    fn keep_straight(&mut self) {
        let (layers, ports) = (self.layers, self.ports);
        for ((piece, ends), main) in layers.pieces.iter().zip(&ports.offset).zip(&ports.main) {
            let [left, right] = piece.items.map(|item| &layers.items[item]);
            let passes = [left, right].iter().filter(|item| item.node.is_none()).count();
            let main = *main == [true, true];
            let weight = match (left.lane == right.lane, passes, main) {
                (false, ..) => worth::ACROSS,
                (_, 2, _) => worth::PASS,
                (_, 1, true) => worth::LONG,
                (_, 0, true) => worth::MAIN,
                _ => worth::OTHER,
            };
            self.close((piece.items[0], ends[0]), (piece.items[1], ends[1]), weight);
        }
    }

    /// Draws the nodes of a lane to one row, even where nothing joins them.
    fn keep_rows(&mut self) {
        let rows = self.nodes;
        self.nodes += self.lanes;
        for lane in 0..self.lanes {
            self.below(self.lane(lane), rows + lane, 0);
        }
        for item in 0..self.layers.items.len() {
            if self.layers.items[item].node.is_some() {
                let middle = self.ports.node_top[item] + self.ports.node_height[item] / 2;
                self.close((item, middle), (rows + self.layers.items[item].lane, 0), worth::ROW);
            }
        }
    }
}

fn gap(above_is_line: bool, below_is_line: bool) -> i32 {
    match (above_is_line, below_is_line) {
        (true, true) => LINE_GAP,
        (false, false) => NODE_GAP,
        _ => MIXED_GAP,
    }
}

fn starts_in_line(item: &Item) -> bool {
    item.node.is_none() || !item.over.is_empty()
}

fn ends_in_line(item: &Item) -> bool {
    item.node.is_none() || !item.under.is_empty()
}
