//! Manual work nearest to an integration on the actual maps that is worth taking over.
//! Approvals stay with people.

use super::{Action, ActionKind, PlanStage};
use crate::document::integrations::Criticality;
use crate::engines::map::{Map, Side, Step, StepKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Facts, Reading};

/// Hours a month from which replacing a manual step is worth proposing.
const WORTH_REPLACING: f64 = 4.0;

/// The steps that are worth replacing, in the maps' order.
pub(super) fn replace(reading: &Reading<'_>, facts: &Facts) -> Vec<Action> {
    let actual = reading.doc.maps.iter().filter(|map| map.side == Side::Actual);
    let steps = actual.flat_map(|map| map.steps.iter().map(move |step| (map, step)));
    steps.filter_map(|(map, step)| worth(reading, facts, map, step)).collect()
}

fn worth(reading: &Reading<'_>, facts: &Facts, map: &Map, step: &Step) -> Option<Action> {
    let hand_off = matches!(step.kind, StepKind::ExceptionHandling | StepKind::Check);
    let typed = matches!(
        step.kind,
        StepKind::CopyPaste | StepKind::SpreadsheetEdit | StepKind::Export | StepKind::Import
    );
    let critical = facts.criticality == Criticality::Critical;
    let hours = step.hours_a_month().filter(|hours| *hours >= WORTH_REPLACING)?;
    let reach = reading.reach(map.workflow, map.side)?;
    let near = reach.nearest(step.id).any(|integration| integration == facts.integration);
    if !near || !(typed || hand_off && critical) {
        return None;
    }
    let (kind, what) = if typed {
        (ActionKind::ReplaceManualStep, "Replace the manual step")
    } else {
        (ActionKind::SmallTool, "Build a small internal tool for")
    };
    let says = format!("{what} “{}”, which takes {hours:.0} hours a month.", step.name);
    let about = Subject::Step { workflow: map.workflow, side: map.side, step: step.id };
    Some(Action::new(facts, PlanStage::Change, kind, says).about(about))
}
