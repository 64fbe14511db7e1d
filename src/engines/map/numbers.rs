//! Numbers of a map, read and written.
//! The standard library's ways to do so bring tables along, which do not compress: a tenth of what the browser loads.

/// Digits that a number is read with; more of them say nothing.
const DIGITS: u32 = 17;
/// Places after the point that count.
const PLACES: u32 = 21;
/// Bits of a number behind its first one.
const MANTISSA: u32 = 52;
/// The exponent that says 1, with those bits taken for a whole number.
const EXPONENT: u64 = 1023;

/// A number of digits with at most one point among them: the nearest that there is, as the standard library reads it.
#[must_use]
pub fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let empty = whole.is_empty() && part.is_empty();
    if empty || part.contains('.') || whole.trim_start_matches('0').len() > DIGITS as usize {
        return None;
    }
    let (mut digits, mut places) = (0_u128, 0);
    for digit in whole.bytes() {
        digits = digits * 10 + u128::from(digit - b'0');
    }
    for digit in part.bytes() {
        if places == PLACES || digits >= 10_u128.pow(DIGITS) {
            break;
        }
        digits = digits * 10 + u128::from(digit - b'0');
        places += 1;
    }
    if digits == 0 {
        return Some(0.0);
    }
    // So many binary places that the quotient has more than a number keeps, and a last one for what is left over.
    let shift = digits.leading_zeros();
    let (digits, scale) = (digits << shift, 10_u128.pow(places));
    let quotient = (digits / scale) | u128::from(digits % scale != 0);
    #[expect(clippy::cast_precision_loss, reason = "it rounds to the nearest")]
    let scaled = quotient as f64;
    Some(scaled / f64::from_bits((EXPONENT + u64::from(shift)) << MANTISSA))
}

/// A number from nought up with as few digits as tell it from every other, as the standard library writes it; one that is not
/// read with all its digits has as many places as are read.
#[must_use]
pub fn shortest(value: f64) -> String {
    let mut tried = (0..=PLACES).filter_map(|places| fixed(value, places));
    let exact = tried.find(|text| decimal(text) == Some(value));
    exact.or_else(|| fixed(value, PLACES)).unwrap_or_else(|| hundredths(value))
}

/// A number from nought up with this many places after the point.
fn fixed(value: f64, places: u32) -> Option<String> {
    let bits = value.to_bits();
    // A number is a whole one, halved so often.
    let exponent = u32::try_from(bits >> MANTISSA).ok().filter(|it| *it > 0)?;
    let halved = (u32::try_from(EXPONENT).ok()? + MANTISSA).checked_sub(exponent)?;
    let whole = (bits & ((1 << MANTISSA) - 1)) | (1 << MANTISSA);
    let scaled = u128::from(whole) * 10_u128.pow(places);
    let half = 1_u128.checked_shl(halved)? >> 1;
    let rounded = u64::try_from((scaled + half) >> halved).ok()?;
    // Where one is that small a part, what was rounded is less than one.
    let one = 10_u64.checked_pow(places).unwrap_or(u64::MAX);
    Some(match places as usize {
        0 => rounded.to_string(),
        width => format!("{}.{:0width$}", rounded / one, rounded % one),
    })
}

/// A number with at most two decimals.
#[must_use]
pub fn hundredths(value: f64) -> String {
    // Written as whole hundredths: a drawing has thousands of numbers, and nought has one form only.
    let hundredths = (value * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        part => format!("{sign}{whole}.{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_written_as_the_standard_library_writes_it_at_the_ends_of_its_range() {
        for value in [0.0, 0.1, 0.3, 1.0, 1.0 / 3.0, 52.0 / 12.0, 9_999_999.999, 1e7, 1e15, 1e-5] {
            assert_eq!(shortest(value), value.to_string());
        }
        assert_eq!(shortest(1.0 / 3e9), "0.000000000333333333333");
        assert_eq!([1e-30, -1.5, f64::NAN].map(shortest), ["0", "-1.5", "0"]);
    }

    proptest! {
        #[test]
        fn a_number_is_read_as_the_standard_library_reads_it(value in 0.001..10_000_000.0_f64) {
            prop_assert_eq!(decimal(&value.to_string()), Some(value));
        }

        #[test]
        fn a_number_is_written_as_the_standard_library_writes_it(value in 0.000_01..10_000_000.0_f64, places in 0..9_i32) {
            let short = (value * 10_f64.powi(places)).round() / 10_f64.powi(places);
            prop_assert_eq!(shortest(value), value.to_string());
            prop_assert_eq!(shortest(short), short.to_string());
        }

        #[test]
        fn what_is_no_number_is_none(text in "[0-9.]{0,17}") {
            prop_assert_eq!(decimal(&text).is_some(), text.parse::<f64>().is_ok(), "{}", text);
        }

        #[test]
        fn hundredths_are_written_as_short_as_they_can_be(value in -5000.0..5000.0_f64) {
            let rounded = (value * 100.0).round() / 100.0 + 0.0;
            prop_assert_eq!(hundredths(value), rounded.to_string());
        }
    }
}
