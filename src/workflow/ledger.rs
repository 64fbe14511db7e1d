//! The manual-work ledger: minutes × runs over manual steps, as hours a month (domain §4).
//! A step whose time nobody knows counts as unknown, never as nothing.

use super::{Map, Step};
use crate::ids::StepId;

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
    let rows: Vec<_> = manual.map(|step| LedgerRow { step: step.id, hours: hours(step) }).collect();
    let hours = rows.iter().filter_map(|row| row.hours).sum();
    let unknown = rows.iter().map(|row| u32::from(row.hours.is_none())).sum();
    Ledger { rows, hours, unknown }
}

/// Hours a month that a step takes, when its minutes and its runs are known.
#[must_use]
pub fn hours(step: &Step) -> Option<f64> {
    Some(step.facts.minutes_per_run? * step.facts.runs_per_month? / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{LaneId, WorkflowId};
    use crate::workflow::{Side, StepFacts, StepKind};

    fn step(kind: StepKind, minutes: Option<f64>, runs: Option<f64>) -> Step {
        let facts =
            StepFacts { minutes_per_run: minutes, runs_per_month: runs, ..StepFacts::default() };
        Step {
            id: StepId::new(),
            lane: LaneId::new(),
            name: "x".into(),
            kind,
            facts,
            note: String::new(),
        }
    }

    #[test]
    fn only_manual_steps_count_and_unknown_time_stays_unknown() {
        let mut map = Map::empty(WorkflowId::new(), Side::Actual);
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
