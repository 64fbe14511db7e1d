//! Orders the items of each rank so that few pieces cross, without ever mixing lanes.
//! The order of the input wins where crossings do not decide, so that a small edit moves little.

pub mod net;

#[cfg(test)]
mod exact;
mod lines;
mod sweep;
mod threads;

use super::crossings::Counter;
use super::items::Layers;
use crate::engines::map::sorting::sort_by_key;
use lines::Loop;
use net::{Net, Order, narrow};
use sweep::{Sweeper, exchange};
use threads::{Mover, Threads};

/// Sweeps of each start when orders of the lanes are compared.
const QUICK_SWEEPS: u32 = 2;
/// Sweeps of each start.
const SWEEPS: u32 = 4;
/// The same where much crosses, or where there is little to order.
const MORE_SWEEPS: u32 = 14;
/// Items that are little to order.
const LITTLE: usize = 160;
/// Items that are too many for more than a few sweeps.
const MUCH: usize = 3_000;
/// Ways weighed before threads stay where they are.
const WORK: u64 = 300_000_000;
/// How often a small drawing is shaken.
const SHAKES: u32 = 2;
/// Passes over the threads without improvement.
const PASSES_WITHOUT_IMPROVEMENT: u32 = 4;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Enough to compare orders of the lanes.
    Quick,
    /// All that is worth it.
    Whole,
}

/// Orders all ranks; says how many crossings are left.
pub fn order(layers: &mut Layers<'_>, effort: Effort) -> u64 {
    let mut net = Net::new(layers);
    let mut search = Search::new(layers, &net, effort);
    for start in [by_input, by_depth] {
        net.restore(&search.first);
        let ranks = start(layers, &net);
        net.set(ranks);
        search.sweep(&mut net);
        if search.least == 0 {
            break;
        }
    }
    search.back_to_best(&mut net);
    if effort == Effort::Whole {
        search.wander(&mut net);
        search.back_to_best(&mut net);
    }
    lines::attach(layers, &net, &search.loops);
    take(layers, net);
    search.least
}

/// Takes the order of the net over into the layers.
fn take(layers: &mut Layers<'_>, net: Net) {
    for (item, &lane) in layers.items.iter_mut().zip(&net.lane) {
        item.lane = lane as usize;
    }
    let wide = |rank: Vec<u32>| rank.into_iter().map(|item| item as usize).collect();
    layers.ranks = net.ranks.into_iter().map(wide).collect();
    for rank in &layers.ranks {
        for (at, &item) in rank.iter().enumerate() {
            layers.position[item] = at;
        }
    }
}

/// The search for an order, and the best one so far.
struct Search {
    effort: Effort,
    counter: Counter,
    sweeper: Sweeper,
    mover: Mover,
    threads: Threads,
    loops: Vec<Loop>,
    /// The crossings within each rank and in the channel after it.
    crossed: Vec<u64>,
    least: u64,
    best: Order,
    /// What every start begins with.
    first: Order,
}

impl Search {
    fn new(layers: &Layers<'_>, net: &Net, effort: Effort) -> Self {
        let mut first = Order::default();
        net.store(&mut first);
        Self {
            effort,
            counter: Counter::default(),
            sweeper: Sweeper::default(),
            mover: Mover::default(),
            threads: Threads::new(net),
            loops: lines::loops(layers),
            crossed: Vec::new(),
            least: u64::MAX,
            best: Order::default(),
            first,
        }
    }

    /// Counts, and keeps the order if it is the best so far; says whether it is.
    fn keep(&mut self, net: &Net) -> bool {
        self.crossed.clear();
        for rank in 0..net.ranks.len() {
            let channel =
                if rank + 1 < net.ranks.len() { self.counter.in_channel(net, rank) } else { 0 };
            self.crossed.push(channel + net.crossed(narrow(rank)));
        }
        let crossings = self.crossed.iter().sum();
        let better = crossings < self.least;
        if better {
            self.least = crossings;
            net.store(&mut self.best);
        }
        better
    }

    fn back_to_best(&mut self, net: &mut Net) {
        net.restore(&self.best);
        self.keep(net);
    }

    /// Sweeps to the right and to the left, and moves threads after each sweep.
    fn sweep(&mut self, net: &mut Net) {
        self.keep(net);
        let mut round = 0;
        while self.least > 0 && round < self.rounds(net) {
            self.sweeper.sweep(net, round % 2 == 0, round % 4 >= 2);
            exchange(net);
            self.keep(net);
            self.pass(net);
            round += 1;
        }
    }

    /// How many sweeps are worth their time.
    fn rounds(&self, net: &Net) -> u32 {
        if self.effort == Effort::Quick {
            return QUICK_SWEEPS;
        }
        let items = net.rank.len();
        let dense = self.least > items as u64 / 4 && items < MUCH;
        if dense || items < LITTLE { MORE_SWEEPS } else { SWEEPS }
    }

    /// Looks for a better order from the best one; in a small drawing also from near it, again and again.
    fn wander(&mut self, net: &mut Net) {
        self.settle(net);
        let shakes = if net.rank.len() < LITTLE { SHAKES } else { 0 };
        for _ in 0..shakes {
            if self.least == 0 {
                break;
            }
            self.back_to_best(net);
            self.mover.shake(true);
            self.pass(net);
            self.mover.shake(false);
            self.settle(net);
        }
    }

    /// Moves the threads that meet crossings, as long as that gets better now and then.
    fn settle(&mut self, net: &mut Net) {
        let mut waited = 0;
        while self.least > 0 && waited < PASSES_WITHOUT_IMPROVEMENT {
            waited = if self.pass(net) { 0 } else { waited + 1 };
        }
    }

    /// Moves the threads that meet crossings, and lines to the other side; says whether that is the best order so far.
    fn pass(&mut self, net: &mut Net) -> bool {
        for at in 0..self.threads.len() {
            let thread = self.threads.get(at);
            let end = |item: u32| net.rank[item as usize] as usize;
            let (first, last) = (end(thread[0]), end(thread[thread.len() - 1]));
            let channels = first.saturating_sub(1)..self.crossed.len().min(last + 1);
            let crossed = self.crossed[channels].iter().any(|&crossings| crossings > 0);
            if crossed && self.mover.work < WORK {
                self.mover.settle(net, thread);
            }
        }
        lines::choose_sides(net, &mut self.counter, &self.loops);
        self.keep(net)
    }
}

/// Nodes as they came in; a passing edge between its two ends.
fn by_input(layers: &Layers<'_>, net: &Net) -> Vec<Vec<u32>> {
    let key = |item: u32| match layers.items[item as usize].node {
        Some(node) => 2 * node,
        None => {
            let edge = layers.input.edges[layers.pieces[net.pieces(item, 0)[0] as usize].edge];
            edge.from as usize + edge.to as usize
        }
    };
    let mut ranks = net.ranks.clone();
    for rank in &mut ranks {
        sort_by_key(rank, |&item| (net.lane[item as usize], key(item), item));
    }
    ranks
}

/// Items in the order in which a walk to the right, first to the end and then back, meets them.
fn by_depth(_: &Layers<'_>, net: &Net) -> Vec<Vec<u32>> {
    let items = narrow(net.rank.len());
    let mut met = vec![false; net.rank.len()];
    let mut ranks: Vec<Vec<u32>> = vec![Vec::new(); net.ranks.len()];
    for start in (0..items).filter(|&item| net.pieces(item, 0).is_empty()) {
        let mut stack = vec![start];
        while let Some(item) = stack.pop() {
            if std::mem::replace(&mut met[item as usize], true) {
                continue;
            }
            ranks[net.rank[item as usize] as usize].push(item);
            stack.extend(net.pieces(item, 1).iter().rev().map(|&piece| net.end(piece, 1)));
        }
    }
    for rank in &mut ranks {
        sort_by_key(rank, |&item| net.lane[item as usize]);
    }
    ranks
}
