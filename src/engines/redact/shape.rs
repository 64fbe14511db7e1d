//! What a stretch of text looks like: its characters, its edges, whether it seems random.
//! Must never allocate or look further than it is told: every rule stands on these.

use memchr::{memchr, memrchr};

/// A set of characters a value may be made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Set {
    /// Letters and digits.
    Alnum,
    /// Letters, digits, `_` and `-`: the web-safe base64 alphabet.
    Word,
    /// Capital letters and digits.
    Upper,
    /// Small letters and digits.
    Lower,
    /// Hexadecimal digits.
    Hex,
    /// Decimal digits.
    Digit,
    /// The base64 alphabet with its padding.
    Base64,
    /// What a bearer token may hold (RFC 6750 and a little more).
    Token,
    /// Parts of web-safe base64 with dots between them.
    Dotted,
    /// What the path of a web address may hold.
    Path,
    /// What a hashed password holds: its parameters, its salt and itself (crypt, PHC).
    Crypt,
}

impl Set {
    pub(super) const fn has(self, b: u8) -> bool {
        match self {
            Self::Alnum => b.is_ascii_alphanumeric(),
            Self::Word => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
            Self::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
            Self::Lower => b.is_ascii_lowercase() || b.is_ascii_digit(),
            Self::Hex => b.is_ascii_hexdigit(),
            Self::Digit => b.is_ascii_digit(),
            Self::Base64 => b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='),
            Self::Token => {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=' | b'|' | b':')
            }
            Self::Dotted => Self::Word.has(b) || b == b'.',
            Self::Crypt => {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'.' | b'/' | b'$' | b'=' | b',' | b'+' | b'-' | b'_')
            }
            Self::Path => {
                b.is_ascii_alphanumeric()
                    || matches!(b, b'_' | b'-' | b'.' | b'~' | b'/' | b'@' | b'%')
            }
        }
    }

    /// How many bytes of `text` from `at` belong to the set; no more than `most` are looked at.
    pub(super) fn run(self, text: &str, at: usize, most: usize) -> usize {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let rest = &rest[..rest.len().min(most)];
        rest.iter().position(|b| !self.has(*b)).unwrap_or(rest.len())
    }
}

/// The byte before `at`, or a space at the beginning.
pub(super) fn before(text: &str, at: usize) -> u8 {
    at.checked_sub(1).and_then(|i| text.as_bytes().get(i)).copied().unwrap_or(b' ')
}

/// The byte at `at`, or a space after the end.
pub(super) fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(b' ')
}

/// Whether a value can begin at `at`. The end of a placeholder counts as part of a word, so that taking one
/// value out never uncovers the next: redacting twice changes nothing.
pub(super) fn left_edge(text: &str, at: usize) -> bool {
    let last = before(text, at);
    if last >= 0x80 {
        return !text
            .get(..at)
            .is_some_and(|head| head.ends_with(|c: char| c == '›' || c.is_alphanumeric()));
    }
    if !last.is_ascii_alphanumeric() {
        return true;
    }
    // An escape that is still written out: `\n`, `\t`, `%20`.
    let earlier = before(text, at.saturating_sub(1));
    (earlier == b'\\' && matches!(last, b'n' | b'r' | b't'))
        || (last.is_ascii_hexdigit()
            && earlier.is_ascii_hexdigit()
            && before(text, at.saturating_sub(2)) == b'%')
}

/// Whether a value can end at `at`; the mirror of [`left_edge`].
pub(super) fn right_edge(text: &str, at: usize) -> bool {
    let next = byte(text, at);
    if next >= 0x80 {
        return !text
            .get(at..)
            .is_some_and(|rest| rest.starts_with(|c: char| c == '‹' || c.is_alphanumeric()));
    }
    !next.is_ascii_alphanumeric()
}

/// The largest index not after `at` that lies between two characters.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The line around `at`, without its line break; of a very long line, the part nearby.
pub(super) fn line(text: &str, at: usize) -> std::ops::Range<usize> {
    let (first, last) =
        (floor(text, at.saturating_sub(4_096)), floor(text, at.saturating_add(16_384)));
    let at = floor(text, at);
    let bytes = text.as_bytes();
    let start = memrchr(b'\n', &bytes[first..at]).map_or(first, |i| first + i + 1);
    let end = memchr(b'\n', &bytes[at..last]).map_or(last, |i| at + i);
    start..end
}

/// How many different bytes `value` has, among its first 256.
pub(super) fn distinct(value: &str) -> u32 {
    let mut seen = [0_u64; 4];
    for b in value.bytes().take(256) {
        seen[usize::from(b >> 6)] |= 1 << (b & 63);
    }
    seen.iter().map(|word| word.count_ones()).sum()
}

/// Long, mixed and varied enough to be made by a machine and not by a person.
pub(super) fn looks_random(value: &str) -> bool {
    let count = |class: fn(&u8) -> bool| value.as_bytes().iter().filter(|b| class(b)).count();
    let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let digits = count(u8::is_ascii_digit);
    let three_classes = value.len() >= 16 && lower >= 2 && upper >= 2 && digits >= 1;
    let long = value.len() >= 24 && lower + upper >= 4 && digits >= 4;
    (three_classes || long)
        && value.bytes().all(|b| Set::Token.has(b) || b == b'%')
        && distinct(value) >= 9
        && !is_dated(value)
}

/// Begins like a date or a time stamp.
pub(super) fn is_dated(value: &str) -> bool {
    let b = value.as_bytes();
    b.len() >= 10
        && matches!(b[4], b'-' | b'/')
        && b[7] == b[4]
        && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|i| b[*i].is_ascii_digit())
}

/// Whether a stretch touches a UUID: a program made it, and what its digits look like is chance.
pub(super) fn in_uuid(text: &str, at: &std::ops::Range<usize>) -> bool {
    let bytes = text.as_bytes();
    (at.start.saturating_sub(UUID - 1)..at.end).any(|start| {
        let found = bytes.get(start..start + UUID).is_some_and(|found| {
            found.iter().enumerate().all(|(i, b)| match i {
                8 | 13 | 18 | 23 => *b == b'-',
                _ => b.is_ascii_hexdigit(),
            })
        });
        found
            && !before(text, start).is_ascii_alphanumeric()
            && !byte(text, start + UUID).is_ascii_alphanumeric()
    })
}

/// The length of a UUID with its dashes.
const UUID: usize = 36;

/// Decodes base64 with or without padding, either alphabet; `None` when it is not base64 or not text.
pub(super) fn base64_text(value: &str) -> Option<String> {
    let mut out = Vec::with_capacity(value.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for b in value.trim_end_matches('=').bytes() {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
        bits &= 0xffff;
    }
    String::from_utf8(out).ok().filter(|text| !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_no_edge() {
        assert!(!left_edge("‹email 123456›x", "‹email 123456›".len()));
        assert!(!right_edge("x‹email 123456›", 1));
        assert!(left_edge("a b", 2) && right_edge("a b", 1) && !left_edge("ab", 1));
    }

    #[test]
    fn written_out_escapes_are_edges() {
        assert!(left_edge("\\nx", 2));
        assert!(left_edge("%20x", 3));
        assert!(!left_edge("anx", 2));
    }

    #[test]
    fn base64_is_read_with_and_without_padding() {
        assert_eq!(base64_text("c3ZjOmh1c2g=").as_deref(), Some("svc:hush"));
        assert_eq!(base64_text("c3ZjOmh1c2g").as_deref(), Some("svc:hush"));
        assert_eq!(base64_text("c3Zj:"), None);
    }

    #[test]
    fn ids_and_dates_do_not_look_random() {
        assert!(!looks_random("2026-03-12T10:00:00Z"));
        assert!(!looks_random("order-sync-webhook-retry"));
        assert!(looks_random("q8Zr2LmP0vTx5KsW"));
    }
}
