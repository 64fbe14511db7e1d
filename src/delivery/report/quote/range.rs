//! What makes the range of a quote, and what a smaller sprint would leave.

use super::row;
use crate::delivery::report::{Block, Column, Item, items, table};
use crate::judgement::quote::{
    Point, hours, in_whole_hours, price, saved_hours, to_whole_hours, whole_hours,
};
use crate::platform::numbers::money;
use crate::stores::quote::Contents;

/// How the hours came about.
pub(super) fn added_up(contents: &Contents) -> String {
    let mut told = vec!["Hours are added up as ranges, not as single numbers.".to_owned()];
    if let Some(factor) = contents.appraisal.stretched {
        told.push(format!(
            "Our past quotes multiply the estimates by {}.{:02}: that is what they took.",
            factor / 1_000,
            factor % 1_000 / 10
        ));
    }
    told.push(if contents.appraisal.sources.is_empty() {
        "No unknown makes the range wider: what is left is the spread of the estimates themselves.".into()
    } else {
        "These unknowns make most of the width; once one is known, the range is narrower, whatever the answer.".into()
    });
    told.join(" ")
}

/// The unknowns that make most of the range.
pub(super) fn sources(contents: &Contents) -> Option<Block> {
    let told = contents.appraisal.sources.iter().map(|source| {
        let mut notes = vec![format!(
            "{} % of the spread. Once it is known, the range is {} narrower; finding out takes {}. At worst it adds {}.",
            source.share,
            saved_hours(source.narrower),
            hours(source.costs),
            hours(source.at_worst)
        )];
        notes.extend((!source.ask.is_empty()).then(|| source.ask.clone()));
        Item { notes, ..Item::new(source.says.clone()) }
    });
    items("What makes the range", true, told.collect())
}

/// Steps in which a table tells what more work leaves, about: between two of them little changes.
const STEPS: usize = 24;

/// The risk that more and more work leaves, from none of it to all.
pub(super) fn curve(contents: &Contents) -> Option<Block> {
    let columns = vec![
        Column::number("Hours on average"),
        Column::number("Price before tax"),
        Column::number("Risk left, in points"),
    ];
    let row = |point: &Point| {
        let cost = price(&contents.quote, to_whole_hours(point.minutes));
        row([
            whole_hours(point.minutes),
            money(cost.net, &contents.quote.currency),
            point.left.to_string(),
        ])
    };
    let points: Vec<_> =
        in_whole_hours(&contents.appraisal.curve, None).map(|(_, point)| point).collect();
    table("Risk left against cost", columns, in_steps(&points).map(row).collect())
}

/// The first and the last of the points, and as many between them, at even distances, as a table tells.
fn in_steps(points: &[Point]) -> impl Iterator<Item = &Point> {
    let (step, last) = (points.len().div_ceil(STEPS).max(1), points.len().saturating_sub(1));
    let told = move |(at, _): &(usize, &Point)| at % step == 0 || *at == last;
    points.iter().enumerate().filter(told).map(|(_, point)| point)
}

#[cfg(test)]
mod tests {
    use super::{Point, STEPS, in_steps};

    #[test]
    fn a_long_curve_is_told_in_steps_and_always_to_its_end() {
        for count in [0, 1, 2, STEPS, STEPS + 1, 276, 1_000] {
            let minutes = |at: usize| i64::try_from(at).unwrap() * 60;
            let points: Vec<_> =
                (0..count).map(|at| Point { minutes: minutes(at), left: 0 }).collect();
            let told: Vec<_> = in_steps(&points).map(|point| point.minutes).collect();
            assert!(told.len() <= STEPS + 1, "{} rows of {count}", told.len());
            assert!(count > STEPS || told.len() == count, "a short one is told whole");
            assert_eq!(told.first().copied(), points.first().map(|point| point.minutes));
            assert_eq!(told.last().copied(), points.last().map(|point| point.minutes));
        }
    }
}
