//! Amounts: minutes at the rate of a quote, rounded once to what its currency can pay.
//! Nothing is added up that was rounded before.

use crate::document::quote::{Quote, minor_units};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// What an amount of work costs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// Before tax.
    pub net: Decimal,
    /// The tax on it.
    pub tax: Decimal,
    /// With tax.
    pub total: Decimal,
}

/// What so many minutes cost.
#[must_use]
pub fn price(quote: &Quote, minutes: i64) -> Price {
    let digits = minor_units(&quote.currency).unwrap_or(2);
    let rounded = |amount: Decimal| {
        let mut amount =
            amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        amount.rescale(digits);
        amount
    };
    let net = rounded(quote.rate * Decimal::from(minutes) / Decimal::from(60));
    let tax = rounded(net * quote.tax / Decimal::from(100));
    Price { net, tax, total: net + tax }
}

/// An amount as people write it: “1,234.50 EUR”.
#[must_use]
pub fn amount(value: Decimal, currency: &str) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{rest} {currency}")
}

/// Minutes as hours, as people write them: “12.5 h”.
#[must_use]
pub fn hours(minutes: i64) -> String {
    let hundredths = (minutes * 100 + 30 * minutes.signum()) / 60;
    let text = format!("{}.{:02}", hundredths / 100, hundredths.abs() % 100);
    format!("{} h", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::PartId;

    fn quote(rate: Decimal, currency: &str, tax: Decimal) -> Quote {
        Quote { rate, tax, ..Quote::empty(PartId(uuid::Uuid::nil()), currency) }
    }

    #[test]
    fn an_amount_is_rounded_to_what_its_currency_can_pay() {
        let euro = price(&quote(Decimal::new(10_001, 2), "EUR", 19.into()), 100);
        assert_eq!(euro.net.to_string(), "166.68");
        assert_eq!(
            (euro.tax.to_string(), euro.total.to_string()),
            ("31.67".into(), "198.35".into())
        );
        let yen = price(&quote(9_999.into(), "JPY", 10.into()), 50);
        assert_eq!((yen.net.to_string(), yen.tax.to_string()), ("8333".into(), "833".into()));
        let dinar = price(&quote(10.into(), "KWD", 0.into()), 10);
        assert_eq!(dinar.net.to_string(), "1.667");
    }

    #[test]
    fn amounts_and_hours_are_written_as_people_write_them() {
        assert_eq!(amount(Decimal::new(123_450, 2), "EUR"), "1,234.50 EUR");
        assert_eq!(amount(Decimal::from(1_000_000), "JPY"), "1,000,000 JPY");
        assert_eq!(amount(Decimal::new(-99_950, 2), "USD"), "-999.50 USD");
        assert_eq!([hours(750), hours(60), hours(0)], ["12.5 h", "1 h", "0 h"]);
        assert_eq!([hours(100), hours(6_005)], ["1.67 h", "100.08 h"]);
    }
}
