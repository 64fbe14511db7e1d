//! The draft as a form: terms, lines and assumptions, each under names of its own.
//! What cannot be read comes back as it was typed; a line whose text was emptied is removed.

use super::edit::QuoteFormPage;
use crate::editing::part::{Editor, PartForm};
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::Text;
use crate::urls::at;
use faultline::document::engagement::{Assumption, Engagement, Part, Problem};
use faultline::document::quote::{
    AssumptionState, Bounds, Estimate, LedgerEntry, Line, Override, Quote, QuoteGate, Work,
};
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{candidates, draft};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PartId};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// What the names of the fields for a new line or assumption end with.
pub const NEW: &str = "new";

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

/// Tells of what refers to nothing that the draft had or the document asks: keys are not redacted, so nothing else may
/// stand in their place.
fn only_known(reading: &mut Reading<'_>, quote: &Quote, document: &Engagement) {
    let before = draft(document, PartId::new);
    let had = |line: &&Line| before.lines.iter().any(|other| other.action == line.action);
    let new: Vec<&Line> =
        quote.lines.iter().filter(|line| !line.action.is_empty() && !had(line)).collect();
    if !new.is_empty() {
        let asked = candidates(document, &assess(document));
        if !new.iter().all(|line| asked.iter().any(|one| one.key == line.action)) {
            reading.problem("lines", "Choose what a line answers from the list.");
        }
    }
    let had = |entry: &&LedgerEntry| {
        before.assumptions.iter().any(|other| other.unknown == entry.unknown)
    };
    let new: Vec<&LedgerEntry> =
        quote.assumptions.iter().filter(|it| !it.unknown.is_empty() && !had(it)).collect();
    if !new.is_empty() {
        let asked = next_evidence::of(document);
        if !new.iter().all(|entry| asked.iter().any(|one| one.key() == entry.unknown)) {
            let says = "Leave the question that an assumption stands for as it was suggested.";
            reading.problem("assumptions", says);
        }
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

/// Hours as they were typed, in whole minutes; a comma is taken for a point.
#[must_use]
pub fn minutes(typed: &str) -> Option<i64> {
    let hours: Decimal = typed.trim().replace(',', ".").parse().ok()?;
    let minutes = hours.checked_mul(Decimal::from(60))?.round();
    minutes.to_i64().filter(|minutes| *minutes >= 0)
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
    let number = |value: Decimal| value.normalize().to_string();
    let Bounds { budget, starts_on, deadline, hours_a_week } = quote.bounds.clone();
    let rate = if quote.rate == Decimal::ZERO { String::new() } else { number(quote.rate) };
    let mut sent = Form::of(vec![
        ("rate", rate),
        ("currency", quote.currency.clone()),
        ("tax", number(quote.tax)),
        ("valid_until", day(quote.valid_until)),
        ("exclusions", quote.exclusions.join("\n")),
        ("budget", budget.map(number).unwrap_or_default()),
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

fn read_terms(reading: &mut Reading<'_>, sent: &Form, before: Quote) -> Quote {
    let amount = "Give an amount as a number, such as 120 or 97.50.";
    let date = "Give the day as 2026-05-31.";
    let exclusions = sent.text("exclusions");
    let lines = exclusions.lines().map(str::trim).filter(|line| !line.is_empty());
    Quote {
        rate: reading.optional("rate", amount).unwrap_or_default(),
        currency: sent.text("currency").to_uppercase(),
        tax: reading.optional("tax", "Give the tax in per cent, such as 20.").unwrap_or_default(),
        valid_until: reading.optional("valid_until", date),
        fixed_price: sent.ticked("fixed_price"),
        exclusions: lines.map(str::to_owned).collect(),
        bounds: Bounds {
            budget: reading.optional("budget", amount),
            starts_on: reading.optional("starts_on", date),
            deadline: reading.optional("deadline", date),
            hours_a_week: reading
                .optional("hours_a_week", "Give the hours a week as a whole number.")
                .unwrap_or(40),
        },
        ..before
    }
}

/// The id that a field's name ends with; a new one for what is new.
fn id_of(text: &str) -> Option<PartId> {
    if text == NEW { Some(PartId::new()) } else { text.parse().ok() }
}

/// Hours under a name, in minutes; what is wrong is noted, and none stand in until it is put right.
fn read_hours(reading: &mut Reading<'_>, field: &'static str, typed: &str, about: &str) -> i64 {
    minutes(typed).unwrap_or_else(|| {
        reading.problem(field, &format!("“{about}”: give hours as numbers, such as 1.5."));
        0
    })
}

/// A line as it was typed; nothing where its text was emptied.
fn read_line(reading: &mut Reading<'_>, sent: &Form, at: &str) -> Option<Line> {
    let text = |of: &str| sent.text(&name(of, at));
    let says = text("says");
    let [low, likely, high] = ["low", "likely", "high"].map(text);
    if says.is_empty() {
        if at == NEW && [&low, &likely, &high].iter().any(|typed| !typed.is_empty()) {
            reading.problem("lines", "Say what is done in the hours of the new line.");
        }
        return None;
    }
    let mut hours = |typed: &str| read_hours(reading, "lines", typed, &says);
    let hours = Estimate { low: hours(&low), likely: hours(&likely), high: hours(&high) };
    let Ok(work) = Work::from_key(&text("work")) else {
        reading.problem("lines", &format!("“{says}”: choose what kind of work it is."));
        return None;
    };
    Some(Line {
        id: id_of(at)?,
        action: text("action"),
        integration: text("at").parse().ok(),
        work,
        hours,
        included: sent.ticked(&name("on", at)),
        says,
    })
}

/// An assumption as it was typed; nothing where its text was emptied.
fn read_entry(reading: &mut Reading<'_>, sent: &Form, at: &str) -> Option<LedgerEntry> {
    let text = |of: &str| sent.text(&name(of, at));
    let says = text("assumed");
    if says.is_empty() {
        let typed = ["owner", "test", "false"].map(text);
        if at == NEW && typed.iter().any(|typed| !typed.is_empty()) {
            reading.problem("assumptions", "Say what is assumed.");
        }
        return None;
    }
    let percent = text("percent").parse().unwrap_or_else(|_| {
        let says = format!("“{says}”: give the chance that it is false as a number from 0 to 100.");
        reading.problem("assumptions", &says);
        0
    });
    let mut hours = |typed: &str| read_hours(reading, "assumptions", typed, &says);
    let (costs, if_false) = (hours(&text("costs")), hours(&text("false")));
    Some(LedgerEntry {
        id: id_of(at)?,
        unknown: text("unknown"),
        owner: text("owner"),
        test: text("test"),
        assumed: Assumption { percent, minutes: costs },
        if_false,
        state: AssumptionState::from_key(&text("state")).unwrap_or(AssumptionState::Open),
        says,
    })
}

fn read_override(sent: &Form, gate: QuoteGate) -> Option<Override> {
    let text = |of: &str| sent.text(&name(of, gate.key()));
    let passed = Override { reason: text("reason"), agreed_by: text("agreed") };
    (passed != Override::default()).then_some(passed)
}

#[cfg(test)]
mod tests;
