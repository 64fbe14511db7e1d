//! What the page of a quote shows, worked out once from the document, what was issued and the firm's record.
//! It holds plain data alone.

use super::Read;
use faultline::document::quote::{Quote, QuoteGate};
use faultline::judgement::assess::assess;
use faultline::judgement::next_evidence;
use faultline::judgement::quote::{
    Appraisal, Candidate, Context, Recommendation, appraise, candidates, draft, held_back,
};
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};
use faultline::stores::quote::Issued;
use std::collections::BTreeMap;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The engagement.
    pub engagement: EngagementId,
    /// The draft.
    pub quote: Quote,
    /// Its version; 0 while there is none.
    pub version: i32,
    /// What it comes to.
    pub appraisal: Appraisal,
    /// What holds it back, each in a sentence.
    pub held: Vec<String>,
    /// Gates that an override passes, with its reason and who agreed.
    pub passed: Vec<(QuoteGate, String, String)>,
    /// Actions that the document asks for and the draft does not have.
    pub missing: usize,
    /// The names of the integrations.
    pub names: BTreeMap<IntegrationId, String>,
    /// What was issued, the newest first.
    pub issued: Vec<Issued>,
    /// How the firm's quotes turned out, in a sentence.
    pub record: String,
    /// Whether the reader may change the draft.
    pub may_edit: bool,
    /// Whether the reader may issue it.
    pub may_issue: bool,
}

impl Shown {
    /// What the page shows to somebody who may do so much.
    #[must_use]
    pub(super) fn of(read: Read, may_edit: bool, may_issue: bool) -> Self {
        let Read { loaded, issued, record, published } = read;
        let doc = &loaded.document;
        let (assessment, unknowns) = (assess(doc), next_evidence::of(doc));
        let quote = draft(doc, PartId::new);
        let context =
            Context { doc, assessment: &assessment, unknowns: &unknowns, record: &record };
        let asked = candidates(doc, &assessment);
        let absent = |one: &&Candidate| quote.lines.iter().all(|line| line.action != one.key);
        let held = held_back(doc, &quote, &assessment, Recommendation::of(published));
        let passed = quote.overrides.iter().filter(|(_, passed)| passed.counts());
        Self {
            engagement: doc.id,
            version: doc.quotes.first().map_or(0, |stored| loaded.version_of(stored.id)),
            appraisal: appraise(context, &quote),
            held: held.into_iter().map(|held| held.says).collect(),
            passed: passed
                .map(|(gate, one)| (*gate, one.reason.clone(), one.agreed_by.clone()))
                .collect(),
            missing: asked.iter().filter(absent).count(),
            names: doc.integrations.iter().map(|one| (one.id, one.name.clone())).collect(),
            issued,
            record: record.says(),
            may_edit,
            may_issue,
            quote,
        }
    }
}
