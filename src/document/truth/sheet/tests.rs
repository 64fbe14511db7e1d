//! That a table of text is read as it was written, and what is said of one that cannot be.

use super::*;
use crate::document::cells::{barred, joined};
use crate::document::systems::SystemKind;
use crate::document::truth::DataType;
use crate::platform::ids::{EngagementId, SystemId};

/// An engagement with two systems, a data type and a field of it.
fn document() -> (Engagement, DataTypeId) {
    let (shop, books, data_type) = (SystemId::new(), SystemId::new(), DataTypeId::new());
    let system = |id: SystemId, name: &str| serde_json::json!({ "id": id, "name": name, "kind": SystemKind::Shop.key() });
    let body = serde_json::json!({
        "id": EngagementId::new(), "title": "Orders", "client": "A client", "stage": "active",
        "as_of": "2026-11-01T08:00:00Z",
        "systems": [system(shop, "Shop"), system(books, "Books")],
    });
    let mut document: Engagement = serde_json::from_value(body).unwrap();
    document.data_types =
        vec![DataType { id: data_type, name: "Order".into(), meaning: String::new() }];
    let (fields, problems) = read(&document, data_type, "Field | Shop\nPrice | Owns");
    assert!(problems.is_empty(), "{problems:?}");
    document.fields = fields;
    (document, data_type)
}

#[test]
fn what_is_written_is_read_as_it_was() {
    let (document, data_type) = document();
    let text = barred(&rows(&document, data_type));
    assert_eq!(
        text,
        "Field | Shop | Books | Standing | Decided by | Decided on | Why\nPrice | Owns |  | Unassigned |  |  |"
    );
    let (fields, problems) = read(&document, data_type, &text);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(fields, document.fields);
}

#[test]
fn what_a_spreadsheet_copies_adds_fields_and_changes_those_of_the_same_name() {
    let (document, data_type) = document();
    let text = "field\tBooks\tshop\tDecided by\tDecided on\nprice\tread\town\tAda\t2026-05-31\nStock\towner\t-\t\t";
    let (fields, problems) = read(&document, data_type, text);
    assert!(problems.is_empty(), "{problems:?}");
    let [price, stock] = fields.as_slice() else { panic!("{fields:?}") };
    assert_eq!(price.id, document.fields[0].id);
    assert_eq!(price.standing, Standing::Agreed);
    assert_eq!(price.right(document.systems[1].id), Right::ReadOnly);
    assert_eq!(stock.right(document.systems[1].id), Right::Owns);
    assert_eq!(stock.standing, Standing::Unassigned);
}

#[test]
fn a_file_of_all_data_types_gives_those_of_its_own_with_what_teams_say() {
    let (document, data_type) = document();
    let text = "\u{feff}\"Data type\",\"Field\",\"Shop\",\"Standing\",\"Why\",\"Positions\",\"Also kept in\"\n\
        \"Order\",\"Price\",\"Owns\",\"Disputed\",\"said, at noon\",\"Sales: the shop; Books: us\",\"a sheet\"\n\
        \"Customer\",\"Name\",\"nonsense\",\"\",\"\",\"\",\"\"";
    let (fields, problems) = read(&document, data_type, text);
    assert!(problems.is_empty(), "{problems:?}");
    let [price] = fields.as_slice() else { panic!("{fields:?}") };
    assert_eq!((price.id, price.standing), (document.fields[0].id, Standing::Disputed));
    assert_eq!(
        (price.why.as_str(), price.rule_also_kept_in.as_str()),
        ("said, at noon", "a sheet")
    );
    let said = Position { team: "Books".into(), says: "us".into() };
    assert_eq!((price.positions.len(), &price.positions[1]), (2, &said));
}

#[test]
fn rows_of_a_grid_are_read_as_they_were_and_their_lines_are_counted_from_the_heading() {
    let (document, data_type) = document();
    let rows = rows(&document, data_type);
    let text = joined(rows.iter().map(|row| row.iter().map(String::as_str)));
    assert_eq!(read(&document, data_type, &text), (document.fields.clone(), Vec::new()));
    let blank = format!("{text}\n\t\t\t\nStock\tmaybe\tr\td");
    let (fields, problems) = read(&document, data_type, &blank);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.starts_with("Line 4: “maybe” is no right."), "{problems:?}");
    assert_eq!(fields[1].standing, Standing::Disputed);
}

#[test]
fn each_thing_that_cannot_be_read_is_told_with_its_line() {
    let (document, data_type) = document();
    let told = |text: &str| {
        let (_, problems) = read(&document, data_type, text);
        problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>().join(" ")
    };
    assert!(
        told("Field | ERP\nPrice | Owns")
            .contains("Line 1: “ERP” is no system here. There are: Shop and Books.")
    );
    assert!(told("Field | Shop\nPrice | maybe").contains("Line 2: “maybe” is no right."));
    assert!(
        told("Field | Decided on\nPrice | May").contains("Line 2: give the day as 2026-05-31.")
    );
    assert!(told("Field | Standing\nPrice | sure").contains("Line 2: “sure” is no standing."));
    assert!(
        told("Field | Shop\nPrice | Owns\n\nprice | Owns")
            .contains("Line 4: “price” stands in the table twice.")
    );
    assert!(told("Shop\nOwns").contains("needs a column “Field”"));
    assert!(told("Field | Shop\n | Owns").contains("Line 2: the field has no name."));
    assert!(told(" \n").contains("Give a heading"));
}
