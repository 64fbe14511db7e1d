//! The manual-work ledger: minutes × runs over manual steps, as hours a month (domain §4).
//! A step whose time nobody knows counts as unknown, never as nothing.

use crate::document::engagement::Engagement;
use crate::document::samples::Pattern;
use crate::engines::map::{Map, Side};
use crate::platform::ids::{StepId, WorkflowId};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// One manual step and the time it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerRow {
    /// The step.
    pub step: StepId,
    /// Hours a month, when both its minutes and its runs are known.
    pub hours: Option<f64>,
}

/// All manual steps of a map and their time together.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// One row for each manual step, in the map's order.
    pub rows: Vec<LedgerRow>,
    /// Hours a month over the rows that are known.
    pub hours: f64,
    /// How many manual steps have no time yet.
    pub unknown: u32,
}

/// The manual work in a map.
#[must_use]
pub fn manual_work(map: &Map) -> Ledger {
    let manual = map.steps.iter().filter(|step| step.kind.is_manual());
    let rows: Vec<_> =
        manual.map(|step| LedgerRow { step: step.id, hours: step.hours_a_month() }).collect();
    // The sum of nothing is a negative zero, which would be shown as such.
    let hours = rows.iter().filter_map(|row| row.hours).sum::<f64>() + 0.0;
    let unknown = rows.iter().map(|row| u32::from(row.hours.is_none())).sum();
    Ledger { rows, hours, unknown }
}

/// The manual work of a whole engagement.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// For each workflow whose actual map exists, its manual work as it happens and as it was intended.
    pub workflows: Vec<(WorkflowId, Ledger, Option<Ledger>)>,
    /// Hours a month that clearing up after failures took, from the failure samples; `None` without any.
    pub clearing: Option<f64>,
}

impl Work {
    /// All hours a month that are known.
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.workflows.iter().map(|(_, ledger, _)| ledger.hours).sum::<f64>()
            + self.clearing.unwrap_or_default()
    }

    /// The same, once it says something: work that nobody timed is unknown, and none at all is no hours.
    #[must_use]
    pub fn known_hours(&self) -> Option<f64> {
        let hours = self.hours();
        let none = !self.workflows.is_empty() && self.unknown() == 0;
        (hours > 0.0 || none).then_some(hours)
    }

    /// Manual steps whose time nobody knows.
    #[must_use]
    pub fn unknown(&self) -> u32 {
        self.workflows.iter().map(|(_, ledger, _)| ledger.unknown).sum()
    }
}

/// The manual work of an engagement: what its actual maps tell, and what clearing up after failures took.
#[must_use]
pub fn work(doc: &Engagement) -> Work {
    let workflows = doc.workflows.iter().filter_map(|workflow| {
        let actual = doc.map(workflow.id, Side::Actual)?;
        let intended = doc.map(workflow.id, Side::Intended).map(manual_work);
        Some((workflow.id, manual_work(actual), intended))
    });
    Work { workflows: workflows.collect(), clearing: clearing(doc) }
}

/// Days in a month, for what was counted over another span.
const MONTH: f64 = 365.0 / 12.0;

/// The patterns whose samples count.
fn counted(doc: &Engagement) -> impl Iterator<Item = &Pattern> {
    doc.samples.patterns.iter().filter(|pattern| pattern.confirmed > 0)
}

/// The first and the last day of the samples that clearing up is told by; none without any.
#[must_use]
pub fn span(doc: &Engagement) -> Option<(NaiveDate, NaiveDate)> {
    let first = counted(doc).map(|pattern| pattern.first_seen).min()?;
    Some((first, counted(doc).map(|pattern| pattern.last_seen).max()?))
}

/// Minutes of the confirmed samples, spread over the time they were collected in, at least a month.
fn clearing(doc: &Engagement) -> Option<f64> {
    let minutes: i64 = counted(doc).map(|pattern| pattern.manual_minutes).sum();
    let (first, last) = span(doc)?;
    let days = u32::try_from((last - first).num_days() + 1).unwrap_or(u32::MAX);
    let months = (f64::from(days) / MONTH).max(1.0);
    let hours = f64::from(u32::try_from(minutes).ok()?) / 60.0 / months;
    (minutes > 0).then_some(hours)
}

/// What hours cost in whole units of the engagement's currency, when the cost of an hour is known.
#[must_use]
pub fn cost(doc: &Engagement, hours: f64) -> Option<Decimal> {
    Some((Decimal::from_f64_retain(hours)? * doc.brief.hourly_cost?).round_dp(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::{Side, Step, StepFacts, StepKind};
    use crate::platform::ids::{LaneId, WorkflowId};

    fn step(kind: StepKind, minutes: Option<f64>, runs: Option<f64>) -> Step {
        let facts =
            StepFacts { minutes_per_run: minutes, runs_per_month: runs, ..StepFacts::default() };
        Step { facts, ..Step::new(LaneId::new(), "x", kind) }
    }

    #[test]
    fn clearing_up_is_counted_by_the_month() {
        use crate::document::samples::{Cause, Symptom};
        use crate::judgement::assess::testing::{Broken, confirmed, may, sound};
        let mut pattern = confirmed(4, Symptom::Duplicate, Cause::Replayed);
        pattern.manual_minutes = 600;
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern.clone()));
        assert_eq!(work(&doc).hours(), 10.0);
        assert_eq!(work(&doc).known_hours(), Some(10.0));
        pattern.first_seen = may(1) - chrono::Days::new(61);
        pattern.last_seen = may(1) - chrono::Days::new(1);
        let doc = sound().but(|doc| doc.samples.patterns.push(pattern));
        assert!((work(&doc).hours() - 4.986).abs() < 0.01);
        assert_eq!(work(&sound()).clearing, None);
    }

    #[test]
    fn only_manual_steps_count_and_unknown_time_stays_unknown() {
        let mut map = Map::empty(WorkflowId::new(), Side::Actual);
        assert_eq!(format!("{:.1}", manual_work(&map).hours), "0.0", "no minus before nothing");
        map.steps = vec![
            step(StepKind::CopyPaste, Some(5.0), Some(240.0)),
            step(StepKind::Task, Some(100.0), Some(100.0)),
            step(StepKind::Check, Some(30.0), None),
        ];
        let ledger = manual_work(&map);
        assert_eq!(ledger.hours, 20.0);
        assert_eq!(ledger.unknown, 1);
        assert_eq!(ledger.rows.len(), 2);
    }
}
