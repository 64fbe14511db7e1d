//! Places items from top to bottom: lanes as bands that share nothing, main flows straight, the whole compact.
//! All wishes are weighted in one sum and the network simplex finds the least, so no wish undoes another.

use super::blocks::{Blocks, Straight, straight};
use super::items::Layers;
use super::ports::{Element, PIXEL, Ports, units};
use super::simplex::{Arc, solve};
use crate::engines::map::sorting::sort;

/// Between two nodes, in pixels.
pub const NODE_GAP: i32 = 28;
/// Between a node and a line.
const MIXED_GAP: i32 = 16;
/// Between two lines, and between a node and a line that leads around it.
const LINE_GAP: i32 = 12;
/// Between whatever is above it and a label.
const LABEL_GAP: i32 = 5;
/// Between a node and the edge of its lane.
const NODE_PAD: i32 = 18;
/// Between a line and the edge of its lane.
const LINE_PAD: i32 = 12;

/// How many steps the search for the least sum may take.
const STEPS: usize = 30_000_000;

/// How much straight pieces, equal rows and low lanes are worth against each other.
mod worth {
    /// A piece between two lines.
    pub const PASS: i32 = 128;
    /// A main piece between a node and a line.
    pub const LONG: i32 = 56;
    /// A main piece between two nodes.
    pub const MAIN: i32 = 48;
    /// Any other piece.
    pub const OTHER: i32 = 12;
    /// A piece that changes lanes, and cannot be straight.
    pub const ACROSS: i32 = 4;
    /// A node on the common row of its lane: it decides where nothing else does.
    pub const ROW: i32 = 1;
    /// The height of all.
    pub const HEIGHT: i32 = 8;
}

/// Where things are from top to bottom.
pub struct Heights {
    /// The height of each element: the top of a node, the row of a line.
    pub at: Vec<i32>,
    /// Where lanes begin, and where the last one ends.
    pub lanes: Vec<i32>,
}

impl Heights {
    /// Makes room above and below all that is in each lane.
    pub fn spread(&mut self, layers: &Layers<'_>, ports: &Ports, room: i32) {
        let lanes = |lane: usize| i32::try_from(lane).unwrap_or(0);
        for (height, element) in self.at.iter_mut().zip(&ports.elements) {
            *height += (2 * lanes(layers.items[element.item].lane) + 1) * room;
        }
        for (lane, top) in self.lanes.iter_mut().enumerate() {
            *top += 2 * lanes(lane) * room;
        }
    }
}

/// Places all items.
pub fn place(layers: &Layers<'_>, ports: &Ports) -> Heights {
    let lanes = layers.input.lanes.len();
    let blocks = Blocks::new(layers, ports);
    let mut system = System::new(layers, ports, &blocks, lanes);
    system.keep_apart();
    system.keep_straight();
    if lanes > 1 {
        system.keep_rows();
    }
    let (first, count) = (blocks.count as usize, lanes.max(1));
    let value = solve(system.nodes as usize, system.arcs(), STEPS);
    let origin = value.get(first).copied().unwrap_or(0);
    let height = |(&block, below): (&u32, &i32)| value[block as usize] + below - origin;
    Heights {
        at: blocks.of.iter().zip(&blocks.below).map(height).collect(),
        lanes: value[first..=first + count].iter().map(|top| top - origin).collect(),
    }
}

/// The unknowns: the heights of blocks, then the tops of lanes and the bottom of the last, then helpers.
struct System<'a> {
    layers: &'a Layers<'a>,
    ports: &'a Ports,
    blocks: &'a Blocks,
    lanes: usize,
    /// What must be below what, and how far: lower, upper, length.
    apart: Vec<(u32, u32, i32)>,
    wishes: Vec<Arc>,
    nodes: u32,
}

impl<'a> System<'a> {
    fn new(layers: &'a Layers<'a>, ports: &'a Ports, blocks: &'a Blocks, lanes: usize) -> Self {
        let nodes = blocks.count + u32::try_from(lanes.max(1)).unwrap_or(u32::MAX) + 1;
        Self { layers, ports, blocks, lanes, apart: Vec::new(), wishes: Vec::new(), nodes }
    }

    /// All arcs; of several between two unknowns the longest does for all.
    fn arcs(mut self) -> Vec<Arc> {
        sort(&mut self.apart);
        let mut arcs: Vec<Arc> = Vec::with_capacity(self.apart.len() + self.wishes.len());
        for (tail, head, length) in self.apart {
            match arcs.last_mut() {
                Some(last) if (last.tail, last.head) == (tail, head) => last.length = length,
                _ => arcs.push(Arc { tail, head, length, weight: 0 }),
            }
        }
        arcs.append(&mut self.wishes);
        arcs
    }

    fn lane(&self, lane: usize) -> u32 {
        self.blocks.count + u32::try_from(lane).unwrap_or(0)
    }

    /// An element `length` below another at least.
    fn below(&mut self, upper: usize, lower: usize, length: i32) {
        let Blocks { of, below, .. } = self.blocks;
        self.apart.push((of[upper], of[lower], length + below[upper] - below[lower]));
    }

    /// A height `at_a` below an unknown close to another one.
    fn close(&mut self, (a, at_a): (u32, i32), (b, at_b): (u32, i32), weight: i32) {
        let tail = self.nodes;
        self.nodes += 1;
        let least = at_a.min(at_b);
        self.wishes.push(Arc { tail, head: a, length: least - at_a, weight });
        self.wishes.push(Arc { tail, head: b, length: least - at_b, weight });
    }

    /// A height below an element, as one below its block.
    fn of_block(&self, element: usize, at: i32) -> (u32, i32) {
        (self.blocks.of[element], self.blocks.below[element] + at)
    }

    /// Keeps items below each other, and inside their lanes.
    fn keep_apart(&mut self) {
        for lane in 0..self.lanes.max(1) {
            let least = self.layers.input.lanes.get(lane).map_or(0, |&least| units(least));
            self.apart.push((self.lane(lane), self.lane(lane + 1), least));
        }
        let (tail, head) = (self.lane(0), self.lane(self.lanes.max(1)));
        self.wishes.push(Arc { tail, head, length: 0, weight: worth::HEIGHT });
        let (layers, ports, blocks) = (self.layers, self.ports, self.blocks);
        for stack in &blocks.stacks {
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
            (lanes, false) => node_pad(lanes),
        }
    }

    fn open_lane(&mut self, element: usize) {
        let own = self.ports.elements[element];
        let lane = self.lane(self.layers.items[own.item].lane);
        let (block, at) = self.of_block(element, -own.above);
        self.apart.push((lane, block, self.pad(own.line) - at));
    }

    fn close_lane(&mut self, element: usize) {
        let own = self.ports.elements[element];
        let lane = self.lane(self.layers.items[own.item].lane + 1);
        let (block, at) = self.of_block(element, own.below);
        self.apart.push((block, lane, self.pad(own.line) + at));
    }

    fn keep_straight(&mut self) {
        let (layers, ports) = (self.layers, self.ports);
        for (piece, meets) in ports.meets.iter().enumerate() {
            let [a, b] = meets.map(|(element, at)| self.of_block(element, at));
            if a.0 == b.0 {
                continue;
            }
            let weight = match straight(layers, ports, piece) {
                Straight::Never => worth::ACROSS,
                Straight::Wish => worth::OTHER,
                Straight::Main => worth::MAIN,
                Straight::Long => worth::LONG,
                Straight::Pass => worth::PASS,
            };
            self.close(a, b, weight);
        }
    }

    /// Draws the nodes of a lane to one row, even where nothing joins them.
    fn keep_rows(&mut self) {
        let rows = self.nodes;
        for lane in 0..self.lanes {
            self.apart.push((self.lane(lane), self.nodes, 0));
            self.nodes += 1;
        }
        let bodies = self.ports.elements.iter().enumerate().filter(|(_, element)| !element.line);
        for (at, element) in bodies {
            let lane = u32::try_from(self.layers.items[element.item].lane).unwrap_or(0);
            self.close(self.of_block(at, element.below / 2), (rows + lane, 0), worth::ROW);
        }
    }
}

/// Between a node and the edge of its lane, where there are so many lanes.
pub fn node_pad(lanes: usize) -> i32 {
    if lanes == 0 { 0 } else { NODE_PAD * PIXEL }
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
