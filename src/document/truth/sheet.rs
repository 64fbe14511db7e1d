//! The fields of a data type as a table of text: what is copied into a spreadsheet, and pasted back from one.
//! A field that the text does not name stays as it is; nothing is removed by leaving it out.

use crate::document::cells::{Cells, Line, one_line, says, take_over};
use crate::document::engagement::{Engagement, Problem};
use crate::document::systems::System;
use crate::document::truth::{DISPUTED_AND_DECIDED, Field, Position, Right, Standing};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{DataTypeId, FieldId};
use crate::platform::wording::listed;
use chrono::NaiveDate;
use words::{positions, right_of};

pub mod whole;
mod words;

/// The column by which a row is known.
pub const KEY: &str = "Field";
/// Columns after the systems.
const AFTER: [&str; 4] = ["Standing", "Decided by", "Decided on", "Why"];
/// Columns that a file has besides.
const BESIDES: [&str; 2] = ["Positions", "Also kept in"];
/// Most fields of one text.
pub const MOST: usize = 500;

/// The fields of a data type as rows of cells, after a heading.
#[must_use]
pub fn rows(document: &Engagement, data_type: DataTypeId) -> Vec<Vec<String>> {
    let fields = document.fields.iter().filter(|field| field.data_type == data_type);
    let shown = columns(document);
    let row =
        |field| cells(document, field).iter().take(shown.len()).map(|it| one_line(it)).collect();
    let rows: Vec<Vec<String>> = fields.map(row).collect();
    std::iter::once(shown).chain(rows).collect()
}

/// The columns of a table of fields.
fn columns(document: &Engagement) -> Vec<String> {
    let systems = document.systems.iter().map(|system| system.name.clone());
    let after = AFTER.iter().map(|&name| name.to_owned());
    std::iter::once(KEY.to_owned()).chain(systems).chain(after).collect()
}

/// The columns of a file of fields: those of a table, and what is too long for one.
#[must_use]
pub fn file_columns(document: &Engagement) -> Vec<String> {
    let besides = BESIDES.iter().map(|&name| name.to_owned());
    columns(document).into_iter().chain(besides).collect()
}

/// What a field says in each column of a file.
#[must_use]
pub fn cells(document: &Engagement, field: &Field) -> Vec<String> {
    let rights = document.systems.iter().map(|system| right(field, system).to_owned());
    let after = [
        field.standing.label().to_owned(),
        field.decided_by.clone(),
        field.decided_on.map(|day| day.to_string()).unwrap_or_default(),
        field.why.clone(),
        told(&field.positions),
        field.rule_also_kept_in.clone(),
    ];
    std::iter::once(field.name.clone()).chain(rights).chain(after).collect()
}

fn right(field: &Field, system: &System) -> &'static str {
    match field.right(system.id) {
        Right::None => "",
        right => right.label(),
    }
}

/// What each team says, in one cell.
fn told(positions: &[Position]) -> String {
    let told = positions.iter().map(|one| format!("{}: {}", one.team, one.says));
    told.collect::<Vec<_>>().join("; ")
}

/// The fields that a table says, those that are new among them, and what is wrong with it.
#[must_use]
pub fn read(
    document: &Engagement,
    data_type: DataTypeId,
    table: &Cells,
) -> (Vec<Field>, Vec<Problem>) {
    let mut reading = Reading { document, data_type, problems: Vec::new() };
    table.wrong.iter().for_each(|(line, says)| reading.wrong(*line, says));
    let columns = reading.columns(&table.heading);
    let mut fields: Vec<Field> = Vec::new();
    for line in &table.lines {
        // What is refused already is not read to its end.
        if fields.len().max(reading.problems.len()) > MOST {
            break;
        }
        if reading.is_of_another_type(&columns, line) {
            continue;
        }
        let Some(field) = reading.field(&columns, line) else { continue };
        if fields.iter().any(|other| other.id == field.id || same(&other.name, &field.name)) {
            reading.wrong(line.number, &format!("“{}” stands in the table twice.", field.name));
        }
        fields.push(field);
    }
    if fields.is_empty() && reading.problems.is_empty() {
        let says = "Give a heading with “Field” and the systems, then a field a line.";
        reading.problems.push(Problem::new("table", says));
    }
    if fields.len() > MOST {
        reading.problems.push(Problem::new("table", too_many()));
    }
    (fields, reading.problems)
}

/// What is said of more fields than are saved at once.
fn too_many() -> String {
    format!(
        "There are more than {MOST} fields. Send at most {MOST} at a time, each time under the same heading."
    )
}

fn same(a: &str, b: &str) -> bool {
    says(&a.to_lowercase(), &b.to_lowercase())
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
    /// A heading that names nothing; what is written there was told as a problem.
    Nothing,
}

struct Reading<'d> {
    document: &'d Engagement,
    data_type: DataTypeId,
    problems: Vec<Problem>,
}

impl<'d> Reading<'d> {
    fn wrong(&mut self, line: u64, says: &str) {
        self.problems.push(Problem::new("table", format!("Line {line}: {says}")));
    }

    /// What each column holds.
    fn columns(&mut self, heading: &Line) -> Vec<Held<'d>> {
        let names = heading.cells.iter();
        let held: Vec<_> = names.map(|name| self.held(heading.number, name)).collect();
        if !held.iter().any(|held| matches!(held, Held::Name)) {
            self.wrong(heading.number, "the heading needs a column “Field”.");
        }
        held
    }

    fn held(&mut self, line: u64, name: &str) -> Held<'d> {
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
            ("", None) => Held::Nothing,
            _ => {
                let names: Vec<_> = self.document.systems.iter().map(|it| &it.name).collect();
                let known = listed(&names);
                self.wrong(line, &format!("“{name}” is no system here. There are: {known}."));
                Held::Nothing
            }
        }
    }

    /// Whether a line of a file is about a field of another data type than the one that is read.
    fn is_of_another_type(&self, columns: &[Held<'d>], line: &Line) -> bool {
        let place = columns.iter().position(|held| matches!(held, Held::DataType));
        let named = place.map_or("", |place| line.cell(place));
        let own = self.document.data_types.iter().find(|one| one.id == self.data_type);
        !named.is_empty() && own.is_some_and(|own| !same(&own.name, named))
    }

    /// The field of a line: the stored one with what the line says, or a new one.
    fn field(&mut self, columns: &[Held<'d>], line: &Line) -> Option<Field> {
        let at = line.number;
        let cell = |wanted: fn(&Held<'_>) -> bool| {
            columns.iter().position(wanted).map(|place| line.cell(place))
        };
        let name = cell(|held| matches!(held, Held::Name))?;
        if name.is_empty() {
            self.wrong(at, "the field has no name.");
            return None;
        }
        let stored = self.stored(name);
        let mut field = stored.clone();
        take_over(name, &mut field.name);
        for (place, held) in columns.iter().enumerate() {
            let cell = line.cell(place);
            match held {
                Held::Right(system) => self.right(at, &mut field, system, cell),
                Held::DecidedBy => take_over(cell, &mut field.decided_by),
                Held::DecidedOn => field.decided_on = self.day(at, cell),
                Held::Why => take_over(cell, &mut field.why),
                Held::Positions if says(cell, &told(&field.positions)) => {}
                Held::Positions => field.positions = positions(cell),
                Held::RuleAlsoKeptIn => take_over(cell, &mut field.rule_also_kept_in),
                Held::DataType | Held::Name | Held::Standing | Held::Nothing => {}
            }
        }
        let standing = cell(|held| matches!(held, Held::Standing));
        // A line that says what is stored is no reason to judge it anew.
        if field != stored || standing != Some(stored.standing.label()) {
            field.standing = self.standing(at, standing, &field);
            if !field.end_decision(Some(&stored)) {
                self.wrong(at, DISPUTED_AND_DECIDED);
            }
        }
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

    fn right(&mut self, at: u64, field: &mut Field, system: &System, cell: &str) {
        match right_of(cell) {
            Some(right) if right == field.right(system.id) => {}
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

    fn day(&mut self, at: u64, cell: &str) -> Option<NaiveDate> {
        let day = cell.parse().ok();
        if day.is_none() && !cell.is_empty() {
            self.wrong(at, "give the day as 2026-05-31.");
        }
        day
    }

    /// An owner with who decided and when is agreed, unless the line says something else; without a column of its own
    /// the standing stays.
    fn standing(&mut self, at: u64, cell: Option<&str>, field: &Field) -> Standing {
        let begin = cell.unwrap_or_default().to_lowercase();
        let begins = |standing: &&Standing| standing.label().to_lowercase().starts_with(&begin);
        let decided = field.owners().count() == 1
            && !field.decided_by.is_empty()
            && field.decided_on.is_some();
        let said = match cell {
            None => Some(field.standing),
            Some("") => Some(Standing::Unassigned),
            Some(_) => Standing::ALL.iter().find(begins).copied(),
        };
        match said {
            Some(Standing::Unassigned) if decided => Standing::Agreed,
            Some(standing) => standing,
            None => {
                let cell = cell.unwrap_or_default();
                let says =
                    format!("“{cell}” is no standing. Write Agreed, Disputed or Unassigned.");
                self.wrong(at, &says);
                Standing::Unassigned
            }
        }
    }
}

#[cfg(test)]
mod tests;
