//! Gives each node its rank, from left to right, so that the edges are short in all.
//! An edge that leads back counts the other way round; one to its own node counts for nothing.

use super::Input;
use super::items::known;
use super::simplex::{Arc, solve};

/// The rank of each node, from 0.
pub fn ranks(input: &Input, back: &[bool]) -> Vec<usize> {
    let forward =
        input.edges.iter().zip(back).filter(|(edge, _)| known(input, edge) && edge.from != edge.to);
    let arcs: Vec<Arc> = forward
        .map(|(edge, &back)| {
            let (tail, head) = if back { (edge.to, edge.from) } else { (edge.from, edge.to) };
            Arc { tail, head, length: 1, weight: 1 }
        })
        .collect();
    let steps = 20_000 + 1_000 * input.nodes.len();
    solve(input.nodes.len(), arcs, steps)
        .into_iter()
        .map(|rank| usize::try_from(rank).unwrap_or(0))
        .collect()
}
