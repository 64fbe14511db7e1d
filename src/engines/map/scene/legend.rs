//! The marks of a drawing and what they mean.
//! It explains what a drawing uses and nothing else.

use super::{Scene, SceneStep};
use crate::engines::map::{BesideKind, FlowKind, Form, StepKind};
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
    /// A place where ways part or come together, in this form.
    Gateway(Form),
    /// What interrupts the step on whose border it is.
    Interrupts,
    /// What happens beside that step.
    Alongside,
    /// A flow that is taken when all is well.
    Flow,
    /// A message.
    Message,
    /// Something that lies beside a step.
    Beside(BesideKind),
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
    let plain =
        |step: &&SceneStep| step.attached.is_none() && !step.form.is_some_and(Form::is_gateway);
    let used = |kind: StepKind| scene.steps.iter().filter(plain).any(|step| step.kind == kind);
    let mut legend: Vec<_> = kinds
        .into_iter()
        .filter(|kind| used(*kind))
        .map(|kind| (Mark::Kind(kind), kind.label()))
        .collect();
    let gateways = Form::ALL.iter().filter(|form| form.is_gateway());
    let gateways = gateways.filter(|form| scene.steps.iter().any(|it| it.form == Some(**form)));
    legend.extend(gateways.map(|form| (Mark::Gateway(*form), form.label())));
    let attached = |kind| scene.steps.iter().any(|step| step.attached == Some(kind));
    if attached(FlowKind::Interrupts) {
        legend.push((Mark::Interrupts, "Interrupts the step it stands on"));
    }
    if attached(FlowKind::Alongside) {
        legend.push((Mark::Alongside, "Happens while the step goes on"));
    }
    if scene.steps.iter().any(|step| step.kind.is_manual()) {
        legend.push((Mark::ByHand, "Done by hand"));
    }
    if scene.steps.iter().any(|step| step.from_memory) {
        legend.push((Mark::FromMemory, "Relies on somebody’s memory"));
    }
    legend.extend(lines(scene));
    if scene.flows.iter().any(|flow| flow.weight.samples > 0) {
        legend.push((Mark::Fault, "Breaks here; the number counts failure samples"));
    }
    legend
}

/// The marks of flows and of what lies beside steps.
fn lines(scene: &Scene) -> Vec<(Mark, &'static str)> {
    let mut legend = Vec::new();
    if scene.flows.iter().any(|flow| flow.kind != FlowKind::Message) {
        legend.push((Mark::Flow, "Leads to"));
    }
    if scene.flows.iter().any(|flow| flow.kind == FlowKind::Message) {
        legend.push((Mark::Message, "Sends a message to"));
    }
    let beside = |is: fn(BesideKind) -> bool| scene.besides.iter().filter_map(|it| it.kind).any(is);
    if beside(|kind| kind != BesideKind::Note && !kind.is_store()) {
        legend.push((Mark::Beside(BesideKind::Data), "Data it works with"));
    }
    if beside(BesideKind::is_store) {
        legend.push((Mark::Beside(BesideKind::Store), "Where data is kept"));
    }
    if beside(|kind| kind == BesideKind::Note) {
        legend.push((Mark::Beside(BesideKind::Note), "Note"));
    }
    legend
}
