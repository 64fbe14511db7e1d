//! Text documents (DOCX): headings, paragraphs, lists, tables and pictures in styles of their own.
//! What is written is data: no field, no markup and no relation comes of a text.

use super::archive::{Archive, Error};
use super::{
    APP, DECLARATION, OFFICE, Properties, RELATIONS, content_types, escape, root_relations,
};
use body::Body;

mod body;
mod parts;
mod tables;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What a reader's program shows beside it.
    pub properties: Properties,
    /// What stands above every page, left and right.
    pub header: (String, String),
    /// What stands below every page, before its number; a line break in it stays one.
    pub footer: String,
    /// Its pieces, in reading order.
    pub pieces: Vec<Piece>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// The title.
    Title(String),
    /// What stands below the title.
    Subtitle(String),
    /// A heading.
    Heading {
        /// Its level, from 1.
        level: u8,
        /// What it says.
        text: String,
        /// What links call it.
        name: Option<String>,
        /// Whether it begins a page.
        new_page: bool,
    },
    /// A paragraph.
    Paragraph(Look, Vec<Run>),
    /// A list.
    List {
        /// Whether it is numbered, from 1.
        ordered: bool,
        /// Its entries.
        entries: Vec<Entry>,
    },
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
}

/// The style of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Text.
    Plain,
    /// What a section answers.
    Lede,
    /// A way forward, large.
    Verdict,
    /// A small remark.
    Small,
    /// Evidence, letter for letter.
    Code,
    /// What a table or picture shows.
    Caption,
}

/// A text of one form; a line break in it stays one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it says that something is not known.
    pub unknown: bool,
    /// The heading or row that it leads to.
    pub to: Option<String>,
}

/// An entry of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub runs: Vec<Run>,
    /// What it adds, each in a line of its own.
    pub notes: Vec<Vec<Run>>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it lists, for those who do not see it.
    pub caption: String,
    /// Its columns; none has a header where all labels are empty.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub label: String,
    /// How wide it is beside the others.
    pub share: u32,
    /// Whether it holds numbers.
    pub number: bool,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What links call it.
    pub name: Option<String>,
    /// Its cells.
    pub cells: Vec<Vec<Run>>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its bytes, as PNG.
    pub png: Vec<u8>,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

impl Run {
    /// A plain text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A bold text.
    #[must_use]
    pub fn bold(text: impl Into<String>) -> Self {
        Self { bold: true, ..Self::new(text) }
    }
}

/// The document as a file; the same document gives the same bytes.
///
/// # Errors
/// When it becomes larger than an archive can be.
pub fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let body = Body::of(&document.pieces);
    let mut archive = Archive::new();
    archive.add("[Content_Types].xml", parts::types().as_bytes())?;
    archive.add("_rels/.rels", root_relations("word/document.xml").as_bytes())?;
    archive.add("docProps/core.xml", document.properties.core().as_bytes())?;
    archive.add("docProps/app.xml", APP.as_bytes())?;
    archive.add("word/document.xml", parts::document(&body.xml).as_bytes())?;
    archive
        .add("word/_rels/document.xml.rels", parts::relations(body.pictures.len()).as_bytes())?;
    archive.add("word/styles.xml", parts::styles().as_bytes())?;
    archive.add("word/settings.xml", parts::settings().as_bytes())?;
    archive.add("word/numbering.xml", parts::numbering(body.numbered).as_bytes())?;
    archive.add("word/header1.xml", parts::header(&document.header).as_bytes())?;
    archive.add("word/footer1.xml", parts::footer(&document.footer).as_bytes())?;
    for (png, number) in body.pictures.iter().zip(1_usize..) {
        archive.add(&format!("word/media/map{number}.png"), png)?;
    }
    archive.finish()
}

#[cfg(test)]
mod tests;
