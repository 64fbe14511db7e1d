//! Verbs that break one thing of a document each.

use super::*;

/// Verbs that change one thing of a document.
pub(crate) trait Broken: Sized {
    fn but(self, change: impl FnOnce(&mut Engagement)) -> Self;

    fn with(self, pattern: Pattern) -> Self {
        self.but(|doc| doc.samples.patterns.push(pattern))
    }

    fn control(self, control: Control, state: ControlState) -> Self {
        self.but(|doc| {
            let evidence = if state == ControlState::InPlace { "Seen." } else { "" };
            let found = Finding::new(state, evidence);
            doc.control_sheets[0].controls.insert(control, found);
        })
    }

    fn integration(self, change: impl FnOnce(&mut Integration)) -> Self {
        self.but(|doc| change(&mut doc.integrations[0]))
    }

    fn field(self, change: impl FnOnce(&mut Field)) -> Self {
        self.but(|doc| change(&mut doc.fields[0]))
    }

    fn actual(self, change: impl FnOnce(&mut Map)) -> Self {
        self.but(|doc| change(&mut doc.maps[1]))
    }

    /// A step of the actual map that was never intended, next to the integration's flow, judged or not.
    fn shadow(self, judgement: Option<Judgement>) -> Self {
        let add = |map: &mut Map| {
            let lane = map.lanes[1].id;
            map.steps.push(step(2009, lane, "Fix price in a sheet", StepKind::SpreadsheetEdit));
            map.flows.push(Flow {
                id: FlowId(Uuid::from_u128(2059)),
                ..Flow::between(step_id(2003), step_id(2009))
            });
        };
        let judge = |doc: &mut Engagement| {
            let difference = |judgement| Difference {
                intended: None,
                actual: Some(step_id(2009)),
                judgement,
                note: String::new(),
            };
            doc.matchings[0].differences.extend(judgement.map(difference));
        };
        self.actual(add).but(judge)
    }

    fn call(self, instead: Option<VerdictPath>, reason: &str, batch: ControlledBatch) -> Self {
        let id = PartId(Uuid::from_u128(70));
        self.but(|doc| {
            doc.calls = vec![Call {
                id,
                integration: SHOP_TO_ERP,
                instead,
                reason: reason.into(),
                agreed_by: "Ada".into(),
                batch,
            }]
        })
    }
}

impl Broken for Engagement {
    fn but(mut self, change: impl FnOnce(&mut Engagement)) -> Self {
        change(&mut self);
        self
    }
}

/// A batch with all three parts.
pub(crate) fn batch() -> ControlledBatch {
    ControlledBatch {
        records: "20 orders".into(),
        check: "Totals".into(),
        way_back: "Restore".into(),
    }
}
