//! Numbers in a text: which of them belong to fields for identifiers, and how a placeholder is put in their place.
//! Must never hide an order number because it passes a card's check.

use std::ops::Range;

use super::{Context, Scope, Search};
use crate::engines::redact::field::{self, Field};
use crate::engines::redact::hit::{Hit, Style};
use crate::engines::redact::number;
use crate::engines::redact::quote;
use crate::engines::redact::shape::{byte, floor, in_uuid};

impl Search<'_> {
    /// Every number to hide, in order.
    pub(super) fn numbers_in(&self, text: &str, context: Context) -> Vec<Hit> {
        let mut found = Vec::new();
        if self.scope == Scope::Secrets {
            return found;
        }
        let whole = context.field == Some(Field::Reference);
        number::scan(text, &|at| whole || is_reference(text, at), &mut found);
        found.retain(|hit| self.wants(hit.kind) && !in_uuid(text, &hit.at));
        for hit in &mut found {
            if let Some(mark) = member_mark(text, &hit.at) {
                hit.style = Style::Quoted(mark);
            }
        }
        found.sort_by_key(|hit| hit.at.start);
        found
    }
}

/// The mark of the quoted name whose bare value stands at `at`, as in `"card": 4111…`.
fn member_mark(text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let head = text[..at.start].trim_end_matches(' ').strip_suffix(':')?.trim_end_matches(' ');
    let mark = quote::before(text, head.len())?;
    matches!(byte(text, at.end), b',' | b'}' | b']' | b' ' | b'\n' | b'\r').then_some(mark)
}

/// Whether the digits at `at` are the value of a field for identifiers, counts or times.
fn is_reference(text: &str, at: usize) -> bool {
    let start = floor(text, at.saturating_sub(field::LONGEST + 8));
    let head = text[start..at].trim_end_matches([' ', '"', '\'', '\\', '`']);
    let Some(head) = head.strip_suffix([':', '=', '>']) else { return false };
    let head = head.trim_end_matches([' ', '"', '\'', '\\', '`']);
    let name = head.rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))).map_or(
        head,
        |i| {
            head[i..].trim_start_matches(|c: char| {
                !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
            })
        },
    );
    field::classify(name) == Some(Field::Reference)
}
