//! Rows that could not be stored, handed back as a file that can be put right and imported again.
//! They were redacted like all others; no cell of them starts a formula.

use crate::engines::spreadsheet::Writer;

/// Most of a file could not be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "More than {0} rows cannot be stored as they are. Look again at what the columns hold, then start it again."
)]
pub struct TooManyRefused(pub u64);

/// A row that could not be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Its number, as a spreadsheet counts.
    pub number: u64,
    /// Why, each with what to do.
    pub reasons: String,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Begins the file, with its header.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn refused_csv(header: &[String]) -> Result<Writer, crate::engines::spreadsheet::Error> {
    let mut writer = Writer::new();
    let names = ["Row", "Why it was refused"];
    writer.row(names.into_iter().chain(header.iter().map(String::as_str)))?;
    Ok(writer)
}

impl Refusal {
    /// Adds it to such a file.
    ///
    /// # Errors
    /// Never in practice: it writes into memory.
    pub fn write(&self, writer: &mut Writer) -> Result<(), crate::engines::spreadsheet::Error> {
        let number = self.number.to_string();
        let before = [number.as_str(), self.reasons.as_str()];
        writer.row(before.into_iter().chain(self.cells.iter().map(String::as_str)))
    }
}
