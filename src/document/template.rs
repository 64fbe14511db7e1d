//! What of an engagement is a method and can begin another one: kinds, shapes, and the texts that a person ticked.
//! Everything else is the client's and is never taken: each field is named here, so that a new one has to be decided.

use crate::document::engagement::{Brief, Engagement, Part};
use crate::document::plan::PlanLine;
use crate::document::quote::{LedgerEntry, Quote};
use crate::document::truth::DataType;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

mod fresh;
mod take;
#[cfg(test)]
mod tests;

pub use fresh::fresh;

/// Says whether a text names the client, a person, an address or a secret: such a text is never taken.
pub type Names<'a> = &'a dyn Fn(&str) -> bool;

/// The texts that a person ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Systems that keep their name; data types, added lines of the plan and assumptions that are taken.
    pub ids: BTreeSet<Uuid>,
    /// Exclusions of the quote that are taken, by the marks of their texts.
    pub exclusions: BTreeSet<String>,
}

impl Chosen {
    fn has(&self, id: impl Into<Uuid>) -> bool {
        self.ids.contains(&id.into())
    }
}

/// A text that can be ticked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// What the form sends for it: an id, or the mark of the text.
    pub value: String,
    /// The text.
    pub says: String,
    /// What goes with it: fields of a data type, the test of an assumption, the kind of a system.
    pub more: String,
}

/// The mark of a text that has no id: the same as long as the text is.
fn mark(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..12])
}

/// Everything that can be ticked, and how much is taken without a tick.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    /// Names of systems.
    pub systems: Vec<Offered>,
    /// Data types with their fields.
    pub data_types: Vec<Offered>,
    /// Lines that were added to the plan by hand.
    pub lines: Vec<Offered>,
    /// Exclusions of the quote.
    pub exclusions: Vec<Offered>,
    /// Assumptions of the quote.
    pub assumptions: Vec<Offered>,
    /// Texts that are not offered, because they name somebody.
    pub held: usize,
    /// Systems that are taken by their kind.
    pub kinds: usize,
    /// Integrations that are taken by their shape.
    pub integrations: usize,
    /// Controls that are asked again.
    pub controls: usize,
}

/// What an engagement offers.
#[must_use]
pub fn offer(doc: &Engagement, names: Names<'_>) -> Offer {
    let mut offer = Offer {
        kinds: doc.systems.len(),
        integrations: doc.integrations.len(),
        controls: doc.control_sheets.iter().map(|sheet| sheet.controls.len()).sum(),
        ..Offer::default()
    };
    let mut held = 0;
    let mut open = |texts: &[&str]| {
        let names = texts.iter().any(|text| names(text));
        held += usize::from(names);
        !names
    };
    let one =
        |value: String, says: &str, more: String| Offered { value, says: says.to_owned(), more };
    for system in doc.systems.iter().filter(|it| open(&[&it.name])) {
        let kind = system.kind.to_string();
        offer.systems.push(one(system.id.to_string(), &system.name, kind));
    }
    for data_type in doc.data_types.iter().filter(|it| open(&[&it.name])) {
        let fields = fields(doc, data_type, names).join(", ");
        offer.data_types.push(one(data_type.id.to_string(), &data_type.name, fields));
    }
    for line in added(doc).filter(|it| open(&[&it.says])) {
        offer.lines.push(one(line.id.to_string(), &line.says, line.phase.to_string()));
    }
    for quote in &doc.quotes {
        for says in quote.exclusions.iter().filter(|says| open(&[says])) {
            offer.exclusions.push(one(mark(says), says, String::new()));
        }
        for entry in quote.assumptions.iter().filter(|it| open(&[&it.says, &it.test])) {
            offer.assumptions.push(one(entry.id.to_string(), &entry.says, entry.test.clone()));
        }
    }
    offer.held = held;
    offer
}

/// The names of a data type's fields, without those that name somebody.
fn fields<'d>(doc: &'d Engagement, of: &DataType, names: Names<'_>) -> Vec<&'d str> {
    let fields = doc.fields.iter().filter(|field| field.data_type == of.id && !names(&field.name));
    fields.map(|field| field.name.as_str()).collect()
}

/// The lines that were added to the plan by hand.
fn added(doc: &Engagement) -> impl Iterator<Item = &PlanLine> {
    doc.plan_lines.iter().filter(|line| line.is_added())
}

/// The parts that another engagement begins with, under new ids; `quote` has the terms that its quote begins with.
#[must_use]
pub fn taken(doc: &Engagement, chosen: &Chosen, names: Names<'_>, quote: Quote) -> Vec<Part> {
    let mut taking = take::Taking::new(doc, chosen, names);
    let mut parts = vec![Part::Brief(brief(&doc.brief))];
    parts.extend(taking.data_types());
    parts.extend(taking.systems());
    parts.extend(taking.integrations());
    parts.extend(taking.control_sheets());
    parts.extend(taking.plan_lines());
    parts.extend(offered_terms(doc, chosen, names, quote).map(Part::Quote));
    parts
}

/// How much evidence is asked for and what is assumed of unknowns: numbers of ours.
fn brief(from: &Brief) -> Brief {
    let Brief {
        id: _,
        situation: _,
        complaints: _,
        hourly_cost: _,
        currency: _,
        samples_needed,
        assumptions,
    } = from;
    Brief { samples_needed: *samples_needed, assumptions: assumptions.clone(), ..Brief::default() }
}

/// A quote with the exclusions and assumptions that were ticked; none where none was.
fn offered_terms(
    doc: &Engagement,
    chosen: &Chosen,
    names: Names<'_>,
    mut quote: Quote,
) -> Option<Quote> {
    let from = doc.quotes.first()?;
    let ticked = |says: &&String| chosen.exclusions.contains(&mark(says)) && !names(says);
    quote.exclusions = from.exclusions.iter().filter(ticked).cloned().collect();
    let ticked =
        |entry: &&LedgerEntry| chosen.has(entry.id) && !names(&entry.says) && !names(&entry.test);
    quote.assumptions = from.assumptions.iter().filter(ticked).map(take::assumption).collect();
    let some = !quote.exclusions.is_empty() || !quote.assumptions.is_empty();
    some.then_some(quote)
}
