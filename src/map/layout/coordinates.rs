//! Places items from top to bottom: lanes as bands that share nothing, main flows straight, the whole compact.
//! All wishes are weighted in one sum and the network simplex finds the least, so no wish undoes another.

use super::items::Layers;
use super::ports::{Element, PIXEL, Ports, units};
use super::simplex::{Arc, solve};

/// Between two nodes, in pixels.
pub const NODE_GAP: i32 = 28;
/// Between a node and a line.
const MIXED_GAP: i32 = 16;
/// Between two lines, and between a node and a line that leads around it.
const LINE_GAP: i32 = 12;
/// Between whatever is above it and a label.
const LABEL_GAP: i32 = 5;
/// Between a node and the edge of its lane.
const NODE_PAD: i32 = 24;
/// Between a line and the edge of its lane.
const LINE_PAD: i32 = 12;

/// How much straight pieces, equal rows and low lanes are worth against each other.
mod worth {
    /// A piece between two lines.
    pub const PASS: i32 = 32;
    /// A main piece between a node and a line.
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
    /// The height of each element: the top of a node, the row of a line.
    pub at: Vec<i32>,
    /// Where lanes begin, and where the last one ends.
    pub lanes: Vec<i32>,
}

/// Places all items.
pub fn place(layers: &Layers<'_>, ports: &Ports) -> Heights {
    let lanes = layers.input.lanes.len();
    let mut system = System::new(layers, ports, lanes);
    system.keep_apart();
    system.keep_straight();
    if lanes > 1 {
        system.keep_rows();
    }
    let pivots = (200 + 6 * system.nodes).min(4_000_000 / system.nodes.max(1) + 200);
    let value = solve(system.nodes, system.arcs, pivots);
    let elements = ports.elements.len();
    let origin = value.get(elements).copied().unwrap_or(0);
    let bands = elements..=elements + lanes.max(1);
    Heights {
        at: value[..elements].iter().map(|at| at - origin).collect(),
        lanes: value[bands].iter().map(|top| top - origin).collect(),
    }
}

/// The unknowns: the heights of elements, then the tops of lanes and the bottom of the last, then helpers.
struct System<'a> {
    layers: &'a Layers<'a>,
    ports: &'a Ports,
    lanes: usize,
    arcs: Vec<Arc>,
    nodes: usize,
}

impl<'a> System<'a> {
    fn new(layers: &'a Layers<'a>, ports: &'a Ports, lanes: usize) -> Self {
        let nodes = ports.elements.len() + lanes.max(1) + 1;
        Self { layers, ports, lanes, arcs: Vec::new(), nodes }
    }

    fn lane(&self, lane: usize) -> usize {
        self.ports.elements.len() + lane
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
            let least = self.layers.input.lanes.get(lane).map_or(0, |&least| units(least));
            self.below(self.lane(lane), self.lane(lane + 1), least);
        }
        let (first, last) = (self.lane(0), self.lane(self.lanes.max(1)));
        self.arcs.push(Arc { tail: first, head: last, length: 0, weight: worth::HEIGHT });
        let (layers, ports) = (self.layers, self.ports);
        for rank in &layers.ranks {
            let stack: Vec<usize> =
                rank.iter().flat_map(|&item| ports.of_item[item].clone()).collect();
            for pair in stack.windows(2) {
                let [a, b] = [pair[0], pair[1]].map(|at| ports.elements[at]);
                if layers.items[a.item].lane == layers.items[b.item].lane {
                    self.below(pair[0], pair[1], a.below + gap(&a, &b) * PIXEL + b.above);
                } else {
                    self.close_lane(pair[0]);
                    self.open_lane(pair[1]);
                }
            }
            if let (Some(&first), Some(&last)) = (stack.first(), stack.last()) {
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

    fn open_lane(&mut self, element: usize) {
        let own = self.ports.elements[element];
        let lane = self.layers.items[own.item].lane;
        self.below(self.lane(lane), element, self.pad(own.line) + own.above);
    }

    fn close_lane(&mut self, element: usize) {
        let own = self.ports.elements[element];
        let lane = self.layers.items[own.item].lane;
        self.below(element, self.lane(lane + 1), own.below + self.pad(own.line));
    }

    fn keep_straight(&mut self) {
        let (layers, ports) = (self.layers, self.ports);
        for (piece, (meets, main)) in layers.pieces.iter().zip(ports.meets.iter().zip(&ports.main))
        {
            let [left, right] = piece.items.map(|item| layers.items[item].lane);
            let lines = meets.iter().filter(|(element, _)| ports.elements[*element].line).count();
            let weight = match (left == right, lines, *main == [true, true]) {
                (false, ..) => worth::ACROSS,
                (_, 2, _) => worth::PASS,
                (_, 1, true) => worth::LONG,
                (_, 0, true) => worth::MAIN,
                _ => worth::OTHER,
            };
            self.close(meets[0], meets[1], weight);
        }
    }

    /// Draws the nodes of a lane to one row, even where nothing joins them.
    fn keep_rows(&mut self) {
        let rows = self.nodes;
        self.nodes += self.lanes;
        for lane in 0..self.lanes {
            self.below(self.lane(lane), rows + lane, 0);
        }
        let bodies = self.ports.elements.iter().enumerate().filter(|(_, element)| !element.line);
        for (at, element) in bodies {
            let lane = self.layers.items[element.item].lane;
            self.close((at, element.below / 2), (rows + lane, 0), worth::ROW);
        }
    }
}

/// The room between two neighbours of a rank, in pixels.
fn gap(above: &Element, below: &Element) -> i32 {
    match (above.line, below.line) {
        _ if below.above > 0 => LABEL_GAP,
        _ if above.item == below.item => LINE_GAP,
        (true, true) => LINE_GAP,
        (false, false) => NODE_GAP,
        _ => MIXED_GAP,
    }
}
