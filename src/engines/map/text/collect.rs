//! The first pass over a text: its lanes, its steps, and the lines still to be tied together.
//! Nothing is resolved here; a line is kept with its place, so that later errors can point at it.

mod lanes;

use super::lines::{self, BRANCH_WORDS, Line, StepLine};
use super::quotes::{Quoted, unquoted};
use super::words::inferred_in;
use super::{Draft, DraftStep, MAX_ERRORS, MAX_NAME, MAX_STEPS, Remark, TextError, bracket};
use crate::engines::map::names::{Names, key, one_line};
use crate::engines::map::{FlowKind, StepKind};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;

/// A line that takes part in the chain.
pub struct Item {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// How far it is indented.
    pub indent: u32,
    /// What it does.
    pub what: What,
}

/// What a line does to the chain.
pub enum What {
    /// Ends it.
    Break,
    /// Opens a branch; `inline` when the branch goes on in the same line.
    Branch { condition: String, inline: bool },
    /// Leads to what this text names.
    Arrow(String),
    /// The next step is what interrupts the step above, or happens beside it.
    Event { step: usize, kind: FlowKind },
    /// The next step, and the integration of the flow into it.
    Step { step: usize, via: Option<IntegrationId> },
}

/// What the first pass finds.
pub struct Collected {
    /// Notes, lanes and steps; no flows yet.
    pub draft: Draft,
    /// Lines in order.
    pub items: Vec<Item>,
    /// Whether the kind of each step was written rather than inferred.
    pub kind_written: Vec<bool>,
    /// What could not be understood.
    pub errors: Vec<TextError>,
}

struct Collector<'n> {
    names: &'n Names,
    found: Collected,
    lanes: Vec<String>,
    lane: Option<usize>,
    line: u32,
    column: u32,
}

/// Collects the lanes, steps and lines of a text.
pub fn collect(text: &str, names: &Names) -> Collected {
    let found = Collected {
        draft: Draft::default(),
        items: Vec::new(),
        kind_written: Vec::new(),
        errors: Vec::new(),
    };
    let mut collector =
        Collector { names, found, lanes: Vec::new(), lane: None, line: 1, column: 1 };
    for (number, raw) in (1..).zip(text.lines()) {
        let (indent, content) = lines::indented(raw);
        let lead = raw.trim_end().len() - content.len();
        collector.line = number;
        collector.column = 1 + u32::try_from(raw[..lead].chars().count()).unwrap_or(u32::MAX);
        collector.take(indent, content);
        if collector.found.errors.len() >= MAX_ERRORS || collector.too_many_steps() {
            break;
        }
    }
    collector.infer_kinds();
    collector.found
}

impl Collector<'_> {
    fn error(&mut self, message: String, help: &str) {
        self.found.errors.push(TextError {
            line: self.line,
            column: self.column,
            message,
            help: help.to_owned(),
        });
    }

    fn remark(&mut self, message: String) {
        self.found.draft.remarks.push(Remark { line: self.line, message });
    }

    fn item(&mut self, indent: u32, what: What) {
        self.found.items.push(Item { line: self.line, column: self.column, indent, what });
    }

    fn too_many_steps(&mut self) -> bool {
        let too_many = self.found.draft.steps.len() > MAX_STEPS;
        if too_many {
            self.error(
                format!("A map has at most {MAX_STEPS} steps."),
                "Split the workflow into several.",
            );
        }
        too_many
    }

    fn take(&mut self, indent: u32, content: &str) {
        match lines::line(content) {
            Line::Blank => {}
            Line::Note(note) => self.note(note),
            Line::Beside(inside) => self.beside(inside),
            Line::Break => self.item(indent, What::Break),
            Line::Lane(lane) => self.declare(lane),
            Line::Branch { condition, rest } => self.branch(indent, condition, rest),
            Line::Arrow(target) => self.item(indent, What::Arrow(target.to_owned())),
            Line::Step(content) => self.step(indent, content),
        }
    }

    fn note(&mut self, note: &str) {
        let draft = &mut self.found.draft;
        let kept = draft.steps.last_mut().map_or(&mut draft.note, |step| &mut step.note);
        if !kept.is_empty() {
            kept.push('\n');
        }
        kept.push_str(note);
    }

    fn beside(&mut self, inside: &str) {
        let read = match bracket::beside(inside) {
            Ok(read) => read,
            Err((message, help)) => return self.error(message, help),
        };
        let all: usize = self.found.draft.steps.iter().map(|step| step.beside.len()).sum();
        let full = all >= bracket::MAX_BESIDE_IN_ALL;
        match self.found.draft.steps.last_mut() {
            Some(step) if step.beside.len() < bracket::MAX_BESIDE && !full => {
                step.beside.push(read);
            }
            Some(_) => self.error(
                format!(
                    "At most {} of these lie beside one step, and {} in a map.",
                    bracket::MAX_BESIDE,
                    bracket::MAX_BESIDE_IN_ALL
                ),
                "Put the rest in notes: lines that start with “#”.",
            ),
            None => self.error(
                "There is no step above that this could lie beside.".into(),
                "Write the step on the line above.",
            ),
        }
    }

    fn branch(&mut self, indent: u32, condition: &str, rest: &str) {
        let condition = one_line(&unquoted(condition));
        if condition.is_empty() {
            return self.error(
                "The branch has no condition.".into(),
                "Write it after the question mark: ? in stock",
            );
        }
        if !self.name_fits(&condition) {
            return;
        }
        self.item(indent, What::Branch { condition, inline: !rest.is_empty() });
        if !rest.is_empty() {
            // What follows in the same line stands inside the branch, as if it were indented below it.
            self.take(indent + 1, rest);
        }
    }

    fn step(&mut self, indent: u32, content: &str) {
        if let Some((word, rest)) = self.branch_word(content) {
            return self.branch(indent, word, rest);
        }
        let arrow = lines::arrow(&Quoted::new(content));
        let (content, target) =
            arrow.map_or((content, None), |at| (&content[..at], Some(&content[at..])));
        let line = lines::step_line(content, self.names);
        self.add_step(indent, line);
        if let Some(target) = target {
            self.take(indent, target);
        }
    }

    /// `yes: …` is a branch, unless “yes” is the name of a lane.
    fn branch_word<'t>(&self, content: &'t str) -> Option<(&'t str, &'t str)> {
        let (word, rest) = content.split_once(':')?;
        let known = self.lanes.contains(&key(word)) || self.names.systems.id(word).is_some();
        let branch = BRANCH_WORDS.contains(&key(word).as_str())
            && !known
            && !self.found.draft.steps.is_empty();
        (branch && rest.chars().next().is_none_or(char::is_whitespace))
            .then_some((word, rest.trim()))
    }

    fn add_step(&mut self, indent: u32, line: StepLine) {
        if let Some(kind) = &line.unknown_kind {
            let kinds = StepKind::ALL
                .iter()
                .map(|kind| kind.label().to_lowercase())
                .collect::<Vec<_>>()
                .join(", ");
            return self.error(
                format!("“[{kind}]” is no kind of step."),
                &format!(
                    "The kinds are: {kinds}. A form can stand beside them, such as user task."
                ),
            );
        }
        if let Some(mark) = &line.unknown_mark {
            self.remark(format!("“{mark}” was read as part of the name; the marks are !memory, !approval and !audit."));
        }
        if let Some((lane, _)) = &line.lane {
            let lane = self.lane_named(lane);
            self.lane = lane.or(self.lane);
        }
        if line.name.is_empty() {
            return self.lane_alone(&line);
        }
        if !self.name_fits(&line.name) {
            return;
        }
        let Some(lane) = self.lane.or_else(|| self.unassigned()) else { return };
        let step = self.found.draft.steps.len();
        let bracket::Bracket { kind, form, attached } = line.bracket;
        self.found.kind_written.push(kind.is_some());
        let kind = kind.unwrap_or(StepKind::Task);
        let (name, facts, via) = (line.name, line.facts, line.via);
        let (note, beside, line) = (String::new(), Vec::new(), self.line);
        let told = DraftStep { lane, name, kind, form, facts, note, beside, line };
        self.found.draft.steps.push(told);
        match attached {
            Some(kind) => self.item(indent, What::Event { step, kind }),
            None => self.item(indent, What::Step { step, via }),
        }
    }

    fn lane_alone(&mut self, line: &StepLine) {
        if line.lane.is_none()
            || *line != (StepLine { lane: line.lane.clone(), ..lines::step_line("", self.names) })
        {
            self.error(
                "The step has no name.".into(),
                "Write what happens in front of the brackets.",
            );
        }
    }

    fn name_fits(&mut self, name: &str) -> bool {
        let fits = name.chars().count() <= MAX_NAME;
        if !fits {
            let help = "Shorten it, and put the rest in a note: a line that starts with “#”.";
            self.error(format!("The name is longer than {MAX_NAME} characters."), help);
        }
        fits
    }

    fn infer_kinds(&mut self) {
        let draft = &mut self.found.draft;
        for (step, written) in draft.steps.iter_mut().zip(&self.found.kind_written) {
            if !written {
                let lane = draft.lanes[step.lane].kind;
                step.kind = inferred_in(&step.name, lane, &step.facts, step.form);
            }
        }
    }
}
