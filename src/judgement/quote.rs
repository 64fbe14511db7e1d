//! The quote: what its work comes to, what makes the range, and the smallest sprint that lowers the most risk (domain §11).
//! A pure function of the document, the quote and the firm's record: the same three give the same bytes.

use crate::document::engagement::Engagement;
use crate::document::quote::{Line, Quote};
use crate::judgement::assess::Assessment;
use crate::judgement::next_evidence::Unknown;
use crate::platform::ids::PartId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

mod assumptions;
mod candidates;
mod distribution;
mod draft;
mod held;
mod money;
mod proposal;
mod range;
mod record;
mod sprint;
mod usual;
mod width;

pub use assumptions::suggested;
pub use candidates::{Candidate, candidates};
pub use draft::{draft, filled, sprint};
pub use held::{Held, Place, Recommendation, held_back};
pub use money::{Price, hours, price, saved_hours, to_whole_hours, whole_hours, with_tax};
pub use proposal::{Point, Proposal, in_whole_hours, limit};
pub use range::{Range, Slice};
pub use record::{ENOUGH, Record};
pub use sprint::needs;
pub use usual::{finding_points, points, usual};
pub use width::{FOR_ALL_FACTS, FOR_EACH_FACT, Source};

use distribution::Distribution;
use range::{Scale, chart, range};
use width::{assumed, doubts, fallen, part_of, sources};

/// How a line stands in the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStanding {
    /// The line.
    pub line: PartId,
    /// Its mean, in minutes.
    pub mean: i64,
    /// The points of risk it lowers.
    pub risk: u64,
    /// What it answers, in words; empty where nothing asks for it any more.
    pub because: String,
}

/// What a quote comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appraisal {
    /// Each line, in the order of the quote.
    pub lines: Vec<LineStanding>,
    /// The hours by the estimates alone.
    pub estimated: Range,
    /// What the firm's record multiplies them by, in thousandths; `None` with too few closed quotes to tell.
    pub stretched: Option<i64>,
    /// The hours that are quoted.
    pub hours: Range,
    /// The chances of the quoted hours, slice by slice.
    pub chart: Vec<Slice>,
    /// The unknowns that make most of the range.
    pub sources: Vec<Source>,
    /// Points of risk of all that could be done.
    pub risk: u64,
    /// Points of risk that the offered lines lower.
    pub lowered: u64,
    /// Points of risk of the engagement that no line lowers.
    pub beyond: u64,
    /// The curve of risk against hours, the cheapest first.
    pub curve: Vec<Point>,
    /// The sprint that lowers the most risk within the bounds; `None` without bounds.
    pub proposal: Option<Proposal>,
}

/// What a quote is judged against, worked out once for it.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The document.
    pub doc: &'a Engagement,
    /// What is judged of it.
    pub assessment: &'a Assessment,
    /// What its verdicts may turn on, the most worth asking first.
    pub unknowns: &'a [Unknown],
    /// The firm's own record.
    pub record: &'a Record,
}

/// What a quote comes to, with the sprint within its own bounds.
#[must_use]
pub fn appraise(of: Context<'_>, quote: &Quote) -> Appraisal {
    appraise_within(of, quote, limit(quote))
}

/// What a quote comes to, with the sprint within so many minutes.
#[must_use]
pub fn appraise_within(of: Context<'_>, quote: &Quote, minutes: Option<i64>) -> Appraisal {
    let asked = candidates(of.doc, of.assessment);
    let lines = standings(&asked, quote);
    let included: Vec<&Line> = quote.included().collect();
    let assumed = assumed(of.doc, quote, of.unknowns);
    let doubted = doubts(of.doc, &assumed, &included);
    let mut parts: Vec<_> = included.iter().map(|line| part_of(line)).collect();
    parts.extend(doubted.iter().map(|doubt| doubt.part));
    let whole = Distribution::of(&parts);
    let factor = of.record.factor();
    let certain = fallen(&assumed, &included) as f64;
    let quoted = Scale { certain, factor: factor.unwrap_or(1.0) };
    let all: u64 = asked.iter().map(|one| one.risk).sum();
    let risk: u64 = lines.iter().map(|line| line.risk).sum();
    let offered = lines.iter().zip(&quote.lines).filter(|(_, line)| line.included);
    let (curve, proposal) = proposal::of(of, quote, &lines, minutes);
    Appraisal {
        estimated: range(&whole, Scale { factor: 1.0, ..quoted }),
        stretched: factor.map(|factor| (factor * 1_000.0).round() as i64),
        hours: range(&whole, quoted),
        chart: chart(&whole, quoted),
        sources: sources(&parts, doubted, &whole),
        lowered: offered.map(|(standing, _)| standing.risk).sum(),
        beyond: all - risk,
        risk,
        curve,
        proposal,
        lines,
    }
}

/// How each line stands. What an action lowers is lowered by the first line that answers it.
fn standings(asked: &[Candidate], quote: &Quote) -> Vec<LineStanding> {
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let standing = |line: &Line| {
        let answers = asked.iter().find(|one| one.key == line.action);
        let first = answers.filter(|one| taken.insert(&one.key));
        LineStanding {
            line: line.id,
            mean: (line.hours.low + line.hours.likely + line.hours.high) / 3,
            risk: first.map_or(0, |one| one.risk),
            because: answers.map_or_else(String::new, Candidate::because),
        }
    };
    quote.lines.iter().map(standing).collect()
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
