//! What a sheet tells of money: what it costs today, what is offered, and what the price rests on.

use super::{BOTH, Told, brief, cell, first, row, section, text};
use crate::delivery::report::{Block, Column, Report, Section, SectionId, facts, table};
use crate::document::quote::LedgerEntry;
use crate::judgement::quote::{hours, price as price_of, whole_hours, with_tax};
use crate::platform::catalogue::Catalogue;
use crate::platform::numbers::money;
use crate::platform::wording::day;

/// What it costs today, as the summary counts it.
pub(super) fn costs(told: &Told<'_>, whole: &Report) -> Section {
    let summary = whole.section(SectionId::Summary);
    let figures =
        summary.into_iter().flat_map(|section| &section.blocks).find_map(|block| match block {
            Block::Figures(figures) => Some(Block::Figures(figures.clone())),
            _ => None,
        });
    let mut blocks: Vec<_> = figures.into_iter().collect();
    let situation = told.snapshot.document().brief.situation.trim();
    blocks.push(text(if situation.is_empty() {
        "The situation was not written down yet.".to_owned()
    } else {
        situation.split("\n\n").take(2).map(brief).collect::<Vec<_>>().join("\n\n")
    }));
    Section { id: SectionId::Summary, title: "What it costs today", lede: String::new(), blocks }
}

/// What is offered.
pub(super) fn price(told: &Told<'_>) -> Option<Section> {
    let Some(issued) = told.issued else {
        let none = text("No quote goes with this version yet.");
        return section(SectionId::Quote, "What the work costs", vec![none]);
    };
    let (contents, quote) = (&issued.contents, &issued.contents.quote);
    let range = contents.appraisal.hours;
    let [likely, enough, _] = contents.prices;
    let told = vec![
        ("Quote", format!("{}, {}", contents.number, issued.state.label().to_lowercase())),
        ("Offered", with_tax(contents.offer(), &quote.currency)),
        ("Price", if quote.fixed_price { "fixed".into() } else { "billed by the hour".into() }),
        (
            "Enough in one case of two",
            format!("{}, {}", whole_hours(range.p50), money(likely.net, &quote.currency)),
        ),
        (
            "Enough in four of five",
            format!("{}, {}", whole_hours(range.p80), money(enough.net, &quote.currency)),
        ),
        ("Valid until", issued.valid_until().map(day).unwrap_or_default()),
        ("Not part of it", brief(&quote.exclusions.join("; "))),
    ];
    section(SectionId::Quote, "What the work costs", vec![facts(told)])
}

/// What the price rests on.
pub(super) fn assumptions(told: &Told<'_>) -> Option<Section> {
    let quote = &told.issued?.contents.quote;
    let tell = |entry: &LedgerEntry| {
        let cost = price_of(quote, entry.if_false);
        row(vec![
            cell(&entry.says),
            cell(&entry.owner),
            cell(entry.state.label()),
            cell(format!("{}, {}", hours(entry.if_false), money(cost.net, &quote.currency))),
        ])
    };
    let (shown, note) = first(quote.assumptions.iter().map(tell).collect(), 8, BOTH);
    let columns = vec![
        Column::new("What is assumed", 5),
        Column::new("Who answers for it", 3),
        Column::new("State", 3),
        Column::new("If it is false", 3),
    ];
    let blocks = table("What the price rests on", columns, shown).into_iter().chain(note).collect();
    section(SectionId::Quote, "What the price rests on", blocks)
}
