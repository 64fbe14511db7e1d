//! Sweeps through the ranks: each item goes to the middle of its neighbours, then neighbours change places.
//! Only the first sweeps of a start are made this way; threads do the fine work.

use super::net::Net;
use crate::engines::map::sorting::sort_by;

/// Passes of neighbour exchange after a sweep.
const EXCHANGES: u32 = 4;

/// Sweeps, and keeps its memory from one rank to the next.
#[derive(Default)]
pub struct Sweeper {
    middles: Vec<Option<f64>>,
    moving: Vec<(f64, u32)>,
    sorted: Vec<u32>,
}

impl Sweeper {
    /// Moves each item to the middle of its neighbours in the rank before (or after); `turn` turns equals around.
    pub fn sweep(&mut self, net: &mut Net, rightwards: bool, turn: bool) {
        let count = net.ranks();
        for step in 1..count {
            let rank = if rightwards { step } else { count - 1 - step };
            self.sort(net, rank, usize::from(!rightwards), turn);
        }
    }

    /// Sorts the items of each lane by their middles; what has none stays where it is.
    fn sort(&mut self, net: &mut Net, rank: u32, side: usize, turn: bool) {
        self.middles.clear();
        self.sorted.clear();
        self.sorted.extend(net.items(rank));
        self.middles.extend(net.items(rank).iter().map(|&item| middle(net, item, side)));
        let mut start = 0;
        while start < self.middles.len() {
            let items = net.items(rank);
            let lane = net.lane[items[start] as usize];
            let same = |at: &&u32| net.lane[**at as usize] == lane;
            let end = start + items[start..].iter().take_while(same).count();
            self.moving.clear();
            let found = (start..end).filter_map(|at| Some((self.middles[at]?, items[at])));
            self.moving.extend(found);
            if turn {
                self.moving.reverse();
            }
            sort_by(&mut self.moving, |a, b| a.0.total_cmp(&b.0));
            let mut sorted = self.moving.iter();
            for at in start..end {
                if self.middles[at].is_some()
                    && let Some(&(_, item)) = sorted.next()
                {
                    self.sorted[at] = item;
                }
            }
            start = end;
        }
        net.set(rank, &self.sorted);
    }
}

fn middle(net: &Net, item: u32, side: usize) -> Option<f64> {
    let pieces = net.pieces(item, side);
    let sum: i64 = pieces.iter().map(|&piece| i64::from(net.place(piece, side))).sum();
    #[expect(clippy::cast_precision_loss, reason = "places are far below 2^52")]
    (!pieces.is_empty()).then(|| sum as f64 / pieces.len() as f64)
}

/// Exchanges neighbours while that saves crossings; says how many.
pub fn exchange(net: &mut Net) -> u64 {
    let mut saved = 0;
    for _ in 0..EXCHANGES {
        let before = saved;
        for rank in 0..net.ranks() {
            for at in 1..net.items(rank).len() {
                let (a, b) = (net.items(rank)[at - 1], net.items(rank)[at]);
                if net.lane[a as usize] != net.lane[b as usize] || !net.may_precede(b, a) {
                    continue;
                }
                let gain = gain(net, a, b, 0) + gain(net, a, b, 1) + drop_gain(net, a, b);
                if gain > 0 {
                    net.swap(rank, [at - 1, at]);
                    saved += gain.unsigned_abs();
                }
            }
        }
        if saved == before {
            break;
        }
    }
    saved
}

/// How many crossings with straight flows are saved by putting `b` before `a`: those that `a` or `b` ends.
fn drop_gain(net: &Net, a: u32, b: u32) -> i64 {
    let ends = |item: u32, other: u32, towards: usize| {
        let drops = net.drops[item as usize].map(|drop| i64::from(drop.is_some()));
        if net.passes[other as usize].is_some() { drops[towards] - drops[1 - towards] } else { 0 }
    };
    ends(a, b, 1) + ends(b, a, 0)
}

/// How many crossings on one side are saved by putting `b` before `a`.
fn gain(net: &Net, a: u32, b: u32, side: usize) -> i64 {
    let mut gain = 0;
    for &first in net.pieces(a, side) {
        let first = net.place(first, side);
        for &second in net.pieces(b, side) {
            gain += i64::from((first - net.place(second, side)).signum());
        }
    }
    gain
}
