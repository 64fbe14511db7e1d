//! Names and values that stand beside each other without a sign: `set("password", "x")`, a JSON pair of `name` and
//! `value`, two lines of YAML, two cells of a table, a list of arguments.
//! Must never take the next name of a list for a value.

use std::ops::Range;

use crate::engines::redact::quote;
use crate::engines::redact::shape::{before, byte, floor, line};
use crate::engines::redact::value::Written;

use super::Name;
use super::value::{Value, quoted, read, skip_blanks, skip_space};

/// Whether the line after the break at `end` is the rule below the head of a table: `|---|---|`.
fn is_rule(text: &str, end: usize) -> bool {
    let below = text.get(end + 1..).unwrap_or_default().lines().next().unwrap_or_default();
    below.contains("--") && below.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\r'))
}

/// Keys that hold the value of the name before them.
const HOLDERS: [&str; 5] = ["value", "Value", "val", "content", "default"];

impl Name {
    /// What follows a comma: the value of a call or an argument, or of a `value` key.
    pub(super) fn after_comma(&self, text: &str, at: usize) -> Option<Value> {
        let mark = quote::at(text, skip_space(text, at))?;
        let rest = text.get(mark.end..)?;
        if let Some(word) = HOLDERS.iter().find(|word| rest.starts_with(**word))
            && let Some(close) = quote::at(text, mark.end + word.len())
        {
            let sign = skip_space(text, close.end);
            let value = skip_space(text, sign + 1);
            return if byte(text, sign) == b':' { read(text, value, self.at.start) } else { None };
        }
        let mut value = quoted(text, &mark)?;
        let close = quote::at(text, value.at.end)?.end;
        if byte(text, skip_blanks(text, close)) == b':' {
            return None;
        }
        value.written = match before(text, self.opening()) {
            // A flag's argument, or the second argument of a call.
            _ if self.flag => Written::Whole,
            b'(' => Written::Whole,
            _ => Written::Listed,
        };
        Some(value)
    }

    /// `('svc', 'x')`: the last of two, or the only one.
    pub(super) fn in_brackets(&self, text: &str, at: usize) -> Option<Value> {
        let first = quoted(text, &quote::at(text, skip_blanks(text, at + 1))?)?;
        let comma = skip_blanks(text, quote::at(text, first.at.end)?.end);
        let second = || quote::at(text, skip_blanks(text, comma + 1));
        match byte(text, comma) {
            b',' => second().and_then(|mark| quoted(text, &mark)).or(Some(first)),
            _ => Some(first),
        }
    }

    /// `- name: PASSWORD`, and on the next line `value: x`.
    pub(super) fn on_next_line(&self, text: &str) -> Option<Value> {
        let head = text.get(floor(text, self.opening().saturating_sub(16))..self.opening())?;
        let head = head.trim_end().strip_suffix([':', '='])?.trim_end_matches(['"', '\'']);
        if !["name", "key", "Name", "Key"].iter().any(|word| head.ends_with(word)) {
            return None;
        }
        let next = skip_space(text, self.end);
        let next = if byte(text, next) == b',' { skip_space(text, next + 1) } else { next };
        let start = quote::at(text, next).map_or(next, |mark| mark.end);
        let word = HOLDERS.iter().find(|word| text[start..].starts_with(**word))?;
        let end = quote::at(text, start + word.len()).map_or(start + word.len(), |mark| mark.end);
        let sign = skip_blanks(text, end);
        if !matches!(byte(text, sign), b':' | b'=') {
            return None;
        }
        read(text, skip_blanks(text, sign + 1), self.at.start)
    }

    /// `| password | x |`, at the second bar.
    pub(super) fn in_next_cell(&self, text: &str, bar: usize) -> Option<Value> {
        let head = text[floor(text, self.opening().saturating_sub(16))..self.opening()].trim_end();
        let head = head.trim_end_matches(['`', '*']).trim_end();
        let row = line(text, self.at.start);
        // Bars inside a line are alternatives of an expression; a rule below the row makes names of all its cells.
        let in_row = head.ends_with('|') && text[row.clone()].trim_start().starts_with('|');
        if !in_row || is_rule(text, row.end) {
            return None;
        }
        let row = text.get(bar + 1..floor(text, bar + 512))?.split(['|', '\n']).next()?;
        let cell = row.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*'));
        let start = bar + 1 + row.find(cell).filter(|_| !cell.is_empty())?;
        Some(Value::whole(start..start + cell.len()))
    }

    /// Where the name begins, its mark and its dashes included.
    fn opening(&self) -> usize {
        self.mark.as_ref().map_or(self.at.start, |mark: &Range<usize>| mark.start)
    }
}
