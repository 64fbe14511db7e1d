//! The second pass over a text: each line follows from the line above, branches part and come together.
//! What is loose at the end stays loose; a flow that nobody told is never added.

use super::collect::{Item, What};
use super::refer::Book;
use super::{DraftFlow, DraftStep, MAX_ERRORS, MAX_FLOWS, Remark, TextError};
use crate::engines::map::StepKind;
use crate::engines::map::names::Names;
use crate::engines::map::sorting::sort_by_key;
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

/// The branches of one decision.
struct Frame {
    indent: u32,
    /// Nothing follows on its own line, so that lines no deeper than it may be the branch.
    flat: bool,
    decision: usize,
    decision_indent: u32,
    /// Loose ends of the branches before the one being told.
    saved: Vec<End>,
}

impl Frame {
    fn left_by(&self, item: &Item) -> bool {
        item.indent < self.indent || (item.indent == self.indent && !self.flat)
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
        sort_by_key(&mut flows, |(order, flow)| (flow.from, *order));
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
        }
    }

    fn tie(&mut self, to: usize, via: Option<IntegrationId>) {
        let now = self.now();
        for End { from, condition, opened } in self.ends.drain(..) {
            self.order.push(opened.unwrap_or(now));
            self.told.flows.push(DraftFlow { from, to, condition, integration: via });
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
                self.told.flows.push(DraftFlow { from: last, to, condition, integration });
            }
        }
    }

    fn branch(&mut self, item: &Item, condition: &str, inline: bool) {
        self.leave_frames(|frame| item.indent < frame.indent);
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
        self.frames.push(Frame { indent, flat: false, decision, decision_indent, saved });
        true
    }
}
