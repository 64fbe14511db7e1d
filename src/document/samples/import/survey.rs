//! A look over a whole file before it is mapped: what is uncertain about its dates, which words nobody knows.
//! It asks; it decides nothing.

use super::mapping::{Mapping, Target};
use super::row::Reader;
use crate::engines::tables::{DateOrder, Hint, Moment, Table, evidence, hint};
use crate::platform::catalogue::Catalogue;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Words that are asked about for one target; a column with more is hardly a list of symptoms.
const WORDS: usize = 30;
/// Longest word that is asked about, in characters.
const LONGEST: usize = 80;

/// What must be asked about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Survey {
    /// A date that could be read either way, when there is one and no other date settles it.
    pub either_order: Option<String>,
    /// Whether some dates can only be read day first and others only month first.
    pub both_orders: bool,
    /// Words that no catalogue knows, by what their column holds.
    pub unknown: Vec<(Target, BTreeSet<String>)>,
}

/// Looks over a file; it also settles the order of dates and the sign before decimals in the mapping when the cells
/// themselves do.
#[must_use]
pub fn survey(table: &Table, mapping: &mut Mapping, reader: &Reader) -> Survey {
    let mut survey = Survey::default();
    let mut either = None;
    let (mut day_first, mut month_first) = (false, false);
    for column in times(mapping) {
        for row in &table.rows {
            let cell = row.cell(column);
            match hint(&cell) {
                Hint::Only(DateOrder::DayFirst) => day_first = true,
                Hint::Only(DateOrder::MonthFirst) => month_first = true,
                Hint::Either if either.is_none() => either = Some(cell.into_owned()),
                Hint::Either | Hint::None => {}
            }
        }
    }
    survey.both_orders = day_first && month_first;
    match (day_first, month_first) {
        (true, false) if mapping.order.is_none() => mapping.order = Some(DateOrder::DayFirst),
        (false, true) if mapping.order.is_none() => mapping.order = Some(DateOrder::MonthFirst),
        _ => survey.either_order = either.filter(|_| day_first == month_first),
    }
    if mapping.comma.is_none() {
        mapping.comma = writes_commas(table, mapping);
    }
    for target in Target::ALL.iter().copied().filter(|target| target.is_choice()) {
        let unknown = unknown(table, mapping, reader, target);
        if !unknown.is_empty() {
            survey.unknown.push((target, unknown));
        }
    }
    survey
}

/// What its minutes tell about how they write decimals.
fn writes_commas(table: &Table, mapping: &Mapping) -> Option<bool> {
    let column = mapping.of(Target::ManualMinutes).next()?;
    let cells: Vec<_> = table.rows.iter().map(|row| row.cell(column)).collect();
    evidence::writes_commas(cells.iter().map(AsRef::as_ref))
}

/// A time of a file, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The column it is in.
    pub column: String,
    /// As it stands in the file.
    pub cell: String,
    /// As it is read; `None` when it cannot be.
    pub at: Option<DateTime<Utc>>,
}

/// Times of each column that holds them, to be confirmed: two that can be read and one that cannot, if there is one.
#[must_use]
pub fn examples(table: &Table, mapping: &Mapping) -> Vec<Example> {
    let mut examples = Vec::new();
    for column in times(mapping) {
        let mut found: Vec<Example> = Vec::new();
        for row in table.rows.iter().filter(|row| row.problem.is_none()) {
            let cell = row.cell(column);
            let at =
                Moment::read(cell.as_bytes(), mapping.order, mapping.zone).and_then(Moment::at);
            let alike = found.iter().filter(|one| one.at.is_some() == at.is_some()).count();
            let wanted = alike < if at.is_some() { 2 } else { 1 };
            if wanted && !cell.is_empty() && found.iter().all(|one| one.cell != cell) {
                let name = table.header().get(column).cloned().unwrap_or_default();
                found.push(Example { column: name, cell: cell.into_owned(), at });
            }
            if found.len() == 3 {
                break;
            }
        }
        examples.append(&mut found);
    }
    examples
}

/// The columns that hold times.
fn times(mapping: &Mapping) -> Vec<usize> {
    Target::ALL
        .iter()
        .filter(|target| target.is_time())
        .flat_map(|target| mapping.of(*target))
        .collect()
}

fn unknown(table: &Table, mapping: &Mapping, reader: &Reader, target: Target) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for column in mapping.of(target) {
        for row in &table.rows {
            let cell = row.cell(column);
            if words.len() < WORDS
                && !cell.is_empty()
                && cell.chars().count() <= LONGEST
                && !words.contains(cell.as_ref())
                && !reader.knows(target, &cell)
            {
                words.insert(cell.into_owned());
            }
        }
    }
    words
}
