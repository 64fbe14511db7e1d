//! Confidence: how much evidence there is, how fresh it is and how much is unknown (domain §10).
//! The weakest of the three decides; many samples never make up for not having looked.

use crate::document::engagement::Engagement;
use crate::document::integrations::{Availability, Criticality, Integration};
use crate::document::samples::Cause;
use crate::document::systems::System;
use crate::judgement::findings::{Facts, InScope};
use crate::platform::catalogue::catalogue;
use crate::platform::wording::{counted, day, inside};
use serde::{Deserialize, Serialize};

catalogue! {
    /// How far a verdict can be relied on, the least first.
    pub enum Level {
        Low => "low", "Low";
        Medium => "medium", "Medium";
        High => "high", "High";
    }
}

catalogue! {
    /// What confidence is measured by.
    pub enum MeasureKind {
        Amount => "amount", "How much evidence";
        Freshness => "freshness", "How fresh it is";
        Known => "known", "How much is known";
    }
}

/// One of the three measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Measure {
    /// Which.
    pub kind: MeasureKind,
    /// From 0, nothing, to 100, all that is asked for.
    pub points: i64,
    /// What it was counted from.
    pub says: String,
}

/// How far a verdict can be relied on, with the parts it was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Confidence {
    /// The level: the weakest measure decides. High from 80 points, medium from 40, low below.
    pub level: Level,
    /// The three measures.
    pub measures: Vec<Measure>,
    /// The level and the measure that holds it down, in a sentence.
    pub says: String,
}

/// The confidence in the verdict on one integration.
///
/// * Amount: confirmed samples against the samples asked for in the brief.
/// * Freshness: 100 points when the last sample is at most 30 days old, 60 up to 90 days, 30 up to 180, then none.
/// * Known: the share that is known of the controls expected here, of code, credentials and maintainability, of the
///   causes of confirmed samples, and of the discovery facts of both systems (for a convenience integration only
///   the controls, code, credentials and causes: simple things stay simple, domain §12).
pub(super) fn of(doc: &Engagement, one: &InScope<'_>) -> Confidence {
    let facts = &one.facts;
    from(vec![amount(doc, facts), freshness(doc, facts), known(doc, one.integration, facts)])
}

/// The level the measures give: the weakest decides.
fn from(measures: Vec<Measure>) -> Confidence {
    let weakest = measures.iter().min_by_key(|measure| measure.points);
    let level = match weakest.map_or(0, |measure| measure.points) {
        80.. => Level::High,
        40.. => Level::Medium,
        _ => Level::Low,
    };
    let says = match (level, weakest) {
        (Level::High, _) | (_, None) => format!("{level}."),
        (_, Some(weakest)) => format!("{level}, held down by: {}", weakest.says),
    };
    Confidence { level, measures, says }
}

fn amount(doc: &Engagement, facts: &Facts) -> Measure {
    let needed = doc.brief.samples_needed.max(1);
    let confirmed: i64 = facts.confirmed().map(|pattern| pattern.confirmed).sum();
    let points = (100 * confirmed.min(needed)) / needed;
    let samples = counted(confirmed, "confirmed sample", "confirmed samples");
    Measure {
        kind: MeasureKind::Amount,
        points,
        says: format!("{samples}; {needed} are asked for."),
    }
}

fn freshness(doc: &Engagement, facts: &Facts) -> Measure {
    let kind = MeasureKind::Freshness;
    let Some(last) = facts.confirmed().map(|pattern| pattern.last_seen).max() else {
        return Measure { kind, points: 0, says: "No confirmed sample yet.".into() };
    };
    let age = (doc.as_of.date_naive() - last).num_days().max(0);
    let points = match age {
        ..=30 => 100,
        31..=90 => 60,
        91..=180 => 30,
        _ => 0,
    };
    let days = counted(age, "day", "days");
    Measure { kind, points, says: format!("The last sample is from {}, {days} ago.", day(last)) }
}

fn known(doc: &Engagement, integration: &Integration, facts: &Facts) -> Measure {
    let (unknown, expected) = facts.unknown_controls();
    let simple = integration.criticality == Criticality::Convenience;
    let mut tally = Tally { known: expected - unknown.len() as i64, asked: expected };
    for at in [integration.code, integration.credentials] {
        tally.count(at != Availability::Unknown);
    }
    for pattern in facts.confirmed() {
        tally.count(pattern.cause != Cause::Unknown);
    }
    if !simple {
        tally.count(integration.maintainable != Availability::Unknown);
        let ends = [integration.source, integration.destination];
        ends.iter().filter_map(|id| doc.system(*id)).for_each(|system| tally.system(system));
    }
    let Tally { known, asked } = tally;
    let level = inside(crate::platform::catalogue::Catalogue::label(integration.criticality));
    let says =
        format!("{known} of the {asked} facts known that are asked of {level} integrations.");
    Measure { kind: MeasureKind::Known, points: 100 * known / asked.max(1), says }
}

struct Tally {
    known: i64,
    asked: i64,
}

impl Tally {
    fn count(&mut self, known: bool) {
        self.known += i64::from(known);
        self.asked += 1;
    }

    fn system(&mut self, system: &System) {
        use crate::document::systems::{DiscoveryFact, SystemKind};
        use crate::platform::catalogue::Catalogue;
        if system.kind != SystemKind::PersonOrTeam {
            DiscoveryFact::ALL.iter().for_each(|fact| self.count(system.knows(*fact)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(points: [i64; 3]) -> Vec<Measure> {
        let kinds = [MeasureKind::Amount, MeasureKind::Freshness, MeasureKind::Known];
        kinds
            .into_iter()
            .zip(points)
            .map(|(kind, points)| Measure { kind, points, says: kind.to_string() })
            .collect()
    }

    #[test]
    fn the_weakest_measure_decides() {
        assert_eq!(from(measures([100, 100, 80])).level, Level::High);
        assert_eq!(from(measures([100, 100, 79])).level, Level::Medium);
        assert_eq!(from(measures([100, 39, 100])).level, Level::Low);
    }

    #[test]
    fn the_sentence_names_what_holds_it_down() {
        assert_eq!(from(measures([100, 0, 100])).says, "Low, held down by: How fresh it is");
    }
}
