//! The sprint that is proposed: of the exact curve, the choice that lowers the most risk and stays within the bounds.
//! Bounds are held against P80, so that a sprint within a budget stays within it four times in five.

use super::distribution::{Distribution, Part};
use super::money::to_whole_hours;
use super::range::Scale;
use super::sprint::{Choice, Curve, Item};
use super::width::{Assumed, assumed, doubts, fallen, part_of};
use super::{Context, LineStanding};
use crate::document::quote::{Bounds, Line, Quote};
use crate::platform::ids::PartId;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// Steps of the grid on which it is seen what is too much by far, and how far it may be off.
const COARSE: i64 = 512;
const ROUGHLY: f64 = 0.98;

/// A point of the curve: what is left of the risk for so much work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Minutes it takes on average, by the estimates alone.
    pub minutes: i64,
    /// Points of risk that are left of those that the lines lower.
    pub left: u64,
}

/// The points of a curve that are told, each with its place: of several with the same whole hours the one that leaves least,
/// and the one that is proposed.
pub fn in_whole_hours(
    curve: &[Point],
    proposed: Option<usize>,
) -> impl Iterator<Item = (usize, Point)> {
    let hours = |point: &Point| to_whole_hours(point.minutes);
    let last =
        move |at: usize| curve.get(at + 1).is_none_or(|next| hours(next) > hours(&curve[at]));
    let told = move |at: &usize| proposed == Some(*at) || last(*at);
    (0..curve.len()).filter(told).map(|at| (at, curve[at]))
}

/// The sprint that lowers the most risk within the bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Minutes that the bounds allow.
    pub limit: i64,
    /// Its place on the curve.
    pub point: usize,
    /// Minutes that are enough in four cases of five, stretched by the firm's record.
    pub p80: i64,
    /// Points of risk it lowers.
    pub lowered: u64,
    /// Its lines.
    pub lines: Vec<PartId>,
}

/// The minutes that bounds allow, in whole hours; `None` where there is none. The tighter of budget and deadline counts.
#[must_use]
pub fn limit(quote: &Quote) -> Option<i64> {
    let Bounds { budget, starts_on, deadline, hours_a_week } = quote.bounds;
    // Without a rate a budget buys no hours to tell.
    let paid = budget
        .and_then(|budget| (budget * Decimal::from(60)).checked_div(quote.rate)?.floor().to_i64());
    let days = starts_on.zip(deadline).map(|(start, end)| (end - start).num_days());
    let worked = days.map(|days| days * hours_a_week * 60 / 7);
    paid.into_iter().chain(worked).min().map(|minutes| minutes / 60 * 60)
}

/// The curve, and the sprint within so many minutes.
pub(super) fn of(
    context: Context<'_>,
    quote: &Quote,
    lines: &[LineStanding],
    minutes: Option<i64>,
) -> (Vec<Point>, Option<Proposal>) {
    let items = items(quote, lines);
    let curve = Curve::of(&items);
    let all: u64 = items.iter().map(|item| item.risk).sum();
    let point = |choice: &Choice| Point {
        minutes: i64::try_from(choice.cost / 3).unwrap_or(i64::MAX),
        left: all - choice.risk,
    };
    let points = curve.choices.iter().map(point).collect();
    let proposal = minutes.and_then(|limit| within(context, quote, &curve, limit));
    (points, proposal)
}

/// The lines as they are chosen from. Three times the mean is a whole number of minutes.
fn items(quote: &Quote, lines: &[LineStanding]) -> Vec<Item> {
    let mut groups: Vec<_> = quote.lines.iter().map(|line| line.integration).collect();
    groups.sort_unstable();
    groups.dedup();
    let item = |(line, standing): (&Line, &LineStanding)| Item {
        group: groups.binary_search(&line.integration).unwrap_or(0),
        work: line.work,
        cost: u64::try_from(line.hours.low + line.hours.likely + line.hours.high).unwrap_or(0),
        risk: standing.risk,
    };
    quote.lines.iter().zip(lines).map(item).collect()
}

/// The choice that lowers the most and whose P80 fits; nothing where even the cheapest does not.
fn within(context: Context<'_>, quote: &Quote, curve: &Curve, limit: i64) -> Option<Proposal> {
    let assumed = assumed(context.doc, quote, context.unknowns);
    let fits = |at: &usize| {
        let chosen = lines_of(quote, curve, *at);
        let p80 = p80(context, &assumed, &chosen, limit)?;
        Some((*at, p80, chosen.iter().map(|line| line.id).collect()))
    };
    let (point, p80, lines) = (1..curve.choices.len()).rev().find_map(|at| fits(&at))?;
    Some(Proposal { limit, point, p80, lowered: curve.choices[point].risk, lines })
}

fn lines_of<'q>(quote: &'q Quote, curve: &Curve, at: usize) -> Vec<&'q Line> {
    curve.lines(&curve.choices[at]).into_iter().map(|line| &quote.lines[line]).collect()
}

/// The P80 of a sprint where it is within the limit.
fn p80(context: Context<'_>, assumed: &[Assumed<'_>], chosen: &[&Line], limit: i64) -> Option<i64> {
    let factor = context.record.factor().unwrap_or(1.0);
    let certain = fallen(assumed, chosen) as f64;
    let scale = Scale { certain, factor };
    let fits = |minutes: f64| Some(scale.minutes(minutes)).filter(|minutes| *minutes <= limit);
    let mut parts: Vec<_> = chosen.iter().map(|line| part_of(line)).collect();
    // Most choices need no convolution. What is not known only comes on top.
    fits(at_least(&parts))?;
    parts.extend(doubts(context.doc, assumed, chosen).iter().map(|doubt| doubt.part));
    fits(at_least(&parts))?;
    // What is too much by far on a coarse grid is too much.
    fits(Distribution::on(&parts, COARSE).roughly(0.8) * ROUGHLY)?;
    fits(Distribution::of(&parts).quantile(0.8))
}

/// Minutes that P80 of a sum is nowhere below: its mean less half a deviation (Cantelli's bound).
fn at_least(parts: &[Part]) -> f64 {
    let mean: f64 = parts.iter().map(Part::mean).sum();
    mean - 0.5 * parts.iter().map(Part::variance).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p80_is_nowhere_below_its_bound_and_what_is_certain_reaches_it() {
        let range = |low, likely, high| Part::Range { low, likely, high };
        assert_eq!(at_least(&[range(90.0, 90.0, 90.0), range(30.0, 30.0, 30.0)]), 120.0);
        let seldom = Part::Chance { chance: 0.1, minutes: 6_000.0 };
        for parts in [vec![range(60.0, 120.0, 300.0)], vec![range(60.0, 60.0, 600.0), seldom]] {
            let p80 = Distribution::of(&parts).quantile(0.8);
            assert!(at_least(&parts) <= p80, "{parts:?}");
        }
    }

    #[test]
    fn of_points_with_the_same_whole_hours_the_last_is_told_and_the_proposed() {
        let curve = [(0, 9), (61, 8), (90, 7), (120, 6), (121, 5)]
            .map(|(minutes, left)| Point { minutes, left });
        let places = |proposed| -> Vec<usize> {
            in_whole_hours(&curve, proposed).map(|(at, _)| at).collect()
        };
        assert_eq!(places(None), [0, 3, 4]);
        assert_eq!(places(Some(1)), [0, 1, 3, 4]);
        assert_eq!(places(Some(4)), [0, 3, 4]);
        assert_eq!(in_whole_hours(&[], None).count(), 0);
    }
}
