//! The source of truth: a field a row, a system a column.

use super::{Told, label, lines};
use crate::document::truth::{Field, Right};
use crate::engines::office::workbook::{Column, Sheet, Value};

pub(super) fn sheet(told: &Told<'_>) -> Sheet {
    let doc = told.doc;
    let column = |label: &str, width| Column { label: label.to_owned(), width };
    let mut columns = vec![column("Data type", 20), column("Field", 24), column("Standing", 14)];
    columns.extend(doc.systems.iter().map(|system| column(&system.name, 16)));
    columns.extend([
        column("Seen writing", 20),
        column("Decided by", 20),
        column("Decided on", 12),
        column("Why", 40),
        column("What the teams say", 50),
        column("Rule also kept in", 24),
        column("To settle", 50),
    ]);
    let row = |field: &Field| {
        let kind = doc.data_types.iter().find(|kind| kind.id == field.data_type);
        let rights = doc.systems.iter().map(|system| match field.right(system.id) {
            Right::None => Value::Empty,
            right => label(right),
        });
        let writing = doc.systems.iter().filter(|system| field.seen_writing.contains(&system.id));
        let issues = told.assessment.truth.iter().filter(|issue| issue.field == field.id);
        let said = field.positions.iter().map(|one| format!("{}: {}", one.team, one.says));
        let mut cells = vec![
            kind.map_or(Value::Empty, |kind| (&kind.name).into()),
            (&field.name).into(),
            label(field.standing),
        ];
        cells.extend(rights);
        cells.extend([
            lines(writing.map(|system| &system.name)),
            (&field.decided_by).into(),
            Value::day(field.decided_on),
            (&field.why).into(),
            lines(said),
            (&field.rule_also_kept_in).into(),
            lines(issues.map(|issue| &issue.says)),
        ]);
        cells
    };
    Sheet { name: "Source of truth".into(), columns, rows: doc.fields.iter().map(row).collect() }
}
