//! The fewest crossings that any order of the ranks can have, found by trying all of them: what the search is held to.
//! Two ranks are weighed against each other at a time, so that trying all is possible for small drawings only.

use super::Orderer;
use super::lines::{Loop, loops};
use super::net::Net;
use crate::engines::map::layout::crossings::Counter;
use crate::engines::map::layout::invariants::cases::{Random, process};
use crate::engines::map::layout::items::{Layers, Plan};
use crate::engines::map::layout::{Edge, Input};

/// Pairs of orders of two neighbouring ranks that are tried.
const MOST: usize = 400_000;

/// The orders of a rank that keep the nodes of each lane together, lanes from top to bottom.
fn orders(net: &Net, rank: u32) -> Option<Vec<Vec<u32>>> {
    let mut found = vec![Vec::new()];
    for &item in net.items(rank) {
        let mut longer = Vec::new();
        for order in &found {
            for at in 0..=order.len() {
                let mut order: Vec<u32> = order.clone();
                order.insert(at, item);
                longer.push(order);
            }
        }
        if longer.len() > MOST {
            return None;
        }
        longer.retain(|order| keeps_lanes(net, order));
        found = longer;
    }
    Some(found)
}

fn keeps_lanes(net: &Net, order: &[u32]) -> bool {
    let nodes: Vec<u32> =
        order.iter().copied().filter(|item| net.passes[*item as usize].is_none()).collect();
    let stands = |(at, &below): (usize, &u32)| {
        let lane = net.lane[below as usize];
        nodes[..at].iter().all(|&above| match net.lane[above as usize].cmp(&lane) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => net.may_precede(above, below),
            std::cmp::Ordering::Greater => false,
        })
    };
    nodes.iter().enumerate().all(stands)
}

/// The ends of the lines around nodes that lie in the channel after a rank.
fn turns(loops: &[Loop], rank: u32) -> Vec<(u32, usize)> {
    let ends = loops.iter().flat_map(Loop::ends);
    ends.filter(|(channel, ..)| *channel == rank).map(|(_, piece, side)| (piece, side)).collect()
}

/// The crossings of the channel after a rank, every line above or below its node as is best.
fn least(net: &mut Net, counter: &mut Counter, turns: &[(u32, usize)], rank: u32) -> u64 {
    let sides = |net: &mut Net, chosen: usize| {
        for (bit, &(piece, side)) in turns.iter().enumerate() {
            net.set_slot(piece, side, if chosen >> bit & 1 == 0 { 1 } else { -1 });
        }
    };
    let mut count = |chosen| {
        sides(net, chosen);
        counter.in_channel(net, rank)
    };
    (0..1_usize << turns.len()).map(&mut count).min().unwrap_or(0)
}

/// The fewest crossings of the layers; nothing when there are too many orders to try.
fn fewest(layers: &Layers<'_>) -> Option<u64> {
    let (mut net, mut counter) = (Net::new(layers), Counter::default());
    let loops = loops(layers);
    let all: Option<Vec<_>> = (0..net.ranks()).map(|rank| orders(&net, rank)).collect();
    let all = all?;
    if all.windows(2).any(|pair| pair[0].len() * pair[1].len() > MOST) {
        return None;
    }
    let mut costs: Vec<u64> = Vec::new();
    for (rank, orders) in (0_u32..).zip(&all) {
        let turns = rank.checked_sub(1).map(|before| turns(&loops, before)).unwrap_or_default();
        let mut next = Vec::with_capacity(orders.len());
        for order in orders {
            net.set(rank, order);
            let mut best = if rank == 0 { 0 } else { u64::MAX };
            for (before, &cost) in costs.iter().enumerate() {
                net.set(rank - 1, &all[rank as usize - 1][before]);
                if cost < best {
                    best = best.min(cost + least(&mut net, &mut counter, &turns, rank - 1));
                }
            }
            next.push(best + net.crossed(rank));
        }
        costs = next;
    }
    costs.into_iter().min()
}

/// A process with further edges, as messages between pools are: enough of them that some must cross.
fn tangled(seed: u64, steps: u32, lanes: u32) -> Input {
    let mut input = process(seed, steps, lanes);
    let mut random = Random(seed);
    for _ in 0..steps / 5 {
        let from = random.below(steps);
        let to = (from + 1 + random.below(5)).min(steps - 1);
        input.edges.push(Edge { from, to, label: None, level: false });
    }
    input
}

#[test]
fn hardly_any_drawing_of_up_to_thirty_steps_could_cross_less() {
    let (mut tried, mut best, mut ours, mut least) = (0, 0, 0, 0);
    for seed in 0..400_u32 {
        let input = tangled(u64::from(seed), 5 + seed % 26, seed % 5);
        let mut layers = Layers::new(&input, &Plan::usual(&input));
        let Some(fewest) = fewest(&layers) else { continue };
        let found = Orderer::default().order(&mut layers);
        assert!(found >= fewest, "the search counts fewer crossings than there can be");
        (tried, best) = (tried + 1, best + u32::from(found == fewest));
        (ours, least) = (ours + found, least + fewest);
    }
    println!("{best} of {tried} cannot be better; {ours} crossings, the fewest are {least}");
    assert!(tried >= 300, "only {tried} were small enough");
    assert!(best * 100 >= tried * 95, "{best} of {tried} cannot be better");
    assert!(ours * 100 <= least * 102, "{ours} crossings where {least} are possible");
}
