//! Lines for what closed gates wait for: the line that does it, or one of the gate's own at its integration.

use super::Draft;
use crate::document::engagement::Engagement;
use crate::document::plan::{Phase, WaitsFor};
use crate::document::quote::Work;
use crate::judgement::assess::Assessment;
use crate::judgement::gaps::{Gap, place, unmet, waiting};
use crate::judgement::gates::launch::Checked;
use crate::judgement::gates::{GateKind, Lacks};
use crate::judgement::verdict::ActionKind;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use std::collections::BTreeSet;

/// Gives everything that a closed gate waits for to a line.
pub(super) fn cover(doc: &Engagement, assessment: &Assessment, drafts: &mut Vec<Draft>) {
    let mut held: BTreeSet<Gap> = drafts.iter().flat_map(|draft| draft.gaps.clone()).collect();
    for gate in &assessment.gates {
        for at in waiting(gate) {
            let gap = Gap::Gate { gate: gate.kind, place: place(at) };
            if !held.insert(gap.clone()) {
                continue;
            }
            let lacks = &gate.missing[at];
            let line = check(assessment, gate.kind, lacks, drafts)
                .or_else(|| answering(assessment, gate.kind, lacks, drafts))
                .unwrap_or_else(|| own(doc, gate.kind, lacks, drafts));
            drafts[line].gaps.push(gap);
        }
    }
}

/// The line of the launch check that the launch gate waits for.
fn check(
    assessment: &Assessment,
    kind: GateKind,
    lacks: &Lacks,
    drafts: &[Draft],
) -> Option<usize> {
    if kind != GateKind::ChecksBeforeLaunch {
        return None;
    }
    let integration = lacks.integration?;
    // Versions that were published before checks were named are known by what they say of them.
    let says = |checked: &&Checked| {
        lacks.about == checked.about && lacks.says.ends_with(checked.says.as_str())
    };
    let unnamed = || Some(unmet(&assessment.of(integration)?.launch).find(says)?.check);
    let check = lacks.check.or_else(unnamed)?;
    let gap = Gap::Launch { integration, check };
    drafts.iter().position(|draft| draft.gaps.contains(&gap))
}

/// The line that does what is waited for: one about the same thing, or else the work that the gate asks for.
fn answering(
    assessment: &Assessment,
    kind: GateKind,
    lacks: &Lacks,
    drafts: &[Draft],
) -> Option<usize> {
    let about = |draft: &Draft| draft.is_about(assessment, &lacks.about);
    let here =
        |draft: &Draft| lacks.integration.is_some() && draft.integration == lacks.integration;
    let works = |draft: &Draft| {
        here(draft) && work_of(kind) == Some(draft.work) && draft.kind != ActionKind::Watch
    };
    let find = |fits: &dyn Fn(&Draft) -> bool| drafts.iter().position(fits);
    find(&|draft| here(draft) && about(draft)).or_else(|| find(&about)).or_else(|| find(&works))
}

/// The work that passes a gate, where one kind of work does.
fn work_of(kind: GateKind) -> Option<Work> {
    match kind {
        GateKind::VisibilityBeforeLogic => Some(Work::See),
        GateKind::TruthBeforeRebuild => Some(Work::Settle),
        GateKind::BatchBeforePatch => Some(Work::Prove),
        _ => None,
    }
}

/// The gate's own line at the integration; a step of the audit has one for each place where its evidence is recorded.
fn own(doc: &Engagement, kind: GateKind, lacks: &Lacks, drafts: &mut Vec<Draft>) -> usize {
    let at = |id: IntegrationId| id.to_string();
    let place = match kind {
        GateKind::StepsBeforeFinal => lacks.about.key(),
        _ => lacks.integration.map_or_else(|| "engagement".to_owned(), at),
    };
    let key = format!("gate:{}:{place}", kind.key());
    if let Some(line) = drafts.iter().position(|draft| draft.key == key) {
        let draft = &mut drafts[line];
        if !draft.says.contains(&lacks.says) {
            draft.says = format!("{} {}", draft.says, lacks.says);
        }
        return line;
    }
    let work = work_of(kind).unwrap_or(Work::FindOut);
    let mut draft = Draft::new(doc, key, lacks.says.clone(), work, lacks.about.clone());
    draft.integration = lacks.integration;
    draft.waits_for = super::waits_for(doc, &draft);
    if kind == GateKind::SamplesBeforeQuote {
        draft.waits_for = WaitsFor::Client;
    }
    if kind == GateKind::ChecksBeforeLaunch {
        draft.phase = Phase::HandOver;
    }
    drafts.push(draft);
    drafts.len() - 1
}
