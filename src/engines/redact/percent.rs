//! Percent-encoded text: `token%3Dabc`, `ann%40example.org`, a whole JSON document in a form field.
//! Must never change the encoding of what it leaves in place.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::hit::{Hit, Style};
use super::placeholder;
use super::scan::{Context, Search};

/// The longest encoded stretch that is decoded as one.
const LONGEST: usize = 65_536;
/// What is written as its number; the rest is what `look` takes for a part of the stretch, too.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'*')
    .remove(b'!')
    .remove(b'(')
    .remove(b')');

/// Looks into the encoded stretch around `at`; returns where it ends.
pub(super) fn look(search: &mut Search<'_>, text: &str, at: usize, hits: &mut Vec<Hit>) -> usize {
    let bytes = text.as_bytes();
    let inside = |b: &u8| b.is_ascii_alphanumeric() || b"%._~+*-!()/".contains(b);
    let start = at - bytes[..at].iter().rev().take(LONGEST / 2).take_while(|b| inside(b)).count();
    let end = at + bytes[at..].iter().take(LONGEST / 2).take_while(|b| inside(b)).count();
    let raw = &text[start..end];
    if let Some(decoded) = decode(raw)
        && let Some((kind, new, inner)) = search.rewrite_inside(&decoded, Context::default())
    {
        hits.push(Hit {
            from: start,
            at: start..end,
            kind,
            style: Style::Text(encode(&new, raw), inner),
            sure: true,
        });
    }
    end
}

pub(super) fn decode(raw: &str) -> Option<String> {
    let spaced = raw.replace('+', " ");
    Some(percent_decode_str(&spaced).decode_utf8().ok()?.into_owned())
}

/// Encodes again, as `raw` was; placeholders stay readable, with plus signs for their blanks.
fn encode(text: &str, raw: &str) -> String {
    let blank_in_hex = raw.contains("%20");
    let slash = raw.contains('/') && !raw.contains("%2F") && !raw.contains("%2f");
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let len = placeholder::length(rest).unwrap_or(c.len_utf8());
        match c {
            '‹' if len > 3 => out.push_str(&rest[..len].replace(' ', "+")),
            ' ' if !blank_in_hex => out.push('+'),
            '/' if slash => out.push('/'),
            _ => out.extend(utf8_percent_encode(&rest[..len], RESERVED)),
        }
        rest = &rest[len..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_in_place_keeps_its_meaning() {
        for raw in ["a%3Db%26c", "caf%C3%A9+au+lait%21", "a%2Bb%20c"] {
            let text = decode(raw).unwrap();
            assert_eq!(decode(&encode(&text, raw)).unwrap(), text, "{raw}");
        }
        assert_eq!(encode("‹api key 123456› x", "a+b"), "‹api+key+123456›+x");
    }
}
