//! The plan: what to do in seven stages (domain §10), from finding out to watching.
//! No action asks for what is recorded as in place, and no business logic is changed before the work can be seen.

use super::Override;
use super::answer::{Answer, days_to_watch};
use crate::document::controls::Control;
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{Facts, FindingKind, InScope, Reading};
use crate::platform::catalogue::catalogue;
use crate::platform::ids::IntegrationId;
use crate::platform::wording::counted;
use serde::{Deserialize, Serialize};

mod ask;
mod change;
mod hand;
mod safe;

catalogue! {
    /// A stage of the plan, in order.
    pub enum PlanStage {
        FindOut => "find_out", "Find out";
        Contain => "contain", "Contain";
        See => "see", "See";
        Settle => "settle", "Settle the truth";
        Change => "change", "Change";
        Prove => "prove", "Prove on a controlled batch";
        Watch => "watch", "Watch";
    }
}

impl Default for PlanStage {
    /// What plans held before they had stages.
    fn default() -> Self {
        Self::Change
    }
}

catalogue! {
    /// An action inside a verdict.
    pub enum ActionKind {
        FindOut => "find_out", "Find out";
        RepairScript => "repair_script", "Repair a script";
        Isolate => "isolate", "Isolate a risky integration";
        ReplaceManualStep => "replace_manual_step", "Replace a manual step";
        SmallTool => "small_tool", "Small internal tool at the critical hand-off";
        AddControl => "add_control", "Add a control";
        SettleTruth => "settle_truth", "Settle the source of truth";
        RedesignFlow => "redesign_flow", "Redesign a flow";
        Rebuild => "rebuild", "Rebuild";
        Prove => "prove", "Prove it";
        Watch => "watch", "Keep watching";
        Retire => "retire", "Retire";
    }
}

impl ActionKind {
    /// What it means to somebody who does not build integrations, as a sentence without its full stop.
    #[must_use]
    pub fn plain(self) -> &'static str {
        match self {
            Self::FindOut => "A question comes first",
            Self::RepairScript => "One thing is put right, and nothing else is touched",
            Self::Isolate => "What does harm is held back until it is put right",
            Self::ReplaceManualStep => "A program does what people do by hand today",
            Self::SmallTool => "A small help where one team hands over to the next",
            Self::AddControl => "Something is put between a fault and the business",
            Self::SettleTruth => "It is agreed which system is right",
            Self::RedesignFlow => {
                "The way the work is done is drawn anew, before anything is built"
            }
            Self::Rebuild => "It is built again, from rules that are written down",
            Self::Prove => "It is tried on a few records before it is let loose on all",
            Self::Watch => "It is watched until it has been quiet long enough",
            Self::Retire => "It is switched off, since nobody needs it",
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Action {
    /// When it is due: stages come one after the other, also across integrations.
    #[serde(default)]
    pub stage: PlanStage,
    /// What kind of action it is.
    pub kind: ActionKind,
    /// The integration it is for.
    pub integration: IntegrationId,
    /// The finding that leads to it; without one it follows from the map, an unknown or the consultant's call.
    pub finding: Option<FindingKind>,
    /// What to do, in a sentence.
    pub says: String,
    /// Where in the document it belongs.
    pub about: Subject,
    /// The controls it puts in place.
    pub controls: Vec<Control>,
}

impl Action {
    fn new(facts: &Facts, stage: PlanStage, kind: ActionKind, says: impl Into<String>) -> Self {
        let integration = facts.integration;
        let about = Subject::Integration { integration };
        let (finding, controls) = (None, Vec::new());
        Self { stage, kind, integration, finding, says: says.into(), about, controls }
    }

    fn for_finding(self, kind: FindingKind) -> Self {
        Self { finding: Some(kind), ..self }
    }

    fn about(self, about: Subject) -> Self {
        Self { about, ..self }
    }

    fn with(self, controls: Vec<Control>) -> Self {
        let about = match controls.as_slice() {
            [] => self.about.clone(),
            [control] => Subject::Control { integration: self.integration, control: *control },
            _ => Subject::Controls { integration: self.integration },
        };
        Self { controls, about, ..self }
    }
}

/// The plan of an integration, and what an override sets aside of it.
pub(super) fn of(
    reading: &Reading<'_>,
    one: &InScope<'_>,
    answer: Answer,
    overridden: Option<&Override>,
) -> (Vec<Action>, Vec<Action>) {
    let facts = &one.facts;
    if answer == Answer::NotNeeded {
        let says = "Retire it: nobody needs what it delivers. Keep its records first.";
        return (vec![Action::new(facts, PlanStage::Change, ActionKind::Retire, says)], Vec::new());
    }
    let mut plan = ask::unknowns(facts, answer);
    plan.extend(safe::contain(facts, &one.findings));
    plan.extend(safe::see(facts, &one.findings));
    plan.extend(change::of(facts, &one.findings));
    if !one.findings.is_empty() {
        plan.extend(hand::replace(reading, facts));
    }
    let decided = overridden.filter(|instead| instead.counts);
    plan.extend(watch(facts, decided.map_or(answer, |instead| instead.path.into())));
    plan.sort_by_key(|action| action.stage);
    match decided {
        Some(instead) => change::decided(facts, instead, plan),
        None => (plan, Vec::new()),
    }
}

/// How long silence has to last before it counts.
fn watch(facts: &Facts, answer: Answer) -> Option<Action> {
    let days = days_to_watch(facts).filter(|days| *days <= 365);
    let last = facts.confirmed().map(|pattern| pattern.last_seen).max();
    let quiet = last.map_or(0, |last| (facts.today - last).num_days());
    let open = days.is_some_and(|days| quiet < days);
    let days = days.map(|days| counted(days, "quiet day", "quiet days"));
    let says = match (answer, days) {
        (Answer::Sound, _) => "Leave it alone and keep watching.".to_owned(),
        (Answer::Repaired, _) => "Nothing to change: it is repaired. Keep watching.".to_owned(),
        (Answer::Watched, Some(days)) if open => {
            format!("Nothing to change: keep watching until {days} say that it is not chance.")
        }
        (Answer::Watched, _) => "Nothing to change: keep watching.".to_owned(),
        (Answer::NotEnoughEvidence | Answer::CauseNotKnown | Answer::NotNeeded, _) => return None,
        (_, Some(days)) => format!(
            "Watch what comes after: {days} would say, at the former rate, that the failures are gone."
        ),
        (_, None) => "Watch what comes after, and compare it with before.".to_owned(),
    };
    Some(Action::new(facts, PlanStage::Watch, ActionKind::Watch, says))
}

#[cfg(test)]
mod tests;
