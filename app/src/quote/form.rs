//! The draft as a form: terms, lines and assumptions, each under names of its own.
//! What cannot be read comes back as it was typed; a line whose text was emptied is removed.

use super::edit::QuoteFormPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::Text;
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::quote::{
    Bounds, LedgerEntry, Line, MOST_BUDGET, MOST_RATE, MOST_TAX, Quote, QuoteGate,
};
use faultline::engines::tables::single::{self, Doubt};
use faultline::judgement::quote::draft;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PartId};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

mod read;

use read::{only_known, read_entry, read_line, read_override, read_terms};

/// What the names of the fields for a new line or assumption end with.
pub const NEW: &str = "new";
/// The name of the field with who answers for every assumption that names nobody.
pub const OWNER_FOR_ALL: &str = "owner_for_all";

/// The terms: name and label.
const TERMS: [(&str, &str); 10] = [
    ("rate", "Price of an hour, before tax"),
    ("currency", "Currency"),
    ("tax", "Tax, in per cent"),
    ("valid_until", "Can be accepted until"),
    ("fixed_price", "Fixed price"),
    ("exclusions", "Not part of it"),
    ("budget", "Budget, before tax"),
    ("starts_on", "First day"),
    ("deadline", "Deadline"),
    ("hours_a_week", "Hours a week"),
];

impl PartForm for Quote {
    /// An engagement has one draft.
    type Id = ();

    const LABELS: &'static [(&'static str, &'static str)] = &TERMS;

    fn labels(document: &Engagement) -> Vec<(Text, Text)> {
        let quote = draft(document, PartId::new);
        let terms = Self::LABELS.iter().map(|(name, label)| ((*name).into(), (*label).into()));
        let mut labels: Vec<(Text, Text)> = terms.collect();
        for line in &quote.lines {
            let of = ["on", "says", "low", "likely", "high", "work", "at", "action"];
            labels.extend(of.map(|of| (name(of, line.id), line.says.clone().into())));
        }
        for entry in &quote.assumptions {
            let of = ["assumed", "owner", "test", "percent", "costs", "false", "state"];
            labels.extend(of.map(|of| (name(of, entry.id), entry.says.clone().into())));
        }
        labels
    }

    fn find(document: &Engagement, (): ()) -> Option<Self> {
        Some(draft(document, PartId::new))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Quote(quote) = part { Some(quote.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Quote(self)
    }

    fn fill(&self) -> Form {
        let mut sent = terms(self);
        self.lines.iter().for_each(|line| fill_line(&mut sent, line));
        self.assumptions.iter().for_each(|entry| fill_entry(&mut sent, entry));
        for (gate, passed) in &self.overrides {
            sent.push(&format!("reason_{}", gate.key()), passed.reason.clone());
            sent.push(&format!("agreed_{}", gate.key()), passed.agreed_by.clone());
        }
        sent
    }

    fn read(sent: &Form, (): (), document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let before = draft(document, PartId::new);
        let mut quote = read_terms(&mut reading, sent, before);
        quote.lines = sent.all("line").filter_map(|id| read_line(&mut reading, sent, id)).collect();
        let ids = sent.all("entry");
        quote.assumptions = ids.filter_map(|id| read_entry(&mut reading, sent, id)).collect();
        only_known(&mut reading, &quote, document);
        quote.overrides = QuoteGate::ALL
            .iter()
            .filter_map(|gate| Some((*gate, read_override(sent, *gate)?)))
            .collect();
        (quote, reading.problems())
    }

    fn title(_: &Engagement, _: Option<()>) -> Option<String> {
        Some("Quote draft".to_owned())
    }

    fn shown(engagement: EngagementId, _: Option<()>) -> String {
        at(engagement, "quote")
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <QuoteFormPage editor /> }
    }
}

/// The name of a field of a line or assumption.
pub fn name(of: &str, id: impl std::fmt::Display) -> Text {
    format!("{of}_{id}").into()
}

/// Minutes as hours, as a field holds them.
#[must_use]
pub fn hours(minutes: i64) -> String {
    (Decimal::from(minutes) / Decimal::from(60)).round_dp(2).normalize().to_string()
}

/// Hours as they were typed, where at most so many are taken, in whole minutes.
///
/// # Errors
/// [`Doubt`] when they are no number of hours, or can be two.
pub fn minutes(typed: &str, most: i64) -> Result<i64, Doubt> {
    let minutes = single::within(typed, most.into())?.checked_mul(Decimal::from(60));
    let minutes = minutes.and_then(|minutes| minutes.round().to_i64());
    minutes.filter(|minutes| *minutes >= 0).ok_or(Doubt::None)
}

/// Puts the terms that a firm's quotes begin with into a form.
pub fn put_terms(sent: &mut Form, quote: &Quote) {
    let terms = terms(quote);
    for name in ["rate", "currency", "tax", "valid_until"] {
        sent.set(name, terms.raw(name));
    }
}

fn terms(quote: &Quote) -> Form {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let number = |value: Decimal, most: i64| single::shown(value.normalize(), Some(most.into()));
    let Bounds { budget, starts_on, deadline, hours_a_week } = quote.bounds.clone();
    let rate =
        if quote.rate == Decimal::ZERO { String::new() } else { number(quote.rate, MOST_RATE) };
    let mut sent = Form::of(vec![
        ("rate", rate),
        ("currency", quote.currency.clone()),
        ("tax", number(quote.tax, MOST_TAX)),
        ("valid_until", day(quote.valid_until)),
        ("exclusions", quote.exclusions.join("\n")),
        ("budget", budget.map(|budget| number(budget, MOST_BUDGET)).unwrap_or_default()),
        ("starts_on", day(starts_on)),
        ("deadline", day(deadline)),
        ("hours_a_week", hours_a_week.to_string()),
    ]);
    if quote.fixed_price {
        sent.push("fixed_price", "true");
    }
    sent
}

fn fill_line(sent: &mut Form, line: &Line) {
    sent.push("line", line.id.to_string());
    let at = line.integration.map(|id| id.to_string()).unwrap_or_default();
    let fields = [
        ("says", line.says.clone()),
        ("low", hours(line.hours.low)),
        ("likely", hours(line.hours.likely)),
        ("high", hours(line.hours.high)),
        ("work", line.work.key().to_owned()),
        ("at", at),
        ("action", line.action.clone()),
    ];
    fields.into_iter().for_each(|(of, value)| sent.push(&name(of, line.id), value));
    if line.included {
        sent.push(&name("on", line.id), "true");
    }
}

fn fill_entry(sent: &mut Form, entry: &LedgerEntry) {
    sent.push("entry", entry.id.to_string());
    let fields = [
        ("assumed", entry.says.clone()),
        ("owner", entry.owner.clone()),
        ("test", entry.test.clone()),
        ("percent", entry.assumed.percent.to_string()),
        ("costs", hours(entry.assumed.minutes)),
        ("false", hours(entry.if_false)),
        ("state", entry.state.key().to_owned()),
        ("unknown", entry.unknown.clone()),
    ];
    fields.into_iter().for_each(|(of, value)| sent.push(&name(of, entry.id), value));
}

#[cfg(test)]
mod tests;
