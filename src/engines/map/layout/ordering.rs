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
use super::lists::narrow;
use lines::Loop;
use net::{Net, Order};
use sweep::{Sweeper, exchange};
use threads::{Mover, Threads};

/// Sweeps when plans are compared.
const QUICK_SWEEPS: u32 = 1;
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
/// How often the best order of a small drawing is perturbed at most.
const PERTURBATIONS: u32 = 16;
/// Ways weighed before the order of a small drawing is perturbed no more.
const PERTURBED_WORK: u64 = 9_000;
/// Sweeps without improvement before a start in a small drawing is given up.
const SWEEPS_WITHOUT_IMPROVEMENT: u32 = 3;
/// The same in a large one.
const FEW_SWEEPS_WITHOUT_IMPROVEMENT: u32 = 2;
/// The same in a large one where much crosses.
const MORE_SWEEPS_WITHOUT_IMPROVEMENT: u32 = 5;
/// Steps of a search beside those for each item.
const LOOK: usize = 32;
/// Ways weighed in one step.
const WEIGHED: u64 = 64;
/// Passes over the threads without improvement before they stay where they are.
const PASSES_WITHOUT_IMPROVEMENT: u32 = 4;
/// The same in a small drawing, whose order is perturbed instead.
const PASSES_BEFORE_PERTURBATION: u32 = 2;

/// How much is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Enough to compare plans.
    Quick,
    /// All that is worth it.
    Whole,
}

/// Orders layers, and keeps its memory from one to the next.
#[derive(Default)]
pub struct Orderer {
    counter: Counter,
    sweeper: Sweeper,
    mover: Mover,
    best: Order,
    first: Order,
}

impl Orderer {
    /// Orders all ranks as well as it can; says how many crossings are left.
    pub fn order(&mut self, layers: &mut Layers<'_>) -> u64 {
        let Ordered { net, loops, crossings, .. } = self.search(layers, Effort::Whole);
        take(layers, &net);
        lines::attach(layers, &net, &loops);
        crossings
    }

    /// Looks for an order of all ranks.
    pub fn search(&mut self, layers: &Layers<'_>, effort: Effort) -> Ordered {
        let mut net = Net::new(layers);
        self.mover.begin();
        let mut search = Search::new(self, layers, &net, effort);
        let starts: &[Start] =
            if effort == Effort::Quick { &[by_input] } else { &[by_input, by_depth] };
        for start in starts {
            net.restore(&search.own.first);
            start(layers, &mut net);
            search.sweep(&mut net);
            if search.least == 0 {
                break;
            }
        }
        if effort == Effort::Whole {
            search.back_to_best(&mut net);
            search.wander(&mut net);
        }
        net.restore(&search.own.best);
        let Search { loops, least, .. } = search;
        let weighed = usize::try_from(self.mover.work / WEIGHED).unwrap_or(usize::MAX);
        Ordered { steps: LOOK + net.rank.len() + weighed, net, loops, crossings: least }
    }
}

/// An order that was found.
pub struct Ordered {
    /// The ranks in that order.
    pub net: Net,
    /// How many crossings it has.
    pub crossings: u64,
    /// What the search took: a step is about half a microsecond.
    pub steps: usize,
    loops: Vec<Loop>,
}

/// Puts the ranks into the order that a search begins with.
type Start = fn(&Layers<'_>, &mut Net);

/// Takes the order of the net over into the layers.
fn take(layers: &mut Layers<'_>, net: &Net) {
    for (item, &lane) in layers.items.iter_mut().zip(&net.lane) {
        item.lane = lane as usize;
    }
    layers.position = net.position.iter().map(|&at| at as usize).collect();
    for (at, rank) in (0..).zip(&mut layers.ranks) {
        *rank = net.items(at).iter().map(|&item| item as usize).collect();
    }
}

/// The search for an order, and the best one so far.
struct Search<'o> {
    own: &'o mut Orderer,
    effort: Effort,
    threads: Threads,
    loops: Vec<Loop>,
    /// The crossings within each rank and in the channel after it.
    crossed: Vec<u64>,
    least: u64,
}

impl<'o> Search<'o> {
    fn new(own: &'o mut Orderer, layers: &Layers<'_>, net: &Net, effort: Effort) -> Self {
        net.store(&mut own.first);
        let (threads, loops) = (Threads::new(net), lines::loops(layers));
        Self { own, effort, threads, loops, crossed: Vec::new(), least: u64::MAX }
    }

    /// Counts, and keeps the order if it is the best so far; says whether it is.
    fn keep(&mut self, net: &Net) -> bool {
        self.crossed.clear();
        for rank in 0..net.ranks() {
            let channel =
                if rank + 1 < net.ranks() { self.own.counter.in_channel(net, rank) } else { 0 };
            self.crossed.push(channel + net.crossed(rank));
        }
        let crossings = self.crossed.iter().sum();
        let better = crossings < self.least;
        if better {
            self.least = crossings;
            net.store(&mut self.own.best);
        }
        better
    }

    fn back_to_best(&mut self, net: &mut Net) {
        net.restore(&self.own.best);
        self.keep(net);
    }

    /// Sweeps to the right and to the left, and moves threads after each sweep.
    fn sweep(&mut self, net: &mut Net) {
        self.keep(net);
        let (mut round, mut waited) = (0, 0);
        let most = self.patience(net);
        while self.least > 0 && round < self.rounds(net) && waited < most {
            self.own.sweeper.sweep(net, round % 2 == 0, round % 4 >= 2);
            exchange(net);
            let better = self.keep(net);
            let better = self.pass(net) || better;
            waited = if better { 0 } else { waited + 1 };
            round += 1;
        }
    }

    /// After how many sweeps without improvement a start is given up.
    fn patience(&self, net: &Net) -> u32 {
        match (is_small(net), self.is_dense(net)) {
            (true, false) => SWEEPS_WITHOUT_IMPROVEMENT,
            (true, true) => MORE_SWEEPS,
            (false, false) => FEW_SWEEPS_WITHOUT_IMPROVEMENT,
            (false, true) => MORE_SWEEPS_WITHOUT_IMPROVEMENT,
        }
    }

    /// How many sweeps are worth their time.
    fn rounds(&self, net: &Net) -> u32 {
        if self.effort == Effort::Quick {
            return QUICK_SWEEPS;
        }
        if self.is_dense(net) || is_small(net) { MORE_SWEEPS } else { SWEEPS }
    }

    /// Whether much crosses.
    fn is_dense(&self, net: &Net) -> bool {
        let items = net.rank.len();
        self.least > items as u64 / 4 && items < MUCH
    }

    /// Looks for a better order from the best one; in a small drawing also from near it, again and again.
    fn wander(&mut self, net: &mut Net) {
        self.settle(net);
        let perturbations = if is_small(net) { PERTURBATIONS } else { 0 };
        for _ in 0..perturbations {
            let worked = self.own.mover.work > PERTURBED_WORK && !self.is_dense(net);
            if self.least == 0 || worked {
                break;
            }
            self.back_to_best(net);
            self.own.mover.perturb(true);
            self.pass(net);
            self.own.mover.perturb(false);
            self.settle(net);
        }
    }

    /// Moves the threads that meet crossings, as long as that gets better now and then.
    fn settle(&mut self, net: &mut Net) {
        let small = is_small(net);
        let most = if small { PASSES_BEFORE_PERTURBATION } else { PASSES_WITHOUT_IMPROVEMENT };
        let mut waited = 0;
        while self.least > 0 && waited < most {
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
            if crossed && self.own.mover.work < WORK {
                self.own.mover.settle(net, thread);
            }
        }
        lines::choose_sides(net, &mut self.own.counter, &self.loops);
        self.keep(net)
    }
}

/// Whether there is little to order.
fn is_small(net: &Net) -> bool {
    net.rank.len() < LITTLE
}

/// Nodes as they came in; a passing edge between its two ends.
fn by_input(layers: &Layers<'_>, net: &mut Net) {
    net.sort(|net, item| match layers.items[item as usize].node {
        Some(node) => 2 * node,
        None => {
            let edge = layers.input.edges[layers.pieces[net.pieces(item, 0)[0] as usize].edge];
            edge.from as usize + edge.to as usize
        }
    });
}

/// Items in the order in which a walk to the right, first to the end and then back, meets them.
fn by_depth(_: &Layers<'_>, net: &mut Net) {
    let mut met = vec![0; net.rank.len()];
    let (mut stack, mut count) = (Vec::new(), 0_u32);
    for start in (0..narrow(met.len())).filter(|&item| net.pieces(item, 0).is_empty()) {
        stack.push(start);
        while let Some(item) = stack.pop() {
            if met[item as usize] == 0 {
                count += 1;
                met[item as usize] = count;
                stack.extend(net.pieces(item, 1).iter().rev().map(|&piece| net.end(piece, 1)));
            }
        }
    }
    net.sort(|_, item| met[item as usize]);
}
