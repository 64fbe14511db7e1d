//! Lines for launch checks: what puts the controls of a check in place answers it, and what only waits for a signature
//! is one line of its integration.

use super::Draft;
use crate::document::engagement::Engagement;
use crate::document::plan::{Phase, WaitsFor};
use crate::document::quote::Work;
use crate::judgement::assess::{Assessment, IntegrationAssessment};
use crate::judgement::evidence::Subject;
use crate::judgement::flags::FlagRule;
use crate::judgement::gaps::{Gap, unmet};
use crate::judgement::gates::launch::{Checked, LaunchCheck, LaunchState};
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{inside, listed, sentence};

/// Gives every launch check that is not met to a line.
pub(super) fn cover(doc: &Engagement, assessment: &Assessment, drafts: &mut Vec<Draft>) {
    for one in &assessment.integrations {
        let (absent, waiting): (Vec<&Checked>, Vec<&Checked>) =
            unmet(&one.launch).partition(|checked| checked.state == LaunchState::NotThere);
        for checked in absent {
            let gap = gap(one, checked);
            let answers = |draft: &&mut Draft| answers(assessment, draft, one, checked.check);
            match drafts.iter_mut().find(answers) {
                Some(draft) => draft.gaps.push(gap),
                None => drafts.push(put_there(doc, one, checked)),
            }
        }
        drafts.extend((!waiting.is_empty()).then(|| approve(doc, one, &waiting)));
    }
}

fn gap(one: &IntegrationAssessment, checked: &Checked) -> Gap {
    Gap::Launch { integration: one.verdict.integration, check: checked.check }
}

/// Whether a line does what a check asks for.
fn answers(
    assessment: &Assessment,
    draft: &Draft,
    one: &IntegrationAssessment,
    check: LaunchCheck,
) -> bool {
    if draft.integration != Some(one.verdict.integration) {
        return false;
    }
    match check {
        LaunchCheck::Truth => draft.work == Work::Settle,
        LaunchCheck::Contract => {
            draft.flags(assessment).any(|flag| flag.rule == FlagRule::ContractAbsent)
        }
        check => {
            let controls = draft.puts_in_place(assessment);
            check.controls().iter().any(|asked| controls.contains(asked))
        }
    }
}

/// The line that brings about what a check rests on.
fn put_there(doc: &Engagement, one: &IntegrationAssessment, checked: &Checked) -> Draft {
    let (integration, check) = (one.verdict.integration, checked.check);
    let (work, phase) = match check {
        LaunchCheck::Contract => (Work::FindOut, Phase::Contracts),
        LaunchCheck::Truth => (Work::Settle, Phase::Contracts),
        LaunchCheck::Idempotency | LaunchCheck::FailureQueue => (Work::Change, Phase::Protection),
        LaunchCheck::Alerts => (Work::See, Phase::HandOver),
        LaunchCheck::Runbook | LaunchCheck::Fallback => (Work::Watch, Phase::HandOver),
    };
    let says = format!("{check}: {}", sentence(&checked.says));
    let key = format!("launch:{}:{integration}", check.key());
    let mut draft = Draft::new(doc, key, says, work, checked.about.clone());
    draft.integration = Some(integration);
    draft.phase = phase;
    draft.gaps = vec![gap(one, checked)];
    draft.controls = check.controls().to_vec();
    if matches!(check, LaunchCheck::Contract | LaunchCheck::Truth) {
        draft.waits_for = WaitsFor::Client;
    }
    draft
}

/// The line that has checks approved.
fn approve(doc: &Engagement, one: &IntegrationAssessment, waiting: &[&Checked]) -> Draft {
    let integration = one.verdict.integration;
    let names: Vec<_> = waiting.iter().map(|checked| inside(checked.check.label())).collect();
    let says = format!("Have these launch checks approved: {}.", listed(&names));
    let key = format!("launch:approve:{integration}");
    let about = Subject::Integration { integration };
    let mut draft = Draft::new(doc, key, says, Work::Watch, about);
    draft.integration = Some(integration);
    draft.waits_for = WaitsFor::Client;
    draft.days = 1;
    draft.gaps = waiting.iter().map(|checked| gap(one, checked)).collect();
    draft
}
