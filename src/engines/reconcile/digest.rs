//! Rows as numbers: 64 bits for the key and 64 for the whole row, by `SipHash` under keys that are drawn for each run.
//! Only when all 128 are equal are two rows believed to be; everything else is read again and compared value by value.
//! Of two rows with one key the 64 of the whole row tell a change: one change in 2⁶⁴ would not be seen.

use super::plan::Seen;
use siphasher::{sip, sip128};
use std::hash::{BuildHasher, RandomState};

/// A row as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its key; 0 when it has none.
    pub key: u64,
    /// All of it.
    pub whole: u64,
}

/// Makes them.
#[derive(Debug)]
pub struct Digest {
    key: sip::SipHasher13,
    whole: sip::SipHasher13,
    rest: sip128::SipHasher13,
    kept: u64,
}

impl Digest {
    /// With keys of its own, so that nobody can prepare two rows that it takes for one.
    pub fn new() -> Self {
        let drawn = || RandomState::new().hash_one(0);
        Self {
            key: sip::SipHasher13::new_with_keys(drawn(), drawn()),
            whole: sip::SipHasher13::new_with_keys(drawn(), drawn()),
            rest: sip128::SipHasher13::new_with_keys(drawn(), drawn()),
            kept: u64::MAX,
        }
    }

    /// Takes many keys for one, as a full digest almost never does.
    #[cfg(test)]
    pub fn forgetful() -> Self {
        Self { kept: 0x0700_0000_0000_0001, ..Self::new() }
    }

    /// The number of a row.
    #[inline]
    pub fn of(&self, seen: &Seen, keys: usize) -> Entry {
        let key = if seen.is_blank(keys) {
            0
        } else {
            (self.key.hash(&seen.normal[..seen.key]) & self.kept).max(1)
        };
        Entry { key, whole: self.whole.hash(&seen.normal) }
    }

    /// The number of everything but the key: longer, because sums of it say whether many rows are the same.
    pub fn of_rest(&self, seen: &Seen) -> u128 {
        self.rest.hash(&seen.normal[seen.key..]).as_u128()
    }
}
