//! The fields of a data type as a table of text: what is copied into a spreadsheet, and pasted back from one.
//! A field that the text does not name stays as it is; nothing is removed by leaving it out.

use crate::document::cells::{one_line, parted, take_over};
use crate::document::engagement::{Engagement, Problem};
use crate::document::systems::System;
use crate::document::truth::{Field, Position, Right, Standing};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{DataTypeId, FieldId};
use crate::platform::wording::listed;
use chrono::NaiveDate;

/// Columns after the systems.
const AFTER: [&str; 4] = ["Standing", "Decided by", "Decided on", "Why"];
/// Most fields of one text.
pub const MOST: usize = 500;

/// The fields of a data type as rows of cells, after a heading.
#[must_use]
pub fn rows(document: &Engagement, data_type: DataTypeId) -> Vec<Vec<String>> {
    let heading = document.systems.iter().map(|system| system.name.clone());
    let heading = heading.chain(AFTER.map(str::to_owned));
    let mut rows = vec![std::iter::once("Field".to_owned()).chain(heading).collect()];
    let fields = document.fields.iter().filter(|field| field.data_type == data_type);
    rows.extend(fields.map(|field| {
        let rights = document.systems.iter().map(|system| right(field, system).to_owned());
        let day = field.decided_on.map(|day| day.to_string()).unwrap_or_default();
        let after = [
            field.standing.label().to_owned(),
            field.decided_by.clone(),
            day,
            one_line(&field.why),
        ];
        std::iter::once(field.name.clone()).chain(rights).chain(after).collect()
    }));
    rows
}

fn right(field: &Field, system: &System) -> &'static str {
    match field.right(system.id) {
        Right::None => "",
        right => right.label(),
    }
}

/// The fields that a text says, those that are new among them, and what is wrong with it.
#[must_use]
pub fn read(
    document: &Engagement,
    data_type: DataTypeId,
    text: &str,
) -> (Vec<Field>, Vec<Problem>) {
    let mut reading = Reading { document, data_type, problems: Vec::new() };
    let mut lines = parted(text).into_iter();
    let columns = lines.next().map_or_else(Vec::new, |(_, heading)| reading.columns(&heading));
    let mut fields: Vec<Field> = Vec::new();
    for (at, cells) in lines {
        if reading.is_of_another_type(&columns, &cells) {
            continue;
        }
        let Some(field) = reading.field(at, &columns, &cells) else { continue };
        if fields.iter().any(|other| other.id == field.id || same(&other.name, &field.name)) {
            reading.wrong(at, &format!("“{}” stands in the table twice.", field.name));
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

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What a column holds.
enum Held<'d> {
    DataType,
    Name,
    Right(&'d System),
    Standing,
    DecidedBy,
    DecidedOn,
    Why,
    Positions,
    RuleAlsoKeptIn,
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

    /// What each column holds.
    fn columns(&mut self, heading: &[String]) -> Vec<Held<'d>> {
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
            ("data type", None) => Held::DataType,
            ("positions", None) => Held::Positions,
            ("also kept in", None) => Held::RuleAlsoKeptIn,
            _ => {
                let names: Vec<_> = self.document.systems.iter().map(|it| &it.name).collect();
                let known = listed(&names);
                self.wrong(1, &format!("“{name}” is no system here. There are: {known}."));
                Held::Nothing
            }
        }
    }

    /// Whether a line of a file is about a field of another data type than the one that is read.
    fn is_of_another_type(&self, columns: &[Held<'d>], cells: &[String]) -> bool {
        let place = columns.iter().position(|held| matches!(held, Held::DataType));
        let named = place.and_then(|place| cells.get(place)).map_or("", String::as_str);
        let own = self.document.data_types.iter().find(|one| one.id == self.data_type);
        !named.is_empty() && own.is_some_and(|own| !same(&own.name, named))
    }

    /// The field of a line: the stored one with what the line says, or a new one.
    fn field(&mut self, at: usize, columns: &[Held<'d>], cells: &[String]) -> Option<Field> {
        let cell = |wanted: fn(&Held<'_>) -> bool| {
            let place = columns.iter().position(wanted);
            place.map(|place| cells.get(place).map_or("", String::as_str))
        };
        let name = cell(|held| matches!(held, Held::Name))?;
        if name.is_empty() {
            self.wrong(at, "the field has no name.");
            return None;
        }
        let mut field = self.stored(name);
        name.clone_into(&mut field.name);
        let cells = cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        for (held, cell) in columns.iter().zip(cells) {
            match held {
                Held::Right(system) => self.right(at, &mut field, system, cell),
                Held::DecidedBy => take_over(cell, &mut field.decided_by),
                Held::DecidedOn => field.decided_on = self.day(at, cell),
                Held::Why => take_over(cell, &mut field.why),
                Held::Positions => field.positions = positions(cell),
                Held::RuleAlsoKeptIn => take_over(cell, &mut field.rule_also_kept_in),
                Held::DataType | Held::Name | Held::Standing | Held::Nothing => {}
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
        let begin = cell.to_lowercase();
        let known = |standing: &&Standing| {
            !begin.is_empty() && standing.label().to_lowercase().starts_with(&begin)
        };
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

/// What each team says, as a file tells it: “Sales: the shop; Books: the books”.
fn positions(cell: &str) -> Vec<Position> {
    let position = |told: &str| {
        let (team, says) = told.split_once(':').unwrap_or(("", told));
        Position { team: team.trim().to_owned(), says: says.trim().to_owned() }
    };
    cell.split(';').filter(|told| !told.trim().is_empty()).map(position).collect()
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
mod tests;
