//! Finding a row by its key: a table of row numbers, with a few bits of the key beside each.
//! Every key is in it once, with its first row; the others are told apart.

use super::digest::Entry;
use super::rows::Rows;
use std::panic::resume_unwind;
use std::thread;

/// The table, in parts that threads fill apart.
#[derive(Debug)]
pub struct Index {
    parts: Vec<Vec<u32>>,
    /// Bits of a slot that hold a row's number and one.
    bits: u32,
}

/// What is not in the table.
#[derive(Debug, Default)]
pub struct Besides {
    /// Rows whose key an earlier row has, with it.
    pub again: Vec<(u64, u32)>,
    /// Rows without a key.
    pub blank: Vec<u32>,
}

impl Index {
    /// Enters all rows.
    pub fn build(rows: &Rows, threads: usize) -> (Self, Besides) {
        let bits = u32::BITS - (rows.len() as u32).leading_zeros();
        let count = threads.next_power_of_two().min(16);
        let fill = |part: usize| Self::part(rows, part, count, bits);
        let done = thread::scope(|scope| {
            let others: Vec<_> = (1..count).map(|part| scope.spawn(move || fill(part))).collect();
            let mut done = vec![fill(0)];
            for other in others {
                match other.join() {
                    Ok(part) => done.push(part),
                    // Without this part, its keys would be told to be missing.
                    Err(panic) => resume_unwind(panic),
                }
            }
            done
        });
        let mut besides = Besides::default();
        let mut parts = Vec::with_capacity(count);
        for (part, mut more) in done {
            parts.push(part);
            besides.again.append(&mut more.again);
            besides.blank.append(&mut more.blank);
        }
        besides.again.sort_unstable_by_key(|(_, row)| *row);
        (Self { parts, bits }, besides)
    }

    fn part(rows: &Rows, part: usize, count: usize, bits: u32) -> (Vec<u32>, Besides) {
        let mine = |key: u64| key as usize & (count - 1) == part;
        let keys = rows.entries().filter(|entry| mine(entry.key)).count();
        let mut slots = vec![0; keys + keys / 2 + 1];
        let mut besides = Besides::default();
        for (row, entry) in (0..).zip(rows.entries()).filter(|(_, entry)| mine(entry.key)) {
            if entry.key == 0 {
                besides.blank.push(row);
                continue;
            }
            match find(&slots, bits, rows, entry.key) {
                Ok(_) => besides.again.push((entry.key, row)),
                Err(free) => slots[free] = tag(entry.key, bits) | (row + 1),
            }
        }
        (slots, besides)
    }

    /// A row that is likely to have a key: the one that stands where the key belongs.
    #[inline]
    pub fn likely(&self, key: u64) -> Option<u32> {
        let slots = &self.parts[key as usize & (self.parts.len() - 1)];
        (slots[home(slots, key)] & numbers(self.bits)).checked_sub(1)
    }

    /// The first row with a key, and what stands for it.
    #[inline]
    pub fn find<'a>(&self, rows: &'a Rows, key: u64) -> Option<(u32, &'a Entry)> {
        let part = &self.parts[key as usize & (self.parts.len() - 1)];
        find(part, self.bits, rows, key).ok()
    }
}

/// The row with a key, or the slot where it belongs.
#[inline]
fn find<'a>(slots: &[u32], bits: u32, rows: &'a Rows, key: u64) -> Result<(u32, &'a Entry), usize> {
    let numbers = numbers(bits);
    let tag = tag(key, bits);
    let mut at = home(slots, key);
    loop {
        let slot = slots[at];
        if slot == 0 {
            return Err(at);
        }
        if slot & !numbers == tag {
            let row = (slot & numbers) - 1;
            let entry = rows.entry(row);
            if entry.key == key {
                return Ok((row, entry));
            }
        }
        at = if at + 1 == slots.len() { 0 } else { at + 1 };
    }
}

/// The slot where a key belongs.
#[inline]
fn home(slots: &[u32], key: u64) -> usize {
    ((u128::from(key) * slots.len() as u128) >> 64) as usize
}

/// The bits of a slot that hold a row's number and one.
#[inline]
fn numbers(bits: u32) -> u32 {
    !(u32::MAX.checked_shl(bits).unwrap_or(0))
}

/// The bits of a key that stand beside a row's number.
#[inline]
fn tag(key: u64, bits: u32) -> u32 {
    ((key >> 8) as u32).checked_shl(bits).unwrap_or(0)
}
