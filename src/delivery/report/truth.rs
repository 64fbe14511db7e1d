//! Which system is right, field by field (domain §5).
//! A dispute is told with every position; nothing here picks a winner.

use super::{
    Block, Cell, Check, Column, Item, Mark, Row, Section, SectionId, Sense, anchored, checks,
    heading, items, section as make, table, text,
};
use crate::document::engagement::Engagement;
use crate::document::systems::System;
use crate::document::truth::{DataType, Field, Right, Standing};
use crate::judgement::assess::Assessment;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::day;

pub(super) fn section(doc: &Engagement, assessment: &Assessment) -> Section {
    let mut blocks = Vec::new();
    for data_type in &doc.data_types {
        blocks.push(anchored(data_type.name.clone(), format!("type-{}", data_type.id)));
        if !data_type.meaning.trim().is_empty() {
            blocks.push(text(&data_type.meaning));
        }
        blocks.extend(matrix(doc, data_type));
        let fields: Vec<_> =
            doc.fields.iter().filter(|field| field.data_type == data_type.id).collect();
        if fields.is_empty() {
            blocks.push(text("No field of it was recorded yet."));
        }
        blocks.extend(items("Why", false, fields.iter().filter_map(|field| why(field)).collect()));
    }
    if doc.data_types.is_empty() {
        blocks.push(text("No data type was recorded yet."));
    }
    blocks.push(heading("What is wrong with it"));
    let issue = |issue: &crate::judgement::truth::TruthIssue| Check {
        sense: Sense::Fault,
        word: "To settle".to_owned(),
        title: issue.says.clone(),
        notes: Vec::new(),
    };
    match checks(assessment.truth.iter().map(issue).collect()) {
        Some(issues) => blocks.push(issues),
        None => blocks.push(text("Nothing that is recorded contradicts itself.")),
    }
    make(
        SectionId::Truth,
        "For each field: who owns it, who may write it, and whether people agree.",
        blocks,
    )
}

/// Fields down, systems across; systems that have no right to any of its fields and never write one are left out.
fn matrix(doc: &Engagement, data_type: &DataType) -> Option<Block> {
    let fields: Vec<_> =
        doc.fields.iter().filter(|field| field.data_type == data_type.id).collect();
    let takes_part = |system: &&System| {
        fields.iter().any(|field| {
            field.right(system.id) != Right::None || field.seen_writing.contains(&system.id)
        })
    };
    let systems: Vec<_> = doc.systems.iter().filter(takes_part).collect();
    let mut columns = vec![Column::new("Field", 3)];
    columns.extend(systems.iter().map(|system| Column::new(system.name.clone(), 2)));
    columns.push(Column::new("Agreed?", 2));
    let rows = fields.iter().map(|field| {
        let mut cells = vec![Cell::new(field.name.clone())];
        cells.extend(systems.iter().map(|system| right(field, system)));
        cells.push(standing(field));
        Row { anchor: Some(format!("field-{}", field.id)), cells }
    });
    table(format!("Rights to {}", data_type.name), columns, rows.collect())
}

fn right(field: &Field, system: &System) -> Cell {
    let right = field.right(system.id);
    let seen = field.seen_writing.contains(&system.id);
    if seen && matches!(right, Right::ReadOnly | Right::None) {
        return Cell::marked(format!("{}, but writes", right.label()), Mark::Sense(Sense::Fault));
    }
    Cell::marked(right.label(), Mark::Right(right))
}

fn standing(field: &Field) -> Cell {
    let sense = match field.standing {
        Standing::Agreed => Sense::Sound,
        Standing::Disputed => Sense::Doubt,
        Standing::Unassigned => Sense::Unknown,
    };
    Cell::marked(field.standing.label(), Mark::Sense(sense))
}

/// Who decided and why, or what each team says.
fn why(field: &Field) -> Option<Item> {
    if field.standing == Standing::Disputed && !field.positions.is_empty() {
        let notes = field
            .positions
            .iter()
            .map(|position| format!("{}: {}", position.team, position.says))
            .collect();
        return Some(Item { notes, ..Item::new(format!("“{}” is disputed.", field.name)) });
    }
    let (by, why) = (field.decided_by.trim(), field.why.trim());
    if by.is_empty() && why.is_empty() {
        return None;
    }
    let who = if by.is_empty() { String::new() } else { format!(", decided by {by}") };
    let when = field.decided_on.map_or_else(String::new, |on| format!(" on {}", day(on)));
    let why = if why.is_empty() { ".".to_owned() } else { format!(": {why}") };
    Some(Item::new(format!("“{}”{who}{when}{why}", field.name)))
}
