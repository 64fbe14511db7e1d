//! Mismatched ids: a record that each export has under another key, known by everything else in it.
//! Where more than one would fit, none is named.

use super::digest::Digest;
use super::failed::Failed;
use super::normal::is_blank;
use super::parallel::in_order;
use super::probe::Suspects;
use super::record::{Reader, Record};
use super::watch::Watch;
use crate::engines::reconcile::Difference;
use std::collections::HashMap;

/// Values that have to stand in a row before it is known by them.
const TELLING: usize = 2;

/// The rows of either export that have one rest in common.
#[derive(Debug, Default)]
struct Found {
    a: Option<u32>,
    b: Option<u32>,
    several: bool,
}

/// The pairs, in the order of the first export.
pub fn mismatched<'a>(
    suspects: &Suspects,
    digest: &Digest,
    crew: (usize, &Watch),
    readers: &(impl Fn() -> [Reader<'a>; 2] + Sync),
) -> Result<Vec<Difference>, Failed> {
    if suspects.only_a.is_empty() || suspects.only_b.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: HashMap<u128, Found> = HashMap::new();
    let (only_a, only_b) = (&suspects.only_a, &suspects.only_b);
    let rest = |own: &mut [Reader<'_>; 2], number: usize| {
        let (side, row) = match number.checked_sub(only_a.len()) {
            None => (0, only_a[number]),
            Some(number) => (1, only_b[number]),
        };
        let record = own[side].read(row)?;
        Ok((telling(&record) >= TELLING).then(|| (digest.of_rest(&record.seen), side, row)))
    };
    in_order(only_a.len() + only_b.len(), crew, readers, rest, |rest| {
        let Some((rest, side, row)) = rest else { return };
        let found = found.entry(rest).or_default();
        let place = if side == 0 { &mut found.a } else { &mut found.b };
        found.several |= place.replace(row).is_some();
    })?;
    let single = found.into_values().filter(|found| !found.several);
    let mut pairs: Vec<(u32, u32)> =
        single.filter_map(|found| Some((found.a?, found.b?))).collect();
    pairs.sort_unstable();
    let mut all = Vec::new();
    let pair = |own: &mut [Reader<'_>; 2], number: usize| pair(own, pairs[number]);
    in_order(pairs.len(), crew, readers, pair, |difference| all.extend(difference))?;
    Ok(all)
}

/// How many values besides the key a row has.
fn telling(record: &Record) -> usize {
    let columns = record.columns();
    columns.filter(|column| !is_blank(record.value(*column))).count()
}

fn pair(own: &mut [Reader<'_>; 2], (a, b): (u32, u32)) -> Result<Option<Difference>, Failed> {
    let (a, b) = (own[0].read(a)?, own[1].read(b)?);
    Ok((a.rest() == b.rest()).then(|| Difference::Mismatched {
        keys: [a.shown_key(), b.shown_key()],
        rows: [a.number, b.number],
    }))
}
