//! One number that stands alone, where no column tells how its digits are grouped: what a person types into a field.
//! What can be either of two numbers is told with both; nothing is guessed.

use super::amount::Amount;
use rust_decimal::Decimal;

/// What may stand in such a number besides its digits.
const SIGNS: &str = ".,'’_ \u{a0}\u{202f}+-\u{2212}–—";

/// Why a text is not one number, as what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It is none.
    #[error("is no number")]
    None,
    /// It is either of two, each written so that it is only that one.
    #[error("can be {0} or {1}: write the one that is meant")]
    Either(String, String),
}

/// The number that a text says; `comma` is known where a whole column told how its decimals are written.
///
/// # Errors
/// [`Doubt`] when it says none, or can say two.
pub fn read(text: &str, comma: Option<bool>) -> Result<Decimal, Doubt> {
    let one = |comma: bool| as_written(text, comma);
    if let Some(comma) = comma {
        return one(comma).ok_or(Doubt::None);
    }
    match (one(false), one(true)) {
        (Some(point), Some(comma)) if point == comma => Ok(point),
        (Some(point), Some(comma)) => {
            let (whole, part) = if point.scale() == 0 { (point, comma) } else { (comma, point) };
            Err(Doubt::Either(whole.to_string(), lengthened(part)))
        }
        (found, other) => found.or(other).ok_or(Doubt::None),
    }
}

/// A number with three decimals as it can be only that one: they alone could be a group of thousands, four are none.
fn lengthened(number: Decimal) -> String {
    format!("{number}0")
}

/// The number that a text says in a field that takes at most `most`: what is beyond that is not meant.
///
/// # Errors
/// [`Doubt`] when it says none, or can say two.
pub fn within(text: &str, most: Decimal) -> Result<Decimal, Doubt> {
    let fits = |comma| as_written(text, comma).filter(|number| number.abs() <= most);
    match (read(text, None), fits(false), fits(true)) {
        (Err(Doubt::Either(..)), Some(number), None)
        | (Err(Doubt::Either(..)), None, Some(number)) => Ok(number),
        (found, _, _) => found,
    }
}

/// A number as a field shows it: it is read as the same again.
#[must_use]
pub fn shown(number: Decimal, most: Option<Decimal>) -> String {
    let text = number.to_string();
    let again = most.map_or_else(|| read(&text, None), |most| within(&text, most));
    if again == Ok(number) { text } else { lengthened(number) }
}

/// The number that a text says one way, with as many decimals as it is written with.
fn as_written(text: &str, comma: bool) -> Option<Decimal> {
    let text = text.trim();
    if !text.chars().all(|letter| letter.is_ascii_digit() || SIGNS.contains(letter)) {
        return None;
    }
    let number = Amount::read(text.as_bytes(), comma)?.decimal();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits: i64 = digits.parse().unwrap_or_default();
    let mut written = (0..=18).map(|decimals| Decimal::new(digits, decimals));
    let written = written.find(|written| *written == number.abs()).unwrap_or(number.abs());
    Some(if number.is_sign_negative() { -written } else { written })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        read(text, None).map_or_else(|doubt| doubt.to_string(), |number| number.to_string())
    }

    #[test]
    fn what_can_be_only_one_number_is_it() {
        for (text, number) in [
            ("1200", "1200"),
            ("1,5", "1.5"),
            ("97.50", "97.50"),
            (" 1,234.50 ", "1234.50"),
            ("1.234,5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1 200", "1200"),
            ("1’200", "1200"),
            ("0,125", "0.125"),
            ("1.1250", "1.1250"),
            ("-7,25", "-7.25"),
            ("0", "0"),
        ] {
            assert_eq!(told(text), number, "{text}");
        }
    }

    #[test]
    fn what_can_be_two_numbers_is_told_with_both_and_nothing_is_guessed() {
        let either = |a: &str, b: &str| Err(Doubt::Either(a.to_owned(), b.to_owned()));
        for text in ["1,200", "1.200"] {
            assert_eq!(read(text, None), either("1200", "1.2000"), "{text}");
        }
        assert_eq!(read("-1,200", None), either("-1200", "-1.2000"));
        assert_eq!(read("1.125", None), either("1125", "1.1250"));
        assert!(told("1,200").contains("can be 1200 or 1.2000"), "{}", told("1,200"));
        assert_eq!((told("1200"), told("1.2000")), ("1200".into(), "1.2000".into()));
    }

    #[test]
    fn a_column_or_a_bound_settles_what_one_cell_cannot() {
        let thousand = Ok(Decimal::from(1_200));
        assert_eq!(read("1,200", Some(false)), thousand);
        assert_eq!(read("1.200", Some(true)), thousand);
        assert_eq!(read("1,200", Some(true)), Ok(Decimal::new(12, 1)));
        assert_eq!(within("8.875", 100.into()), Ok(Decimal::new(8_875, 3)));
        assert!(matches!(within("8.875", 100_000.into()), Err(Doubt::Either(..))));
        assert_eq!(within("150", 100.into()), Ok(150.into()));
    }

    #[test]
    fn what_is_no_plain_number_is_none() {
        for text in ["", "x", "20 %", "1e3", "12 34", "1,23,4", "99999999999999999999", "€5"] {
            assert_eq!(read(text, None), Err(Doubt::None), "{text}");
        }
    }

    #[test]
    fn a_number_is_read_as_it_is_shown() {
        let numbers = [(9_750, 2), (1_125, 3), (-1_125, 3), (125, 3), (97, 0), (12_345, 4)];
        for (digits, decimals) in numbers {
            let number = Decimal::new(digits, decimals);
            assert_eq!(read(&shown(number, None), None), Ok(number));
            let most = Some(Decimal::ONE_HUNDRED);
            assert_eq!(within(&shown(number, most), Decimal::ONE_HUNDRED), Ok(number));
        }
        assert_eq!(shown(Decimal::new(8_875, 3), Some(Decimal::ONE_HUNDRED)), "8.875");
    }
}
