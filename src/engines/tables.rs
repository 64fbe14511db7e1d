//! Tables that other programs wrote: whatever their encoding, dialect or format, their rows come out as cells.
//! It knows numbers, money, dates and durations, and nothing of what they are about; nothing is repaired in silence.

mod amount;
mod blocks;
pub mod cell;
mod decode;
mod dialect;
pub mod duration;
pub mod evidence;
mod export;
mod flat;
mod json;
mod marks;
mod moment;
pub mod money;
mod records;
mod rows;
pub mod single;
mod source;
mod table;
mod titles;
mod whole;
mod wide;
mod workbook;
mod zone;

pub use amount::Amount;
pub use blocks::{BLOCK, Block, Cutter};
pub use decode::{Decoding, is_workbook};
pub use dialect::{Delimiter, Dialect, Layout};
pub use export::{Export, FileError};
pub use flat::Extent;
pub use marks::Marks;
pub use moment::{DateOrder, Hint, Moment, hint};
pub use records::{Records, Span};
pub use rows::{Form, Format, Rows};
pub use table::{Row, Table};
pub use whole::whole;
#[cfg(test)]
pub(crate) use workbook::tests::workbook;
pub use workbook::{Sheet, TEXTS, WORKBOOK, Workbook};
pub use zone::{NoZone, Zone};

/// The largest file that is read row by row, in bytes.
pub const BYTES: usize = 1024 * 1024 * 1024;
/// Most rows that are read one by one.
pub const ROWS: u64 = 2_000_000;
/// Most columns of a file whose rows are read one by one.
pub const COLUMNS: usize = 200;
/// The largest cell of such a file, in bytes.
pub const CELL: usize = 100_000;
/// The largest row of such a file, in bytes.
pub const ROW: usize = 4 * 1024 * 1024;
/// The longest record of an export that is believed, in bytes; a longer one is a quote that nobody closed.
const RECORD: usize = 64 * 1024 * 1024;
/// Most columns of an export.
const EXPORT_COLUMNS: usize = 4_096;

/// A file that cannot be read at all, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing is in it.
    #[error("There is nothing in it. Choose a file whose first row names the columns.")]
    Empty,
    /// It is larger than is read at once.
    #[error("This is larger than 1 GB. Split it and send the pieces one by one.")]
    TooLarge,
    /// It holds more text than is taken at once.
    #[error("This holds more text than is taken at once. Split it and send the pieces one by one.")]
    TooMuchText,
    /// It is a workbook of an old kind, locked or damaged.
    #[error(
        "This workbook cannot be opened: it is of an old kind (neither CSV nor XLSX), locked or damaged. In your spreadsheet program choose “Save as”, then XLSX or CSV."
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
    /// It has no sheet of this name; there are those.
    #[error("There is no sheet “{0}” in it. It has: {1}.")]
    NoSheet(String, String),
    /// It is a page that is called a workbook.
    #[error(
        "This is a web page that is only called a workbook. Open it in your spreadsheet program and choose “Save as”, then XLSX or CSV."
    )]
    WebPage,
    /// It is compressed.
    #[error("This file is compressed. Unpack it first, then send the file inside.")]
    Compressed,
    /// It is no text.
    #[error("This is no text. Export it as CSV, JSON or XLSX and send that.")]
    Binary,
    /// There is a header and nothing under it.
    #[error("There are no rows under the header. Choose a file whose first row names the columns.")]
    NoRows,
    /// It has so many columns, and so many are read.
    #[error("It has {0} columns; at most {1} are read. Leave out those that nobody needs.")]
    TooManyColumns(usize, usize),
    /// It has too many rows.
    #[error("It has more than 2,000,000 rows. Split it and send the pieces one by one.")]
    TooManyRows,
    /// A row does not end where one should.
    #[error(
        "Row {0} is larger than 4 MB. A quotation mark or brace that is opened there is probably never closed. Close it and send the file again."
    )]
    RowTooLong(u64),
    /// A record of a large file does not end.
    #[error(
        "The record that begins at byte {0} is longer than 64 MB. Is a quotation mark never closed?"
    )]
    Endless(u64),
    /// It ends in the middle.
    #[error(
        "The file ends in the middle of record {0}: it is not whole. Export it again and send that."
    )]
    Incomplete(u64),
    /// It could not be opened or read on this machine.
    #[error("It cannot be read: {0}.")]
    File(String),
    /// It could not be read to its end, through no fault of the file.
    #[error("The file could not be received to its end. Send it again.")]
    Broken,
}

impl Unreadable {
    /// What an error of reading stands for, at a row.
    #[must_use]
    pub fn from_io(error: std::io::Error, number: u64) -> Self {
        match error.downcast::<Self>() {
            Ok(Self::RowTooLong(_)) => Self::RowTooLong(number),
            Ok(Self::Incomplete(_)) => Self::Incomplete(number),
            Ok(told) => told,
            Err(_) => Self::Broken,
        }
    }
}
