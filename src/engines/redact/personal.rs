//! Personal data that only its field gives away: names, addresses, dates of birth, numbers without a sign.
//! Must never take a technical value for a person's: a host has an address, a product has a name.

use std::ops::Range;

use super::assignment::{Name, Value};
use super::kind::Kind;
use super::shape::{floor, line};
use super::value;
use super::value::Written;

/// Whether a whole value is personal data of the kind its field announces.
pub(super) fn is_personal(kind: Kind, text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 300 || value::is_stand_in(text) || is_literal(text) {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        Kind::Phone => {
            (6..=20).contains(&digits)
                && text.bytes().all(|b| b.is_ascii_digit() || b"+-()/. xX".contains(&b))
        }
        Kind::NationalId => digits >= 4 && text.len() <= 32 && !text.contains('‹'),
        Kind::BirthDate => digits >= 4 && text.len() <= 40 && !text.contains('‹'),
        Kind::Address => !is_machine_address(text),
        _ => text.chars().any(char::is_alphabetic) && !text.contains("://") && !text.contains('@'),
    }
}

fn is_literal(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "null"
            | "nil"
            | "none"
            | "true"
            | "false"
            | "yes"
            | "no"
            | "undefined"
            | "unknown"
            | "string"
            | "n/a"
            | "na"
            | "required"
            | "missing"
            | "invalid"
            | "object"
            | "text"
            | "varchar"
            | "required."
            | "optional"
            | "tbd"
    )
}

/// A web, mail, network or memory address.
fn is_machine_address(text: &str) -> bool {
    let net = |b: u8| {
        b.is_ascii_hexdigit() || matches!(b, b'.' | b':' | b'x' | b'[' | b']' | b'/' | b'%')
    };
    let signs = text.contains('.') || text.contains(':') || text.starts_with("0x");
    let host = !text.contains(' ')
        && text.contains('.')
        && text.bytes().all(|b| b.is_ascii_graphic())
        && !text.contains(',');
    text.contains("://") || text.contains('@') || (signs && text.bytes().all(net)) || host
}

/// The part of a text that is the personal value of the field `name`, whose plain reading is `read`.
pub(super) fn value(text: &str, name: &Name, kind: Kind, read: &Value) -> Option<Range<usize>> {
    let at = match read.written {
        Written::Prose | Written::Listed => return None,
        Written::Whole => read.at.clone(),
        Written::Bare if kind == Kind::Phone => number(text, &read.at),
        Written::Bare if kind == Kind::NationalId => groups(text, &read.at),
        Written::Bare if read.mark.is_some() || read.equals => read.at.clone(),
        Written::Bare if name.opens_line(text) => rest_of_line(text, read.at.start),
        Written::Bare if name.is_technical(text) => clause(text, read.at.start),
        Written::Bare => return None,
    };
    is_personal(kind, text.get(at.clone())?).then_some(at)
}

/// A telephone or identity number may have blanks inside.
fn number(text: &str, at: &Range<usize>) -> Range<usize> {
    let rest = &text.as_bytes()[at.start..];
    let inside = |b: &u8| b.is_ascii_digit() || b" +-()/.".contains(b);
    let len = rest.iter().take(32).take_while(|b| inside(b)).count();
    let blank = rest[..len].iter().rev().take_while(|b| !b.is_ascii_digit()).count();
    at.start..(at.start + len - blank).max(at.end)
}

/// Groups of digits and capital letters with blanks between them.
fn groups(text: &str, at: &Range<usize>) -> Range<usize> {
    let mut end = at.end;
    while let Some(rest) = text[end..].strip_prefix(' ') {
        let inside = |b: &u8| b.is_ascii_digit() || b.is_ascii_uppercase() || *b == b'-';
        let len = rest.bytes().take(16).take_while(|b| inside(b)).count();
        if len == 0
            || end + 1 + len - at.start > 24
            || rest[len..].starts_with(char::is_alphanumeric)
        {
            break;
        }
        end += 1 + len;
    }
    at.start..end
}

fn rest_of_line(text: &str, start: usize) -> Range<usize> {
    let end = line(text, start).end;
    let value = text[start..end].split(" #").next().unwrap_or_default().trim_end();
    let quote = value.find(['"', '<', '{']).unwrap_or(value.len());
    start..start + value[..quote].trim_end_matches([' ', ',', ';', '\\']).len()
}

fn clause(text: &str, start: usize) -> Range<usize> {
    let window = &text[start..floor(text, start + 120)];
    let end = window.find([',', ';', '"', '\n', '<', '{', '}', ')', ']', '|', '\\']);
    let value = window[..end.unwrap_or(window.len())].trim_end();
    start..start + value.len()
}

/// The record that encloses the JSON member or XML element at `at`: `customer` for `{"customer":{"name":…`.
pub(super) fn record(text: &str, at: usize) -> Option<&str> {
    let start = floor(text, at.saturating_sub(2_048));
    let head = &text.as_bytes()[start..at];
    let mut depth = 0_u32;
    for (i, b) in head.iter().enumerate().rev() {
        match b {
            b'}' | b']' => depth += 1,
            b'{' | b'[' if depth > 0 => depth -= 1,
            b'{' | b'[' => {
                if let Some(name) = key_before(&text[start..start + i]) {
                    return Some(name);
                }
            }
            _ => {}
        }
    }
    element(&text[start..at])
}

/// The key at the end of `head`, as in `"customer": `.
fn key_before(head: &str) -> Option<&str> {
    let head = head.trim_end().strip_suffix([':', '='])?.trim_end();
    let head = head.trim_end_matches(['"', '\\', '\'', ';', '&']).trim_end_matches("&quot");
    let start =
        head.rfind(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).map_or(0, |i| i + 1);
    head.get(start..).filter(|name| !name.is_empty())
}

/// The XML element still open at the end of `head`; its last tag is the member's own.
fn element(head: &str) -> Option<&str> {
    let mut depth = 0_u32;
    for (i, _) in head.rmatch_indices('<').skip(1).take(64) {
        let tag = head[i + 1..].split('>').next()?;
        if tag.starts_with('/') {
            depth += 1;
        } else if !tag.ends_with('/') && !tag.starts_with(['?', '!']) {
            if depth == 0 {
                let name = tag.split([' ', '\n', '\t']).next()?;
                return Some(name.rsplit(':').next().unwrap_or(name));
            }
            depth -= 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_around_a_member_is_found() {
        let text = r#"{"id":1,"customer":{"id":{"a":1},"name":"x"}}"#;
        assert_eq!(record(text, text.find("name").unwrap()), Some("customer"));
        let text = r#"{"customers":[{"id":1},{"name":"x"}]}"#;
        assert_eq!(record(text, text.find("name").unwrap()), Some("customers"));
        let text = "<order><Customer id=\"1\"><id>4</id><name>x</name></Customer></order>";
        assert_eq!(record(text, text.find("name").unwrap()), Some("Customer"));
        let text = r#"{"product":{"name":"x"}}"#;
        assert_eq!(record(text, text.find("name").unwrap()), Some("product"));
        assert_eq!(record(r#"{"name":"x"}"#, 2), None);
    }

    #[test]
    fn machines_have_addresses_too() {
        for text in
            ["10.0.0.7:8080", "https://example.org", "0x7ffde000", "::1", "db.internal.example"]
        {
            assert!(!is_personal(Kind::Address, text), "{text}");
        }
        assert!(is_personal(Kind::Address, "12 High Street"));
    }
}
