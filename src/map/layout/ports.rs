//! Decides where pieces meet their items: one port for each, and room for lines and labels.
//! No two pieces share a port; what cannot be fitted makes its node taller.

use super::items::{Layers, Line, Way};

/// One pixel in the units of the layout: whole numbers, so that every machine computes the same.
pub const PIXEL: i32 = 16;
/// Between two ports, when there is room.
const PORT_GAP: i32 = 12 * PIXEL;
/// Between two ports at least.
const PORT_LEAST: i32 = PIXEL;
/// Between the outermost port and the node's corner.
const CORNER: i32 = 7 * PIXEL;
/// Between a node and a line that leads around it, and between two such lines.
const LINE_GAP: i32 = 12 * PIXEL;
/// Between a label and its line.
pub const LABEL_LIFT: i32 = 4 * PIXEL;
/// Between a label and whatever is above it.
const LABEL_GAP: i32 = 4 * PIXEL;

/// Where everything is within its item.
pub struct Ports {
    /// Height of each item.
    pub height: Vec<i32>,
    /// From the item's top to its node's.
    pub node_top: Vec<i32>,
    /// Height of each item's node.
    pub node_height: Vec<i32>,
    /// From the top of the item on the left (right) to where each piece meets it.
    pub offset: Vec<[i32; 2]>,
    /// Whether a piece is the main one at its left (right) item.
    pub main: Vec<[bool; 2]>,
    /// From an item's top to each of its lines, those over the node first.
    pub lines: Vec<Vec<i32>>,
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
    let (items, pieces) = (layers.items.len(), layers.pieces.len());
    let mut ports = Ports {
        height: vec![0; items],
        node_top: vec![0; items],
        node_height: vec![0; items],
        offset: vec![[0; 2]; pieces],
        main: vec![[true; 2]; pieces],
        lines: vec![Vec::new(); items],
    };
    let weight = [reach(layers, 0), reach(layers, 1)];
    for item in 0..items {
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
        let pieces = if side == 0 { &layers.items[item].left } else { &layers.items[item].right };
        let own = pieces.iter().filter(|&&piece| layers.pieces[piece].slots == [0, 0]);
        reach[item] =
            own.map(|&piece| reach[layers.pieces[piece].items[side]] + 1).max().unwrap_or(0);
    }
    reach
}

impl Ports {
    fn place_item(&mut self, layers: &Layers<'_>, item: usize, weight: &[Vec<u32>; 2]) {
        let own = &layers.items[item];
        let Some(node) = own.node else { return };
        let mut half = units(layers.input.nodes[node].h) / 2;
        let sides = [ports_of(layers, item, 0), ports_of(layers, item, 1)];
        let mains = [0, 1].map(|side| main(layers, item, &sides[side], side, &weight[side]));
        for side in 0..2 {
            half = half.max(half_needed(layers, &sides[side], mains[side], side));
        }
        let (above, below) = (room(layers, &own.over), room(layers, &own.under));
        let over: i32 = above.iter().map(|(line, label)| line + label).sum();
        let under: i32 = below.iter().map(|(line, label)| line + label).sum();
        self.node_top[item] = over;
        self.node_height[item] = 2 * half;
        self.height[item] = over + 2 * half + under;
        for side in 0..2 {
            self.spread(layers, item, &sides[side], mains[side], side, half);
        }
        self.place_lines(layers, item, &above, &below);
    }

    /// Spreads the ports of one side around the middle, where the main one is.
    fn spread(
        &mut self,
        layers: &Layers<'_>,
        item: usize,
        pieces: &[usize],
        main: usize,
        side: usize,
        half: i32,
    ) {
        let middle = self.node_top[item] + half;
        let gaps = gaps(layers, pieces, side);
        let up = shrunk(&gaps[..main.min(gaps.len())], half - CORNER);
        let down = shrunk(&gaps[main.min(gaps.len())..], half - CORNER);
        for (at, &piece) in pieces.iter().enumerate() {
            let offset = if at <= main {
                -up[at..].iter().sum::<i32>()
            } else {
                down[..at - main].iter().sum()
            };
            self.offset[piece][1 - side] = middle + offset;
            self.main[piece][1 - side] = at == main;
        }
    }

    fn place_lines(
        &mut self,
        layers: &Layers<'_>,
        item: usize,
        above: &[(i32, i32)],
        below: &[(i32, i32)],
    ) {
        let own = &layers.items[item];
        let mut at = 0;
        for &(line, label) in above {
            at += label;
            self.lines[item].push(at);
            at += line;
        }
        at = self.node_top[item] + self.node_height[item];
        for (&(line, label), under) in below.iter().zip(&own.under) {
            // The label of a loop hangs below its line, between nothing; any other stands on its line.
            let first = if under.way == Way::Loop { line } else { line + label };
            self.lines[item].push(at + first);
            at += line + label;
        }
        let all = own.over.iter().chain(&own.under).zip(self.lines[item].clone());
        for (line, offset) in all {
            match line.way {
                Way::Left(piece) => self.set_line(piece, 1, offset),
                Way::Right(piece) => self.set_line(piece, 0, offset),
                Way::Loop => {}
            }
        }
    }

    fn set_line(&mut self, piece: usize, end: usize, offset: i32) {
        self.offset[piece][end] = offset;
        self.main[piece][end] = false;
    }
}

/// The pieces with a port on the left (0) or right (1) side of a node, from top to bottom.
fn ports_of(layers: &Layers<'_>, item: usize, side: usize) -> Vec<usize> {
    let own = &layers.items[item];
    let pieces = if side == 0 { &own.left } else { &own.right };
    let mut ports: Vec<usize> =
        pieces.iter().copied().filter(|&piece| layers.pieces[piece].slots[1 - side] == 0).collect();
    ports.sort_by_key(|&piece| (layers.place(piece, side), piece));
    ports
}

/// The position of the piece that should run straight: in the same lane, on the longest way, the middle one.
fn main(layers: &Layers<'_>, item: usize, pieces: &[usize], side: usize, reach: &[u32]) -> usize {
    let lane = layers.items[item].lane;
    let centre = pieces.len() / 2;
    let worth = |&at: &usize| {
        let end = layers.pieces[pieces[at]].items[side];
        let same_lane =
            layers.items[end].lane == lane && layers.pieces[pieces[at]].slots[side] == 0;
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

/// For each line around a node the room for itself and for its label.
fn room(layers: &Layers<'_>, lines: &[Line]) -> Vec<(i32, i32)> {
    let room = lines.iter().map(|line| {
        let labelled = !matches!(line.way, Way::Right(_));
        let label = layers.input.edges[line.edge].label.filter(|_| labelled);
        (LINE_GAP, label.map_or(0, |(_, h)| units(h) + LABEL_LIFT))
    });
    room.collect()
}
