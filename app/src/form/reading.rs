//! The fields of a form parsed one by one; what is wrong with them is gathered, and told at once.

use super::Form;
use faultline::document::engagement::Problem;
use faultline::engines::tables::single::{self, Doubt};
use faultline::platform::catalogue::Catalogue;
use rust_decimal::Decimal;
use std::str::FromStr;

/// Parses a form's fields and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reading<'a> {
    sent: &'a Form,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Begins to read a form.
    #[must_use]
    pub fn new(sent: &'a Form) -> Self {
        Self { sent, problems: Vec::new() }
    }

    /// Notes a problem.
    pub fn problem(&mut self, field: &'static str, message: &str) {
        self.problems.push(Problem::new(field, message));
    }

    /// Notes a problem with one field of a group.
    pub fn problem_at(&mut self, group: &'static str, field: String, message: &str) {
        self.problems.push(Problem::at(group, field, message));
    }

    /// An entry of a catalogue; what is wrong is noted, and the first entry stands in until it is put right.
    pub fn choice<C: Catalogue>(&mut self, field: &'static str, message: &str) -> C {
        C::from_key(self.sent.raw(field)).unwrap_or_else(|_| {
            self.problem(field, message);
            C::ALL[0]
        })
    }

    /// An entry of a catalogue, or none.
    pub fn optional_choice<C: Catalogue>(&mut self, field: &'static str) -> Option<C> {
        let raw = self.sent.raw(field);
        let found = C::from_key(raw).ok();
        if found.is_none() && !raw.is_empty() {
            self.problem(field, "Choose one of the list.");
        }
        found
    }

    /// Anything that can be read from a text; what is wrong is noted, and `T::from_str` of nothing is not tried.
    pub fn parse<T: FromStr>(&mut self, field: &'static str, message: &str) -> Option<T> {
        let found = self.sent.text(field).parse().ok();
        if found.is_none() {
            self.problem(field, message);
        }
        found
    }

    /// Anything that can be read from a text, or nothing when the field is empty.
    pub fn optional<T: FromStr>(&mut self, field: &'static str, message: &str) -> Option<T> {
        if self.sent.text(field).is_empty() { None } else { self.parse(field, message) }
    }

    /// An amount, or nothing when the field is empty. One that can be either of two numbers up to `most` is told with both.
    pub fn amount(&mut self, field: &'static str, most: i64, message: &str) -> Option<Decimal> {
        let typed = self.sent.text(field);
        if typed.is_empty() {
            return None;
        }
        match single::within(&typed, most.into()) {
            Ok(amount) => return Some(amount),
            Err(Doubt::None) => self.problem(field, message),
            Err(doubt) => self.problem(field, &format!("“{typed}” {doubt}.")),
        }
        None
    }

    /// What is wrong.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_that_can_be_two_numbers_is_told_and_none_is_guessed() {
        let read = |typed: &str, most: i64| {
            let form = Form::of(vec![("rate", typed.to_owned())]);
            let mut reading = Reading::new(&form);
            let amount = reading.amount("rate", most, "Give a number.");
            let told = reading.problems().into_iter().map(|problem| problem.message.to_string());
            (amount.map(|amount| amount.to_string()), told.collect::<Vec<_>>())
        };
        for (typed, amount) in [("97,50", "97.50"), ("1,234.50", "1234.50"), ("1200", "1200")] {
            assert_eq!(read(typed, 100_000), (Some(amount.to_owned()), Vec::new()), "{typed}");
        }
        for typed in ["1,200", "1.200"] {
            let told = format!("“{typed}” can be 1200 or 1.2000: write the one that is meant.");
            assert_eq!(read(typed, 100_000), (None, vec![told]));
        }
        assert_eq!(read("8.875", 100), (Some("8.875".to_owned()), Vec::new()));
        assert_eq!(read("20 %", 100), (None, vec!["Give a number.".to_owned()]));
        assert_eq!(read("", 100), (None, Vec::new()));
    }
}
