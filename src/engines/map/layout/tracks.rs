//! Gives the vertical pieces of one channel their tracks, with few crossings and nothing shared.
//! Two pieces that would have to share a row of the channel, each to the left of the other, are parted by a detour.

use super::ports::PIXEL;
use crate::engines::map::sorting::{sort, sort_by_key};

/// Vertical runs on one track are at least this far apart.
const APART: i32 = 8 * PIXEL;
/// Rows closer than this look like one, in units.
const CLOSE: i32 = 3 * PIXEL;
/// Rows closer than this are one.
const SAME: i32 = PIXEL / 2;
/// What sharing a row costs, in crossings.
const SHARED: i32 = 1000;

/// The way of a piece through the channel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Course {
    /// Straight across.
    Straight,
    /// Up or down on one track.
    Track(usize),
    /// On one track to a row of its own, and on another one from there.
    Detour { first: usize, row: i32, second: usize },
}

/// The courses of pieces that enter on the left at one height and leave on the right at another; and the number of tracks.
pub fn assign(rows: &[(i32, i32)]) -> (Vec<Course>, usize) {
    let mut bent: Vec<usize> =
        (0..rows.len()).filter(|&piece| rows[piece].0 != rows[piece].1).collect();
    sort_by_key(&mut bent, |&piece| (rows[piece], piece));
    let nets: Vec<(i32, i32)> = bent.iter().map(|&piece| rows[piece]).collect();
    let costs = Costs::new(&nets);
    let sequence = improved(sequence(&costs), &costs);
    let (track, mut tracks) = tracks(&nets, &sequence);
    let mut courses = vec![Course::Straight; rows.len()];
    for (net, &piece) in bent.iter().enumerate() {
        courses[piece] = Course::Track(track[net]);
    }
    let mut taken: Vec<i32> = rows.iter().flat_map(|&(left, right)| [left, right]).collect();
    for net in sharing(&nets, &track) {
        let row = free_row(nets[net], &mut taken);
        courses[bent[net]] = Course::Detour { first: track[net], row, second: tracks };
        tracks += 1;
    }
    (courses, tracks)
}

/// What it costs to have one net left of another.
struct Costs {
    count: usize,
    costs: Vec<i32>,
}

impl Costs {
    fn new(nets: &[(i32, i32)]) -> Self {
        let count = nets.len();
        let mut costs = vec![0; count * count];
        for (a, &first) in nets.iter().enumerate() {
            for (b, &second) in nets.iter().enumerate().filter(|(b, _)| *b != a) {
                costs[a * count + b] = cost(first, second);
            }
        }
        Self { count, costs }
    }

    /// The cost of `a` left of `b`, more than that of `b` left of `a`.
    fn excess(&self, a: usize, b: usize) -> i32 {
        self.costs[a * self.count + b] - self.costs[b * self.count + a]
    }
}

/// Crossings, and rows shared, when the first net's track is left of the second's.
fn cost(first: (i32, i32), second: (i32, i32)) -> i32 {
    let inside =
        |row: i32, net: (i32, i32)| i32::from(net.0.min(net.1) < row && row < net.0.max(net.1));
    let shared = match (first.1 - second.0).abs() {
        0..SAME => SHARED,
        SAME..CLOSE => 2,
        _ => 0,
    };
    inside(second.0, first) + inside(first.1, second) + shared
}

/// An order from left to right: again and again the net that gains most by being leftmost of the rest.
fn sequence(costs: &Costs) -> Vec<usize> {
    let mut left: Vec<usize> = (0..costs.count).collect();
    let mut gain: Vec<i32> =
        left.iter().map(|&a| left.iter().map(|&b| costs.excess(b, a)).sum()).collect();
    let mut sequence = Vec::with_capacity(costs.count);
    while let Some((at, &net)) =
        left.iter().enumerate().max_by_key(|&(at, &net)| (gain[net], std::cmp::Reverse(at)))
    {
        left.remove(at);
        for &other in &left {
            gain[other] -= costs.excess(net, other);
        }
        sequence.push(net);
    }
    sequence
}

/// Moves each net to where it costs least among the others, a few times.
fn improved(mut sequence: Vec<usize>, costs: &Costs) -> Vec<usize> {
    for _ in 0..4 {
        let mut moved = false;
        for from in 0..sequence.len() {
            let net = sequence[from];
            let (mut best, mut to, mut sum) = (0, from, 0);
            for at in (0..from).rev() {
                sum += costs.excess(net, sequence[at]);
                if sum < best {
                    (best, to) = (sum, at);
                }
            }
            sum = 0;
            for (at, &other) in sequence.iter().enumerate().skip(from + 1) {
                sum += costs.excess(other, net);
                if sum < best {
                    (best, to) = (sum, at);
                }
            }
            if to != from {
                sequence.remove(from);
                sequence.insert(to, net);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    sequence
}

/// The leftmost track for each net that keeps the sequence among nets that meet.
fn tracks(nets: &[(i32, i32)], sequence: &[usize]) -> (Vec<usize>, usize) {
    let span = |net: usize| (nets[net].0.min(nets[net].1), nets[net].0.max(nets[net].1));
    let mut track = vec![0; nets.len()];
    let mut count = 0;
    for (at, &net) in sequence.iter().enumerate() {
        let (top, bottom) = span(net);
        let meets = |&&other: &&usize| {
            let (other_top, other_bottom) = span(other);
            top < other_bottom + APART && other_top < bottom + APART
        };
        track[net] =
            sequence[..at].iter().filter(meets).map(|&other| track[other] + 1).max().unwrap_or(0);
        count = count.max(track[net] + 1);
    }
    (track, count)
}

/// The nets whose way out lies in the row of another one's way in, further right.
fn sharing(nets: &[(i32, i32)], track: &[usize]) -> Vec<usize> {
    let mut entries: Vec<(i32, usize)> =
        nets.iter().enumerate().map(|(net, rows)| (rows.0, track[net])).collect();
    sort(&mut entries);
    let shares = |net: &usize| {
        let row = nets[*net].1;
        let start = entries.partition_point(|&(entry, _)| entry <= row - SAME);
        let near = entries[start..].iter().take_while(|&&(entry, _)| entry < row + SAME);
        near.clone().any(|&(_, other)| other > track[*net])
    };
    (0..nets.len()).filter(shares).collect()
}

/// A row for a detour between the two rows of a net, away from all that is taken.
fn free_row(net: (i32, i32), taken: &mut Vec<i32>) -> i32 {
    let middle = i32::midpoint(net.0, net.1);
    let reach = (net.0 - net.1).abs() / 2;
    for least in [4 * PIXEL, PIXEL, 2, 1] {
        for by in (0..reach.max(1)).step_by(usize::try_from(least).unwrap_or(1)) {
            for row in [middle + by, middle - by] {
                if taken.iter().all(|other| (other - row).abs() >= least) {
                    taken.push(row);
                    return row;
                }
            }
        }
    }
    // The net is shorter than the number of rows around it: any free row will do, however far.
    let mut row = middle;
    while taken.contains(&row) {
        row += 1;
    }
    taken.push(row);
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nets_that_go_down_together_do_not_cross() {
        let (courses, tracks) = assign(&[(0, 4000), (1000, 5000)]);
        assert_eq!(courses, [Course::Track(1), Course::Track(0)]);
        assert_eq!(tracks, 2);
    }

    #[test]
    fn nets_far_from_each_other_share_a_track() {
        assert_eq!(assign(&[(0, 1000), (5000, 6000)]).1, 1);
    }

    #[test]
    fn two_nets_that_change_places_get_a_detour() {
        let (courses, tracks) = assign(&[(0, 1000), (1000, 0)]);
        assert!(matches!(courses[0], Course::Detour { row, .. } if row != 0 && row != 1000));
        assert_eq!(tracks, 3);
    }
}
