//! Removes what a client never sees of the document: the consultants' own notes and how third parties are reached.
//! A judgement must not rest on what is removed here, or the room would contradict the working pages.

use crate::document::engagement::Engagement;

/// What stands for a note on a discovery fact: that there is one decides whether the fact is known.
const NOTED: &str = "Noted.";

/// Removes what is internal:
/// * notes beside steps and before maps, as they were taken down in a workshop;
/// * notes on discovery facts, which say who was asked; whether a fact is known stays;
/// * whom to call at the other end of a system;
/// * who told what of an integration: it stands with the answer to the question;
/// * why a sample was rejected;
/// * the quote while it is a draft: what is issued of it has its own place.
pub(super) fn remove(document: &mut Engagement) {
    for map in &mut document.maps {
        map.note.clear();
        map.steps.iter_mut().for_each(|step| step.note.clear());
    }
    for system in &mut document.systems {
        system.contact.clear();
        let noted = system.facts.values_mut().filter(|fact| !fact.note.trim().is_empty());
        noted.for_each(|fact| fact.note = NOTED.into());
    }
    document.integrations.iter_mut().for_each(|integration| integration.told.clear());
    document.samples.examples.iter_mut().for_each(|sample| sample.rejected_because.clear());
    document.quotes.clear();
}
