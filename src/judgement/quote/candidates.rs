//! Candidate actions: what the plan, the open flags and the closed gates ask to be done, each once.
//! Every flag and finding is put down to one action, so that what a sprint lowers can be added up.

use super::usual::{finding_points, points, usual, usual_of};
use crate::document::controls::{Control, ControlState, Family};
use crate::document::engagement::{Engagement, FlagState};
use crate::document::quote::{Estimate, Work};
use crate::judgement::assess::{Assessment, IntegrationAssessment};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::FindingKind;
use crate::judgement::flags::Flag;
use crate::judgement::gaps::{Gap, place};
use crate::judgement::gates::GateKind;
use crate::judgement::verdict::{Action, ActionKind, PlanStage};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::listed;

mod flags;

/// An action that the document asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// A text that names this action and no other, the same in every run; lines of a quote are attached to it.
    pub key: String,
    /// The integration it is for; without one it is for the whole engagement.
    pub integration: Option<IntegrationId>,
    /// What kind of work it is.
    pub work: Work,
    /// What to do.
    pub says: String,
    /// What it usually takes.
    pub hours: Estimate,
    /// The points of risk it lowers.
    pub risk: u64,
    /// What it answers: findings, and flags by their numbers.
    pub answers: Vec<String>,
    /// The gaps that it closes.
    pub gaps: Vec<Gap>,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// Where in the document it belongs.
    pub about: Subject,
    /// The controls it puts in place.
    pub controls: Vec<Control>,
    /// The finding that leads to it.
    finding: Option<FindingKind>,
}

/// Everything that the document asks to be done, integration by integration and in the order of the work.
#[must_use]
pub fn candidates(doc: &Engagement, assessment: &Assessment) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for one in &assessment.integrations {
        let planned = one.verdict.plan.iter().enumerate();
        found.extend(planned.map(|(at, action)| planned_action(doc, one, at, action)));
        credit_findings(&mut found, one);
    }
    tell_apart(&mut found);
    let open: Vec<&Flag> =
        assessment.flags.iter().filter(|flag| flag.state == FlagState::Open).collect();
    let left: Vec<&Flag> =
        open.into_iter().filter(|flag| !credit_flag(&mut found, assessment, flag)).collect();
    found.extend(flags::grouped(doc, &left));
    let gates = gates(&found, assessment);
    found.extend(gates);
    let place = |one: &Candidate| {
        let at = |id| assessment.integrations.iter().position(|it| it.verdict.integration == id);
        one.integration.and_then(at).unwrap_or(usize::MAX)
    };
    found.sort_by_key(|one| (place(one), one.work));
    found
}

fn planned_action(
    doc: &Engagement,
    one: &IntegrationAssessment,
    at: usize,
    action: &Action,
) -> Candidate {
    let verdict = &one.verdict;
    let work = work_of(doc, one, at, action);
    let hours = usual_of(action.kind, work, verdict.criticality, action.controls.len());
    let finding = action.finding.map_or("none", FindingKind::key);
    Candidate {
        key: format!("plan:{}:{}:{finding}", work.key(), action.about.key()),
        integration: Some(verdict.integration),
        work,
        says: action.says.clone(),
        hours,
        risk: 0,
        answers: Vec::new(),
        gaps: vec![Gap::Action { integration: verdict.integration, place: place(at) }],
        finding: action.finding,
        kind: action.kind,
        about: action.about.clone(),
        controls: action.controls.clone(),
    }
}

/// The kind of work of an action of the plan. To find out what can be seen is part of making it visible.
fn work_of(doc: &Engagement, one: &IntegrationAssessment, at: usize, action: &Action) -> Work {
    match action.stage {
        PlanStage::FindOut if at == 0 && asks_for_visibility(doc, one) => Work::See,
        PlanStage::FindOut => Work::FindOut,
        PlanStage::Contain => Work::Contain,
        PlanStage::See => Work::See,
        PlanStage::Settle => Work::Settle,
        PlanStage::Change => match action.kind {
            ActionKind::RedesignFlow => Work::Redesign,
            ActionKind::Rebuild => Work::Rebuild,
            // To switch something off changes none of its logic.
            ActionKind::Retire => Work::Contain,
            _ => Work::Change,
        },
        PlanStage::Prove => Work::Prove,
        PlanStage::Watch => Work::Watch,
    }
}

/// The plan asks what can be seen before all else, where it is not known.
fn asks_for_visibility(doc: &Engagement, one: &IntegrationAssessment) -> bool {
    let sheet = doc.controls(one.verdict.integration);
    let unknown = |control: &Control| {
        let found = sheet.and_then(|sheet| sheet.controls.get(control));
        let state = found.map_or(ControlState::Unknown, |it| it.state_on(doc.as_of.date_naive()));
        control.family() == Family::Visibility
            && control.expected(one.verdict.criticality)
            && state == ControlState::Unknown
    };
    Control::ALL.iter().any(unknown)
}

/// Keys that two actions share are numbered, in the order of the plan.
fn tell_apart(found: &mut [Candidate]) {
    for at in 1..found.len() {
        let (before, this) = found.split_at_mut(at);
        let key = this[0].key.clone();
        let twins = before.iter().filter(|one| one.key.split('#').next() == Some(&key)).count();
        if twins > 0 {
            this[0].key = format!("{key}#{}", twins + 1);
        }
    }
}

/// Puts each finding of an integration down to the action that mends it rather than to one that holds it back.
fn credit_findings(found: &mut [Candidate], one: &IntegrationAssessment) {
    let points = finding_points(one.verdict.criticality);
    for finding in &one.verdict.findings {
        let own = |it: &&mut Candidate| {
            it.integration == Some(one.verdict.integration)
                && matches!(
                    it.work,
                    Work::See | Work::Settle | Work::Change | Work::Redesign | Work::Rebuild
                )
        };
        let mut able: Vec<&mut Candidate> = found.iter_mut().filter(own).collect();
        let exact = able.iter().rposition(|it| it.finding == Some(finding.kind));
        // What a rebuild builds in from the start has no action of its own.
        let whole =
            || able.iter().rposition(|it| matches!(it.work, Work::Redesign | Work::Rebuild));
        if let Some(at) = exact.or_else(whole) {
            able[at].risk += points;
            able[at].answers.push(format!("“{}”", finding.kind));
        }
    }
}

/// Puts a flag down to the action of the plan that answers it; says whether there is one.
fn credit_flag(found: &mut [Candidate], assessment: &Assessment, flag: &Flag) -> bool {
    let mut answering = found.iter_mut().filter(|one| flags::answers(assessment, one, flag));
    let Some(one) = answering.next() else { return false };
    one.risk += points(flag.severity);
    one.answers.push(format!("risk {}", flag.number));
    one.gaps.push(Gap::Flag { flag: flag.key.clone() });
    true
}

/// What closed gates ask for and nothing else does yet.
fn gates(found: &[Candidate], assessment: &Assessment) -> Vec<Candidate> {
    let asks = [
        (GateKind::VisibilityBeforeLogic, Work::See),
        (GateKind::TruthBeforeRebuild, Work::Settle),
        (GateKind::BatchBeforePatch, Work::Prove),
        (GateKind::ChecksBeforeLaunch, Work::Watch),
    ];
    let mut more = Vec::new();
    for (kind, work) in asks {
        let Some(gate) = assessment.gates.iter().find(|gate| gate.kind == kind) else { continue };
        for integration in &gate.closed_for {
            let own = |one: &&Candidate| one.integration == Some(*integration) && one.work == work;
            let lacks = gate.missing.iter().enumerate();
            let lacks = lacks.filter(|(_, it)| it.integration == Some(*integration));
            let told: Vec<&str> = lacks.clone().map(|(_, it)| it.says.as_str()).take(6).collect();
            if found.iter().any(|one| own(&one) && one.kind != ActionKind::Watch) {
                continue;
            }
            more.push(Candidate {
                key: format!("gate:{}:{integration}", kind.key()),
                integration: Some(*integration),
                work,
                says: told.join(" "),
                hours: usual(work, told.len()),
                risk: 0,
                answers: vec![format!("gate “{kind}”")],
                gaps: lacks.map(|(at, _)| Gap::Gate { gate: kind, place: place(at) }).collect(),
                finding: None,
                kind: ActionKind::Prove,
                about: Subject::Integration { integration: *integration },
                controls: Vec::new(),
            });
        }
    }
    more
}

impl Candidate {
    /// What it answers, in words.
    #[must_use]
    pub fn because(&self) -> String {
        listed(&self.answers)
    }
}

#[cfg(test)]
mod tests;
