//! Amounts and hours as they are told: minutes at the rate of a quote, rounded once to what its currency can pay.
//! Nothing is added up that was rounded before; what is told of a range is told in whole hours, and costs what it says.

use crate::document::quote::{Quote, minor_units};
use crate::platform::numbers::money;
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

/// A price as people write it: “100.00 EUR (120.00 EUR with tax)”.
#[must_use]
pub fn with_tax(price: Price, currency: &str) -> String {
    let net = money(price.net, currency);
    if price.tax == Decimal::ZERO {
        return net;
    }
    format!("{net} ({} with tax)", money(price.total, currency))
}

/// Minutes of a range, in whole hours: more would claim what no estimate knows.
///
/// They are rounded up, so that what is enough stays enough.
#[must_use]
pub fn to_whole_hours(minutes: i64) -> i64 {
    (minutes + 59).div_euclid(60) * 60
}

/// Minutes of a range as people read them, in whole hours: “13 h”.
#[must_use]
pub fn whole_hours(minutes: i64) -> String {
    format!("{} h", to_whole_hours(minutes) / 60)
}

/// Minutes that are saved, in whole hours: rounded down, so that nothing is promised.
#[must_use]
pub fn saved_hours(minutes: i64) -> String {
    if minutes < 60 { "less than 1 h".into() } else { format!("{} h", minutes / 60) }
}

/// Minutes that a person gave, as they gave them: “12.5 h”, “20 min”.
#[must_use]
pub fn hours(minutes: i64) -> String {
    let (whole, rest) = (minutes / 60, minutes % 60);
    match (whole, rest) {
        (whole, 0) => format!("{whole} h"),
        (whole, 15) => format!("{whole}.25 h"),
        (whole, 30) => format!("{whole}.5 h"),
        (whole, 45) => format!("{whole}.75 h"),
        (0, rest) => format!("{rest} min"),
        (whole, rest) => format!("{whole} h {rest} min"),
    }
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
        assert_eq!(money(Decimal::new(123_450, 2), "EUR"), "1,234.50 EUR");
        assert_eq!(money(Decimal::from(1_000_000), "JPY"), "1,000,000 JPY");
        assert_eq!(money(Decimal::new(-99_950, 2), "USD"), "−999.50 USD");
        let taxed = price(&quote(100.into(), "EUR", 19.into()), 60);
        assert_eq!(with_tax(taxed, "EUR"), "100.00 EUR (119.00 EUR with tax)");
        let free = price(&quote(100.into(), "EUR", 0.into()), 60);
        assert_eq!(with_tax(free, "EUR"), "100.00 EUR");
        assert_eq!([hours(750), hours(60), hours(0)], ["12.5 h", "1 h", "0 h"]);
        assert_eq!([hours(15), hours(165)], ["0.25 h", "2.75 h"]);
        assert_eq!([hours(20), hours(100), hours(6_005)], ["20 min", "1 h 40 min", "100 h 5 min"]);
    }

    #[test]
    fn a_range_is_told_in_whole_hours_that_are_enough() {
        assert_eq!([0, 1, 60, 61, 749].map(whole_hours), ["0 h", "1 h", "1 h", "2 h", "13 h"]);
        for minutes in 0..600 {
            let told = to_whole_hours(minutes);
            assert!(told >= minutes && told < minutes + 60 && told % 60 == 0, "{minutes}: {told}");
        }
        assert_eq!(
            [0, 59, 60, 179].map(saved_hours),
            ["less than 1 h", "less than 1 h", "1 h", "2 h"]
        );
    }
}
