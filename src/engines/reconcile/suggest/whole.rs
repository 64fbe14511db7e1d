//! The careful rule over all rows: what was suggested from the beginnings loses whatever makes one of two values that both
//! exports use, wherever they stand.
//! Only what could be merged is remembered, as 64 bits; beyond a bound the column is compared as text, and that is told.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::thread;

use super::super::normal::Normal;
use super::super::plan::column;
use super::formats::STEPS;
use super::look;
use super::usual::Usual;
use crate::engines::reconcile::{Format, Pair, Plan, Rule};
use crate::engines::tables::cell::{meant, text};
use crate::engines::tables::{Cutter, Export, FileError, Marks, Records};

/// Different values of a column that are remembered.
const MOST: usize = 2_000_000;
/// Rows that tell how a column usually writes its values.
const FIRST: usize = 200;

/// Values as 64 bits: for each way in which they are compared, the ways in which they are written.
type Written = HashMap<u64, BTreeSet<u64>>;

/// A column that is looked through.
struct Look<'a> {
    at: usize,
    normal: Normal,
    /// What is written as usual is written in one way only, and is passed over.
    usual: Option<Usual>,
    /// Only values that are compared like these count, however they are written.
    only: Option<&'a HashSet<u64>>,
}

/// A pair of columns whose rule is held against all rows.
struct Held {
    pair: usize,
    columns: [usize; 2],
    rule: Rule,
    formats: Vec<Format>,
    usual: [Option<Usual>; 2],
}

/// Makes the rules of a plan careful over all rows of both exports, but for pairs that a person spoke of. Returns what is to
/// be told about that.
///
/// # Errors
/// When an export cannot be read.
pub fn hold(
    exports: [&Export; 2],
    plan: &mut Plan,
    threads: usize,
    spoken: impl Fn(&Pair) -> bool,
) -> Result<Vec<String>, FileError> {
    let begun = [look(exports[0], FIRST)?, look(exports[1], FIRST)?];
    let mut open: Vec<Held> = Vec::new();
    for (at, pair) in plan.pairs().enumerate().filter(|(_, pair)| !spoken(pair)) {
        let columns = (column(exports[0].header(), &pair.a), column(exports[1].header(), &pair.b));
        let (Some(a), Some(b)) = columns else { continue };
        let first = [&begun[0][a], &begun[1][b]];
        open.extend(Held::new(at, [a, b], pair.rule.clone(), first));
    }
    let (state, mut told) = (RandomState::new(), Vec::new());
    let keys = plan.keys.len();
    while !open.is_empty() {
        let merged = merging(exports, &open, threads, &state)?;
        open.retain(|held| merged.contains(&held.pair));
        for held in &mut open {
            let pair = match held.pair.checked_sub(keys) {
                None => &mut plan.keys[held.pair],
                Some(at) => &mut plan.columns[at],
            };
            held.restrict();
            pair.rule = held.rule.clone();
            let note = format!(
                "“{}” is compared more strictly than its first rows suggest: further down, both exports use two values that would count as one.",
                pair.a
            );
            if !told.contains(&note) {
                told.push(note);
            }
        }
        open.retain(Held::merges);
    }
    Ok(told)
}

impl Held {
    fn new(
        pair: usize,
        columns: [usize; 2],
        rule: Rule,
        first: [&super::columns::Column; 2],
    ) -> Option<Self> {
        let formats = if rule.a == rule.b { vec![rule.a] } else { vec![rule.a, rule.b] };
        let usual = [0, 1].map(|side: usize| {
            let format = if side == 0 { rule.a } else { rule.b };
            Usual::of(&rule, format, first[side].filled())
        });
        let held = Self { pair, columns, rule, formats, usual };
        held.merges().then_some(held)
    }

    /// Whether its rule can make one of two values at all.
    fn merges(&self) -> bool {
        self.rule != Rule { a: self.rule.a, b: self.rule.b, ..Rule::default() }
    }

    /// Takes the next thing from its rule, the gentlest first.
    fn restrict(&mut self) {
        let before = self.rule.clone();
        for step in STEPS {
            step(&mut self.rule);
            if self.rule != before {
                break;
            }
        }
        self.usual = [self.rule.a, self.rule.b]
            .map(|format| Usual::of(&self.rule, format, std::iter::empty()));
        self.formats = vec![self.rule.a];
        if self.rule.a != self.rule.b {
            self.formats.push(self.rule.b);
        }
    }
}

/// The pairs whose rule makes one of two values that both exports use.
fn merging(
    [a, b]: [&Export; 2],
    held: &[Held],
    threads: usize,
    state: &RandomState,
) -> Result<HashSet<usize>, FileError> {
    let tries: Vec<(&Held, Format)> = held
        .iter()
        .flat_map(|held| held.formats.iter().map(move |format| (held, *format)))
        .collect();
    let unusual = scan(a, &looks_of(&tries, 0, &vec![None; tries.len()]), threads, state)?;
    let candidates: Vec<HashSet<u64>> = unusual
        .iter()
        .zip(&tries)
        .map(|(written, (held, _))| {
            let shown = |ways: &BTreeSet<u64>| ways.len() > 1 || held.usual[0].is_some();
            written.iter().filter(|(_, ways)| shown(ways)).map(|(normal, _)| *normal).collect()
        })
        .collect();
    let mut merged: HashSet<usize> = HashSet::new();
    for (written, (held, _)) in unusual.iter().zip(&tries) {
        if written.len() >= MOST {
            merged.insert(held.pair);
        }
    }
    let only: Vec<Option<&HashSet<u64>>> = candidates.iter().map(Some).collect();
    if candidates.iter().all(HashSet::is_empty) {
        return Ok(merged);
    }
    let in_b = scan(b, &looks_of(&tries, 1, &only), threads, state)?;
    if in_b.iter().all(|written| written.values().all(|ways| ways.len() < 2)) {
        return Ok(merged);
    }
    let in_a = scan(a, &looks_of(&tries, 0, &only), threads, state)?;
    for ((of_a, of_b), (held, _)) in in_a.iter().zip(&in_b).zip(&tries) {
        let both = |(normal, ways): (&u64, &BTreeSet<u64>)| {
            of_b.get(normal).is_some_and(|theirs| ways.intersection(theirs).nth(1).is_some())
        };
        if of_a.iter().any(both) {
            merged.insert(held.pair);
        }
    }
    Ok(merged)
}

/// The columns of one side to look through.
fn looks_of<'a>(
    tries: &[(&Held, Format)],
    side: usize,
    only: &[Option<&'a HashSet<u64>>],
) -> Vec<Look<'a>> {
    let look = |((held, format), only): (&(&Held, Format), &Option<&'a HashSet<u64>>)| Look {
        at: held.columns[side],
        normal: Normal::new(&held.rule, *format),
        usual: held.usual[side].clone().filter(|_| only.is_none()),
        only: *only,
    };
    tries.iter().zip(only).map(look).collect()
}

/// How the values of columns are written, in all rows.
fn scan(
    export: &Export,
    looks: &[Look<'_>],
    threads: usize,
    state: &RandomState,
) -> Result<Vec<Written>, FileError> {
    let wanted: Vec<usize> =
        (0..looks.len()).filter(|at| looks[*at].only.is_none_or(|only| !only.is_empty())).collect();
    let cutter = export.blocks();
    let work = || part(export, &cutter, looks, &wanted, state);
    let parts: Vec<Result<Vec<Written>, FileError>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let mine = work();
        // A thread that broke has read what no other will read.
        let lost = || Err(export.source().refused(crate::engines::tables::Unreadable::Broken));
        let joined = others.into_iter().map(|other| other.join().unwrap_or_else(|_| lost()));
        std::iter::once(mine).chain(joined.collect::<Vec<_>>()).collect()
    });
    let mut all: Vec<Written> = looks.iter().map(|_| Written::new()).collect();
    for part in parts {
        for (whole, part) in all.iter_mut().zip(part?) {
            for (normal, ways) in part {
                whole.entry(normal).or_default().extend(ways);
            }
        }
    }
    Ok(all)
}

/// What one thread reads of it.
fn part(
    export: &Export,
    cutter: &Cutter<'_>,
    looks: &[Look<'_>],
    wanted: &[usize],
    state: &RandomState,
) -> Result<Vec<Written>, FileError> {
    let mut found: Vec<Written> = looks.iter().map(|_| Written::new()).collect();
    let (mut buffer, mut marks, mut cells) = (Vec::new(), Marks::default(), Vec::new());
    let mut normal = Vec::new();
    while let Some(block) = cutter.next(&mut buffer)? {
        let data = &buffer[..block.length];
        let mut records = Records::new(data, &mut marks, export.dialect());
        while records.next(&mut cells).is_some() {
            for at in wanted {
                let look = &looks[*at];
                let cell = cells.get(look.at).map(|cell| cell.bytes(data)).unwrap_or_default();
                let seen = text(&cell);
                let seen = meant(&seen);
                // A cell of spaces says as little as an empty one.
                let raw = if seen.trim().is_empty() { "" } else { &*seen };
                if look.usual.as_ref().is_some_and(|usual| usual.is(raw)) {
                    continue;
                }
                normal.clear();
                look.normal.append(raw.as_bytes(), &mut normal);
                let key = state.hash_one(&normal);
                let counts = look.only.map_or(found[*at].len() < MOST, |only| only.contains(&key));
                if counts {
                    found[*at].entry(key).or_default().insert(state.hash_one(raw));
                }
            }
        }
    }
    Ok(found)
}
