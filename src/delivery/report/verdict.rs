//! The verdict with its reasons, what would change it, and the gates in its way (domain §10).
//! A consultant's override stands beside the findings, never instead of them.

use super::anchors;
use super::{
    Block, Check, Item, Section, SectionId, Sense, Verdict, anchored, checks, facts, heading,
    items, minor, section as make, text,
};
use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, IntegrationAssessment};
use crate::judgement::evidence::Evidence;
use crate::judgement::gates::{Gate, GateState};
use crate::judgement::next_evidence;
use crate::judgement::steps::{StepReport, StepState};
use crate::judgement::verdict::{Action, Certainty, CertaintyStep, Change};
use crate::platform::catalogue::Catalogue;

/// What is missing for a final verdict, as far as it is told beside the verdict.
const FIRST: usize = 3;

/// Questions that are told; the others follow once these are answered.
const MOST_ASKED: usize = 8;

/// The verdict on the engagement.
pub(super) fn whole(assessment: &Assessment) -> Verdict {
    let verdict = &assessment.verdict;
    let mut notes = Vec::new();
    if !assessment.is_final {
        let missing: Vec<_> =
            assessment.provisional.iter().take(FIRST).map(|one| one.says.as_str()).collect();
        notes.push(format!("Provisional. Still missing: {}", missing.join(" ")));
        if assessment.provisional.len() > FIRST {
            notes.push(format!("and {} more", assessment.provisional.len() - FIRST));
        }
    }
    if let Some(level) = verdict.certainty {
        notes.push(format!("Certainty: {}.", level.label().to_lowercase()));
    }
    if let Some(computed) = verdict.computed.filter(|_| verdict.standing != verdict.computed) {
        notes.push(format!("The findings alone say: {}.", computed.label().to_lowercase()));
    }
    Verdict {
        path: verdict.standing,
        word: verdict.answer.label().to_owned(),
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
    let plan = assessment.verdict.plan.iter().map(|action| step(assessment, action));
    match items("What to do, in order", true, plan.collect()) {
        Some(plan) => blocks.push(plan),
        None => blocks.push(text("Nothing to do yet.")),
    }
    blocks.extend(still_needed(doc));
    blocks.push(heading("How far we have looked"));
    blocks.extend(checks(assessment.steps.iter().map(audit_step).collect()));
    make(
        SectionId::Verdict,
        "What the evidence establishes, what it does not, and what would change our mind.",
        blocks,
    )
}

/// The answers that would save most work, with whom they are asked of and what each would do.
fn still_needed(doc: &Engagement) -> Vec<Block> {
    let worth = next_evidence::of(doc).into_iter().filter(|one| one.saves > 0.0).take(MOST_ASKED);
    let asked = worth.map(|one| {
        let answers = one.answers.iter().map(|answer| {
            let then = answer.then.map_or("no finding", Catalogue::label).to_lowercase();
            format!("If {}: {then}, most likely.", answer.says)
        });
        let ask = format!("To be asked of {}; about {:.1} hours.", one.ask, one.costs);
        Item {
            notes: std::iter::once(ask).chain(answers).collect(),
            to: Some(anchors::of(&one.about)),
            ..Item::new(one.question)
        }
    });
    match items("Answers we still need", true, asked.collect()) {
        Some(asked) => vec![heading("Answers we still need"), asked],
        None => Vec::new(),
    }
}

fn step(assessment: &Assessment, action: &Action) -> Item {
    let name = assessment.of(action.integration).map_or("", |one| one.verdict.name.as_str());
    Item {
        notes: vec![format!("{}: {name}", action.stage.label())],
        ..Item::new(action.says.clone())
    }
}

fn integration(doc: &Engagement, one: &IntegrationAssessment) -> Vec<Block> {
    let verdict = &one.verdict;
    let mut notes = Vec::new();
    if let Some(instead) = &verdict.overridden {
        let counts = if instead.counts {
            format!(", and {} agrees", instead.agreed_by)
        } else {
            " (does not count without a reason of substance and a second person’s agreement)".into()
        };
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
    let word = verdict.answer.label().to_owned();
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
        blocks.push(text(finding.kind.plain()));
        blocks.extend(items("Because", false, finding.because.iter().map(because).collect()));
    }
    blocks.push(minor("What would change it"));
    let change = |change: &Change| Item {
        to: change.about.first().map(anchors::of),
        ..Item::new(change.says.clone())
    };
    match items("What would change it", false, verdict.would_change.iter().map(change).collect()) {
        Some(changes) => blocks.push(changes),
        None => blocks.push(text("No single fact that we know of would.")),
    }
    let absent = verdict
        .not_established
        .iter()
        .map(|finding| Item::new(format!("{}: {}", finding.kind.label(), finding.says)));
    if let Some(absent) = items("Looked for and not established", false, absent.collect()) {
        blocks.extend([minor("Looked for and not established"), absent]);
    }
    if let Some(certainty) = &verdict.certainty {
        blocks.push(minor("How sure we are"));
        blocks.extend(self::certainty(certainty));
    }
    blocks
}

fn because(evidence: &Evidence) -> Item {
    Item { to: Some(anchors::of(&evidence.about)), ..Item::new(evidence.says.clone()) }
}

fn certainty(certainty: &Certainty) -> Vec<Block> {
    let step = |step: &CertaintyStep| Item::new(step.because.says.clone());
    let mut blocks = vec![text(certainty.level.label())];
    blocks.extend(items("How that follows", false, certainty.steps.iter().map(step).collect()));
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
