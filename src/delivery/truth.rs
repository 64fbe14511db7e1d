//! The source of truth as CSV: a field a row, a system a column.
//! It prints what was recorded, and judges nothing.

use crate::document::engagement::Engagement;
use crate::document::truth::Field;
use crate::document::truth::sheet::{cells, file_columns};
use crate::engines::spreadsheet::{Error, Writer};

/// Every field of an engagement as a CSV file.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn csv(doc: &Engagement) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    writer.row(std::iter::once("Data type".to_owned()).chain(file_columns(doc)))?;
    for field in &doc.fields {
        writer.row(row(doc, field))?;
    }
    Ok(writer.finish())
}

fn row(doc: &Engagement, field: &Field) -> Vec<String> {
    let kind = doc.data_types.iter().find(|kind| kind.id == field.data_type);
    let kind = kind.map_or_else(String::new, |kind| kind.name.clone());
    std::iter::once(kind).chain(cells(doc, field)).collect()
}
