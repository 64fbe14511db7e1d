//! What interrupts a step stands on the lines below it, each with its own ways on indented further.
//! Where the order of steps does not allow that, an arrow says it; either reads back as the same map.

use super::Writer;
use crate::engines::map::StepKind;

impl Writer<'_> {
    /// How many of the steps that come next in a block are what interrupts a step or happens beside it; none unless all
    /// that do so can stand there.
    pub(super) fn attached_below(&self, at: usize, end: usize) -> usize {
        let attached: Vec<_> =
            self.asides[at].iter().filter(|out| out.flow.kind.attaches()).collect();
        let stands = |(below, out): (usize, &&super::Out<'_>)| {
            out.to == at + 1 + below
                && out.to < end
                && self.entered[out.to] == 1
                && out.flow.condition.is_empty()
                && self.labels.known(out.flow.integration).is_none()
                && self.map.steps[out.to].kind != StepKind::Start
        };
        if attached.iter().enumerate().all(stands) { attached.len() } else { 0 }
    }

    /// Writes the messages of a step, and what interrupts it where no line below says so.
    pub(super) fn aside_arrows(&mut self, at: usize, events: usize, indent: u32) {
        let asides = std::mem::take(&mut self.asides[at]);
        for out in asides.iter().filter(|out| events == 0 || !out.flow.kind.attaches()) {
            let arrow = format!("-> {}", self.labels.target(out.to, out.flow));
            self.line(indent + 1, &arrow);
        }
        self.asides[at] = asides;
    }

    /// Writes the lines of what interrupts a step, and where each leads.
    pub(super) fn events(&mut self, at: usize, events: usize, indent: u32) {
        for event in at + 1..=at + events {
            let told = self.asides[at].iter().find(|out| out.to == event);
            let kind = told.map(|out| out.flow.kind);
            self.step(event, indent + 1, kind);
            self.aside_arrows(event, 0, indent + 1);
            // Nothing follows it by the order of lines: the next line follows from the step.
            if self.arrows(event, None, indent + 1) {
                self.line(indent + 2, "---");
            }
        }
    }
}
