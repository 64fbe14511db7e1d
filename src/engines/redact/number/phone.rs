//! Telephone numbers that show themselves, by their country's code or their groups.
//! Must never take a date, a version or an amount for one.

use super::GROUPS;
use crate::engines::redact::hit::Hit;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::shape::{before, byte, left_edge, right_edge};

/// A telephone number that shows itself: with a country's code, or grouped as in North America or Europe.
pub(super) fn phone(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let start = groups[0].0;
    let bracket = before(text, start) == b'(';
    let open = if bracket { start - 1 } else { start };
    if before(text, open) == b'+' || (bracket && before(text, open.saturating_sub(1)) == b'+') {
        return international(text, groups, open - usize::from(before(text, open) == b'+'));
    }
    let end = groups[groups.len() - 1].1;
    let digits: usize = groups.iter().map(|(s, e)| e - s).sum();
    let mut lens = [0; GROUPS];
    let lens = lens.get_mut(..groups.len())?;
    for (len, (s, e)) in lens.iter_mut().zip(groups) {
        *len = e - s;
    }
    let shape = &*lens;
    let first = byte(text, start);
    let zero = first == b'0'
        && byte(text, start + 1) == b'0'
        && shape.len() >= 2
        && (10..=16).contains(&digits);
    let european =
        first == b'0' && byte(text, start + 1) != b'0' && national(text, groups, shape, digits);
    let known = zero || european || american(text, groups, shape, bracket);
    (known && edges(text, open, end)).then(|| Hit::issued(open..end, Kind::Phone, false))
}

fn edges(text: &str, start: usize, end: usize) -> bool {
    let last = before(text, start);
    let next = byte(text, end);
    let inner =
        matches!(next, b'.' | b'-' | b'/' | b':') && byte(text, end + 1).is_ascii_alphanumeric();
    let clock = last == b':' && before(text, start.saturating_sub(1)).is_ascii_digit();
    left_edge(text, start)
        && right_edge(text, end)
        && !b"-._/#$&".contains(&last)
        && next != b'%'
        && !inner
        && !clock
}

fn international(text: &str, groups: &[(usize, usize)], start: usize) -> Option<Hit> {
    let mut digits = 0;
    let mut end = groups[0].0;
    for (s, e) in groups {
        if digits + (e - s) > 15 {
            break;
        }
        digits += e - s;
        end = *e;
    }
    let decimal = groups.len() == 2 && byte(text, groups[0].1) == b'.';
    let fits = (8..=15).contains(&digits) && byte(text, groups[0].0) != b'0' && !decimal;
    let edge = left_edge(text, start) && !matches!(before(text, start), b'+' | b'/' | b'_');
    (fits && edge && right_edge(text, end)).then(|| Hit::issued(start..end, Kind::Phone, false))
}

/// A zero, an area code, a sign and more digits; no date and no version.
fn national(text: &str, groups: &[(usize, usize)], shape: &[usize], digits: usize) -> bool {
    let same = groups.windows(2).all(|g| matches!(byte(text, g[0].1), b' ' | b'-' | b'/' | b')'));
    let slash = groups.windows(2).skip(1).any(|g| byte(text, g[0].1) == b'/');
    let area = (2..=5).contains(&shape[0]);
    let dated = matches!(shape, [2, 2, 4, ..] | [2, 2, 2]);
    let pairs = shape.len() == 5 && shape.iter().all(|len| *len == 2);
    let rest = shape.len() >= 2
        && shape.len() <= 5
        && shape[1..].iter().all(|len| *len >= 2)
        && shape[1] >= 3;
    same && !slash && area && !dated && (pairs || rest) && (9..=12).contains(&digits)
}

/// `(212) 555-0100`, `212-555-0100`, `1-212-555-0100`, `212.555.0100`.
fn american(text: &str, groups: &[(usize, usize)], shape: &[usize], bracket: bool) -> bool {
    let (main, skipped) = match shape {
        [1, 3, 3, 4] if byte(text, groups[0].0) == b'1' => (&groups[1..], true),
        [3, 3, 4] => (groups, false),
        _ => return false,
    };
    let signs = [byte(text, main[0].1), byte(text, main[1].1)];
    let written = matches!(signs, [b'-', b'-'] | [b'.', b'.'] | [b' ', b'-'])
        || bracket
        || byte(text, main[0].1) == b')';
    let area = matches!(byte(text, main[0].0), b'2'..=b'9')
        && matches!(byte(text, main[1].0), b'2'..=b'9');
    written && area && !(skipped && byte(text, groups[0].1) == b'.')
}
