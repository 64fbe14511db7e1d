//! The content of a recommendation: sections and the blocks they are made of, for every reader of it to print.
//! Types alone: nothing here chooses what is said.

use super::SectionId;
use super::files::Files;
use super::numbers::{Number, numbered};
use super::tables::Table;
use crate::document::call::VerdictPath;
use crate::document::truth::Right;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::MapId;
use serde::Serialize;

/// The meaning of a state to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// As it should be.
    Sound,
    /// Needs a look.
    Doubt,
    /// Broken, missing or blocking.
    Fault,
    /// Nobody knows yet.
    Unknown,
    /// No judgement.
    Plain,
}

/// The shape that stands beside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// How something stands.
    Sense(Sense),
    /// A system's right to a field.
    Right(Right),
    /// A way forward; `None` is not enough evidence.
    Path(Option<VerdictPath>),
    /// A fault line of this many confirmed samples.
    Fault(i64),
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// Which.
    pub id: SectionId,
    /// Its heading.
    pub title: &'static str,
    /// What it answers.
    pub lede: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading below the section's.
    Heading(Heading),
    /// Text; blank lines part its paragraphs. Empty means that nobody knows yet.
    Text(Text),
    /// A verdict.
    Verdict(Verdict),
    /// Figures worth a glance.
    Figures(Figures),
    /// Facts.
    Facts(Facts),
    /// Sentences.
    Items(Items),
    /// Sentences that say how something stands.
    Checks(Checks),
    /// A table.
    Table(Table),
    /// The maps of a workflow, drawn.
    Drawings(Drawings),
    /// Evidence as it was recorded.
    Payload(Payload),
    /// Files that are handed out.
    Files(Files),
}

/// A heading below a section's; `anchor` is what evidence refers to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heading {
    /// What it says.
    pub text: String,
    /// Its name in the document, if something refers to it.
    pub anchor: Option<String>,
    /// One below the section's heading, or two.
    pub minor: bool,
}

/// Text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Text {
    /// The text; empty is unknown.
    pub text: String,
}

/// A verdict, of the engagement or of one integration.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The way forward; `None` is not enough evidence.
    pub path: Option<VerdictPath>,
    /// The way forward in words.
    pub word: String,
    /// The verdict in a sentence.
    pub says: String,
    /// What limits it: that it is provisional, its confidence, an override with its reason.
    pub notes: Vec<String>,
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A figure with what it counts and its base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// The number as it is shown.
    pub figure: String,
    /// What it counts.
    pub label: String,
    /// What it is measured against.
    pub base: String,
}

/// Facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facts {
    /// Each with what it is about; an empty text is unknown.
    pub facts: Vec<(String, String)>,
}

/// Sentences, in order of importance or of time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Items {
    /// What they are, for those who hear the list; empty when the heading says it.
    pub label: String,
    /// Whether their order matters.
    pub ordered: bool,
    /// The sentences.
    pub items: Vec<Item>,
    /// How many more there are.
    pub more: usize,
}

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item {
    /// The sentence.
    pub says: String,
    /// What it rests on or adds.
    pub notes: Vec<String>,
    /// Where in the document it can be looked up.
    pub to: Option<Target>,
    /// The table that has what it leads to as a row.
    pub table: Option<Number>,
}

impl Item {
    /// Where in the document it can be looked up, in words.
    #[must_use]
    pub fn see(&self) -> Option<String> {
        let section = self.to.as_ref()?.section;
        Some(self.table.map_or_else(
            || format!("(see “{}”)", section.label()),
            |table| format!("(see Table {table})"),
        ))
    }
}

/// A place in the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Target {
    /// The section.
    pub section: SectionId,
    /// The heading or row in it; `None` is the section itself.
    pub anchor: Option<String>,
}

/// Sentences that say how something stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checks {
    /// The sentences.
    pub checks: Vec<Check>,
    /// How many more there are.
    pub more: usize,
}

/// How one thing stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// What it means.
    pub sense: Sense,
    /// How it stands, in a word.
    pub word: String,
    /// What it is.
    pub title: String,
    /// What is missing, or why it matters.
    pub notes: Vec<String>,
}

/// The maps of a workflow, drawn; the tables after them say the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawings {
    /// The maps, intended first.
    pub drawings: Vec<Drawing>,
}

/// A map, drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawing {
    /// Which figure of its version it is.
    pub number: Option<Number>,
    /// Which map of the document.
    pub map: MapId,
    /// What it shows, as a heading below that of its workflow.
    pub title: String,
    /// What it shows, wherever it stands.
    pub caption: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// Evidence as it was recorded, redacted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Payload {
    /// What it is.
    pub caption: String,
    /// The text, line for line.
    pub text: String,
}

impl Drawing {
    /// Its caption with its number.
    #[must_use]
    pub fn told(&self) -> String {
        numbered("Figure", self.number, &self.caption)
    }
}
