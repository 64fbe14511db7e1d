//! How two columns are compared: what counts as the same although it is written differently.
//! A rule makes values equal or it does not; it never picks one of them.

use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

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
}

/// Which part of a numeric date comes first, where the numbers leave it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Day, month, year.
    #[default]
    Day,
    /// Month, day, year.
    Month,
}

/// Where clocks stand that say no zone themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// So many seconds ahead of it.
    Ahead(i32),
    /// A place's time, with its summers.
    Place(Tz),
}

/// How one side writes its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Format {
    /// A comma stands before the decimals.
    pub comma: bool,
    /// The order of numeric dates.
    pub order: DateOrder,
    /// The zone of times without one.
    pub zone: Zone,
}

/// How a pair of columns is compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rule {
    /// Spaces around a value don't count.
    pub trim: bool,
    /// Capitals don't count.
    pub case: bool,
    /// What the column holds.
    pub kind: Kind,
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

/// A text that is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no rule. Write exact, trim, case, number, money, money=EUR, date, day, within=0.01, within=5m, \
     comma, point, dmy, mdy or zone=Europe/Berlin, separated by commas; a.comma or b.mdy speak of one side."
)]
pub struct NoRule(pub String);

impl FromStr for Rule {
    type Err = NoRule;

    fn from_str(text: &str) -> Result<Self, NoRule> {
        let mut rule = Self::default();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            rule.read(word).ok_or_else(|| NoRule(word.to_owned()))?;
        }
        Ok(rule)
    }
}

impl Rule {
    fn read(&mut self, word: &str) -> Option<()> {
        if let Some(word) = word.strip_prefix("a.") {
            return read_format(&mut self.a, word);
        }
        if let Some(word) = word.strip_prefix("b.") {
            return read_format(&mut self.b, word);
        }
        match word.split_once('=') {
            None => match word {
                "exact" => {}
                "trim" => self.trim = true,
                "case" => self.case = true,
                "number" => self.kind = Kind::Number,
                "money" => self.kind = Kind::Money,
                "date" => self.kind = Kind::Date,
                "day" => self.kind = Kind::Day,
                _ => return read_format(&mut self.a, word).and(read_format(&mut self.b, word)),
            },
            Some(("money", currency)) => {
                let known =
                    currency.len() == 3 && currency.bytes().all(|b| b.is_ascii_alphabetic());
                self.kind = Kind::Money;
                self.currency = Some(known.then(|| currency.to_ascii_uppercase())?);
            }
            Some(("within", amount)) => self.within = Some(read_amount(amount)?),
            Some(_) => return read_format(&mut self.a, word).and(read_format(&mut self.b, word)),
        }
        Some(())
    }
}

fn read_format(format: &mut Format, word: &str) -> Option<()> {
    match word {
        "comma" => format.comma = true,
        "point" => format.comma = false,
        "dmy" => format.order = DateOrder::Day,
        "mdy" => format.order = DateOrder::Month,
        _ => format.zone = word.strip_prefix("zone=")?.parse().ok()?,
    }
    Some(())
}

/// `0.01`, or a time such as `90s`, `5m`, `2h`, `1d`.
fn read_amount(text: &str) -> Option<Decimal> {
    let units = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
    let unit = units.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(*unit)?, *seconds)));
    let (number, times) = unit.unwrap_or((text, 1));
    let amount = number.parse::<Decimal>().ok()?.checked_mul(times.into())?;
    (!amount.is_sign_negative()).then_some(amount.normalize())
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words: Vec<String> = Vec::new();
        words.extend(self.trim.then(|| "trim".into()));
        words.extend(self.case.then(|| "case".into()));
        match (self.kind, &self.currency) {
            (Kind::Text, _) => {}
            (Kind::Number, _) => words.push("number".into()),
            (Kind::Money, None) => words.push("money".into()),
            (Kind::Money, Some(currency)) => words.push(format!("money={currency}")),
            (Kind::Date, _) => words.push("date".into()),
            (Kind::Day, _) => words.push("day".into()),
        }
        words.extend(self.within.map(|within| format!("within={within}")));
        for (side, format) in [("a.", self.a), ("b.", self.b)] {
            words.extend(format.words(self.kind).map(|word| format!("{side}{word}")));
        }
        f.write_str(if words.is_empty() { "exact" } else { "" })?;
        f.write_str(&words.join(", "))
    }
}

impl Format {
    fn words(self, kind: Kind) -> impl Iterator<Item = String> {
        let number = matches!(kind, Kind::Number | Kind::Money);
        let date = matches!(kind, Kind::Date | Kind::Day);
        let comma = (number && self.comma).then(|| "comma".to_owned());
        let order = (date && self.order == DateOrder::Month).then(|| "mdy".to_owned());
        let zone = (date && self.zone != Zone::Utc).then(|| format!("zone={}", self.zone));
        [comma, order, zone].into_iter().flatten()
    }
}

impl FromStr for Zone {
    type Err = NoRule;

    /// `UTC`, `+02:00` or a name such as `Europe/Berlin`.
    fn from_str(text: &str) -> Result<Self, NoRule> {
        let no_rule = || NoRule(format!("zone={text}"));
        if text.eq_ignore_ascii_case("utc") || text == "Z" {
            return Ok(Self::Utc);
        }
        if text.starts_with(['+', '-']) {
            let offset = text.parse::<chrono::FixedOffset>().map_err(|_| no_rule())?;
            return Ok(Self::Ahead(offset.local_minus_utc()));
        }
        text.parse().map(Self::Place).map_err(|_| no_rule())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utc => f.write_str("UTC"),
            Self::Ahead(seconds) => {
                let (sign, minutes) = (if *seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
            Self::Place(place) => f.write_str(place.name()),
        }
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_back_as_it_is_written() {
        for text in [
            "exact",
            "trim, case",
            "trim, number, within=0.01, b.comma",
            "money=EUR, a.comma, b.comma",
            "date, within=300, a.mdy, b.zone=Europe/Berlin",
            "day, a.zone=+05:30",
        ] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        assert_eq!(
            "date,within=5m,zone=utc".parse::<Rule>().unwrap().to_string(),
            "date, within=300"
        );
    }

    #[test]
    fn what_is_no_rule_is_told_with_the_word() {
        for text in ["fuzzy", "within=-1", "within=soon", "zone=Atlantis", "a.trim", "money=EURO"] {
            let refused = format!("trim,{text}").parse::<Rule>();
            assert!(refused.unwrap_err().to_string().starts_with(&format!("“{text}”")), "{text}");
        }
    }
}
