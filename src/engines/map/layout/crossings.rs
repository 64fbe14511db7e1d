//! Counts the crossings that an order of the ranks makes.
//! Pieces that meet at one end never cross.

use super::items::Layers;
use super::ordering::net::Net;
use crate::engines::map::sorting::sort;

/// A run of pieces up to this long is counted pair by pair.
const SHORT: usize = 24;

/// Counts, and keeps its memory from one channel to the next.
#[derive(Default)]
pub struct Counter {
    ends: Vec<(i32, i32)>,
    rights: Vec<i32>,
    spare: Vec<i32>,
}

impl Counter {
    /// The crossings in the channel after a rank.
    pub fn in_channel(&mut self, net: &Net, rank: u32) -> u64 {
        self.ends.clear();
        for &item in net.items(rank) {
            let first = self.ends.len();
            let pieces = net.pieces(item, 1).iter();
            self.ends.extend(pieces.map(|&piece| (net.place(piece, 0), net.place(piece, 1))));
            if self.ends.len() > first + 1 {
                sort(&mut self.ends[first..]);
            }
        }
        self.rights.clear();
        self.rights.extend(self.ends.iter().map(|end| end.1));
        self.spare.resize(self.rights.len(), 0);
        inversions(&mut self.rights, &mut self.spare)
    }
}

/// For each edge whether it crosses another one, in the order of the net.
pub fn crossed(layers: &Layers<'_>, net: &Net) -> Vec<bool> {
    let mut found = vec![false; layers.chains.len()];
    let edge = |piece: u32| layers.pieces[piece as usize].edge;
    let mut pieces: Vec<u32> = Vec::new();
    for rank in 0..net.ranks() {
        pieces.clear();
        pieces.extend(net.items(rank).iter().flat_map(|&item| net.pieces(item, 1)));
        for (at, &a) in pieces.iter().enumerate() {
            for &b in &pieces[..at] {
                let sides = [0, 1].map(|side| net.place(a, side).cmp(&net.place(b, side)));
                if sides[0].is_ne() && sides[0].reverse() == sides[1] {
                    found[edge(a)] = true;
                    found[edge(b)] = true;
                }
            }
        }
        for &[upper, lower] in net.column(rank) {
            for &item in net.passing(upper, lower) {
                let drop = layers.items[upper as usize].drops[1];
                let passing = net.pieces(item, 0).iter().map(|&piece| edge(piece));
                passing.chain(drop).for_each(|edge| found[edge] = true);
            }
        }
    }
    found
}

/// How many pairs stand the wrong way round; leaves the numbers sorted.
fn inversions(numbers: &mut [i32], spare: &mut [i32]) -> u64 {
    if numbers.len() <= SHORT {
        return inserted(numbers);
    }
    let middle = numbers.len() / 2;
    let (low, high) = numbers.split_at_mut(middle);
    let mut count = inversions(low, &mut spare[..middle]) + inversions(high, &mut spare[middle..]);
    let (mut a, mut b) = (0, 0);
    for place in spare.iter_mut() {
        if b == high.len() || (a < low.len() && low[a] <= high[b]) {
            *place = low[a];
            a += 1;
        } else {
            *place = high[b];
            b += 1;
            count += (low.len() - a) as u64;
        }
    }
    numbers.copy_from_slice(spare);
    count
}

/// The same by inserting one number after the other.
fn inserted(numbers: &mut [i32]) -> u64 {
    let mut count = 0;
    for at in 1..numbers.len() {
        let number = numbers[at];
        let mut to = at;
        while to > 0 && numbers[to - 1] > number {
            numbers[to] = numbers[to - 1];
            to -= 1;
            count += 1;
        }
        numbers[to] = number;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn crossings_are_pairs_the_other_way_round(mut numbers in prop::collection::vec(0..40_i32, 0..90)) {
            let pairs = (0..numbers.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
            let expected = pairs.filter(|&(a, b)| numbers[a] > numbers[b]).count() as u64;
            let mut spare = numbers.clone();
            prop_assert_eq!(inversions(&mut numbers, &mut spare), expected);
            prop_assert!(numbers.is_sorted());
        }
    }
}
