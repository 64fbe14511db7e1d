//! Numbers that show by themselves what they are: cards, bank accounts, identity numbers, telephones.
//! Must never take an order number, a time stamp or a hash for one.

use std::ops::Range;

use super::checksum;
use super::hit::Hit;
use super::kind::Kind;
use super::shape::{before, byte, left_edge, right_edge};

/// The most groups of one number: `06 12 34 56 78` has five, an account number in fours up to nine.
const GROUPS: usize = 12;

/// A row of digit groups with single signs between them.
struct Row {
    groups: [(usize, usize); GROUPS],
    len: usize,
}

/// Finds every number in `text`; `reference` says whether the digits at an index belong to a field for ids.
pub(super) fn scan(text: &str, reference: &dyn Fn(usize) -> bool, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(u8::is_ascii_digit) {
        at += step;
        if before(text, at).is_ascii_alphabetic() {
            lettered(text, at, hits);
            at += word(bytes, at);
            continue;
        }
        let row = Row::read(bytes, at);
        let end = row.end();
        if end - at >= 8 {
            row.judge(text, reference, hits);
        }
        // A full row may have cut a number in two: look at its second half again.
        at = if row.len == GROUPS { row.groups[GROUPS / 2].0 } else { end + word(bytes, end) };
    }
}

/// How many letters and digits follow.
fn word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len() - at)
}

/// Numbers that begin with letters; `at` is their first digit.
fn lettered(text: &str, at: usize, hits: &mut Vec<Hit>) {
    let found =
        at.checked_sub(2).and_then(|start| iban(text, start)).or_else(|| identity(text, at));
    hits.extend(found);
}

fn iban(text: &str, start: usize) -> Option<Hit> {
    let bytes = text.as_bytes();
    let head = bytes.get(start..start + 4)?;
    if !head[..2].iter().all(u8::is_ascii_alphabetic)
        || !head[3].is_ascii_digit()
        || !left_edge(text, start)
    {
        return None;
    }
    let len = checksum::iban_length(text.get(start..start + 2)?)?;
    let mut compact = String::with_capacity(len);
    let mut end = start;
    while compact.len() < len {
        match byte(text, end) {
            b if b.is_ascii_alphanumeric() => compact.push(char::from(b)),
            b' ' | b'-' if byte(text, end + 1).is_ascii_alphanumeric() && end + 1 < bytes.len() => {
            }
            _ => return None,
        }
        end += 1;
    }
    (right_edge(text, end) && checksum::iban(&compact))
        .then(|| Hit::issued(start..end, Kind::Iban, false))
}

/// Identity numbers with letters in front: Spain's for foreigners, Italy's.
fn identity(text: &str, at: usize) -> Option<Hit> {
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

impl Row {
    fn read(bytes: &[u8], at: usize) -> Self {
        let mut row = Self { groups: [(at, at); GROUPS], len: 0 };
        let mut from = at;
        while row.len < GROUPS {
            let end = from
                + bytes[from..]
                    .iter()
                    .position(|b| !b.is_ascii_digit())
                    .unwrap_or(bytes.len() - from);
            row.groups[row.len] = (from, end);
            row.len += 1;
            let sign = sign_len(&bytes[end..]);
            if sign == 0 || !bytes.get(end + sign).is_some_and(u8::is_ascii_digit) {
                break;
            }
            from = end + sign;
        }
        row
    }

    fn all(&self) -> &[(usize, usize)] {
        &self.groups[..self.len]
    }

    fn end(&self) -> usize {
        self.groups[self.len - 1].1
    }

    fn judge(&self, text: &str, reference: &dyn Fn(usize) -> bool, hits: &mut Vec<Hit>) {
        let known = hits.len();
        for (i, (start, end)) in self.all().iter().enumerate() {
            hits.extend(single(text, *start..*end, reference));
            hits.extend(grouped_card(text, &self.all()[i..]));
        }
        if hits.len() == known {
            hits.extend(formatted_identity(text, self.all()));
        }
        if hits.len() == known {
            hits.extend(phone(text, self.all()).filter(|hit| !reference(hit.at.start)));
        }
    }
}

/// What may stand between two groups: one sign, or one with a bracket, or a hard blank.
fn sign_len(rest: &[u8]) -> usize {
    match rest {
        [b')' | b' ', b' ' | b'(' | b'-', ..] | [0xc2, 0xa0, ..] => 2,
        [b' ' | b'-' | b'.' | b'/' | b')', ..] => 1,
        _ => 0,
    }
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
fn single(text: &str, at: Range<usize>, reference: &dyn Fn(usize) -> bool) -> Option<Hit> {
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

/// A card in fours, or as American Express and Diners print theirs.
fn grouped_card(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let lens = |n: usize| groups.get(..n).map(|g| g.iter().map(|(s, e)| e - s).collect::<Vec<_>>());
    let fits = |shape: &[usize]| lens(shape.len()).is_some_and(|seen| seen == shape);
    if groups[0].1 - groups[0].0 != 4 || groups.len() < 3 {
        return None;
    }
    let shapes: [&[usize]; 6] = [
        &[4, 4, 4, 4, 3],
        &[4, 4, 4, 4, 2],
        &[4, 4, 4, 4, 1],
        &[4, 4, 4, 4],
        &[4, 6, 5],
        &[4, 6, 4],
    ];
    let at = |n: usize| groups[0].0..groups[n - 1].1;
    let shape =
        shapes.iter().find(|shape| fits(shape) && checksum::card(&text[at(shape.len())]))?;
    let at = at(shape.len());
    (left_edge(text, at.start) && right_edge(text, at.end))
        .then(|| Hit::issued(at, Kind::Card, false))
}

/// Identity numbers with the signs their country writes.
fn formatted_identity(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let (start, mut end) = (groups[0].0, groups[groups.len() - 1].1);
    let len = |i: usize| groups.get(i).map_or(0, |(s, e)| e - s);
    let sign = |i: usize| groups.get(i).map_or(b' ', |(_, e)| byte(text, *e));
    let shape = (groups.len(), len(0), len(1), len(2), len(3));
    let value = text.get(start..end)?;
    let known = match shape {
        (2, 6, 4, 0, 0) if sign(0) == b'-' => checksum::swedish(value),
        (2, 6, 3 | 4, 0, 0) if sign(0) == b'/' => checksum::czech(value),
        (2, 6, 3, 0, 0) if sign(0) == b'-' => {
            end += 1;
            text.get(start..end).is_some_and(checksum::finnish)
        }
        (4, 3, 4, 4, 2) if sign(0) == b'.' => checksum::swiss(value),
        (4, 3, 3, 3, 2) if sign(0) == b'.' && sign(2) == b'-' => checksum::brazilian(value),
        (5, 2, 2, 2, 3) if sign(0) == b'.' && sign(2) == b'-' => checksum::belgian(value),
        (6 | 7, 1, 2, 2, 2) => checksum::french(&value.replace([' ', '.'], "")),
        _ => false,
    };
    (known && left_edge(text, start) && right_edge(text, end))
        .then(|| Hit::issued(start..end, Kind::NationalId, false))
}

/// A telephone number that shows itself: with a country's code, or grouped as in North America or Europe.
fn phone(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let start = groups[0].0;
    let bracket = before(text, start) == b'(';
    let open = if bracket { start - 1 } else { start };
    if before(text, open) == b'+' || (bracket && before(text, open.saturating_sub(1)) == b'+') {
        return international(text, groups, open - usize::from(before(text, open) == b'+'));
    }
    let end = groups[groups.len() - 1].1;
    let digits: usize = groups.iter().map(|(s, e)| e - s).sum();
    let shape = groups.iter().map(|(s, e)| e - s).collect::<Vec<_>>();
    let first = byte(text, start);
    let zero = first == b'0'
        && byte(text, start + 1) == b'0'
        && shape.len() >= 2
        && (10..=16).contains(&digits);
    let european =
        first == b'0' && byte(text, start + 1) != b'0' && national(text, groups, &shape, digits);
    let known = zero || european || american(text, groups, &shape, bracket);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        let mut hits = Vec::new();
        scan(text, &|_| false, &mut hits);
        hits.into_iter().map(|hit| (hit.kind, &text[hit.at])).collect()
    }

    #[test]
    fn telephones_are_found_as_people_write_them() {
        for (text, number) in [
            ("call +49 30 1234567 now", "+49 30 1234567"),
            ("+4915112345678", "+4915112345678"),
            ("+1 (212) 555-0100", "+1 (212) 555-0100"),
            ("(212) 555-0100", "(212) 555-0100"),
            ("212-555-0100.", "212-555-0100"),
            ("tel:030 1234567", "030 1234567"),
            ("06 12 34 56 78", "06 12 34 56 78"),
            ("0049 30 1234567", "0049 30 1234567"),
            ("020 7946 0958", "020 7946 0958"),
        ] {
            assert_eq!(kinds(text), [(Kind::Phone, number)], "{text}");
        }
    }

    #[test]
    fn cards_and_accounts_are_found_grouped_or_not() {
        assert_eq!(kinds("card 4111 1111 1111 1111 ok"), [(Kind::Card, "4111 1111 1111 1111")]);
        assert_eq!(kinds("\"4111111111111111\""), [(Kind::Card, "4111111111111111")]);
        assert_eq!(
            kinds("DE89 3704 0044 0532 0130 00"),
            [(Kind::Iban, "DE89 3704 0044 0532 0130 00")]
        );
        assert_eq!(kinds("GB82WEST12345698765432"), [(Kind::Iban, "GB82WEST12345698765432")]);
    }

    #[test]
    fn identity_numbers_are_found_by_their_check() {
        for text in [
            "12345678Z",
            "X1234567L",
            "RSSMRA85T10A562S",
            "811218-9876",
            "756.9217.0769.85",
            "529.982.247-25",
        ] {
            assert_eq!(kinds(text), [(Kind::NationalId, text)], "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "2026-03-12T10:11:00Z",
            "2026-03-12 10:11:00",
            "1710237600000",
            "ORD-4111111111111111",
            "10.0.0.12",
            "53e9421ce50211670eae679f02e8d28a",
            "v1.2.3-20260312",
            "12.03.2026 10:11",
            "01-02-2026",
            "1,234,567.89",
            "order 123456789",
            "978-3-16-148410-0",
            "100 200 300 400",
            "0.12345678901",
            "+0200",
            "#4111111111111111",
            "550e8400-e29b-41d4-a716-446655440000",
            "DE00370400440532013000",
            "4111111111111112",
            "/orders/4111111111111111",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
