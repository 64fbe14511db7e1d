//! What makes the range of a quote: its lines, what it assumes, and what nobody knows of the systems.
//! What an unknown is worth is the width that goes with it, worked out by leaving it out.

use super::distribution::{Distribution, Part};
use super::money::to_whole_hours;
use crate::document::engagement::Engagement;
use crate::document::integrations::Integration;
use crate::document::quote::{AssumptionState, LedgerEntry, Line, Quote};
use crate::judgement::gates::{asked_facts, fact_name};
use crate::judgement::next_evidence::Unknown;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::{counted, listed};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::HashMap;

/// How much further the range reaches for each discovery fact that is not known, as a share of the likely hours of the
/// lines that touch the system.
pub const FOR_EACH_FACT: f64 = 0.1;
/// The share that the facts of one system add at most.
pub const FOR_ALL_FACTS: f64 = 0.5;
/// Minutes that it usually takes to find out one fact.
const MINUTES_A_FACT: i64 = 20;
/// Facts named in one sentence; the others are counted.
const MOST_NAMED: usize = 4;
/// Unknowns that are told.
const MOST_TOLD: usize = 3;

/// An unknown that makes the range wider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What is not known.
    pub says: String,
    /// How it is found out, and of whom.
    pub ask: String,
    /// Its share of the variance of the whole, in per cent.
    pub share: i64,
    /// Minutes by which the range from P10 to P90 is narrower once it is known, whatever the answer.
    pub narrower: i64,
    /// Minutes that it adds at worst.
    pub at_worst: i64,
    /// Minutes that it takes to find out.
    pub costs: i64,
    /// Its place among the questions that are most worth asking for the verdict; `None` where no verdict turns on it.
    pub place: Option<usize>,
}

/// An unknown with the part of the whole that it makes.
pub(super) struct Doubt {
    pub part: Part,
    source: Source,
}

/// The minutes of a line as a part of the whole.
pub(super) fn part_of(line: &Line) -> Part {
    let [low, likely, high] =
        [line.hours.low, line.hours.likely, line.hours.high].map(|minutes| minutes as f64);
    Part::Range { low, likely, high }
}

/// An assumption with what it is about: found once, however many sprints are looked at.
pub(super) struct Assumed<'a> {
    entry: &'a LedgerEntry,
    /// The integration it is about. What was written by hand, and names none, is behind all lines.
    about: Option<IntegrationId>,
    /// Its place among the unknowns.
    place: Option<usize>,
}

/// The assumptions of a quote with what they are about.
pub(super) fn assumed<'a>(
    doc: &Engagement,
    quote: &'a Quote,
    unknowns: &[Unknown],
) -> Vec<Assumed<'a>> {
    // Of those with one key, such as a difference that is put down to two integrations, the first counts.
    let keys: HashMap<String, usize> =
        unknowns.iter().enumerate().rev().map(|(at, one)| (one.key(), at)).collect();
    let of = |entry: &'a LedgerEntry| {
        let place = keys.get(&entry.unknown).copied();
        let asked = place.map(|at| unknowns[at].integration);
        Assumed { entry, about: asked.or_else(|| named(doc, &entry.unknown)), place }
    };
    quote.assumptions.iter().map(of).collect()
}

/// The integration that a key names: what was answered is no unknown any more, and is still about it. The key of a subject
/// has its integration behind the kind.
fn named(doc: &Engagement, key: &str) -> Option<IntegrationId> {
    let id = key.split('/').nth(1)?;
    doc.integrations.iter().map(|one| one.id).find(|one| one.to_string() == id)
}

impl Assumed<'_> {
    /// Whether these lines rest on it: one about an integration that none of them is for costs them nothing.
    fn is_behind(&self, lines: &[&Line]) -> bool {
        self.about.is_none_or(|id| lines.iter().any(|line| line.integration == Some(id)))
    }
}

/// What comes on top of these lines for certain or perhaps: assumptions that fell, those that are open, and facts.
pub(super) fn doubts(doc: &Engagement, assumed: &[Assumed<'_>], lines: &[&Line]) -> Vec<Doubt> {
    let open = assumed
        .iter()
        .filter(|one| one.entry.state == AssumptionState::Open && one.is_behind(lines));
    let mut doubts: Vec<Doubt> = open.map(doubt).collect();
    doubts.extend(doc.systems.iter().filter_map(|system| unknown_facts(doc, system, lines)));
    doubts
}

/// What assumptions behind these lines that turned out false come to.
pub(super) fn fallen(assumed: &[Assumed<'_>], lines: &[&Line]) -> i64 {
    let fell = assumed
        .iter()
        .filter(|one| one.entry.state == AssumptionState::Fell && one.is_behind(lines));
    fell.map(|one| one.entry.if_false).sum()
}

fn doubt(assumed: &Assumed<'_>) -> Doubt {
    let entry = assumed.entry;
    let part = Part::Chance {
        chance: entry.assumed.percent as f64 / 100.0,
        minutes: entry.if_false as f64,
    };
    let source = Source {
        says: format!("Whether this holds: {}", entry.says),
        ask: match (entry.test.trim(), entry.owner.trim()) {
            ("", "") => String::new(),
            ("", owner) => format!("Ask {owner}."),
            (test, "") => test.to_owned(),
            (test, owner) => format!("{test} Ask {owner}."),
        },
        share: 0,
        narrower: 0,
        at_worst: entry.if_false,
        costs: entry.assumed.minutes,
        place: assumed.place.map(|at| at + 1),
    };
    Doubt { part, source }
}

/// The facts of a system that nobody knows, when lines touch it.
fn unknown_facts(
    doc: &Engagement,
    system: &crate::document::systems::System,
    lines: &[&Line],
) -> Option<Doubt> {
    let unknown: Vec<_> =
        asked_facts(doc, system).into_iter().filter(|fact| !system.knows(*fact)).collect();
    if unknown.is_empty() {
        return None;
    }
    let uses = |one: &Integration| [one.source, one.destination].contains(&system.id);
    let touches =
        |line: &&&Line| line.integration.and_then(|id| doc.integration(id)).is_some_and(uses);
    let likely: i64 = lines.iter().filter(touches).map(|line| line.hours.likely).sum();
    if likely == 0 {
        return None;
    }
    let share = (FOR_EACH_FACT * unknown.len() as f64).min(FOR_ALL_FACTS);
    let high = (likely as f64 * share).round();
    let names: Vec<_> = unknown.iter().take(MOST_NAMED).map(|fact| fact_name(*fact)).collect();
    let count = unknown.len() as i64;
    let source = Source {
        says: format!(
            "{} of “{}” not known: {}.",
            counted(count, "discovery fact", "discovery facts"),
            system.name,
            listed(&names)
        ),
        ask: match system.technical_owner.trim() {
            "" => format!("Ask whoever looks after “{}”.", system.name),
            owner => format!("Ask {owner}."),
        },
        share: 0,
        narrower: 0,
        at_worst: to_whole_hours(high as i64),
        costs: count * MINUTES_A_FACT,
        place: None,
    };
    Some(Doubt { part: Part::Range { low: 0.0, likely: 0.0, high }, source })
}

/// The unknowns that make most of the width, the widest first, each with what is left without it.
pub(super) fn sources(parts: &[Part], doubts: Vec<Doubt>, whole: &Distribution) -> Vec<Source> {
    let width = |of: &Distribution| of.quantile(0.9) - of.quantile(0.1);
    let mut widest: Vec<(usize, Doubt)> = doubts.into_iter().enumerate().collect();
    let first = parts.len() - widest.len();
    widest.sort_by(|(_, a), (_, b)| b.part.variance().total_cmp(&a.part.variance()));
    widest.retain(|(_, doubt)| doubt.part.variance() > 0.0);
    widest.truncate(MOST_TOLD);
    let mut told: Vec<Source> = widest
        .into_iter()
        .map(|(at, doubt)| {
            let mut rest = parts.to_vec();
            rest.remove(first + at);
            let narrower = width(whole) - width(&Distribution::of(&rest));
            Source {
                share: (100.0 * doubt.part.variance() / whole.variance()).round() as i64,
                // To know more never makes a range wider; below a minute it is rounding.
                narrower: narrower.round().max(0.0) as i64,
                ..doubt.source
            }
        })
        .collect();
    told.sort_by_key(|source| Reverse(source.share));
    told
}
