//! Which flows of a log are shown: the most frequent, and enough for every step to be reached and left.
//! A flow that is not shown is counted, never forgotten.

use super::discover::{Edge, End};
use std::collections::HashSet;

/// At most `most` of the edges, which come sorted by how often they were taken; more where a step would come loose.
pub fn select(edges: Vec<Edge>, steps: usize, most: usize) -> Vec<Edge> {
    let mut kept: HashSet<usize> = HashSet::new();
    let best = |wanted: &dyn Fn(&Edge) -> bool| {
        edges.iter().position(|edge| edge.from != edge.to && wanted(edge))
    };
    for step in (0..steps).map(End::Activity) {
        kept.extend(best(&|edge| edge.to == step));
        kept.extend(best(&|edge| edge.from == step));
    }
    kept.extend(best(&|edge| edge.from == End::Start));
    kept.extend(best(&|edge| edge.to == End::End));
    for at in 0..edges.len() {
        if kept.len() >= most {
            break;
        }
        kept.insert(at);
    }
    edges
        .into_iter()
        .enumerate()
        .filter(|(at, _)| kept.contains(at))
        .map(|(_, edge)| edge)
        .collect()
}
