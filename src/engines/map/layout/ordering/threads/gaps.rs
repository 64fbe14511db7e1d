//! Gaps between the items of a rank, and what crosses where an item stands in one of them.
//! Gaps are counted without the item that moves.

use super::CROSSING;
use crate::engines::map::layout::lists::narrow;
use crate::engines::map::layout::ordering::net::Net;

/// How far from where it is an item may be moved at once.
const REACH: u32 = 28;

/// Gaps of one rank in which an item may stand: from the first, so many, and the one where it is.
#[derive(Debug, Clone, Copy)]
pub struct Gaps {
    /// The first gap.
    pub first: u32,
    /// How many there are.
    pub count: u32,
    /// The gap where the item is.
    pub own: u32,
}

/// The gaps in which an item may stand, a node only in its lane; gaps are counted without the item.
pub fn gaps(net: &Net, item: u32) -> Gaps {
    let (own, lane) = (net.position[item as usize], net.lane[item as usize]);
    let rank = net.items(net.rank[item as usize]);
    let free = net.passes[item as usize].is_some();
    let same = |at: u32| free || net.lane[at as usize] == lane;
    let (before, after) = (&rank[..own as usize], &rank[own as usize + 1..]);
    let reach = REACH as usize;
    let before = before.iter().rev().take(reach);
    let above = before.take_while(|&&at| same(at) && net.may_precede(item, at)).count();
    let below =
        after.iter().take(reach).take_while(|&&at| same(at) && net.may_precede(at, item)).count();
    Gaps { first: own - narrow(above), count: narrow(above + below + 1), own }
}

/// The items above and below a gap; the one that moves does not count.
pub fn around(net: &Net, item: u32, gaps: Gaps, gap: u32) -> [Option<u32>; 2] {
    let at = gaps.first + gap;
    let rank = net.items(net.rank[item as usize]);
    let below = rank.get((at + u32::from(at >= gaps.own)) as usize).copied();
    [(at > 0).then(|| other(net, item, gaps, gap)), below]
}

/// The item above a gap, counted from the first; the one that moves does not count.
pub fn other(net: &Net, item: u32, gaps: Gaps, gap: u32) -> u32 {
    let at = gaps.first + gap - 1;
    net.items(net.rank[item as usize])[(at + u32::from(at >= gaps.own)) as usize]
}

/// What it costs to go below an item, for a piece whose far end is at a place.
pub fn passing(net: &Net, passed: u32, side: usize, place: i32) -> i64 {
    let cost = |&piece: &u32| (net.place(piece, side) - place).signum();
    CROSSING * i64::from(net.pieces(passed, side).iter().map(cost).sum::<i32>())
}

/// The crossings of a line with the other pieces of its node when the thread is in its first gap.
pub fn beside(net: &Net, line: u32, side: usize, slot: i32, gaps: Gaps) -> i64 {
    let pieces = net.pieces(net.end(line, side), 1 - side).iter().filter(|&&piece| piece != line);
    let crossed = pieces.filter(|&&piece| {
        let end = net.position[net.end(piece, 1 - side) as usize];
        let below = end - u32::from(end > gaps.own) >= gaps.first;
        match slot.cmp(&net.slot(piece, side)) {
            std::cmp::Ordering::Greater => below,
            std::cmp::Ordering::Equal => false,
            std::cmp::Ordering::Less => !below,
        }
    });
    CROSSING * i64::try_from(crossed.count()).unwrap_or(0)
}
