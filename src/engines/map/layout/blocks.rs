//! Joins elements that a straight line should lead through into blocks, each placed as one.
//! No two joints of a channel cross, so that blocks can always be placed above each other.

use super::items::Layers;
use super::ports::Ports;
use crate::engines::map::sorting::sort;
use std::cmp::Reverse;

/// Fewer elements than this are few.
const FEW: usize = 260;

/// Elements in blocks.
pub struct Blocks {
    /// The block of each element.
    pub of: Vec<u32>,
    /// How far below its block's height each element is.
    pub below: Vec<i32>,
    /// How many blocks there are.
    pub count: u32,
    /// The elements of each rank, from top to bottom.
    pub stacks: Vec<Vec<usize>>,
}

/// How much it matters that a piece is straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Straight {
    /// It cannot be: it changes lanes.
    Never,
    /// A little: another piece is the main one of a node.
    Wish,
    /// It is the main piece of both its nodes.
    Main,
    /// It is the main piece of its node, and leads on past others.
    Long,
    /// It leads past others on both sides.
    Pass,
}

/// How much it matters that a piece is straight.
pub fn straight(layers: &Layers<'_>, ports: &Ports, piece: usize) -> Straight {
    let [left, right] = layers.pieces[piece].items.map(|item| layers.items[item].lane);
    let lines = ports.meets[piece].iter().filter(|(at, _)| ports.elements[*at].line).count();
    match (left == right, lines, ports.main[piece] == [true, true]) {
        (false, ..) => Straight::Never,
        (_, 2, _) => Straight::Pass,
        (_, 1, true) => Straight::Long,
        (_, 0, true) => Straight::Main,
        _ => Straight::Wish,
    }
}

impl Blocks {
    /// The blocks of the layers.
    pub fn new(layers: &Layers<'_>, ports: &Ports) -> Self {
        let elements = ports.elements.len();
        let stack =
            |rank: &Vec<usize>| rank.iter().flat_map(|&i| ports.of_item[i].clone()).collect();
        let mut blocks = Self {
            of: vec![0; elements],
            below: vec![0; elements],
            count: 0,
            stacks: layers.ranks.iter().map(stack).collect(),
        };
        let mut joints = Joints::new(layers, ports, &blocks.stacks);
        for rank in 0..layers.ranks.len() {
            joints.join(rank);
            for at in 0..blocks.stacks[rank].len() {
                let element = blocks.stacks[rank][at];
                match joints.left[element] {
                    Some((other, by)) => {
                        blocks.of[element] = blocks.of[other];
                        blocks.below[element] = blocks.below[other] + by;
                    }
                    None => {
                        blocks.of[element] = blocks.count;
                        blocks.count += 1;
                    }
                }
            }
        }
        blocks
    }
}

/// What is joined to what.
struct Joints<'a> {
    layers: &'a Layers<'a>,
    ports: &'a Ports,
    /// The place of each element in its rank.
    place: Vec<usize>,
    /// The element that each is joined to on its left, and how far below it it is.
    left: Vec<Option<(usize, i32)>>,
    /// What must be joined: in a large drawing more than in a small one, which can afford to weigh it.
    least: Straight,
    /// Pieces of a channel that may be joints, and the places that those chosen join.
    wishes: Vec<(Reverse<Straight>, usize)>,
    chosen: Vec<(usize, usize)>,
}

impl<'a> Joints<'a> {
    fn new(layers: &'a Layers<'a>, ports: &'a Ports, stacks: &[Vec<usize>]) -> Self {
        let mut place = vec![0; ports.elements.len()];
        for stack in stacks {
            for (at, &element) in stack.iter().enumerate() {
                place[element] = at;
            }
        }
        let left = vec![None; ports.elements.len()];
        let least = if left.len() < FEW { Straight::Pass } else { Straight::Main };
        Self { layers, ports, place, left, least, wishes: Vec::new(), chosen: Vec::new() }
    }

    /// Chooses the joints of the channel before a rank: those that matter most first, none that cross one chosen.
    fn join(&mut self, rank: usize) {
        let (layers, ports) = (self.layers, self.ports);
        self.wishes.clear();
        self.chosen.clear();
        for piece in layers.ranks[rank].iter().flat_map(|&item| layers.pieces_at(item, 0)) {
            let matters = straight(layers, ports, piece);
            if matters >= self.least {
                self.wishes.push((Reverse(matters), piece));
            }
        }
        sort(&mut self.wishes);
        for &(_, piece) in &self.wishes {
            let [(left, left_at), (right, right_at)] = ports.meets[piece];
            let (a, b) = (self.place[left], self.place[right]);
            let at = self.chosen.partition_point(|&(other, _)| other < a);
            let free = at == 0 || self.chosen[at - 1].1 < b;
            if free && self.chosen.get(at).is_none_or(|&(left, right)| left > a && right > b) {
                self.chosen.insert(at, (a, b));
                self.left[right] = Some((left, left_at - right_at));
            }
        }
    }
}
