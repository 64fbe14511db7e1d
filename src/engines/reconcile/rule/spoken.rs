//! Rules in words, for a command line and for people: `trim, number, within=0.01, b.comma`.
//! What is written reads back as the same rule, but for values that mean the same, which are listed apart.

use super::Transform;
use crate::engines::reconcile::{Format, Kind, Rule};
use crate::engines::tables::{DateOrder, Zone};
use rust_decimal::Decimal;
use std::fmt;
use std::str::FromStr;

/// A text that is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no rule. Write exact, trim, case, null, codes, number, money, money=EUR, date, day, duration, flag, whole, \
     zeros, letters, digits, strip=#, pattern=…, within=0.01, within=5m, comma, point, dmy, mdy or zone=Europe/Berlin, \
     separated by commas; a.comma or b.mdy speak of one side."
)]
pub struct NoRule(pub String);

impl FromStr for Rule {
    type Err = NoRule;

    fn from_str(text: &str) -> Result<Self, NoRule> {
        let mut rule = Self::default();
        // A pattern may hold commas: it goes to the end.
        let (words, pattern) = match text.find("pattern=") {
            Some(at) => (&text[..at], Some(&text[at..])),
            None => (text, None),
        };
        let words = words.split(',').map(str::trim).chain(pattern.map(str::trim));
        for word in words.filter(|word| !word.is_empty()) {
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
        if let Some(transform) = Transform::of(word) {
            self.transforms.push(transform);
            return Some(());
        }
        match word.split_once('=') {
            None => match word {
                "exact" => {}
                "trim" => self.trim = true,
                "case" => self.case = true,
                "null" => self.null = true,
                "codes" => self.codes = true,
                "number" => self.kind = Kind::Number,
                "money" => self.kind = Kind::Money,
                "date" => self.kind = Kind::Date,
                "day" => self.kind = Kind::Day,
                "duration" => self.kind = Kind::Duration,
                "flag" => self.kind = Kind::Flag,
                _ => return read_format(&mut self.a, word).and(read_format(&mut self.b, word)),
            },
            Some(("money", currency)) => {
                let known = currency.len() == 3
                    && currency.bytes().all(|b| b.is_ascii_alphabetic() || b == b'.');
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
        "dmy" => format.order = DateOrder::DayFirst,
        "mdy" => format.order = DateOrder::MonthFirst,
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
        let flags = [("trim", self.trim), ("case", self.case), ("null", self.null)];
        words.extend(flags.iter().filter(|(_, on)| *on).map(|(word, _)| (*word).to_owned()));
        match (self.kind, &self.currency) {
            (Kind::Text, _) => {}
            (Kind::Number, _) => words.push("number".into()),
            (Kind::Money, None) => words.push("money".into()),
            (Kind::Money, Some(currency)) => words.push(format!("money={currency}")),
            (Kind::Date, _) => words.push("date".into()),
            (Kind::Day, _) => words.push("day".into()),
            (Kind::Duration, _) => words.push("duration".into()),
            (Kind::Flag, _) => words.push("flag".into()),
        }
        words.extend(self.codes.then(|| "codes".into()));
        words.extend(self.within.map(|within| format!("within={within}")));
        for (side, format) in [("a.", self.a), ("b.", self.b)] {
            words.extend(format.words(self.kind).map(|word| format!("{side}{word}")));
        }
        let is_pattern = |transform: &&Transform| matches!(transform, Transform::Pattern(_));
        let (last, first): (Vec<_>, Vec<_>) = self.transforms.iter().partition(is_pattern);
        words.extend(first.into_iter().chain(last).map(Transform::to_string));
        f.write_str(if words.is_empty() { "exact" } else { "" })?;
        f.write_str(&words.join(", "))
    }
}

impl Format {
    fn words(self, kind: Kind) -> impl Iterator<Item = String> {
        let number = matches!(kind, Kind::Number | Kind::Money | Kind::Duration);
        let date = matches!(kind, Kind::Date | Kind::Day);
        let comma = (number && self.comma).then(|| "comma".to_owned());
        let order = (date && self.order == DateOrder::MonthFirst).then(|| "mdy".to_owned());
        let zone = (date && self.zone != Zone::Utc).then(|| format!("zone={}", self.zone));
        [comma, order, zone].into_iter().flatten()
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
            "trim, null, number, codes, within=0.01, b.comma",
            "money=EUR, a.comma, b.comma",
            "date, within=300, a.mdy, b.zone=Europe/Berlin",
            "day, a.zone=+05:30",
            "trim, duration",
            "trim, duration, within=60, b.comma",
            "trim, whole, zeros, strip=#",
            "trim, digits, pattern=A(\\d{1,3}),x",
            "flag",
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
        for text in [
            "fuzzy",
            "within=-1",
            "within=soon",
            "zone=Atlantis",
            "a.trim",
            "money=EURO",
            "pattern=(",
            "strip=",
        ] {
            let refused = format!("trim,{text}").parse::<Rule>();
            assert!(refused.unwrap_err().to_string().starts_with(&format!("“{text}”")), "{text}");
        }
    }

    #[test]
    fn an_order_of_dates_is_read_under_its_old_name() {
        let old = r#"{"kind":"date","a":{"comma":false,"order":"month","zone":"UTC"}}"#;
        assert_eq!(serde_json::from_str::<Rule>(old).unwrap().to_string(), "date, a.mdy");
    }
}
