//! That a table of text is read as it was written, and what is said of one that cannot be.

use super::*;
use crate::document::cells::barred;
use crate::document::systems::SystemKind;
use crate::document::truth::DataType;
use crate::platform::ids::{EngagementId, SystemId};

/// What a text says.
fn read(document: &Engagement, data_type: DataTypeId, text: &str) -> (Vec<Field>, Vec<Problem>) {
    super::read(document, data_type, &Cells::read(text, KEY).unwrap())
}

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
    let mut rows = rows(&document, data_type);
    let grid = |rows: &[Vec<String>]| super::read(&document, data_type, &Cells::of_grid(rows));
    assert_eq!(grid(&rows), (document.fields.clone(), Vec::new()));
    rows.push(vec![String::new(); 7]);
    rows.push(["Stock", "maybe", "r", "d", "", "", ""].map(str::to_owned).to_vec());
    let (fields, problems) = grid(&rows);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].message.starts_with("Line 4: “maybe” is no right."), "{problems:?}");
    assert_eq!(fields[1].standing, Standing::Disputed);
}

#[test]
fn a_file_that_was_downloaded_and_not_touched_changes_nothing() {
    let (mut document, data_type) = document();
    let field = &mut document.fields[0];
    field.rights.insert(document.systems[1].id, Right::None);
    field.name = "\"Net | gross\" price".into();
    field.decided_by = "=Ada".into();
    field.decided_on = NaiveDate::from_ymd_opt(2026, 5, 31);
    field.why = "First, line;\r\nsecond \"line\" | caf\u{65}\u{301}".into();
    field.rule_also_kept_in = "'a sheet\n\nof ours".into();
    let position = |team: &str, says: &str| Position { team: team.into(), says: says.into() };
    field.positions = vec![position("Sales: north", "ours; always"), position("", "-1")];
    // Somebody left it undecided, whatever the line would be read as.
    assert_eq!(field.standing, Standing::Unassigned);
    let file = crate::delivery::truth::csv(&document).unwrap();
    let (fields, problems) = read(&document, data_type, &String::from_utf8(file).unwrap());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(fields, document.fields);
}

#[test]
fn a_column_that_is_left_out_leaves_a_dispute_and_an_empty_cell_ends_it() {
    let (mut document, data_type) = document();
    document.fields[0].standing = Standing::Disputed;
    let standing = |text: &str| read(&document, data_type, text).0[0].standing;
    assert_eq!(standing("Field | Shop\nPrice | Creates"), Standing::Disputed);
    assert_eq!(standing("Field | Standing\nPrice |"), Standing::Unassigned);
    // A field with an owner and who decided when is disputed all the same, until the table says something else.
    document.fields[0].decided_by = "Ada".into();
    document.fields[0].decided_on = NaiveDate::from_ymd_opt(2026, 5, 31);
    let standing = |text: &str| read(&document, data_type, text).0[0].standing;
    assert_eq!(standing("Field | Why\nPrice | Both write it"), Standing::Disputed);
    assert_eq!(standing("Field | Standing\nPrice |"), Standing::Agreed);
}

#[test]
fn a_dispute_ends_what_was_decided_before_and_names_no_decider_of_its_own() {
    let (mut document, data_type) = document();
    document.fields[0].standing = Standing::Agreed;
    document.fields[0].decided_by = "Ada".into();
    document.fields[0].decided_on = NaiveDate::from_ymd_opt(2026, 5, 31);
    let read = |text: &str| read(&document, data_type, text);
    let (fields, problems) = read("Field | Standing | Decided by\nPrice | Disputed | Ada");
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((fields[0].standing, fields[0].decided_by.as_str()), (Standing::Disputed, ""));
    assert_eq!(fields[0].decided_on, None);
    let (_, problems) = read("Field | Standing | Decided by\nPrice | Disputed | Ben");
    assert_eq!(problems.len(), 1);
    assert!(problems[0].message.starts_with("Line 2: A disputed field has nobody"), "{problems:?}");
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
    assert!(told("Field | Shop\n |").contains("Give a heading"));
    assert!(told("Field | Shop\nPrice").contains("Line 2: It has 1 cells where the header has 2."));
}
