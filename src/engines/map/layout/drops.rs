//! Finds the edges that may lead straight down or up into another lane, so that both their nodes share a rank.
//! On its way such an edge meets no node; the lines that it meets it crosses at right angles.

use super::items::{known, lane};
use super::{Edge, Input};
use crate::engines::map::sorting::sort;

/// For each edge whether it may be a drop, as far as the edges themselves can tell.
///
/// Nodes joined by drops stand above each other, each drop between two neighbours. An edge with a label is none: its
/// label stands on a level line. Those that are barred are out of the question.
pub fn wished(input: &Input, barred: &[bool]) -> Vec<bool> {
    if input.lanes.len() < 2 {
        return vec![false; input.edges.len()];
    }
    let mut looped = vec![false; input.nodes.len()];
    for edge in input.edges.iter().filter(|edge| known(input, edge) && edge.from == edge.to) {
        looped[edge.from as usize] = true;
    }
    let mut columns = Columns::new(input);
    let mut wish = |(edge, &barred): (&Edge, &bool)| {
        let free = !barred && edge.label.is_none() && known(input, edge);
        free && !looped[edge.from as usize]
            && !looped[edge.to as usize]
            && columns.join(edge.from as usize, edge.to as usize)
    };
    input.edges.iter().zip(barred).map(&mut wish).collect()
}

/// Bars the drops that would meet a node on their way, or lead to another rank, with these ranks; says whether there
/// were any.
pub fn bar(input: &Input, ranks: &[i32], drops: &[bool], barred: &mut [bool]) -> bool {
    let mut places: Vec<(i32, usize)> =
        ranks.iter().enumerate().map(|(node, &rank)| (rank, lane(input, node))).collect();
    sort(&mut places);
    let mut any = false;
    let edges = input.edges.iter().zip(barred).zip(drops).filter(|(_, drop)| **drop);
    for ((edge, barred), _) in edges {
        let (from, to) = (edge.from as usize, edge.to as usize);
        let (a, b) = (lane(input, from), lane(input, to));
        let first = places.partition_point(|place| *place < (ranks[from], a.min(b)));
        let met = places[first..].iter().take_while(|place| **place <= (ranks[from], a.max(b)));
        *barred = ranks[from] != ranks[to] || met.count() > 2;
        any |= *barred;
    }
    any
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
        let edges = edges.iter().map(|&(from, to)| Edge { from, to, label: None }).collect();
        Input { nodes, edges, lanes: vec![1.0; 4], any_order: false }
    }

    #[test]
    fn a_chain_goes_down_through_the_lanes_and_not_back_past_itself() {
        let input = input(&[0, 1, 3, 1, 1], &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(wished(&input, &[false; 4]), [true, true, false, false]);
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
