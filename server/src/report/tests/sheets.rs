//! Sheets for one reader: however much there is to tell, each is two pages at most.

use super::{cover, example, sealed, sizes};
use faultline::delivery::report::sheets::{SheetFor, sheet};
use faultline::document::engagement::Engagement;
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{Context, Record, appraise, filled};
use faultline::platform::ids::{PartId, QuoteId};
use faultline::stores::quote::{Basis, Contents, Issue, Issued, QuoteState};
use faultline::stores::room::Hash;

/// A name that takes lines.
fn long() -> String {
    "a rather long name that goes on ".repeat(6)
}

/// The example with more of everything than a sheet has room for.
pub(super) fn full() -> Engagement {
    let (mut full, long) = (example(), long());
    full.brief.situation = format!("{long}\n\n{long}\n\n{long}");
    full.systems.iter_mut().for_each(|system| system.name = format!("{} {long}", system.name));
    full.integrations.iter_mut().for_each(|one| one.name = format!("{} {long}", one.name));
    let (field, pattern) = (full.fields[0].clone(), full.samples.patterns[0].clone());
    full.fields = vec![field; 60];
    full.samples.patterns.extend(vec![pattern; 60]);
    full
}

/// A quote for all of it, with more assumptions and exclusions than a sheet has room for.
pub(super) fn quoted(doc: &Engagement) -> Issued {
    let assessment = assess(doc);
    let mut draft = filled(doc, PartId::new);
    (draft.rate, draft.tax) = (110.into(), 20.into());
    draft.exclusions = vec![long(); 30];
    let more = draft.assumptions.first().cloned().map(|one| vec![one; 30]).unwrap_or_default();
    draft.assumptions.extend(more);
    draft.assumptions.iter_mut().for_each(|one| (one.says, one.owner) = (long(), long()));
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

#[test]
fn a_sheet_has_two_pages_at_most_whatever_is_in_it() {
    for document in [example(), full()] {
        let issued = quoted(&document);
        assert!(issued.contents.quote.assumptions.len() > 8, "there is room for all assumptions");
        let snapshot = sealed(document);
        for (issued, cover) in [(None, None), (Some(&issued), Some(cover()))] {
            for reader in SheetFor::ALL {
                let sheet = sheet(&snapshot, issued, reader, cover.clone());
                let pages = sizes(&sheet, snapshot.document()).len();
                let with = if issued.is_some() { "with" } else { "without" };
                assert!(pages <= 2, "{reader:?} has {pages} pages {with} quote and cover");
            }
        }
    }
}
