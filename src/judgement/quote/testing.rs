//! What tests of the quote share: random numbers that are the same in every run, and quotes made of them.
//! It never reaches a build that is not a test.

use super::distribution::Part;

/// Random numbers that are the same in every run (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap()
    }

    pub(super) fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// One draw, by turning the distribution function round.
pub(super) fn drawn(part: &Part, dice: &mut Dice) -> f64 {
    let at = dice.chance();
    match *part {
        Part::Chance { chance, minutes } => {
            if at < chance {
                minutes
            } else {
                0.0
            }
        }
        Part::Range { low, likely, high } => {
            let (span, rising) = (high - low, likely - low);
            if span <= 0.0 {
                low
            } else if at < rising / span {
                low + (at * span * rising).sqrt()
            } else {
                high - ((1.0 - at) * span * (high - likely)).sqrt()
            }
        }
    }
}
