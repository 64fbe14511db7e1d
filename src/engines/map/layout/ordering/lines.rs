//! Decides which lines lead around their nodes above and which below, and puts those of one side in order.
//! A line below is what people expect; it goes above only where that crosses less.

use super::net::Net;
use crate::engines::map::layout::crossings::Counter;
use crate::engines::map::layout::items::{Chain, Item, Layers, Line, Way};
use crate::engines::map::layout::lists::narrow;
use crate::engines::map::sorting::sort_by_key;

/// A back edge: itself, its first and last piece and the channels these are in.
pub struct Loop {
    edge: usize,
    pieces: [u32; 2],
    channels: [u32; 2],
}

/// The back edges between two items.
pub fn loops(layers: &Layers<'_>) -> Vec<Loop> {
    let own = |edge: usize| {
        let chain = &layers.chains[edge];
        let (first, last) = ends(chain)?;
        let channel = |piece: usize| narrow(layers.items[layers.pieces[piece].items[0]].rank);
        let (pieces, channels) = ([first, last].map(narrow), [first, last].map(channel));
        chain.back.then_some(Loop { edge, pieces, channels })
    };
    (0..layers.chains.len()).filter_map(own).collect()
}

/// The first and the last piece of an edge.
fn ends(chain: &Chain) -> Option<(usize, usize)> {
    (!chain.pieces.is_empty()).then(|| (chain.pieces.start, chain.pieces.end - 1))
}

/// Lets each back edge lead around its ends above or below, whichever crosses less.
pub fn choose_sides(net: &mut Net, counter: &mut Counter, loops: &[Loop]) {
    for own in loops {
        let was = own.sides(net);
        let mut best = (own.crossings(net, counter), was);
        for sides in [[1, 1], [-1, -1], [1, -1], [-1, 1]] {
            if best.0 > 0 && sides != was {
                own.lead(net, sides);
                let crossings = own.crossings(net, counter);
                if crossings < best.0 {
                    best = (crossings, sides);
                }
            }
        }
        own.lead(net, best.1);
    }
}

impl Loop {
    /// Its two ends: the channel, the piece, and the side of the piece on which it leads around its node.
    #[cfg(test)]
    pub fn ends(&self) -> [(u32, u32, usize); 2] {
        [(self.channels[0], self.pieces[0], 0), (self.channels[1], self.pieces[1], 1)]
    }

    fn sides(&self, net: &Net) -> [i32; 2] {
        [net.slot(self.pieces[0], 0), net.slot(self.pieces[1], 1)]
    }

    fn lead(&self, net: &mut Net, sides: [i32; 2]) {
        net.set_slot(self.pieces[0], 0, sides[0]);
        net.set_slot(self.pieces[1], 1, sides[1]);
    }

    fn crossings(&self, net: &Net, counter: &mut Counter) -> u64 {
        let [first, last] = self.channels;
        let before = if first == last { 0 } else { counter.in_channel(net, last) };
        counter.in_channel(net, first) + before
    }
}

/// Attaches all lines to the nodes as they were chosen.
pub fn attach(layers: &mut Layers<'_>, net: &Net, loops: &[Loop]) {
    for own in loops {
        let chain = &layers.chains[own.edge];
        let Some((first, last)) = ends(chain) else { continue };
        let ends = [layers.pieces[first].items[0], layers.pieces[last].items[1]];
        for (item, slot) in ends.into_iter().zip(own.sides(net)) {
            let Item { over, under, .. } = &mut layers.items[item];
            let (from, to) = if slot < 0 { (under, over) } else { (over, under) };
            if let Some(at) = from.iter().position(|line| line.edge == own.edge) {
                to.push(from.remove(at));
            }
        }
    }
    for item in 0..layers.input.nodes.len() {
        sort(layers, net, item);
    }
}

/// Puts the lines around a node in the order of where they lead, so that they do not cross each other.
fn sort(layers: &mut Layers<'_>, net: &Net, item: usize) {
    let own = &mut layers.items[item];
    if own.over.is_empty() && own.under.is_empty() {
        return;
    }
    let place = |line: &Line| match line.way {
        Way::Left(piece) => net.place(narrow(piece), 0),
        Way::Right(piece) => net.place(narrow(piece), 1),
        Way::Loop => i32::MAX,
    };
    sort_by_key(&mut own.over, place);
    sort_by_key(&mut own.under, place);
    layers.set_slots(item);
}
