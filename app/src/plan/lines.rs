//! What the list of the plan shows of each line: one column says the same on the page and in the file.

use crate::listing::{Sortable, Value};
use faultline::document::engagement::Engagement;
use faultline::judgement::plan::{DatedLine, DatedPlan};
use faultline::platform::wording::listed;
use faultline::stores::engagement::Loaded;

/// A line of the plan, as its list shows it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The line.
    pub line: DatedLine,
    /// The version that what was recorded of it has; 0 where nothing was.
    pub version: i32,
    /// The name of the integration it is for.
    pub at: String,
    /// Its first and its last date, once the plan has a first day.
    pub dates: Option<(chrono::NaiveDate, chrono::NaiveDate)>,
    /// The numbers of the lines that have to be done before.
    pub after: Vec<u32>,
    /// Whether it should be done by now.
    pub is_late: bool,
}

impl Line {
    /// All lines of a plan.
    #[must_use]
    pub fn all(loaded: &Loaded, plan: &DatedPlan) -> Vec<Self> {
        let document = &loaded.document;
        let line = |line: &DatedLine| Self {
            version: loaded.version_of(line.id),
            at: name(document, line),
            dates: plan.date(line.starts).zip(plan.date(line.ends)),
            after: line.after.iter().filter_map(|id| plan.line(*id)).map(|it| it.number).collect(),
            is_late: plan.is_late(line, document.as_of.date_naive()),
            line: line.clone(),
        };
        plan.lines.iter().map(line).collect()
    }

    /// The lines that have to be done before, in words.
    #[must_use]
    pub fn told_after(&self) -> String {
        let numbers: Vec<_> = self.after.iter().map(u32::to_string).collect();
        listed(&numbers)
    }

    fn closes(&self) -> String {
        let says: Vec<_> = self.line.closes.iter().map(|it| it.says.as_str()).collect();
        says.join(" ")
    }

    fn day(&self, day: i64, date: Option<chrono::NaiveDate>) -> Value {
        date.map_or(Value::Number(day), |date| Value::Text(date.to_string()))
    }
}

fn name(document: &Engagement, line: &DatedLine) -> String {
    let at = line.integration.and_then(|id| document.integration(id));
    at.map_or_else(|| "the whole engagement".to_owned(), |at| at.name.clone())
}

/// Columns of the list that the page shows; the file has all.
pub const SHOWN: usize = 9;

/// The columns of the list.
pub const COLUMNS: [Sortable<Line>; 11] = [
    Sortable { key: "number", label: "No.", of: |it| Value::Number(it.line.number.into()) },
    Sortable { key: "line", label: "What is done", of: |it| it.line.says.as_str().into() },
    Sortable { key: "phase", label: "Phase", of: |it| Value::ranked(it.line.phase) },
    Sortable { key: "at", label: "For", of: |it| it.at.as_str().into() },
    Sortable { key: "waits", label: "Waits for", of: |it| Value::ranked(it.line.waits_for) },
    Sortable { key: "owner", label: "Who", of: |it| it.line.owner.as_str().into() },
    Sortable {
        key: "begins",
        label: "Begins",
        of: |it| it.day(it.line.starts, it.dates.map(|dates| dates.0)),
    },
    Sortable {
        key: "ends",
        label: "Ends",
        of: |it| it.day(it.line.ends, it.dates.map(|dates| dates.1)),
    },
    Sortable { key: "state", label: "How far", of: |it| Value::ranked(it.line.state) },
    Sortable { key: "after", label: "After lines", of: |it| it.told_after().as_str().into() },
    Sortable { key: "closes", label: "Closes", of: |it| it.closes().as_str().into() },
];
