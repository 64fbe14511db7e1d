//! Values in XML and HTML: the text of an element, the value beside a name in its own element.
//! Must never cross the end of the record the name stands in.

use crate::engines::redact::quote;
use crate::engines::redact::shape::{floor, line};

use super::value::{REACH, Value, quoted};

/// Elements that hold nothing but a name, whose value stands in the next one.
const NAMING: &str = "key name th td dt label field property param string code b strong header";

/// The end of the tag whose attributes begin at `at`.
pub(super) fn tag_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    let end = rest.iter().take(512).position(|b| matches!(b, b'>' | b'<'))?;
    (rest[end] == b'>' && end > 0 && rest[end - 1] != b'/').then_some(at + end + 1)
}

/// The text of an element that begins at `at`, without its margins; of an element in it, if it begins with one.
pub(super) fn tag_text(text: &str, at: usize) -> Option<Value> {
    let window = text.get(at..floor(text, at.checked_add(REACH * 4)?))?;
    let start = window.find(|c: char| !c.is_ascii_whitespace())?;
    let inner = &window[start..];
    if let Some(raw) = inner.strip_prefix("<![CDATA[") {
        let from = at + start + 9;
        return raw.find("]]>").map(|end| Value::whole(from..from + end));
    }
    let end =
        inner.find('<').or_else(|| (window.len() + at == text.len()).then_some(inner.len()))?;
    if end > 0 {
        return Some(Value::whole(at + start..at + start + inner[..end].trim_end().len()));
    }
    let opening = inner.starts_with("<value") || inner.starts_with("<string");
    let from = at + start + tag_end(inner, 1).filter(|_| opening)?;
    let end = text[from..floor(text, from + REACH)].find('<')?;
    Some(Value::whole(from..from + end))
}

/// `<key>password</key> <string>x</string>`: the text of the element after the one that ends at `at`.
pub(super) fn next_element(text: &str, at: usize) -> Option<Value> {
    let rest = text.get(at..floor(text, at + 512))?.strip_prefix("</")?;
    let (tag, after) = rest.split_once('>')?;
    if !NAMING.split(' ').any(|name| name.eq_ignore_ascii_case(tag)) {
        return None;
    }
    let opening = after.trim_start();
    let open = at + 3 + tag.len() + (after.len() - opening.len());
    if !opening.starts_with('<') || opening.starts_with("</") {
        return None;
    }
    // Heads stand beside heads, and labels beside labels.
    let next = opening[1..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if next.eq_ignore_ascii_case(tag) && !["td", "string", "field"].contains(&next) {
        return None;
    }
    tag_text(text, tag_end(text, open + 1)?)
}

/// The text of an element whose tags are themselves escaped, as in a SOAP body.
pub(super) fn escaped_text(text: &str, at: usize) -> Option<Value> {
    let window = text.get(at..floor(text, at.checked_add(REACH)?))?;
    window.find("&lt;").map(|end| Value::whole(at..at + end))
}

/// `name="password" value="x"`, `name="password">x<`, and a part of a posted multipart form; the name's closing
/// mark ends at `at`.
pub(super) fn after_attribute(text: &str, at: usize) -> Option<Value> {
    let rest = text.get(at..floor(text, at + 256))?;
    if rest.starts_with("\r\n\r\n") || rest.starts_with("\n\n") {
        let start = at + rest.find(|c: char| !c.is_ascii_whitespace())?;
        let end = line(text, start).end;
        return Some(Value::whole(start..start + text[start..end].trim_end().len()));
    }
    let tag = rest.find('>').unwrap_or(rest.len());
    match rest[..tag].find("value=").or_else(|| rest[..tag].find("Value=")) {
        Some(i) => quote::at(text, at + i + 6).and_then(|mark| quoted(text, &mark)),
        None if tag < rest.len() && !rest[..tag].ends_with('/') && !rest[..tag].contains('<') => {
            tag_text(text, at + tag + 1)
        }
        None => None,
    }
}
