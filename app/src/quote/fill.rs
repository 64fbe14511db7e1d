//! Drafts that the program makes: filled with what the document asks for, and narrowed to the proposed sprint.
//! What a person wrote or changed stays as it is.

use faultline::document::engagement::Engagement;
use faultline::document::quote::{LedgerEntry, Line, MOST_ASSUMPTIONS, MOST_LINES, Quote};
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{Candidate, Context, Record, appraise, candidates, suggested};
use faultline::platform::ids::PartId;

/// The draft, or an empty one.
#[must_use]
pub fn draft(document: &Engagement) -> Quote {
    let blank = || Quote::empty(PartId::new(), &document.brief.currency);
    document.quotes.first().cloned().unwrap_or_else(blank)
}

/// The draft with a line for each action that has none, and an assumption for each unknown that has none.
#[must_use]
pub fn filled(document: &Engagement) -> Quote {
    let mut quote = draft(document);
    let (assessment, unknowns) = (assess(document), next_evidence::of(document));
    let first = quote.lines.is_empty();
    let asked = candidates(document, &assessment);
    let new = asked.into_iter().filter(|one| quote.lines.iter().all(|line| line.action != one.key));
    let new: Vec<Line> = new.map(|one| line(one, first)).collect();
    let room = MOST_LINES.saturating_sub(quote.lines.len());
    quote.lines.extend(new.into_iter().take(room));
    let known =
        |entry: &LedgerEntry| quote.assumptions.iter().any(|other| other.unknown == entry.unknown);
    let new: Vec<LedgerEntry> = suggested(&assessment, &unknowns)
        .into_iter()
        .filter(|entry| !known(entry))
        .map(|entry| LedgerEntry { id: PartId::new(), ..entry })
        .collect();
    let room = MOST_ASSUMPTIONS.saturating_sub(quote.assumptions.len());
    quote.assumptions.extend(new.into_iter().take(room));
    quote
}

/// An action as a line. In a draft that was empty all of them are offered; what is added later waits to be taken in.
fn line(one: Candidate, included: bool) -> Line {
    Line {
        id: PartId::new(),
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
pub fn sprint(document: &Engagement, record: &Record) -> Quote {
    let mut quote = draft(document);
    let (assessment, unknowns) = (assess(document), next_evidence::of(document));
    let context = Context { doc: document, assessment: &assessment, unknowns: &unknowns, record };
    if let Some(proposal) = appraise(context, &quote).proposal {
        for line in &mut quote.lines {
            line.included = proposal.lines.contains(&line.id);
        }
    }
    quote
}
