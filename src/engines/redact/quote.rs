//! Quotation marks as they occur in nested formats: `"`, `\"`, `\\\"`, `""`, `&quot;`, `%22`.
//! Must never take an inner mark for the closing one: that is how secrets survive in escaped JSON.

use std::ops::Range;

use super::shape::floor;

/// The longest quoted value that is followed to its end.
const REACH: usize = 16_384;

const NAMED: [&str; 6] = ["&quot;", "&#34;", "&#x22;", "&apos;", "&#39;", "%22"];

/// The mark that begins at `at`, escapes included.
pub(super) fn at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.as_bytes().get(at..)?;
    let escapes = rest.iter().take(64).take_while(|b| **b == b'\\').count();
    match rest.get(escapes)? {
        b'"' | b'\'' | b'`' => Some(at..at + escapes + 1),
        b'&' | b'%' if escapes == 0 => named(&rest[..rest.len().min(6)]).map(|len| at..at + len),
        _ => None,
    }
}

/// The mark that ends at `end`, escapes included.
pub(super) fn before(text: &str, end: usize) -> Option<Range<usize>> {
    let head = text.as_bytes().get(..end)?;
    match head.last()? {
        b'"' | b'\'' | b'`' => {
            let escapes = head.iter().rev().skip(1).take(64).take_while(|b| **b == b'\\').count();
            Some(end - 1 - escapes..end)
        }
        b';' | b'2' => {
            let known = NAMED.iter().find(|mark| head.ends_with(mark.as_bytes()))?;
            Some(end - known.len()..end)
        }
        _ => None,
    }
}

fn named(rest: &[u8]) -> Option<usize> {
    NAMED.iter().find(|mark| rest.starts_with(mark.as_bytes())).map(|mark| mark.len())
}

/// Where the value that begins at `from`, after the mark `open`, ends: at its closing mark, or where an
/// outer mark ends everything. `None` when neither comes.
pub(super) fn close(text: &str, from: usize, open: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let window = bytes.get(from..bytes.len().min(from + REACH))?;
    let sign = *open.as_bytes().last()?;
    if sign == b';' || open == "%22" || open == "\"\"" {
        let window = text.get(from..floor(text, from + REACH))?;
        let escaped = |i: &usize| window[..*i].ends_with('\\');
        return window.match_indices(open).map(|(i, _)| i).find(|i| !escaped(i)).map(|i| from + i);
    }
    let depth = open.len() - 1;
    for (i, b) in window.iter().enumerate() {
        // A quoted word in running text ends on its line; a JSON or YAML value may not.
        if *b == b'\n' && sign != b'"' {
            return None;
        }
        if *b != sign {
            continue;
        }
        let escapes = window[..i].iter().rev().take_while(|b| **b == b'\\').count();
        if escapes <= depth || (depth == 0 && escapes % 2 == 0) {
            return Some(from + i - escapes.min(depth));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_at_the_mark_of_its_own_level() {
        assert_eq!(close("ab\"c", 0, "\""), Some(2));
        assert_eq!(close("a\\\"b\"c", 0, "\""), Some(4));
        assert_eq!(close("a\\\\\"b\"c", 0, "\""), Some(3), "the escape is itself escaped");
        assert_eq!(close("a\\\\\\\"b\\\"c", 0, "\\\""), Some(6));
        assert_eq!(close("abc\"", 0, "\\\""), Some(3), "the outer string ends");
        assert_eq!(close("abc", 0, "\""), None);
    }

    #[test]
    fn marks_are_seen_from_both_sides() {
        assert_eq!(at("\\\"x", 0), Some(0..2));
        assert_eq!(before("x\\\"", 3), Some(1..3));
        assert_eq!(at("&quot;x", 0), Some(0..6));
        assert_eq!(before("&quot;", 6), Some(0..6));
        assert_eq!(at("x", 0), None);
    }
}
