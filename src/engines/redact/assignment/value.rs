//! Reading the value of a field: quoted, bare, a list's first, or a YAML block.
//! Must never look further than a fixed reach, however long the line is.

use std::ops::Range;

use crate::engines::redact::placeholder;
use crate::engines::redact::quote;
use crate::engines::redact::shape::{before, byte, floor, line};
use crate::engines::redact::value::Written;

/// The longest bare value that is followed to its end.
pub(super) const REACH: usize = 4_096;

/// The value that belongs to a name.
#[derive(Clone, Debug)]
pub(in crate::engines::redact) struct Value {
    /// The value itself, marks excluded.
    pub(in crate::engines::redact) at: Range<usize>,
    /// How it was written.
    pub(in crate::engines::redact) written: Written,
    /// The mark to put around a placeholder, where a quoted name has a bare value (a JSON number).
    pub(in crate::engines::redact) mark: Option<Range<usize>>,
    /// Whether it stands in a web address or a posted form.
    pub(in crate::engines::redact) url: bool,
    /// Whether the sign before it was `=`.
    pub(in crate::engines::redact) equals: bool,
}

impl Value {
    /// A value that is known to begin and end there.
    pub(in crate::engines::redact) const fn whole(at: Range<usize>) -> Self {
        Self { at, written: Written::Whole, mark: None, url: false, equals: false }
    }
}

pub(super) fn skip_blanks(text: &str, at: usize) -> usize {
    at + text
        .as_bytes()
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(64)
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}

pub(super) fn skip_space(text: &str, at: usize) -> usize {
    at + text
        .as_bytes()
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(64)
        .take_while(|b| b.is_ascii_whitespace())
        .count()
}

pub(super) fn quoted(text: &str, mark: &Range<usize>) -> Option<Value> {
    let end = quote::close(text, mark.end, &text[mark.clone()])
        .unwrap_or_else(|| line(text, mark.end).end);
    let end = floor(text, end.min(mark.end + REACH * 4));
    (end >= mark.end).then(|| Value::whole(mark.end..end))
}

/// The value that begins at `at`: quoted, a YAML block, or bare.
pub(super) fn read(text: &str, at: usize, name: usize) -> Option<Value> {
    let prefix = text
        .as_bytes()
        .get(at..)?
        .iter()
        .take(2)
        .take_while(|b| b"bBrRuUfFN@$".contains(b))
        .count();
    for skip in [0, prefix] {
        if let Some(mark) = quote::at(text, at + skip) {
            let doubled = &text[mark.clone()] == "\""
                && before(text, name) == b'"'
                && before(text, name.saturating_sub(1)) == b'"';
            return match doubled && byte(text, mark.end) == b'"' {
                true => quoted(text, &(mark.start..mark.end + 1)),
                false => quoted(text, &mark),
            };
        }
    }
    match byte(text, at) {
        b'|' | b'>' => block(text, at, name),
        b'[' if byte(text, at + 1) != b'[' => read_in_list(text, at + 1),
        b'[' => None,
        _ => bare(text, at),
    }
}

/// The first value of a list.
fn read_in_list(text: &str, at: usize) -> Option<Value> {
    let at = skip_space(text, at);
    match quote::at(text, at) {
        Some(mark) => quoted(text, &mark),
        None => bare(text, at),
    }
}

/// A YAML block: the lines below that are indented further than the name's.
fn block(text: &str, at: usize, name: usize) -> Option<Value> {
    let head = line(text, at);
    let sign = text[at..head.end].trim_end();
    if sign.len() > 3 || head.end >= text.len() {
        return None;
    }
    let indent =
        |range: &Range<usize>| text[range.clone()].bytes().take_while(|b| *b == b' ').count();
    let margin = indent(&line(text, name));
    let mut end = None;
    let mut next = head.end + 1;
    let first = line(text, next.min(text.len()));
    while next < text.len() && next < at + REACH * 4 {
        let row = line(text, next);
        let blank = text[row.clone()].trim().is_empty();
        if !blank && indent(&row) <= margin {
            break;
        }
        if !blank {
            end = Some(row.start + text[row.clone()].trim_end().len());
        }
        next = row.end + 1;
    }
    end.map(|end| Value::whole(first.start + indent(&first)..end))
}

/// A value without marks: up to a blank, or to a sign after which something new begins.
pub(in crate::engines::redact) fn bare(text: &str, at: usize) -> Option<Value> {
    if at >= text.len() {
        return None;
    }
    let bytes = text.as_bytes();
    let limit = floor(text, at.checked_add(REACH)?);
    let mut end = at;
    while let Some(step) = bytes[end..limit].iter().position(|b| MAY_END[usize::from(*b)]) {
        end += step;
        if ends_value(text, end) {
            break;
        }
        end += 1;
    }
    if !(end < limit && ends_value(text, end)) {
        end = limit;
    }
    end = floor(text, end);
    while end > at && matches!(bytes[end - 1], b'.' | b',' | b';' | b':') {
        end -= 1;
    }
    (end > at).then_some(Value {
        at: at..end,
        written: Written::Bare,
        mark: None,
        url: false,
        equals: false,
    })
}

/// The bytes at which [`ends_value`] has to be asked.
static MAY_END: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = matches!(
            b as u8,
            0..=b' '
                | 0x7f
                | b'"'
                | b'\''
                | b'`'
                | b'<'
                | b'\\'
                | b'&'
                | b','
                | b';'
                | b'|'
                | b')'
                | b'}'
                | b']'
                | b'>'
                | 0xe2
        );
        b += 1;
    }
    table
};

fn ends_value(text: &str, at: usize) -> bool {
    let next = byte(text, at + 1);
    match byte(text, at) {
        b if b.is_ascii_whitespace() || b.is_ascii_control() => true,
        b'"' | b'\'' | b'`' | b'<' => true,
        b'\\' => matches!(next, b'"' | b'\'' | b'n' | b'r' | b't' | b'\\'),
        b'&' => {
            at + 1 == text.len()
                || opens_pair(text, at + 1)
                || ["&quot;", "&lt;", "&gt;", "&#"].iter().any(|e| text[at..].starts_with(e))
        }
        b',' | b';' | b'|' => {
            !next.is_ascii_graphic() || b"\"'\\{[".contains(&next) || opens_pair(text, at + 1)
        }
        b')' | b'}' | b']' | b'>' => !next.is_ascii_alphanumeric(),
        0xe2 => text.get(at..).and_then(placeholder::length).is_some(),
        _ => false,
    }
}

/// Whether another name and its sign begin at `at`: `user=`, `amp;user=`, `User Id=`.
fn opens_pair(text: &str, at: usize) -> bool {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let name = |b: &u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b'_' | b'-' | b'.' | b' ' | b';' | b'[' | b']' | b'%')
    };
    let len = rest.iter().take(40).take_while(|b| name(b)).count();
    len > 0 && matches!(rest.get(len), Some(b'=' | b':'))
}
