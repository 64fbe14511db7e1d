//! Where lines that lead around a node meet its upper or lower side, so that none crosses another there.
//! Nothing here knows of heights; a line is further from its node the later it comes.

use super::items::{Line, Way};
use super::sketch::Spot;

/// The places along one side of a node, from 1.
struct Places {
    lefts: usize,
    rights: usize,
    width: i32,
    drop: bool,
}

impl Places {
    fn new(ways: &[Way], width: i32, drop: bool) -> Self {
        let loops = ways.iter().filter(|way| **way == Way::Loop).count();
        let lefts = ways.iter().filter(|way| matches!(way, Way::Left(_))).count() + loops;
        let rights = ways.iter().filter(|way| matches!(way, Way::Right(_))).count() + loops;
        Self { lefts, rights, width, drop }
    }

    /// How far from the left a place is. A drop in the middle parts the places on its left from those on its right.
    fn of(&self, at: usize) -> i32 {
        let half = self.width / 2;
        match self.drop {
            false => share(at, self.lefts + self.rights, self.width),
            true if at <= self.lefts => share(at, self.lefts, half),
            true => half + share(at - self.lefts, self.rights, self.width - half),
        }
    }
}

/// A width, shared by so many places, up to one of them.
fn share(at: usize, all: usize, width: i32) -> i32 {
    let (at, all) = (i64::try_from(at).unwrap_or(0), i64::try_from(all).unwrap_or(1));
    i32::try_from(i64::from(width) * at / (all + 1)).unwrap_or(0)
}

/// For lines around one side of a node, nearest first, where each meets the node: going left and going right.
///
/// A line that goes left is met by nothing nearer on its left, one that goes right by nothing on its right; a loop
/// comes last and stays between. A drop has the middle for itself.
pub fn stubs<'l>(lines: impl IntoIterator<Item = &'l Line>, width: i32, drop: bool) -> Vec<Spot> {
    let ways: Vec<Way> = lines.into_iter().map(|line| line.way).collect();
    let places = Places::new(&ways, width, drop);
    let place = |at: usize| places.of(at);
    let (mut low, mut high) = (1, places.lefts + places.rights);
    let mut stubs = vec![(0, 0); ways.len()];
    for (at, way) in ways.iter().enumerate() {
        match way {
            Way::Left(_) => {
                stubs[at] = (place(low), place(low));
                low += 1;
            }
            Way::Right(_) => {
                stubs[at] = (place(high), place(high));
                high -= 1;
            }
            Way::Loop => {}
        }
    }
    // Loops are the furthest from the node, and the furthest of them is the widest.
    for (at, _) in ways.iter().enumerate().rev().filter(|(_, way)| **way == Way::Loop) {
        stubs[at] = (place(low), place(high));
        low += 1;
        high -= 1;
    }
    stubs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_has_the_middle_for_itself() {
        let line = |way| Line { edge: 0, way };
        let lines = [line(Way::Left(0)), line(Way::Right(1)), line(Way::Left(2))];
        assert_eq!(stubs(&lines, 400, false), [(100, 100), (300, 300), (200, 200)]);
        assert_eq!(stubs(&lines, 600, true), [(100, 100), (450, 450), (200, 200)]);
    }
}
