//! A field's name and the value that belongs to it, in any notation: `password: x`, `"password":"x"`,
//! `PASSWORD=x`, `--password x`, `<password>x</password>`, `name="password" value="x"`, `password is x`.
//! Must never read beyond the value: what follows it is somebody else's.

mod beside;
mod markup;
mod value;

use std::ops::Range;

use super::field;
use super::quote;
use super::shape::{before, byte, floor, line};
use super::value::Written;
use markup::{after_attribute, escaped_text, next_element, tag_end, tag_text};
use value::{quoted, read, skip_blanks};

pub(super) use value::{Value, bare};

/// A field's name where it stands in a text.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name itself, marks excluded.
    pub(super) at: Range<usize>,
    /// The opening mark, if the name is quoted on both sides.
    mark: Option<Range<usize>>,
    /// The byte after the name and its closing mark.
    end: usize,
    /// Whether it is a command's flag: `--password`.
    flag: bool,
}

/// What a name is made of.
fn is_inside(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

impl Name {
    /// The whole name around a part of it.
    pub(super) fn around(text: &str, part: Range<usize>) -> Self {
        let (mut start, mut end) = (part.start, part.end);
        let first = floor(text, start.saturating_sub(field::LONGEST));
        for (i, c) in text[first..start].char_indices().rev() {
            if !is_inside(c) {
                break;
            }
            start = first + i;
        }
        let last = floor(text, end + field::LONGEST);
        end += text[end..last].find(|c| !is_inside(c)).unwrap_or(last - end);
        let name = &text[start..end];
        end -= name.len() - name.trim_end_matches(['-', '.']).len();
        start += name.len() - name.trim_start_matches(['-', '.']).len();
        // A line break that is still written out: `\npassword=`.
        if before(text, start) == b'\\'
            && matches!(byte(text, start), b'n' | b'r' | b't')
            && start + 1 < end
        {
            start += 1;
        }
        Self::quoted(text, start.min(part.start)..end.max(part.end))
    }

    fn quoted(text: &str, at: Range<usize>) -> Self {
        let end = at.end;
        let dashes =
            text.as_bytes()[..at.start].iter().rev().take(2).take_while(|b| **b == b'-').count();
        let flag = dashes > 0;
        let marked = quote::before(text, at.start - dashes).and_then(|open| {
            let close = quote::at(text, end)?;
            // Doubled marks, as in a CSV cell that holds JSON.
            let doubled = &text[open.clone()] == "\""
                && before(text, open.start) == b'"'
                && byte(text, close.end) == b'"';
            let wider = usize::from(doubled);
            (text[open.clone()] == text[close.clone()])
                .then_some((open.start - wider..open.end, close.end + wider))
        });
        match marked {
            Some((mark, end)) => Self { at, mark: Some(mark), end, flag },
            None => Self { at, mark: None, end, flag },
        }
    }

    /// The name together with the word before it: `API key`, `Client secret`.
    pub(super) fn with_word_before(&self, text: &str) -> Option<Self> {
        let gap = self.at.start.checked_sub(1)?;
        if self.mark.is_some() || byte(text, gap) != b' ' {
            return None;
        }
        let head = text.as_bytes()[..gap].iter().rev().take(24);
        let word = head.take_while(|b| b.is_ascii_alphanumeric()).count();
        (word > 0).then(|| Self { at: gap - word..self.at.end, mark: None, ..*self })
    }

    /// Whether the name opens its line, as in YAML, a settings file or a form sent by mail.
    pub(super) fn opens_line(&self, text: &str) -> bool {
        let start = line(text, self.at.start).start;
        let head = text[start..self.at.start]
            .trim_start_matches(['-', '*', '#', '>', ' ', '\t', '"', '\'']);
        head.is_empty() || head == "export "
    }

    /// Whether no sentence would contain it: quoted, or made of several joined words.
    pub(super) fn is_technical(&self, text: &str) -> bool {
        let name = &text[self.at.clone()];
        let hump = name
            .bytes()
            .zip(name.bytes().skip(1))
            .any(|(a, b)| a.is_ascii_lowercase() && b.is_ascii_uppercase());
        self.is_quoted() || name.contains('_') || hump || before(text, self.at.start) == b'<'
    }

    /// Whether it stands between marks.
    pub(super) const fn is_quoted(&self) -> bool {
        self.mark.is_some()
    }

    /// The value that belongs to the name, whatever stands between them.
    pub(super) fn value(&self, text: &str) -> Option<Value> {
        let mut at = self.end;
        if byte(text, at) == b']' {
            at += 1;
        }
        let tight = at;
        at = skip_blanks(text, at);
        match byte(text, at) {
            b':' | b'=' => self.after_sign(text, at),
            b'-' if byte(text, at + 1) == b'>' => self.after_sign(text, at),
            b'>' if self.in_tag(text) || self.in_attribute(text) => tag_text(text, at + 1),
            b'(' => self.in_brackets(text, at),
            b',' if self.is_quoted() => {
                self.after_comma(text, at + 1).or_else(|| self.on_next_line(text))
            }
            b'\r' | b'\n' if self.in_attribute(text) => after_attribute(text, self.end),
            b'\r' | b'\n' => self.on_next_line(text),
            b'|' => self.in_next_cell(text, at),
            b'<' if byte(text, at + 1) == b'/' => next_element(text, at),
            b'&' if text[at..].starts_with("&gt;") && text[..self.at.start].ends_with("&lt;") => {
                escaped_text(text, at + 4)
            }
            _ if self.in_attribute(text) => after_attribute(text, self.end),
            _ if at == tight => None,
            _ if self.in_tag(text) => tag_text(text, tag_end(text, at)?),
            _ => self.in_words(text, at),
        }
    }

    fn in_tag(&self, text: &str) -> bool {
        let head = &text.as_bytes()[..self.at.start];
        let head = match head.last() {
            // A namespace: `<ns:Password>`.
            Some(b':') => {
                let prefix = head[..head.len() - 1].iter().rev().take(32);
                let prefix = prefix.take_while(|b| b.is_ascii_alphanumeric()).count();
                &head[..head.len() - 1 - prefix]
            }
            _ => head,
        };
        head.last() == Some(&b'<')
    }

    /// Whether the name is itself the value of an attribute (`name="password"`) or of a form part's header.
    fn in_attribute(&self, text: &str) -> bool {
        let Some(mark) = &self.mark else { return false };
        let head = &text.as_bytes()[mark.start.saturating_sub(256)..mark.start];
        // What is written for a field, or drawn like one, is its label.
        if [" for=", " htmlFor=", " class=", " className="]
            .iter()
            .any(|name| head.ends_with(name.as_bytes()))
        {
            return false;
        }
        let open = head.iter().rposition(|b| *b == b'<');
        head.last() == Some(&b'=')
            && (open > head.iter().rposition(|b| *b == b'>') || head.ends_with(b"; name="))
    }

    fn after_sign(&self, text: &str, at: usize) -> Option<Value> {
        let run = text.as_bytes()[at..].iter().take(4).take_while(|b| b":=>-~".contains(b)).count();
        let sign = &text[at..at + run];
        let sign = if sign.starts_with("=-") || sign.starts_with(":-") || sign.starts_with("=~") {
            &sign[..1]
        } else {
            sign
        };
        if sign == "::" {
            return None;
        }
        let mut from = skip_blanks(text, at + sign.len());
        if self.is_quoted() {
            from = value::skip_space(text, from);
        }
        if byte(text, from) == b'(' {
            return self.in_brackets(text, from);
        }
        if self.flag
            && sign == "="
            && let Some(value) = self.in_argument(text, from)
        {
            return Some(value);
        }
        let asks = matches!(before(text, self.at.start), b'?' | b'&' | b'#');
        let mut value = read(text, from, self.at.start)?;
        value.url = sign == "="
            && value.written == Written::Bare
            && (asks || byte(text, value.at.end) == b'&');
        value.equals = sign.contains('=');
        if value.written == Written::Bare && sign == ":" {
            value.mark.clone_from(&self.mark);
        }
        Some(value)
    }

    /// `'--password=x y'`: all that is quoted with the flag belongs to it.
    fn in_argument(&self, text: &str, from: usize) -> Option<Value> {
        let head = text[..self.at.start].trim_end_matches('-');
        let open = quote::before(text, head.len())?;
        let end = quote::close(text, from, &text[open])?;
        (end > from).then(|| Value::whole(from..end))
    }

    /// `--password x`, `PASSWORD 'x'`, `the password is x`.
    fn in_words(&self, text: &str, at: usize) -> Option<Value> {
        if let Some(mark) = quote::at(text, at) {
            return quoted(text, &mark);
        }
        let rest = text.get(at..floor(text, at + 16))?;
        let verb =
            ["is ", "is: ", "was ", "ist ", "lautet ", "lautet: ", "est ", "es ", "equals ", "to "];
        let from =
            verb.iter().find(|verb| rest.starts_with(**verb)).map_or(at, |verb| at + verb.len());
        let mut value = match quote::at(text, from) {
            Some(mark) => return quoted(text, &mark),
            None => bare(text, from)?,
        };
        let set = self.flag || text[..self.at.start].ends_with("ENV ");
        value.written = if set { Written::Bare } else { Written::Prose };
        Some(value)
    }
}

#[cfg(test)]
mod tests;
