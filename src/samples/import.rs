//! Reading failure samples from a file: pure functions from bytes to rows, the same for the preview and for storing.
//! Nothing here stores, and nothing is repaired in silence: what was assumed is said, what cannot be read is refused.

mod dates;
mod decode;
mod mapping;
mod refused;
mod row;
mod suggest;
mod survey;
mod table;
#[cfg(test)]
mod tests;
mod words;

pub use dates::{DateOrder, Hint, hint as date_hint, read as read_date};
pub use decode::{Decoded, decode};
pub use mapping::{Defaults, Mapping, Target};
pub use refused::{hand_over, refused_text};
pub use row::{Reader, Refused};
pub use suggest::suggest;
pub use survey::{Survey, survey};
pub use table::{Delimiter, Table};

/// The largest text that is read, in bytes.
pub const BYTES: usize = 20 * 1024 * 1024;
/// Most rows of one file.
pub const ROWS: usize = 50_000;
/// Most columns of one file.
pub const COLUMNS: usize = 200;
/// The largest cell, in bytes.
pub const CELL: usize = 100_000;

/// A file that cannot be read at all, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing is in it.
    #[error("There is nothing in it. Choose a file, or paste rows with their header.")]
    Empty,
    /// It is larger than is read at once.
    #[error("This is larger than 20 MB. Split it and import the pieces one by one.")]
    TooLarge,
    /// It is a workbook.
    #[error(
        "This is a workbook, not a CSV file. In your spreadsheet program choose “Save as”, then CSV."
    )]
    Workbook,
    /// It is compressed.
    #[error("This file is compressed. Unpack it first, then import the CSV file inside.")]
    Compressed,
    /// It is no text.
    #[error("This is no text. Export it as CSV and import that.")]
    Binary,
    /// There is a header and nothing under it.
    #[error("There are no rows under the header. Import a file whose first row names the columns.")]
    NoRows,
    /// It has too many columns.
    #[error(
        "It has {0} columns; at most 200 are read. Leave out those that say nothing about the failures."
    )]
    TooManyColumns(usize),
    /// It has too many rows.
    #[error(
        "It has more than 50,000 rows. Split it and import the pieces one by one: no row is stored twice."
    )]
    TooManyRows,
}
