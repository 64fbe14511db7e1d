//! Counts the crossings that an order of the ranks makes.
//! Pieces that meet at one end never cross.

use super::items::Layers;

/// The crossings in the channel after a rank.
pub fn in_channel(layers: &Layers<'_>, rank: usize) -> u64 {
    let items = &layers.ranks[rank];
    let pieces = items.iter().flat_map(|&item| &layers.items[item].right);
    let mut ends: Vec<(i64, i64)> =
        pieces.map(|&piece| (layers.place(piece, 0), layers.place(piece, 1))).collect();
    ends.sort_unstable();
    inversions(&ends)
}

/// The crossings of all channels.
pub fn total(layers: &Layers<'_>) -> u64 {
    (1..layers.ranks.len()).map(|rank| in_channel(layers, rank - 1)).sum()
}

/// How many pairs, sorted by their first number, have their second numbers the other way round.
fn inversions(ends: &[(i64, i64)]) -> u64 {
    let mut rights: Vec<i64> = ends.iter().map(|end| end.1).collect();
    rights.sort_unstable();
    rights.dedup();
    let mut counts = vec![0_u64; rights.len() + 1];
    let (mut crossings, mut seen) = (0, 0);
    for (_, right) in ends {
        let mut at = rights.partition_point(|other| other < right) + 1;
        let below_or_equal = {
            let (mut sum, mut node) = (0, at);
            while node > 0 {
                sum += counts[node];
                node &= node - 1;
            }
            sum
        };
        crossings += seen - below_or_equal;
        seen += 1;
        while at < counts.len() {
            counts[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    crossings
}

#[cfg(test)]
mod tests {
    use super::inversions;

    #[test]
    fn pieces_cross_when_their_ends_are_the_other_way_round() {
        assert_eq!(inversions(&[(0, 0), (1, 1), (2, 2)]), 0);
        assert_eq!(inversions(&[(0, 2), (1, 1), (2, 0)]), 3);
        assert_eq!(inversions(&[(0, 0), (0, 1), (1, 0)]), 1);
        assert_eq!(inversions(&[(0, 5), (1, 5), (2, 5)]), 0);
    }
}
