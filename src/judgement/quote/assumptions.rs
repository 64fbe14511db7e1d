//! Assumptions that a quote rests on without saying so: what nobody knows yet and would make a verdict a harder one.
//! Their chances and the time to find out are those that the engagement assumes of such unknowns.

use crate::document::call::VerdictPath;
use crate::document::engagement::{Assumption, Engagement};
use crate::document::integrations::Ownership;
use crate::document::quote::{AssumptionState, LedgerEntry, QUARTER};
use crate::judgement::assess::Assessment;
use crate::judgement::next_evidence::{Possible, Unknown, work};
use crate::platform::ids::PartId;

/// The assumptions behind these unknowns, in their order; those with an id of nothing are no part of a quote yet.
#[must_use]
pub fn suggested(
    doc: &Engagement,
    assessment: &Assessment,
    unknowns: &[Unknown],
) -> Vec<LedgerEntry> {
    unknowns.iter().filter_map(|unknown| entry(doc, assessment, unknown)).collect()
}

fn entry(doc: &Engagement, assessment: &Assessment, unknown: &Unknown) -> Option<LedgerEntry> {
    let verdict = &assessment.of(unknown.integration)?.verdict;
    let (worse, as_now): (Vec<&Possible>, Vec<&Possible>) =
        unknown.answers.iter().partition(|answer| answer.then > verdict.standing);
    let worst = worse.iter().map(|answer| answer.then).max()?;
    let assumed = as_now.iter().max_by(|a, b| a.chance.total_cmp(&b.chance))?;
    let hours = work(verdict.criticality);
    let extra = hours[level(worst)] - hours[level(verdict.standing)];
    let chance: f64 = worse.iter().map(|answer| answer.chance).sum();
    Some(LedgerEntry {
        id: PartId(uuid::Uuid::nil()),
        unknown: unknown.key(),
        says: format!("{} It is assumed: {}.", unknown.question, assumed.says),
        owner: named(doc, unknown).to_owned(),
        test: format!("Ask {}.", unknown.ask),
        assumed: Assumption {
            percent: (chance * 100.0).round() as i64,
            minutes: (unknown.costs * 60.0).round() as i64,
        },
        if_false: (extra * 60.0 / QUARTER as f64).round() as i64 * QUARTER,
        state: AssumptionState::Open,
    })
}

/// Who answers for it, where whoever is asked has a name; nobody otherwise, which holds the quote back until somebody is.
fn named<'d>(doc: &'d Engagement, unknown: &Unknown) -> &'d str {
    let integration = doc.integration(unknown.integration);
    let logic = integration.and_then(|one| one.owner(Ownership::Logic));
    let system = integration.and_then(|one| doc.system(one.destination));
    let technical = system.map(|one| one.technical_owner.trim());
    [logic, technical].into_iter().flatten().find(|name| *name == unknown.ask).unwrap_or_default()
}

/// How much work a verdict leads to, as a place in the list of hours.
fn level(path: Option<VerdictPath>) -> usize {
    match path {
        None => 0,
        Some(VerdictPath::Patch) => 1,
        Some(VerdictPath::Stabilise) => 2,
        Some(VerdictPath::Rebuild) => 3,
    }
}
