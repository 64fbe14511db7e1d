//! Finds the edges that may lead straight down or up into another lane, so that both their nodes share a rank.
//! On its way such an edge meets no node; the lines that it meets it crosses at right angles.

use super::items::{known, lane};
use super::{Edge, Input};
use crate::engines::map::sorting::sort;

/// For each edge whether it may be a drop, as far as the edges themselves can tell.
///
/// Nodes joined by drops stand above each other, each drop between two neighbours. An edge with a label is none: its
/// label stands on a level line. Those that are barred are out of the question.
pub fn wished(input: &Input, barred: &[bool], late: bool) -> Vec<bool> {
    if input.lanes.len() < 2 {
        return vec![false; input.edges.len()];
    }
    let mut looped = vec![false; input.nodes.len()];
    for edge in input.edges.iter().filter(|edge| known(input, edge) && edge.from == edge.to) {
        looped[edge.from as usize] = true;
    }
    let mut columns = Columns::new(input);
    let mut found = vec![false; input.edges.len()];
    let mut wish = |at: usize| {
        let edge = &input.edges[at];
        let free = !barred[at] && edge.label.is_none() && known(input, edge);
        found[at] = free
            && !looped[edge.from as usize]
            && !looped[edge.to as usize]
            && columns.join(edge.from as usize, edge.to as usize);
    };
    if late {
        (0..barred.len()).rev().for_each(&mut wish);
    } else {
        (0..barred.len()).for_each(&mut wish);
    }
    found
}

/// Bars the drops that would meet a node on their way, or lead to another rank, with these ranks; says whether there
/// were any.
pub fn bar(input: &Input, ranks: &[i32], drops: &[bool], barred: &mut [bool]) -> bool {
    let mut occupancy = Occupancy::new(input, ranks, drops);
    let mut any = false;
    for edge in (0..drops.len()).filter(|&edge| drops[edge]) {
        barred[edge] = !occupancy.hold(&input.edges[edge]);
        any |= barred[edge];
    }
    any
}

/// The nodes of each lane in each rank, and which of them drops leave or reach.
struct Occupancy<'i> {
    input: &'i Input,
    ranks: &'i [i32],
    /// Rank, lane and node.
    places: Vec<(i32, usize, usize)>,
    /// Whether a drop is wished for above and below each node.
    wished: Vec<[bool; 2]>,
    /// Whether a drop was found to be possible above and below each node.
    held: Vec<[bool; 2]>,
}

impl<'i> Occupancy<'i> {
    fn new(input: &'i Input, ranks: &'i [i32], drops: &[bool]) -> Self {
        let place = |(node, &rank): (usize, &i32)| (rank, lane(input, node), node);
        let mut places: Vec<_> = ranks.iter().enumerate().map(place).collect();
        sort(&mut places);
        let mut wished = vec![[false; 2]; ranks.len()];
        for (edge, _) in input.edges.iter().zip(drops).filter(|(_, drop)| **drop) {
            let [upper, lower] = ends(input, edge);
            wished[upper][1] = true;
            wished[lower][0] = true;
        }
        let held = vec![[false; 2]; ranks.len()];
        Self { input, ranks, places, wished, held }
    }

    /// Whether a drop can be where the ranks put it, beside those that are there already.
    fn hold(&mut self, edge: &Edge) -> bool {
        let [upper, lower] = ends(self.input, edge);
        let [first, last] = [upper, lower].map(|node| lane(self.input, node));
        let free = self.ranks[upper] == self.ranks[lower]
            && self.nodes(upper, first + 1, last).is_empty()
            && self.is_last(upper, 1)
            && self.is_last(lower, 0);
        self.wished[upper][1] = free;
        self.wished[lower][0] = free;
        self.held[upper][1] |= free;
        self.held[lower][0] |= free;
        free
    }

    /// The nodes of some lanes in the rank of a node.
    fn nodes(&self, of: usize, first: usize, end: usize) -> &[(i32, usize, usize)] {
        let rank = self.ranks[of];
        let place = |lane: usize| self.places.partition_point(|at| (at.0, at.1) < (rank, lane));
        &self.places[place(first)..place(end)]
    }

    /// Whether a node can be the first (0) or last (1) one of its lane in its rank.
    fn is_last(&self, node: usize, side: usize) -> bool {
        let own = lane(self.input, node);
        let others = self.nodes(node, own, own + 1).iter().filter(|at| at.2 != node);
        let mut others = others.peekable();
        others.peek().is_none()
            || !self.wished[node][1 - side] && others.all(|at| !self.held[at.2][side])
    }
}

/// The upper and the lower node of a drop.
fn ends(input: &Input, edge: &Edge) -> [usize; 2] {
    let [from, to] = [edge.from, edge.to].map(|node| node as usize);
    if lane(input, from) < lane(input, to) { [from, to] } else { [to, from] }
}

/// Nodes that stand above each other: the column of each, and the highest and lowest node of each column.
struct Columns<'i> {
    input: &'i Input,
    column: Vec<usize>,
    ends: Vec<(usize, usize)>,
}

impl<'i> Columns<'i> {
    fn new(input: &'i Input) -> Self {
        let nodes = input.nodes.len();
        Self {
            input,
            column: (0..nodes).collect(),
            ends: (0..nodes).map(|node| (node, node)).collect(),
        }
    }

    fn of(&mut self, node: usize) -> usize {
        let mut at = node;
        while self.column[at] != at {
            self.column[at] = self.column[self.column[at]];
            at = self.column[at];
        }
        at
    }

    /// Puts the column of one node above that of another, if they are neighbours then.
    fn join(&mut self, from: usize, to: usize) -> bool {
        let down = lane(self.input, from) < lane(self.input, to);
        let (upper, lower) = if down { (from, to) } else { (to, from) };
        let (above, below) = (self.of(upper), self.of(lower));
        let fits = above != below
            && lane(self.input, from) != lane(self.input, to)
            && self.ends[above].1 == upper
            && self.ends[below].0 == lower;
        if fits {
            self.column[below] = above;
            self.ends[above].1 = self.ends[below].1;
        }
        fits
    }
}

#[cfg(test)]
mod tests {
    use super::super::Node;
    use super::*;

    fn input(lanes: &[u32], edges: &[(u32, u32)]) -> Input {
        let nodes = lanes.iter().map(|&lane| Node { w: 10.0, h: 10.0, lane }).collect();
        let edges =
            edges.iter().map(|&(from, to)| Edge { from, to, label: None, level: false }).collect();
        Input { nodes, edges, lanes: vec![1.0; 4], any_order: false }
    }

    #[test]
    fn a_chain_goes_down_through_the_lanes_and_not_back_past_itself() {
        let input = input(&[0, 1, 3, 1, 1], &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(wished(&input, &[false; 4], false), [true, true, false, false]);
    }

    #[test]
    fn a_drop_that_would_meet_a_node_is_barred() {
        let input = input(&[0, 2, 1], &[(0, 1)]);
        let mut barred = [false];
        assert!(bar(&input, &[0, 0, 0], &[true], &mut barred));
        assert_eq!(barred, [true]);
        assert!(!bar(&input, &[0, 0, 1], &[true], &mut barred));
        assert!(bar(&input, &[0, 1, 2], &[true], &mut barred));
    }
}
