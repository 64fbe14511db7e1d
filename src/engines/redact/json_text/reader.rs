//! Reads JSON token by token, as far as it goes, and searches its strings with what stands around them.
//! Must never stop at a document that is cut: what was read until there is dealt with.

use std::borrow::Cow;
use std::ops::Range;

use crate::engines::redact::field::{self, Field};
use crate::engines::redact::hit::{Hit, Style, Tally};
use crate::engines::redact::kind::Kind;
use crate::engines::redact::personal;
use crate::engines::redact::scan::{Context, Search, unescape};
use crate::engines::redact::shape;

use super::{holds_a_value, names_a_field};

/// Objects and arrays in one another; what lies deeper is read as plain text.
const DEEPEST: usize = 128;

/// An object or array that is open.
#[derive(Debug, Default)]
struct Frame {
    object: bool,
    /// The key it is the value of.
    own: Option<Range<usize>>,
    /// The key whose value comes next.
    key: Option<Range<usize>>,
    /// What a `name` beside a `value` said.
    says: Option<Range<usize>>,
    /// The string before, in an array.
    last: Option<Range<usize>>,
}

pub(super) struct Reader<'t> {
    text: &'t str,
    end: usize,
    at: usize,
    frames: Vec<Frame>,
    pub(super) hits: Vec<Hit>,
    pairs: usize,
    /// The end of the last token after which everything before it is complete.
    pub(super) clean: usize,
}

impl<'t> Reader<'t> {
    /// A reader of what stands between `at` and `end`.
    pub(super) const fn new(text: &'t str, at: usize, end: usize) -> Self {
        Self { text, end, at, frames: Vec::new(), hits: Vec::new(), pairs: 0, clean: at }
    }

    /// Whether what was read is worth calling JSON: it has members, or is complete.
    pub(super) fn is_json(&self, start: usize) -> bool {
        let closed = self.frames.is_empty() && self.text.as_bytes()[start] != b'"';
        self.clean > start && (self.pairs > 0 || closed)
    }

    /// Reads tokens until something is no JSON; `whole` goes on after the first value has ended.
    pub(super) fn read(&mut self, search: &mut Search<'_>, whole: bool) -> usize {
        let mut top = Frame { object: true, ..Frame::default() };
        while let Some((start, b)) = self.next() {
            let read = match b {
                b'{' | b'[' if self.frames.len() < DEEPEST => {
                    let own = self.frames.last_mut().unwrap_or(&mut top).own_for_child();
                    self.frames.push(Frame { object: b == b'{', own, ..Frame::default() });
                    Some(start + 1)
                }
                b'}' | b']' => {
                    self.frames.pop();
                    Some(start + 1)
                }
                b',' => Some(start + 1),
                b'"' => self.string(search, start, &mut top),
                _ => self.bare(search, start, &mut top),
            };
            let Some(end) = read else { return start };
            self.at = end;
            let waiting = self.frames.last().unwrap_or(&top).key.is_some();
            if !waiting {
                self.clean = end;
            }
            if !whole && self.frames.is_empty() {
                break;
            }
        }
        self.at
    }

    fn next(&mut self) -> Option<(usize, u8)> {
        let rest = &self.text.as_bytes()[self.at..self.end];
        let blank = rest.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\r'))?;
        self.at += blank;
        Some((self.at, rest[blank]))
    }

    /// A key with its colon, or a string that is a value; returns its end.
    fn string(&mut self, search: &mut Search<'_>, start: usize, top: &mut Frame) -> Option<usize> {
        let end = string_end(&self.text.as_bytes()[..self.end], start)?;
        let inner = start + 1..end - 1;
        let colon = self.text[end..self.end].find(|c: char| c != ' ' && c != '\t').map(|i| end + i);
        let frame = self.frames.last_mut().unwrap_or(top);
        if let Some(colon) = colon
            .filter(|at| self.text.as_bytes()[*at] == b':' && frame.object && frame.key.is_none())
        {
            frame.key = Some(inner.clone());
            self.name(search, inner);
            return Some(colon + 1);
        }
        self.value(search, inner, top);
        Some(end)
    }

    fn name(&mut self, search: &mut Search<'_>, inner: Range<usize>) {
        self.pairs += 1;
        self.replace(search, inner, Context::default());
    }

    fn value(&mut self, search: &mut Search<'_>, inner: Range<usize>, top: &mut Frame) {
        let context = self.context(search, &inner, top);
        let frame = self.frames.last_mut().unwrap_or(top);
        let key = frame.key.take();
        if key.is_some_and(|key| names_a_field(&self.text[key])) {
            frame.says = Some(inner.clone());
        }
        if !frame.object {
            frame.last = Some(inner.clone());
        }
        self.replace(search, inner, context);
    }

    fn replace(&mut self, search: &mut Search<'_>, inner: Range<usize>, context: Context) {
        let raw = &self.text[inner.clone()];
        if raw.len() < 4 && context.field.is_none() {
            return;
        }
        let plain = unescape(raw);
        if let Some((kind, new, inside)) = search.rewrite_inside(&plain, context) {
            let written = if matches!(plain, Cow::Borrowed(_)) && raw.contains('\\') {
                new
            } else {
                escape(&new)
            };
            self.hits.push(Hit {
                from: inner.start,
                at: inner,
                kind,
                style: Style::Text(written, inside),
                sure: true,
            });
        }
    }

    /// A number, `true`, `false` or `null`; returns its end.
    fn bare(&mut self, search: &mut Search<'_>, start: usize, top: &mut Frame) -> Option<usize> {
        let rest = &self.text.as_bytes()[start..self.end];
        let len = rest
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || b"+-.".contains(b)))
            .unwrap_or(rest.len());
        let token = &self.text[start..start + len];
        let number = token.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            && token.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        if !number && !matches!(token, "true" | "false" | "null") {
            return None;
        }
        let at = start..start + len;
        if number {
            let context = self.context(search, &at, top);
            if let Some(kind) = search.bare_value(token, context) {
                let label = format!("\"{}\"", search.label(kind, token));
                self.hits.push(Hit {
                    from: start,
                    at,
                    kind,
                    style: Style::Text(label, Tally::from([(kind, 1)])),
                    sure: true,
                });
            }
        }
        self.frames.last_mut().unwrap_or(top).key = None;
        Some(start + len)
    }

    /// What the surroundings say about the value at `at`.
    fn context(&self, search: &Search<'_>, at: &Range<usize>, top: &Frame) -> Context {
        let frame = self.frames.last().unwrap_or(top);
        let name =
            |range: &Option<Range<usize>>| range.clone().map(|range| unescape(&self.text[range]));
        let own = name(&frame.own);
        let own = own.as_deref();
        let Some(key) = name(&frame.key) else {
            let listed = own.map(Context::named).unwrap_or_default();
            return if listed.field.is_some() { listed } else { self.after_header_name(frame, at) };
        };
        let mut context = Context::named(&key);
        if holds_a_value(&key) {
            let beside = name(&frame.says).or_else(|| self.said_later(at.end).map(unescape));
            let said = beside.map(|name| Context::named(&name)).filter(|said| said.field.is_some());
            context = said.or_else(|| own.map(Context::named)).unwrap_or(context);
        }
        if let Some(Field::OfPerson(kind)) = context.field {
            context.field = self.of_person(search, kind, own, at);
        }
        context
    }

    fn of_person(
        &self,
        search: &Search<'_>,
        kind: Kind,
        own: Option<&str>,
        at: &Range<usize>,
    ) -> Option<Field> {
        let record = if self.frames.len() > 1 {
            own
        } else {
            own.or_else(|| personal::record(self.text, at.start))
        };
        (search.wants(kind) && record.is_some_and(field::is_person))
            .then_some(Field::Personal(kind))
    }

    /// `["X-Api-Key", "…"]`, `["--password", "…"]`: lists of names and values.
    fn after_header_name(&self, frame: &Frame, at: &Range<usize>) -> Context {
        let random = shape::looks_random(&self.text[at.clone()]);
        let name = frame.last.clone().map(|range| &self.text[range]);
        let name = name.filter(|name| random || name.starts_with("--"));
        let field = name.map(Context::named).unwrap_or_default().field;
        Context {
            field: field.filter(|field| matches!(field, Field::Secret(..) | Field::Authorization)),
        }
    }

    /// The `name` that follows a `value` in the same object.
    fn said_later(&self, from: usize) -> Option<&str> {
        let rest = self.text.get(from..shape::floor(self.text, (from + 512).min(self.end)))?;
        let object = rest.split(['{', '}']).next()?;
        let (_, after) = ["\"name\"", "\"key\"", "\"Name\"", "\"Key\""]
            .iter()
            .find_map(|key| object.split_once(key))?;
        let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next()
    }
}

impl Frame {
    /// The name a nested object or array goes by: its key, or in a list the list's own.
    fn own_for_child(&mut self) -> Option<Range<usize>> {
        if self.object { self.key.take() } else { self.own.clone() }
    }
}

/// The end of the string that begins at `start`, marks included, if it ends on its line.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|b| matches!(b, b'"' | b'\\'))?;
        match bytes[at] {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// Writes a text as the inside of a JSON string.
fn escape(text: &str) -> String {
    let quoted = serde_json::Value::String(text.to_owned()).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}
