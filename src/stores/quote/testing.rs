//! Quotes for tests.

use super::{Basis, Contents, Issue, Issued, QuoteState};
use crate::document::engagement::Engagement;
use crate::judgement::assess::assess;
use crate::judgement::next_evidence;
use crate::judgement::quote::{Context, Record, appraise, filled};
use crate::platform::ids::{PartId, QuoteId};
use crate::stores::room::Hash;

/// A quote for everything that a document asks for, as it waits for an answer.
pub(crate) fn quoted(doc: &Engagement, fixed_price: bool) -> Issued {
    let assessment = assess(doc);
    let mut draft = filled(doc, PartId::new);
    draft.rate = 110.into();
    draft.tax = 20.into();
    draft.fixed_price = fixed_price;
    draft.valid_until = doc.as_of.date_naive().checked_add_days(chrono::Days::new(30));
    let (unknowns, record) = (next_evidence::of(doc), Record::default());
    let context = Context { doc, assessment: &assessment, unknowns: &unknowns, record: &record };
    let appraisal = appraise(context, &draft);
    let basis = Basis { number: 1, hash: String::new() };
    let issue = Issue { number: 1, issued_by: "Mara Lind".into(), basis, record: String::new() };
    Issued {
        id: QuoteId(uuid::Uuid::nil()),
        text: String::new(),
        hash: Hash::of(""),
        redacted_at: None,
        contents: Contents::of(doc, &assessment, &draft, appraisal, issue),
        state: QuoteState::Issued,
        reason: String::new(),
        answered_by: String::new(),
        answered_at: None,
        actual_minutes: None,
        version: 1,
        changes: Vec::new(),
    }
}
