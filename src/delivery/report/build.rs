//! How sections are put together: headings, texts, lists and tables within their bounds.
//! Anything beyond a bound is counted, never dropped in silence.

use super::{
    Block, Cell, Check, Checks, Column, Facts, Heading, Item, Items, Mark, Row, Section, SectionId,
    Table, Text,
};

/// Rows, entries and texts beyond these bounds are counted, not shown: the JSON has them all.
pub const MOST_ROWS: usize = 200;
/// The longest text that is shown whole, in characters.
pub const TEXT_LIMIT: usize = 4000;

pub(super) fn section(id: SectionId, lede: &str, blocks: Vec<Block>) -> Section {
    use crate::platform::catalogue::Catalogue;
    Section { id, title: id.label(), lede: lede.to_owned(), blocks }
}

pub(super) fn heading(text: impl Into<String>) -> Block {
    Block::Heading(Heading { text: text.into(), anchor: None, minor: false })
}

pub(super) fn anchored(text: impl Into<String>, anchor: String) -> Block {
    Block::Heading(Heading { text: text.into(), anchor: Some(anchor), minor: false })
}

pub(super) fn minor(text: impl Into<String>) -> Block {
    Block::Heading(Heading { text: text.into(), anchor: None, minor: true })
}

/// A text, cut where it is too long to be read.
pub(super) fn text(text: &str) -> Block {
    Block::Text(Text { text: cut(text) })
}

pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => format!("{} … (shortened; the JSON has all of it)", &text[..end]),
        None => text.to_owned(),
    }
}

pub(super) fn facts(facts: Vec<(&str, String)>) -> Block {
    Block::Facts(Facts {
        facts: facts.into_iter().map(|(term, text)| (term.to_owned(), cut(&text))).collect(),
    })
}

/// A list; nothing when it is empty.
pub(super) fn items(label: &str, ordered: bool, mut items: Vec<Item>) -> Option<Block> {
    let more = items.len().saturating_sub(MOST_ROWS);
    items.truncate(MOST_ROWS);
    (!items.is_empty())
        .then(|| Block::Items(Items { label: label.to_owned(), ordered, items, more }))
}

pub(super) fn checks(mut checks: Vec<Check>) -> Option<Block> {
    let more = checks.len().saturating_sub(MOST_ROWS);
    checks.truncate(MOST_ROWS);
    (!checks.is_empty()).then_some(Block::Checks(Checks { checks, more }))
}

/// A table; nothing when it has no rows.
pub(super) fn table(
    caption: impl Into<String>,
    columns: Vec<Column>,
    mut rows: Vec<Row>,
) -> Option<Block> {
    let more = rows.len().saturating_sub(MOST_ROWS);
    rows.truncate(MOST_ROWS);
    (!rows.is_empty())
        .then(|| Block::Table(Table { number: None, caption: caption.into(), columns, rows, more }))
}

impl Item {
    pub(super) fn new(says: impl Into<String>) -> Self {
        Self { says: says.into(), notes: Vec::new(), to: None, table: None }
    }
}

impl Column {
    pub(super) fn new(label: impl Into<String>, share: u8) -> Self {
        Self { label: label.into(), number: false, share }
    }

    pub(super) fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true, share: 0 }
    }
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: cut(&text.into()), mark: None, examples: Vec::new() }
    }

    pub(super) fn marked(text: impl Into<String>, mark: Mark) -> Self {
        Self { mark: Some(mark), ..Self::new(text) }
    }
}
