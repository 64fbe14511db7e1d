//! The firm's settings: what its documents show of it, and what a new quote begins with.
//! There is one of them; whoever is signed in may read it, admins alone change it.

use crate::document::engagement::Problem;
use crate::document::quote::{Quote, terms};
use crate::platform::catalogue::catalogue;
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

mod brand;
#[cfg(feature = "ssr")]
pub mod store;

pub use brand::{Brand, BrandError, READABLE};

/// Longest name of the firm, in characters.
pub const NAME: usize = 200;
/// Longest contact, in characters.
pub const CONTACT: usize = 500;
/// Longest sentence on confidentiality, in characters.
pub const CONFIDENTIAL: usize = 500;
/// Longest time in which a quote can be accepted, in days.
pub const MOST_DAYS: i64 = 365;

catalogue! {
    /// What a stored logo is; it was drawn anew by us.
    pub enum LogoFormat {
        Png => "png", "PNG picture";
        Jpeg => "jpeg", "JPEG picture";
    }
}

/// The settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirmSettings {
    /// What the firm is called; empty until somebody says.
    pub name: String,
    /// How it is reached, on lines of its own.
    pub contact: String,
    /// The colour of headings in documents.
    pub brand: Option<Brand>,
    /// What is said on confidentiality in documents; empty for nothing.
    pub confidential: String,
    /// The price of an hour that a new quote begins with, before tax.
    pub rate: Option<Decimal>,
    /// The currency that a new quote begins with; where there is none, that of the engagement.
    pub currency: Option<String>,
    /// The tax that a new quote begins with, in per cent.
    pub tax: Decimal,
    /// For how many days a new quote can be accepted.
    pub validity_days: Option<i64>,
}

impl FirmSettings {
    /// Everything in it that keeps it from being saved.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let short = |text: &str, most: usize| text.chars().count() <= most;
        let asked = [
            (short(&self.name, NAME), "name", "Shorten the name to 200 characters."),
            (short(&self.contact, CONTACT), "contact", "Shorten the contact to 500 characters."),
            (
                short(&self.confidential, CONFIDENTIAL),
                "confidential",
                "Shorten the sentence to 500 characters.",
            ),
            (
                self.rate.is_none() || self.currency.is_some(),
                "currency",
                "Say in which currency the price of an hour is.",
            ),
            (
                self.validity_days.is_none_or(|days| (1..=MOST_DAYS).contains(&days)),
                "validity_days",
                "Give a number of days from 1 to 365.",
            ),
        ];
        let wrong = asked.into_iter().filter(|(holds, _, _)| !holds);
        let own = wrong.map(|(_, field, message)| Problem::new(field, message));
        own.chain(terms(self.rate, self.currency.as_deref(), self.tax)).collect()
    }

    /// Puts the firm's terms into a quote that has none yet: a price goes with its currency.
    pub fn begin(&self, quote: &mut Quote, today: NaiveDate) {
        if let Some(currency) = &self.currency {
            quote.currency.clone_from(currency);
            quote.rate = self.rate.unwrap_or_default();
        }
        quote.tax = self.tax;
        let days = self.validity_days.and_then(|days| u64::try_from(days).ok());
        quote.valid_until = days.and_then(|days| today.checked_add_days(Days::new(days)));
    }
}

/// The firm as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Firm {
    /// Its settings.
    pub settings: FirmSettings,
    /// What its logo is, if it has one.
    pub logo: Option<LogoFormat>,
    /// The version of its row.
    pub version: i32,
}

/// The firm's logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// What it is.
    pub format: LogoFormat,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::PartId;

    fn told(change: impl FnOnce(&mut FirmSettings)) -> Vec<&'static str> {
        let mut settings = FirmSettings {
            name: "Rescue Works".into(),
            rate: Some(110.into()),
            currency: Some("GBP".into()),
            tax: 20.into(),
            validity_days: Some(30),
            ..FirmSettings::default()
        };
        change(&mut settings);
        settings.problems().iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn each_setting_that_means_nothing_is_named() {
        assert_eq!(told(|_| {}), [""; 0]);
        assert_eq!(told(|it| it.name = "x".repeat(201)), ["name"]);
        assert_eq!(told(|it| it.rate = Some((-1).into())), ["rate"]);
        assert_eq!(told(|it| it.currency = Some("EUX".into())), ["currency"]);
        assert_eq!(told(|it| it.currency = None), ["currency"]);
        assert_eq!(told(|it| it.tax = 101.into()), ["tax"]);
        assert_eq!(told(|it| it.validity_days = Some(0)), ["validity_days"]);
    }

    #[test]
    fn a_new_quote_begins_with_the_firms_terms_and_a_price_goes_with_its_currency() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
        let mut quote = Quote::empty(PartId::new(), "EUR");
        FirmSettings::default().begin(&mut quote, day(1));
        assert_eq!(
            (quote.currency.as_str(), quote.rate, quote.valid_until),
            ("EUR", 0.into(), None)
        );
        let settings = FirmSettings {
            rate: Some(110.into()),
            currency: Some("GBP".into()),
            tax: 20.into(),
            validity_days: Some(14),
            ..FirmSettings::default()
        };
        settings.begin(&mut quote, day(1));
        let told = (quote.currency.as_str(), quote.rate, quote.tax, quote.valid_until);
        assert_eq!(told, ("GBP", 110.into(), 20.into(), Some(day(15))));
    }
}
