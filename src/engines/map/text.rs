//! The text form of a map: a line per step, quick enough to type while three people talk.
//! Reading never guesses silently: what was not understood comes back with its line, its column and what to do.

mod bracket;
mod chain;
mod collect;
mod facts;
mod lines;
mod quotes;
mod read;
mod refer;
mod words;
mod write;

#[cfg(test)]
mod tests;

pub use bracket::{MAX_BESIDE, MAX_BESIDE_IN_ALL, most as most_beside, step_words};
pub(crate) use bracket::{beside_word, flow as flow_kind_of, flow_written as flow_kind_written};
pub use facts::{MARKS, alone as facts_told, read as facts_named};
pub(crate) use lines::via_part as via_of;
pub(crate) use quotes::{quoted, unquoted};
pub use words::{inferred, inferred_in, inferred_kind, kind_named};
pub use write::write;

use super::names::Names;
use crate::engines::map::{Beside, FlowKind, Form, LaneKind, StepFacts, StepKind};
use crate::platform::ids::{IntegrationId, SystemId};
use quotes::Quoted;
use serde::{Deserialize, Serialize};

/// The longest text, in bytes.
pub const MAX_BYTES: usize = 200_000;
/// The most steps in one map.
pub const MAX_STEPS: usize = 2_000;
/// The most flows in one map.
pub const MAX_FLOWS: usize = 5_000;
/// The most lanes in one map.
pub const MAX_LANES: usize = 100;
/// The longest name, in characters.
pub const MAX_NAME: usize = 200;
/// How many errors are told at once; people fix a few and look again.
pub const MAX_ERRORS: usize = 50;

/// The grammar as examples and what each means, in the order in which people need them.
pub const GRAMMAR: &[(&str, &str)] = &[
    ("Shop: Order paid", "A step, in the lane “Shop”. Each line follows from the line above."),
    ("Create order", "A line without a lane stays in the lane of the line above."),
    ("ERP:", "A lane alone: the lines below are in it."),
    ("Stock left?", "A step that ends with a question mark is a decision."),
    ("  ? yes", "A branch of the decision above. The lines indented below it are the branch."),
    ("  ? no -> Cancel order", "A branch that leads straight to another step."),
    (
        "(less indented again)",
        "Branches that did not lead elsewhere come together at the next line outside them.",
    ),
    (
        "-> Create order",
        "Leads to the step of that name, earlier or later, instead of to the next line.",
    ),
    ("-> ERP: Create order", "The same, when two lanes have a step of that name."),
    ("-> ERP: Create order (2)", "The second of two steps with the same name in one lane."),
    ("-> timeout: Send again", "Leads there on a condition; otherwise the next line follows."),
    (
        "---",
        "A break: the next line does not follow from the line above. Indented, it ends its branch only.",
    ),
    (
        "[manual copy-paste]",
        "The kind of step, at the end of its line. Without it the kind is read from the words.",
    ),
    (
        "[parallel branches]",
        "A form of step, alone or after its kind: user task, service task, one or more branches, message event and so on.",
    ),
    (
        "Payment late [timer event, interrupts]",
        "What interrupts the step above. The lines indented below it are what happens then; the next line outside them follows from the step. “alongside” instead, when the step goes on.",
    ),
    (
        "-> Bank: Charge card [message]",
        "A message to that step; the next line follows all the same.",
    ),
    (
        "[reads order form]",
        "Data that the step above works with, drawn beside it; also writes, data.",
    ),
    ("[writes to customer store]", "The same where records stay; also reads from, store."),
    (
        "[note checked on Mondays]",
        "A note that is drawn beside the step above, for everyone to see.",
    ),
    (
        "(5 min x 200/month)",
        "Minutes a run and runs a month. Also 30 s, 1.5 h, 10/day, 50/week, or one of the two alone.",
    ),
    ("(by Anna)", "Who may trigger the step."),
    ("(creates order, updates stock)", "The kinds of records it creates or updates."),
    (
        "!memory !approval !audit",
        "Relies on human memory; needs an approval; needs an audit trail.",
    ),
    (
        "Create order via Orders API",
        "The integration that the flow into this step uses; also after “-> …”.",
    ),
    (
        "lane Anna [person]",
        "Names a lane ahead, to fix its order or its kind: system, team or person.",
    ),
    ("# noticed on Mondays", "A note, kept with the step above it; clients do not see it."),
    (
        "\"Ready: go\"",
        "Quotation marks, when a name has signs that would mean something else. Double a mark inside.",
    ),
];

/// What a text says, before it has ids.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Notes before the first step.
    pub note: String,
    /// Lanes in the order first named.
    pub lanes: Vec<DraftLane>,
    /// Steps in the order written.
    pub steps: Vec<DraftStep>,
    /// Flows, grouped by the step they leave.
    pub flows: Vec<DraftFlow>,
    /// What was understood but deserves a look.
    pub remarks: Vec<Remark>,
}

/// A lane as written.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLane {
    /// Its name.
    pub name: String,
    /// System, team or person.
    pub kind: LaneKind,
    /// The system of that name.
    pub system: Option<SystemId>,
}

/// A step as written.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftStep {
    /// Position of its lane in [`Draft::lanes`].
    pub lane: usize,
    /// Its name.
    pub name: String,
    /// Its kind, written or inferred.
    pub kind: StepKind,
    /// What it is drawn as, where its kind does not tell.
    pub form: Option<Form>,
    /// Its facts.
    pub facts: StepFacts,
    /// Notes below it.
    pub note: String,
    /// What lies beside it.
    pub beside: Vec<Beside>,
    /// The line it stands on, from 1.
    pub line: u32,
}

/// A flow as written.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftFlow {
    /// Position of the step it leaves in [`Draft::steps`].
    pub from: usize,
    /// Position of the step it reaches.
    pub to: usize,
    /// When it is taken; empty means always.
    pub condition: String,
    /// The integration it uses.
    pub integration: Option<IntegrationId>,
    /// What it is.
    pub kind: FlowKind,
}

impl DraftFlow {
    /// Where it stands among the flows of its step: messages, then what interrupts it, then the ways on.
    #[must_use]
    pub fn rank(kind: FlowKind) -> u8 {
        match kind {
            FlowKind::Message => 0,
            FlowKind::Interrupts | FlowKind::Alongside => 1,
            FlowKind::Sequence => 2,
        }
    }
}

/// Something in the text that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("line {line}, column {column}: {message} {help}")]
pub struct TextError {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// Something that was understood but deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The line, from 1.
    pub line: u32,
    /// What deserves the look.
    pub message: String,
}

/// Reads the text of a map.
///
/// # Errors
/// Every place that cannot be understood, at most [`MAX_ERRORS`] of them.
pub fn parse(text: &str, names: &Names) -> Result<Draft, Vec<TextError>> {
    read::read(text, names)
}

/// The place of the first colon that ends a word outside quotation marks.
pub(crate) fn colon_of(text: &str) -> Option<usize> {
    lines::colon(&Quoted::new(text))
}

/// The pieces between commas and semicolons outside quotation marks.
pub(crate) fn items_of(text: &str) -> Vec<&str> {
    Quoted::new(text).items()
}
