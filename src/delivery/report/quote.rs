//! The quote that goes with a recommendation: what is offered, what it rests on, and what a smaller sprint would leave.
//! It tells what was issued, and what became of it since.

use super::{
    Block, Cell, Column, Figure, Figures, Item, Report, Row, Section, SectionId, Verdict, facts,
    heading, items, numbers, published, section as make, table, text,
};
use crate::document::quote::{AssumptionState, LedgerEntry, Line, Override};
use crate::judgement::quote::{Price, hours, price, whole_hours, with_tax};
use crate::platform::catalogue::Catalogue;
use crate::platform::numbers::money;
use crate::platform::wording::{day, ended};
use crate::stores::quote::{Contents, Issued, QuoteState};
use range::{added_up, curve, sources};

mod range;

/// How the curve of risk against hours is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    /// As a table.
    Table,
    /// By a drawing that has the table below it; whoever shows it puts it at the end.
    Drawn,
}

/// The quote as a document of its own.
#[must_use]
pub fn quote(issued: &Issued) -> Report {
    told(issued, Curve::Table)
}

/// The same for a page that draws the curve at its end, with the numbers as a table below the drawing.
#[must_use]
pub fn quote_with_drawing(issued: &Issued) -> Report {
    told(issued, Curve::Drawn)
}

fn told(issued: &Issued, curve: Curve) -> Report {
    let contents = &issued.contents;
    let version = format!("Quote {}", contents.number);
    let published_day = contents.issued_at.date_naive();
    Report {
        kind: "Quote",
        title: contents.title.clone(),
        client: contents.client.clone(),
        number: contents.number,
        published: published(contents.number, &version, published_day, &contents.issued_by),
        version,
        published_day,
        published_by: contents.issued_by.clone(),
        hash: issued.redacted().map_or(issued.hash, |(_, left)| left).to_string(),
        verdict: opening(issued),
        evidence: 0,
        covering: String::new(),
        cover: None,
        reader: String::new(),
        is_sheet: false,
        read_first: &[],
        sections: vec![section(issued, curve)],
    }
}

/// What the document opens with: what is offered, and how it stands.
fn opening(issued: &Issued) -> Verdict {
    let contents = &issued.contents;
    let mut notes = vec![format!("It is {}.", issued.state.label().to_lowercase())];
    if contents.provisional {
        notes.push("The verdict that it rests on is provisional.".into());
    }
    Verdict { path: None, word: offered(contents), says: terms(contents), notes }
}

fn offered(contents: &Contents) -> String {
    let (offer, currency) = (contents.offer(), &contents.quote.currency);
    let how = if contents.quote.fixed_price { "at a fixed price" } else { "billed by the hour" };
    format!("{} before tax, {how}", money(offer.net, currency))
}

fn terms(contents: &Contents) -> String {
    let told = contents.appraisal.hours;
    let [likely, enough, _] = contents.prices.map(|it| money(it.net, &contents.quote.currency));
    if contents.quote.fixed_price {
        return format!(
            "It is the price of {}, which is enough in four cases of five, and stays the same if the work takes longer.",
            whole_hours(told.p80)
        );
    }
    format!(
        "In every second case the work is done within {} ({likely}), in four cases of five within {} ({enough}).",
        whole_hours(told.p50),
        whole_hours(told.p80)
    )
}

/// The section of a recommendation that tells of the quote.
pub(super) fn section(issued: &Issued, curve_as: Curve) -> Section {
    let contents = &issued.contents;
    let mut blocks = Vec::new();
    if issued.redacted_at.is_some() {
        blocks.push(text("After it was issued, a text in it had to be redacted. A placeholder stands where it stood, and the hash it was issued with stays on record."));
    }
    blocks.extend([head(issued), figures(contents)]);
    blocks.push(heading("What is done"));
    blocks.extend(lines(contents));
    blocks.extend(excluded(contents));
    blocks.push(heading("What it rests on"));
    blocks.push(text(&rests_on(contents)));
    blocks.extend(assumptions(contents));
    blocks.extend(overrides(contents));
    blocks.extend(orders(issued));
    blocks.push(heading("What makes the range"));
    blocks.push(text(&added_up(contents)));
    blocks.extend(sources(contents));
    blocks.push(heading("What a smaller sprint would leave"));
    blocks.push(text("For more and more work, the sprint that lowers the most risk. Each open risk and finding counts points, twice as many for each step of severity. What has to come first is in it: nothing is changed that cannot be seen, no code is written before the truth is settled."));
    if curve_as == Curve::Table {
        blocks.extend(curve(contents));
    }
    let lede = "What the next step takes, what it costs, and on what that rests.";
    let mut section = make(SectionId::Quote, lede, blocks);
    numbers::give_quote(&mut section);
    section
}

fn head(issued: &Issued) -> Block {
    let contents = &issued.contents;
    let quote = &contents.quote;
    let mut told = vec![
        ("Quote", format!("{}, {}", contents.number, issued.state.label().to_lowercase())),
        ("Issued", format!("{} by {}", day(contents.issued_at.date_naive()), contents.issued_by)),
        ("Valid until", quote.valid_until.map(day).unwrap_or_default()),
        ("Price of an hour", money(price(quote, 60).net, &quote.currency)),
        ("Tax", format!("{} %", quote.tax.normalize())),
    ];
    told.push(("Goes with", format!("version {} of the recommendation", contents.basis.number)));
    if issued.state == QuoteState::Accepted {
        told.push(("Accepted by", issued.answered_by.clone()));
    }
    if !contents.record.is_empty() {
        told.push(("Our quotes so far", contents.record.clone()));
    }
    if let Some((at, left)) = issued.redacted() {
        told.push(("Redacted", format!("{}, {} UTC", day(at.date_naive()), at.format("%H:%M"))));
        told.push(("SHA-256 as issued", issued.hash.to_string()));
        told.push(("SHA-256 of what is left", left.to_string()));
    } else {
        told.push(("SHA-256", issued.hash.to_string()));
    }
    facts(told)
}

fn figures(contents: &Contents) -> Block {
    let told = contents.appraisal.hours;
    let currency = &contents.quote.currency;
    let of = [
        (told.p50, "P50", "one case of two"),
        (told.p80, "P80", "four of five"),
        (told.p90, "P90", "nine of ten"),
    ];
    let figure = |((minutes, name, share), cost): ((i64, &str, &str), Price)| Figure {
        figure: whole_hours(minutes),
        label: format!("{name}: enough in {share}"),
        base: with_tax(cost, currency),
    };
    Block::Figures(Figures { figures: of.into_iter().zip(contents.prices).map(figure).collect() })
}

fn lines(contents: &Contents) -> Option<Block> {
    let columns = vec![
        Column::new("What is done", 4),
        Column::new("For", 2),
        Column::new("Kind of work", 2),
        Column::new("Hours: low · likely · high", 2),
        Column::new("Answers", 2),
    ];
    let because = |line: &Line| {
        let standing = contents.appraisal.lines.iter().find(|it| it.line == line.id);
        let because = standing.map(|it| it.because.clone()).filter(|told| !told.is_empty());
        because.unwrap_or_else(|| "–".into())
    };
    let row = |line: &Line| {
        let at = line.integration.and_then(|id| contents.integrations.get(&id)).cloned();
        let told = [line.hours.low, line.hours.likely, line.hours.high].map(hours);
        row([
            line.says.clone(),
            at.unwrap_or_else(|| "the whole engagement".into()),
            line.work.label().into(),
            told.join(" · "),
            because(line),
        ])
    };
    table("What is done", columns, contents.quote.lines.iter().map(row).collect())
}

fn row<const N: usize>(cells: [String; N]) -> Row {
    Row { anchor: None, cells: cells.into_iter().map(Cell::new).collect() }
}

fn excluded(contents: &Contents) -> Vec<Block> {
    let told = contents.quote.exclusions.iter().map(Item::new).collect();
    items("Not part of it", false, told)
        .map_or_else(Vec::new, |list| vec![heading("Not part of it"), list])
}

fn rests_on(contents: &Contents) -> String {
    if contents.quote.assumptions.is_empty() {
        return "No assumption is named; the hours hold as they are told above.".into();
    }
    "Each assumption has somebody who answers for it, a test, and what it costs if it is false."
        .into()
}

fn assumptions(contents: &Contents) -> Option<Block> {
    let columns = vec![
        Column::new("What is assumed", 4),
        Column::new("Who answers for it", 2),
        Column::new("How it is tested", 3),
        Column::new("If it is false", 2),
    ];
    let row = |entry: &LedgerEntry| {
        let cost = price(&contents.quote, entry.if_false);
        let settled = match entry.state {
            AssumptionState::Open => format!(
                "{} more, {}",
                hours(entry.if_false),
                money(cost.net, &contents.quote.currency)
            ),
            AssumptionState::Holds => "nothing: it was tested, and it holds".into(),
            AssumptionState::Fell => "it was tested and is false: its hours are in the sum".into(),
        };
        row([entry.says.clone(), entry.owner.clone(), entry.test.clone(), settled])
    };
    let rows = contents.quote.assumptions.iter().map(row).collect();
    table("Assumptions", columns, rows)
}

/// Gates that were closed, and why the quote was issued all the same.
fn overrides(contents: &Contents) -> Vec<Block> {
    let passed = contents.quote.overrides.iter().filter(|(_, passed)| passed.counts());
    let told = passed.map(|(gate, Override { reason, agreed_by })| Item {
        notes: vec![format!("{} Agreed by {}", ended(reason), ended(agreed_by))],
        ..Item::new(format!("{gate}."))
    });
    items("Rules that were set aside", false, told.collect())
        .map_or_else(Vec::new, |list| vec![heading("Rules that were set aside"), list])
}

fn orders(issued: &Issued) -> Vec<Block> {
    let currency = &issued.contents.quote.currency;
    let told = issued.changes.iter().map(|order| {
        let on = day(order.written_at.date_naive());
        Item {
            notes: vec![format!("Written on {on} by {}.", order.written_by)],
            ..Item::new(order.says(currency))
        }
    });
    let Some(list) = items("Change orders", true, told.collect()) else { return Vec::new() };
    let sum = issued.with_changes();
    let says = format!("With them the offer comes to {}.", with_tax(sum, currency));
    vec![heading("Change orders"), list, text(&says)]
}
