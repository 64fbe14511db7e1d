//! The check digits of national identity numbers, country by country.
//! Must never accept by length alone: order numbers are as long as people's numbers.

use super::{digits, luhn};

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
pub(in crate::engines::redact) fn spanish(text: &str) -> bool {
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
pub(in crate::engines::redact) fn italian(text: &str) -> bool {
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
pub(in crate::engines::redact) fn french(text: &str) -> bool {
    let n = number(text);
    let (head, key) = (n / 100, n % 100);
    let month = (head / 100_000_000) % 100;
    digits(text).count() == 15
        && matches!(text.as_bytes()[0], b'1' | b'2')
        && (matches!(month, 1..=12 | 20 | 30..=42 | 50..=99))
        && 97 - head % 97 == key
}

/// Norway: eleven digits with a date and two check digits.
pub(in crate::engines::redact) fn norwegian(text: &str) -> bool {
    let day = number(&text[..2]);
    let first = weighted(text, &[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
    let second = weighted(text, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    text.len() == 11
        && (matches!(day, 1..=31 | 41..=71) && (1..=12).contains(&number(&text[2..4])))
        && first.is_multiple_of(11)
        && second.is_multiple_of(11)
}

/// China: seventeen digits with a date, and a check character.
pub(in crate::engines::redact) fn chinese(text: &str) -> bool {
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
pub(in crate::engines::redact) fn swedish(text: &str) -> bool {
    let day = number(&text[4..6]);
    (1..=12).contains(&number(&text[2..4])) && matches!(day, 1..=31 | 61..=91) && luhn(text)
}

/// Czechia and Slovakia: `YYMMDD/NNNN`, divisible by eleven.
pub(in crate::engines::redact) fn czech(text: &str) -> bool {
    let month = number(&text[2..4]);
    matches!(month, 1..=12 | 21..=32 | 51..=62 | 71..=82)
        && (1..=31).contains(&number(&text[4..6]))
        && number(text).is_multiple_of(11)
}

/// Belgium: `YY.MM.DD-NNN.CC`, born before or after 2000.
pub(in crate::engines::redact) fn belgian(text: &str) -> bool {
    let n = number(text);
    let (head, key) = (n / 100, n % 100);
    digits(text).count() == 11 && (97 - head % 97 == key || 97 - (2_000_000_000 + head) % 97 == key)
}

/// Switzerland: `756.NNNN.NNNN.NC`.
pub(in crate::engines::redact) fn swiss(text: &str) -> bool {
    let sum: u32 = digits(text).enumerate().map(|(i, d)| if i % 2 == 0 { d } else { d * 3 }).sum();
    digits(text).count() == 13 && text.starts_with("756") && sum.is_multiple_of(10)
}

/// The United States: `AAA-GG-SSSS`, which has no check digit and some numbers that are never given.
pub(in crate::engines::redact) fn american(text: &str) -> bool {
    let mut parts = text.split('-').map(number);
    let (area, group, serial) = (parts.next(), parts.next(), parts.next());
    area.is_some_and(|area| !matches!(area, 0 | 666 | 900..))
        && group.is_some_and(|group| group != 0)
        && serial.is_some_and(|serial| serial != 0)
}

/// Brazil: `NNN.NNN.NNN-CC`.
pub(in crate::engines::redact) fn brazilian(text: &str) -> bool {
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
pub(in crate::engines::redact) fn finnish(text: &str) -> bool {
    let Some((head, check)) = text.split_at_checked(10) else { return false };
    let rest = usize::try_from(number(head) % 31).unwrap_or_default();
    date(&head[2..4], &head[..2])
        && check.as_bytes() == &b"0123456789ABCDEFHJKLMNPRSTUVWXY"[rest..=rest]
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(american("536-22-8714") && !american("666-22-8714") && !american("536-00-8714"));
        assert!(norwegian("15076500565") && !norwegian("15076500566"));
    }
}
