//! The check digits of cards, bank accounts and national identity numbers.
//! Must never accept by length alone: order numbers are as long as people's numbers.

/// The digits of `text` as numbers, everything else left out.
fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
    text.bytes().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0'))
}

/// The check of payment cards (ISO/IEC 7812).
pub(super) fn luhn(text: &str) -> bool {
    let sum: u32 = digits(text)
        .rev()
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 0 {
                d
            } else if d > 4 {
                d * 2 - 9
            } else {
                d * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Whether the digits are a card of a known network: its first digits, its length and its check.
pub(super) fn card(text: &str) -> bool {
    let len = digits(text).count();
    let head = |n: usize| digits(text).take(n).fold(0, |sum, d| sum * 10 + d);
    let network = match (head(1), head(2), len) {
        (4, _, 16 | 19) | (_, 51..=55, 16) | (_, 34 | 37, 15) | (_, 36 | 38 | 39, 14..=19) => true,
        (2, _, 16) => (2221..=2720).contains(&head(4)),
        (3, 30, 14..=19) => (300..=305).contains(&head(3)),
        (3, 35, 16..=19) => (3528..=3589).contains(&head(4)),
        (6, 60, 16..=19) => head(4) == 6011,
        (6, 64, 16..=19) => head(3) >= 644,
        (6, 62 | 65, 16..=19) => true,
        (5 | 6, _, 16..=19) => {
            matches!(head(4), 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
        }
        _ => false,
    };
    network && luhn(text)
}

/// The lengths of account numbers by country (SWIFT's IBAN registry).
const IBANS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HN", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// How long an account number of this country is, blanks left out.
pub(super) fn iban_length(country: &str) -> Option<usize> {
    let country = country.to_ascii_uppercase();
    IBANS.binary_search_by_key(&country.as_str(), |(code, _)| code).ok().map(|i| IBANS[i].1)
}

/// The check of account numbers (ISO 13616), on letters and digits only.
pub(super) fn iban(compact: &str) -> bool {
    if compact.len() < 15 || !compact.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let turned = compact.bytes().skip(4).chain(compact.bytes().take(4));
    let rest = turned.fold(0_u32, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

fn weighted(text: &str, weights: &[u32]) -> u32 {
    digits(text).zip(weights).map(|(d, w)| d * w).sum()
}

fn number(text: &str) -> u64 {
    digits(text).fold(0, |sum, d| sum * 10 + u64::from(d))
}

/// Whether two digits each are a month and a day.
fn date(month: &str, day: &str) -> bool {
    (1..=12).contains(&number(month)) && (1..=31).contains(&number(day))
}

/// Spain: eight digits and a letter, or X, Y, Z, seven digits and a letter.
pub(super) fn spanish(text: &str) -> bool {
    let b = text.as_bytes();
    if b.len() != 9 || !b[1..8].iter().all(u8::is_ascii_digit) || !b[8].is_ascii_uppercase() {
        return false;
    }
    let head = match b[0] {
        b'0'..=b'9' => u64::from(b[0] - b'0'),
        b'X'..=b'Z' => u64::from(b[0] - b'X'),
        _ => return false,
    };
    let value = head * 10_000_000 + number(&text[1..8]);
    b"TRWAGMYFPDXBNJZSQVHLCKE".get(usize::try_from(value % 23).unwrap_or_default()) == Some(&b[8])
}

/// Italy: sixteen characters made of name, birth and place.
pub(super) fn italian(text: &str) -> bool {
    const ODD: [u32; 26] = [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
        23,
    ];
    let b = text.as_bytes();
    let shape = "AAAAAA00A00A000A";
    let fits =
        |(b, s): (&u8, u8)| if s == b'A' { b.is_ascii_uppercase() } else { b.is_ascii_digit() };
    if b.len() != 16 || !b.iter().zip(shape.bytes()).all(fits) {
        return false;
    }
    let place = |b: u8| usize::from(if b.is_ascii_digit() { b - b'0' } else { b - b'A' });
    let sum: u32 = (0..15)
        .map(|i| {
            if i % 2 == 0 {
                ODD[place(b[i])]
            } else {
                u32::try_from(place(b[i])).unwrap_or_default()
            }
        })
        .sum();
    sum % 26 == u32::from(b[15] - b'A')
}

/// France: fifteen digits, the last two a remainder of 97.
pub(super) fn french(text: &str) -> bool {
    let n = number(text);
    let (head, key) = (n / 100, n % 100);
    let month = (head / 100_000_000) % 100;
    digits(text).count() == 15
        && matches!(text.as_bytes()[0], b'1' | b'2')
        && (matches!(month, 1..=12 | 20 | 30..=42 | 50..=99))
        && 97 - head % 97 == key
}

/// Norway: eleven digits with a date and two check digits.
pub(super) fn norwegian(text: &str) -> bool {
    let day = number(&text[..2]);
    let first = weighted(text, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let second = weighted(text, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    text.len() == 11
        && (matches!(day, 1..=31 | 41..=71) && (1..=12).contains(&number(&text[2..4])))
        && first.is_multiple_of(11)
        && second.is_multiple_of(11)
}

/// China: seventeen digits with a date, and a check character.
pub(super) fn chinese(text: &str) -> bool {
    let b = text.as_bytes();
    if b.len() != 18 || !b[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum = weighted(&text[..17], &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    let check = b"10X98765432"[usize::try_from(sum % 11).unwrap_or_default()];
    matches!(&text[6..8], "19" | "20")
        && date(&text[10..12], &text[12..14])
        && b[17].to_ascii_uppercase() == check
}

/// Sweden: `YYMMDD-NNNN`.
pub(super) fn swedish(text: &str) -> bool {
    let day = number(&text[4..6]);
    (1..=12).contains(&number(&text[2..4])) && matches!(day, 1..=31 | 61..=91) && luhn(text)
}

/// Czechia and Slovakia: `YYMMDD/NNNN`, divisible by eleven.
pub(super) fn czech(text: &str) -> bool {
    let month = number(&text[2..4]);
    matches!(month, 1..=12 | 21..=32 | 51..=62 | 71..=82)
        && (1..=31).contains(&number(&text[4..6]))
        && number(text).is_multiple_of(11)
}

/// Belgium: `YY.MM.DD-NNN.CC`, born before or after 2000.
pub(super) fn belgian(text: &str) -> bool {
    let n = number(text);
    let (head, key) = (n / 100, n % 100);
    digits(text).count() == 11 && (97 - head % 97 == key || 97 - (2_000_000_000 + head) % 97 == key)
}

/// Switzerland: `756.NNNN.NNNN.NC`.
pub(super) fn swiss(text: &str) -> bool {
    let sum: u32 = digits(text).enumerate().map(|(i, d)| if i % 2 == 0 { d } else { d * 3 }).sum();
    digits(text).count() == 13 && text.starts_with("756") && sum.is_multiple_of(10)
}

/// Brazil: `NNN.NNN.NNN-CC`.
pub(super) fn brazilian(text: &str) -> bool {
    let check = |n: usize| {
        let sum: u32 = digits(text)
            .take(n)
            .enumerate()
            .map(|(i, d)| d * u32::try_from(n + 1 - i).unwrap_or_default())
            .sum();
        digits(text).nth(n) == Some(sum * 10 % 11 % 10)
    };
    let first = digits(text).next();
    digits(text).count() == 11 && digits(text).any(|d| Some(d) != first) && check(9) && check(10)
}

/// Finland: `DDMMYY-NNNC`.
pub(super) fn finnish(text: &str) -> bool {
    let Some((head, check)) = text.split_at_checked(10) else { return false };
    let rest = usize::try_from(number(head) % 31).unwrap_or_default();
    date(&head[2..4], &head[..2])
        && check.as_bytes() == &b"0123456789ABCDEFHJKLMNPRSTUVWXY"[rest..=rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_in_order() {
        assert!(IBANS.is_sorted_by_key(|(code, _)| *code));
    }

    #[test]
    fn cards_need_network_length_and_check() {
        assert!(
            card("4111 1111 1111 1111") && card("378282246310005") && card("5555-5555-5555-4444")
        );
        assert!(
            !card("4111 1111 1111 1112") && !card("1111111111111117") && !card("411111111111111")
        );
    }

    #[test]
    fn account_numbers_need_their_check() {
        assert!(iban("GB82WEST12345698765432") && iban("DE89370400440532013000"));
        assert!(!iban("GB82WEST12345698765433"));
        assert_eq!(iban_length("de"), Some(22));
        assert_eq!(iban_length("ZZ"), None);
    }

    #[test]
    fn national_numbers_need_their_check() {
        assert!(spanish("12345678Z") && !spanish("12345678A") && spanish("X1234567L"));
        assert!(italian("RSSMRA85T10A562S") && !italian("RSSMRA85T10A562T"));
        assert!(french("255081416802538") && !french("255081416802539"));
        assert!(chinese("11010519491231002X") && !chinese("110105194912310021"));
        assert!(swedish("811218-9876") && !swedish("811218-9875"));
        assert!(finnish("131052-308T") && !finnish("131052-308U"));
        assert!(swiss("756.9217.0769.85") && !swiss("756.9217.0769.84"));
        assert!(brazilian("529.982.247-25") && !brazilian("529.982.247-26"));
        assert!(belgian("85.07.30-033.28") && !belgian("85.07.30-033.29"));
        assert!(czech("736028/5163") && !czech("736028/5164"));
        assert!(norwegian("15076500565") && !norwegian("15076500566"));
    }
}
