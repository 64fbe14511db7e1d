//! The verdict with its reasons, what would change it, and the gates in its way (domain §10).
//! A consultant's override stands beside the findings, never instead of them.

use super::anchors;
use super::{
    Block, Check, Item, Section, SectionId, Sense, Verdict, anchored, checks, facts, heading,
    items, minor, section as make, text,
};
use crate::document::engagement::Engagement;
use crate::judgement::assess::{Assessment, FindingNumber, IntegrationAssessment};
use crate::judgement::evidence::Evidence;
use crate::judgement::findings::Established;
use crate::judgement::gates::launch::{Checked, LaunchState};
use crate::judgement::gates::{Gate, GateState};
use crate::judgement::next_evidence;
use crate::judgement::steps::{StepReport, StepState};
use crate::judgement::verdict::{
    Action, ActionKind, Certainty, CertaintyStep, Change, IntegrationVerdict, Override,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, sentence};

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
        let more = match assessment.provisional.len().saturating_sub(FIRST) {
            0 => String::new(),
            more => format!(" {more} more are listed with the verdict."),
        };
        notes.push(format!("Provisional. Still missing: {}{more}", missing.join(" ")));
    } else if assessment.is_provisional() {
        notes.push("Provisional: not every audit step has its evidence yet.".into());
    }
    if let Some(level) = verdict.certainty {
        let about = assessment.certainty_about().map_or_else(String::new, |it| format!(" {it}"));
        notes.push(format!("Certainty: {}.{about}", level.label().to_lowercase()));
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
    blocks.extend(missing(assessment));
    for one in &assessment.integrations {
        blocks.extend(integration(doc, assessment, one));
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

/// Everything that is missing for a final verdict, where more is than is told beside it.
fn missing(assessment: &Assessment) -> Vec<Block> {
    let missing = &assessment.provisional;
    let item = |one: &crate::judgement::evidence::Missing| Item {
        to: Some(anchors::of(&one.about)),
        ..Item::new(one.says.clone())
    };
    let title = "Still missing for a final verdict";
    match items(title, false, missing.iter().map(item).collect()) {
        Some(told) if missing.len() > FIRST => vec![heading(title), told],
        _ => Vec::new(),
    }
}

/// The answers that would save most work, with whom they are asked of and what each would do.
fn still_needed(doc: &Engagement) -> Vec<Block> {
    let worth = next_evidence::of(doc).into_iter().filter(|one| one.saves_work()).take(MOST_ASKED);
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
    let kind = action.finding;
    let number = kind.and_then(|kind| assessment.finding_number(action.integration, kind));
    let because = number.map_or_else(String::new, |it| format!(", because of finding {it}"));
    let stage = format!("{}: {name}{because}", action.stage.label());
    Item {
        notes: std::iter::once(stage).chain(in_other_words(action)).collect(),
        ..Item::new(action.says.clone())
    }
}

/// What an action comes to in plain words: those of the controls it puts in place, or else of its kind.
pub(super) fn in_other_words(action: &Action) -> Option<String> {
    // A question is plain as it is.
    if action.kind == ActionKind::FindOut {
        return None;
    }
    let controls: Vec<_> = action.controls.iter().map(|control| control.plain()).collect();
    let plain = if controls.is_empty() { action.kind.plain().into() } else { controls.join(". ") };
    Some(format!("In other words: {plain}."))
}

fn integration(
    doc: &Engagement,
    assessment: &Assessment,
    one: &IntegrationAssessment,
) -> Vec<Block> {
    let verdict = &one.verdict;
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
        notes: verdict.overridden.iter().map(decided).collect(),
    }));
    for (number, finding) in assessment.findings_about(verdict.integration) {
        blocks.extend(self::finding(number, finding));
    }
    blocks.extend(would_change(verdict));
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
        blocks.extend(verdict.certainty_about().map(|about| text(&about)));
    }
    blocks
}

/// What the consultant decided, with the reason, whether it counts or not.
fn decided(instead: &Override) -> String {
    let counts = if instead.counts {
        format!(", and {} agrees", instead.agreed_by)
    } else {
        " (does not count without a reason of substance and a second person’s agreement)".into()
    };
    format!("Decided by the consultant: {}{counts}. {}", instead.path.label(), instead.reason)
}

fn would_change(verdict: &IntegrationVerdict) -> [Block; 2] {
    let change = |change: &Change| Item {
        to: change.about.first().map(anchors::of),
        ..Item::new(change.says.clone())
    };
    let title = "What would change it";
    let changes = items(title, false, verdict.would_change.iter().map(change).collect());
    [minor(title), changes.unwrap_or_else(|| text("No single fact that we know of would."))]
}

/// A finding under its number, with the evidence that establishes it.
fn finding(number: FindingNumber, finding: &Established) -> Vec<Block> {
    let (plain, kind) = (finding.kind.plain().trim_end_matches('.'), inside(finding.kind.label()));
    let path = inside(finding.path.label());
    let mut blocks = vec![minor(format!("Finding {number}: {plain} ({kind}): {path}"))];
    blocks.extend(items("Because", false, finding.because.iter().map(because).collect()));
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
    let mut blocks: Vec<_> =
        checks(assessment.gates.iter().map(gate).collect()).into_iter().collect();
    blocks.extend(assessment.integrations.iter().flat_map(launch));
    make(
        SectionId::Gates,
        "Nothing passes silently: a closed gate says what it holds back and what is missing.",
        blocks,
    )
}

/// The launch checks of an integration that are asked for.
fn launch(one: &IntegrationAssessment) -> Vec<Block> {
    let asked = one.launch.iter().filter(|checked| checked.state != LaunchState::NotAsked);
    let check = |checked: &Checked| {
        let sense = match checked.state {
            LaunchState::Met => Sense::Sound,
            LaunchState::NotThere => Sense::Fault,
            _ => Sense::Doubt,
        };
        Check {
            sense,
            word: checked.state.label().to_owned(),
            title: format!("{}.", checked.check.label()),
            notes: vec![checked.check.plain().to_owned(), sentence(&checked.says)],
        }
    };
    let told = checks(asked.map(check).collect());
    let title = heading(format!("Before “{}” goes live", one.verdict.name));
    told.map_or_else(Vec::new, |told| vec![title, told])
}

fn gate(gate: &Gate) -> Check {
    let (sense, word) = match gate.state {
        GateState::Passed => (Sense::Sound, "Passed".to_owned()),
        GateState::Closed => (Sense::Doubt, "Closed".to_owned()),
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
