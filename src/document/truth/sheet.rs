//! The fields of a data type as a table of text: what is copied into a spreadsheet, and pasted back from one.
//! A field that the text does not name stays as it is; nothing is removed by leaving it out.

use crate::document::engagement::{Engagement, Problem};
use crate::document::systems::System;
use crate::document::truth::{Field, Right, Standing};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{DataTypeId, FieldId};
use crate::platform::wording::listed;
use chrono::NaiveDate;

/// Columns after the systems.
const AFTER: [&str; 4] = ["Standing", "Decided by", "Decided on", "Why"];
/// Most fields of one text.
pub const MOST: usize = 500;

/// The fields of a data type: a heading, then a field a line, with a bar between the cells.
#[must_use]
pub fn written(document: &Engagement, data_type: DataTypeId) -> String {
    let heading = document.systems.iter().map(|system| system.name.clone());
    let heading = heading.chain(AFTER.map(str::to_owned));
    let mut lines = vec![line("Field".to_owned(), heading)];
    let fields = document.fields.iter().filter(|field| field.data_type == data_type);
    lines.extend(fields.map(|field| {
        let rights = document.systems.iter().map(|system| right(field, system).to_owned());
        let day = field.decided_on.map(|day| day.to_string()).unwrap_or_default();
        let after =
            [field.standing.label().to_owned(), field.decided_by.clone(), day, field.why.clone()];
        line(field.name.clone(), rights.chain(after))
    }));
    lines.join("\n")
}

fn right(field: &Field, system: &System) -> &'static str {
    match field.right(system.id) {
        Right::None => "",
        right => right.label(),
    }
}

/// Cells as a line; what would part a cell in two becomes a space.
fn line(first: String, rest: impl Iterator<Item = String>) -> String {
    let plain = |cell: String| cell.replace(['|', '\t', '\n', '\r'], " ");
    let cells: Vec<_> = std::iter::once(first).chain(rest).map(plain).collect();
    cells.join(" | ").trim_end().to_owned()
}

/// The fields that a text says, those that are new among them, and what is wrong with it.
#[must_use]
pub fn read(
    document: &Engagement,
    data_type: DataTypeId,
    text: &str,
) -> (Vec<Field>, Vec<Problem>) {
    let mut reading = Reading { document, data_type, problems: Vec::new() };
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let columns = match lines.next() {
        Some((_, heading)) => reading.columns(&cells(heading)),
        None => Vec::new(),
    };
    let mut fields: Vec<Field> = Vec::new();
    for (at, line) in lines {
        let Some(field) = reading.field(at + 1, &columns, &cells(line)) else { continue };
        if fields.iter().any(|other| other.id == field.id || same(&other.name, &field.name)) {
            reading.wrong(at + 1, &format!("“{}” stands in the table twice.", field.name));
        }
        fields.push(field);
    }
    if fields.is_empty() && reading.problems.is_empty() {
        let says = "Give a heading with “Field” and the systems, then a field a line.";
        reading.problems.push(Problem::new("table", says));
    }
    if fields.len() > MOST {
        reading.problems.push(Problem::new("table", format!("Give at most {MOST} fields.")));
    }
    (fields, reading.problems)
}

/// The cells of a line: parted by tabs, as spreadsheets copy them, or by bars.
fn cells(line: &str) -> Vec<&str> {
    let sign = if line.contains('\t') { '\t' } else { '|' };
    line.split(sign).map(str::trim).collect()
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What a column holds.
enum Held<'d> {
    Name,
    Right(&'d System),
    Standing,
    DecidedBy,
    DecidedOn,
    Why,
    /// A heading that names nothing; it was told as a problem.
    Nothing,
}

struct Reading<'d> {
    document: &'d Engagement,
    data_type: DataTypeId,
    problems: Vec<Problem>,
}

impl<'d> Reading<'d> {
    fn wrong(&mut self, line: usize, says: &str) {
        self.problems.push(Problem::new("table", format!("Line {line}: {says}")));
    }

    fn columns(&mut self, heading: &[&str]) -> Vec<Held<'d>> {
        let held = heading.iter().map(|name| self.held(name)).collect::<Vec<_>>();
        if !held.iter().any(|held| matches!(held, Held::Name)) {
            self.wrong(1, "the heading needs a column “Field”.");
        }
        held
    }

    fn held(&mut self, name: &str) -> Held<'d> {
        let system = self.document.systems.iter().find(|system| same(&system.name, name));
        match (name.to_lowercase().as_str(), system) {
            (_, Some(system)) => Held::Right(system),
            ("field", None) => Held::Name,
            ("standing", None) => Held::Standing,
            ("decided by", None) => Held::DecidedBy,
            ("decided on", None) => Held::DecidedOn,
            ("why", None) => Held::Why,
            _ => {
                let names: Vec<_> = self.document.systems.iter().map(|it| &it.name).collect();
                let known = listed(&names);
                self.wrong(1, &format!("“{name}” is no system here. There are: {known}."));
                Held::Nothing
            }
        }
    }

    /// The field of a line: the stored one with what the line says, or a new one.
    fn field(&mut self, at: usize, columns: &[Held<'d>], cells: &[&str]) -> Option<Field> {
        let cell = |wanted: fn(&Held<'_>) -> bool| {
            columns.iter().position(wanted).map(|place| cells.get(place).copied().unwrap_or(""))
        };
        let name = cell(|held| matches!(held, Held::Name))?;
        if name.is_empty() {
            self.wrong(at, "the field has no name.");
            return None;
        }
        let mut field = self.stored(name);
        name.clone_into(&mut field.name);
        for (held, cell) in columns.iter().zip(cells.iter().chain(std::iter::repeat(&""))) {
            match held {
                Held::Right(system) => self.right(at, &mut field, system, cell),
                Held::DecidedBy => (*cell).clone_into(&mut field.decided_by),
                Held::DecidedOn => field.decided_on = self.day(at, cell),
                Held::Why => (*cell).clone_into(&mut field.why),
                Held::Name | Held::Standing | Held::Nothing => {}
            }
        }
        let standing = cell(|held| matches!(held, Held::Standing)).unwrap_or_default();
        field.standing = self.standing(at, standing, &field);
        Some(field)
    }

    fn stored(&self, name: &str) -> Field {
        let own = |field: &&Field| field.data_type == self.data_type && same(&field.name, name);
        let found = self.document.fields.iter().find(own).cloned();
        found.unwrap_or_else(|| Field {
            id: FieldId::new(),
            data_type: self.data_type,
            name: String::new(),
            rights: std::collections::BTreeMap::new(),
            seen_writing: Vec::new(),
            standing: Standing::Unassigned,
            decided_by: String::new(),
            decided_on: None,
            why: String::new(),
            positions: Vec::new(),
            rule_also_kept_in: String::new(),
        })
    }

    fn right(&mut self, at: usize, field: &mut Field, system: &System, cell: &str) {
        match right_of(cell) {
            Some(Right::None) => drop(field.rights.remove(&system.id)),
            Some(right) => drop(field.rights.insert(system.id, right)),
            None => self.wrong(
                at,
                &format!(
                    "“{cell}” is no right. Write Owns, Creates, May overwrite or Read-only, or leave it empty."
                ),
            ),
        }
    }

    fn day(&mut self, at: usize, cell: &str) -> Option<NaiveDate> {
        let day = cell.parse().ok();
        if day.is_none() && !cell.is_empty() {
            self.wrong(at, "give the day as 2026-05-31.");
        }
        day
    }

    /// An owner with who decided and when is agreed, unless the line says something else.
    fn standing(&mut self, at: usize, cell: &str, field: &Field) -> Standing {
        let known = |standing: &&Standing| same(standing.label(), cell);
        let decided = field.owners().count() == 1
            && !field.decided_by.is_empty()
            && field.decided_on.is_some();
        match (cell.is_empty(), Standing::ALL.iter().find(known)) {
            (_, Some(Standing::Unassigned)) | (true, _) if decided => Standing::Agreed,
            (_, Some(standing)) => *standing,
            (true, None) => Standing::Unassigned,
            (false, None) => {
                let says =
                    format!("“{cell}” is no standing. Write Agreed, Disputed or Unassigned.");
                self.wrong(at, &says);
                Standing::Unassigned
            }
        }
    }
}

/// The right that a cell says: its label or the beginning of one; none when it is empty.
fn right_of(cell: &str) -> Option<Right> {
    let cell = cell.to_lowercase();
    if matches!(cell.as_str(), "" | "-" | "–" | "none") {
        return Some(Right::None);
    }
    let begins = |right: &&Right| {
        let (label, key) = (right.label().to_lowercase(), right.key());
        label.starts_with(&cell)
            || key.starts_with(&cell)
            || (cell == "owner" && **right == Right::Owns)
    };
    Right::ALL.iter().find(begins).copied().filter(|right| *right != Right::None)
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let text = written(&document, data_type);
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
}
