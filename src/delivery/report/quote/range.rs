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

/// The risk that each amount of work leaves.
pub(super) fn curve(contents: &Contents) -> Option<Block> {
    let columns = vec![
        Column::number("Hours on average"),
        Column::number("Price before tax"),
        Column::number("Risk left, in points"),
    ];
    let row = |(_, point): (usize, Point)| {
        let cost = price(&contents.quote, to_whole_hours(point.minutes));
        row([
            whole_hours(point.minutes),
            money(cost.net, &contents.quote.currency),
            point.left.to_string(),
        ])
    };
    let rows = in_whole_hours(&contents.appraisal.curve, None).map(row).collect();
    table("Risk left against cost", columns, rows)
}
