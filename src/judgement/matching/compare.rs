//! What differs between the intended and the actual map, from the pairs a person confirmed (domain §4).
//! Names are never compared: two people who draw the same process share few of them.

use crate::document::engagement::Engagement;
use crate::document::matching::{Difference, Judgement, Matching};
use crate::document::workflow::Workflow;
use crate::engines::map::{Map, Side, Step};
use crate::judgement::evidence::Subject;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::platform::ids::{StepId, WorkflowId};
use crate::platform::wording::{inside, listed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

catalogue! {
    /// How the maps differ.
    pub enum DifferenceKind {
        Missing => "missing", "Missing step";
        Shadow => "shadow", "Shadow step";
        Changed => "changed", "Changed step";
    }
}

/// One difference between the maps as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Seen {
    /// How the maps differ.
    pub kind: DifferenceKind,
    /// The intended step, unless it is a shadow step.
    pub intended: Option<StepId>,
    /// The actual step, unless it is missing.
    pub actual: Option<StepId>,
    /// What a person made of it, once someone has.
    pub judgement: Option<Judgement>,
    /// Why.
    pub note: String,
    /// The difference in a sentence.
    pub says: String,
}

impl Seen {
    /// The difference as a subject.
    #[must_use]
    pub fn subject(&self, workflow: WorkflowId) -> Subject {
        Subject::Difference { workflow, intended: self.intended, actual: self.actual }
    }
}

/// A workflow's two maps compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The workflow.
    pub workflow: WorkflowId,
    /// Pairs that do the same.
    pub same: i64,
    /// Intended steps that do not happen.
    pub missing: i64,
    /// Steps that happen and were never intended.
    pub shadow: i64,
    /// Pairs that differ.
    pub changed: i64,
    /// Differences nobody has judged yet.
    pub unjudged: i64,
    /// The differences: missing steps, shadow steps, changed steps, each in map order.
    pub differences: Vec<Seen>,
}

/// A workflow's comparison.
///
/// `None` until both maps exist and a person has confirmed a pair or judged a difference: before that, every
/// step would count as different only because nobody has looked.
#[must_use]
pub fn compare(doc: &Engagement, workflow: &Workflow) -> Option<Comparison> {
    let intended = doc.map(workflow.id, Side::Intended)?;
    let actual = doc.map(workflow.id, Side::Actual)?;
    let matching = doc.matchings.iter().find(|matching| matching.workflow == workflow.id)?;
    if matching.pairs.is_empty() && matching.differences.is_empty() {
        return None;
    }
    Some(compared(intended, actual, matching))
}

/// What the recorded facts say is different between the steps of a pair; empty when nothing is.
#[must_use]
pub fn different(pair: (&Step, &Step), intended: &Map, actual: &Map) -> Vec<String> {
    changes(pair, intended, actual)
}

fn compared(intended: &Map, actual: &Map, matching: &Matching) -> Comparison {
    let pairs: Vec<(&Step, &Step)> = matching
        .pairs
        .iter()
        .filter_map(|pair| Some((intended.step(pair.intended)?, actual.step(pair.actual)?)))
        .collect();
    let left: BTreeSet<_> = pairs.iter().map(|(step, _)| step.id).collect();
    let right: BTreeSet<_> = pairs.iter().map(|(_, step)| step.id).collect();
    let missing = intended
        .steps
        .iter()
        .filter(|step| !left.contains(&step.id))
        .map(|step| missing(step, matching));
    let shadow = actual
        .steps
        .iter()
        .filter(|step| !right.contains(&step.id))
        .map(|step| shadow(step, matching));
    let changed = pairs.iter().filter_map(|pair| changed(*pair, intended, actual, matching));
    let differences: Vec<Seen> = missing.chain(shadow).chain(changed).collect();
    let of = |kind| count(differences.iter().filter(|seen| seen.kind == kind));
    let changed = of(DifferenceKind::Changed);
    Comparison {
        workflow: matching.workflow,
        same: count(pairs.iter()) - changed,
        missing: of(DifferenceKind::Missing),
        shadow: of(DifferenceKind::Shadow),
        changed,
        unjudged: count(differences.iter().filter(|seen| seen.judgement.is_none())),
        differences,
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> i64 {
    items.map(|_| 1).sum()
}

fn missing(step: &Step, matching: &Matching) -> Seen {
    let says = format!("“{}” is intended but does not happen.", step.name);
    seen(DifferenceKind::Missing, Some(step.id), None, says, matching)
}

fn shadow(step: &Step, matching: &Matching) -> Seen {
    let says =
        format!("“{}” happens but was never intended ({}).", step.name, inside(step.kind.label()));
    seen(DifferenceKind::Shadow, None, Some(step.id), says, matching)
}

fn changed(
    (from, to): (&Step, &Step),
    intended: &Map,
    actual: &Map,
    matching: &Matching,
) -> Option<Seen> {
    let changes = changes((from, to), intended, actual);
    let judged = judged(matching, Some(from.id), Some(to.id)).is_some();
    if changes.is_empty() && !judged {
        return None;
    }
    let how = if changes.is_empty() { "a person says so".to_owned() } else { listed(&changes) };
    let says = format!("“{}” is done differently, as “{}”: {how}.", from.name, to.name);
    Some(seen(DifferenceKind::Changed, Some(from.id), Some(to.id), says, matching))
}

/// What the recorded facts say has changed between the two steps of a pair.
fn changes((from, to): (&Step, &Step), intended: &Map, actual: &Map) -> Vec<String> {
    let mut changes = Vec::new();
    if from.kind != to.kind {
        changes.push(format!("{} became {}", inside(from.kind.label()), inside(to.kind.label())));
    }
    if let (Some(before), Some(after)) = (intended.lane(from.lane), actual.lane(to.lane)) {
        let moved = match (before.system, after.system) {
            (Some(before), Some(after)) => before != after,
            (None, None) => before.kind != after.kind,
            _ => true,
        };
        if moved {
            changes.push(format!("it moved from “{}” to “{}”", before.name, after.name));
        }
    }
    if to.facts.relies_on_memory && !from.facts.relies_on_memory {
        changes.push("it now relies on somebody’s memory".into());
    }
    if from.facts.needs_approval != to.facts.needs_approval {
        let is = if from.facts.needs_approval { "is skipped" } else { "was added" };
        changes.push(format!("an approval {is}"));
    }
    if from.facts.needs_audit_trail && !to.facts.needs_audit_trail {
        changes.push("the audit trail is gone".into());
    }
    changes
}

fn seen(
    kind: DifferenceKind,
    intended: Option<StepId>,
    actual: Option<StepId>,
    says: String,
    matching: &Matching,
) -> Seen {
    let judged = judged(matching, intended, actual);
    let note = judged.map(|difference| difference.note.clone()).unwrap_or_default();
    Seen {
        kind,
        intended,
        actual,
        judgement: judged.map(|difference| difference.judgement),
        note,
        says,
    }
}

fn judged(
    matching: &Matching,
    intended: Option<StepId>,
    actual: Option<StepId>,
) -> Option<&Difference> {
    matching
        .differences
        .iter()
        .find(|difference| difference.intended == intended && difference.actual == actual)
}
