//! How two columns are compared: what counts as the same although it is written differently.
//! A rule makes values equal or it does not; it never picks one of them.

mod spoken;
pub(super) mod transform;

use crate::engines::tables::{DateOrder, Zone};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

pub use spoken::NoRule;
pub use transform::Transform;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Text.
    #[default]
    Text,
    /// Numbers, with or without separators between thousands.
    Number,
    /// Amounts of money, with or without a currency beside them.
    Money,
    /// Dates, with or without a time.
    Date,
    /// Dates of which only the day counts.
    Day,
    /// Lengths of time.
    Duration,
    /// Yes or no, whatever the words.
    Flag,
}

/// How one side writes its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Format {
    /// A comma stands before the decimals.
    pub comma: bool,
    /// The order of numeric dates.
    #[serde(deserialize_with = "order")]
    pub order: DateOrder,
    /// The zone of times without one.
    pub zone: Zone,
}

impl Default for Format {
    fn default() -> Self {
        Self { comma: false, order: DateOrder::DayFirst, zone: Zone::Utc }
    }
}

/// An order of dates, also by the words under which it was stored before.
fn order<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateOrder, D::Error> {
    let key = String::deserialize(deserializer)?;
    match key.as_str() {
        "day" => Ok(DateOrder::DayFirst),
        "month" => Ok(DateOrder::MonthFirst),
        key => key.parse().map_err(serde::de::Error::custom),
    }
}

/// How a pair of columns is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Spaces around a value don't count.
    pub trim: bool,
    /// Capitals don't count.
    pub case: bool,
    /// `NULL`, `\N`, `NaN` and the like are no value.
    pub null: bool,
    /// What looks like a code, `007` or `1E3`, is no number.
    pub codes: bool,
    /// What the column holds.
    pub kind: Kind,
    /// What of a value is compared, one after the other.
    pub transforms: Vec<Transform>,
    /// The currency of amounts that name none: three letters.
    pub currency: Option<String>,
    /// Differences up to this don't count: a number, or seconds between dates.
    pub within: Option<Decimal>,
    /// Values that mean the same.
    pub same: Vec<(String, String)>,
    /// How the first export writes them.
    pub a: Format,
    /// How the second export writes them.
    pub b: Format,
}

impl Rule {
    /// Adds what a key rule such as `case` or `strip=#` says; whether that changed anything.
    pub fn allow(&mut self, word: &str) -> bool {
        match Transform::of(word) {
            Some(transform) if self.transforms.contains(&transform) => false,
            Some(transform) => {
                self.transforms.push(transform);
                true
            }
            None => word == "case" && !std::mem::replace(&mut self.case, true),
        }
    }
}
