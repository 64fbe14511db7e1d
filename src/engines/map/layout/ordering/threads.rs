//! Moves whole threads: chains of items that nothing joins or leaves, such as a long flow or a row of steps.
//! A thread goes where it crosses least through all its ranks at once, which moving item by item never finds.

mod gaps;

use super::net::Net;
use crate::engines::map::layout::lists::narrow;
use gaps::{Gaps, around, beside, gaps, other, passing};

/// What a crossing costs, far more than all else along a thread.
const CROSSING: i64 = 1 << 24;
/// What random numbers weigh when they are to lead away from the best order.
const PERTURBATION: i64 = CROSSING / 16;
/// What it costs to pass through another lane than that of an end, far more than all random numbers along a thread.
const ASTRAY: i64 = 1 << 16;

/// Ways that might have been weighed in the time that a gap takes by itself.
const EACH: u64 = 4;

/// The threads of a net.
pub struct Threads {
    items: Vec<u32>,
    starts: Vec<u32>,
}

impl Threads {
    /// Cuts the net into threads: each item is in one.
    pub fn new(net: &Net) -> Self {
        let mut threads = Self { items: Vec::with_capacity(net.rank.len()), starts: vec![0] };
        for item in 0..narrow(net.rank.len()) {
            if before(net, item).is_some() {
                continue;
            }
            let mut at = Some(item);
            while let Some(item) = at {
                threads.items.push(item);
                at = after(net, item);
            }
            threads.starts.push(narrow(threads.items.len()));
        }
        threads
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The items of a thread, from left to right.
    pub fn get(&self, at: usize) -> &[u32] {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// The item that goes on a thread after this one.
fn after(net: &Net, item: u32) -> Option<u32> {
    let [piece] = *net.pieces(item, 1) else { return None };
    let next = net.end(piece, 1);
    (net.pieces(next, 0).len() == 1).then_some(next)
}

fn before(net: &Net, item: u32) -> Option<u32> {
    let [piece] = *net.pieces(item, 0) else { return None };
    let last = net.end(piece, 0);
    (net.pieces(last, 1).len() == 1).then_some(last)
}

/// Moves threads, and keeps its memory from one to the next.
#[derive(Default)]
pub struct Mover {
    gaps: Vec<Gaps>,
    /// The least cost of reaching each gap of the rank, and of the one after.
    cost: Vec<i64>,
    next: Vec<i64>,
    /// The crossings from one gap to each of the next rank.
    row: Vec<i32>,
    /// Where the pieces at an end of the thread lead.
    places: Vec<i32>,
    /// For each gap of each rank the gap of the rank before from which it is reached.
    from: Vec<u32>,
    /// For each gap of the first and last rank where a line should meet its node.
    slots: [Vec<i32>; 2],
    /// Ways between gaps weighed so far.
    pub work: u64,
    /// The last of the random numbers that decide between gaps that cross as much.
    random: u64,
    /// Whether random numbers weigh nearly as much as crossings.
    perturbed: bool,
}

impl Mover {
    /// Begins anew, so that the same net is always moved in the same way.
    pub fn begin(&mut self) {
        (self.work, self.random, self.perturbed) = (0, 0, false);
    }

    /// Moves a thread to where it crosses least; which of equal gaps is random, so that others find a way past it.
    pub fn settle(&mut self, net: &mut Net, thread: &[u32]) {
        self.gaps.clear();
        self.gaps.extend(thread.iter().map(|&item| gaps(net, item)));
        if self.gaps.iter().all(|gaps| gaps.count == 1) {
            return;
        }
        self.work += EACH * self.gaps.iter().map(|gaps| u64::from(gaps.count)).sum::<u64>();
        self.reach(net, thread);
        let last = self.gaps[thread.len() - 1];
        if let Some(best) = (0..last.count).min_by_key(|at| self.cost[*at as usize]) {
            self.apply(net, thread, best);
        }
    }

    /// Fills in the costs of all gaps of all ranks.
    fn reach(&mut self, net: &Net, thread: &[u32]) {
        let first = self.gaps[0];
        self.from.clear();
        self.cost.clear();
        self.cost.resize(first.count as usize, 0);
        self.at_end(net, thread[0], 0, first);
        self.in_rank(net, thread[0], first);
        self.jitter();
        for at in 1..thread.len() {
            self.across(net, [thread[at - 1], thread[at]], self.gaps[at - 1], self.gaps[at]);
            std::mem::swap(&mut self.cost, &mut self.next);
            self.in_rank(net, thread[at], self.gaps[at]);
            self.jitter();
        }
        let last = self.gaps[thread.len() - 1];
        self.at_end(net, thread[thread.len() - 1], 1, last);
    }

    /// Adds a random number to the cost of each gap; the same at every run.
    fn jitter(&mut self) {
        for cost in &mut self.cost {
            self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let jitter = i64::from(u8::try_from(self.random >> 58).unwrap_or(0));
            *cost += if self.perturbed { jitter * PERTURBATION } else { jitter };
        }
    }

    /// Lets random numbers weigh nearly as much as crossings, or no more.
    pub fn perturb(&mut self, perturbed: bool) {
        self.perturbed = perturbed;
    }

    /// Adds the crossings with straight flows within the rank, and what other lanes cost.
    fn in_rank(&mut self, net: &Net, item: u32, gaps: Gaps) {
        let rank = net.rank[item as usize];
        let without = |other: u32| {
            let at = net.position[other as usize];
            at - u32::from(at > gaps.own)
        };
        if let Some(home) = net.passes[item as usize] {
            for gap in 0..gaps.count {
                let [above, below] = around(net, item, gaps, gap);
                let astray = net.lane_between(item, above, below).abs_diff(home);
                self.cost[gap as usize] += i64::from(astray) * ASTRAY;
            }
            for &[upper, lower] in net.column(rank) {
                for at in without(upper) + 1..=without(lower) {
                    if (gaps.first..gaps.first + gaps.count).contains(&at) {
                        self.cost[(at - gaps.first) as usize] += CROSSING;
                    }
                }
            }
            return;
        }
        for (towards, drop) in net.drops[item as usize].into_iter().enumerate() {
            let Some(_) = drop else { continue };
            // Each edge that passes above the item lies between its ends when the other end is above, and so on.
            let mut sum = 0;
            for gap in 1..gaps.count {
                if net.passes[other(net, item, gaps, gap) as usize].is_some() {
                    sum += if towards == 0 { CROSSING } else { -CROSSING };
                }
                self.cost[gap as usize] += sum;
            }
        }
    }

    /// Adds the crossings of the pieces at an end of the thread.
    fn at_end(&mut self, net: &Net, item: u32, side: usize, gaps: Gaps) {
        self.slots[side].clear();
        let own = net.pieces(item, side);
        if let [line] = *own
            && net.slot(line, side) != 0
        {
            return self.at_line(net, line, side, gaps);
        }
        if own.is_empty() {
            return;
        }
        self.places.clear();
        self.places.extend(own.iter().map(|&own| net.place(own, side)));
        let mut sum = 0;
        for gap in 1..gaps.count {
            let passed = other(net, item, gaps, gap);
            for &place in &self.places {
                sum += passing(net, passed, side, place);
            }
            self.cost[gap as usize] += sum;
        }
    }

    /// The same for a line, which may meet its node above or below.
    fn at_line(&mut self, net: &Net, line: u32, side: usize, gaps: Gaps) {
        let item = net.end(line, 1 - side);
        let was = net.slot(line, side);
        let place = net.place(line, side);
        let mut sums = [was, -was].map(|slot| beside(net, line, side, slot, gaps));
        for gap in 0..gaps.count {
            if gap > 0 {
                let passed = other(net, item, gaps, gap);
                sums[0] += passing(net, passed, side, place);
                sums[1] += passing(net, passed, side, place - 2 * was);
            }
            let turned = sums[1] < sums[0];
            self.cost[gap as usize] += if turned { sums[1] } else { sums[0] };
            self.slots[side].push(if turned { -was } else { was });
        }
    }

    /// The costs of the next rank's gaps from those of this one.
    fn across(&mut self, net: &Net, [a, b]: [u32; 2], here: Gaps, there: Gaps) {
        self.work += u64::from(here.count) * u64::from(there.count);
        self.first_row(net, b, here, there);
        self.next.clear();
        self.next.resize(there.count as usize, i64::MAX);
        let start = self.from.len();
        self.from.resize(start + there.count as usize, 0);
        for gap in 0..here.count {
            if gap > 0 {
                self.next_row(net, other(net, a, here, gap), there);
            }
            let cost = self.cost[gap as usize];
            let from = &mut self.from[start..];
            for ((next, from), crossings) in self.next.iter_mut().zip(from).zip(&self.row) {
                // Both are far below the bound, and told so the loop takes several at once.
                let cost = cost.wrapping_add(i64::from(*crossings).wrapping_mul(CROSSING));
                if cost < *next {
                    *next = cost;
                    *from = gap;
                }
            }
        }
    }

    /// The crossings from the first gap to each gap of the next rank, less those to its first.
    fn first_row(&mut self, net: &Net, next: u32, here: Gaps, there: Gaps) {
        self.row.clear();
        self.row.push(0);
        let mut sum = 0;
        for gap in 1..there.count {
            for &piece in net.pieces(other(net, next, there, gap), 0) {
                let end = net.position[net.end(piece, 0) as usize];
                sum += if end - u32::from(end > here.own) >= here.first { 1 } else { -1 };
            }
            self.row.push(sum);
        }
    }

    /// The same from the next gap, below one item more.
    fn next_row(&mut self, net: &Net, passed: u32, there: Gaps) {
        for &piece in net.pieces(passed, 1) {
            let end = net.position[net.end(piece, 1) as usize];
            let end = end - u32::from(end > there.own);
            let crossed = (end + 1).saturating_sub(there.first).min(there.count);
            let (crossed, others) = self.row.split_at_mut(crossed as usize);
            crossed.iter_mut().for_each(|crossings| *crossings = crossings.wrapping_add(1));
            others.iter_mut().for_each(|crossings| *crossings = crossings.wrapping_sub(1));
        }
    }

    /// Puts the thread into the gaps that lead to this one of its last rank.
    fn apply(&self, net: &mut Net, thread: &[u32], mut best: u32) {
        let mut start = self.from.len();
        self.turn(net, thread[thread.len() - 1], 1, best);
        for (&item, gaps) in thread.iter().zip(&self.gaps).rev() {
            let (from, to) = (gaps.own as usize, (gaps.first + best) as usize);
            let [above, below] = around(net, item, *gaps, best);
            net.lane[item as usize] = net.lane_between(item, above, below);
            net.shift(net.rank[item as usize], from, to);
            if start > 0 {
                start -= gaps.count as usize;
                best = self.from[start + best as usize];
            }
        }
        self.turn(net, thread[0], 0, best);
    }

    /// Lets a line at an end of the thread meet its node on the side that was found best.
    fn turn(&self, net: &mut Net, item: u32, side: usize, gap: u32) {
        if let (&[line], Some(&slot)) = (net.pieces(item, side), self.slots[side].get(gap as usize))
        {
            net.set_slot(line, side, slot);
        }
    }
}
