//! The marks of a drawing and what they mean.
//! It explains what a drawing uses and nothing else.

use super::Scene;
use crate::engines::map::StepKind;
use crate::platform::catalogue::Catalogue;

/// A mark of the drawing and what it means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mark {
    /// A step of this kind.
    Kind(StepKind),
    /// A step done by hand, of any kind.
    ByHand,
    /// A step that relies on somebody's memory.
    FromMemory,
    /// A flow that is taken when all is well.
    Flow,
    /// A flow that breaks.
    Fault,
}

/// The marks that a drawing uses, in the order in which they are explained.
#[must_use]
pub fn legend(scene: &Scene) -> Vec<(Mark, &'static str)> {
    let kinds = [
        StepKind::Start,
        StepKind::End,
        StepKind::Task,
        StepKind::Decision,
        StepKind::Wait,
        StepKind::Detection,
    ];
    let used = |kind: StepKind| scene.steps.iter().any(|step| step.kind == kind);
    let mut legend: Vec<_> = kinds
        .into_iter()
        .filter(|kind| used(*kind))
        .map(|kind| (Mark::Kind(kind), kind.label()))
        .collect();
    if scene.steps.iter().any(|step| step.kind.is_manual()) {
        legend.push((Mark::ByHand, "Done by hand"));
    }
    if scene.steps.iter().any(|step| step.from_memory) {
        legend.push((Mark::FromMemory, "Relies on somebody’s memory"));
    }
    if !scene.flows.is_empty() {
        legend.push((Mark::Flow, "Leads to"));
    }
    if scene.flows.iter().any(|flow| flow.weight > 0) {
        legend.push((Mark::Fault, "Breaks here; the number counts failure samples"));
    }
    legend
}
