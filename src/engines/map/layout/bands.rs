//! Proposes orders of the lanes in which flows pass few lanes on their way; the drawing of each decides.
//! The order of the input comes first, so that it wins where nothing speaks against it.

use super::Input;
use super::items::{known, lane};
use crate::engines::map::sorting::sort;

/// Orders of so many lanes are all looked at.
const ALL: usize = 6;
/// Orders that are proposed.
const PROPOSED: usize = 3;
/// Nodes for which there is the time to draw each of them.
const FEW: usize = 80;

/// For each proposal the position of each lane from the top.
pub fn proposed(input: &Input) -> Vec<Vec<usize>> {
    let lanes = input.lanes.len();
    let mut orders = vec![(0..lanes).collect::<Vec<usize>>()];
    if !input.any_order || lanes < 3 {
        return orders;
    }
    let mut found = found(&joined(input));
    if input.nodes.len() > FEW {
        return found.into_iter().take(1).map(|(_, order)| order).collect();
    }
    found.truncate(PROPOSED);
    for (_, order) in found {
        if order != orders[0] {
            orders.push(order);
        }
    }
    orders
}

/// The position of each band from the top in an order in which few are passed between those that are joined, each pair
/// by its positions; the order that is given wins where nothing speaks against it.
#[must_use]
pub fn with_few_passed(bands: usize, joined: &[(usize, usize)]) -> Vec<usize> {
    if bands < 3 {
        return (0..bands).collect();
    }
    let mut counts = vec![vec![0; bands]; bands];
    for &(a, b) in joined.iter().filter(|(a, b)| a != b) {
        counts[a.min(b)][a.max(b)] += 1;
    }
    let found = found(&counts).into_iter().next();
    found.map_or_else(|| (0..bands).collect(), |(_, order)| order)
}

/// Orders of the lanes, the best one first.
fn found(joined: &[Vec<usize>]) -> Vec<Costed> {
    let lanes = joined.len();
    let mut found = if lanes <= ALL { all(lanes, joined) } else { improved(lanes, joined) };
    sort(&mut found);
    found
}

/// How many edges join each lane to each other one.
fn joined(input: &Input) -> Vec<Vec<usize>> {
    let mut joined = vec![vec![0; input.lanes.len()]; input.lanes.len()];
    for edge in input.edges.iter().filter(|edge| known(input, edge)) {
        let (a, b) = (lane(input, edge.from as usize), lane(input, edge.to as usize));
        joined[a.min(b)][a.max(b)] += usize::from(a != b);
    }
    joined
}

/// The lanes that edges pass, and how far the order is from that of the input.
fn cost(order: &[usize], joined: &[Vec<usize>]) -> (usize, usize) {
    let (mut passed, mut turned) = (0, 0);
    for a in 0..order.len() {
        for b in a + 1..order.len() {
            passed += joined[a][b] * order[a].abs_diff(order[b]);
            turned += usize::from(order[a] > order[b]);
        }
    }
    (passed, turned)
}

type Costed = ((usize, usize), Vec<usize>);

/// All orders with their costs; of an order and its reverse the one that is nearer to the input.
fn all(lanes: usize, joined: &[Vec<usize>]) -> Vec<Costed> {
    let mut found = Vec::new();
    let mut order: Vec<usize> = (0..lanes).collect();
    permute(&mut order, 0, &mut |order: &[usize]| {
        let cost = cost(order, joined);
        if cost.1 * 4 <= lanes * (lanes - 1) {
            found.push((cost, order.to_vec()));
        }
    });
    found
}

fn permute(order: &mut [usize], at: usize, take: &mut impl FnMut(&[usize])) {
    if at == order.len() {
        return take(order);
    }
    for other in at..order.len() {
        order.swap(at, other);
        permute(order, at + 1, take);
        order.swap(at, other);
    }
}

/// The order of the input with lanes moved as long as that makes it better.
fn improved(lanes: usize, joined: &[Vec<usize>]) -> Vec<Costed> {
    let mut sequence: Vec<usize> = (0..lanes).collect();
    let placed = |sequence: &[usize]| {
        let mut order = vec![0; lanes];
        for (at, &lane) in sequence.iter().enumerate() {
            order[lane] = at;
        }
        (cost(&order, joined), order)
    };
    let mut best = placed(&sequence);
    let mut moved = true;
    while moved {
        moved = false;
        for from in 0..lanes {
            for to in 0..lanes {
                let mut tried = sequence.clone();
                let lane = tried.remove(from);
                tried.insert(to, lane);
                let found = placed(&tried);
                if found.0 < best.0 {
                    (best, sequence, moved) = (found, tried, true);
                }
            }
        }
    }
    vec![best]
}

#[cfg(test)]
mod tests {
    use super::super::{Edge, Node};
    use super::*;

    fn input(lanes: u32, joined: &[(u32, u32)]) -> Input {
        let nodes = (0..lanes).map(|lane| Node { w: 9.0, h: 9.0, lane }).collect();
        let edges =
            joined.iter().map(|&(from, to)| Edge { from, to, label: None, level: false }).collect();
        Input { nodes, edges, lanes: vec![1.0; lanes as usize], any_order: true }
    }

    #[test]
    fn lanes_that_are_joined_are_proposed_beside_each_other() {
        assert_eq!(proposed(&input(3, &[(0, 2), (2, 1)]))[1], [0, 2, 1]);
        let far = input(8, &[(0, 7), (7, 1), (1, 6)]);
        let order = &proposed(&far)[1];
        assert_eq!(cost(order, &joined(&far)).0, 3);
    }

    #[test]
    fn bands_that_are_joined_stand_beside_each_other_and_others_as_they_are_given() {
        assert_eq!(with_few_passed(4, &[(3, 0), (0, 3), (1, 1)]), [0, 2, 3, 1]);
        let many = with_few_passed(9, &[(8, 0), (0, 8)]);
        assert_eq!(many[8].abs_diff(many[0]), 1);
        assert_eq!(with_few_passed(3, &[]), [0, 1, 2]);
        assert_eq!(with_few_passed(0, &[]), [0; 0]);
    }

    #[test]
    fn a_written_order_is_the_only_one() {
        let written = Input { any_order: false, ..input(3, &[(0, 2)]) };
        assert_eq!(proposed(&written), [[0, 1, 2]]);
    }
}
