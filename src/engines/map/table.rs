//! A map as rows: what the drawing shows, for a screen reader, a keyboard and a spreadsheet.
//! Every step and every flow of the map is in it; nothing is only in the drawing.

use super::facts;
use super::names::Names;
use crate::engines::map::{Flow, FlowKind, Map, StepKind};
use crate::platform::ids::{IntegrationId, StepId};
use std::collections::HashMap;

/// A step as a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in the order told, from 1.
    pub number: u32,
    /// The step.
    pub step: StepId,
    /// The name of its lane.
    pub lane: String,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: StepKind,
    /// Its kind in words, with the form that it is drawn in.
    pub told_kind: String,
    /// What is known of it and lies beside it, in words.
    pub facts: Vec<String>,
    /// What was noted beside it.
    pub note: String,
    /// Where it leads.
    pub leads_to: Vec<Lead>,
}

/// A flow as part of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The number of the step it leads to.
    pub number: u32,
    /// That step.
    pub step: StepId,
    /// That step's name.
    pub name: String,
    /// When; empty means always.
    pub condition: String,
    /// The integration it uses, and its name.
    pub integration: Option<(IntegrationId, String)>,
    /// What it is.
    pub kind: FlowKind,
}

impl Lead {
    /// What stands before the step, where that is not simply what follows: `message to `.
    #[must_use]
    pub fn way(&self) -> &'static str {
        way(self.kind)
    }
}

/// What stands before the step that a flow leads to, where that is not simply what follows.
#[must_use]
pub fn way(kind: FlowKind) -> &'static str {
    match kind {
        FlowKind::Sequence => "",
        FlowKind::Message => "message to ",
        FlowKind::Interrupts => "interrupted by ",
        FlowKind::Alongside => "beside it ",
    }
}

/// The rows of a map, in its order.
#[must_use]
pub fn rows(map: &Map, names: &Names) -> Vec<Row> {
    let at: HashMap<StepId, usize> =
        map.steps.iter().enumerate().map(|(at, step)| (step.id, at)).collect();
    let mut leads: HashMap<StepId, Vec<Lead>> = HashMap::new();
    for flow in &map.flows {
        if let Some(&to) = at.get(&flow.to) {
            leads.entry(flow.from).or_default().push(lead(map, flow, to, names));
        }
    }
    let row = |(number, step): (u32, &crate::engines::map::Step)| Row {
        number,
        step: step.id,
        lane: map.lane(step.lane).map(|lane| lane.name.clone()).unwrap_or_default(),
        name: step.name.clone(),
        kind: step.kind,
        told_kind: facts::kind_and_form(step),
        facts: facts::told_all(step),
        note: step.note.clone(),
        leads_to: leads.remove(&step.id).unwrap_or_default(),
    };
    (1..).zip(&map.steps).map(row).collect()
}

fn lead(map: &Map, flow: &Flow, to: usize, names: &Names) -> Lead {
    let integration =
        flow.integration.and_then(|id| Some((id, names.integrations.name(id)?.to_owned())));
    let number = u32::try_from(to).unwrap_or(u32::MAX).saturating_add(1);
    let (step, name) = (map.steps[to].id, map.steps[to].name.clone());
    Lead { number, step, name, condition: flow.condition.clone(), integration, kind: flow.kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::map::Side;
    use crate::engines::map::text::parse;
    use crate::platform::ids::WorkflowId;

    #[test]
    fn every_step_and_flow_is_in_the_table() {
        let text = "Shop: Order paid\nERP: Known?\n  ? no -> Order paid\n  ? yes\nERP: Create order (5 min, by Ann)";
        let map = Map::empty(WorkflowId::new(), Side::Actual)
            .take(&parse(text, &Names::default()).unwrap());
        let rows = rows(&map, &Names::default());
        assert_eq!(rows.iter().map(|row| row.leads_to.len()).sum::<usize>(), map.flows.len());
        assert_eq!(rows[1].leads_to[0].condition, "no");
        assert_eq!(
            (rows[1].leads_to[0].number, rows[1].leads_to[0].name.as_str()),
            (1, "Order paid")
        );
        assert_eq!(rows[2].facts, ["5 min each", "by Ann"]);
    }

    #[test]
    fn messages_what_interrupts_a_step_and_what_lies_beside_it_are_in_the_table() {
        let text = "Shop: Pay [user task]\n[reads order form]\n[note by card]\n-> Bank: Charge [message]\n  \
                    Late [timer event, interrupts]\n    -> Cancel\nShip\n---\nBank: Charge\n---\nShop: Cancel";
        let map = Map::empty(WorkflowId::new(), Side::Actual)
            .take(&parse(text, &Names::default()).unwrap());
        let rows = rows(&map, &Names::default());
        assert_eq!(rows[0].facts, ["reads order form", "note: by card"]);
        assert_eq!(rows[0].told_kind, "Exception handling (by hand, user task)");
        assert_eq!(rows[1].told_kind, "Timer event");
        let ways: Vec<_> =
            rows[0].leads_to.iter().map(|lead| format!("{}{}", lead.way(), lead.name)).collect();
        assert_eq!(ways, ["message to Charge", "interrupted by Late", "Ship"]);
    }
}
