//! When each gate arises and what it waits for (domain §10, “Gates”).
//! Unknown is never taken for good: a fact nobody has checked keeps its gate closed.

use super::{Blocked, Gate, GateKind, GateState, Lacks, discovery, launch};
use crate::document::call::{ControlledBatch, VerdictPath};
use crate::document::controls::{ControlState, Family};
use crate::document::engagement::Engagement;
use crate::document::samples::{Cause, Pattern, groups};
use crate::judgement::assess::settled::needs_samples;
use crate::judgement::evidence::{Missing, Subject};
use crate::judgement::findings::rules::changes_asked;
use crate::judgement::findings::{Facts, InScope, Reading};
use crate::judgement::steps::StepReport;
use crate::judgement::truth;
use crate::platform::catalogue::Catalogue;
use crate::platform::statistics::{at_least, interval, percent, share};
use crate::platform::wording::{counted, inside, listed};

/// The share that chance alone would confirm.
const CHANCE: f64 = 0.5;

/// How a gate stands.
pub(super) fn gate(reading: &Reading<'_>, steps: &[StepReport], kind: GateKind) -> Gate {
    match kind {
        GateKind::StepsBeforeFinal => steps_before_final(steps),
        GateKind::TruthBeforeRebuild => {
            each(reading, kind, |one| one.standing() == Some(VerdictPath::Rebuild), rebuild)
        }
        GateKind::BatchBeforePatch => each(
            reading,
            kind,
            |one| one.standing() == Some(VerdictPath::Patch),
            |_, one| batch(one),
        ),
        GateKind::VisibilityBeforeLogic => {
            each(reading, kind, changes_logic, |_, one| visibility(&one.facts))
        }
        GateKind::SamplesBeforeQuote => each(
            reading,
            kind,
            |one| needs_samples(one) && !one.findings.is_empty(),
            |reading, one| samples(reading.doc, &one.facts),
        ),
        GateKind::FactsBeforeScope => each(
            reading,
            kind,
            |_| true,
            |reading, one| discovery::missing(reading.doc, one.integration),
        ),
        GateKind::PatternBeforeMassChange => each(
            reading,
            kind,
            |one| one.facts.patterns.iter().any(|pattern| pattern.count > 0),
            |_, one| pattern(&one.facts),
        ),
        GateKind::ChecksBeforeLaunch => each(
            reading,
            kind,
            |_| true,
            |reading, one| launch::missing(reading.doc, one.integration),
        ),
    }
}

impl From<Missing> for Lacks {
    fn from(Missing { says, about }: Missing) -> Self {
        Self { says, about, integration: None, check: None }
    }
}

impl From<(Missing, launch::LaunchCheck)> for Lacks {
    fn from((missing, check): (Missing, launch::LaunchCheck)) -> Self {
        Self { check: Some(check), ..missing.into() }
    }
}

/// A gate of every integration in scope for which it arises.
fn each<T: Into<Lacks>>(
    reading: &Reading<'_>,
    kind: GateKind,
    arises: impl Fn(&InScope<'_>) -> bool,
    lacks: impl Fn(&Reading<'_>, &InScope<'_>) -> Vec<T>,
) -> Gate {
    let may_lack = if kind == GateKind::ChecksBeforeLaunch { launch::MAY_LACK } else { 0 };
    let (mut closed_for, mut missing, mut arisen) = (Vec::new(), Vec::new(), false);
    for one in reading.in_scope.iter().filter(|one| arises(one)) {
        arisen = true;
        let (lacking, integration) = (lacks(reading, one), one.integration.id);
        if lacking.len() > may_lack {
            closed_for.push(integration);
        }
        let for_it = |one: T| Lacks { integration: Some(integration), ..one.into() };
        missing.extend(lacking.into_iter().map(for_it));
    }
    let mut state = if closed_for.is_empty() { GateState::Passed } else { GateState::Closed };
    if !arisen {
        state = GateState::DoesNotArise;
    }
    if reading.in_scope.is_empty() && asks_for_scope(kind.blocks()) {
        state = GateState::Closed;
        missing.push(Missing::new("Put an integration in scope.", Subject::Systems).into());
    }
    Gate { kind, blocks: kind.blocks(), state, closed_for, missing }
}

/// What cannot be done without an integration in scope.
fn asks_for_scope(blocked: Blocked) -> bool {
    matches!(blocked, Blocked::FinalVerdict | Blocked::Quote | Blocked::Scope | Blocked::Launch)
}

fn steps_before_final(steps: &[StepReport]) -> Gate {
    let kind = GateKind::StepsBeforeFinal;
    let mut missing = Vec::new();
    for step in steps.iter().filter(|step| !step.state.has_evidence()) {
        let next = step
            .next
            .clone()
            .unwrap_or_else(|| Missing::new("Record the evidence.", Subject::Engagement));
        let says = format!("{}: {}", step.step, next.says);
        missing.push(Missing::new(says, next.about).into());
    }
    let state = if missing.is_empty() { GateState::Passed } else { GateState::Closed };
    Gate { kind, blocks: kind.blocks(), state, closed_for: Vec::new(), missing }
}

fn rebuild(reading: &Reading<'_>, one: &InScope<'_>) -> Vec<Missing> {
    let mut missing = truth::unsettled(reading.doc, one.integration);
    if !reading.on_actual_map(one.integration.id) {
        let says = format!("Show “{}” on the actual map of a workflow.", one.integration.name);
        missing.push(Missing::new(says, Subject::Workflows));
    }
    missing
}

fn batch(one: &InScope<'_>) -> Vec<Missing> {
    let none = ControlledBatch::default();
    let batch = one.call.map_or(&none, |call| &call.batch);
    let parts = [
        (&batch.records, "which records"),
        (&batch.check, "how it is checked"),
        (&batch.way_back, "the way back"),
    ];
    let absent: Vec<_> =
        parts.iter().filter(|(text, _)| text.trim().is_empty()).map(|(_, what)| *what).collect();
    if absent.is_empty() {
        return Vec::new();
    }
    let facts = &one.facts;
    let says = format!("Plan the controlled batch for “{}”: {}.", facts.name, listed(&absent));
    vec![Missing::new(says, Subject::Call { integration: facts.integration })]
}

fn visibility(facts: &Facts) -> Vec<Missing> {
    let states = [ControlState::Missing, ControlState::Partial, ControlState::Unknown];
    let absent = states.iter().flat_map(|state| facts.expected(Family::Visibility, *state));
    let told = absent.map(|control| {
        let (name, what) = (&facts.name, inside(control.label()));
        let says = match facts.state(control) {
            ControlState::Unknown => format!("Find out whether “{name}” has {what}."),
            ControlState::Partial => format!("Complete {what} on “{name}”."),
            _ => format!("Add {what} to “{name}”."),
        };
        Missing::new(says, facts.control(control))
    });
    told.collect()
}

/// Whether the plan changes business logic: it does wherever a finding asks for a change of the integration.
fn changes_logic(one: &InScope<'_>) -> bool {
    !changes_asked(&one.facts).is_empty()
}

fn samples(doc: &Engagement, facts: &Facts) -> Vec<Missing> {
    let confirmed = facts.samples();
    let needed = doc.brief.samples_needed;
    if confirmed >= needed {
        return Vec::new();
    }
    let more = counted(needed - confirmed, "more failure sample", "more failure samples");
    let proves = at_least(u64::try_from(needed).unwrap_or(0), u64::try_from(needed).unwrap_or(0));
    let says = format!(
        "Confirm {more} at “{}”: {confirmed} of {needed}. {needed} alike prove no more than {}.",
        facts.name,
        percent(proves)
    );
    vec![Missing::new(says, Subject::Samples { integration: Some(facts.integration) })]
}

/// What a person put together is confirmed together.
fn pattern(facts: &Facts) -> Vec<Missing> {
    let patterns: Vec<Pattern> =
        facts.patterns.iter().filter(|pattern| pattern.count > 0).cloned().collect();
    groups(&patterns).iter().filter_map(|group| open_pattern(&group.whole, &facts.name)).collect()
}

fn open_pattern(pattern: &Pattern, name: &str) -> Option<Missing> {
    let samples = counted(pattern.count, "sample", "samples");
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let (confirmed, all) = (count(pattern.confirmed), count(pattern.count));
    let says = if pattern.confirmed == 0 {
        format!("Confirm or reject the {samples} of “{}” at “{name}”.", pattern.symptom)
    } else if pattern.cause == Cause::Unknown {
        format!("Find the cause of the {samples} of “{}” at “{name}”.", pattern.symptom)
    } else if interval(confirmed, all).low <= CHANCE {
        format!(
            "Confirm more of the {samples} of “{}” at “{name}”: {}.",
            pattern.symptom,
            share(confirmed, all)
        )
    } else {
        return None;
    };
    Some(Missing::new(says, Subject::pattern(pattern)))
}
