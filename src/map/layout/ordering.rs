//! Orders the items of each rank so that few pieces cross, without ever mixing lanes.
//! The order of the input wins where crossings do not decide, so that a small edit moves little.

use super::crossings::{in_channel, total};
use super::items::{Layers, Line, Way};

/// Rounds without improvement before a start is given up.
const PATIENCE: u32 = 4;
/// Rounds in all, for each start.
const ROUNDS: u32 = 24;
/// Passes of neighbour exchange in one round.
const EXCHANGES: u32 = 8;

/// Orders all ranks.
pub fn order(layers: &mut Layers<'_>) {
    let mut best: Option<(u64, Vec<Vec<usize>>)> = None;
    for start in [by_input, by_depth] {
        let ranks = start(layers);
        set(layers, ranks);
        improve(layers);
        let crossings = total(layers);
        if best.as_ref().is_none_or(|(least, _)| crossings < *least) {
            best = Some((crossings, layers.ranks.clone()));
        }
        if crossings == 0 {
            break;
        }
    }
    if let Some((_, ranks)) = best {
        set(layers, ranks);
    }
    choose_sides(layers);
    improve(layers);
}

fn set(layers: &mut Layers<'_>, ranks: Vec<Vec<usize>>) {
    layers.ranks = ranks;
    for rank in 0..layers.ranks.len() {
        number(layers, rank);
    }
    sort_lines(layers);
}

fn number(layers: &mut Layers<'_>, rank: usize) {
    for at in 0..layers.ranks[rank].len() {
        layers.position[layers.ranks[rank][at]] = at;
    }
}

/// Nodes as they came in; a passing edge between its two ends.
fn by_input(layers: &mut Layers<'_>) -> Vec<Vec<usize>> {
    let key = |item: usize| match layers.items[item].node {
        Some(node) => 2 * node,
        None => {
            let edge = layers.input.edges[layers.pieces[layers.items[item].left[0]].edge];
            edge.from as usize + edge.to as usize
        }
    };
    let mut ranks = layers.ranks.clone();
    for rank in &mut ranks {
        rank.sort_by_key(|&item| (layers.items[item].lane, key(item), item));
    }
    ranks
}

/// Items in the order in which a walk to the right, first to the end and then back, meets them.
fn by_depth(layers: &mut Layers<'_>) -> Vec<Vec<usize>> {
    let mut met = vec![false; layers.items.len()];
    let mut ranks: Vec<Vec<usize>> = vec![Vec::new(); layers.ranks.len()];
    let starts = (0..layers.items.len()).filter(|&item| layers.items[item].left.is_empty());
    for start in starts {
        let mut stack = vec![start];
        while let Some(item) = stack.pop() {
            if std::mem::replace(&mut met[item], true) {
                continue;
            }
            ranks[layers.items[item].rank].push(item);
            stack.extend(
                layers.items[item].right.iter().rev().map(|&piece| layers.pieces[piece].items[1]),
            );
        }
    }
    for rank in &mut ranks {
        rank.sort_by_key(|&item| layers.items[item].lane);
    }
    ranks
}

/// Sweeps to the right and to the left until nothing gets better; keeps the best.
fn improve(layers: &mut Layers<'_>) {
    let mut least = total(layers);
    let mut best = layers.ranks.clone();
    let mut waited = 0;
    for round in 0..ROUNDS {
        if least == 0 || waited >= PATIENCE {
            break;
        }
        sweep(layers, round % 2 == 0, round % 4 >= 2);
        exchange(layers);
        sort_lines(layers);
        let crossings = total(layers);
        waited += 1;
        if crossings < least {
            (least, waited) = (crossings, 0);
            best.clone_from(&layers.ranks);
        }
    }
    set(layers, best);
}

/// Moves each item to the middle of its neighbours in the rank before (or after).
fn sweep(layers: &mut Layers<'_>, rightwards: bool, turn_equals: bool) {
    let count = layers.ranks.len();
    for step in 1..count {
        let rank = if rightwards { step } else { count - 1 - step };
        let middle: Vec<Option<f64>> =
            layers.ranks[rank].iter().map(|&item| middle(layers, item, rightwards)).collect();
        let items = std::mem::take(&mut layers.ranks[rank]);
        layers.ranks[rank] = sorted(layers, &items, &middle, turn_equals);
        number(layers, rank);
    }
}

fn middle(layers: &Layers<'_>, item: usize, rightwards: bool) -> Option<f64> {
    let item = &layers.items[item];
    let (pieces, side) = if rightwards { (&item.left, 0) } else { (&item.right, 1) };
    let place = |&piece: &usize| {
        let piece = layers.pieces[piece];
        let position = u32::try_from(layers.position[piece.items[side]]).unwrap_or(u32::MAX);
        f64::from(position) + 0.1 * f64::from(piece.slots[side].clamp(-4, 4))
    };
    let count = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
    (count > 0).then(|| pieces.iter().map(place).sum::<f64>() / f64::from(count))
}

/// Sorts the items of each lane by their middles; what has none stays where it is.
fn sorted(
    layers: &Layers<'_>,
    items: &[usize],
    middle: &[Option<f64>],
    turn_equals: bool,
) -> Vec<usize> {
    let mut sorted = items.to_vec();
    let mut start = 0;
    while start < items.len() {
        let lane = layers.items[items[start]].lane;
        let end = (start..items.len())
            .find(|&at| layers.items[items[at]].lane != lane)
            .unwrap_or(items.len());
        let slots: Vec<usize> = (start..end).filter(|&at| middle[at].is_some()).collect();
        let mut moving = slots.clone();
        if turn_equals {
            moving.reverse();
        }
        let key = |at: usize| middle[at].unwrap_or_default();
        moving.sort_by(|&a, &b| key(a).total_cmp(&key(b)));
        for (&slot, &from) in slots.iter().zip(&moving) {
            sorted[slot] = items[from];
        }
        start = end;
    }
    sorted
}

/// Exchanges neighbours while that saves crossings.
fn exchange(layers: &mut Layers<'_>) {
    for _ in 0..EXCHANGES {
        let mut saved = false;
        for rank in 0..layers.ranks.len() {
            for at in 1..layers.ranks[rank].len() {
                let (a, b) = (layers.ranks[rank][at - 1], layers.ranks[rank][at]);
                if layers.items[a].lane == layers.items[b].lane && gain(layers, a, b) > 0 {
                    layers.ranks[rank].swap(at - 1, at);
                    layers.position[a] = at;
                    layers.position[b] = at - 1;
                    saved = true;
                }
            }
        }
        if !saved {
            break;
        }
    }
}

/// How many crossings are saved by putting `b` before `a`.
fn gain(layers: &Layers<'_>, a: usize, b: usize) -> i64 {
    let (a, b) = (&layers.items[a], &layers.items[b]);
    gain_on_side(layers, &a.left, &b.left, 0) + gain_on_side(layers, &a.right, &b.right, 1)
}

fn gain_on_side(layers: &Layers<'_>, a: &[usize], b: &[usize], side: usize) -> i64 {
    let mut gain = 0;
    for &first in a {
        let first = layers.place(first, side);
        for &second in b {
            gain += match first.cmp(&layers.place(second, side)) {
                std::cmp::Ordering::Greater => 1,
                std::cmp::Ordering::Equal => 0,
                std::cmp::Ordering::Less => -1,
            };
        }
    }
    gain
}

/// Puts the lines around each node in the order of where they lead, so that they do not cross each other.
fn sort_lines(layers: &mut Layers<'_>) {
    for item in 0..layers.items.len() {
        if layers.items[item].over.is_empty() && layers.items[item].under.is_empty() {
            continue;
        }
        let place = |line: &Line| match line.way {
            Way::Left(piece) => layers.place(piece, 0),
            Way::Right(piece) => layers.place(piece, 1),
            Way::Loop => i64::MAX,
        };
        let (mut over, mut under) =
            (layers.items[item].over.clone(), layers.items[item].under.clone());
        over.sort_by_key(place);
        under.sort_by_key(place);
        layers.items[item].over = over;
        layers.items[item].under = under;
        layers.set_slots(item);
    }
}

/// Lets each back edge lead around its ends above or below, whichever crosses less; below when it is the same.
fn choose_sides(layers: &mut Layers<'_>) {
    for edge in 0..layers.chains.len() {
        let chain = &layers.chains[edge];
        let (Some(&first), Some(&last), true) =
            (chain.pieces.first(), chain.pieces.last(), chain.back)
        else {
            continue;
        };
        let (left, right) = (layers.pieces[first].items[0], layers.pieces[last].items[1]);
        let mut best = (cost(layers, left, right), false, false);
        for (over_left, over_right) in [(true, true), (true, false), (false, true)] {
            lead(layers, edge, left, over_left);
            lead(layers, edge, right, over_right);
            let crossings = cost(layers, left, right);
            if crossings < best.0 {
                best = (crossings, over_left, over_right);
            }
        }
        lead(layers, edge, left, best.1);
        lead(layers, edge, right, best.2);
    }
    sort_lines(layers);
}

fn cost(layers: &Layers<'_>, left: usize, right: usize) -> u64 {
    let (after, before) = (layers.items[left].rank, layers.items[right].rank - 1);
    in_channel(layers, after) + if before == after { 0 } else { in_channel(layers, before) }
}

/// Attaches the line of an edge above or below an item.
fn lead(layers: &mut Layers<'_>, edge: usize, item: usize, over: bool) {
    let own = &mut layers.items[item];
    let (from, to) =
        if over { (&mut own.under, &mut own.over) } else { (&mut own.over, &mut own.under) };
    if let Some(at) = from.iter().position(|line| line.edge == edge) {
        let line = from.remove(at);
        to.push(line);
    }
    layers.set_slots(item);
}
