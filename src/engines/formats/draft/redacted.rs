//! A draft without secrets and personal data: nothing of it is shown or stored before.
//! Every text of the draft passes; a field that is added must be added here.

use super::Draft;
use crate::engines::redact::{Found, Kind, Redactor};
use std::collections::BTreeMap;

impl Draft {
    /// Replaces secrets and personal data in every text; says what was replaced.
    pub fn redact(&mut self, redactor: &Redactor) -> Vec<Found> {
        let mut tally: BTreeMap<Kind, u64> = BTreeMap::new();
        let mut pass = |text: &mut String| {
            let redacted = redactor.text(text);
            for found in &redacted.found {
                *tally.entry(found.kind).or_default() += found.count;
            }
            if !redacted.found.is_empty() {
                *text = redacted.text;
            }
        };
        pass(&mut self.name);
        pass(&mut self.note);
        self.lanes.iter_mut().for_each(|lane| pass(&mut lane.name));
        for step in &mut self.steps {
            pass(&mut step.name);
            pass(&mut step.note);
            pass(&mut step.facts.trigger);
            step.facts.touches.iter_mut().for_each(|touch| pass(&mut touch.data));
            step.beside.iter_mut().for_each(|beside| pass(&mut beside.text));
        }
        for flow in &mut self.flows {
            pass(&mut flow.condition);
            pass(&mut flow.via);
        }
        for line in &mut self.lines {
            pass(&mut line.what);
            pass(&mut line.became);
        }
        for boundary in &mut self.boundaries {
            pass(&mut boundary.source);
            pass(&mut boundary.destination);
        }
        self.risks.iter_mut().for_each(|risk| pass(&mut risk.says));
        tally.into_iter().map(|(kind, count)| Found { kind, count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::{BesideKind, LaneKind, StepKind};

    #[test]
    fn a_secret_in_any_text_of_a_draft_is_replaced() {
        let secret = "password=hunter2-Xk9q";
        let mut draft = Draft { name: secret.into(), note: secret.into(), ..Draft::default() };
        let lane = draft.lane(secret, LaneKind::Team);
        let step = draft.step(lane, secret, StepKind::Task, 1);
        draft.note(step, secret);
        draft.beside(step, BesideKind::Note, secret);
        draft.flow(step, step, secret, 1);
        draft.understood(1, secret, secret);
        let found = draft.redact(&Redactor::new(b"key"));
        assert!(!format!("{draft:?}").contains("hunter2"));
        assert!(found.iter().map(|found| found.count).sum::<u64>() >= 9, "{found:?}");
    }
}
