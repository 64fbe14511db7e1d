//! The draft as it was typed: its terms, lines and assumptions.
//! What cannot be read is noted, and none stand in until it is put right.

use super::{NEW, OWNER_FOR_ALL, minutes, name};
use crate::form::{Form, Reading};
use crate::ui::Text;
use faultline::document::engagement::{Assumption, Engagement};
use faultline::document::quote::{
    AssumptionState, Bounds, Estimate, LedgerEntry, Line, MOST_BUDGET, MOST_HOURS, MOST_RATE,
    MOST_TAX, Override, Quote, QuoteGate, Work,
};
use faultline::engines::tables::single::Doubt;
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{candidates, draft};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::PartId;

/// Tells of what refers to nothing that the draft had or the document asks: keys are not redacted, so nothing else may
/// stand in their place.
pub(super) fn only_known(reading: &mut Reading<'_>, quote: &Quote, document: &Engagement) {
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

pub(super) fn read_terms(reading: &mut Reading<'_>, sent: &Form, before: Quote) -> Quote {
    let amount = "Give an amount as a number, such as 120 or 97.50.";
    let date = "Give the day as 2026-05-31.";
    let exclusions = sent.text("exclusions");
    let lines = exclusions.lines().map(str::trim).filter(|line| !line.is_empty());
    Quote {
        rate: reading.amount("rate", MOST_RATE, amount).unwrap_or_default(),
        currency: sent.text("currency").to_uppercase(),
        tax: reading
            .amount("tax", MOST_TAX, "Give the tax in per cent, such as 20.")
            .unwrap_or_default(),
        valid_until: reading.optional("valid_until", date),
        fixed_price: sent.ticked("fixed_price"),
        exclusions: lines.map(str::to_owned).collect(),
        bounds: Bounds {
            budget: reading.amount("budget", MOST_BUDGET, amount),
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

/// Hours in a field of a group, in minutes; what is wrong is noted, and none stand in until it is put right.
fn read_hours(
    reading: &mut Reading<'_>,
    (group, field): (&'static str, Text),
    typed: &str,
    about: &str,
) -> i64 {
    minutes(typed, MOST_HOURS).unwrap_or_else(|doubt| {
        let says = match doubt {
            Doubt::None => format!("“{about}”: give hours as numbers, such as 1.5."),
            doubt => format!("“{about}”: “{typed}” hours {doubt}."),
        };
        reading.problem_at(group, field.into_owned(), &says);
        0
    })
}

/// A line as it was typed; nothing where its text was emptied.
pub(super) fn read_line(reading: &mut Reading<'_>, sent: &Form, at: &str) -> Option<Line> {
    let text = |of: &str| sent.text(&name(of, at));
    let says = text("says");
    let typed = ["low", "likely", "high"].map(text);
    if says.is_empty() {
        if at == NEW && typed.iter().any(|typed| !typed.is_empty()) {
            let field = name("says", at).into_owned();
            let message = "Say what is done in the hours of the new line.";
            reading.problem_at("lines", field, message);
        }
        return None;
    }
    let mut hours = |of| read_hours(reading, ("lines", name(of, at)), &text(of), &says);
    let hours = Estimate { low: hours("low"), likely: hours("likely"), high: hours("high") };
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
pub(super) fn read_entry(reading: &mut Reading<'_>, sent: &Form, at: &str) -> Option<LedgerEntry> {
    let text = |of: &str| sent.text(&name(of, at));
    let says = text("assumed");
    if says.is_empty() {
        let typed = ["owner", "test", "costs", "false"].map(text);
        if at == NEW && typed.iter().any(|typed| !typed.is_empty()) {
            let field = name("assumed", at).into_owned();
            reading.problem_at("assumptions", field, "Say what is assumed.");
        }
        return None;
    }
    let percent = text("percent").parse().unwrap_or_else(|_| {
        let says = format!("“{says}”: give the chance that it is false as a number from 0 to 100.");
        reading.problem_at("assumptions", name("percent", at).into_owned(), &says);
        0
    });
    let mut hours = |of| read_hours(reading, ("assumptions", name(of, at)), &text(of), &says);
    let (costs, if_false) = (hours("costs"), hours("false"));
    let own = text("owner");
    let owner = if own.is_empty() { sent.text(OWNER_FOR_ALL) } else { own };
    Some(LedgerEntry {
        id: id_of(at)?,
        unknown: text("unknown"),
        owner,
        test: text("test"),
        assumed: Assumption { percent, minutes: costs },
        if_false,
        state: AssumptionState::from_key(&text("state")).unwrap_or(AssumptionState::Open),
        says,
    })
}

pub(super) fn read_override(sent: &Form, gate: QuoteGate) -> Option<Override> {
    let text = |of: &str| sent.text(&name(of, gate.key()));
    let passed = Override { reason: text("reason"), agreed_by: text("agreed") };
    (passed != Override::default()).then_some(passed)
}
