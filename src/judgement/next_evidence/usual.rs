//! What is usual: how likely each kind of unknown turns out bad, what finding out costs, and what work costs.
//! An engagement may record other assumptions; these are where they start from.

use crate::document::engagement::{Assumption, Brief, UnknownKind};
use crate::document::integrations::Criticality;

/// The causes that a diagnosis can come to, and how usual each is, in per cent.
pub(super) const CAUSES: [(&str, i64); 6] = [
    ("a wrong mapping", 25),
    ("a duplicate or replay", 15),
    ("a failure of transport", 25),
    ("the data", 20),
    ("a wrong assumption", 10),
    ("something else", 5),
];

/// What is assumed of a kind of unknown.
pub(super) fn assumption(brief: &Brief, kind: UnknownKind) -> Assumption {
    brief.assumptions.get(&kind).copied().unwrap_or_else(|| usual(kind))
}

/// What is usual of a kind of unknown.
#[must_use]
pub fn usual(kind: UnknownKind) -> Assumption {
    let (percent, minutes) = match kind {
        UnknownKind::Visibility => (45, 20),
        UnknownKind::Control => (40, 30),
        UnknownKind::Changeable => (15, 30),
        UnknownKind::Credentials => (10, 45),
        UnknownKind::Maintainable => (20, 60),
        UnknownKind::Difference => (15, 45),
        UnknownKind::Sample => (75, 40),
        UnknownKind::Cause => (90, 180),
    };
    Assumption { percent, minutes }
}

/// Hours of work that a verdict leads to, from none to a rebuild.
pub(crate) fn work(criticality: Criticality) -> [f64; 4] {
    let of = match criticality {
        Criticality::Critical => 1.0,
        Criticality::Important => 0.6,
        Criticality::Convenience => 0.2,
    };
    [0.0, 16.0, 80.0, 240.0].map(|hours| hours * of)
}

/// The share of work left undone that its absence costs meanwhile.
const UNDONE: f64 = 0.5;

/// Hours that would be wrong when one verdict was acted on and another is right: what was done for nothing, and what
/// the failures cost while it was not done.
pub(super) fn wrong(work: &[f64; 4], acted: usize, right: usize) -> f64 {
    let (did, needed) = (work[acted], work[right]);
    if acted >= right { did - needed } else { did + UNDONE * (needed - did) }
}
