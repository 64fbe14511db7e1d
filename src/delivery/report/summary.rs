//! The summary: the situation, what it costs, and what comes next.
//! It answers “so what, and what next?” for a reader with ten minutes.

use super::{
    Block, Cell, Column, Figure, Figures, Item, Mark, Row, Section, SectionId, anchors, heading,
    items, table, text,
};
use crate::document::engagement::{ComplaintGroup, Engagement};
use crate::judgement::assess::Assessment;
use crate::judgement::ledger;
use crate::judgement::verdict::{Action, IntegrationVerdict, PlanStage};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::numbers::money;
use crate::platform::statistics::share;
use crate::platform::wording::{counted, inside, listed, span};

/// Next things that the summary tells; the verdict's section has them all.
const NEXT: usize = 5;

/// How many of them may be questions.
const ASKED: usize = 2;

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
    items("Symptoms that were ticked", false, ComplaintGroup::ALL.iter().filter_map(of).collect())
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
        let of_confirmed = |count: i64| {
            let natural = |n: i64| u64::try_from(n).unwrap_or(0);
            // The figure itself stands before it.
            let told = share(natural(count), natural(samples.confirmed()));
            told.strip_prefix(&format!("{count} ")).map_or_else(|| told.clone(), str::to_owned)
        };
        let unnoticed = sum(|pattern| pattern.unnoticed);
        if unnoticed > 0 {
            add(unnoticed.to_string(), "found by customers or by nobody", of_confirmed(unnoticed));
        }
        let trusted = sum(|pattern| pattern.trusted_success);
        if trusted > 0 {
            add(trusted.to_string(), "reported as success while wrong", of_confirmed(trusted));
        }
    }
    if let Some((hours, base)) = by_hand(doc) {
        add(format!("{hours:.0} h"), "of manual work a month", base);
    }
    (!figures.is_empty()).then_some(Block::Figures(Figures { figures }))
}

/// Hours a month of manual work, clearing up after failures included, and what they cost when that is known.
fn by_hand(doc: &Engagement) -> Option<(f64, String)> {
    let work = ledger::work(doc);
    let (hours, unknown) = (work.hours(), work.unknown());
    if hours <= 0.0 {
        return None;
    }
    let cost = ledger::cost(doc, hours).map_or_else(String::new, |cost| {
        format!(", about {}", money(cost.round(), &doc.brief.currency))
    });
    let clearing = work.clearing.map_or_else(String::new, |hours| {
        format!(", {hours:.0} h of it clearing up after failures")
    });
    let unknown = if unknown > 0 { format!(", {unknown} not timed yet") } else { String::new() };
    let steps: i64 = work.workflows.iter().map(|(_, ledger, _)| ledger.rows.len() as i64).sum();
    let base = format!("in {}{unknown}{clearing}{cost}", counted(steps, "step", "steps"));
    Some((hours, base))
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
                Cell::marked(verdict.answer.label(), Mark::Path(verdict.standing)),
                Cell::new(findings(assessment, verdict.integration)),
                Cell::marked(
                    counted(confirmed, "confirmed failure", "confirmed failures"),
                    Mark::Fault(confirmed),
                ),
                Cell::new(certainty(verdict)),
            ],
        }
    };
    let columns = vec![
        Column::new("Integration", 4),
        Column::new("Verdict", 3),
        Column::new("Findings", 2),
        Column::new("Evidence", 4),
        Column::new("Certainty", 2),
    ];
    table("The verdict by integration", columns, assessment.integrations.iter().map(row).collect())
}

/// How sure a verdict is; where something else was decided, it is that of what the evidence says.
fn certainty(verdict: &IntegrationVerdict) -> String {
    let Some(sure) = &verdict.certainty else { return "–".to_owned() };
    let level = sure.level.label();
    let about = if verdict.certainty_about().is_some() { " (of the evidence)" } else { "" };
    format!("{level}{about}")
}

/// The numbers of what is found about an integration.
fn findings(assessment: &Assessment, integration: IntegrationId) -> String {
    let about = assessment.findings_about(integration);
    let numbers: Vec<_> = about.map(|(number, _)| number.to_string()).collect();
    if numbers.is_empty() { "–".to_owned() } else { numbers.join(", ") }
}

fn next(assessment: &Assessment) -> Vec<Block> {
    // A reader with ten minutes wants to know what will be done, not only what is asked.
    let mut asked = 0;
    let first = |action: &&Action| {
        asked += usize::from(action.stage == PlanStage::FindOut);
        action.stage != PlanStage::FindOut || asked <= ASKED
    };
    let sequence = &assessment.verdict.plan;
    let told = sequence.iter().filter(first).take(NEXT).map(|action| {
        let name = assessment.of(action.integration).map_or("", |one| one.verdict.name.as_str());
        let plain = super::verdict::in_other_words(action);
        Item {
            notes: std::iter::once(name.to_owned()).chain(plain).collect(),
            to: Some(anchors::of(&action.about)),
            ..Item::new(action.says.clone())
        }
    });
    let told: Vec<_> = told.collect();
    let more = sequence.len() - told.len();
    let mut blocks: Vec<_> = items("Next steps", true, told).into_iter().collect();
    if more > 0 {
        blocks.push(text(&format!("{more} more follow; they are listed with the verdict.")));
    }
    if sequence.is_empty() {
        let next = assessment.next().map_or_else(String::new, |(_, next)| next.says.clone());
        blocks.push(text(&format!("{} {next}", assessment.verdict.says)));
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
