//! Tables of a recommendation: columns, rows, and cells with the shapes beside them.
//! Types alone: nothing here chooses what is listed.

use super::content::{Mark, Target};
use super::numbers::{Number, numbered};
use serde::Serialize;

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Which one of its version it is; nothing for one that is filled in by hand or stands on a sheet.
    pub number: Option<Number>,
    /// What it lists.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; the first cell of each names it.
    pub rows: Vec<Row>,
    /// How many more there are.
    pub more: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its header.
    pub label: String,
    /// Whether it holds numbers.
    pub number: bool,
    /// How wide it is beside the others; zero is as wide as what it holds.
    pub share: u8,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its name in the document, if something refers to it.
    pub anchor: Option<String>,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// The shape beside it.
    pub mark: Option<Mark>,
    /// Examples of what it counts, each with where it can be looked up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<(String, Target)>,
}

impl Table {
    /// Its caption with its number.
    #[must_use]
    pub fn told(&self) -> String {
        numbered("Table", self.number, &self.caption)
    }
}

impl Cell {
    /// What it says, with examples of what it counts by their names.
    #[must_use]
    pub fn told(&self) -> String {
        let names: Vec<_> = self.examples.iter().map(|(name, _)| name.as_str()).collect();
        let text = &self.text;
        if names.is_empty() {
            text.clone()
        } else {
            format!("{text}, such as {}", names.join(", "))
        }
    }
}
