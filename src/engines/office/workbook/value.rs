//! Values of cells: what is not known stays empty, what is a number or a day is typed as one.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: it is not known.
    Empty,
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// An amount of money, shown with two digits.
    Amount(Decimal),
    /// Yes or no.
    Bool(bool),
    /// A day.
    Day(NaiveDate),
    /// A day and a time, UTC.
    Time(DateTime<Utc>),
}

impl Value {
    /// A whole number.
    #[must_use]
    pub fn whole(number: impl Into<i64>) -> Self {
        Self::Number(Decimal::from(number.into()))
    }

    /// How many there are.
    #[must_use]
    pub fn count(many: usize) -> Self {
        i64::try_from(many).map_or(Self::Empty, Self::whole)
    }

    /// A measured number to two digits; nothing where it is none.
    #[must_use]
    pub fn measured(number: Option<f64>) -> Self {
        let decimal = number.and_then(|number| Decimal::try_from(number).ok());
        decimal.map_or(Self::Empty, |number| Self::Number(number.round_dp(2)))
    }

    /// A day that may not be known.
    #[must_use]
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }

    /// A time that may not be known.
    #[must_use]
    pub fn time(time: Option<DateTime<Utc>>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}
