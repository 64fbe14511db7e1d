//! Duplicate and mismatch rates by month, from what was compared: two of the figures that say whether things get better.
//! A rate over too few records says so instead of pretending.

use crate::engines::reconcile::Summary;
use crate::platform::ids::SystemId;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Below this many records a rate says nothing.
const FEW: u64 = 30;

/// A comparison that was made.
#[derive(Debug, Clone)]
pub struct Run {
    /// When.
    pub at: DateTime<Utc>,
    /// Of which systems.
    pub systems: [SystemId; 2],
    /// What it counted.
    pub summary: Summary,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
}

impl Rate {
    /// The rate in per cent with one decimal, as a text; `None` when there are too few to tell.
    #[must_use]
    pub fn percent(&self) -> Option<String> {
        if self.of < FEW {
            return None;
        }
        let tenths =
            (u128::from(self.hits) * 2_000 + u128::from(self.of)) / (u128::from(self.of) * 2);
        Some(match (tenths, self.hits) {
            (0, 1..) => "under 0.1 %".to_owned(),
            _ => format!("{}.{} %", tenths / 10, tenths % 10),
        })
    }

    fn add(&mut self, hits: u64, of: u64) {
        self.hits += hits;
        self.of += of;
    }
}

/// What the comparisons of a month say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// Keys that came more than once, of all rows on both sides.
    pub duplicates: Rate,
    /// Records that disagree or have another id, of the larger side's rows.
    pub mismatches: Rate,
}

/// The months, the earliest first: of each pair of systems the newest comparison of the month counts.
#[must_use]
pub fn by_month(runs: &[Run]) -> Vec<Month> {
    let mut newest: BTreeMap<(NaiveDate, [SystemId; 2]), &Run> = BTreeMap::new();
    for run in runs {
        let day = run.at.date_naive();
        let first = day.with_day(1).unwrap_or(day);
        let mut systems = run.systems;
        systems.sort();
        let entry = newest.entry((first, systems)).or_insert(run);
        if run.at >= entry.at {
            *entry = run;
        }
    }
    let mut months: Vec<Month> = Vec::new();
    for ((first, _), run) in newest {
        if months.last().is_none_or(|month| month.first != first) {
            let (duplicates, mismatches) = (Rate::default(), Rate::default());
            months.push(Month { first, duplicates, mismatches });
        }
        let Some(month) = months.last_mut() else { continue };
        let it = &run.summary;
        month.duplicates.add(it.dup_keys_a + it.dup_keys_b, it.rows_a + it.rows_b);
        month.mismatches.add(it.changed_rows + it.mismatched_ids, it.rows_a.max(it.rows_b));
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;
    use uuid::Uuid;

    fn run(day: u32, systems: [u128; 2], rows: u64, duplicates: u64, changed: u64) -> Run {
        let summary = Summary {
            rows_a: rows,
            rows_b: rows / 2,
            dup_keys_a: duplicates,
            changed_rows: changed,
            mismatched_ids: 1,
            ..Summary::default()
        };
        let at = Utc.with_ymd_and_hms(2026, 9 + day / 31, day % 31 + 1, 9, 0, 0).unwrap();
        Run { at, systems: systems.map(|n| SystemId(Uuid::from_u128(n))), summary }
    }

    #[test]
    fn of_each_pair_the_newest_comparison_of_a_month_counts() {
        let runs = [
            run(40, [1, 2], 100, 3, 5),
            run(3, [1, 2], 100, 9, 9),
            run(9, [2, 1], 200, 6, 19),
            run(9, [1, 3], 100, 0, 0),
        ];
        let months = by_month(&runs);
        let first = |at: usize| months[at].first.to_string();
        assert_eq!(
            (months.len(), first(0), first(1)),
            (2, "2026-09-01".into(), "2026-10-01".into())
        );
        assert_eq!(months[0].duplicates, Rate { hits: 6, of: 450 });
        assert_eq!(months[0].mismatches, Rate { hits: 21, of: 300 });
        assert_eq!(months[1].mismatches.percent().unwrap(), "6.0 %");
    }

    #[test]
    fn too_few_to_tell_is_told_and_a_little_is_not_nothing() {
        assert_eq!(Rate { hits: 1, of: 29 }.percent(), None);
        assert_eq!(Rate { hits: 0, of: 30 }.percent().unwrap(), "0.0 %");
        assert_eq!(Rate { hits: 1, of: 10_000 }.percent().unwrap(), "under 0.1 %");
        assert_eq!(Rate { hits: u64::MAX, of: u64::MAX }.percent().unwrap(), "100.0 %");
    }
}
