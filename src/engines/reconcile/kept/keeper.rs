//! What makes a difference fit to be kept: redacted, within bounds, and hashed so that it is found again.

use super::{Content, DifferenceKind, Kept, KeptCell};
use crate::engines::reconcile::hints::Hints;
use crate::engines::reconcile::{Cell, Difference, Pair, Settings, Side};
use crate::engines::redact::{Policy, Redactor, short};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SystemId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Longest value that is kept, in characters.
const VALUE: usize = 300;
/// Most bytes of one difference.
const LARGEST: usize = 16 * 1024;
/// Most rows of one key that are named.
const ROWS: usize = 20;

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
        let names =
            |pairs: &[Pair]| pairs.iter().map(|pair| [pair.a.clone(), pair.b.clone()]).collect();
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
