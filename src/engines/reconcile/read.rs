//! Reading an export: whatever its encoding, delimiter or format, its records come out as cells.
//! No more than a few blocks of it are ever in memory, and nothing in it is repaired.

mod blocks;
mod cells;
mod dialect;
mod export;
mod marks;
mod sheet;
mod source;
mod wide;

pub(super) use blocks::{BLOCK, Block, Cutter};
pub(super) use cells::{Records, Span, text};
pub use export::Export;
pub(super) use marks::Marks;
use source::Source;

/// The longest record that is believed, in bytes; a longer one is a quote that nobody closed.
pub(super) const RECORD: usize = 64 * 1024 * 1024;
/// Most columns of an export.
pub(super) const COLUMNS: usize = 4_096;

/// An export that cannot be read, with what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file could not be opened or read.
    #[error("{name} cannot be read: {error}.")]
    File {
        /// Which.
        name: String,
        /// Why.
        error: std::io::Error,
    },
    /// Nothing is in it.
    #[error("There is nothing in {0}. Choose a file whose first row names the columns.")]
    Empty(String),
    /// It is in a format we do not read.
    #[error("{0} is neither CSV nor XLSX. Export it as one of them.")]
    Format(String),
    /// The workbook is damaged.
    #[error("{name} is no workbook that can be read: {error}.")]
    Workbook {
        /// Which.
        name: String,
        /// Why.
        error: String,
    },
    /// The workbook would unpack to more than is read.
    #[error("{name} unpacks to more than {limit} MB. Export the sheet as CSV.")]
    Swollen {
        /// Which.
        name: String,
        /// The bound, in megabytes.
        limit: u64,
    },
    /// A record does not end.
    #[error(
        "A record of {name} that begins at byte {offset} is longer than 64 MB. Is a quote not closed?"
    )]
    Endless {
        /// Which.
        name: String,
        /// Where it begins.
        offset: u64,
    },
    /// It has too many columns.
    #[error("{name} has {count} columns; at most {COLUMNS} are read.")]
    Columns {
        /// Which.
        name: String,
        /// How many.
        count: usize,
    },
    /// It has more rows than can be numbered.
    #[error("{0} has more than four thousand million rows. Split it.")]
    Rows(String),
    /// Someone asked to stop.
    #[error("It was stopped.")]
    Stopped,
}
