//! Gives each node its rank, from left to right, so that the edges are short in all.
//! An edge that leads back counts the other way round; one to its own node counts for nothing.

use super::items::{Plan, known, lane};
use super::simplex::{Arc, solve};
use super::{Edge, Input, drops};

/// How often drops that come to nothing are barred and others tried, before there are none.
const ROUNDS: u32 = 24;

/// The ranks, and the edges within them.
pub struct Ranks {
    /// The rank of each node, from 0.
    pub of: Vec<usize>,
    /// Whether each edge leads straight down or up, within one rank.
    pub drops: Vec<bool>,
    /// The edges that are known not to be drops.
    pub barred: Vec<bool>,
}

/// Ranks the nodes.
pub fn ranks(input: &Input, plan: &Plan) -> Ranks {
    let back = &plan.back;
    let stays = |edge: &Edge| {
        !known(input, edge) || lane(input, edge.from as usize) == lane(input, edge.to as usize)
    };
    let mut barred: Vec<bool> = plan
        .barred
        .iter()
        .zip(back)
        .zip(&input.edges)
        .map(|((&barred, &back), edge)| barred || back && stays(edge))
        .collect();
    for _ in 0..ROUNDS {
        let drops = drops::wished(input, &barred, plan.late);
        let of = solved(input, plan, &drops);
        if !drops::bar(input, &of, &drops, &mut barred) {
            return Ranks { of: of.into_iter().map(counted).collect(), drops, barred };
        }
    }
    let drops = vec![false; back.len()];
    let of = solved(input, plan, &drops).into_iter().map(counted).collect();
    Ranks { of, drops, barred }
}

fn counted(rank: i32) -> usize {
    usize::try_from(rank).unwrap_or(0)
}

fn solved(input: &Input, plan: &Plan, drops: &[bool]) -> Vec<i32> {
    let edges = input.edges.iter().zip(&plan.back).zip(drops).zip(&plan.longer);
    let arc = |(((edge, &back), &drop), &longer): (((&Edge, &bool), &bool), &i32)| {
        let (tail, head) = if back { (edge.to, edge.from) } else { (edge.from, edge.to) };
        Arc { tail, head, length: i32::from(!drop) + longer, weight: 1 }
    };
    let forward = edges.filter(|(((edge, _), _), _)| known(input, edge) && edge.from != edge.to);
    let steps = 20_000 + 1_000 * input.nodes.len();
    solve(input.nodes.len(), forward.map(arc).collect(), steps)
}
