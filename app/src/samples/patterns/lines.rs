//! What the list of patterns shows of each: one column says the same on the page and in the file.

use super::{Names, hours, share, title};
use crate::listing::{Sortable, Value};
use crate::ui::Column;
use faultline::document::samples::{Group, PatternKey, Trend};
use std::collections::HashMap;

/// A pattern, as its list shows it.
pub struct PatternLine {
    /// The pattern, with what it is made of.
    pub group: Group,
    name: String,
    trend: Trend,
    /// All samples but the rejected ones.
    total: i64,
}

impl PatternLine {
    /// All patterns, with the samples a week that their trends follow from.
    pub fn all(
        groups: Vec<Group>,
        names: &Names,
        weeks: &HashMap<PatternKey, Vec<i64>>,
    ) -> Vec<Self> {
        let total = groups.iter().map(|group| group.whole.count).sum();
        let line = |group: Group| {
            let counts = weeks.get(&group.whole.key()).map_or(&[][..], Vec::as_slice);
            let name = title(&group.whole, names);
            Self { name, trend: Trend::of(counts), total, group }
        };
        groups.into_iter().map(line).collect()
    }
}

/// The columns of the list.
pub const PATTERN_COLUMNS: [Sortable<PatternLine>; 8] = [
    Sortable { key: "pattern", label: "Pattern", of: |line| line.name.as_str().into() },
    Sortable { key: "samples", label: "Samples", of: |line| Value::Number(line.group.whole.count) },
    Sortable {
        key: "share",
        label: "Share",
        of: |line| {
            let count = line.group.whole.count;
            Value::Weighed(count, share(count, line.total))
        },
    },
    Sortable {
        key: "confirmed",
        label: "Confirmed",
        of: |line| Value::Number(line.group.whole.confirmed),
    },
    Sortable { key: "trend", label: "Trend", of: |line| line.trend.label().into() },
    Sortable {
        key: "records",
        label: "Records",
        of: |line| Value::Number(line.group.whole.records),
    },
    Sortable {
        key: "hours",
        label: "Hours lost",
        of: |line| {
            let minutes = line.group.whole.manual_minutes;
            Value::Weighed(minutes, hours(minutes))
        },
    },
    Sortable {
        key: "seen",
        label: "Seen",
        of: |line| line.group.whole.last_seen.to_string().as_str().into(),
    },
];

/// Which of the columns hold numbers.
pub const NUMBERS: [&str; 5] = ["samples", "share", "confirmed", "records", "hours"];

/// The headers of a list that does not sort.
pub fn plain_columns(weeks: bool) -> Vec<Column> {
    let mut columns = vec![
        Column::new("Pattern"),
        Column::new("Samples").number(),
        Column::new("Share").number(),
        Column::new("Confirmed").number(),
    ];
    columns.extend(weeks.then(|| Column::new("Trend")));
    columns.extend([
        Column::new("Records").number(),
        Column::new("Hours lost").number(),
        Column::new("Seen"),
    ]);
    columns
}
