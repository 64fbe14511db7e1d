//! Decides where pieces meet their items: one port for each, and room for lines and labels.
//! No two pieces share a port; what cannot be fitted makes its node taller.

use super::items::{Layers, Line, Way};
use crate::engines::map::sorting::sort_by_key;
use std::ops::Range;

/// One pixel in the units of the layout: whole numbers, so that every machine computes the same.
pub const PIXEL: i32 = 16;
/// Between two ports, when there is room.
const PORT_GAP: i32 = 12 * PIXEL;
/// Between two ports at least.
const PORT_LEAST: i32 = PIXEL;
/// Between the outermost port and the node's corner.
const CORNER: i32 = 7 * PIXEL;
/// Between a label and its line.
pub const LABEL_LIFT: i32 = 4 * PIXEL;
/// Between a label and whatever is above it.
const LABEL_GAP: i32 = 4 * PIXEL;

/// Something with a height of its own: a node, a line that leads around it, or a place where an edge passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Element {
    /// The item it belongs to.
    pub item: usize,
    /// Whether it is a line rather than a node.
    pub line: bool,
    /// How far it reaches above its own height: the label that stands on a line.
    pub above: i32,
    /// How far it reaches below: a node's body, the label that hangs below a loop.
    pub below: i32,
}

/// Where everything meets.
#[derive(Default)]
pub struct Ports {
    /// All elements; those of an item are neighbours, from top to bottom.
    pub elements: Vec<Element>,
    /// The elements of each item.
    pub of_item: Vec<Range<usize>>,
    /// The element of each item that is its node, or the place where the edge passes.
    pub body: Vec<usize>,
    /// For each piece the element that it meets on its left (right), and how far below that element's height.
    pub meets: Vec<[(usize, i32); 2]>,
    /// Whether a piece is the main one at its left (right) item.
    pub main: Vec<[bool; 2]>,
}

/// A length in units, at least a pixel, of even number so that it has a middle.
pub fn units(pixels: f64) -> i32 {
    let bounded = if pixels.is_finite() { pixels.clamp(1.0, 2_000.0) } else { 1.0 };
    #[expect(clippy::cast_possible_truncation, reason = "bounded by 32,000")]
    let half = (bounded * f64::from(PIXEL) / 2.0).ceil() as i32;
    half * 2
}

/// Places all ports.
pub fn place(layers: &Layers<'_>) -> Ports {
    let pieces = layers.pieces.len();
    let mut ports = Ports {
        meets: vec![[(0, 0); 2]; pieces],
        main: vec![[true; 2]; pieces],
        ..Ports::default()
    };
    let weight = [reach(layers, 0), reach(layers, 1)];
    for item in 0..layers.items.len() {
        ports.place_item(layers, item, &weight);
    }
    ports
}

/// For each item the number of ranks that can be reached from it to the left (0) or right (1).
fn reach(layers: &Layers<'_>, side: usize) -> Vec<u32> {
    let mut reach = vec![0; layers.items.len()];
    let all: Vec<&Vec<usize>> =
        if side == 0 { layers.ranks.iter().collect() } else { layers.ranks.iter().rev().collect() };
    for &item in all.into_iter().flatten() {
        let own =
            layers.pieces_at(item, side).filter(|&piece| layers.pieces[piece].slots == [0, 0]);
        reach[item] =
            own.map(|piece| reach[layers.pieces[piece].items[side]] + 1).max().unwrap_or(0);
    }
    reach
}

impl Ports {
    fn place_item(&mut self, layers: &Layers<'_>, item: usize, weight: &[Vec<u32>; 2]) {
        let own = &layers.items[item];
        let first = self.elements.len();
        for line in &own.over {
            self.add_line(layers, item, *line);
        }
        self.body.push(self.elements.len());
        self.add_body(layers, item, weight);
        for line in &own.under {
            self.add_line(layers, item, *line);
        }
        self.of_item.push(first..self.elements.len());
    }

    fn add_body(&mut self, layers: &Layers<'_>, item: usize, weight: &[Vec<u32>; 2]) {
        let body = self.elements.len();
        let Some(node) = layers.items[item].node else {
            self.elements.push(Element { item, line: true, above: 0, below: 0 });
            for side in 0..2 {
                for piece in layers.pieces_at(item, side) {
                    self.meets[piece][1 - side] = (body, 0);
                }
            }
            return;
        };
        let mut half = units(layers.input.nodes[node].h) / 2;
        let sides = [ports_of(layers, item, 0), ports_of(layers, item, 1)];
        let mains = [0, 1].map(|side| main(layers, item, &sides[side], side, &weight[side]));
        for side in 0..2 {
            half = half.max(half_needed(layers, &sides[side], mains[side], side));
        }
        self.elements.push(Element { item, line: false, above: 0, below: 2 * half });
        for side in 0..2 {
            self.spread(layers, &sides[side], mains[side], side, half);
        }
    }

    /// Adds a line that leads around a node. Its label stands on it; that of a loop hangs below it, in the way of nothing.
    fn add_line(&mut self, layers: &Layers<'_>, item: usize, line: Line) {
        let label = layers.input.edges[line.edge].label.map_or(0, |(_, h)| units(h) + LABEL_LIFT);
        let (above, below) = match line.way {
            Way::Left(piece) => {
                self.meet_line(piece, 1);
                (label, 0)
            }
            Way::Right(piece) => {
                self.meet_line(piece, 0);
                (0, 0)
            }
            Way::Loop => (0, label),
        };
        self.elements.push(Element { item, line: true, above, below });
    }

    fn meet_line(&mut self, piece: usize, end: usize) {
        self.meets[piece][end] = (self.elements.len(), 0);
    }

    /// Spreads the ports of one side around the middle, where the main one is.
    fn spread(
        &mut self,
        layers: &Layers<'_>,
        pieces: &[usize],
        main: usize,
        side: usize,
        half: i32,
    ) {
        let body = self.elements.len() - 1;
        let gaps = gaps(layers, pieces, side);
        let up = shrunk(&gaps[..main.min(gaps.len())], half - CORNER);
        let down = shrunk(&gaps[main.min(gaps.len())..], half - CORNER);
        for (at, &piece) in pieces.iter().enumerate() {
            let offset = if at <= main {
                -up[at..].iter().sum::<i32>()
            } else {
                down[..at - main].iter().sum()
            };
            self.meets[piece][1 - side] = (body, half + offset);
            self.main[piece][1 - side] = at == main;
        }
    }
}

/// The pieces with a port on the left (0) or right (1) side of a node, from top to bottom.
fn ports_of(layers: &Layers<'_>, item: usize, side: usize) -> Vec<usize> {
    let mut ports: Vec<usize> = layers
        .pieces_at(item, side)
        .filter(|&piece| layers.pieces[piece].slots[1 - side] == 0)
        .collect();
    sort_by_key(&mut ports, |&piece| (layers.place(piece, side), piece));
    ports
}

/// The position of the piece that should run straight: in the same lane, on the longest way, the middle one.
fn main(layers: &Layers<'_>, item: usize, pieces: &[usize], side: usize, reach: &[u32]) -> usize {
    let lane = layers.items[item].lane;
    let centre = pieces.len() / 2;
    let worth = |&at: &usize| {
        let piece = layers.pieces[pieces[at]];
        let end = piece.items[side];
        // An edge from another lane is straight in this one for a while; what stays in the lane leads on.
        let far = layers.far(piece.edge, side);
        let same_lane = layers.items[end].lane == lane
            && piece.slots[side] == 0
            && layers.items[far].lane == lane;
        (same_lane, reach[end], std::cmp::Reverse(at.abs_diff(centre)), std::cmp::Reverse(at))
    };
    (0..pieces.len()).max_by_key(worth).unwrap_or(0)
}

/// The height of the label that stands on a piece at this side of an item, with its gaps.
fn label_room(layers: &Layers<'_>, piece: usize, side: usize) -> i32 {
    let edge = layers.pieces[piece].edge;
    let labelled = side == 1 && !layers.chains[edge].back;
    let label = layers.input.edges[edge].label.filter(|_| labelled);
    label.map_or(0, |(_, h)| units(h) + LABEL_LIFT + LABEL_GAP)
}

/// The wished-for gaps between neighbouring ports.
fn gaps(layers: &Layers<'_>, pieces: &[usize], side: usize) -> Vec<i32> {
    pieces.iter().skip(1).map(|&piece| PORT_GAP.max(label_room(layers, piece, side))).collect()
}

/// Gaps made smaller in proportion, labels or not, so that they fit.
fn shrunk(gaps: &[i32], room: i32) -> Vec<i32> {
    let wished: i64 = gaps.iter().map(|&gap| i64::from(gap)).sum();
    if wished <= i64::from(room) {
        return gaps.to_vec();
    }
    let fitted = |&gap: &i32| {
        i32::try_from(i64::from(gap) * i64::from(room) / wished).unwrap_or(gap).max(PORT_LEAST)
    };
    gaps.iter().map(fitted).collect()
}

/// Half the height that a node needs so that labels fit between its ports and ports are at all apart.
fn half_needed(layers: &Layers<'_>, pieces: &[usize], main: usize, side: usize) -> i32 {
    let labelled = pieces.iter().any(|&piece| label_room(layers, piece, side) > 0);
    let least =
        |count: usize| CORNER + PORT_LEAST * i32::try_from(count).unwrap_or(i32::MAX / PIXEL / 2);
    if !labelled {
        return least(main.max(pieces.len().saturating_sub(main + 1)));
    }
    let gaps = gaps(layers, pieces, side);
    let top = label_room(layers, pieces[0], side).max(CORNER);
    let up: i32 = gaps[..main].iter().sum::<i32>() + top;
    let down: i32 = gaps[main..].iter().sum::<i32>() + CORNER;
    up.max(down)
}
