//! The first stage: what nobody knows yet and a finding depends on, visibility before all else.
//! It asks for nothing that could change no finding.

use super::{Action, ActionKind, PlanStage};
use crate::document::controls::{Control, Family};
use crate::document::integrations::{Availability, Criticality};
use crate::document::samples::{Cause, Pattern};
use crate::judgement::evidence::{IntegrationFact, Subject};
use crate::judgement::findings::{Facts, rules};
use crate::judgement::verdict::answer::Answer;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{counted, inside, listed};

/// Controls named in one sentence; the others are counted.
const MOST_NAMED: usize = 6;

/// What to find out, in order. Where nothing is wrong there is nothing to ask.
pub(super) fn unknowns(facts: &Facts, answer: Answer) -> Vec<Action> {
    if matches!(answer, Answer::Sound | Answer::Repaired | Answer::Watched) {
        return Vec::new();
    }
    let mut asked: Vec<Action> = visibility(facts).into_iter().collect();
    asked.extend(answering(facts));
    asked.extend(availability(facts));
    asked.extend(differences(facts));
    asked.extend(facts.patterns.iter().filter_map(|pattern| diagnose(facts, pattern)));
    if !answer.is_verdict() {
        asked.extend(evidence(facts, answer));
    }
    asked
}

fn ask(facts: &Facts, says: String) -> Action {
    Action::new(facts, PlanStage::FindOut, ActionKind::FindOut, says)
}

fn names(facts: &Facts, controls: &[Control]) -> String {
    told(facts, controls, |one| inside(one.label()))
}

/// Controls by name, the first of them, and whether they were looked at before.
fn told(facts: &Facts, controls: &[Control], name: impl Fn(&Control) -> String) -> String {
    let shown: Vec<_> = controls.iter().take(MOST_NAMED).map(name).collect();
    let again = if controls.iter().any(|one| facts.expired.contains(one)) {
        " (some of the evidence no longer holds)"
    } else {
        ""
    };
    match controls.len() - shown.len() {
        0 => format!("{}{again}", listed(&shown)),
        more => format!("{} and {more} more{again}", shown.join(", ")),
    }
}

fn visibility(facts: &Facts) -> Option<Action> {
    let unknown = facts.unknown(facts.expected_of(Family::Visibility));
    let says = format!("Find out what can be seen: {}.", names(facts, &unknown));
    let about = Subject::Controls { integration: facts.integration };
    (!unknown.is_empty()).then(|| ask(facts, says).about(about))
}

/// The controls that would answer what is confirmed and that nobody has looked at.
fn answering(facts: &Facts) -> Option<Action> {
    let mut unknown: Vec<Control> =
        facts.confirmed().flat_map(|one| facts.unknown(rules::remedies(facts, one))).collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown.retain(|control| {
        control.family() != Family::Visibility || !control.expected(facts.criticality)
    });
    let named = told(facts, &unknown, |one| format!("“{one}”"));
    let says = format!("Find out how it stands with {named}.");
    let about = Subject::Controls { integration: facts.integration };
    (!unknown.is_empty()).then(|| ask(facts, says).about(about))
}

/// Whether it can be changed, once a change is asked for.
fn availability(facts: &Facts) -> Vec<Action> {
    if rules::changes_asked(facts).is_empty() {
        return Vec::new();
    }
    let asked = [
        (
            IntegrationFact::Code,
            facts.code,
            "Find out whether it can be changed: its code, or its configuration.",
        ),
        (
            IntegrationFact::Credentials,
            facts.credentials,
            "Find out whether credentials can be had.",
        ),
        (IntegrationFact::Maintainable, facts.maintainable, "Find out who could maintain it."),
    ];
    let open = asked.into_iter().filter(|(_, at, _)| *at == Availability::Unknown);
    open.map(|(fact, _, says)| {
        let about = Subject::IntegrationFact { integration: facts.integration, fact };
        ask(facts, says.to_owned()).about(about)
    })
    .collect()
}

fn differences(facts: &Facts) -> Option<Action> {
    let unjudged: Vec<_> =
        facts.differences.iter().filter(|told| told.judgement.is_none()).collect();
    let first = unjudged.first()?;
    let about = Subject::Comparison { workflow: first.workflow };
    let differences = counted(unjudged.len() as i64, "map difference", "map differences");
    Some(ask(facts, format!("Judge {differences} with the people who do the work.")).about(about))
}

/// What to find out about a pattern: its cause, how it gets past what is in place, or whether it happened at all.
fn diagnose(facts: &Facts, pattern: &Pattern) -> Option<Action> {
    let samples = counted(pattern.confirmed, "confirmed sample", "confirmed samples");
    let says = if pattern.confirmed == 0 {
        // All of them may have been rejected.
        if pattern.count == 0 {
            return None;
        }
        let samples = counted(pattern.count, "sample", "samples");
        format!("Confirm or reject the {samples} of “{}”.", pattern.symptom)
    } else if pattern.cause == Cause::Unknown {
        let why = if pattern.confirmed == 1 { "why did it happen?" } else { "why do they happen?" };
        format!("Diagnose the {samples} of “{}”: {why}", pattern.symptom)
    } else if pattern.cause == Cause::UnclearRule && facts.unsettled.is_empty() {
        format!(
            "Ask who decides the rule behind the {samples} of “{}”, and write it down.",
            pattern.symptom
        )
    } else {
        return None;
    };
    Some(ask(facts, says).about(Subject::pattern(pattern)))
}

/// What to collect while there is no verdict, in order.
fn evidence(facts: &Facts, answer: Answer) -> Vec<Action> {
    let mut asked = Vec::new();
    let samples = Subject::Samples { integration: Some(facts.integration) };
    let unexplained = |one: &&Pattern| {
        let remedies = rules::remedies(facts, one);
        !remedies.is_empty() && remedies.iter().all(|control| facts.has(*control))
    };
    if facts.confirmed().any(|one| unexplained(&one)) {
        let says = "Find out since when what answers these failures is in place, and how they got past it.";
        asked.push(ask(facts, says.into()).about(samples.clone()));
    }
    let (unknown, _) = facts.unknown_controls();
    let unknown: Vec<_> =
        unknown.into_iter().filter(|one| one.family() != Family::Visibility).collect();
    if answer == Answer::NotEnoughEvidence && !unknown.is_empty() && facts.samples() == 0 {
        let says =
            format!("Look at the controls that are expected here: {}.", names(facts, &unknown));
        let about = Subject::Controls { integration: facts.integration };
        asked.push(ask(facts, says).about(about));
    }
    let missing = facts.samples_needed - facts.samples();
    let simple = facts.criticality == Criticality::Convenience;
    if answer == Answer::NotEnoughEvidence && missing > 0 && !simple {
        let more = counted(missing, "failure sample with", "failure samples, each with");
        let says = format!(
            "Collect {more} its payload or log line, or a comparison that shows there is none to find."
        );
        asked.push(ask(facts, says).about(samples));
    }
    if !facts.unowned.is_empty() && facts.samples() == 0 {
        let owners: Vec<_> = facts.unowned.iter().map(|of| inside(of.label())).collect();
        asked.push(ask(facts, format!("Name who owns {}.", listed(&owners))));
    }
    asked
}
