//! What holds a quote back from being issued: gates, what has to come first, and terms that are missing (domain §10).
//! A gate is passed by an override that is recorded, and by nothing else.

use super::sprint::needs;
use crate::document::engagement::Engagement;
use crate::document::quote::{AssumptionState, LedgerEntry, Line, Quote, QuoteGate, Work};
use crate::judgement::assess::Assessment;
use crate::judgement::gates::{Gate, GateKind};
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{inside, listed};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

catalogue! {
    /// Where something that holds a quote back is put right.
    pub enum Place {
        Gate => "gate", "Gates";
        Lines => "lines", "Work";
        Terms => "terms", "Terms";
        Assumptions => "assumptions", "Assumptions";
    }
}

/// One thing that holds a quote back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Where it is put right.
    pub place: Place,
    /// The gate, when it is one; an override passes it.
    pub gate: Option<QuoteGate>,
    /// Why, and what to do.
    pub says: String,
}

impl Held {
    fn new(place: Place, says: impl Into<String>) -> Self {
        Self { place, gate: None, says: says.into() }
    }
}

/// Whether there is a published recommendation for the client to read a quote beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recommendation {
    /// A version of it is published.
    Published,
    /// None is.
    Unpublished,
    /// It is not known here: what is judged is the document alone.
    NotAsked,
}

impl Recommendation {
    /// From whether there is a published version.
    #[must_use]
    pub fn of(published: bool) -> Self {
        if published { Self::Published } else { Self::Unpublished }
    }
}

/// Everything that keeps a quote from being issued on a day; empty when nothing does.
#[must_use]
pub fn held_back(
    doc: &Engagement,
    quote: &Quote,
    assessment: &Assessment,
    recommendation: Recommendation,
) -> Vec<Held> {
    let mut held = Vec::new();
    if recommendation == Recommendation::Unpublished {
        let says = "Publish the recommendation first: the client reads the quote beside it.";
        held.push(Held::new(Place::Gate, says));
    }
    held.extend(gates(quote, assessment));
    held.extend(order(doc, quote));
    held.extend(terms(quote, doc.as_of.date_naive()));
    held.extend(quote.assumptions.iter().filter_map(ledger));
    held
}

/// Gates that are closed for this quote and that no override passes.
fn gates(quote: &Quote, assessment: &Assessment) -> Vec<Held> {
    let closed = QuoteGate::ALL.iter().filter(|gate| !quote.passes(**gate));
    closed
        .filter_map(|gate| {
            let lacks = lacks(quote, assessment, *gate);
            let says = format!("{gate}. {}", lacks.join(" "));
            (!lacks.is_empty()).then_some(Held { place: Place::Gate, gate: Some(*gate), says })
        })
        .collect()
}

/// What a gate waits for, as far as this quote has to do with it.
fn lacks(quote: &Quote, assessment: &Assessment, gate: QuoteGate) -> Vec<String> {
    let kind = match gate {
        QuoteGate::Samples => GateKind::SamplesBeforeQuote,
        QuoteGate::Facts => GateKind::FactsBeforeScope,
        QuoteGate::Visibility => GateKind::VisibilityBeforeLogic,
        QuoteGate::Truth => GateKind::TruthBeforeRebuild,
    };
    let Some(closed) = assessment.gates.iter().find(|it| it.kind == kind && !it.is_open()) else {
        return Vec::new();
    };
    let logic = [Work::Change, Work::Rebuild];
    match gate {
        QuoteGate::Samples => told(closed, |_| true),
        QuoteGate::Facts if quote.fixed_price => told(closed, |at| offers(quote, at, Work::ALL)),
        QuoteGate::Facts => Vec::new(),
        // What the quote itself makes visible, or settles, comes first in it.
        QuoteGate::Visibility => {
            told(closed, |at| offers(quote, at, &logic) && !offers(quote, at, &[Work::See]))
        }
        QuoteGate::Truth => told(closed, |at| {
            offers(quote, at, &[Work::Rebuild]) && !offers(quote, at, &[Work::Settle])
        }),
    }
}

fn told(gate: &Gate, concerns: impl Fn(IntegrationId) -> bool) -> Vec<String> {
    let missing = gate.missing.iter().filter(|it| it.integration.is_none_or(&concerns));
    missing.map(|it| it.says.clone()).collect()
}

/// Whether work of these kinds is offered for an integration.
fn offers(quote: &Quote, integration: IntegrationId, works: &[Work]) -> bool {
    let mut lines = quote.included();
    lines.any(|line| line.integration == Some(integration) && works.contains(&line.work))
}

/// Lines that are offered without what has to come before them.
fn order(doc: &Engagement, quote: &Quote) -> Vec<Held> {
    let lacking = quote.included().filter_map(|line| {
        let missing: Vec<String> = missing_before(quote, line)
            .map(|other| format!("“{}” ({})", other.says, inside(other.work.label())))
            .collect();
        let at = line.integration.and_then(|id| doc.integration(id));
        let at = at.map_or_else(String::new, |one| format!(" at “{}”", one.name));
        let says = format!(
            "“{}”{at} needs this first: {}. Take it in, or leave the line out.",
            line.says,
            listed(&missing)
        );
        (!missing.is_empty()).then(|| Held::new(Place::Lines, says))
    });
    lacking.collect()
}

/// The lines that a line needs first and that are not offered.
fn missing_before<'q>(quote: &'q Quote, line: &'q Line) -> impl Iterator<Item = &'q Line> {
    quote.lines.iter().filter(|other| {
        !other.included
            && other.integration == line.integration
            && needs(line.work).contains(&other.work)
    })
}

fn terms(quote: &Quote, day: NaiveDate) -> Vec<Held> {
    let mut held = Vec::new();
    if quote.included().next().is_none() {
        held.push(Held::new(Place::Lines, "Nothing is offered yet. Take at least one line in."));
    } else if quote.included().all(|line| line.hours.high == 0) {
        held.push(Held::new(Place::Lines, "What is offered takes no time. Give its hours."));
    }
    if quote.rate == Decimal::ZERO {
        held.push(Held::new(Place::Terms, "Give the price of an hour."));
    }
    match quote.valid_until {
        None => {
            held.push(Held::new(Place::Terms, "Give the last day on which it can be accepted."))
        }
        Some(until) if until < day => {
            held.push(Held::new(
                Place::Terms,
                "The last day to accept it is over. Give a later one.",
            ));
        }
        Some(_) => {}
    }
    held
}

/// What an assumption lacks that the quote would rest on.
fn ledger(entry: &LedgerEntry) -> Option<Held> {
    let absent: Vec<&str> =
        [(&entry.owner, "who answers for it"), (&entry.test, "how it is tested")]
            .iter()
            .filter(|(text, _)| text.trim().is_empty())
            .map(|(_, what)| *what)
            .collect();
    let says = format!("The assumption “{}” does not say {}.", entry.says, listed(&absent));
    let open = entry.state == AssumptionState::Open && !absent.is_empty();
    open.then(|| Held::new(Place::Assumptions, says))
}

#[cfg(test)]
mod tests;
