//! From suspects to differences: every row that may differ is read again, and every value of it compared.
//! Keys are compared as values here, so that two keys with one number are still two.

use super::digest::Digest;
use super::failed::Failed;
use super::hints::Collector;
use super::moved;
use super::normal::Meaning;
use super::parallel::in_order;
use super::probe::{Half, Suspects, suspects};
use super::record::{Reader, Record};
use super::rows::Rows;
use super::watch::Watch;
use crate::engines::reconcile::Plan;
use crate::engines::reconcile::{Cell, Difference, Late, Outcome, Side};
use crate::engines::tables::Export;

/// Rows of a repeated key whose values are shown.
const SHOWN: usize = 20;

/// Compares two exports and hands every difference to `each`: in the same order whatever the number of threads.
///
/// # Errors
/// When the plan does not fit the exports, one of them cannot be read, or the watch was told to stop.
pub fn reconcile(
    [a, b]: [&Export; 2],
    plan: &Plan,
    threads: usize,
    watch: &Watch,
    each: impl FnMut(&Difference),
) -> Result<Outcome, Failed> {
    reconcile_by(&Digest::new(), [a, b], plan, (threads.max(1), watch), each)
}

pub(super) fn reconcile_by(
    digest: &Digest,
    [a, b]: [&Export; 2],
    plan: &Plan,
    (threads, watch): (usize, &Watch),
    mut each: impl FnMut(&Difference),
) -> Result<Outcome, Failed> {
    let (lens_a, lens_b) = plan.fit(a, b)?;
    let halves = [Half { export: a, lens: &lens_a }, Half { export: b, lens: &lens_b }];
    watch.expect(a.bytes() + b.bytes());
    let (rows_a, rows_b, suspects) = suspects(halves, digest, threads, watch)?;
    let mut outcome = Outcome::new(plan);
    outcome.summary.rows_a = rows_a.tally.rows;
    outcome.summary.rows_b = rows_b.tally.rows;
    outcome.summary.ragged_a = rows_a.tally.ragged;
    outcome.summary.ragged_b = rows_b.tally.ragged;
    let rows = [&rows_a, &rows_b];
    let judge = Judge { plan, rows, digest };
    let readers = || [Reader::new(halves[0], rows[0]), Reader::new(halves[1], rows[1])];
    let mut hints = Collector::new(plan);
    let mut take = |difference: &Difference| {
        outcome.count(difference);
        hints.note(difference);
        each(difference);
    };
    let crew = (threads, watch);
    let mut all = |found: Vec<Difference>| found.iter().for_each(&mut take);
    let judge = &judge;
    let key = |own: &mut [Reader<'_>; 2], key: usize| judge.group(own, suspects.rows(key));
    in_order(suspects.keys(), crew, readers, key, &mut all)?;
    all(moved::mismatched(&suspects, digest, crew, &readers)?);
    for (side, blank) in [(Side::A, &suspects.blank_a), (Side::B, &suspects.blank_b)] {
        let header_row = halves[side as usize].export.header_row();
        let number = |row: &u32| rows[side as usize].number(*row, header_row);
        all(blank.iter().map(|row| Difference::NoKey { side, row: number(row) }).collect());
    }
    outcome.same &= keyless_alike(&suspects, digest, readers())?;
    outcome.hints = hints.finish([a, b], plan)?;
    Ok(outcome)
}

/// Whether the rows without a key are the same on both sides.
fn keyless_alike(
    suspects: &Suspects,
    digest: &Digest,
    [mut a, mut b]: [Reader<'_>; 2],
) -> Result<bool, Failed> {
    if suspects.blank_a.len() != suspects.blank_b.len() {
        return Ok(false);
    }
    let sum = |reader: &mut Reader<'_>, rows: &[u32]| {
        rows.iter().try_fold(0_u128, |sum, row| {
            Ok::<u128, Failed>(sum.wrapping_add(digest.of_rest(&reader.read(*row)?.seen)))
        })
    };
    Ok(sum(&mut a, &suspects.blank_a)? == sum(&mut b, &suspects.blank_b)?)
}

/// Says what differs between rows.
#[derive(Debug, Clone, Copy)]
struct Judge<'a> {
    plan: &'a Plan,
    rows: [&'a Rows; 2],
    digest: &'a Digest,
}

/// Rows with one key, of both exports.
#[derive(Debug, Default)]
struct Same {
    sides: [Held; 2],
}

/// The rows of one export with one key.
#[derive(Debug, Default)]
struct Held {
    numbers: Vec<u64>,
    records: Vec<Record>,
    conflicting: bool,
    /// The sum of what stands for each row, whatever their order.
    sum: u128,
}

impl Held {
    fn hold(&mut self, record: Record, digest: &Digest) {
        self.sum = self.sum.wrapping_add(digest.of_rest(&record.seen));
        self.numbers.push(record.number);
        let first = self.records.first();
        self.conflicting |= first.is_some_and(|first| first.rest() != record.rest());
        if self.records.len() < SHOWN {
            self.records.push(record);
        }
    }
}

impl Judge<'_> {
    /// What differs between rows that share the number of a key.
    fn group(
        &self,
        readers: &mut [Reader<'_>; 2],
        rows: [&[u32]; 2],
    ) -> Result<Vec<Difference>, Failed> {
        let mut groups: Vec<Same> = Vec::new();
        for (side, rows) in rows.into_iter().enumerate() {
            for row in rows {
                let record = readers[side].read(*row)?;
                let same = groups.iter_mut().find(|group| group.key() == Some(record.key()));
                match same {
                    Some(group) => group.sides[side].hold(record, self.digest),
                    None => {
                        let mut group = Same::default();
                        group.sides[side].hold(record, self.digest);
                        groups.push(group);
                    }
                }
            }
        }
        Ok(groups.iter().filter_map(|group| self.same(group)).collect())
    }

    fn same(&self, group: &Same) -> Option<Difference> {
        let [a, b] = &group.sides;
        match (a.records.as_slice(), b.records.as_slice()) {
            ([a], [b]) => self.changed(a, b),
            ([only], []) => Some(self.only(Side::A, only)),
            ([], [only]) => Some(self.only(Side::B, only)),
            _ => Some(Difference::Duplicate {
                key: group.first()?.shown_key(),
                rows: [a.numbers.clone(), b.numbers.clone()],
                conflicting: [a.conflicting, b.conflicting],
                alike: a.numbers.len() == b.numbers.len() && a.sum == b.sum,
                cells: self.cells(&a.records, &b.records),
            }),
        }
    }

    fn changed(&self, a: &Record, b: &Record) -> Option<Difference> {
        let cells = self.cells(std::slice::from_ref(a), std::slice::from_ref(b));
        (!cells.is_empty()).then(|| Difference::Changed {
            key: a.shown_key(),
            rows: [a.number, b.number],
            late: self.late(a, b, &cells),
            cells,
        })
    }

    /// The side that is behind, when the column that says so differs.
    fn late(&self, a: &Record, b: &Record, cells: &[Cell]) -> Option<Late> {
        let late = self.plan.late.as_ref()?;
        cells.iter().find(|cell| self.plan.columns[cell.column].a == *late)?;
        let seconds = a.written?.seconds() - b.written?.seconds();
        let side = if seconds < 0 { Side::A } else { Side::B };
        Some(Late { side, seconds: seconds.abs() })
    }

    fn only(&self, side: Side, record: &Record) -> Difference {
        let other = self.rows[1 - side as usize].tally.newest;
        Difference::Only {
            side,
            key: record.shown_key(),
            row: record.number,
            values: (0..self.plan.columns.len()).map(|column| record.shown(column)).collect(),
            pending: other.is_some_and(|newest| record.written.is_some_and(|it| it > newest)),
        }
    }

    /// The columns that are not the same in all of these rows.
    fn cells(&self, a: &[Record], b: &[Record]) -> Vec<Cell> {
        let mut cells = Vec::new();
        for column in 0..self.plan.columns.len() {
            let mut values = a.iter().chain(b).map(|record| record.value(column));
            let first = values.next().unwrap_or_default();
            if !values.all(|value| self.agree(column, first, value)) {
                let shown =
                    |records: &[Record]| records.iter().map(|it| it.shown(column)).collect();
                cells.push(Cell { column, a: shown(a), b: shown(b) });
            }
        }
        cells
    }

    fn agree(&self, column: usize, left: &[u8], right: &[u8]) -> bool {
        left == right
            || self.plan.columns[column].rule.within.is_some_and(|within| {
                let (left, right) = (Meaning::of(left), Meaning::of(right));
                left.zip(right).is_some_and(|(left, right)| left.is_near(right, within))
            })
    }
}

impl Same {
    fn first(&self) -> Option<&Record> {
        self.sides.iter().find_map(|side| side.records.first())
    }

    fn key(&self) -> Option<&[u8]> {
        self.first().map(Record::key)
    }
}
