//! JSON as it stands in a text: whole documents, one per line, lines of a printed one, pieces in a log.
//! Must never leave anything but JSON where JSON was: strings are undone, searched and written again.

mod reader;

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::hit::Hit;
use super::scan::Search;
use reader::Reader;

/// The line being read, and which parts of the text turned out to be JSON and are done.
#[derive(Debug, Default)]
pub(super) struct Lines {
    line: Range<usize>,
    /// How many hits there were before the line.
    before: usize,
    tried: bool,
    done: Vec<Range<usize>>,
}

impl Lines {
    /// Whether the place lies in JSON that has been dealt with.
    pub(super) fn covers(&self, at: usize) -> bool {
        let next = self.done.partition_point(|done| done.end <= at);
        self.done.get(next).is_some_and(|done| done.contains(&at))
    }

    /// After a rule was asked about `at`: if it found something, or escapes or the order of members may have
    /// hidden something from it, and the line is JSON, the JSON is searched instead and the rule's finding withdrawn.
    pub(super) fn settle(
        &mut self,
        search: &mut Search<'_>,
        text: &str,
        at: usize,
        known: usize,
        hidden: bool,
        hits: &mut Vec<Hit>,
    ) {
        let escaped = self.enter(text, at, known);
        if self.tried || !search.goes_deeper() || !(hits.len() > known || hidden || escaped) {
            return;
        }
        self.tried = true;
        let mut found = Vec::new();
        let done = regions(search, text, self.line.clone(), &mut found);
        let kept = hits.split_off(self.before.min(hits.len()));
        hits.extend(
            kept.into_iter()
                .filter(|hit| !done.iter().any(|region| region.contains(&hit.at.start))),
        );
        hits.append(&mut found);
        self.done.extend(done);
    }

    /// Moves to the line of `at`; says whether it is a new one with escapes in it.
    fn enter(&mut self, text: &str, at: usize, known: usize) -> bool {
        if at < self.line.end {
            return false;
        }
        let from = self.line.end.min(at);
        let bytes = text.as_bytes();
        let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |i| from + i + 1);
        let end = memchr(b'\n', &bytes[at..]).map_or(text.len(), |i| at + i);
        *self = Self {
            line: start..end,
            before: known,
            tried: false,
            done: std::mem::take(&mut self.done),
        };
        memchr(b'\\', &bytes[start..end]).is_some()
    }
}

/// Searches every piece of JSON in a line; returns where they are.
fn regions(
    search: &mut Search<'_>,
    text: &str,
    line: Range<usize>,
    hits: &mut Vec<Hit>,
) -> Vec<Range<usize>> {
    let mut done = Vec::new();
    let margin = text[line.clone()].len() - text[line.clone()].trim_start().len();
    let mut at = line.start + margin;
    let mut opens = matches!(text.as_bytes().get(at), Some(b'{' | b'[' | b'"' | b'}' | b']'));
    while at < line.end {
        if !opens {
            match next_opening(&text[at..line.end]) {
                Some(step) => at += step,
                None => break,
            }
        }
        let whole = at == line.start + margin;
        let mut reader = Reader::new(text, at, line.end);
        let stop = reader.read(search, whole);
        if reader.is_json(at) {
            hits.append(&mut reader.hits);
            done.push(at..reader.clean);
            at = reader.clean;
        } else {
            at = stop.max(at + 1);
        }
        at = super::shape::floor(text, at);
        opens = false;
    }
    done
}

/// The next `{"` or `[{`, blanks between them allowed.
fn next_opening(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().position(|(i, b)| {
        let next = || bytes[i + 1..].iter().take(8).find(|b| !b.is_ascii_whitespace());
        (*b == b'{' && next() == Some(&b'"')) || (*b == b'[' && matches!(next(), Some(b'{' | b'"')))
    })
}

/// Keys whose value names the field that stands beside it.
pub(super) fn names_a_field(key: &str) -> bool {
    matches!(
        key,
        "name"
            | "key"
            | "field"
            | "header"
            | "param"
            | "property"
            | "label"
            | "Name"
            | "Key"
            | "fieldName"
            | "id"
    )
}

/// Keys that hold the value of a field named beside them or around them.
pub(super) fn holds_a_value(key: &str) -> bool {
    matches!(
        key,
        "value"
            | "val"
            | "Value"
            | "content"
            | "default"
            | "stringValue"
            | "text"
            | "data"
            | "raw"
            | "$"
            | "#text"
            | "_"
    )
}
