//! A draft: what a file says of a workflow, before a person has looked at it.
//! Every line says whether it was understood; nothing of the file is kept beyond that.

mod redacted;
mod risk;
mod told;

pub use risk::{Risk, Suspicion};

use super::Unreadable;
use crate::engines::map::names::{key, one_line};
use crate::engines::map::text::{
    MAX_BESIDE, MAX_BESIDE_IN_ALL, MAX_FLOWS, MAX_LANES, MAX_NAME, MAX_STEPS, most_beside,
};
use crate::engines::map::{Beside, BesideKind, FlowKind, Form, LaneKind, StepFacts, StepKind};
use crate::platform::boundary::{Direction, Middleware, Timing, Transport};
use crate::platform::catalogue::{Catalogue, catalogue};

/// What is asked of steps that a person does.
const WHICH_WORK: &str = "A person does them, and the file does not tell which kind of manual work it is. Write the kind in brackets behind each, such as [manual copy-paste], or [manual copy-paste, user task] where a form stands there.";
/// What is asked of steps of which nothing tells who does them.
const WHO_WORKS: &str = "Nothing tells whether a person or a program does them. Write [manual …] behind those that a person does, or [manual check, plain task] where a form stands there, or say that the lane is a person.";

catalogue! {
    /// How well a line was understood.
    pub enum Understood {
        Yes => "understood", "Understood";
        Doubt => "doubtful", "Deserves a look";
        No => "not_understood", "Not understood";
    }
}

/// What a line of the file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line, from 1.
    pub line: u32,
    /// How well it was understood.
    pub understood: Understood,
    /// What stands there.
    pub what: String,
    /// What it became, or why it did not.
    pub became: String,
}

/// A lane of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLane {
    /// Its name.
    pub name: String,
    /// System, team or person, as far as the file tells.
    pub kind: LaneKind,
}

/// A step of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftStep {
    /// The position of its lane.
    pub lane: usize,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: StepKind,
    /// What it is drawn as, where its kind does not tell.
    pub form: Option<Form>,
    /// What is known of it.
    pub facts: StepFacts,
    /// What was noted beside it.
    pub note: String,
    /// What lies beside it in the drawing.
    pub beside: Vec<Beside>,
    /// The line it stands on.
    pub line: u32,
}

/// A flow of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFlow {
    /// The position of the step it leaves.
    pub from: usize,
    /// The position of the step it reaches.
    pub to: usize,
    /// When it is taken.
    pub condition: String,
    /// The name of the integration it uses.
    pub via: String,
    /// What it is.
    pub kind: FlowKind,
    /// The line it stands on.
    pub line: u32,
}

/// An integration that the file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    /// Where the data comes from.
    pub source: String,
    /// Where it goes.
    pub destination: String,
    /// What stands between.
    pub middleware: Middleware,
    /// How the data travels, when the file tells.
    pub transport: Option<Transport>,
    /// Which side moves it.
    pub direction: Direction,
    /// How often, when the file tells.
    pub timing: Option<Timing>,
    /// The steps that use it.
    pub steps: Vec<usize>,
}

/// What a file says of a workflow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What the file calls it.
    pub name: String,
    /// What was noted of the whole.
    pub note: String,
    /// Lanes.
    pub lanes: Vec<DraftLane>,
    /// Steps.
    pub steps: Vec<DraftStep>,
    /// Flows.
    pub flows: Vec<DraftFlow>,
    /// What each line became.
    pub lines: Vec<Line>,
    /// Integrations it shows.
    pub boundaries: Vec<Boundary>,
    /// Risks it shows.
    pub risks: Vec<Risk>,
    /// The steps that a person does, where the file does not tell which kind of work it is.
    pub unclear: Vec<usize>,
    /// The steps that were read as automated because nothing tells who does them.
    pub guessed: Vec<usize>,
}

impl Draft {
    /// The lane of this name, made when it is new.
    pub fn lane(&mut self, name: &str, kind: LaneKind) -> usize {
        let name = clean(name, "Unnamed lane");
        let wanted = key(&name);
        if let Some(at) = self.lanes.iter().position(|lane| key(&lane.name) == wanted) {
            return at;
        }
        self.lanes.push(DraftLane { name, kind });
        self.lanes.len() - 1
    }

    /// A new step.
    pub fn step(&mut self, lane: usize, name: &str, kind: StepKind, line: u32) -> usize {
        let (name, facts, note) = (clean(name, kind.label()), StepFacts::default(), String::new());
        let (form, beside) = (None, Vec::new());
        self.steps.push(DraftStep { lane, name, kind, form, facts, note, beside, line });
        self.steps.len() - 1
    }

    /// A new flow.
    pub fn flow(&mut self, from: usize, to: usize, condition: &str, line: u32) {
        let condition = clean(condition, "");
        let (via, kind) = (String::new(), FlowKind::Sequence);
        self.flows.push(DraftFlow { from, to, condition, via, kind, line });
    }

    /// Puts something beside a step; as a note that is not drawn, where it is too long or too much.
    pub fn beside(&mut self, step: usize, kind: BesideKind, text: &str) {
        let text = one_line(text);
        let all: usize = self.steps.iter().map(|step| step.beside.len()).sum();
        let full = all >= MAX_BESIDE_IN_ALL;
        let beside = &mut self.steps[step].beside;
        let known = beside.iter().any(|known| known.kind == kind && known.text == text);
        if text.is_empty() || known {
            return;
        }
        if beside.len() < MAX_BESIDE && !full && text.chars().count() <= most_beside(kind) {
            beside.push(Beside { kind, text });
        } else if kind == BesideKind::Note {
            self.note(step, &text);
        } else {
            self.note(step, &format!("{kind} {text}"));
        }
    }

    /// Adds a line to what is noted beside a step.
    pub fn note(&mut self, step: usize, note: &str) {
        let note = note.trim();
        let kept = &mut self.steps[step].note;
        if !note.is_empty() {
            let gap = if kept.is_empty() { "" } else { "\n" };
            *kept = format!("{kept}{gap}{note}").chars().take(4_000).collect();
        }
    }

    /// Adds a line to what is noted of the whole.
    pub fn note_of_all(&mut self, note: &str) {
        let note = note.trim();
        if !note.is_empty() {
            let gap = if self.note.is_empty() { "" } else { "\n" };
            self.note.push_str(gap);
            self.note.push_str(note);
        }
    }

    /// Notes that a line was understood.
    pub fn understood(&mut self, line: u32, what: impl AsRef<str>, became: &str) {
        self.say(line, Understood::Yes, what.as_ref(), became);
    }

    /// Notes that a line was understood but deserves a look.
    pub fn doubt(&mut self, line: u32, what: impl AsRef<str>, became: &str) {
        self.say(line, Understood::Doubt, what.as_ref(), became);
    }

    /// Notes that a line was not understood.
    pub fn lost(&mut self, line: u32, what: impl AsRef<str>, why: &str) {
        self.say(line, Understood::No, what.as_ref(), why);
    }

    fn say(&mut self, line: u32, understood: Understood, what: &str, became: &str) {
        let (what, became) = (clean(what, ""), became.to_owned());
        self.lines.push(Line { line, understood, what, became });
    }

    /// Says once, of all steps together, what was guessed of their kinds.
    pub(super) fn tell_guesses(&mut self) {
        let by_a_program = |at: &usize| {
            let lane = self.steps.get(*at).and_then(|step| self.lanes.get(step.lane));
            lane.is_some_and(|lane| lane.kind == LaneKind::System)
        };
        let guessed = self.guessed.iter().copied().filter(|at| !by_a_program(at)).collect();
        let told =
            [(self.unclear.clone(), "manual", WHICH_WORK), (guessed, "automated", WHO_WORKS)];
        for (steps, kind, became) in told.into_iter().filter(|(steps, ..)| !steps.is_empty()) {
            let line = steps.iter().map(|at| self.steps[*at].line).min().unwrap_or(1);
            let names = steps.iter().take(5).map(|at| format!("“{}”", self.steps[*at].name));
            let names = names.collect::<Vec<_>>().join(", ");
            let more = if steps.len() > 5 { " …" } else { "" };
            let what = format!("{} steps read as {kind}: {names}{more}", steps.len());
            self.doubt(line, what, became);
        }
    }

    /// The draft, if it is a map that can be kept.
    ///
    /// # Errors
    /// When nothing is in it, or more than a map may have.
    pub fn checked(mut self) -> Result<Self, Unreadable> {
        if self.steps.is_empty() {
            return Err(Unreadable::whole("No step is in it. Is it the right kind of file?"));
        }
        let bounds = [
            (self.steps.len(), MAX_STEPS, "steps"),
            (self.flows.len(), MAX_FLOWS, "flows"),
            (self.lanes.len(), MAX_LANES, "lanes"),
        ];
        for (found, most, what) in bounds {
            if found > most {
                let message = format!(
                    "It has {found} {what}; a map has at most {most}. Export a part of it."
                );
                return Err(Unreadable::whole(message));
            }
        }
        self.lines.sort_by_key(|line| line.line);
        Ok(self)
    }
}

/// A name as a map keeps it: one line, not too long, never empty.
pub fn clean(name: &str, otherwise: &str) -> String {
    let line = one_line(name);
    match line.chars().count() {
        0 => otherwise.to_owned(),
        many if many > MAX_NAME => line.chars().take(MAX_NAME - 1).chain(['…']).collect(),
        _ => line,
    }
}
