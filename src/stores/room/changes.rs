//! The changes that a new snapshot makes for the client: parts by name, samples, verdicts and gates.
//! It compares what clients see; a change of internal notes alone is no change.

use super::Draft;
use crate::document::call::VerdictPath;
use crate::document::engagement::{Engagement, PartKind};
use crate::judgement::assess::Assessment;
use crate::judgement::gates::GateKind;
use crate::platform::catalogue::catalogue;
use crate::platform::wording::counted;

catalogue! {
    /// What happened to a part.
    pub enum Change {
        Added => "added", "Added";
        Changed => "changed", "Changed";
        Removed => "removed", "Removed";
    }
}

/// A verdict before and after, of an integration by name or of the whole engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathChange {
    /// The integration; `None` for the engagement.
    pub integration: Option<String>,
    /// What stood; `None` is not enough evidence.
    pub from: Option<VerdictPath>,
    /// What stands.
    pub to: Option<VerdictPath>,
}

/// The differences between what is published and what would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Verdicts that would be others.
    pub verdicts: Vec<PathChange>,
    /// Gates that would open (`true`) or close.
    pub gates: Vec<(GateKind, bool)>,
    /// Parts: what happened, of which kind, by name.
    pub parts: Vec<(Change, PartKind, String)>,
    /// How the samples changed, in sentences.
    pub samples: Vec<String>,
    /// Whether title, client or stage changed.
    pub head: bool,
}

impl Changes {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The differences between a published document with its assessment and a draft.
#[must_use]
pub fn changes(document: &Engagement, assessment: &Assessment, draft: &Draft) -> Changes {
    let (before, after) = (document, &draft.document);
    let head = |of: &Engagement| (of.title.clone(), of.client.clone(), of.stage);
    Changes {
        verdicts: verdicts(assessment, &draft.assessment),
        gates: gates(assessment, &draft.assessment),
        parts: parts(before, after),
        samples: samples(before, after),
        head: head(before) != head(after),
    }
}

fn verdicts(before: &Assessment, after: &Assessment) -> Vec<PathChange> {
    let whole =
        PathChange { integration: None, from: before.verdict.standing, to: after.verdict.standing };
    let each = after.integrations.iter().map(|one| PathChange {
        integration: Some(one.verdict.name.clone()),
        from: before.of(one.verdict.integration).and_then(|old| old.verdict.standing),
        to: one.verdict.standing,
    });
    std::iter::once(whole).chain(each).filter(|change| change.from != change.to).collect()
}

fn gates(before: &Assessment, after: &Assessment) -> Vec<(GateKind, bool)> {
    let was_open = |kind| {
        before.gates.iter().find(|gate| gate.kind == kind).is_some_and(|gate| gate.is_open())
    };
    let differs = after.gates.iter().filter(|gate| gate.is_open() != was_open(gate.kind));
    differs.map(|gate| (gate.kind, gate.is_open())).collect()
}

fn parts(before: &Engagement, after: &Engagement) -> Vec<(Change, PartKind, String)> {
    let (old, new) = (before.parts(), after.parts());
    let twin = |id| old.iter().find(|part| part.id() == id);
    let mut changes: Vec<_> = new
        .iter()
        .filter_map(|part| {
            let change = match twin(part.id()) {
                None => Change::Added,
                Some(twin) if twin != part => Change::Changed,
                Some(_) => return None,
            };
            Some((change, part.kind(), after.name_of(part)))
        })
        .collect();
    let gone = old.iter().filter(|part| !new.iter().any(|kept| kept.id() == part.id()));
    changes.extend(gone.map(|part| (Change::Removed, part.kind(), before.name_of(part))));
    changes
}

fn samples(before: &Engagement, after: &Engagement) -> Vec<String> {
    let (old, new) = (&before.samples, &after.samples);
    let told = |change: i64, one: &str, many: &str| {
        let more = if change > 0 { "more" } else { "fewer" };
        (change != 0)
            .then(|| counted(change.abs(), &format!("{more} {one}"), &format!("{more} {many}")))
    };
    let mut sentences: Vec<String> = [
        told(new.confirmed() - old.confirmed(), "confirmed sample", "confirmed samples"),
        told(new.total() - old.total(), "sample in all", "samples in all"),
        told(new.patterns.len() as i64 - old.patterns.len() as i64, "pattern", "patterns"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if sentences.is_empty() && old != new {
        sentences.push("what is known of the samples".into());
    }
    sentences
}
