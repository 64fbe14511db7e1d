//! Writes a map as the text that reads back as the same map.
//! It decides which flows the order of lines can tell; every other flow gets an arrow.

mod attached;
mod branches;
mod labels;

use self::branches::{Branches, branches};
use self::labels::Labels;
use super::bracket::beside_written;
use super::facts;
use crate::engines::map::names::Names;
use crate::engines::map::sorting::Places;
use crate::engines::map::{Flow, FlowKind, Map, StepKind};
use crate::platform::ids::IntegrationId;
use std::ops::Range;

/// Deeper branches are written with arrows, so that the text does not drift to the right.
const DEEPEST: u32 = 5;

/// The text of a map.
#[must_use]
pub fn write(map: &Map, names: &Names) -> String {
    let mut writer = Writer::new(map, names);
    writer.notes(&map.note, 0);
    writer.text.push_str(&writer.labels.declarations());
    writer.block(0..map.steps.len(), 0, None);
    writer.text
}

/// A flow by the positions of its steps.
struct Out<'m> {
    to: usize,
    flow: &'m Flow,
}

struct Writer<'m> {
    map: &'m Map,
    names: &'m Names,
    labels: Labels<'m>,
    /// The ways on from each step.
    outs: Vec<Vec<Out<'m>>>,
    /// Its messages, and what interrupts it.
    asides: Vec<Vec<Out<'m>>>,
    /// How many flows lead to each step.
    entered: Vec<usize>,
    /// The integration that a step's line names for the flows that the order of lines ties to it.
    via: Vec<Option<Option<IntegrationId>>>,
    text: String,
}

impl<'m> Writer<'m> {
    fn new(map: &'m Map, names: &'m Names) -> Self {
        let places = Places::of(map.steps.iter().map(|step| step.id));
        let none = || map.steps.iter().map(|_| Vec::new()).collect();
        let (mut outs, mut asides): (Vec<Vec<Out<'m>>>, Vec<Vec<Out<'m>>>) = (none(), none());
        let mut entered = vec![0; map.steps.len()];
        for flow in &map.flows {
            if let (Some(from), Some(to)) = (places.at(flow.from), places.at(flow.to)) {
                let kept = if flow.kind.is_sequence() { &mut outs } else { &mut asides };
                kept[from].push(Out { to, flow });
                entered[to] += 1;
            }
        }
        Self {
            map,
            names,
            labels: Labels::new(map, names),
            outs,
            asides,
            entered,
            via: vec![None; map.steps.len()],
            text: String::new(),
        }
    }

    fn line(&mut self, indent: u32, content: &str) {
        self.text.extend(std::iter::repeat_n("  ", indent as usize));
        self.text.push_str(content);
        self.text.push('\n');
    }

    fn notes(&mut self, note: &str, indent: u32) {
        for line in note.trim().lines() {
            self.line(indent, format!("# {}", line.trim()).trim_end());
        }
    }

    /// Writes steps; `exit` is the step that follows when the block is left.
    fn block(&mut self, steps: Range<usize>, indent: u32, exit: Option<usize>) {
        let mut at = steps.start;
        while at < steps.end {
            self.step(at, indent, None);
            let events = self.attached_below(at, steps.end);
            let after = at + 1 + events;
            self.aside_arrows(at, events, indent);
            let branches = if indent < DEEPEST * 2 {
                branches(self.map, &self.outs, (at, after), steps.end)
            } else {
                None
            };
            at = match branches {
                Some(branches) => {
                    self.events(at, events, indent);
                    self.branches(at, &branches, steps.end, indent, exit)
                }
                None => {
                    let next = if after < steps.end { Some(after) } else { exit };
                    let open = self.arrows(at, next, indent);
                    self.events(at, events, indent);
                    if open && next.is_some() {
                        self.line(indent, "---");
                    }
                    after
                }
            };
        }
    }

    fn step(&mut self, at: usize, indent: u32, attached: Option<FlowKind>) {
        let step = &self.map.steps[at];
        let via = self.via[at].flatten().map(|id| self.labels.via(id)).unwrap_or_default();
        let kind = self.labels.kind(step, attached);
        let line = format!(
            "{}{kind}{via}{}",
            self.labels.head(at),
            facts::written(&step.facts, self.names)
        );
        self.line(indent, &line);
        self.notes(&step.note, indent + 1);
        for beside in &step.beside {
            self.line(indent + 1, &beside_written(beside));
        }
    }

    /// Writes the flows of a step that the next line does not tell; whether that would tell too much without a break.
    fn arrows(&mut self, at: usize, next: Option<usize>, indent: u32) -> bool {
        let outs = std::mem::take(&mut self.outs[at]);
        let unconditional = outs.iter().filter(|out| out.flow.condition.is_empty()).count();
        let follows = outs.last().is_some_and(|last| {
            unconditional == 1 && self.follows(at, next, last) && last.flow.condition.is_empty()
        });
        let told = if follows { &outs[..outs.len() - 1] } else { &outs[..] };
        for out in told {
            let arrow = format!("-> {}", self.labels.target(out.to, out.flow));
            self.line(indent + 1, &arrow);
        }
        self.outs[at] = outs;
        !follows && unconditional == 0 && self.map.steps[at].kind != StepKind::End
    }

    /// Whether the order of lines can tell this flow, because its step comes next and its integration fits.
    fn follows(&mut self, at: usize, next: Option<usize>, out: &Out<'_>) -> bool {
        let comes_next = next == Some(out.to) && self.map.steps[out.to].kind != StepKind::Start;
        let via = self.labels.known(out.flow.integration);
        comes_next
            && self.map.steps[at].kind != StepKind::End
            && *self.via[out.to].get_or_insert(via) == via
    }

    /// Writes the branches of a decision; gives the step that comes after them.
    fn branches(
        &mut self,
        at: usize,
        found: &Branches,
        end: usize,
        indent: u32,
        exit: Option<usize>,
    ) -> usize {
        let join = if found.join < end { Some(found.join) } else { exit };
        let outs = std::mem::take(&mut self.outs[at]);
        for (out, body) in outs.iter().zip(&found.bodies) {
            let condition = self.labels.condition(&out.flow.condition);
            match body {
                Some(body) if self.follows(at, Some(body.start), out) => {
                    self.line(indent + 1, &format!("? {condition}"));
                    self.block(body.clone(), indent + 2, join);
                }
                // A body whose first step starts anew cannot be tied by order; it stays in place all the same.
                Some(body) => {
                    let target = self.labels.target_without_condition(out.to, out.flow);
                    self.line(indent + 1, &format!("? {condition} -> {target}"));
                    self.block(body.clone(), indent + 2, join);
                }
                None if self.follows(at, join, out) => {
                    self.line(indent + 1, &format!("? {condition}"))
                }
                None => {
                    let target = self.labels.target_without_condition(out.to, out.flow);
                    self.line(indent + 1, &format!("? {condition} -> {target}"));
                }
            }
        }
        self.outs[at] = outs;
        found.join
    }
}
