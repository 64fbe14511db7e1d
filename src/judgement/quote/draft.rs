//! Drafts that follow from the document: filled with what it asks for, and narrowed to the proposed sprint.
//! What a person wrote or changed stays as it is.

use super::{Candidate, Context, Record, appraise, candidates, suggested};
use crate::document::engagement::Engagement;
use crate::document::quote::{LedgerEntry, Line, MOST_ASSUMPTIONS, MOST_LINES, Quote};
use crate::judgement::assess::assess;
use crate::judgement::next_evidence;
use crate::platform::ids::PartId;

/// The draft of a document, or an empty one.
#[must_use]
pub fn draft(doc: &Engagement, new_id: impl FnOnce() -> PartId) -> Quote {
    let blank = || Quote::empty(new_id(), &doc.brief.currency);
    doc.quotes.first().cloned().unwrap_or_else(blank)
}

/// The draft with a line for each action that has none, and an assumption for each unknown that has none.
#[must_use]
pub fn filled(doc: &Engagement, mut new_id: impl FnMut() -> PartId) -> Quote {
    let mut quote = draft(doc, &mut new_id);
    let (assessment, unknowns) = (assess(doc), next_evidence::of(doc));
    let first = quote.lines.is_empty();
    let asked = candidates(doc, &assessment).into_iter();
    let new = asked.filter(|one| quote.lines.iter().all(|line| line.action != one.key));
    let room = MOST_LINES.saturating_sub(quote.lines.len());
    let new: Vec<Line> = new.take(room).map(|one| line(new_id(), one, first)).collect();
    quote.lines.extend(new);
    let known =
        |entry: &LedgerEntry| quote.assumptions.iter().any(|other| other.unknown == entry.unknown);
    let room = MOST_ASSUMPTIONS.saturating_sub(quote.assumptions.len());
    let new = suggested(doc, &assessment, &unknowns).into_iter().filter(|entry| !known(entry));
    let new: Vec<LedgerEntry> =
        new.take(room).map(|entry| LedgerEntry { id: new_id(), ..entry }).collect();
    quote.assumptions.extend(new);
    quote
}

/// An action as a line. In a draft that was empty all of them are offered; what is added later waits to be taken in.
fn line(id: PartId, one: Candidate, included: bool) -> Line {
    Line {
        id,
        action: one.key,
        says: one.says,
        integration: one.integration,
        work: one.work,
        hours: one.hours,
        included,
    }
}

/// The draft with the lines of the proposed sprint offered, and no others; as it is where nothing is proposed.
#[must_use]
pub fn sprint(doc: &Engagement, record: &Record, new_id: impl FnOnce() -> PartId) -> Quote {
    let mut quote = draft(doc, new_id);
    let (assessment, unknowns) = (assess(doc), next_evidence::of(doc));
    let context = Context { doc, assessment: &assessment, unknowns: &unknowns, record };
    if let Some(proposal) = appraise(context, &quote).proposal {
        for line in &mut quote.lines {
            line.included = proposal.lines.contains(&line.id);
        }
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::{Control, ControlState};
    use crate::document::samples::{Cause, Symptom};
    use crate::judgement::assess::testing::{Broken, confirmed, sound};
    use uuid::Uuid;

    fn broken() -> Engagement {
        sound()
            .with(confirmed(9, Symptom::Duplicate, Cause::Replayed))
            .control(Control::IdempotencyKey, ControlState::Missing)
            .control(Control::RetryCount, ControlState::Missing)
    }

    /// Ids that are the same in every run.
    fn counting() -> impl FnMut() -> PartId {
        let mut next = 1_000;
        move || {
            next += 1;
            PartId(Uuid::from_u128(next))
        }
    }

    #[test]
    fn an_empty_draft_offers_all_that_is_asked_for_and_what_comes_later_waits() {
        let mut doc = broken();
        let first = filled(&doc, counting());
        assert_eq!(first.lines.len(), candidates(&doc, &assess(&doc)).len());
        assert!(!first.lines.is_empty() && first.lines.iter().all(|line| line.included));
        assert_eq!(first, filled(&doc, counting()), "the same document, the same draft");
        let mut less = first.clone();
        less.lines.truncate(1);
        less.lines[0].says = "In our own words".into();
        doc.quotes = vec![less.clone()];
        let again = filled(&doc, counting());
        assert_eq!(again.lines[0], less.lines[0], "what a person wrote stays");
        assert_eq!(again.lines.len(), first.lines.len());
        assert!(again.lines[1..].iter().all(|line| !line.included));
    }

    #[test]
    fn each_unknown_is_assumed_once_with_an_id_of_its_own() {
        let unknown = crate::document::integrations::Availability::Unknown;
        let mut doc = broken().integration(|one| (one.code, one.credentials) = (unknown, unknown));
        let mut ids = counting();
        let first = filled(&doc, &mut ids);
        let asked = suggested(&doc, &assess(&doc), &next_evidence::of(&doc));
        assert!(asked.len() > 1, "{asked:?}");
        let keys = |quote: &Quote| -> Vec<String> {
            quote.assumptions.iter().map(|one| one.unknown.clone()).collect()
        };
        assert_eq!(keys(&first), asked.iter().map(|one| one.unknown.clone()).collect::<Vec<_>>());
        let given: std::collections::BTreeSet<_> =
            first.assumptions.iter().map(|one| one.id).collect();
        assert!(given.len() == asked.len() && given.iter().all(|id| !id.0.is_nil()));
        let mut less = first.clone();
        less.assumptions.truncate(1);
        doc.quotes = vec![less];
        assert_eq!(keys(&filled(&doc, &mut ids)), keys(&first), "what is assumed stays");
    }

    #[test]
    fn a_sprint_offers_what_is_proposed_and_a_draft_without_bounds_stays_as_it_is() {
        let mut doc = broken();
        let mut quote = filled(&doc, counting());
        doc.quotes = vec![quote.clone()];
        assert_eq!(sprint(&doc, &Record::default(), counting()), quote);
        quote.rate = 100.into();
        quote.bounds.budget = Some(100_000.into());
        doc.quotes = vec![quote.clone()];
        let (assessment, unknowns) = (assess(&doc), next_evidence::of(&doc));
        let record = Record::default();
        let context =
            Context { doc: &doc, assessment: &assessment, unknowns: &unknowns, record: &record };
        let proposed = appraise(context, &quote).proposal.unwrap().lines;
        let offered = sprint(&doc, &record, counting());
        let offered: Vec<_> = offered.included().map(|line| line.id).collect();
        assert_eq!(offered, proposed);
    }
}
