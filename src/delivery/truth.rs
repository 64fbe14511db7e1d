//! The source of truth as CSV: a field a row, a system a column.
//! It prints what was recorded, and judges nothing.

use crate::document::engagement::Engagement;
use crate::document::truth::{Field, Right};
use crate::engines::spreadsheet::{Error, Writer};
use crate::platform::catalogue::Catalogue;

/// Every field of an engagement as a CSV file.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn csv(doc: &Engagement) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    let systems = doc.systems.iter().map(|system| system.name.as_str());
    let after = ["Standing", "Decided by", "Decided on", "Why", "Positions", "Also kept in"];
    writer.row(["Data type", "Field"].into_iter().chain(systems).chain(after))?;
    for field in &doc.fields {
        writer.row(row(doc, field))?;
    }
    Ok(writer.finish())
}

fn row(doc: &Engagement, field: &Field) -> Vec<String> {
    let kind = doc.data_types.iter().find(|kind| kind.id == field.data_type);
    let rights = doc.systems.iter().map(|system| match field.right(system.id) {
        Right::None => String::new(),
        right => right.label().to_owned(),
    });
    let positions: Vec<_> =
        field.positions.iter().map(|one| format!("{}: {}", one.team, one.says)).collect();
    let mut cells =
        vec![kind.map_or_else(String::new, |kind| kind.name.clone()), field.name.clone()];
    cells.extend(rights);
    cells.extend([
        field.standing.label().to_owned(),
        field.decided_by.clone(),
        field.decided_on.map(|day| day.to_string()).unwrap_or_default(),
        field.why.clone(),
        positions.join("; "),
        field.rule_also_kept_in.clone(),
    ]);
    cells
}
