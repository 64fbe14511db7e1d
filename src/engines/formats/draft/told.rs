//! A draft as a map, and as the text in which a person reviews it.
//! What the engagement knows by the same name is tied to it; the rest stays a name.

use super::Draft;
use crate::engines::map::names::Names;
use crate::engines::map::text::{self, write};
use crate::engines::map::{LaneKind, Map, Side};
use crate::platform::ids::WorkflowId;

impl Draft {
    /// The draft as if someone had written its text.
    #[must_use]
    pub fn told(&self, names: &Names) -> text::Draft {
        let lanes = self.lanes.iter().map(|lane| {
            let system = names.systems.id(&lane.name);
            let kind = if system.is_some() { LaneKind::System } else { lane.kind };
            text::DraftLane { name: lane.name.clone(), kind, system }
        });
        let steps = self.steps.iter().map(|step| text::DraftStep {
            lane: step.lane,
            name: step.name.clone(),
            kind: step.kind,
            form: step.form,
            facts: step.facts.clone(),
            note: step.note.clone(),
            beside: step.beside.clone(),
            line: step.line,
        });
        let mut flows: Vec<_> = self.flows.iter().collect();
        flows.sort_by_key(|flow| (flow.from, text::DraftFlow::rank(flow.kind)));
        let flows = flows.into_iter().map(|flow| text::DraftFlow {
            from: flow.from,
            to: flow.to,
            condition: flow.condition.clone(),
            integration: names.integrations.id(&flow.via),
            kind: flow.kind,
        });
        text::Draft {
            note: self.note.clone(),
            lanes: lanes.collect(),
            steps: steps.collect(),
            flows: flows.collect(),
            remarks: Vec::new(),
        }
    }

    /// The draft as a map of a workflow; `old` is the map that is there, whose ids are kept.
    #[must_use]
    pub fn over(&self, old: &Map, names: &Names) -> Map {
        old.take(&self.told(names))
    }

    /// The draft as a map that belongs to nothing yet.
    #[must_use]
    pub fn map(&self, names: &Names) -> Map {
        self.over(&Map::empty(WorkflowId(uuid::Uuid::nil()), Side::Actual), names)
    }

    /// The text in which a person reviews it.
    #[must_use]
    pub fn text(&self, names: &Names) -> String {
        write(&self.map(names), names)
    }
}
