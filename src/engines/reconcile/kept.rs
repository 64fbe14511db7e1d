//! A difference as it is kept: redacted, bounded, and recognised again by keyed hashes.
//! Nothing of an export is stored but what passes through here.

use super::hints::Hints;
use crate::engines::reconcile::Settings;
use crate::engines::reconcile::{Cell, Difference, Late, Side};
use crate::engines::redact::{Policy, Redactor, short};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::SystemId;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// Most differences of one kind that are kept of a comparison; all are counted.
pub const MOST: usize = 30_000;
/// Most lines of an export that are compared in the background: what compares them holds a few numbers of each.
pub const LINES: u64 = 5_000_000;
/// Most bytes that are kept of all of them.
pub const BYTES: usize = 128 * 1024 * 1024;
/// Longest value that is kept, in characters.
const VALUE: usize = 300;
/// Most bytes of one difference.
const LARGEST: usize = 16 * 1024;
/// Most rows of one key that are named.
const ROWS: usize = 20;

catalogue! {
    /// In what two exports disagree.
    pub enum DifferenceKind {
        Changed => "changed", "Different values";
        OnlyA => "only_a", "Only in the first";
        OnlyB => "only_b", "Only in the second";
        Duplicate => "duplicate", "Duplicate";
        Mismatched => "mismatched", "Same record under another id";
        NoKey => "no_key", "Without a key";
    }
}

impl DifferenceKind {
    /// What a difference is.
    #[must_use]
    pub fn of(difference: &Difference) -> Self {
        match difference {
            Difference::Changed { .. } => Self::Changed,
            Difference::Only { side: Side::A, .. } => Self::OnlyA,
            Difference::Only { side: Side::B, .. } => Self::OnlyB,
            Difference::Duplicate { .. } => Self::Duplicate,
            Difference::Mismatched { .. } => Self::Mismatched,
            Difference::NoKey { .. } => Self::NoKey,
        }
    }
}

/// A column that differs, with what either side says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCell {
    /// Which of the compared columns.
    pub column: usize,
    /// What the first export says, once for each of its rows.
    pub a: Vec<String>,
    /// What the second export says.
    pub b: Vec<String>,
}

/// What a difference says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The record's key in either export; empty where it is not.
    pub keys: [Vec<String>; 2],
    /// Its rows in either export, as a spreadsheet numbers them.
    pub rows: [Vec<u64>; 2],
    /// How many rows those are, when not all are named.
    pub counts: [u64; 2],
    /// Whether rows of one export contradict each other.
    pub conflicting: [bool; 2],
    /// The columns that differ; of a record that one side lacks, what the other says.
    pub cells: Vec<KeptCell>,
    /// The side that is behind, if one is.
    pub late: Option<Late>,
    /// Written after everything in the other export: it may be on its way.
    pub pending: bool,
    /// Whether values were left out because there were too many.
    pub cut: bool,
}

/// A difference as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is.
    pub kind: DifferenceKind,
    /// Whether one side is only behind.
    pub late: bool,
    /// Which compared columns differ.
    pub columns: Vec<i32>,
    /// What it says.
    pub content: Content,
    /// Which record it is about: a later comparison of the same systems finds it again.
    pub record: [u8; 32],
    /// All it says: the same difference, found twice, is one.
    pub fingerprint: [u8; 32],
}

impl Kept {
    /// About how many bytes it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let cell =
            |cell: &KeptCell| cell.a.iter().chain(&cell.b).map(String::len).sum::<usize>() + 32;
        let keys = self.content.keys.iter().flatten().map(String::len).sum::<usize>();
        keys + self.content.cells.iter().map(cell).sum::<usize>() + 256
    }
}

/// Makes differences of one comparison fit to be kept.
#[derive(Debug)]
pub struct Keeper {
    redactor: Redactor,
    key: [u8; 64],
    systems: [SystemId; 2],
    keys: Vec<[String; 2]>,
    columns: Vec<[String; 2]>,
    without_key: [u32; 2],
}

impl Keeper {
    /// For an engagement with this redaction key.
    #[must_use]
    pub fn new(key: &[u8], systems: [SystemId; 2], settings: &Settings) -> Self {
        let mut block = [0; 64];
        let salted = [b"reconciliation fingerprint\0", key].concat();
        block[..32].copy_from_slice(&Sha256::digest(salted));
        let names = |pairs: &[crate::engines::reconcile::Pair]| {
            pairs.iter().map(|pair| [pair.a.clone(), pair.b.clone()]).collect()
        };
        let (keys, columns) = (names(&settings.plan.keys), names(&settings.plan.columns));
        Self {
            redactor: Redactor::new(key),
            key: block,
            systems,
            keys,
            columns,
            without_key: [0; 2],
        }
    }

    /// A difference as it is kept.
    pub fn keep(&mut self, difference: &Difference) -> Kept {
        let (kind, whole) = (DifferenceKind::of(difference), Self::whole(difference));
        let record = self.record(kind, &whole, difference);
        let fingerprint = self.fingerprint(record, &whole);
        // What a record says that the other side lacks is no difference of a column.
        let columns = match kind {
            DifferenceKind::OnlyA | DifferenceKind::OnlyB => Vec::new(),
            _ => whole.cells.iter().filter_map(|cell| i32::try_from(cell.column).ok()).collect(),
        };
        let late = whole.late.is_some() || whole.pending;
        Kept { kind, late, columns, content: self.bounded(whole), record, fingerprint }
    }

    /// What differences suggest, as it is kept.
    #[must_use]
    pub fn hints(&self, mut hints: Hints) -> Hints {
        for (column, same) in &mut hints.values {
            let [a, b] = &self.columns[*column];
            let key = self.keys.first().map_or("", |names| names[0].as_str());
            (same.a, same.b) = (self.shown(a, &same.a), self.shown(b, &same.b));
            same.example = self.shown(key, &same.example);
        }
        for key in &mut hints.keys {
            let names = &self.keys[key.column];
            for (name, example) in names.iter().zip(&mut key.example) {
                *example = self.shown(name, example);
            }
        }
        hints
    }

    /// All that a difference says.
    fn whole(difference: &Difference) -> Content {
        let content = Content::default();
        let cells = |cells: &[Cell]| {
            let cell = |cell: &Cell| KeptCell {
                column: cell.column,
                a: cell.a.clone(),
                b: cell.b.clone(),
            };
            cells.iter().map(cell).collect()
        };
        match difference {
            Difference::Changed { key, rows: [a, b], cells: differing, late } => {
                let (keys, rows) = ([key.clone(), key.clone()], [vec![*a], vec![*b]]);
                let cells = cells(differing);
                Content { keys, rows, counts: [1, 1], cells, late: *late, ..content }
            }
            Difference::Only { side, key, row, values, pending } => {
                let mut content = Content { pending: *pending, ..content };
                let at = *side as usize;
                content.keys[at].clone_from(key);
                (content.rows[at], content.counts[at]) = (vec![*row], 1);
                let values = values.iter().enumerate().filter(|(_, value)| !value.is_empty());
                let of = |(column, value): (usize, &String)| match side {
                    Side::A => KeptCell { column, a: vec![value.clone()], b: Vec::new() },
                    Side::B => KeptCell { column, a: Vec::new(), b: vec![value.clone()] },
                };
                content.cells = values.map(of).collect();
                content
            }
            Difference::Duplicate { key, rows, conflicting, cells: differing, .. } => {
                let counts = [0, 1].map(|side: usize| rows[side].len() as u64);
                let there = |side: usize| if counts[side] > 0 { key.clone() } else { Vec::new() };
                let first = |side: usize| rows[side].iter().copied().take(ROWS).collect();
                Content {
                    keys: [there(0), there(1)],
                    rows: [first(0), first(1)],
                    counts,
                    conflicting: *conflicting,
                    cells: cells(differing),
                    ..content
                }
            }
            Difference::Mismatched { keys, rows: [a, b] } => {
                let rows = [vec![*a], vec![*b]];
                Content { keys: keys.clone(), rows, counts: [1, 1], ..content }
            }
            Difference::NoKey { side, row } => {
                let mut content = content;
                let at = *side as usize;
                (content.rows[at], content.counts[at]) = (vec![*row], 1);
                content
            }
        }
    }

    /// Which record it is about, whatever it says. Rows without a key are told apart by their order only.
    fn record(
        &mut self,
        kind: DifferenceKind,
        content: &Content,
        difference: &Difference,
    ) -> [u8; 32] {
        use crate::platform::catalogue::Catalogue;
        let mut mac = self.mac();
        for system in self.systems {
            mac.update(system.0.as_bytes());
        }
        part(&mut mac, kind.key());
        for (side, keys) in content.keys.iter().enumerate() {
            part(&mut mac, if keys.is_empty() { "-" } else { "+" });
            // The same key in both exports is written as the first one writes it.
            if side == 0 || content.keys[0] != *keys {
                keys.iter().for_each(|key| part(&mut mac, &key.trim().to_lowercase()));
            }
        }
        if let Difference::NoKey { side, .. } = difference {
            let number = &mut self.without_key[*side as usize];
            *number += 1;
            mac.update(&number.to_le_bytes());
            part(&mut mac, if *side == Side::A { "a" } else { "b" });
        }
        mac.finalize().into_bytes().into()
    }

    /// All that it says, but for where in the files it stands.
    fn fingerprint(&self, record: [u8; 32], content: &Content) -> [u8; 32] {
        let mut mac = self.mac();
        mac.update(&record);
        for cell in &content.cells {
            let [a, b] = &self.columns[cell.column];
            for text in [a, b].into_iter().chain(&cell.a).chain(&cell.b) {
                part(&mut mac, text);
            }
        }
        content.counts.iter().for_each(|count| mac.update(&count.to_le_bytes()));
        mac.finalize().into_bytes().into()
    }

    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new(&self.key.into())
    }

    /// Redacted, and within bounds.
    fn bounded(&self, mut content: Content) -> Content {
        let mut left = LARGEST;
        for (side, keys) in content.keys.iter_mut().enumerate() {
            for (at, key) in keys.iter_mut().enumerate() {
                *key = self.shown(self.keys.get(at).map_or("", |names| names[side].as_str()), key);
                left = left.saturating_sub(key.len());
            }
        }
        let whole = std::mem::take(&mut content.cells);
        for mut cell in whole {
            let names = &self.columns[cell.column];
            for (name, values) in names.iter().zip([&mut cell.a, &mut cell.b]) {
                values.iter_mut().for_each(|value| *value = self.shown(name, value));
            }
            let size =
                cell.a.iter().chain(&cell.b).map(|value| value.len() + 8).sum::<usize>() + 32;
            match left.checked_sub(size) {
                Some(rest) => left = rest,
                None => {
                    content.cut = true;
                    break;
                }
            }
            content.cells.push(cell);
        }
        content
    }

    /// A value as it is kept. It was redacted when its file came in; whatever did not, is now.
    fn shown(&self, column: &str, value: &str) -> String {
        let value = short(value).replace('\0', "\u{fffd}");
        let text = self.redactor.field(Policy::Evidence, column, &value).text;
        match text.char_indices().nth(VALUE) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }
}

/// A text that ends where it ends: no two lists of texts are hashed alike.
fn part(mac: &mut Hmac<Sha256>, text: &str) {
    mac.update(&(text.len() as u64).to_le_bytes());
    mac.update(text.as_bytes());
}
