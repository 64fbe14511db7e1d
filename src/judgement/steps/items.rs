//! What each audit step counts, and what it asks for next.
//! A convenience integration is asked for little (domain §12).

use super::{AuditStep, Item, controls, flows, samples, truth};
use crate::document::engagement::{Engagement, Stage};
use crate::document::integrations::Integration;
use crate::document::workflow::Workflow;
use crate::judgement::assess::settled::needs_samples;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{InScope, Reading};
use crate::judgement::verdict;
use crate::platform::catalogue::Catalogue;

/// The items of a step.
pub(super) fn of(reading: &Reading<'_>, step: AuditStep) -> Vec<Item> {
    let doc = reading.doc;
    match step {
        AuditStep::IntendedFlow => each_workflow(doc, |one| vec![flows::intended(doc, one)]),
        AuditStep::RealFlow => {
            let mut items = each_workflow(doc, |one| flows::real(reading, one));
            items.extend(by_criticality(doc).iter().filter_map(|one| flows::shown(reading, one)));
            items
        }
        AuditStep::FailureSamples => {
            let mut items = each(reading, |one| {
                needs_samples(one)
                    .then(|| samples::samples(doc, one.integration))
                    .into_iter()
                    .collect()
            });
            items.extend(samples::unplaced(doc));
            items
        }
        AuditStep::LogsAndPayloads => {
            let mut items = each(reading, |one| vec![controls::logs(&one.facts)]);
            if reading.in_scope.iter().any(needs_samples) {
                items.push(samples::payloads(doc));
            }
            items
        }
        AuditStep::SourceOfTruth => each(reading, |one| truth::truth(doc, one.integration)),
        AuditStep::Validation => each(reading, |one| vec![controls::validation(&one.facts)]),
        AuditStep::Decision => {
            let mut items = each(reading, decision);
            items.extend(stage(doc, &items));
            items
        }
    }
}

fn each_workflow(doc: &Engagement, items: impl Fn(&Workflow) -> Vec<Item>) -> Vec<Item> {
    if doc.workflows.is_empty() {
        return vec![Item::new(
            0,
            1,
            false,
            "Name the workflow that breaks.".into(),
            Subject::Workflows,
        )];
    }
    doc.workflows.iter().flat_map(items).collect()
}

/// The items of every integration in scope, the most critical first.
fn each(reading: &Reading<'_>, items: impl Fn(&InScope<'_>) -> Vec<Item>) -> Vec<Item> {
    let mut scope: Vec<_> = reading.in_scope.iter().collect();
    if scope.is_empty() {
        return vec![Item::new(
            0,
            1,
            false,
            "Put an integration in scope.".into(),
            Subject::Systems,
        )];
    }
    scope.sort_by_key(|one| one.integration.criticality);
    scope.into_iter().flat_map(items).collect()
}

/// The integrations in scope, the most critical first.
pub(super) fn by_criticality(doc: &Engagement) -> Vec<&Integration> {
    let mut scope: Vec<_> = doc.in_scope().collect();
    scope.sort_by_key(|one| one.criticality);
    scope
}

fn decision(one: &InScope<'_>) -> Vec<Item> {
    let integration = one.integration;
    let answer = verdict::answer(one);
    let decided = answer.is_verdict();
    let says = format!(
        "Find evidence for a verdict on “{}”: {}.",
        integration.name,
        answer.label().to_lowercase()
    );
    let about = Subject::Integration { integration: integration.id };
    let mut items = vec![Item::new(i64::from(decided), 1, decided, says, about)];
    let unexplained = one.call.filter(|call| call.instead.is_some() && call.counts().is_none());
    items.extend(unexplained.map(|_| {
        let says = format!(
            "Write down why the verdict on “{}” is overridden and who agrees; until then it is not.",
            integration.name
        );
        Item::reminder(says, Subject::Call { integration: integration.id })
    }));
    items
}

fn stage(doc: &Engagement, items: &[Item]) -> Option<Item> {
    let open = doc.stage == Stage::Active && items.iter().all(|item| item.evidence);
    open.then(|| Item::reminder("Mark the engagement as decided.".into(), Subject::Engagement))
}
