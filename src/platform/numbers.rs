//! Numbers and amounts as people read them: the one way in which digits are grouped, on pages, in documents and in sentences.
//! It writes what it is given; whatever is rounded was rounded before.

use std::fmt::Display;

/// A decimal number with its whole part in groups of three: “1,204”, “−1,234,567.50”. Anything else comes back as it is.
#[must_use]
pub fn grouped(number: &str) -> String {
    let (sign, rest) = number.strip_prefix('-').map_or(("", number), |rest| ("−", rest));
    let (whole, part) =
        rest.split_once('.').map_or((rest, None), |(whole, part)| (whole, Some(part)));
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut out = String::from(sign);
    for (at, digit) in whole.char_indices() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

/// An amount of money in a currency of ISO 4217: “1,234.50 EUR”.
#[must_use]
pub fn money(amount: impl Display, currency: &str) -> String {
    format!("{} {currency}", grouped(&amount.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups_of_three_and_anything_else_is_left_alone() {
        for (given, shown) in [
            ("0", "0"),
            ("999", "999"),
            ("1204", "1,204"),
            ("100000", "100,000"),
            ("-1234567.50", "−1,234,567.50"),
            ("n/a", "n/a"),
            ("", ""),
            ("-", "-"),
            (".5", ".5"),
        ] {
            assert_eq!(grouped(given), shown);
        }
    }

    #[test]
    fn an_amount_stands_before_its_currency() {
        assert_eq!(money(rust_decimal::Decimal::new(123_450, 2), "EUR"), "1,234.50 EUR");
        assert_eq!(money(1_515, "CHF"), "1,515 CHF");
    }
}
