//! The second pass over a text: each line follows from the line above, branches part and come together.
//! What is loose at the end stays loose; a flow that nobody told is never added.

use super::collect::{Item, What};
use super::refer::{Book, Target};
use super::{DraftFlow, DraftStep, MAX_ERRORS, MAX_FLOWS, Remark, TextError};
use crate::engines::map::names::Names;
use crate::engines::map::sorting::sort_by_key;
use crate::engines::map::{FlowKind, StepKind};
use crate::platform::ids::IntegrationId;

/// What the second pass finds.
#[derive(Default)]
pub struct Told {
    /// Flows in the order told.
    pub flows: Vec<DraftFlow>,
    /// Steps that have branches, which makes them decisions.
    pub branched: Vec<usize>,
    /// What deserves a look.
    pub remarks: Vec<Remark>,
    /// What could not be understood.
    pub errors: Vec<TextError>,
}

/// A flow that has left a step and waits for the next line.
struct End {
    from: usize,
    condition: String,
    /// When a branch was opened, if it was: its flow counts as told then, wherever it arrives.
    opened: Option<usize>,
}

/// The branches of one decision, or what interrupts one step.
struct Frame {
    indent: u32,
    /// Nothing follows on its own line, so that lines no deeper than it may be the branch.
    flat: bool,
    /// It is of what interrupts a step: work goes on from the step itself as well.
    events: bool,
    decision: usize,
    decision_indent: u32,
    /// Loose ends of the branches before the one being told.
    saved: Vec<End>,
}

impl Frame {
    fn left_by(&self, item: &Item) -> bool {
        item.indent < self.indent || (item.indent == self.indent && !self.flat)
    }

    /// Whether it is of what interrupts a step, and a line stands beside the one that opened it.
    fn takes(&self, item: &Item) -> bool {
        self.events && item.indent == self.indent
    }
}

struct Chain<'a> {
    book: &'a Book<'a>,
    steps: &'a [DraftStep],
    names: &'a Names,
    ends: Vec<End>,
    last: Option<(usize, u32)>,
    frames: Vec<Frame>,
    told: Told,
    /// The place of each flow among all that were told.
    order: Vec<usize>,
    clock: usize,
}

/// Ties the lines together.
pub fn chain(items: &[Item], book: &Book<'_>, steps: &[DraftStep], names: &Names) -> Told {
    let (ends, frames, told, order) = (Vec::new(), Vec::new(), Told::default(), Vec::new());
    let mut chain = Chain { book, steps, names, ends, last: None, frames, told, order, clock: 0 };
    for item in items {
        chain.take(item);
        if chain.told.flows.len() > MAX_FLOWS {
            chain.error(
                item,
                (
                    format!("A map has at most {MAX_FLOWS} flows."),
                    "Split the workflow into several.".into(),
                ),
            );
        }
        if chain.told.errors.len() >= MAX_ERRORS || chain.told.flows.len() > MAX_FLOWS {
            break;
        }
    }
    let last = items.last().map_or(1, |item| item.line);
    chain.leave_frames(|_| true);
    chain.drop_ends(last);
    chain.sorted()
}

impl Chain<'_> {
    fn error(&mut self, item: &Item, (message, help): (String, String)) {
        self.told.errors.push(TextError { line: item.line, column: item.column, message, help });
    }

    /// The flows of one step together, in the order told.
    fn sorted(self) -> Told {
        let mut flows: Vec<_> = self.order.into_iter().zip(self.told.flows).collect();
        sort_by_key(&mut flows, |(order, flow)| (flow.from, DraftFlow::rank(flow.kind), *order));
        Told { flows: flows.into_iter().map(|(_, flow)| flow).collect(), ..self.told }
    }

    fn now(&mut self) -> usize {
        self.clock += 1;
        self.clock
    }

    fn take(&mut self, item: &Item) {
        match &item.what {
            What::Break => {
                self.leave_frames(|frame| frame.left_by(item));
                self.drop_ends(item.line);
                self.last = None;
            }
            What::Branch { condition, inline } => self.branch(item, condition, *inline),
            What::Arrow(text) => self.arrow(item, text),
            What::Step { step, via } => self.step(item, *step, *via),
            What::Event { step, kind } => self.event(item, *step, *kind),
        }
    }

    /// Forgets the loose ends; a branch that leads nowhere deserves a look.
    fn drop_ends(&mut self, line: u32) {
        for end in self.ends.drain(..).filter(|end| !end.condition.is_empty()) {
            let message = format!(
                "“{}”, {}: nobody said yet where this leads.",
                self.steps[end.from].name, end.condition
            );
            self.told.remarks.push(Remark { line, message });
        }
    }

    /// Ends the branches that a line no longer belongs to, and brings their loose ends together.
    fn leave_frames(&mut self, left: impl Fn(&Frame) -> bool) {
        while let Some(frame) = self.frames.pop_if(|frame| left(frame)) {
            let mut joined = frame.saved;
            joined.append(&mut self.ends);
            self.ends = joined;
            if frame.events {
                self.last = Some((frame.decision, frame.decision_indent));
            }
        }
    }

    fn tie(&mut self, to: usize, via: Option<IntegrationId>) {
        let now = self.now();
        for End { from, condition, opened } in self.ends.drain(..) {
            self.order.push(opened.unwrap_or(now));
            let kind = FlowKind::Sequence;
            self.told.flows.push(DraftFlow { from, to, condition, integration: via, kind });
        }
    }

    fn step(&mut self, item: &Item, step: usize, via: Option<IntegrationId>) {
        self.leave_frames(|frame| frame.left_by(item));
        if self.steps[step].kind == StepKind::Start {
            self.drop_ends(item.line);
        }
        self.tie(step, via);
        if self.steps[step].kind != StepKind::End {
            self.ends.push(End { from: step, condition: String::new(), opened: None });
        }
        self.last = Some((step, item.indent));
    }

    fn arrow(&mut self, item: &Item, text: &str) {
        self.leave_frames(|frame| item.indent < frame.indent);
        let Some((last, _)) = self.last else {
            let help = "Write the step that this arrow leaves on the line above.";
            return self.error(item, ("Nothing leads here.".into(), help.into()));
        };
        match self.book.target(text, self.names) {
            Err(wrong) => self.error(item, wrong),
            Ok(target) if !target.kind.is_sequence() => self.aside(last, target),
            Ok(target) if target.condition.is_empty() => {
                if self.ends.is_empty() {
                    self.ends.push(End { from: last, condition: String::new(), opened: None });
                }
                self.tie(target.step, target.via);
            }
            Ok(target) => {
                let (to, condition, integration) = (target.step, target.condition, target.via);
                let now = self.now();
                self.order.push(now);
                let kind = FlowKind::Sequence;
                self.told.flows.push(DraftFlow { from: last, to, condition, integration, kind });
            }
        }
    }

    /// A message, or what interrupts a step: the work goes on all the same, but for a branch that is nothing else.
    fn aside(&mut self, from: usize, target: Target) {
        let Target { step: to, mut condition, via: integration, kind } = target;
        let mut order = self.now();
        if condition.is_empty()
            && let [End { opened: Some(opened), .. }] = self.ends[..]
            && let Some(branch) = self.ends.pop()
        {
            (order, condition) = (opened, branch.condition);
        }
        self.order.push(order);
        self.told.flows.push(DraftFlow { from, to, condition, integration, kind });
    }

    /// What interrupts the step above, or happens beside it; the lines indented below are what happens then.
    fn event(&mut self, item: &Item, step: usize, kind: FlowKind) {
        self.leave_frames(|frame| frame.left_by(item) && !frame.takes(item));
        if !self.frames.last().is_some_and(|frame| frame.takes(item)) {
            let Some((decision, decision_indent)) = self.last else {
                let help = "Write the step that it interrupts on the line above.";
                return self.error(item, ("There is nothing to interrupt.".into(), help.into()));
            };
            let (indent, saved) = (item.indent, std::mem::take(&mut self.ends));
            let frame =
                Frame { indent, flat: false, events: true, decision, decision_indent, saved };
            self.frames.push(frame);
        }
        let now = self.now();
        let Some(frame) = self.frames.last_mut() else { return };
        frame.saved.append(&mut self.ends);
        let (from, condition, integration) = (frame.decision, String::new(), None);
        self.order.push(now);
        self.told.flows.push(DraftFlow { from, to: step, condition, integration, kind });
        if self.steps[step].kind != StepKind::End {
            self.ends.push(End { from: step, condition: String::new(), opened: None });
        }
        self.last = Some((step, item.indent));
    }

    fn branch(&mut self, item: &Item, condition: &str, inline: bool) {
        self.leave_frames(|frame| item.indent < frame.indent || frame.takes(item));
        if self.frames.last().is_none_or(|frame| frame.indent != item.indent)
            && !self.open(item.indent)
        {
            let help = "Write the question on a line of its own first.";
            return self
                .error(item, ("There is no decision above this branch.".into(), help.into()));
        }
        let opened = Some(self.now());
        let Some(frame) = self.frames.last_mut() else { return };
        frame.saved.append(&mut self.ends);
        frame.flat = !inline;
        self.last = Some((frame.decision, frame.decision_indent));
        self.ends = vec![End { from: frame.decision, condition: condition.to_owned(), opened }];
    }

    /// Opens the branches of the last step; its way on without a condition is replaced by them.
    fn open(&mut self, indent: u32) -> bool {
        let Some((decision, decision_indent)) = self.last else { return false };
        self.told.branched.push(decision);
        self.ends.retain(|end| end.from != decision || !end.condition.is_empty());
        let saved = std::mem::take(&mut self.ends);
        let (flat, events) = (false, false);
        self.frames.push(Frame { indent, flat, events, decision, decision_indent, saved });
        true
    }
}
