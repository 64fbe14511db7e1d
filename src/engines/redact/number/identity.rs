//! Identity numbers and cards in one piece or with their country's signs.
//! Must never accept a number that is part of a longer one.

use std::ops::Range;

use crate::engines::redact::checksum;
use crate::engines::redact::hit::Hit;
use crate::engines::redact::kind::Kind;
use crate::engines::redact::shape::{before, byte, floor, left_edge, right_edge};

/// Identity numbers with letters in front: Spain's for foreigners, Italy's.
pub(super) fn lettered(text: &str, at: usize) -> Option<Hit> {
    let letters =
        text.as_bytes()[..at].iter().rev().take(7).take_while(|b| b.is_ascii_uppercase()).count();
    let (start, len) = match letters {
        1 => (at - 1, 9),
        6 => (at - 6, 16),
        _ => return None,
    };
    let value = text.get(start..start + len)?;
    let known = if letters == 1 { checksum::spanish(value) } else { checksum::italian(value) };
    let edges = left_edge(text, start) && right_edge(text, start + len);
    (known && edges).then(|| Hit::issued(start..start + len, Kind::NationalId, false))
}

fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let (last, next) = (before(text, at.start), byte(text, at.end));
    let inside = |sign: u8, beyond: u8| {
        matches!(sign, b'-' | b'_' | b'.' | b'/' | b'#')
            && (beyond.is_ascii_alphanumeric() || sign == b'#')
    };
    left_edge(text, at.start)
        && right_edge(text, at.end)
        && !inside(last, before(text, at.start.saturating_sub(1)))
        && !inside(next, byte(text, at.end + 1))
        && !matches!(last, b'_' | b'/')
}

/// Numbers in one piece.
pub(super) fn single(
    text: &str,
    at: Range<usize>,
    reference: &dyn Fn(usize) -> bool,
) -> Option<Hit> {
    let digits = text.get(at.clone())?;
    let (kind, end) = match digits.len() {
        8 if checksum::spanish(text.get(at.start..at.end + 1)?) => (Kind::NationalId, at.end + 1),
        11 if checksum::norwegian(digits) => (Kind::NationalId, at.end),
        15 if checksum::french(digits) && !checksum::card(digits) => (Kind::NationalId, at.end),
        17 | 18 if checksum::chinese(text.get(at.start..at.start + 18)?) => {
            (Kind::NationalId, at.start + 18)
        }
        14..=19 if checksum::card(digits) => (Kind::Card, at.end),
        _ => return None,
    };
    let at = at.start..end;
    (stands_alone(text, &at) && !reference(at.start)).then(|| Hit::issued(at, kind, false))
}

/// Whether the words before a number say whose it is: it has no check digit, and orders look like it.
fn is_called_ssn(text: &str, at: usize) -> bool {
    let head = &text[floor(text, at.saturating_sub(24))..at];
    let head = head.to_ascii_lowercase();
    head.contains("ssn") || head.contains("social security")
}

/// Identity numbers with the signs their country writes.
pub(super) fn formatted(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let (start, mut end) = (groups[0].0, groups[groups.len() - 1].1);
    let len = |i: usize| groups.get(i).map_or(0, |(s, e)| e - s);
    let sign = |i: usize| groups.get(i).map_or(b' ', |(_, e)| byte(text, *e));
    let shape = (groups.len(), len(0), len(1), len(2), len(3));
    let value = text.get(start..end)?;
    let known = match shape {
        (2, 6, 4, 0, 0) if sign(0) == b'-' => checksum::swedish(value) || checksum::finnish(value),
        (2, 6, 3 | 4, 0, 0) if sign(0) == b'/' => checksum::czech(value),
        (2, 6, 3, 0, 0) if sign(0) == b'-' => {
            end += 1;
            text.get(start..end).is_some_and(checksum::finnish)
        }
        (4, 3, 4, 4, 2) if sign(0) == b'.' => checksum::swiss(value),
        (4, 3, 3, 3, 2) if sign(0) == b'.' && sign(2) == b'-' => checksum::brazilian(value),
        (3, 3, 2, 4, 0) if sign(0) == b'-' && sign(1) == b'-' => {
            checksum::american(value) && is_called_ssn(text, start)
        }
        (5, 2, 2, 2, 3) if sign(0) == b'.' && sign(2) == b'-' => checksum::belgian(value),
        (6 | 7, 1, 2, 2, 2) => checksum::french(&value.replace([' ', '.'], "")),
        _ => false,
    };
    (known && left_edge(text, start) && right_edge(text, end))
        .then(|| Hit::issued(start..end, Kind::NationalId, false))
}
