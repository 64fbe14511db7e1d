//! The differences as files: lines for a table, and Markdown.
//! A file has everything; only pages cut what is long.

use super::{Changes, FieldChange, ItemChange};
use crate::delivery::report::markdown::inline;
use crate::platform::catalogue::Catalogue;
use std::fmt::Write;

/// One difference, as a line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The part it belongs to.
    pub part: &'static str,
    /// What happened: added, changed, removed.
    pub change: &'static str,
    /// What kind of item it is.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// The field; empty for what is new or gone.
    pub field: String,
    /// What stood there.
    pub from: String,
    /// What stands there.
    pub to: String,
}

impl Changes {
    /// Every difference as a line.
    #[must_use]
    pub fn lines(&self) -> Vec<Told> {
        self.items.iter().flat_map(lines).collect()
    }
}

fn lines(item: &ItemChange) -> Vec<Told> {
    let line = |field: Option<&FieldChange>| Told {
        part: item.area.label(),
        change: item.change.label(),
        kind: item.kind.clone(),
        name: item.name.clone(),
        field: field.map_or_else(String::new, |field| field.label.clone()),
        from: field.map_or_else(String::new, |field| field.from.clone()),
        to: field.map_or_else(String::new, |field| field.to.clone()),
    };
    if item.fields.is_empty() {
        vec![line(None)]
    } else {
        item.fields.iter().map(|field| line(Some(field))).collect()
    }
}

/// The differences as Markdown, under a title.
#[must_use]
pub fn markdown(title: &str, notes: &[(i32, String)], changes: &Changes) -> String {
    let mut out = format!("# {}\n", inline(title));
    for (number, note) in notes.iter().filter(|(_, note)| !note.trim().is_empty()) {
        let _ = write!(out, "\nVersion {number}: {}\n", inline(note));
    }
    if changes.is_empty() {
        out.push_str("\nThe two versions say the same.\n");
    }
    for (area, _) in changes.areas() {
        let _ = write!(out, "\n## {}\n\n", area.label());
        changes.of(area).for_each(|item| write_item(&mut out, item));
    }
    out
}

fn write_item(out: &mut String, item: &ItemChange) {
    let name =
        if item.name.is_empty() { String::new() } else { format!(" “{}”", inline(&item.name)) };
    let _ = writeln!(out, "- **{}** {}{name}", item.change.label(), inline(&item.kind));
    for field in &item.fields {
        let _ = writeln!(
            out,
            "  - {}: {} → {}",
            inline(&field.label),
            side(&field.from),
            side(&field.to)
        );
    }
}

fn side(text: &str) -> String {
    if text.is_empty() { "*not stated*".to_owned() } else { inline(text) }
}
