//! The evidence that certainty starts from: the strongest kind behind a finding that still holds.
//! Fresh evidence of a weaker kind goes before stale evidence of a stronger one when it says more by now.

use super::Level;
use super::proof::proofs;
use crate::document::evidence::Kind;
use crate::document::samples::Pattern;
use crate::judgement::evidence::{Evidence, Subject, half_life};
use crate::judgement::findings::Facts;
use crate::platform::catalogue::catalogue;
use chrono::NaiveDate;

catalogue! {
    /// A kind of evidence, the weakest first.
    pub enum EvidenceKind {
        Told => "told", "told by a person";
        Claimed => "claimed", "recorded without evidence";
        Screenshot => "screenshot", "a screenshot";
        Recorded => "recorded", "recorded with evidence";
        Logged => "logged", "a log or payload";
        Reconciled => "reconciled", "two exports that disagree";
        Reproduced => "reproduced", "a failure that was reproduced";
    }
}

impl From<Kind> for EvidenceKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Reproduced => Self::Reproduced,
            Kind::Reconciled => Self::Reconciled,
            Kind::Logged => Self::Logged,
            Kind::Screenshot => Self::Screenshot,
            Kind::Told => Self::Told,
        }
    }
}

impl EvidenceKind {
    /// The certainty it starts from. A screenshot shows one moment of one system.
    pub(super) fn starts(self) -> Level {
        match self {
            Self::Told => Level::Low,
            Self::Claimed | Self::Screenshot => Level::Moderate,
            Self::Recorded | Self::Logged | Self::Reconciled | Self::Reproduced => Level::High,
        }
    }

    /// Days after which such evidence says half of what it did, so that it counts a step less.
    pub(super) fn half_life(self) -> i64 {
        let kind = match self {
            Self::Told => Some(Kind::Told),
            Self::Screenshot => Some(Kind::Screenshot),
            Self::Logged => Some(Kind::Logged),
            Self::Reconciled => Some(Kind::Reconciled),
            Self::Reproduced => Some(Kind::Reproduced),
            Self::Claimed | Self::Recorded => None,
        };
        half_life(kind)
    }
}

/// The evidence that certainty starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Strongest {
    /// Its kind.
    pub(super) kind: EvidenceKind,
    /// The newest day of it, where it ages by samples.
    pub(super) last: Option<NaiveDate>,
    /// Whether somebody said what kind it is; else it follows from what the samples carry.
    pub(super) said: bool,
}

impl Strongest {
    /// How many half-lives have passed, two at most: each counts a step less.
    pub(super) fn half_lives(self, today: NaiveDate) -> usize {
        let age = self.last.map_or(0, |last| (today - last).num_days());
        [1, 2].into_iter().filter(|times| age > times * self.kind.half_life()).count()
    }

    /// The certainty it leaves by itself.
    fn holds(self, today: NaiveDate) -> Level {
        let second_hand = usize::from(self.kind == EvidenceKind::Told);
        let steps = self.half_lives(today) + second_hand;
        (0..steps).fold(self.kind.starts(), |level, _| level.lowered())
    }
}

/// The strongest evidence behind what rests on these patterns, on a comparison, or on neither.
pub(super) fn strongest(facts: &Facts, because: &[Evidence], patterns: &[&Pattern]) -> Strongest {
    let said = patterns.iter().flat_map(|pattern| &pattern.known);
    let said = said.map(|(kind, known)| Strongest {
        kind: (*kind).into(),
        last: Some(known.last),
        said: true,
    });
    let strongest = said.chain(unsaid(facts, patterns)).chain(compared(facts, because));
    let strongest = strongest.max_by_key(|one| (one.holds(facts.today), one.kind, one.last));
    strongest.unwrap_or_else(|| {
        let proven = !proofs(facts, because).is_empty();
        let kind = if proven { EvidenceKind::Recorded } else { EvidenceKind::Claimed };
        Strongest { kind, last: None, said: false }
    })
}

/// Comparisons that found fields to differ which the finding rests on.
fn compared(facts: &Facts, because: &[Evidence]) -> Option<Strongest> {
    let rests_on = |about: &Subject| because.iter().any(|evidence| evidence.about == *about);
    let fields = facts.unsettled.iter().filter(|field| rests_on(&field.about));
    let last = fields.filter_map(|field| Some(field.compared?.1)).max()?;
    Some(Strongest { kind: EvidenceKind::Reconciled, last: Some(last), said: true })
}

/// Samples of which nobody said how they are known: with a payload or an id that can be followed, or told.
fn unsaid(facts: &Facts, patterns: &[&Pattern]) -> Option<Strongest> {
    let said = |pattern: &Pattern| pattern.known.values().map(|known| known.count).sum::<i64>();
    let unsaid = patterns.iter().filter(|pattern| said(pattern) < pattern.confirmed);
    let last = unsaid.map(|pattern| pattern.last_seen).max()?;
    // The document carries a few samples only: one that can be followed speaks for the integration.
    let kind = if facts.logged.is_empty() { EvidenceKind::Told } else { EvidenceKind::Logged };
    Some(Strongest { kind, last: Some(last), said: false })
}
