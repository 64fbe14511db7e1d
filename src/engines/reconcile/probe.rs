//! Which rows of two exports are not simply the same: the first export is indexed, the second held against it.
//! What comes out does not depend on which thread came first.

use super::digest::Digest;
use super::failed::Failed;
use super::index::{Besides, Index};
use super::plan::Lens;
use super::rows::{Batch, Rows, Scan};
use super::watch::Watch;
use crate::engines::tables::Export;
use std::collections::HashMap;
use std::slice;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// One side of a reconciliation.
#[derive(Debug, Clone, Copy)]
pub struct Half<'a> {
    /// The export.
    pub export: &'a Export,
    /// How it is read.
    pub lens: &'a Lens,
}

/// Rows that share a key (or, very rarely, only the number of one).
#[derive(Debug, Default)]
pub struct Group {
    /// Of the first export.
    pub a: Vec<u32>,
    /// Of the second.
    pub b: Vec<u32>,
}

/// The rows that have to be read again, in file order.
#[derive(Debug, Default)]
pub struct Suspects {
    /// Pairs with one key and different numbers.
    pub changed: Vec<[u32; 2]>,
    /// Rows whose key the second export does not have.
    pub only_a: Vec<u32>,
    /// Rows whose key the first export does not have.
    pub only_b: Vec<u32>,
    /// Keys that a side has more than once.
    pub groups: Vec<Group>,
    /// Rows of the first export without a key.
    pub blank_a: Vec<u32>,
    /// Rows of the second export without a key.
    pub blank_b: Vec<u32>,
}

/// What one thread found in the second export.
#[derive(Debug, Default)]
struct Own {
    likely: Vec<Option<u32>>,
    changed: Vec<[u32; 2]>,
    unknown: Vec<(u64, u32)>,
    again: Vec<(u64, u32)>,
    blank: Vec<u32>,
}

/// Reads both exports once.
pub fn suspects<'a>(
    [a, b]: [Half<'a>; 2],
    digest: &'a Digest,
    threads: usize,
    watch: &'a Watch,
) -> Result<(Rows, Rows, Suspects), Failed> {
    let scan =
        |half: Half<'a>| Scan { export: half.export, lens: half.lens, digest, threads, watch };
    let (first, _) = scan(a).run(true, |_, _: &mut ()| {})?;
    let (index, besides) = Index::build(&first, threads);
    let met: Vec<AtomicU32> = (0..first.len()).map(|_| AtomicU32::new(0)).collect();
    let (second, own) =
        scan(b).run(false, |batch, own: &mut Own| own.hold(batch, &first, &index, &met))?;
    let mut all = Own::default();
    own.into_iter().for_each(|own| all.absorb(own));
    let suspects = Suspects::new(&first, &index, besides, all, &met);
    Ok((first, second, suspects))
}

/// The rows of every key that the first export has and a side repeats.
fn repeated(
    first: &Rows,
    index: &Index,
    again_a: &[(u64, u32)],
    again_b: &[(u64, u32)],
    met: &[AtomicU32],
) -> HashMap<u64, Group> {
    let mut groups: HashMap<u64, Group> = HashMap::new();
    for (key, _) in again_a.iter().chain(again_b) {
        groups.entry(*key).or_insert_with(|| {
            let mut group = Group::default();
            if let Some((row, _)) = index.find(first, *key) {
                group.a.push(row);
                group.b.extend(met[row as usize].load(Relaxed).checked_sub(1));
            }
            group
        });
    }
    for (key, row) in again_a {
        groups.entry(*key).or_default().a.push(*row);
    }
    for (key, row) in again_b {
        groups.entry(*key).or_default().b.push(*row);
    }
    groups.values_mut().for_each(|group| group.b.sort_unstable());
    groups
}

impl Suspects {
    /// How many keys have to be looked at again.
    pub fn keys(&self) -> usize {
        self.changed.len() + self.only_a.len() + self.only_b.len() + self.groups.len()
    }

    /// The rows of either export with one of these keys.
    pub fn rows(&self, mut key: usize) -> [&[u32]; 2] {
        if let Some([a, b]) = self.changed.get(key) {
            return [slice::from_ref(a), slice::from_ref(b)];
        }
        key -= self.changed.len();
        if let Some(a) = self.only_a.get(key) {
            return [slice::from_ref(a), &[]];
        }
        key -= self.only_a.len();
        if let Some(b) = self.only_b.get(key) {
            return [&[], slice::from_ref(b)];
        }
        let Group { a, b } = &self.groups[key - self.only_b.len()];
        [a, b]
    }

    fn new(first: &Rows, index: &Index, besides: Besides, own: Own, met: &[AtomicU32]) -> Self {
        let groups = repeated(first, index, &besides.again, &own.again, met);
        let grouped = |row: u32| groups.contains_key(&first.entry(row).key);
        let lonely = |row: &u32| met[*row as usize].load(Relaxed) == 0;
        let rows = (0..first.len() as u32).filter(lonely);
        let mut suspects = Self {
            changed: own.changed.into_iter().filter(|[row, _]| !grouped(*row)).collect(),
            only_a: rows.filter(|row| first.entry(*row).key != 0 && !grouped(*row)).collect(),
            only_b: Vec::new(),
            groups: groups.into_values().collect(),
            blank_a: besides.blank,
            blank_b: own.blank,
        };
        suspects.unknown(own.unknown);
        suspects.changed.sort_unstable();
        suspects.blank_a.sort_unstable();
        suspects.blank_b.sort_unstable();
        suspects.groups.sort_unstable_by_key(|group| {
            (group.a.first().copied().unwrap_or(u32::MAX), group.b.first().copied())
        });
        suspects
    }

    /// Sorts rows whose key the first export does not have into single ones and repeated ones.
    fn unknown(&mut self, mut unknown: Vec<(u64, u32)>) {
        unknown.sort_unstable();
        for same in unknown.chunk_by(|left, right| left.0 == right.0) {
            match same {
                [(_, row)] => self.only_b.push(*row),
                rows => self
                    .groups
                    .push(Group { a: Vec::new(), b: rows.iter().map(|(_, row)| *row).collect() }),
            }
        }
        self.only_b.sort_unstable();
    }
}

impl Own {
    fn absorb(&mut self, mut other: Self) {
        self.changed.append(&mut other.changed);
        self.unknown.append(&mut other.unknown);
        self.again.append(&mut other.again);
        self.blank.append(&mut other.blank);
    }

    /// Holds the rows of a block against the index.
    fn hold(&mut self, batch: &Batch, first: &Rows, index: &Index, met: &[AtomicU32]) {
        // Looking up what is likely before anything is judged lets the processor wait for many rows at once.
        self.likely.clear();
        self.likely.extend(batch.entries.iter().map(|entry| index.likely(entry.key)));
        for row in self.likely.iter().flatten() {
            std::hint::black_box((first.entry(*row).key, met[*row as usize].load(Relaxed)));
        }
        for (entry, row) in batch.entries.iter().zip(batch.first..) {
            if entry.key == 0 {
                self.blank.push(row);
                continue;
            }
            let Some((known, other)) = index.find(first, entry.key) else {
                self.unknown.push((entry.key, row));
                continue;
            };
            let mark = &met[known as usize];
            if mark.compare_exchange(0, row + 1, Relaxed, Relaxed).is_err() {
                self.again.push((entry.key, row));
            } else if other.whole != entry.whole {
                self.changed.push([known, row]);
            }
        }
    }
}
