//! Reading failure samples from a file: pure functions from bytes to rows, the same for the preview and for storing.
//! Nothing here stores, and nothing is repaired in silence: what was assumed is said, what cannot be read is refused.

mod dates;
mod decode;
mod json;
mod mapping;
mod refused;
mod row;
mod rows;
mod spool;
mod suggest;
mod survey;
mod table;
#[cfg(test)]
mod tests;
mod words;
mod workbook;

pub use dates::{DateOrder, Hint, hint as date_hint, read as read_date};
pub use mapping::{Defaults, Mapping, Plan, Target};
pub use refused::{Refusal, refused_csv};
pub use row::{Reader, Refused, repeated};
pub use rows::{Form, Format, Rows};
pub use spool::{Spooled, spool};
pub use suggest::suggest;
pub use survey::{Example, Survey, examples, survey};
pub use table::{Delimiter, Row, Table};

/// The largest file that is read, in bytes.
pub const BYTES: usize = 1024 * 1024 * 1024;
/// Most rows of one file.
pub const ROWS: u64 = 2_000_000;
/// Most columns of one file.
pub const COLUMNS: usize = 200;
/// The largest cell, in bytes.
pub const CELL: usize = 100_000;
/// The largest row, in bytes.
pub const RECORD: usize = 4 * 1024 * 1024;
/// Most rows of one file that are kept because they could not be stored, and how many bytes of them.
pub const REFUSED: u64 = 100_000;
/// See [`REFUSED`].
pub const REFUSED_BYTES: u64 = 64 * 1024 * 1024;

/// A file that cannot be read at all, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing is in it.
    #[error("There is nothing in it. Choose a file, or paste rows with their header.")]
    Empty,
    /// It is larger than is read at once.
    #[error("This is larger than 1 GB. Split it and import the pieces one by one.")]
    TooLarge,
    /// It is a workbook of an old kind, locked or damaged.
    #[error(
        "This workbook cannot be opened: it is of an old kind, locked or damaged. In your spreadsheet program choose “Save as”, then XLSX or CSV."
    )]
    Workbook,
    /// It is a workbook that is larger than is read.
    #[error(
        "This workbook is larger than 20 MB. In your spreadsheet program choose “Save as”, then CSV."
    )]
    WorkbookTooLarge,
    /// It unpacks to more than any table holds.
    #[error(
        "This workbook unpacks to far more than its size. In your spreadsheet program choose “Save as”, then CSV."
    )]
    WorkbookBomb,
    /// It is compressed.
    #[error("This file is compressed. Unpack it first, then import the file inside.")]
    Compressed,
    /// It is no text.
    #[error("This is no text. Export it as CSV, JSON or XLSX and import that.")]
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
        "It has more than 2,000,000 rows. Split it and import the pieces one by one: no row is stored twice."
    )]
    TooManyRows,
    /// A row does not end where one should.
    #[error(
        "Row {0} is larger than 4 MB. A quotation mark or brace that is opened there is probably never closed. Close it and import the file again."
    )]
    RowTooLong(u64),
    /// It ends in the middle.
    #[error(
        "The file ends in the middle of record {0}: it is not whole. Export it again and import that."
    )]
    Incomplete(u64),
    /// Most of it could not be stored.
    #[error(
        "More than {0} rows cannot be stored as they are. Look again at what the columns hold, then start it again."
    )]
    TooManyRefused(u64),
    /// It could not be read to its end, through no fault of the file.
    #[error("The file could not be received to its end. Send it again.")]
    Broken,
}
