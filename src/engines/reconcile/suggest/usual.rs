//! How a column usually writes its values, where that leaves one way only: two values that are both written so are never
//! one under the column's rule.

use crate::engines::reconcile::{Format, Kind, Rule};
use crate::engines::tables::cell;

/// The usual way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usual {
    /// Text without spaces around it, and without capitals where they don't count.
    Text { case: bool, null: bool },
    /// A number with so many decimals behind this sign.
    Decimal { sign: u8, places: usize },
    /// Digits of a date in these places, in universal time.
    Digits(Vec<u8>),
}

impl Usual {
    /// The usual way of a rule, after the first values; none where every value has to be remembered.
    pub fn of<'a>(
        rule: &Rule,
        format: Format,
        mut values: impl Iterator<Item = &'a str>,
    ) -> Option<Self> {
        if !rule.transforms.is_empty() || !rule.same.is_empty() {
            return None;
        }
        match rule.kind {
            Kind::Text => Some(Self::Text { case: rule.case, null: rule.null }),
            Kind::Number | Kind::Money => {
                let sign = if format.comma { b',' } else { b'.' };
                let first = values.find(|value| !cell::is_missing(value))?;
                let places = first.bytes().rev().position(|byte| byte == sign).unwrap_or(0);
                Some(Self::Decimal { sign, places })
            }
            Kind::Date => {
                let first = values.find(|value| !cell::is_missing(value))?;
                let shape = shape(first);
                is_telling(&shape).then_some(Self::Digits(shape))
            }
            Kind::Day | Kind::Duration | Kind::Flag => None,
        }
    }

    /// Whether a value is written so.
    pub fn is(&self, value: &str) -> bool {
        match self {
            Self::Text { case, null } => {
                value.trim().len() == value.len()
                    && !(*null && cell::is_missing(value))
                    && !(*case
                        && value
                            .chars()
                            .any(|letter| !letter.is_ascii_lowercase() && differs(letter)))
            }
            Self::Decimal { sign, places } => is_decimal(value, *sign, *places),
            Self::Digits(known) => {
                value.len() == known.len()
                    && value.bytes().zip(known).all(|(byte, known)| digit(byte) == *known)
            }
        }
    }
}

/// Whether a letter is not the one that stands for it where capitals don't count.
fn differs(letter: char) -> bool {
    !letter.is_ascii() || letter.is_ascii_uppercase()
}

fn is_decimal(value: &str, sign: u8, places: usize) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value).as_bytes();
    let whole = match digits.len().checked_sub(places + 1) {
        _ if places == 0 => digits,
        Some(at) if digits[at] == sign => {
            if !digits[at + 1..].iter().all(u8::is_ascii_digit) {
                return false;
            }
            &digits[..at]
        }
        _ => return false,
    };
    let plain = matches!(whole, [b'0'] | [b'1'..=b'9', ..]) && whole.iter().all(u8::is_ascii_digit);
    // Minus nothing is nothing.
    plain
        && digits.len() < 18
        && !(value.starts_with('-') && digits.iter().all(|byte| !matches!(byte, b'1'..=b'9')))
}

fn digit(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'9' } else { byte }
}

fn shape(value: &str) -> Vec<u8> {
    value.bytes().map(digit).collect()
}

/// Whether dates of a shape are one only where their digits are: no zone of its own but universal time, no names, and
/// every part with all its digits.
fn is_telling(shape: &[u8]) -> bool {
    let whole = [
        &b"9999-99-99"[..],
        b"99.99.9999",
        b"99/99/9999",
        b"9999-99-99T99:99:99Z",
        b"9999-99-99T99:99:99.999Z",
        b"9999-99-99T99:99:99",
        b"9999-99-99 99:99:99",
        b"9999-99-99T99:99",
        b"9999-99-99 99:99",
        b"99.99.9999 99:99",
        b"99/99/9999 99:99",
        b"99.99.9999 99:99:99",
        b"99/99/9999 99:99:99",
    ];
    whole.contains(&shape)
}

#[cfg(test)]
mod tests {
    use super::super::super::normal::Normal;
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            "-?[0-9]{1,4}([.,][0-9]{0,3})?",
            "[aAäÄß ]{0,3}",
            "20[0-2][0-9]-(0[1-9]|1[0-2])-[0-2][0-9]( [0-2][0-9]:[0-5][0-9])?",
            proptest::sample::select(vec!["NULL", "\\N", "", "0", "-0", "00", "1.", "İ", "ſ", "K"])
                .prop_map(str::to_owned),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn two_values_that_are_written_as_usual_are_never_one(
            values in prop::collection::vec(value(), 1..40),
            rule in proptest::sample::select(vec!["trim", "trim,case", "trim,null", "number", "number,codes,comma", "money=EUR", "date", "date,mdy"]),
        ) {
            let rule: Rule = rule.parse().unwrap();
            let usual = Usual::of(&rule, rule.a, values.iter().map(String::as_str));
            let normal = Normal::new(&rule, rule.a);
            let mut seen: HashMap<Vec<u8>, &String> = HashMap::new();
            for value in values.iter().filter(|value| usual.as_ref().is_some_and(|usual| usual.is(value))) {
                let mut bytes = Vec::new();
                normal.append(value.as_bytes(), &mut bytes);
                if let Some(other) = seen.insert(bytes, value) {
                    prop_assert_eq!(other, value, "{:?}", usual);
                }
            }
        }
    }
}
