//! What would change the verdict: facts are changed on a copy and the findings computed again (domain §10).
//! Nothing is claimed that was not computed; the sentences only tell what came out.

use super::edit::Edit;
use super::ways::{additions, removal};
use super::{answer, dominant};
use crate::document::call::VerdictPath;
use crate::document::integrations::Availability;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Established, Facts, FindingKind, established};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::listed;
use serde::{Deserialize, Serialize};

/// Conditions spelt out in one sentence; the others are counted and stay reachable through their subjects.
const MOST_CONDITIONS: usize = 4;

/// A smallest set of facts that would change the findings, and what the verdict would then be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Change {
    /// The change and what follows from it, in a sentence.
    pub says: String,
    /// Where it would be recorded.
    pub about: Vec<Subject>,
    /// Findings that would be established.
    pub gains: Vec<FindingKind>,
    /// Findings that would fall away.
    pub loses: Vec<FindingKind>,
    /// What the findings say now; `None` is not enough evidence.
    pub from: Option<VerdictPath>,
    /// What they would say.
    pub to: Option<VerdictPath>,
}

impl Change {
    /// Whether the verdict itself would change.
    #[must_use]
    pub fn flips(&self) -> bool {
        self.from != self.to
    }
}

/// What would change the findings of an integration: what would flip the verdict first.
pub(super) fn would_change(facts: &Facts) -> Vec<Change> {
    if facts.needed == Availability::No {
        return Vec::new();
    }
    let now = established(facts);
    let mut changes = Vec::new();
    changes.extend(down(facts, &now));
    for finding in &now {
        changes.extend(tried(facts, &now, &removal(facts, finding.kind)));
    }
    for kind in
        FindingKind::ALL.iter().filter(|kind| !now.iter().any(|finding| finding.kind == **kind))
    {
        let ways = additions(facts, *kind);
        let tried = ways.iter().filter_map(|edits| tried(facts, &now, edits));
        changes.extend(tried.filter(|change| change.flips() && change.gains.contains(kind)));
    }
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        if !kept.contains(&change) {
            kept.push(change);
        }
    }
    kept.sort_by_key(|change| !change.flips());
    kept
}

/// Every finding of the dominating path gone at once: the least that lowers the verdict.
fn down(facts: &Facts, now: &[Established]) -> Option<Change> {
    let path = dominant(now)?;
    let leading = now.iter().filter(|finding| finding.path == path);
    let edits: Vec<_> = leading.flat_map(|finding| removal(facts, finding.kind)).collect();
    tried(facts, now, &edits)
}

/// The change that the edits bring about; `None` when no finding changes.
fn tried(facts: &Facts, now: &[Established], edits: &[Edit]) -> Option<Change> {
    let mut copy = facts.clone();
    edits.iter().for_each(|edit| edit.apply(&mut copy));
    let then = established(&copy);
    let gains = missing_from(now, &then);
    let loses = missing_from(&then, now);
    if gains.is_empty() && loses.is_empty() {
        return None;
    }
    let (from, to) = (dominant(now), dominant(&then));
    let mut conditions: Vec<_> = edits.iter().map(|edit| edit.says(facts)).collect();
    if conditions.len() > MOST_CONDITIONS {
        let more = conditions.split_off(MOST_CONDITIONS - 1).len();
        conditions.push(format!("the same went for {more} more reasons"));
    }
    let word = answer::of(&copy, &then).answer.label().to_lowercase();
    let says =
        format!("If {}, {}.", listed(&conditions), follows(&gains, &loses, from == to, &word));
    let mut about: Vec<_> = edits.iter().map(|edit| edit.about(facts)).collect();
    about.dedup();
    Some(Change { says, about, gains, loses, from, to })
}

fn missing_from(these: &[Established], those: &[Established]) -> Vec<FindingKind> {
    let kinds = those.iter().map(|finding| finding.kind);
    kinds.filter(|kind| !these.iter().any(|finding| finding.kind == *kind)).collect()
}

/// “the finding “Missing logs” falls away and the verdict is patch”.
fn follows(gains: &[FindingKind], loses: &[FindingKind], same: bool, word: &str) -> String {
    let named = |kinds: &[FindingKind]| {
        listed(&kinds.iter().map(|kind| format!("“{kind}”")).collect::<Vec<_>>())
    };
    let finding =
        |kinds: &[FindingKind]| if kinds.len() == 1 { "the finding" } else { "the findings" };
    let mut parts = Vec::new();
    if !loses.is_empty() {
        let verb = if loses.len() == 1 { "falls away" } else { "fall away" };
        parts.push(format!("{} {} {verb}", finding(loses), named(loses)));
    }
    if !gains.is_empty() {
        let verb = if gains.len() == 1 { "is established" } else { "are established" };
        parts.push(format!("{} {} {verb}", finding(gains), named(gains)));
    }
    let still = if same { "stays" } else { "is" };
    parts.push(format!("the verdict {still} {word}"));
    listed(&parts)
}
