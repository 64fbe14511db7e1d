//! A field's name and the value that belongs to it, in any notation: `password: x`, `"password":"x"`,
//! `PASSWORD=x`, `--password x`, `<password>x</password>`, `name="password" value="x"`, `password is x`.
//! Must never read beyond the value: what follows it is somebody else's.

use std::ops::Range;

use super::field;
use super::placeholder;
use super::quote;
use super::shape::{before, byte, floor, line};
use super::value::Written;

/// The longest bare value that is followed to its end.
const REACH: usize = 4_096;

/// A field's name where it stands in a text.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The name itself, marks excluded.
    pub(super) at: Range<usize>,
    /// The opening mark, if the name is quoted on both sides.
    mark: Option<Range<usize>>,
    /// The byte after the name and its closing mark.
    end: usize,
}

/// The value that belongs to a name.
#[derive(Clone, Debug)]
pub(super) struct Value {
    /// The value itself, marks excluded.
    pub(super) at: Range<usize>,
    /// How it was written.
    pub(super) written: Written,
    /// The mark to put around a placeholder, where a quoted name has a bare value (a JSON number).
    pub(super) mark: Option<Range<usize>>,
    /// Whether it stands in a web address or a posted form.
    pub(super) url: bool,
    /// Whether the sign before it was `=`.
    pub(super) equals: bool,
}

impl Name {
    /// The whole name around a part of it.
    pub(super) fn around(text: &str, part: Range<usize>) -> Self {
        let (mut start, mut end) = (part.start, part.end);
        let first = floor(text, start.saturating_sub(field::LONGEST));
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        for (i, c) in text[first..start].char_indices().rev() {
            if !inside(c) {
                break;
            }
            start = first + i;
        }
        let last = floor(text, end + field::LONGEST);
        end += text[end..last].find(|c| !inside(c)).unwrap_or(last - end);
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
        let marked = quote::before(text, at.start).and_then(|open| {
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
            Some((mark, end)) => Self { at, mark: Some(mark), end },
            None => Self { at, mark: None, end },
        }
    }

    /// The name together with the word before it: `API key`, `Client secret`.
    pub(super) fn with_word_before(&self, text: &str) -> Option<Self> {
        let gap = self.at.start.checked_sub(1)?;
        if self.mark.is_some() || byte(text, gap) != b' ' {
            return None;
        }
        let word = text.as_bytes()[..gap]
            .iter()
            .rev()
            .take(24)
            .take_while(|b| b.is_ascii_alphanumeric())
            .count();
        (word > 0).then(|| Self { at: gap - word..self.at.end, mark: None, end: self.end })
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
        self.mark.is_some() || name.contains('_') || hump || before(text, self.at.start) == b'<'
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
            b'(' => quote::at(text, at + 1).and_then(|mark| quoted(text, &mark)),
            b',' if self.mark.is_some() => self.paired(text, at + 1),
            b'&' if text[at..].starts_with("&gt;") && text[..self.at.start].ends_with("&lt;") => {
                escaped_text(text, at + 4)
            }
            _ if self.in_attribute(text) => self.after_attribute(text, self.end),
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
                let prefix = head[..head.len() - 1]
                    .iter()
                    .rev()
                    .take(32)
                    .take_while(|b| b.is_ascii_alphanumeric())
                    .count();
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
        if self.mark.is_some() {
            from += text.as_bytes()[from..]
                .iter()
                .take(64)
                .take_while(|b| b.is_ascii_whitespace())
                .count();
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

    /// `"name":"password","value":"x"` and the like.
    fn paired(&self, text: &str, at: usize) -> Option<Value> {
        let next = skip_space(text, at);
        let mark = quote::at(text, next)?;
        let rest = text.get(mark.end..)?;
        let word = ["value", "Value", "val", "content", "default"]
            .iter()
            .find(|word| rest.starts_with(**word))?;
        let close = quote::at(text, mark.end + word.len())?;
        let sign = skip_space(text, close.end);
        (byte(text, sign) == b':').then(|| read(text, skip_space(text, sign + 1), self.at.start))?
    }

    /// `name="password" value="x"`, `name="password">x<`, and a part of a posted multipart form.
    fn after_attribute(&self, text: &str, at: usize) -> Option<Value> {
        let rest = text.get(at..floor(text, at + 256))?;
        if rest.starts_with("\r\n\r\n") || rest.starts_with("\n\n") {
            let start = at + rest.find(|c: char| !c.is_ascii_whitespace())?;
            let end = line(text, start).end;
            return Some(Value::whole(start..start + text[start..end].trim_end().len()));
        }
        let tag = rest.find('>').unwrap_or(rest.len());
        match rest[..tag].find("value=").or_else(|| rest[..tag].find("Value=")) {
            Some(i) => quote::at(text, at + i + 6).and_then(|mark| quoted(text, &mark)),
            None if tag < rest.len()
                && !rest[..tag].ends_with('/')
                && !rest[..tag].contains('<') =>
            {
                tag_text(text, at + tag + 1)
            }
            None => None,
        }
    }

    /// `--password x`, `PASSWORD 'x'`, `the password is x`.
    fn in_words(&self, text: &str, at: usize) -> Option<Value> {
        if let Some(mark) = quote::at(text, at) {
            return quoted(text, &mark);
        }
        let flag = before(text, self.at.start) == b'-';
        let rest = text.get(at..floor(text, at + 16))?;
        let verb =
            ["is ", "is: ", "was ", "ist ", "lautet ", "lautet: ", "est ", "es ", "equals ", "to "];
        let from =
            verb.iter().find(|verb| rest.starts_with(**verb)).map_or(at, |verb| at + verb.len());
        let mut value = match quote::at(text, from) {
            Some(mark) => return quoted(text, &mark),
            None => bare(text, from)?,
        };
        value.written = if flag { Written::Bare } else { Written::Prose };
        Some(value)
    }
}

impl Value {
    /// A value that is known to begin and end there.
    pub(super) const fn whole(at: Range<usize>) -> Self {
        Self { at, written: Written::Whole, mark: None, url: false, equals: false }
    }
}

fn skip_blanks(text: &str, at: usize) -> usize {
    at + text
        .as_bytes()
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(64)
        .take_while(|b| matches!(b, b' ' | b'\t'))
        .count()
}

fn skip_space(text: &str, at: usize) -> usize {
    at + text
        .as_bytes()
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take(64)
        .take_while(|b| b.is_ascii_whitespace())
        .count()
}

/// The end of the tag whose attributes begin at `at`.
fn tag_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let end = rest.iter().take(512).position(|b| matches!(b, b'>' | b'<'))?;
    (rest[end] == b'>' && end > 0 && rest[end - 1] != b'/').then_some(at + end + 1)
}

/// The text of an element that begins at `at`, without its margins.
fn tag_text(text: &str, at: usize) -> Option<Value> {
    let window = text.get(at..floor(text, at + REACH * 4))?;
    let start = window.find(|c: char| !c.is_ascii_whitespace())?;
    let inner = &window[start..];
    if let Some(raw) = inner.strip_prefix("<![CDATA[") {
        let from = at + start + 9;
        return raw.find("]]>").map(|end| Value::whole(from..from + end));
    }
    let end =
        inner.find('<').or_else(|| (window.len() + at == text.len()).then_some(inner.len()))?;
    if end == 0 {
        // A property list: `<key>password</key><string>x</string>`.
        let rest = inner.strip_prefix("</key>").map(str::trim_start)?.strip_prefix("<string>")?;
        let from = at + start + (inner.len() - rest.len());
        return rest.find('<').map(|end| Value::whole(from..from + end));
    }
    Some(Value::whole(at + start..at + start + inner[..end].trim_end().len()))
}

/// The text of an element whose tags are themselves escaped, as in a SOAP body.
fn escaped_text(text: &str, at: usize) -> Option<Value> {
    let window = text.get(at..floor(text, at + REACH))?;
    window.find("&lt;").map(|end| Value::whole(at..at + end))
}

fn quoted(text: &str, mark: &Range<usize>) -> Option<Value> {
    let end = quote::close(text, mark.end, &text[mark.clone()])
        .unwrap_or_else(|| line(text, mark.end).end);
    let end = floor(text, end.min(mark.end + REACH * 4));
    (end >= mark.end).then(|| Value::whole(mark.end..end))
}

/// The value that begins at `at`: quoted, a YAML block, or bare.
fn read(text: &str, at: usize, name: usize) -> Option<Value> {
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
        b'[' => None,
        _ => bare(text, at),
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
pub(super) fn bare(text: &str, at: usize) -> Option<Value> {
    let bytes = text.as_bytes();
    let limit = floor(text, at.checked_add(REACH)?);
    let mut end = at;
    while end < limit && !ends_value(text, end) {
        end += 1;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn value_of<'t>(text: &'t str, part: &str) -> Option<&'t str> {
        let start = text.find(part)?;
        let value = Name::around(text, start..start + part.len()).value(text)?;
        Some(&text[value.at])
    }

    #[test]
    fn the_value_is_found_in_every_notation() {
        for text in [
            "password: v4lue",
            "password = v4lue, next",
            "PASSWORD=v4lue",
            "\"password\":\"v4lue\"",
            "\"password\" : \"v4lue\"",
            "{\\\"password\\\":\\\"v4lue\\\"}",
            "{\\\\\\\"password\\\\\\\":\\\\\\\"v4lue\\\\\\\"}",
            "{&quot;password&quot;:&quot;v4lue&quot;}",
            "\"{\"\"password\"\":\"\"v4lue\"\"}\"",
            "{'password': 'v4lue'}",
            ":password=>\"v4lue\"",
            "<password>v4lue</password>",
            "<ns:Password Type=\"Text\">v4lue</ns:Password>",
            "<password>\n  v4lue\n</password>",
            "<password><![CDATA[v4lue]]></password>",
            "<add key=\"password\" value=\"v4lue\"/>",
            "<property name=\"password\">v4lue</property>",
            "{\"name\":\"password\",\"value\":\"v4lue\"}",
            "user=a&password=v4lue&next=b",
            "Server=a;Password=v4lue;Database=b",
            "--password v4lue",
            "--password=v4lue",
            "IDENTIFIED password 'v4lue'",
            "the password is v4lue.",
            "form-data; name=\"password\"\r\n\r\nv4lue\r\n--x",
            "password: |\n  v4lue\nnext: 1",
            "$config['password'] = 'v4lue';",
            "&lt;password&gt;v4lue&lt;/password&gt;",
            "setpassword(\"v4lue\")",
            "password = b'v4lue'",
            "a\\npassword=v4lue\\nb",
        ] {
            let part = if text.contains("PASS") {
                "PASS"
            } else if text.contains("Pass") {
                "Pass"
            } else {
                "pass"
            };
            assert_eq!(value_of(text, part), Some("v4lue"), "{text}");
        }
    }

    #[test]
    fn names_are_whole() {
        let text = "my_db.password_2: x";
        assert_eq!(&text[Name::around(text, 6..10).at], "my_db.password_2");
    }
}
