//! Rows that could not be stored, handed back to the person who sent them.
//! They travel in the page and are never kept here: they were not redacted.

use super::row::Refused;
use super::table::{Row, Table};
use crate::samples::export::Writer;
use csv::{QuoteStyle, ReaderBuilder, WriterBuilder};

/// The refused rows as a text that a page can carry: row number, reasons, and the cells as they came.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn refused_text(table: &Table, refused: &[(&Row, Refused)]) -> csv::Result<String> {
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    writer.write_record(
        ["Row", "Why it was refused"].into_iter().chain(table.header.iter().map(String::as_str)),
    )?;
    for (row, why) in refused {
        writer.write_field(why.number.to_string())?;
        writer.write_field(why.reasons.join(" "))?;
        row.cells().try_for_each(|cell| writer.write_field(cell))?;
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default())
}

/// Such a text as a file that is safe to open in a spreadsheet.
///
/// # Errors
/// When it is no CSV.
pub fn hand_over(text: &str) -> csv::Result<Vec<u8>> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut writer = Writer::new();
    for record in reader.records() {
        writer.row(record?.iter())?;
    }
    Ok(writer.finish())
}
