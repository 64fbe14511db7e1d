//! The summary: the situation, what it costs, and what comes next.
//! It answers “so what, and what next?” for a reader with ten minutes.

use super::{
    Block, Cell, Column, Figure, Figures, Item, Mark, Row, Section, SectionId, anchors, heading,
    items, table, text,
};
use crate::document::call::VerdictPath;
use crate::document::engagement::{ComplaintGroup, Engagement};
use crate::engines::map::Side;
use crate::judgement::assess::Assessment;
use crate::judgement::ledger;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed, span};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// Next things that the summary tells; the verdict's section has them all.
const NEXT: usize = 5;

fn blocks(doc: &Engagement, assessment: &Assessment) -> Vec<Block> {
    let mut blocks = vec![heading("The situation"), text(&doc.brief.situation)];
    blocks.extend(complaints(doc));
    blocks.push(heading("So what"));
    blocks.extend(figures(doc));
    blocks.extend(integrations(doc, assessment));
    blocks.push(heading("What next"));
    blocks.extend(next(assessment));
    blocks.extend(held_back(assessment));
    blocks
}

pub(super) fn section(doc: &Engagement, assessment: &Assessment) -> Section {
    super::section(
        SectionId::Summary,
        "The situation, what it costs today, and the next steps we propose.",
        blocks(doc, assessment),
    )
}

/// The client's complaints, group by group.
fn complaints(doc: &Engagement) -> Option<Block> {
    let of = |group: &ComplaintGroup| {
        let ticked = doc.brief.complaints.iter().filter(|complaint| complaint.group() == *group);
        let labels: Vec<_> = ticked.map(|complaint| inside(complaint.label())).collect();
        (!labels.is_empty())
            .then(|| Item::new(format!("{}: {}.", group.label(), labels.join("; "))))
    };
    items("What you told us", false, ComplaintGroup::ALL.iter().filter_map(of).collect())
}

fn figures(doc: &Engagement) -> Option<Block> {
    let samples = &doc.samples;
    let mut figures = Vec::new();
    let mut add = |figure: String, label: &str, base: String| {
        figures.push(Figure { figure, label: label.to_owned(), base });
    };
    if samples.total() > 0 {
        let first = samples.patterns.iter().map(|pattern| pattern.first_seen).min();
        let last = samples.patterns.iter().map(|pattern| pattern.last_seen).max();
        let when = first
            .zip(last)
            .map_or_else(String::new, |(first, last)| format!(", {}", span(first, last)));
        add(
            samples.confirmed().to_string(),
            "confirmed failures",
            format!("of {} collected{when}", samples.total()),
        );
        let sum = |of: fn(&crate::document::samples::Pattern) -> i64| {
            samples.patterns.iter().map(of).sum::<i64>()
        };
        let unnoticed = sum(|pattern| pattern.unnoticed);
        if unnoticed > 0 {
            add(
                unnoticed.to_string(),
                "found by customers or by nobody",
                format!("of {}", samples.total()),
            );
        }
        let trusted = sum(|pattern| pattern.trusted_success);
        if trusted > 0 {
            add(
                trusted.to_string(),
                "reported as success while wrong",
                format!("of {}", samples.total()),
            );
        }
    }
    if let Some((hours, base)) = by_hand(doc) {
        add(format!("{hours:.0} h"), "of manual work a month", base);
    }
    (!figures.is_empty()).then_some(Block::Figures(Figures { figures }))
}

/// Hours a month of manual work on the actual maps, and what they cost when that is known.
fn by_hand(doc: &Engagement) -> Option<(f64, String)> {
    let actual = doc.maps.iter().filter(|map| map.side == Side::Actual);
    let ledgers: Vec<_> = actual.map(ledger::manual_work).collect();
    let hours: f64 = ledgers.iter().map(|ledger| ledger.hours).sum();
    let steps: usize = ledgers.iter().map(|ledger| ledger.rows.len()).sum();
    let unknown: u32 = ledgers.iter().map(|ledger| ledger.unknown).sum();
    if hours <= 0.0 {
        return None;
    }
    let cost = doc.brief.hourly_cost.and_then(|cost| Some(cost * Decimal::from_f64(hours)?));
    let cost = cost.map_or_else(String::new, |cost| {
        format!(", about {} {}", doc.brief.currency, grouped(cost))
    });
    let unknown = if unknown > 0 { format!(", {unknown} not timed yet") } else { String::new() };
    Some((hours, format!("in {}{unknown}{cost}", counted(steps as i64, "step", "steps"))))
}

/// An amount without decimals, digits in groups of three.
fn grouped(amount: Decimal) -> String {
    let digits = amount.round().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn integrations(doc: &Engagement, assessment: &Assessment) -> Option<Block> {
    let row = |one: &crate::judgement::assess::IntegrationAssessment| {
        let verdict = &one.verdict;
        let confirmed: i64 =
            doc.samples.of(verdict.integration).map(|pattern| pattern.confirmed).sum();
        Row {
            anchor: None,
            cells: vec![
                Cell::new(verdict.name.clone()),
                Cell::marked(path_word(verdict.standing), Mark::Path(verdict.standing)),
                Cell::marked(
                    counted(confirmed, "confirmed failure", "confirmed failures"),
                    Mark::Fault(confirmed),
                ),
                Cell::new(verdict.confidence.level.label()),
            ],
        }
    };
    let columns = vec![
        Column::new("Integration", 4),
        Column::new("Verdict", 3),
        Column::new("Evidence", 3),
        Column::new("Confidence", 2),
    ];
    table("The verdict by integration", columns, assessment.integrations.iter().map(row).collect())
}

/// A path in a word.
pub(super) fn path_word(path: Option<VerdictPath>) -> &'static str {
    path.map_or("Not enough evidence", Catalogue::label)
}

fn next(assessment: &Assessment) -> Vec<Block> {
    let sequence = &assessment.verdict.sequence;
    let told = sequence.iter().take(NEXT).map(|action| {
        let name = assessment.of(action.integration).map_or("", |one| one.verdict.name.as_str());
        Item {
            notes: vec![name.to_owned()],
            to: Some(anchors::of(&action.about)),
            ..Item::new(action.says.clone())
        }
    });
    let mut blocks: Vec<_> = items("Next steps", true, told.collect()).into_iter().collect();
    if sequence.len() > NEXT {
        let more = sequence.len() - NEXT;
        blocks.push(text(&format!("{more} more follow; they are listed with the verdict.")));
    }
    if sequence.is_empty() {
        let next = assessment.next().map_or_else(String::new, |(_, next)| next.says.clone());
        blocks.push(text(&format!("There is not enough evidence to propose a change yet. {next}")));
    }
    blocks
}

/// The quotes and steps that closed gates hold back, in a sentence.
fn held_back(assessment: &Assessment) -> Option<Block> {
    let closed: Vec<_> = assessment.gates.iter().filter(|gate| !gate.is_open()).collect();
    let held: Vec<_> = closed.iter().map(|gate| inside(gate.blocks.label())).collect();
    let gates = counted(closed.len() as i64, "gate is closed", "gates are closed");
    (!closed.is_empty()).then(|| {
        text(&format!(
            "{gates}, which holds back: {}. What is missing is listed under “{}”.",
            listed(&held),
            SectionId::Gates
        ))
    })
}
