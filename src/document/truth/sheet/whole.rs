//! The fields of all data types as one table: a column says which type each is of, and a type that nobody named yet is
//! added with its first field.

use super::{KEY, MOST, columns, read as read_fields, rows as rows_of, same, too_many};
use crate::document::cells::Cells;
use crate::document::engagement::{Engagement, Part, Problem};
use crate::document::truth::DataType;
use crate::platform::ids::DataTypeId;
use std::collections::BTreeSet;

/// The column that says which data type a field is of.
pub const TYPE: &str = "Data type";

/// The fields of all data types as rows of cells, after a heading.
#[must_use]
pub fn rows(document: &Engagement) -> Vec<Vec<String>> {
    let heading = std::iter::once(before(TYPE, columns(document)));
    let fields = document.data_types.iter().flat_map(|kind| {
        let rows = rows_of(document, kind.id).into_iter().skip(1);
        rows.map(|row| before(&kind.name, row))
    });
    heading.chain(fields).collect()
}

fn before(cell: &str, row: Vec<String>) -> Vec<String> {
    std::iter::once(cell.to_owned()).chain(row).collect()
}

/// The data types that are new in a table, its fields, and what is wrong with it.
#[must_use]
pub fn read(
    document: &Engagement,
    table: &Cells,
    new_id: impl FnMut() -> DataTypeId,
) -> (Vec<Part>, Vec<Problem>) {
    let mut then = document.clone();
    let named = match kinds(&mut then, table, new_id) {
        Ok(named) => named,
        Err(problems) => return (Vec::new(), problems),
    };
    let known = document.data_types.len();
    let mut parts: Vec<Part> =
        then.data_types[known..].iter().cloned().map(Part::DataType).collect();
    let (mut problems, mut told) = (Vec::new(), BTreeSet::new());
    for kind in named {
        let (fields, wrong) = read_fields(&then, kind, table);
        parts.extend(fields.into_iter().map(Part::Field));
        // What is wrong with the heading is found with every type, and told once.
        problems.extend(wrong.into_iter().filter(|one| told.insert(one.message.clone())));
    }
    (parts, problems)
}

/// The data types that the lines name, in their order; those that are new are put into the document.
fn kinds(
    then: &mut Engagement,
    table: &Cells,
    mut new_id: impl FnMut() -> DataTypeId,
) -> Result<Vec<DataTypeId>, Vec<Problem>> {
    let wrong = |says: String| Problem::new("table", says);
    let place = table.heading.cells.iter().position(|name| same(name, TYPE));
    let Some(place) = place.filter(|_| !table.lines.is_empty()) else {
        let says =
            format!("Give a heading with “{TYPE}”, “{KEY}” and the systems, then a field a line.");
        return Err(vec![wrong(says)]);
    };
    if table.lines.len() > MOST {
        return Err(vec![wrong(too_many())]);
    }
    let unnamed = table.lines.iter().filter(|line| line.cell(place).trim().is_empty());
    let unnamed: Vec<Problem> = unnamed
        .map(|line| wrong(format!("Line {}: say which data type the field is of.", line.number)))
        .collect();
    if !unnamed.is_empty() {
        return Err(unnamed);
    }
    let mut named: Vec<DataTypeId> = Vec::new();
    for name in table.lines.iter().map(|line| line.cell(place)) {
        let found = then.data_types.iter().find(|kind| same(&kind.name, name)).map(|kind| kind.id);
        let id = found.unwrap_or_else(|| {
            let kind = DataType { id: new_id(), name: name.to_owned(), meaning: String::new() };
            let id = kind.id;
            then.data_types.push(kind);
            id
        });
        if !named.contains(&id) {
            named.push(id);
        }
    }
    Ok(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::cells::barred;
    use crate::document::truth::Right;
    use crate::platform::ids::{EngagementId, SystemId};

    fn document() -> Engagement {
        let system =
            |name: &str| serde_json::json!({ "id": SystemId::new(), "name": name, "kind": "shop" });
        let body = serde_json::json!({
            "id": EngagementId::new(), "title": "Orders", "client": "A client", "stage": "active",
            "as_of": "2026-11-01T08:00:00Z", "systems": [system("Shop"), system("Books")],
        });
        serde_json::from_value(body).unwrap()
    }

    fn read(document: &Engagement, text: &str) -> (Vec<Part>, Vec<Problem>) {
        super::read(document, &Cells::read(text, KEY).unwrap(), DataTypeId::new)
    }

    fn says(problems: &[Problem]) -> Vec<&str> {
        problems.iter().map(|one| one.message.as_str()).collect()
    }

    #[test]
    fn types_are_added_with_their_fields_and_what_is_shown_is_read_as_it_was() {
        let mut document = document();
        let text = "Data type\tField\tShop\tBooks\nOrder\tstatus\towns\tread\nPrice\tnet\t\towns\norder\tnumber\towns\t";
        let (parts, problems) = read(&document, text);
        assert!(problems.is_empty(), "{problems:?}");
        parts.into_iter().for_each(|part| document.put(part));
        let names: Vec<&str> = document.data_types.iter().map(|kind| kind.name.as_str()).collect();
        assert_eq!(names, ["Order", "Price"]);
        let of = |name: &str| document.fields.iter().find(|field| field.name == name).unwrap();
        assert_eq!(of("number").data_type, document.data_types[0].id);
        assert_eq!(of("net").right(document.systems[1].id), Right::Owns);
        let (again, problems) = read(&document, &barred(&rows(&document)));
        assert!(problems.is_empty(), "{problems:?}");
        let stored = |part: &Part| document.part(part.id()).as_ref() == Some(part);
        assert!(again.len() == 3 && again.iter().all(stored), "{again:?}");
    }

    #[test]
    fn a_line_without_a_type_and_a_column_that_is_no_system_are_told_once() {
        let document = document();
        let (_, problems) = read(&document, "Data type | Field | Shop\n | status | owns");
        assert_eq!(says(&problems), ["Line 2: say which data type the field is of."]);
        let (_, problems) =
            read(&document, "Data type | Field | Till\nOrder | status | owns\nPrice | net | owns");
        assert_eq!(
            says(&problems),
            ["Line 1: “Till” is no system here. There are: Shop and Books."]
        );
        let (parts, problems) = read(&document, "Field | Shop\nstatus | owns");
        assert!(parts.is_empty());
        assert_eq!(problems.len(), 1);
        let many: String = (0..=MOST).map(|n| format!("\nOrder | field {n} | owns")).collect();
        let (_, problems) = read(&document, &format!("Data type | Field | Shop{many}"));
        let told = "There are more than 500 fields. Send at most 500 at a time, each time under the same heading.";
        assert_eq!(says(&problems), [told]);
    }
}
