//! What stands in the ranks: nodes with the lines attached to them, and the places where long edges pass.
//! After this no piece of an edge spans more than one channel between two ranks.

use super::cycles::back_edges;
use super::lists::{Lists, narrow};
use super::ranks::{Ranks, ranks};
use super::{Edge, Input};
use std::ops::Range;

/// Something that takes a place of its own in a rank.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its rank.
    pub rank: usize,
    /// Its lane.
    pub lane: usize,
    /// The node it is; without one an edge passes here.
    pub node: Option<usize>,
    /// Lines that lead around above the node, from top to bottom.
    pub over: Vec<Line>,
    /// Lines that lead around below it, from top to bottom.
    pub under: Vec<Line>,
    /// The edges that lead straight up and straight down from the node, or to it from there.
    pub drops: [Option<usize>; 2],
}

/// A line that leads around a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The edge.
    pub edge: usize,
    /// Which way it goes on.
    pub way: Way,
}

/// Which way a line goes on from the node it is attached to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Way {
    /// To the rank before, as the given piece: the edge leaves the node here.
    Left(usize),
    /// From the rank after, as the given piece: the edge reaches the node here.
    Right(usize),
    /// Nowhere: the edge leads from the node to itself.
    Loop,
}

/// A piece of an edge, across one channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// The edge.
    pub edge: usize,
    /// The item on its left, and on its right.
    pub items: [usize; 2],
    /// Where it meets them: 0 for the item itself, below for a line over it, above for a line under it.
    pub slots: [i32; 2],
}

/// The way of an edge through items and pieces, from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chain {
    /// Pieces in order; none for an edge to its own node or within its rank.
    pub pieces: Range<usize>,
    /// Whether it leads from right to left.
    pub back: bool,
    /// Whether it leads straight up or down, within one rank.
    pub drop: bool,
    /// Whether it was left out, because it names no node.
    pub unknown: bool,
}

/// How the nodes are ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Whether each edge leads back.
    pub back: Vec<bool>,
    /// Whether each edge may not lead straight up or down within a rank.
    pub barred: Vec<bool>,
    /// By how many ranks each edge is longer than it must be.
    pub longer: Vec<i32>,
    /// Whether of two edges that cannot both lead straight up or down the later one does.
    pub late: bool,
}

impl Plan {
    /// The plan that is best where nothing speaks against it.
    pub fn usual(input: &Input) -> Self {
        let edges = input.edges.len();
        let (barred, longer) = (vec![false; edges], vec![0; edges]);
        Self { back: back_edges(input, false), barred, longer, late: false }
    }
}

/// The ranks and all that stands in them.
pub struct Layers<'i> {
    /// What is laid out.
    pub input: &'i Input,
    /// All items; those of nodes come first, in the order of the nodes.
    pub items: Vec<Item>,
    /// All pieces.
    pub pieces: Vec<Piece>,
    /// The pieces on the left and on the right of each item.
    pub sides: [Lists; 2],
    /// The way of each edge.
    pub chains: Vec<Chain>,
    /// The items of each rank, from top to bottom; none before they are ordered.
    pub ranks: Vec<Vec<usize>>,
    /// The position of each item in its rank, once they are ordered.
    pub position: Vec<usize>,
    /// Whether each edge was found not to lead straight up or down.
    pub barred: Vec<bool>,
}

/// Whether both ends of an edge are nodes.
pub fn known(input: &Input, edge: &Edge) -> bool {
    (edge.from as usize) < input.nodes.len() && (edge.to as usize) < input.nodes.len()
}

/// The lane of a node; one that is not there counts as the last.
pub fn lane(input: &Input, node: usize) -> usize {
    (input.nodes[node].lane as usize).min(input.lanes.len().saturating_sub(1))
}

impl<'i> Layers<'i> {
    /// Ranks the nodes and cuts the edges into pieces.
    pub fn new(input: &'i Input, plan: &Plan) -> Self {
        let Ranks { of: rank, drops, barred } = ranks(input, plan);
        let count = rank.iter().max().map_or(0, |last| last + 1);
        let mut layers = Self {
            input,
            items: Vec::with_capacity(4 * rank.len()),
            pieces: Vec::with_capacity(4 * rank.len()),
            sides: <[Lists; 2]>::default(),
            chains: Vec::with_capacity(drops.len()),
            ranks: vec![Vec::new(); count],
            position: Vec::new(),
            barred,
        };
        for (node, &rank) in rank.iter().enumerate() {
            let lane = lane(input, node);
            layers.add(rank, lane, Some(node));
        }
        let crowd = layers.crowd();
        for (edge, (&back, &drop)) in plan.back.iter().zip(&drops).enumerate() {
            if drop {
                layers.add_drop(edge);
            } else {
                layers.add_chain(edge, back, &crowd);
            }
        }
        let items = layers.items.len();
        let stands = |end: usize| layers.pieces.iter().map(move |piece| piece.items[end]);
        layers.sides = [1, 0].map(|end| Lists::of_places(items, stands(end)));
        layers
    }

    fn add(&mut self, rank: usize, lane: usize, node: Option<usize>) -> usize {
        let (over, under) = (Vec::new(), Vec::new());
        self.items.push(Item { rank, lane, node, over, under, drops: [None; 2] });
        self.items.len() - 1
    }

    fn add_piece(&mut self, edge: usize, left: usize, right: usize) {
        self.pieces.push(Piece { edge, items: [left, right], slots: [0, 0] });
    }

    /// The pieces on the left (0) or right (1) of an item.
    pub fn pieces_at(&self, item: usize, side: usize) -> impl Iterator<Item = usize> {
        self.sides[side].of(narrow(item)).iter().map(|&piece| piece as usize)
    }

    fn add_drop(&mut self, edge: usize) {
        let Edge { from, to, .. } = self.input.edges[edge];
        let (from, to) = (from as usize, to as usize);
        let down = usize::from(self.items[from].lane < self.items[to].lane);
        self.items[from].drops[down] = Some(edge);
        self.items[to].drops[1 - down] = Some(edge);
        self.chains.push(Chain { drop: true, ..Chain::default() });
    }

    fn add_chain(&mut self, edge: usize, back: bool, crowd: &Crowd) {
        let Edge { from, to, .. } = self.input.edges[edge];
        if !known(self.input, &self.input.edges[edge]) {
            self.chains.push(Chain { unknown: true, ..Chain::default() });
            return;
        }
        let (left, right) =
            if back { (to as usize, from as usize) } else { (from as usize, to as usize) };
        let start = self.pieces.len();
        if left == right {
            self.items[left].under.push(Line { edge, way: Way::Loop });
        } else {
            let lane = crowd.quieter(&self.items[left], &self.items[right]);
            let mut at = left;
            for rank in self.items[left].rank + 1..self.items[right].rank {
                let pass = self.add(rank, lane, None);
                self.add_piece(edge, at, pass);
                at = pass;
            }
            self.add_piece(edge, at, right);
        }
        let pieces = start..self.pieces.len();
        if back && !pieces.is_empty() {
            self.items[left].under.push(Line { edge, way: Way::Right(start) });
            self.items[right].under.push(Line { edge, way: Way::Left(pieces.end - 1) });
            self.set_slots(left);
            self.set_slots(right);
        }
        self.chains.push(Chain { pieces, back, ..Chain::default() });
    }

    /// How many nodes each lane has up to each rank.
    fn crowd(&self) -> Crowd {
        let mut nodes = vec![vec![0; self.ranks.len() + 1]; self.input.lanes.len().max(1)];
        for item in &self.items {
            nodes[item.lane][item.rank + 1] += 1;
        }
        for lane in &mut nodes {
            for rank in 1..lane.len() {
                lane[rank] += lane[rank - 1];
            }
        }
        Crowd { nodes }
    }

    /// The node at the left (0) or right (1) end of an edge.
    pub fn far(&self, edge: usize, side: usize) -> usize {
        let Edge { from, to, .. } = self.input.edges[edge];
        let right = usize::from(!self.chains[edge].back);
        (if side == right { to } else { from }) as usize
    }

    /// Tells the pieces of an item's lines where they meet it.
    pub fn set_slots(&mut self, item: usize) {
        let Item { over, under, .. } = &self.items[item];
        let above = i32::try_from(over.len()).unwrap_or(i32::MAX);
        for (slot, line) in (-above..).zip(over).chain((1..).zip(under)) {
            match line.way {
                Way::Left(piece) => self.pieces[piece].slots[1] = slot,
                Way::Right(piece) => self.pieces[piece].slots[0] = slot,
                Way::Loop => {}
            }
        }
    }

    /// Where a piece meets its left (0) or right (1) rank; a greater number is further down.
    pub fn place(&self, piece: usize, side: usize) -> i64 {
        let Piece { items, slots, .. } = self.pieces[piece];
        let position = i64::try_from(self.position[items[side]]).unwrap_or(i64::MAX >> 24);
        (position << 24) + i64::from(slots[side])
    }
}

/// The number of nodes before each rank, by lane.
struct Crowd {
    nodes: Vec<Vec<usize>>,
}

impl Crowd {
    /// The lane in which an edge between two items passes fewer nodes; that of its right end when they are equal.
    fn quieter(&self, left: &Item, right: &Item) -> usize {
        let passed = |lane: usize| self.nodes[lane][right.rank] - self.nodes[lane][left.rank + 1];
        if passed(left.lane) < passed(right.lane) { left.lane } else { right.lane }
    }
}
