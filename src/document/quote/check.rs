//! What must hold of a quote before it is stored.
//! A draft may lack what issuing asks for; it may not hold numbers that mean nothing.

use super::{
    Bounds, Estimate, LedgerEntry, Line, MOST_ASSUMPTIONS, MOST_BUDGET, MOST_HOURS, MOST_LINES,
    MOST_RATE, MOST_TAX, QUARTER, Quote, minor_units,
};
use crate::document::engagement::Problem;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The most that one line or assumption takes, in minutes.
const MOST_MINUTES: i64 = MOST_HOURS * 60;
/// The longest text of a line, an assumption or an exclusion, in characters.
const LONGEST: usize = 2_000;

impl Quote {
    /// Everything in it that keeps it from being saved.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = terms(Some(self.rate), Some(&self.currency), self.tax);
        problems.extend(bounds(&self.bounds));
        problems.extend(self.sizes());
        problems.extend(self.lines.iter().filter_map(line));
        problems.extend(self.assumptions.iter().filter_map(assumption));
        problems
    }

    fn sizes(&self) -> Vec<Problem> {
        let fits = |text: &String| text.chars().count() <= LONGEST;
        let ids: BTreeSet<_> = self
            .lines
            .iter()
            .map(|line| line.id)
            .chain(self.assumptions.iter().map(|entry| entry.id))
            .collect();
        let asked = [
            (
                self.lines.len() <= MOST_LINES,
                "lines",
                "A quote has at most 200 lines. Join some, or remove what is not offered.",
            ),
            (
                self.assumptions.len() <= MOST_ASSUMPTIONS,
                "assumptions",
                "A quote rests on at most 60 assumptions. Test some first.",
            ),
            (
                ids.len() == self.lines.len() + self.assumptions.len(),
                "lines",
                "Two lines have the same id. Add one of them anew.",
            ),
            (
                self.exclusions.iter().all(fits),
                "exclusions",
                "Shorten what is excluded to 2,000 characters a line.",
            ),
        ];
        refused(&asked)
    }
}

/// What is wrong with the terms of a quote, as far as they are given: the price of an hour, its currency, and the tax.
#[must_use]
pub fn terms(rate: Option<Decimal>, currency: Option<&str>, tax: Decimal) -> Vec<Problem> {
    let within = |value: Decimal, most: i64| value >= Decimal::ZERO && value <= most.into();
    let asked = [
        (
            rate.is_none_or(|rate| within(rate, MOST_RATE)),
            "rate",
            "Give the price of an hour as a number from 0 to 100,000.",
        ),
        (
            currency.is_none_or(|code| minor_units(code).is_some()),
            "currency",
            "Give the currency as a code of ISO 4217, such as EUR, GBP or USD.",
        ),
        (within(tax, MOST_TAX), "tax", "Give the tax in per cent, from 0 to 100."),
    ];
    refused(&asked)
}

fn refused(asked: &[(bool, &'static str, &str)]) -> Vec<Problem> {
    let wrong = asked.iter().filter(|(holds, _, _)| !holds);
    wrong.map(|(_, field, message)| Problem::new(field, *message)).collect()
}

fn bounds(bounds: &Bounds) -> Vec<Problem> {
    let budget = bounds.budget.unwrap_or_default();
    let order = bounds.starts_on.zip(bounds.deadline).is_none_or(|(start, end)| start < end);
    let most = Decimal::from(MOST_BUDGET);
    let asked = [
        (
            budget >= Decimal::ZERO && budget <= most,
            "budget",
            "Give the budget as an amount from 0 to 1,000,000,000.",
        ),
        (order, "deadline", "Give a deadline after the first day."),
        (
            bounds.deadline.is_none() || bounds.starts_on.is_some(),
            "starts_on",
            "Give the first day too: a deadline alone says not how much time there is.",
        ),
        (
            (1..=168).contains(&bounds.hours_a_week),
            "hours_a_week",
            "Give the hours a week as a number from 1 to 168.",
        ),
    ];
    refused(&asked)
}

fn line(line: &Line) -> Option<Problem> {
    let message = if line.says.trim().is_empty() {
        "Say what is done."
    } else if line.says.chars().count() > LONGEST || line.action.chars().count() > LONGEST {
        "Shorten what is done to 2,000 characters."
    } else if !is_key(&line.action) {
        "Choose what a line answers from the list."
    } else {
        estimate(&line.hours)?
    };
    Some(Problem::new("lines", message))
}

/// Whether a text can be a key of ours: what a line or an assumption refers to holds no word of anybody.
fn is_key(text: &str) -> bool {
    text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b"_-:/#".contains(&c))
}

/// Why hours mean nothing; `None` where they do.
fn estimate(hours: &Estimate) -> Option<&'static str> {
    let Estimate { low, likely, high } = *hours;
    let each = [low, likely, high];
    if each.iter().any(|minutes| !(0..=MOST_MINUTES).contains(minutes)) {
        Some("Give hours from 0 to 2,000.")
    } else if each.iter().any(|minutes| minutes % QUARTER != 0) {
        Some("Give hours in quarters, such as 1.25.")
    } else if low > likely || likely > high {
        Some("Give the low hours first, then the likely ones, then the high ones.")
    } else {
        None
    }
}

fn assumption(entry: &LedgerEntry) -> Option<Problem> {
    let short = |text: &str| text.chars().count() <= LONGEST;
    let message = if entry.says.trim().is_empty() {
        "Say what is assumed."
    } else if ![&entry.says, &entry.owner, &entry.test, &entry.unknown].iter().all(|one| short(one))
    {
        "Shorten the texts of an assumption to 2,000 characters each."
    } else if !is_key(&entry.unknown) {
        "Leave the question that an assumption stands for as it was suggested."
    } else if !(0..=100).contains(&entry.assumed.percent) {
        "Say how likely an assumption is false as a number from 0 to 100."
    } else if ![entry.if_false, entry.assumed.minutes]
        .iter()
        .all(|minutes| (0..=MOST_MINUTES).contains(minutes))
    {
        "Give the hours of an assumption from 0 to 2,000."
    } else {
        return None;
    };
    Some(Problem::new("assumptions", message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::engagement::Assumption;
    use crate::document::quote::{AssumptionState, Override, QuoteGate, Work};
    use crate::platform::ids::PartId;
    use chrono::NaiveDate;
    use uuid::Uuid;

    fn quote() -> Quote {
        let hours = Estimate { low: 60, likely: 120, high: 240 };
        let mut quote = Quote::empty(PartId(Uuid::from_u128(1)), "EUR");
        quote.lines = vec![Line {
            id: PartId(Uuid::from_u128(2)),
            action: String::new(),
            says: "Log what is received.".into(),
            integration: None,
            work: Work::See,
            hours,
            included: true,
        }];
        quote.assumptions = vec![LedgerEntry {
            id: PartId(Uuid::from_u128(3)),
            unknown: String::new(),
            says: "Credentials can be had.".into(),
            owner: "Ada".into(),
            test: "Ask for them.".into(),
            assumed: Assumption { percent: 10, minutes: 30 },
            if_false: 480,
            state: AssumptionState::Open,
        }];
        quote
    }

    fn told(change: impl FnOnce(&mut Quote)) -> Vec<&'static str> {
        let mut quote = quote();
        change(&mut quote);
        quote.problems().iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_quote_that_means_something_can_be_saved() {
        assert_eq!(quote().problems(), []);
    }

    #[test]
    fn each_number_that_means_nothing_is_named() {
        assert_eq!(told(|quote| quote.currency = "EUX".into()), ["currency"]);
        assert_eq!(told(|quote| quote.rate = (-1).into()), ["rate"]);
        assert_eq!(told(|quote| quote.tax = 101.into()), ["tax"]);
        assert_eq!(told(|quote| quote.lines[0].hours.low = 180), ["lines"]);
        assert_eq!(told(|quote| quote.lines[0].hours.high = 241), ["lines"]);
        assert_eq!(told(|quote| quote.lines[0].says = " ".into()), ["lines"]);
        assert_eq!(told(|quote| quote.lines[0].action = "Ada’s list".into()), ["lines"]);
        assert_eq!(told(|quote| quote.lines[0].action = "plan:see:controls/1#2".into()), [""; 0]);
        assert_eq!(told(|quote| quote.assumptions[0].unknown = "Ask Ada".into()), ["assumptions"]);
        assert_eq!(told(|quote| quote.assumptions[0].assumed.percent = 101), ["assumptions"]);
        assert_eq!(told(|quote| quote.assumptions[0].if_false = -15), ["assumptions"]);
        assert_eq!(told(|quote| quote.bounds.hours_a_week = 0), ["hours_a_week"]);
        assert_eq!(told(|quote| quote.assumptions[0].id = quote.lines[0].id), ["lines"]);
        let day = NaiveDate::from_ymd_opt(2026, 5, 4);
        assert_eq!(told(|quote| quote.bounds.deadline = day), ["starts_on"]);
        let both = |quote: &mut Quote| {
            quote.bounds = Bounds { starts_on: day, deadline: day, ..Bounds::default() };
        };
        assert_eq!(told(both), ["deadline"]);
        let many = |quote: &mut Quote| {
            let line = quote.lines[0].clone();
            let numbered =
                (10..=210).map(|n| Line { id: PartId(Uuid::from_u128(n)), ..line.clone() });
            quote.lines = numbered.collect();
        };
        assert_eq!(told(many), ["lines"]);
    }

    #[test]
    fn an_override_of_one_person_or_of_two_words_passes_nothing() {
        let mut quote = quote();
        let whole = Override {
            reason: "The client showed three mails about it.".into(),
            agreed_by: "Ben".into(),
        };
        quote.overrides.insert(QuoteGate::Samples, whole.clone());
        assert!(quote.passes(QuoteGate::Samples) && !quote.passes(QuoteGate::Facts));
        let alone = Override { agreed_by: " ".into(), ..whole.clone() };
        quote.overrides.insert(QuoteGate::Samples, alone);
        assert!(!quote.passes(QuoteGate::Samples));
        quote.overrides.insert(QuoteGate::Samples, Override { reason: "Trust me".into(), ..whole });
        assert!(!quote.passes(QuoteGate::Samples));
    }
}
