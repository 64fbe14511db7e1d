//! What the values of a column say together about how each of them is read.
//! It counts what can be only one way; where nothing can, it says nothing.

use super::amount::without_dash;
use super::moment::{DateOrder, Hint, hint};

/// Whether decimals stand behind a comma; `None` when nothing tells, or as much speaks for either.
#[must_use]
pub fn writes_commas<'a>(values: impl Iterator<Item = &'a str>) -> Option<bool> {
    let (mut commas, mut points) = (0_usize, 0_usize);
    for value in values {
        match decimal_separator(value) {
            Some(',') => commas += 1,
            Some(_) => points += 1,
            None => {}
        }
    }
    (commas != points).then_some(commas > points)
}

/// What separates the decimals of a number, when it can be only one way.
fn decimal_separator(value: &str) -> Option<char> {
    let digit = |letter: char| letter.is_ascii_digit();
    let dashed = |letter: char| !digit(letter) && !"-\u{2212}–—".contains(letter);
    if let Some((_, separator)) = without_dash(value.trim_end_matches(dashed)) {
        return Some(separator);
    }
    let number = value.trim_matches(|letter: char| !digit(letter));
    let signs = |sign: char| number.matches(sign).count();
    let (separator, other) = match (signs(','), signs('.')) {
        (0, 0) => return None,
        (commas, 0) => (',', if commas > 1 { Some('.') } else { None }),
        (0, points) => ('.', if points > 1 { Some(',') } else { None }),
        _ if number.rfind(',') > number.rfind('.') => return Some(','),
        _ => return Some('.'),
    };
    let (whole, decimals) = number.rsplit_once(separator)?;
    if !decimals.chars().all(digit)
        || whole.chars().any(|letter| letter.is_alphabetic() || matches!(letter, ':' | '/' | '-'))
    {
        return None;
    }
    // Several of one sign stand between thousands.
    if other.is_some() {
        return other.filter(|_| number.split(separator).skip(1).all(|group| group.len() == 3));
    }
    let digits = whole.chars().filter(|letter| digit(*letter)).count();
    let open = decimals.len() == 3
        && (1..=3).contains(&digits)
        && whole != "0"
        && whole.chars().all(digit);
    (!open).then_some(separator)
}

/// Which comes first in numeric dates, day or month: a number above twelve tells.
#[must_use]
pub fn date_order<'a>(values: impl Iterator<Item = &'a str>) -> Option<DateOrder> {
    let (mut day, mut month) = (0_usize, 0_usize);
    for value in values {
        match hint(value) {
            Hint::Only(DateOrder::DayFirst) => day += 1,
            Hint::Only(DateOrder::MonthFirst) => month += 1,
            Hint::Either | Hint::None => {}
        }
    }
    match (day, month) {
        (0, 0) => None,
        _ if day == month => None,
        _ => Some(if day > month { DateOrder::DayFirst } else { DateOrder::MonthFirst }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_only_one_way_decides() {
        for (value, expected) in [
            ("1.234,50", Some(true)),
            ("1,234.50", Some(false)),
            ("1,5", Some(true)),
            ("1.5", Some(false)),
            ("1.000.000", Some(true)),
            ("1,000,000", Some(false)),
            ("0,125", Some(true)),
            ("€ 7,25", Some(true)),
            ("1 234,567", Some(true)),
            ("1.250", None),
            ("1,250", None),
            ("12", None),
            ("10.11.2026", None),
            ("x", None),
            ("1'234.05", Some(false)),
            ("7,5 %", Some(true)),
            ("1.250,- €", Some(true)),
            ("CHF 1'250.--", Some(false)),
            ("1250-", None),
        ] {
            assert_eq!(writes_commas([value].into_iter()), expected, "{value}");
        }
        assert_eq!(writes_commas(["1,5", "1.5"].into_iter()), None);
    }

    #[test]
    fn a_number_above_twelve_tells_which_comes_first() {
        assert_eq!(date_order(["03/04/2026", "25/04/2026"].into_iter()), Some(DateOrder::DayFirst));
        assert_eq!(
            date_order(["03/04/2026", "04/25/2026"].into_iter()),
            Some(DateOrder::MonthFirst)
        );
        assert_eq!(date_order(["03/04/2026", "2026-01-31"].into_iter()), None);
    }
}
