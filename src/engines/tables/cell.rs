//! The text of a cell as it is meant: whatever its encoding, guards, spaces and line ends.
//! It never changes what a person sees in it; what the text stands for is read elsewhere.

use crate::engines::spreadsheet::is_armed;
use encoding_rs::WINDOWS_1252;
use memchr::memchr;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What programs write for a value that is missing.
const MISSING: [&str; 14] = [
    "NULL",
    "null",
    "Null",
    "\\N",
    "NaN",
    "nan",
    "None",
    "nil",
    "#N/A",
    "#NULL!",
    "(null)",
    "[NULL]",
    "<null>",
    "undefined",
];
/// Words of which one side says yes and the other no.
const YES_NO: [(&[&str], &[&str]); 9] = [
    (&["yes", "y"], &["no", "n"]),
    (&["true", "t"], &["false", "f"]),
    (&["1"], &["0"]),
    (&["on"], &["off"]),
    (&["ja", "j", "wahr"], &["nein", "falsch"]),
    (&["oui", "o", "vrai"], &["non", "faux"]),
    (&["sí", "si", "verdadero", "vero", "sim", "verdadeiro"], &["falso", "não", "nao"]),
    (&["tak", "prawda"], &["nie", "fałsz"]),
    (&["evet", "doğru"], &["hayır", "yanlış"]),
];

/// The text of a cell's bytes: UTF-8, or, where it is not, Windows-1252, which holds all of Latin-1.
#[must_use]
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Whether a cell may begin with a guard, so that [`meant`] has to be asked.
#[inline]
#[must_use]
pub fn may_be_guarded(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(b'=' | b'\''))
}

/// A cell as it is meant: without `="…"` and `'` guards, with one kind of line end and of space, composed (NFC).
#[must_use]
pub fn meant(cell: &str) -> Cow<'_, str> {
    match unguarded(cell) {
        Cow::Borrowed(text) => composed(text),
        Cow::Owned(text) => Cow::Owned(composed(&text).into_owned()),
    }
}

/// A cell without what only keeps a spreadsheet from reading it.
fn unguarded(cell: &str) -> Cow<'_, str> {
    // Most cells are told from guarded ones by their first letter.
    if cell.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return Cow::Borrowed(cell);
    }
    let inner = cell.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) = inner {
        let single = inner.replace("\"\"", "");
        if !single.contains('"') {
            return Cow::Owned(inner.replace("\"\"", "\""));
        }
    }
    let guarded = |rest: &&str| is_armed(rest) || is_digits_and_signs(rest);
    Cow::Borrowed(cell.strip_prefix('\'').filter(guarded).unwrap_or(cell))
}

/// Digits with what stands between them, which a spreadsheet would take for a number or a date.
fn is_digits_and_signs(text: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_digit() || ".,:/- ".contains(letter);
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.chars().all(allowed)
}

/// A text with one kind of line end and space, without signs that take no place, its accents composed.
#[must_use]
pub fn composed(text: &str) -> Cow<'_, str> {
    // Letters below U+0300 are composed already; most texts hold no others.
    let simple = |byte: u8| byte < 0xcc && byte != b'\r';
    // A hard blank is of two bytes, of which few other letters begin with the first.
    let blank = || memchr(0xc2, text.as_bytes()).is_some() && text.contains('\u{a0}');
    if text.bytes().all(simple) && !blank() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => {
                letters.next_if_eq(&'\n');
                plain.push('\n');
            }
            '\u{a0}' | '\u{2007}' | '\u{202f}' => plain.push(' '),
            '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
            letter => plain.push(letter),
        }
    }
    match is_nfc_quick(plain.chars()) {
        IsNormalized::Yes => Cow::Owned(plain),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(plain.nfc().collect()),
    }
}

/// Whether a text stands for no value: `NULL`, `\N`, `NaN`, or the date that is none, `0000-00-00`.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    MISSING.contains(&text) || is_zero_date(text)
}

/// Whether a text stands for no date in a column of dates, where eight or fourteen zeros do so too.
#[must_use]
pub fn is_no_date(text: &str) -> bool {
    is_missing(text) || matches!(text.len(), 8 | 14) && text.bytes().all(|byte| byte == b'0')
}

fn is_zero_date(text: &str) -> bool {
    let zero = |letter: char| letter == '0' || "-/.: T".contains(letter);
    text.starts_with('0')
        && text.chars().all(zero)
        && text.matches('0').count() >= 8
        && text.matches(['-', '/', '.']).count() >= 2
}

/// Yes or no, in one of nine languages' words, or as `1` and `0`.
#[must_use]
pub fn yes_or_no(text: &str) -> Option<bool> {
    let small = text.to_lowercase();
    let says = |words: &[&str]| words.contains(&small.as_str());
    YES_NO.iter().find_map(|(yes, no)| match () {
        () if says(yes) => Some(true),
        () if says(no) => Some(false),
        () => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_is_read_where_utf_8_is_not() {
        assert_eq!(text(b"caf\xe9"), "café");
        assert_eq!(text("café".as_bytes()), "café");
    }

    #[test]
    fn guards_of_spreadsheets_are_no_part_of_a_value() {
        for (cell, expected) in [
            ("=\"0001\"", "0001"),
            ("=\"say \"\"no\"\"\"", "say \"no\""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("'0001", "0001"),
            ("'=1+1", "=1+1"),
            ("'2024-01-25", "2024-01-25"),
            ("'tis", "'tis"),
            ("'90s", "'90s"),
            ("'", "'"),
            ("O'Neil", "O'Neil"),
        ] {
            assert_eq!(meant(cell), expected);
        }
    }

    #[test]
    fn spaces_line_ends_and_accents_are_of_one_kind() {
        assert_eq!(meant("1\u{a0}234\u{202f}5"), "1 234 5");
        assert_eq!(meant("a\r\nb\rc\n"), "a\nb\nc\n");
        assert_eq!(meant("Zu\u{308}rich"), "Zürich");
        assert_eq!(meant("ab\u{200b}c\u{feff}"), "abc");
        assert!(matches!(meant("Łukasz"), Cow::Borrowed("Łukasz")));
    }

    #[test]
    fn words_for_a_missing_value_are_known_and_names_are_not_among_them() {
        for text in
            ["NULL", "\\N", "NaN", "None", "0000-00-00", "0000-00-00 00:00:00", "00.00.0000"]
        {
            assert!(is_missing(text), "{text}");
        }
        for text in ["", "0", "00000000", "none at all", "NA", "2000-00-00"] {
            assert!(!is_missing(text), "{text}");
        }
    }

    #[test]
    fn yes_is_yes_in_every_language() {
        assert!(["Yes", "TRUE", "1", "ja", "Sí"].iter().all(|text| yes_or_no(text) == Some(true)));
        assert!(["no", "False", "0", "Nein"].iter().all(|text| yes_or_no(text) == Some(false)));
        assert_eq!(yes_or_no("maybe"), None);
    }
}
