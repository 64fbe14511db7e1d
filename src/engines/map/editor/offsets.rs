//! Places in a text as browsers count them, in UTF-16 units, and as Rust does, in bytes.
//! A place inside a character is that of its beginning.

/// The byte at a place in UTF-16 units; beyond the end it is the end.
#[must_use]
pub fn byte_at(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}

/// The place in UTF-16 units of a byte.
#[must_use]
pub fn units_at(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or_else(|| units(text), units)
}

/// The length in UTF-16 units.
#[must_use]
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Where a place in one text is in another that differs from it in one stretch.
#[must_use]
pub fn shifted(from: &str, to: &str, at: usize) -> usize {
    let byte = byte_at(from, at);
    let head = common(from.chars(), to.chars());
    let rest = (&from[head..], &to[head..]);
    let tail = common(rest.0.chars().rev(), rest.1.chars().rev());
    let moved = if byte <= head {
        byte
    } else if byte >= from.len() - tail {
        byte + to.len() - from.len()
    } else {
        to.len() - tail
    };
    units_at(to, moved)
}

/// How many bytes two runs of characters share at their beginning.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_browsers_do() {
        let text = "a→𝄞b";
        assert_eq!(units(text), 5);
        assert_eq!([0, 1, 2, 4, 5, 9].map(|at| byte_at(text, at)), [0, 1, 4, 8, 9, 9]);
        assert_eq!(byte_at(text, 3), 4, "inside a pair of units it is the character's beginning");
        assert_eq!(units_at(text, 8), 4);
    }

    #[test]
    fn a_caret_stays_where_one_was_writing() {
        let (from, to) = ("one\nthree", "one\ntwo→\nthree");
        assert_eq!(shifted(from, to, 2), 2);
        assert_eq!(shifted(from, to, 6), 11);
        assert_eq!(shifted(to, from, 11), 6);
        assert_eq!(shifted("abc", "abc", 3), 3);
        assert_eq!(shifted("aXXc", "ac", 2), 1);
    }
}
