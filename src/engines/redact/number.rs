//! Numbers that show by themselves what they are: cards, bank accounts, identity numbers, telephones.
//! Must never take an order number, a time stamp or a hash for one.

mod identity;
mod phone;

use super::checksum;
use super::hit::Hit;
use super::kind::Kind;
use super::shape::{before, byte, left_edge, right_edge};
use phone::phone;

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
    while let Some(digit) = next_digit(bytes, at) {
        at = digit;
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

/// The place of the next digit; steps without one are passed over as a whole.
fn next_digit(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(step) = bytes[at..].first_chunk::<16>() {
        // Every byte is looked at, so that the compiler looks at all of them at once.
        if step.iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
            break;
        }
        at += step.len();
    }
    bytes[at..].iter().position(u8::is_ascii_digit).map(|step| at + step)
}

/// The bytes of words: looked up, which is sooner done than compared, and every digit's word passes here.
static IN_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = (b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    table
};

/// How many letters and digits follow.
fn word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|b| !IN_WORD[usize::from(*b)]).unwrap_or(bytes.len() - at)
}

/// Numbers that begin with letters; `at` is their first digit.
fn lettered(text: &str, at: usize, hits: &mut Vec<Hit>) {
    let found = at
        .checked_sub(2)
        .and_then(|start| iban(text, start))
        .or_else(|| identity::lettered(text, at));
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
    let (mut end, mut dashes) = (start, false);
    while compact.len() < len {
        match byte(text, end) {
            b if b.is_ascii_alphanumeric() => compact.push(char::from(b)),
            sign @ (b' ' | b'-')
                if byte(text, end + 1).is_ascii_alphanumeric() && end + 1 < bytes.len() =>
            {
                // Dashes stand between groups of four; elsewhere they join the parts of an id.
                if sign == b'-' && !compact.len().is_multiple_of(4) {
                    return None;
                }
                dashes |= sign == b'-';
            }
            _ => return None,
        }
        end += 1;
    }
    if dashes && before(text, start) == b'-' {
        return None;
    }
    (right_edge(text, end) && checksum::iban(&compact) && !begins_id(text, start))
        .then(|| Hit::issued(start..end, Kind::Iban, false))
}

/// Whether an id (RFC 9562) begins here: its letters and digits are nobody's account.
fn begins_id(text: &str, start: usize) -> bool {
    text.get(start..start + 36).is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
        && right_edge(text, start + 36)
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
            hits.extend(identity::single(text, *start..*end, reference));
            hits.extend(grouped_card(text, &self.all()[i..]));
        }
        if hits.len() == known {
            hits.extend(identity::formatted(text, self.all()));
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

/// A card in fours, or as American Express and Diners print theirs.
fn grouped_card(text: &str, groups: &[(usize, usize)]) -> Option<Hit> {
    let fits = |shape: &[usize]| {
        groups.len() >= shape.len() && groups.iter().zip(shape).all(|((s, e), len)| e - s == *len)
    };
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
            "id-DE89-3704-0044-0532-0130-00",
            "DE89370400-44053201-3000",
            "4111111111111112",
            "/orders/4111111111111111",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
