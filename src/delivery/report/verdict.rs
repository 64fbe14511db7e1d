//! The verdict with its reasons, what would change it, and the gates in its way (domain §10).
//! A consultant's override stands beside the findings, never instead of them.

use super::anchors;
use super::summary::path_word;
use super::{
    Block, Check, Item, Section, SectionId, Sense, Verdict, anchored, checks, facts, heading,
    items, minor, section as make, text,
};
use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, IntegrationAssessment};
use crate::judgement::evidence::Evidence;
use crate::judgement::gates::{Gate, GateState};
use crate::judgement::steps::{StepReport, StepState};
use crate::judgement::verdict::{Action, Change, Confidence, Measure};
use crate::platform::catalogue::Catalogue;

/// The verdict on the engagement.
pub(super) fn whole(assessment: &Assessment) -> Verdict {
    let verdict = &assessment.verdict;
    let mut notes = Vec::new();
    if verdict.standing.is_some() && !assessment.is_final {
        notes.push("Provisional: not all seven audit steps have evidence yet.".to_owned());
    }
    if let Some(confidence) = &verdict.confidence {
        notes.push(format!("Confidence: {}", confidence.says));
    }
    if verdict.standing != verdict.computed {
        notes.push(format!(
            "The findings alone say: {}.",
            path_word(verdict.computed).to_lowercase()
        ));
    }
    Verdict {
        path: verdict.standing,
        word: path_word(verdict.standing).to_owned(),
        says: verdict.says.clone(),
        notes,
    }
}

pub(super) fn section(doc: &Engagement, assessment: &Assessment) -> Section {
    let mut blocks = vec![Block::Verdict(whole(assessment))];
    for one in &assessment.integrations {
        blocks.extend(integration(doc, one));
    }
    if assessment.integrations.is_empty() {
        blocks.push(text("No integration is in scope yet."));
    }
    blocks.push(heading("What to do, in order"));
    let sequence = assessment.verdict.sequence.iter().map(|action| step(assessment, action));
    match items("What to do, in order", true, sequence.collect()) {
        Some(sequence) => blocks.push(sequence),
        None => blocks.push(text("Nothing yet: no finding is established.")),
    }
    blocks.push(heading("How far we have looked"));
    blocks.extend(checks(assessment.steps.iter().map(audit_step).collect()));
    make(
        SectionId::Verdict,
        "What the evidence establishes, what it does not, and what would change our mind.",
        blocks,
    )
}

fn step(assessment: &Assessment, action: &Action) -> Item {
    let name = assessment.of(action.integration).map_or("", |one| one.verdict.name.as_str());
    Item {
        notes: vec![format!("{}: {name}", action.kind.label())],
        ..Item::new(action.says.clone())
    }
}

fn integration(doc: &Engagement, one: &IntegrationAssessment) -> Vec<Block> {
    let verdict = &one.verdict;
    let mut notes = Vec::new();
    if let Some(instead) = &verdict.overridden {
        let counts = if instead.counts { "" } else { " (does not count without a reason)" };
        notes.push(format!(
            "Decided by the consultant: {}{counts}. {}",
            instead.path.label(),
            instead.reason
        ));
    }
    let mut blocks =
        vec![anchored(verdict.name.clone(), format!("integration-{}", verdict.integration))];
    blocks.extend(doc.integration(verdict.integration).map(|integration| {
        facts(vec![
            ("What the business loses when it breaks", integration.when_it_breaks.clone()),
            ("Who owns the other end", integration.other_end.clone()),
            ("What flows", integration.what_flows.clone()),
        ])
    }));
    let word = path_word(verdict.standing).to_owned();
    blocks.push(Block::Verdict(Verdict {
        path: verdict.standing,
        word,
        says: verdict.says.clone(),
        notes,
    }));
    for finding in &verdict.findings {
        blocks.push(minor(format!(
            "{}: {}",
            finding.kind.label(),
            finding.path.label().to_lowercase()
        )));
        blocks.push(text(finding.kind.rule()));
        blocks.extend(items("Because", false, finding.because.iter().map(because).collect()));
    }
    blocks.push(minor("What would change it"));
    let change = |change: &Change| Item {
        to: change.about.first().map(anchors::of),
        ..Item::new(change.says.clone())
    };
    match items("What would change it", false, verdict.would_change.iter().map(change).collect()) {
        Some(changes) => blocks.push(changes),
        None => blocks.push(text("We know of no single fact that would.")),
    }
    let absent = verdict
        .not_established
        .iter()
        .map(|finding| Item::new(format!("{}: {}", finding.kind.label(), finding.says)));
    if let Some(absent) = items("Looked for and not established", false, absent.collect()) {
        blocks.extend([minor("Looked for and not established"), absent]);
    }
    blocks.push(minor("How sure we are"));
    blocks.extend(confidence(&verdict.confidence));
    blocks
}

fn because(evidence: &Evidence) -> Item {
    Item { to: Some(anchors::of(&evidence.about)), ..Item::new(evidence.says.clone()) }
}

fn confidence(confidence: &Confidence) -> Vec<Block> {
    let measure = |measure: &Measure| {
        let says =
            format!("{}: {} of 100 points. {}", measure.kind.label(), measure.points, measure.says);
        Item::new(says)
    };
    let mut blocks = vec![text(&confidence.says)];
    blocks.extend(items("Measures", false, confidence.measures.iter().map(measure).collect()));
    blocks
}

fn audit_step(step: &StepReport) -> Check {
    let sense = match step.state {
        StepState::Done | StepState::EvidenceRecorded => Sense::Sound,
        StepState::InProgress => Sense::Doubt,
        StepState::NotStarted => Sense::Unknown,
    };
    let next = step.next.iter().map(|next| format!("Next: {}", next.says));
    let notes = std::iter::once(format!("{}.", step.progress)).chain(next).collect();
    Check { sense, word: step.state.label().to_owned(), title: step.step.label().to_owned(), notes }
}

/// The gates: what has to be there before something may be done.
pub(super) fn gates(assessment: &Assessment) -> Section {
    let blocks = checks(assessment.gates.iter().map(gate).collect()).into_iter().collect();
    make(
        SectionId::Gates,
        "Nothing passes silently: a closed gate says what it holds back and what is missing.",
        blocks,
    )
}

fn gate(gate: &Gate) -> Check {
    let (sense, word) = match gate.state {
        GateState::Passed => (Sense::Sound, "Passed".to_owned()),
        GateState::Closed => (Sense::Fault, "Closed".to_owned()),
        GateState::DoesNotArise => (Sense::Plain, "Does not arise".to_owned()),
    };
    // The same fact may be missing for several integrations; it is told once.
    let mut notes: Vec<String> = Vec::new();
    for lacks in &gate.missing {
        if !notes.contains(&lacks.says) {
            notes.push(lacks.says.clone());
        }
    }
    if notes.len() > super::MOST_ROWS {
        let more = notes.split_off(super::MOST_ROWS).len();
        notes.push(format!("and {more} more"));
    }
    Check { sense, word, title: format!("{}.", gate.kind.label()), notes }
}
